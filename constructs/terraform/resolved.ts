import { DefaultTokenResolver, StringConcat, type TerraformStack, Token, Tokenization } from 'cdktf';

/**
 * A value with what cdktf puts in for references written out (`${data.terraform_remote_state…}`), as Terraform will read it. cdktf is asked for the
 * places alone that hold such a reference: its own walk makes objects for each place, and values of charts have a hundred thousand without one.
 * What holds none is given back as it is.
 */
export const resolved = <T>(stack: TerraformStack, value: T): T => written(stack, value) as T;

function written(stack: TerraformStack, value: unknown): unknown {
  if (typeof value === 'string') return value.includes('TfToken[') ? byCdktf(stack, value) : value;
  if (typeof value !== 'object' || value === null) return Token.isUnresolved(value) ? byCdktf(stack, value) : value;
  if (!isPlain(value) || Token.isUnresolved(value)) return byCdktf(stack, value);
  return Array.isArray(value) ? items(stack, value) : members(stack, value as Readonly<Record<string, unknown>>);
}

const byCdktf = (stack: TerraformStack, value: unknown): unknown =>
  Tokenization.resolve(value, { scope: stack, preparing: false, resolver: new DefaultTokenResolver(new StringConcat()) });

const isPlain = (value: object) => Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;

function items(stack: TerraformStack, list: readonly unknown[]): readonly unknown[] {
  const all = list.map((each) => written(stack, each));
  return all.every((each, i) => each === list[i] && each !== undefined) ? list : all.filter((each) => each !== undefined);
}

/** What is undefined is not there for Terraform. */
function members(stack: TerraformStack, section: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let copied: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(section)) {
    const [name, now] = [written(stack, key) as string, written(stack, value)];
    if (name === key && now === value && value !== undefined) continue;
    copied ??= { ...section };
    if (name !== key || now === undefined) delete copied[key];
    if (now !== undefined) copied[name] = now;
  }
  return copied ?? section;
}
