import { Fn } from 'cdktf';
import type { Network } from '../contracts';

/** The element `at` of a text that is known only when Terraform runs. */
const element = (separator: string, text: string, at: number): string => Fn.element(Fn.split(separator, text), at);

/** Resource group of the foundation, as an id (`/subscriptions/…/resourceGroups/…`). */
const foundationGroup = ({ id }: Pick<Network, 'id'>) => element('/providers/', id, 0);

/** Id at the resource manager of the vault that a key lies in. Keys are handed on by their address (`https://<vault>.vault.azure.net/keys/<name>`). */
export const vaultOfKey = (network: Pick<Network, 'id'>, key: string): string =>
  `${foundationGroup(network)}/providers/Microsoft.KeyVault/vaults/${element('.', element('/', key, 2), 0)}`;

/** Id at the resource manager of a key: what rights are given on. */
export const idOfKey = (network: Pick<Network, 'id'>, key: string): string => `${vaultOfKey(network, key)}/keys/${element('/', key, 4)}`;

/** Name of a key in its vault. */
export const nameOfKey = (key: string): string => element('/', key, 4);

/** Last part of an id at the resource manager. */
export const groupOfId = (id: string): string => element('/', id, 4);
