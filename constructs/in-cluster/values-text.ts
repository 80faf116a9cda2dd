import { Lazy } from 'cdktf';
import { stringify } from 'yaml';
import { literal } from '../terraform/literal';
import type { Values } from './release-spec';

/**
 * Values of a release as the text that Terraform hands to Helm, in an order that never changes. It is written when a stack is: with a hundred
 * participants it is two megabytes, and whoever only looks at what is made (`check --policy`, `cost`, `report`, `explain`) reads the values themselves.
 */
export function valuesText(values: Values): string {
  let text: string | undefined;
  const produce = () => {
    text ??= literal(stringify(values, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false }));
    return text;
  };
  return Lazy.stringValue({ produce });
}
