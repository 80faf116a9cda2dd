import { addressDemand, serviceDemand } from '../model/address-demand';
import { addressesIn, addressRange, keptOfSubnet, overlaps } from '../model/address-ranges';
import { clusterBits } from '../model/network-plan';
import type { WorkbenchConfig } from '../schema/workbench';
import { claimedRanges } from './cloud-ranges';
import { both, on, onCloud, ownCluster } from './clouds';
import { inProduction, numbered, present, type Rule, when } from './rule';

/** Addresses of one quarter of the network, less those that the cloud keeps. */
const inSubnet = ({ network }: WorkbenchConfig) => {
  const range = addressRange(network.addressSpace);
  return range ? addressesIn(range) / 2 ** clusterBits - keptOfSubnet : 0;
};
/** The shortest network whose quarter holds so many addresses. */
const prefixFor = (addresses: number) => 32 - clusterBits - Math.ceil(Math.log2(addresses + keptOfSubnet));

/** Whether nodes, pods, Services and participants find room and each other in the network. */
export const cloudNetworkRules: readonly Rule[] = [
  {
    code: 'NET-NODES',
    severity: 'error',
    title: 'Subnets hold the nodes at their largest number, and on AWS their pods',
    appliesWhen: onCloud,
    check: (config) => {
      const { nodes, surge, perNode, perSubnet, subnets } = addressDemand(config);
      const has = inSubnet(config);
      const each = perNode === 1 ? 'one address each' : `${perNode} addresses each with its pods`;
      return when(perSubnet > has, () => ({
        path: ['network', 'addressSpace'],
        message: `${nodes} nodes and ${surge} while they are upgraded take ${each}: ${perSubnet} in ${subnets === 1 ? 'the subnet' : `each of ${subnets} subnets`}, which holds ${has} (a quarter of ${config.network.addressSpace}, less ${keptOfSubnet})`,
        hint:
          prefixFor(perSubnet) >= 16
            ? `write a range of /${prefixFor(perSubnet)}, or smaller cluster.pools`
            : 'write smaller cluster.pools',
      }));
    },
  },
  {
    code: 'NET-PODS',
    severity: 'error',
    title: 'The range of pods has a block for every node',
    appliesWhen: on('azure'),
    check: (config) => {
      const range = addressRange(config.network.podRange);
      const { nodes, surge } = addressDemand(config);
      // Azure CNI overlay gives every node a /24 (learn.microsoft.com, Azure CNI overlay: IP address planning).
      const blocks = range ? Math.floor(addressesIn(range) / 256) : 0;
      return when(range !== undefined && nodes + surge > blocks, () => ({
        path: ['network', 'podRange'],
        message: `${nodes} nodes and ${surge} while they are upgraded take a block of 256 addresses each, and ${config.network.podRange} has ${blocks}`,
        hint: `write a range of /${24 - Math.ceil(Math.log2(nodes + surge))} or larger; it can't be changed later`,
      }));
    },
  },
  {
    code: 'NET-SERVICES',
    severity: 'error',
    title: 'The range of Services has an address for every Service',
    appliesWhen: ownCluster,
    check: (config) => {
      const range = addressRange(config.network.serviceRange);
      const need = serviceDemand(config);
      return when(range !== undefined && need > addressesIn(range), () => ({
        path: ['network', 'serviceRange'],
        message: `the hub and its payment managers have about ${need} Services, and ${config.network.serviceRange} has ${range ? addressesIn(range) : 0} addresses`,
        hint: `write a range of /${32 - Math.ceil(Math.log2(need))} or larger; it can't be changed later`,
      }));
    },
  },
  {
    code: 'NET-PARTICIPANT',
    severity: 'warning',
    title: 'Participants come from addresses that are not our own',
    appliesWhen: ownCluster,
    check: (config) =>
      present(config.participants).flatMap(({ index, item }) =>
        numbered(item.allowedAddresses).flatMap(({ index: at, item: text }) => {
          const range = addressRange(text);
          return claimedRanges(config)
            .filter((own) => range !== undefined && range.prefix > 0 && overlaps(own.range, range))
            .map((own) => ({
              path: ['participants', index, 'allowedAddresses', at],
              message: `${text} of ${item.id} meets ${own.text} for ${own.what}: answers would never leave the network`,
              hint: 'name the address that its requests come from, or choose another range before the first deploy',
            }));
        }),
      ),
  },
  {
    code: 'NET-EGRESS-INSIDE',
    severity: 'warning',
    title: 'Connections out of the cluster lead out of it',
    appliesWhen: ownCluster,
    check: (config) =>
      numbered(config.network.egress).flatMap(({ index, item }) => {
        const range = addressRange(item.to);
        return claimedRanges(config)
          .filter(
            ({ key, range: own }) =>
              key !== 'addressSpace' && key !== 'addressPrefix' && range !== undefined && range.prefix > 0 && overlaps(own, range),
          )
          .map((own) => ({
            path: ['network', 'egress', index, 'to'],
            message: `${item.to} meets ${own.text}, the range of ${own.what} in the cluster`,
            hint: 'policies between pods are made by the workbench; name an address outside',
          }));
      }),
  },
  {
    code: 'NET-NAT',
    severity: 'warning',
    title: 'In production the loss of a zone leaves a way out',
    appliesWhen: both(onCloud, inProduction),
    check: ({ network, cluster }) =>
      when(network.nat === 'one' && cluster.zones > 1, () => ({
        path: ['network', 'nat'],
        message: 'one way out for all zones: when its zone is lost, no callback reaches a participant',
        hint: 'leave nat out: production has one a zone',
      })),
  },
  {
    code: 'NET-FLOW-LOGS',
    severity: 'warning',
    title: 'In production connections are logged',
    appliesWhen: both(onCloud, inProduction),
    check: ({ network }) =>
      when(!network.flowLogs, () => ({
        path: ['network', 'flowLogs'],
        message: 'flowLogs is off: nobody can tell afterwards who spoke to whom',
        hint: 'leave it out: production keeps them',
      })),
  },
  {
    code: 'NET-PARENT-ZONE',
    severity: 'error',
    title: 'The zone that delegates is above the domain',
    appliesWhen: both(onCloud, ({ network }) => network.parentZone !== undefined),
    check: ({ network: { parentZone = '' }, domain, environment }) => {
      const zone = parentZone.replace(/\.$/, '');
      return when(zone !== domain && !domain.endsWith(`.${zone}`), () => ({
        path: ['network', 'parentZone'],
        message: `${zone} is not above ${environment}.${domain}: a delegation in it leads nowhere`,
        hint: `write ${domain} or a domain above it`,
      }));
    },
  },
];
