import { Token } from 'cdktf';
import type { Json } from '../in-cluster/release-spec';

/** A value that holds what only Terraform knows when it applies, such as the address of a managed server: the text around each such place. */
export class LaterText {
  constructor(readonly around: readonly string[]) {}

  /** Whether a value can be this one: its fixed parts are there, in their order. What is no text at all is left to Terraform. */
  mayBe(value: unknown): boolean {
    if (typeof value !== 'string') return this.around.every((part) => part === '');
    const escaped = this.around.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    return new RegExp(`^${escaped.join('[\\s\\S]*')}$`).test(value);
  }
}

/** Values as they are known before Terraform has applied anything. */
export type PartlyKnown = string | number | boolean | null | LaterText | readonly PartlyKnown[] | { readonly [key: string]: PartlyKnown };

const reference = /\$\{TfToken\[[^\]]+\]\}/;

/** The same values with a `LaterText` in each place that refers to another resource or stack. */
export function partlyKnown(value: Json): PartlyKnown {
  if (typeof value === 'string') return reference.test(value) ? new LaterText(value.split(reference)) : value;
  if (Token.isUnresolved(value)) return new LaterText(['', '']);
  if (Array.isArray(value)) return value.map((each: Json) => partlyKnown(each));
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(known.map(([key, each]) => [key, partlyKnown(each)]));
}
