import { Fn } from 'cdktf';
import type { Cluster, Network, Place } from '../contracts';

/** The element `at` of a text that is known only when Terraform runs. */
const element = (separator: string, text: string, at: number): string => Fn.element(Fn.split(separator, text), at);

/** Resource group of the foundation, as an id (`/subscriptions/…/resourceGroups/…`). */
export const foundationGroup = ({ id }: Pick<Network, 'id'>) => element('/providers/', id, 0);

/** Id at the resource manager of the vault that a key lies in. Keys are handed on by their address (`https://<vault>.vault.azure.net/keys/<name>`). */
export const vaultOfKey = (network: Pick<Network, 'id'>, key: string): string =>
  `${foundationGroup(network)}/providers/Microsoft.KeyVault/vaults/${element('.', element('/', key, 2), 0)}`;

/** Id at the resource manager of a key: what rights are given on. */
export const idOfKey = (network: Pick<Network, 'id'>, key: string): string => `${vaultOfKey(network, key)}/keys/${element('/', key, 4)}`;

/** Name of a key in its vault. */
export const nameOfKey = (key: string): string => element('/', key, 4);

/** Id of something in the resource group of the foundation, by its type and name. */
export const idInFoundation = (network: Pick<Network, 'id'>, type: string, name: string): string =>
  `${foundationGroup(network)}/providers/${type}/${name}`;

/** Name of the resource group that a thing of the resource manager lies in (`/subscriptions/<id>/resourceGroups/<name>/…`). */
export const groupNameOf = (id: string): string => element('/', id, 4);

/** Subscription of the environment: all its resource groups lie in one. */
export const subscriptionOf = ({ id }: Pick<Network, 'id'>): string => element('/', id, 2);

/** Id of the cluster, whose name the contract has. */
export const idOfCluster = (place: Place, network: Pick<Network, 'id'>, { name }: Pick<Cluster, 'name'>): string =>
  `/subscriptions/${subscriptionOf(network)}/resourceGroups/${place.group}/providers/Microsoft.ContainerService/managedClusters/${name}`;

/** Name of a vault, of its id (`/subscriptions/…/vaults/<name>`). */
export const nameOfVault = (id: string): string => element('/', id, 8);
