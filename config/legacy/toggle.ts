import type { Path } from '../validate/path';
import { type JsonNode, textOf } from './json-node';
import { changed, kept, noEffect, setting, type Verdict, warn } from './outcome';
import { shown } from './redact';

/**
 * How the older platform read a toggle. `boolean`: as Terraform does, which refuses other words.
 * `yes`: only the exact text `yes` meant yes, and everything else no, without a word.
 */
export type ToggleKind = 'boolean' | 'yes';

const exact = {
  boolean: { true: true, false: false, '1': true, '0': false },
  yes: { yes: true, no: false },
} as const satisfies Record<ToggleKind, Readonly<Record<string, boolean>>>;

const evident: Readonly<Record<string, boolean>> = {
  ...{ true: true, yes: true, on: true, y: true, t: true, '1': true, enabled: true, enable: true },
  ...{ false: false, no: false, off: false, n: false, f: false, '0': false, disabled: false, disable: false },
};

const lookUp = (table: Readonly<Record<string, boolean>>, text: string) => (Object.hasOwn(table, text) ? table[text] : undefined);

/** What a toggle evidently means; undefined when it is not there or means neither. */
export function toggleOf(node: JsonNode | undefined): boolean | undefined {
  const text = textOf(node);
  return text === undefined ? undefined : lookUp(evident, text.toLowerCase());
}

/** How a toggle of the older file becomes one of the workbench file. `why` tells what it switches. */
export function toggle(node: JsonNode, kind: ToggleKind, to: Path, why: string): Verdict {
  const text = node.text;
  const meaning = toggleOf(node);
  if (meaning === undefined) return neither(node, kind);
  if (lookUp(exact[kind], text) !== undefined) return setting(kept(to, why), meaning);
  if (kind === 'yes') {
    // Whatever is not `yes` was no: what evidently means no has not changed.
    if (!meaning) return setting(kept(to, why), false);
    return setting(
      warn(
        changed(to, `only the exact "yes" counted, so ${shown(node)} was silently no; taken as what it evidently means`),
        'IMP-TOGGLE',
        `${shown(node)} was silently no on the older platform and is taken as yes`,
        `write "no" here, or false into the workbench file, if it is to stay off`,
      ),
      true,
    );
  }
  return setting(changed(to, `the older platform refused ${shown(node)}; taken as ${meaning}, which it evidently means`), meaning);
}

function neither(node: JsonNode, kind: ToggleKind): Verdict {
  const before =
    kind === 'yes' ? 'it was silently no before, and the default applies' : 'the older platform refused it, and the default applies';
  return warn(
    noEffect(`means neither yes nor no: ${before}`),
    'IMP-TOGGLE',
    `${shown(node)} means neither yes nor no`,
    'write "yes" or "no"',
  );
}
