import { DefaultTokenResolver, StringConcat, type TerraformStack, Tokenization } from 'cdktf';

/** A value with what cdktf puts in for references written out (`${data.terraform_remote_state…}`), as Terraform will read it. */
export const resolved = <T>(stack: TerraformStack, value: T): T =>
  Tokenization.resolve(value, { scope: stack, preparing: false, resolver: new DefaultTokenResolver(new StringConcat()) }) as T;
