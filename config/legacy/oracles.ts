import { type JsonNode, member } from './json-node';
import { toggleOf } from './toggle';

export interface PrefixOracle {
  readonly field: 'use_mfi_account_oracle_endpoint' | 'use_mfi_p2p_oracle_endpoint' | 'use_alias_oracle_endpoint';
  readonly name: string;
  readonly chart: 'mfi-account-oracle' | 'alias-oracle';
  readonly type: 'ACCOUNT_ID' | 'ALIAS';
}

/** Oracles that the older platform could switch on, each under a name and for a kind of identifier of its own. */
export const oracleFields = {
  use_mfi_account_oracle_endpoint: {
    field: 'use_mfi_account_oracle_endpoint',
    name: 'mfi-account-oracle',
    chart: 'mfi-account-oracle',
    type: 'ACCOUNT_ID',
  },
  use_mfi_p2p_oracle_endpoint: { field: 'use_mfi_p2p_oracle_endpoint', name: 'mfi-p2p-oracle', chart: 'mfi-account-oracle', type: 'ALIAS' },
  use_alias_oracle_endpoint: { field: 'use_alias_oracle_endpoint', name: 'alias-oracle', chart: 'alias-oracle', type: 'ALIAS' },
} as const satisfies { readonly [F in PrefixOracle['field']]: PrefixOracle & { readonly field: F } };

/** Those that are on. Account lookup asks one oracle for one kind of identifier: the first one of a kind stays. */
export function oraclesOf(root: JsonNode): PrefixOracle[] {
  const on = Object.values(oracleFields).filter(({ field }) => toggleOf(member(root, field)) === true);
  return on.filter(({ type }, at) => on.findIndex((other) => other.type === type) === at);
}
