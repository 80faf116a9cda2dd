import { ownTags, tagRules, tagsOf, tagsOfConstructs } from '../model/tags';
import type { WorkbenchConfig } from '../schema/workbench';
import { both, onCloud } from './clouds';
import { always, inProduction, type Rule, shared, when } from './rule';

const rulesOf = ({ platform }: WorkbenchConfig) => tagRules[platform.provider];
const tagged = (config: WorkbenchConfig) => rulesOf(config) !== undefined;
const keys = ({ tags }: WorkbenchConfig) => Object.keys(tags);
const plain = (key: string) => key.toLowerCase();
/** Tags that constructs set on single resources: one of the file would be another value of the same tag. */
const kept = [...ownTags, 'Name'];

/** Tags at a cloud: config/model/tags.ts says what each accepts. */
export const tagNameRules: readonly Rule[] = [
  {
    code: 'TAG-COUNT',
    severity: 'error',
    title: 'There are no more tags than the cloud takes',
    appliesWhen: tagged,
    check: (config) => {
      const { mostTags = 0, cloud } = rulesOf(config) ?? {};
      const count = Object.keys(tagsOf(config)).length + tagsOfConstructs;
      return when(count > mostTags, () => ({
        path: ['tags'],
        message: `${keys(config).length} tags and those of the workbench are up to ${count}, and ${cloud} takes ${mostTags} on a resource`,
        hint: `remove ${count - mostTags}`,
      }));
    },
  },
  {
    code: 'TAG-KEY',
    severity: 'error',
    title: 'Tags are named as the cloud accepts it',
    appliesWhen: tagged,
    check: (config) =>
      keys(config).flatMap((key) => {
        const { badInKey = /(?!)/, cloud } = rulesOf(config) ?? {};
        const bad = badInKey.exec(key)?.[0];
        return when(bad !== undefined, () => ({
          path: ['tags', key],
          message: `${cloud} refuses ${JSON.stringify(bad)} in the name of a tag`,
          hint: 'letters, digits, dots, dashes and underscores are accepted everywhere',
        }));
      }),
  },
  {
    code: 'TAG-VALUE',
    severity: 'error',
    title: 'Tags have values that the cloud accepts',
    appliesWhen: tagged,
    check: (config) =>
      Object.entries(config.tags).flatMap(([key, value]) => {
        const { badInValue = /(?!)/, cloud } = rulesOf(config) ?? {};
        const bad = badInValue.exec(value)?.[0];
        return when(bad !== undefined, () => ({
          path: ['tags', key],
          message: `${cloud} refuses ${JSON.stringify(bad)} in the value of a tag`,
          hint: 'letters, digits, spaces and . _ : / = + - @ are accepted',
        }));
      }),
  },
  {
    code: 'TAG-RESERVED',
    severity: 'error',
    title: 'Tags do not begin as those of the cloud itself',
    appliesWhen: tagged,
    check: (config) =>
      keys(config).flatMap((key) => {
        const { kept: own = [], cloud } = rulesOf(config) ?? {};
        const prefix = own.find((begin) => plain(key).startsWith(begin));
        return when(prefix !== undefined, () => ({
          path: ['tags', key],
          message: `${cloud} keeps tags that begin with ${prefix} for itself`,
          hint: 'name it otherwise',
        }));
      }),
  },
  {
    code: 'TAG-OURS',
    severity: 'warning',
    title: 'Tags are not those that the workbench sets',
    appliesWhen: always,
    check: (config) =>
      keys(config).flatMap((key) =>
        when(kept.some((own) => plain(own) === plain(key)) && !(plain(key) === 'cost-centre' && !config.costCentre), () => ({
          path: ['tags', key],
          message: `the tag ${key} is set by the workbench: what the file says has no effect`,
          hint: plain(key) === 'cost-centre' ? 'keep costCentre, and remove it here' : 'remove it',
        })),
      ),
  },
  {
    code: 'TAG-TWICE',
    severity: 'error',
    title: 'Two tags differ in more than capital letters',
    appliesWhen: (config) => rulesOf(config)?.oneCase ?? false,
    check: (config) =>
      shared(keys(config), plain).flatMap(([, [first, ...again]]) =>
        again.map((key) => ({ path: ['tags', key], message: `${key} and ${first} are one tag for Azure`, hint: 'keep one of them' })),
      ),
  },
  {
    code: 'TAG-COST-CENTRE',
    severity: 'warning',
    title: 'In production somebody is named who pays',
    appliesWhen: both(onCloud, inProduction),
    check: ({ costCentre, tags }) =>
      when(costCentre === undefined && tags['cost-centre'] === undefined, () => ({
        path: ['costCentre'],
        message: 'costCentre is missing: nobody can tell this environment from another on a bill',
        hint: 'add costCentre: <who pays>',
      })),
  },
];
