import { resolveFeatures } from '../model/features';
import { keepsPrefixes, prefixKey } from '../model/onboarding/oracle-entries';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Path } from '../validate/path';
import { always, type Finding, inProduction, numbered, present, type Rule, shared } from './rule';

interface Prefixed {
  readonly index: number;
  readonly id: string;
  readonly prefix: string;
}

/** Prefixes that another participant has, or that begin with another one's: a number would have two owners. */
function clashes(participants: WorkbenchConfig['participants'], key: 'msisdnPrefix' | 'p2pPrefix'): Finding[] {
  const own = new Map<string, Prefixed>();
  const findings: Finding[] = [];
  const all = present(participants).flatMap(({ index, item: { id, [key]: prefix } }): Prefixed[] =>
    prefix === undefined ? [] : [{ index, id, prefix }],
  );
  const hint = 'a number that begins so would have two owners: choose prefixes of which none begins with another';
  const find = ({ index, prefix }: Prefixed, other: Prefixed, how: string) =>
    findings.push({
      path: ['participants', index, key],
      message: `${prefix} ${how} ${other.id}${how === 'is the prefix of' ? '' : ` (${other.prefix})`}`,
      hint,
    });
  for (const entry of all) {
    const same = own.get(entry.prefix);
    if (same) find(entry, same, 'is the prefix of');
    else own.set(entry.prefix, entry);
  }
  for (const entry of own.values()) {
    for (let length = 1; length < entry.prefix.length; length++) {
      const shorter = own.get(entry.prefix.slice(0, length));
      if (shorter) find(entry, shorter, 'begins with the prefix of');
    }
  }
  return findings.sort((a, b) => Number(a.path[1]) - Number(b.path[1]));
}

type TestField = 'msisdn' | 'accountId' | 'aliasId';

const accountsTwice = ({ participants }: WorkbenchConfig, field: TestField): Finding[] =>
  shared(present(participants), ({ item }) => item.testAccount?.[field]).flatMap(([value, [first, ...again]]) =>
    again.map(({ index }) => ({
      path: ['participants', index, 'testAccount', field],
      message: `${value} is the ${field} of ${first?.item.id} too`,
      hint: 'account lookup keeps one owner of an identifier: the later entry is refused',
    })),
  );

