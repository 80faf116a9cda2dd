import type { EnvironmentModel } from '../../environment';
import type { WorkbenchConfig } from '../../schema/workbench';

type PrefixKey = 'msisdnPrefix' | 'p2pPrefix';
type PrefixOracleConfig = WorkbenchConfig['hub']['oracles']['prefix'][number];

/** Which prefix of a participant an oracle goes by: numbers and accounts share one, aliases have their own. */
export const prefixKey = ({ type }: Pick<PrefixOracleConfig, 'type'>): PrefixKey => (type === 'ALIAS' ? 'p2pPrefix' : 'msisdnPrefix');

/** Whether an oracle keeps prefixes at all: alias-oracle keeps single aliases. */
export const keepsPrefixes = ({ chart }: Pick<PrefixOracleConfig, 'chart'>): boolean => chart === 'mfi-account-oracle';

/** First digits that lead to a participant, at one prefix oracle. */
export interface PrefixEntry {
  readonly oracle: string;
  readonly participant: string;
  readonly prefix: string;
}

/** The telephone number of a test account, at the MSISDN oracle of the release. That oracle keeps single numbers, no prefixes. */
export interface NumberEntry {
  readonly participant: string;
  readonly msisdn: string;
  readonly currency: string;
}

const present = ({ participants }: WorkbenchConfig) => participants.filter(({ retired }) => !retired);

/** What prefix oracles have to know. */
export const prefixEntries = ({ config }: EnvironmentModel): PrefixEntry[] =>
  config.hub.oracles.prefix
    .filter(keepsPrefixes)
    .flatMap((oracle) =>
      present(config).flatMap(({ id, [prefixKey(oracle)]: prefix }) =>
        prefix === undefined ? [] : [{ oracle: oracle.name, participant: id, prefix }],
      ),
    );

/** Numbers of test accounts, where the file asks for them (`hub.testAccounts`) and the release has an oracle that takes them (17 and newer). */
export const numberEntries = ({ config, features }: EnvironmentModel): NumberEntry[] =>
  features.oracleMsisdn && config.hub.testAccounts
    ? present(config).flatMap(({ id, currency, testAccount }) =>
        testAccount?.msisdn === undefined ? [] : [{ participant: id, msisdn: testAccount.msisdn, currency }],
      )
    : [];
