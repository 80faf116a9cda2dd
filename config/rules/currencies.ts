import { didYouMean } from '../problems';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Path } from '../validate/path';
import { currencyCodes, formerCodes } from './currency-codes';
import { always, type Finding, numbered, type Rule, shared } from './rule';

/** Every currency in the file with its place. */
function namedCurrencies({ hub, participants }: WorkbenchConfig): { path: Path; code: string }[] {
  const list = (path: Path, codes: readonly string[]) => codes.map((code, index) => ({ path: [...path, index], code }));
  const one = (path: Path, code: string | undefined) => (code === undefined ? [] : [{ path, code }]);
  return [
    ...list(['hub', 'currencies'], hub.currencies),
    ...list(['hub', 'testCurrencies'], hub.testCurrencies),
    ...hub.settlementModels.flatMap(({ currency }, i) => one(['hub', 'settlementModels', i, 'currency'], currency)),
    ...hub.oracles.external.flatMap(({ currency }, i) => one(['hub', 'oracles', 'external', i, 'currency'], currency)),
    ...participants.flatMap((p, i) => [
      ...one(['participants', i, 'currency'], p.currency),
      ...list(['participants', i, 'currencies'], p.currencies),
    ]),
  ];
}

const hintFor = (code: string) => (formerCodes[code] ? `${code} has become ${formerCodes[code]}` : didYouMean(code, currencyCodes));

/** Places of a list that repeat an earlier entry. */
function repeated(path: Path, codes: readonly string[]): Finding[] {
  return shared(numbered(codes), ({ item }) => item).flatMap(([code, [, ...again]]) =>
    again.map(({ index }) => ({ path: [...path, index], message: `${code} stands there twice`, hint: 'keep one of them' })),
  );
}

/** What validateSettlementModel of @mojaloop/central-services-shared takes: delay, granularity, interchange. */
const settled: ReadonlySet<string> = new Set([
  'IMMEDIATE GROSS BILATERAL',
  'DEFERRED GROSS BILATERAL',
  'DEFERRED NET BILATERAL',
  'DEFERRED NET MULTILATERAL',
]);

export const currencyRules: readonly Rule[] = [
  {
    code: 'CUR-UNKNOWN',
    severity: 'error',
    title: 'Currencies are in use according to ISO 4217',
    appliesWhen: always,
    check: (config) =>
      namedCurrencies(config)
        .filter(({ code }) => !currencyCodes.has(code))
        .map(({ path, code }) => ({ path, message: `${code} is no currency of ISO 4217`, hint: hintFor(code) })),
  },
  {
    code: 'CUR-TWICE',
    severity: 'error',
    title: 'A list of currencies names each of them once',
    appliesWhen: always,
    check: ({ hub, participants }) => [
      ...repeated(['hub', 'currencies'], hub.currencies),
      ...repeated(['hub', 'testCurrencies'], hub.testCurrencies),
      ...participants.flatMap((p, i) => [
        ...repeated(['participants', i, 'currencies'], p.currencies),
        ...p.currencies.flatMap((code, at) =>
          code === p.currency
            ? [
                {
                  path: ['participants', i, 'currencies', at],
                  message: `${code} is its currency already`,
                  hint: 'name further currencies only',
                },
              ]
            : [],
        ),
      ]),
    ],
  },
  {
    code: 'CUR-TEST-OVERLAP',
    severity: 'error',
    title: 'Test currencies are none of the currencies of the hub',
    appliesWhen: ({ hub }) => hub.testCurrencies.length > 0,
    check: ({ hub }) =>
      numbered(hub.testCurrencies)
        .filter(({ item }) => hub.currencies.includes(item))
        .map(({ index, item }) => ({
          path: ['hub', 'testCurrencies', index],
          message: `${item} is a currency of the hub`,
          hint: 'tests would move real accounts: choose another one',
        })),
  },
  {
    code: 'CUR-PARTICIPANT',
    severity: 'error',
    title: 'Participants hold accounts in currencies of the hub',
    appliesWhen: always,
    check: ({ hub, participants }) => {
      const known = new Set(hub.currencies);
      const hint = `the hub settles in ${hub.currencies.join(', ')}: add it to hub.currencies, or choose one of those`;
      const lacks = (path: Path, code: string) => (known.has(code) ? [] : [{ path, message: `${code} is no currency of the hub`, hint }]);
      return participants.flatMap((p, i) => [
        ...lacks(['participants', i, 'currency'], p.currency),
        ...p.currencies.flatMap((code, at) => lacks(['participants', i, 'currencies', at], code)),
      ]);
    },
  },
  {
    code: 'CUR-SETTLEMENT',
    severity: 'error',
    title: 'Settlement models and external oracles name currencies of the hub',
    appliesWhen: always,
    check: ({ hub }) => {
      const known = new Set([...hub.currencies, ...hub.testCurrencies]);
      const lacks = (path: Path, code: string | undefined) =>
        code === undefined || known.has(code)
          ? []
          : [
              {
                path,
                message: `${code} is no currency of the hub`,
                hint: 'add it to hub.currencies, or leave the key out to mean all of them',
              },
            ];
      return [
        ...hub.settlementModels.flatMap(({ currency }, i) => lacks(['hub', 'settlementModels', i, 'currency'], currency)),
        ...hub.oracles.external.flatMap(({ currency }, i) => lacks(['hub', 'oracles', 'external', i, 'currency'], currency)),
      ];
    },
  },
  {
    code: 'CUR-MODEL-TWICE',
    severity: 'error',
    title: 'Settlement models have names of their own',
    appliesWhen: always,
    check: ({ hub }) =>
      shared(numbered(hub.settlementModels), ({ item }) => item.name).flatMap(([name, [first, ...again]]) =>
        again.map(({ index }) => ({
          path: ['hub', 'settlementModels', index, 'name'],
          message: `${name} is the name of hub.settlementModels.${first?.index} too`,
          hint: 'the ledger keeps one model a name: choose another',
        })),
      ),
  },
  {
    code: 'CUR-MODEL-ACCOUNTS',
    severity: 'error',
    title: 'The same accounts are settled by one model',
    appliesWhen: always,
    check: ({ hub }) =>
      shared(numbered(hub.settlementModels), ({ item }) => `${item.ledgerAccountType} ${item.currency ?? 'of all currencies'}`).flatMap(
        ([accounts, [first, ...again]]) =>
          again.map(({ index }) => ({
            path: ['hub', 'settlementModels', index, 'ledgerAccountType'],
            message: `accounts ${accounts} are those of hub.settlementModels.${first?.index} too: the ledger would make them twice for every participant, and fail`,
            hint: 'keep one of the two, or give each its own currency',
          })),
      ),
  },
  {
    code: 'CUR-MODEL-KIND',
    severity: 'error',
    title: 'A settlement model is one that the ledger knows how to settle',
    appliesWhen: always,
    check: ({ hub }) =>
      numbered(hub.settlementModels)
        .filter(({ item }) => !settled.has(`${item.delay} ${item.granularity} ${item.interchange}`))
        .map(({ index, item }) => ({
          path: ['hub', 'settlementModels', index],
          message: `the ledger settles nothing by ${item.granularity}, ${item.interchange}, ${item.delay}`,
          hint: 'there are NET with MULTILATERAL or BILATERAL and DEFERRED, and GROSS with BILATERAL and IMMEDIATE or DEFERRED',
        })),
  },
];
