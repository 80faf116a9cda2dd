import { didYouMean } from '../problems';
import { joinPath } from '../validate/path';
import { word } from '../validate/values';
import type { Facts } from './facts';
import { type JsonNode, leavesOf, member } from './json-node';
import { join, judge, judgeAll, noEffect, nothing, type Part, problemAt } from './outcome';
import { unknownIsSecret } from './redact';
import { type Rule, readList, readSection } from './rule';
import type { StoreContext } from './store-context';
import type { LegacyStore } from './store-facts';
import { storeFields } from './store-fields';
import { storeTable } from './store-table';

/** `stateful_resources`: each store is known by its name, and its fields go to the store that replaces it. */
export const statefulResources: Rule<Facts> = (node, facts) => {
  const stores = new Map(facts.stores.stores.map((store) => [store.section, store]));
  return readList(
    node,
    (section) => {
      const store = stores.get(section);
      return store ? readStore(section, store, facts) : judgeAll(section, noEffect('cannot be read'));
    },
    'no stores are listed: the workbench makes those the hub needs',
  );
};

function readStore(section: JsonNode, store: LegacyStore, facts: Facts): Part {
  if (section.members.length === 0) return judge(section, noEffect('nothing stands there'));
  const { row, name, repeated } = store;
  if (name === undefined || row === undefined) return unknownStore(section, name);
  if (repeated) return repeatedStore(section, name);
  if ('gone' in row) return goneStore(section, row.gone);
  if (!store.used) return goneStore(section, row.off);
  const context: StoreContext = { ...store, name, row, facts };
  return join([readSection(section, storeFields, context), toggleContradiction(context)]);
}

/** The same fields, all of them without effect for one reason; one that nothing knows is unknown here as well. */
function goneStore(section: JsonNode, why: string): Part {
  const rule =
    (field: string): Rule<undefined> =>
    (node) =>
      join(leavesOf(node).map((leaf) => judge(leaf, { ...noEffect(why), secret: secretField.test(field) })));
  const part = readSection(section, Object.fromEntries(Object.keys(storeFields).map((field) => [field, rule(field)])), undefined);
  return { ...part, fields: part.fields.map((field) => (field.outcome === 'no-effect' ? { ...field, why } : field)) };
}
const secretField = /(?:root|user)_password$|external_credentials$/;

function unknownStore(section: JsonNode, name: string | undefined): Part {
  const guess = name === undefined ? undefined : didYouMean(name, Object.keys(storeTable));
  const why = name === undefined ? 'the entry has no resource_name' : (guess ?? 'nothing looked a store of this name up');
  const message =
    name === undefined ? 'an entry of stateful_resources has no resource_name' : `no older version knows a store ${word(name)}`;
  const part = join(leavesOf(section).map((leaf) => judge(leaf, { outcome: 'unknown', why, secret: unknownIsSecret(leaf) })));
  const problem = problemAt(section, {
    code: 'IMP-UNKNOWN',
    severity: 'warning',
    message,
    hint: guess ?? `known: ${Object.keys(storeTable).join(', ')}`,
  });
  return { ...part, problems: [...part.problems, problem] };
}

const repeatedStore = (section: JsonNode, name: string): Part => {
  const why = `an entry before it is ${name} too, and the older platform looked at the first`;
  const part = join(leavesOf(section).map((leaf) => judge(leaf, { ...noEffect(why), secret: unknownIsSecret(leaf) })));
  const finding = { code: 'IMP-TWICE', severity: 'warning', message: `${word(name)} is listed twice`, hint: 'keep one of them' } as const;
  return { ...part, problems: [...part.problems, problemAt(section, finding)] };
};

/** A store that is switched off while something that is on needs it. */
function toggleContradiction({ section, enabled, used, name, row }: StoreContext): Part {
  if (enabled || !used) return nothing;
  const needs = row.feature ? `${joinPath(row.feature)} is on and needs it` : 'no hub runs without it';
  const field = member(section, 'enabled') ?? section;
  return {
    fields: [],
    sets: [],
    problems: [
      problemAt(field, {
        code: 'IMP-CONTRADICTION',
        severity: 'warning',
        message: `${name} is switched off, and ${needs}: it is made`,
        ...(row.feature ? { hint: `write ${joinPath(row.feature)}: false to do without both` } : {}),
      }),
    ],
  };
}
