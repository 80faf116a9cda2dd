import { Fn, Token } from 'cdktf';

/** The first of a list, which may be known only when Terraform runs: `list[0]` of such a list is the token of the whole. Empty where there is none. */
export const first = (list: readonly string[]): string =>
  Token.isUnresolved(list) ? Token.asString(Fn.element([...list], 0)) : (list[0] ?? '');