/** Telephone numbers, aliases and accounts: whose they are, and which oracle knows it. */
export const partyRules: readonly Rule[] = [
  {
    code: 'ID-MSISDN-PREFIX',
    severity: 'error',
    title: 'No telephone number prefix is, or begins with, that of another participant',
    appliesWhen: always,
    check: ({ participants }) => clashes(participants, 'msisdnPrefix'),
  },
  {
    code: 'ID-P2P-PREFIX',
    severity: 'error',
    title: 'No alias prefix is, or begins with, that of another participant',
    appliesWhen: always,
    check: ({ participants }) => clashes(participants, 'p2pPrefix'),
  },
  {
    code: 'ID-ACCOUNT-PREFIX',
    severity: 'warning',
    title: 'Test accounts begin with the prefixes of their participant',
    appliesWhen: always,
    check: ({ participants }) => {
      const pairs = [
        ['accountId', 'msisdnPrefix'],
        ['aliasId', 'p2pPrefix'],
      ] as const;
      return participants.flatMap((p, index) =>
        pairs.flatMap(([field, key]): Finding[] => {
          const value = p.testAccount?.[field];
          const prefix = p[key];
          if (value === undefined || prefix === undefined || value.startsWith(prefix)) return [];
          return [
            {
              path: ['participants', index, 'testAccount', field],
              message: `${value} does not begin with ${prefix}, the ${key} of ${p.id}`,
              hint: 'an oracle that goes by prefixes looks for it elsewhere',
            },
          ];
        }),
      );
    },
  },
  {
    code: 'ID-ACCOUNT-TWICE',
    severity: 'warning',
    title: 'Test accounts have identifiers of their own',
    appliesWhen: always,
    check: (config) => (['msisdn', 'accountId', 'aliasId'] as const).flatMap((field) => accountsTwice(config, field)),
  },
  {
    code: 'ID-TEST-ACCOUNTS',
    severity: 'warning',
    title: 'Test accounts stay out of the oracle of a production hub',
    appliesWhen: inProduction,
    check: (config) =>
      present(config.participants).flatMap(({ index, item }): Finding[] =>
        config.hub.testAccounts && resolveFeatures(config).oracleMsisdn && item.testAccount?.msisdn !== undefined
          ? [
              {
                path: ['participants', index, 'testAccount', 'msisdn'],
                message: `${item.testAccount.msisdn} is entered into the MSISDN oracle of a production hub`,
                hint: 'everybody finds it there and can pay to it: write hub.testAccounts: false, or take it out when the tests are done',
              },
            ]
          : [],
      ),
  },
  {
    code: 'ID-PREFIX-LENGTH',
    severity: 'warning',
    title: 'Prefixes of participants have the length that prefix oracles look at',
    appliesWhen: ({ hub }) => hub.oracles.prefix.length > 0,
    check: ({ hub, participants }) =>
      hub.oracles.prefix.flatMap(({ name, chart, type, prefixLength }) => {
        const key = prefixKey({ type });
        return present(participants).flatMap(({ index, item }): Finding[] => {
          const prefix = item[key];
          if (prefix?.startsWith('0') && keepsPrefixes({ chart }))
            return [
              {
                path: ['participants', index, key],
                message: `${prefix} begins with 0, and the oracle ${name} keeps prefixes as numbers`,
                hint: 'it would take it for a shorter one, so it is not entered: give numbers with the code of their country',
              },
            ];
          if (prefix === undefined || prefix.length === prefixLength) return [];
          return [
            {
              path: ['participants', index, key],
              message: `${prefix} has ${prefix.length} digits, and the oracle ${name} looks at ${prefixLength}`,
              hint: 'it would never find this participant: give both the same length',
            },
          ];
        });
      }),
  },
  {
    code: 'ID-ORACLE-PUBLISHED',
    severity: 'error',
    title: 'What participants may read of an oracle are prefixes',
    appliesWhen: ({ hub }) => hub.oracles.prefix.some(({ published }) => published),
    check: ({ hub }) =>
      hub.oracles.prefix.flatMap(({ name, chart, published }, index) =>
        published && !keepsPrefixes({ chart })
          ? [
              {
                path: ['hub', 'oracles', 'prefix', index, 'published'],
                message: `${name} is of ${chart}, which keeps no prefixes: its list tells the telephone number behind every alias`,
                hint: 'remove published',
              },
            ]
          : [],
      ),
  },
  {
    code: 'ID-ORACLE-TWICE',
    severity: 'error',
    title: 'Prefix oracles have names of their own, and each kind of identifier one oracle',
    appliesWhen: ({ hub }) => hub.oracles.prefix.length + hub.oracles.external.length > 0,
    check: (config) => {
      const { prefix, external } = config.hub.oracles;
      const hint = 'account lookup asks one oracle for one kind of identifier: keep one of them';
      const kind = (path: Path, type: string, currency: string) => ({ path, type, currency, of: path.slice(0, -1).join('.') });
      const kinds = [
        // That of the release is on by itself.
        ...(resolveFeatures(config).oracleMsisdn
          ? [
              {
                path: ['hub', 'oracles', 'msisdn'],
                type: 'MSISDN',
                currency: '',
                of: 'that of the release (hub.oracles.msisdn: false takes it away)',
              },
            ]
          : []),
        ...prefix.map(({ type }, i) => kind(['hub', 'oracles', 'prefix', i, 'type'], type, '')),
        ...external.map(({ type, currency }, i) => kind(['hub', 'oracles', 'external', i, 'type'], type, currency ?? '')),
      ];
      return [
        ...shared(numbered(prefix), ({ item }) => item.name).flatMap(([name, [first, ...again]]) =>
          again.map(({ index }) => ({
            path: ['hub', 'oracles', 'prefix', index, 'name'],
            message: `${name} is the name of hub.oracles.prefix.${first?.index} too`,
            hint: 'it names a release: choose another',
          })),
        ),
        ...shared(kinds, ({ type, currency }) => `${type} ${currency}`).flatMap(([, [first, ...again]]) =>
          again.map(({ path, type }) => ({ path, message: `${type} has an oracle already: ${first?.of}`, hint })),
        ),
      ];
    },
  },
];
