import { resolveFeatures } from '../model/features';
import { machineOf } from '../model/machines';
import { mostZones } from '../model/network-plan';
import { nodePools } from '../model/node-pools';
import { millicores, servicesOf } from '../model/services';
import type { WorkbenchConfig } from '../schema/workbench';
import { both, on, ownCluster } from './clouds';
import { type Rule, when } from './rule';

/** Elastic addresses of an account and region that nobody has asked more for (docs.aws.amazon.com, Amazon VPC quotas). */
const elasticAddresses = 5;

/** Fixed addresses that the network takes: of each way out, and of the way in in each public subnet (two at least). */
function fixedAddresses({ network, cluster }: WorkbenchConfig): { readonly out: number; readonly in: number } {
  const zones = Math.max(2, Math.min(cluster.zones, mostZones));
  return { out: network.nat === 'zone' ? zones : 1, in: zones };
}

/** What an account gives: cores and addresses. */
export const cloudQuotaRules: readonly Rule[] = [
  {
    code: 'QUO-CORES',
    severity: 'error',
    title: 'The account gives as many cores as the nodes have at their largest number',
    appliesWhen: both(ownCluster, ({ cluster }) => cluster.quota.cpu !== undefined),
    check: (config) => {
      const pools = nodePools(config, servicesOf(config, resolveFeatures(config)));
      const parts = pools.map(({ role, max, machine }) => ({
        role,
        max,
        machine,
        cores: machineOf(config.platform.provider, machine)?.cores,
      }));
      if (parts.some(({ cores }) => cores === undefined)) return [];
      const total = parts.reduce((sum, { max, cores = 0 }) => sum + max * cores, 0);
      const has = millicores(config.cluster.quota.cpu ?? '0') / 1000;
      const sum = parts.map(({ role, max, machine, cores }) => `${role} ${max} × ${cores} (${machine})`).join(' + ');
      return when(total > has, () => ({
        path: ['cluster', 'quota', 'cpu'],
        message: `nodes have ${total} cores at their largest number, ${sum}, and the account gives ${has}`,
        hint: 'ask the cloud for a higher quota, or write a smaller max in cluster.pools',
      }));
    },
  },
  {
    code: 'QUO-ADDRESSES',
    severity: 'warning',
    title: 'The account gives as many fixed addresses as the network takes',
    appliesWhen: on('aws'),
    check: (config) => {
      const need = fixedAddresses(config);
      const total = need.in + need.out;
      return when(total > elasticAddresses, () => ({
        path: ['network', 'nat'],
        message: `the network takes ${total} elastic addresses (${need.out} ways out, ${need.in} for the way in), and an account gives ${elasticAddresses} a region unless asked for more`,
        hint: `raise the quota L-0263D0A3 to ${total} before the first deploy${need.out > 1 ? ', or write nat: one' : ''}`,
      }));
    },
  },
];
