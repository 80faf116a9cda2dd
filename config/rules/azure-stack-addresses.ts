import { addressesIn, addressNumber, addressRange, holds, overlaps } from '../model/address-ranges';
import { resolveFeatures } from '../model/features';
import { nodePools } from '../model/node-pools';
import { servicesOf } from '../model/services';
import { localFlavour, type Stack, stackOf, stackPath } from './azure-stack-settings';
import { type Finding, type Rule, when } from './rule';

const ends = (range: Stack['nodeAddresses']) => {
  const [first, last] = [addressNumber(range?.start ?? ''), addressNumber(range?.end ?? '')];
  return first === undefined || last === undefined ? undefined : { first, last };
};
const ranges = ({ nodeAddresses, serviceAddresses }: Partial<Stack>) =>
  (['nodeAddresses', 'serviceAddresses'] as const).flatMap((key) => {
    const range = ends(key === 'nodeAddresses' ? nodeAddresses : serviceAddresses);
    return range ? [{ key, range }] : [];
  });

/** Addresses that Azure Local gives to nodes, balancers and the Kubernetes API, in a network that others use too. */
export const azureStackAddressRules: readonly Rule[] = [
  {
    code: 'AZS-RANGE',
    severity: 'error',
    title: 'Addresses of Azure Local lie in its network, from the first to the last',
    appliesWhen: localFlavour,
    check: (config) => {
      const stack = stackOf(config);
      const prefix = addressRange(stack.addressPrefix ?? '');
      const single = (['gateway', 'controlPlaneAddress'] as const).flatMap((key): Finding[] => {
        const number = addressNumber(stack[key] ?? '');
        const outside = prefix !== undefined && number !== undefined && !holds(prefix, { first: number, last: number });
        return when(outside, () => ({
          path: stackPath(key),
          message: `${stack[key]} lies outside of ${stack.addressPrefix}`,
          hint: 'choose one inside',
        }));
      });
      const wide = ranges(stack).flatMap(({ key, range }): Finding[] => [
        ...when(range.first > range.last, () => ({
          path: stackPath(key),
          message: 'the first address is behind the last',
          hint: 'swap start and end',
        })),
        ...when(range.first <= range.last && prefix !== undefined && !holds(prefix, range), () => ({
          path: stackPath(key),
          message: `${stack[key]?.start} to ${stack[key]?.end} lies outside of ${stack.addressPrefix}`,
          hint: 'choose a range inside',
        })),
      ]);
      return [...single, ...wide];
    },
  },
  {
    code: 'AZS-ADDRESS-TWICE',
    severity: 'error',
    title: 'No address of Azure Local has two owners',
    appliesWhen: localFlavour,
    check: (config) => {
      const stack = stackOf(config);
      const [nodes, services] = [ends(stack.nodeAddresses), ends(stack.serviceAddresses)];
      const single = (['controlPlaneAddress', 'gateway'] as const).flatMap((key) => {
        const number = addressNumber(stack[key] ?? '');
        return ranges(stack)
          .filter(({ range }) => number !== undefined && holds(range, { first: number, last: number }))
          .map((owner) => ({
            path: stackPath(key),
            message: `${stack[key]} is one of ${owner.key}, and would be given to another machine`,
            hint: 'choose one outside of both ranges',
          }));
      });
      return [
        ...single,
        ...when(nodes !== undefined && services !== undefined && overlaps(nodes, services), () => ({
          path: stackPath('serviceAddresses'),
          message: 'balancers and nodes would be given the same addresses',
          hint: 'choose ranges that do not meet',
        })),
        ...when(stack.gateway !== undefined && stack.gateway === stack.controlPlaneAddress, () => ({
          path: stackPath('controlPlaneAddress'),
          message: `${stack.controlPlaneAddress} is the gateway`,
          hint: 'choose another',
        })),
      ];
    },
  },
  {
    code: 'AZS-NODES',
    severity: 'error',
    title: 'Azure Local has an address for every node',
    appliesWhen: localFlavour,
    check: (config) => {
      const range = ends(stackOf(config).nodeAddresses);
      const nodes = nodePools(config, servicesOf(config, resolveFeatures(config))).reduce((sum, { max }) => sum + max, 0);
      // The control plane has up to three machines, and an upgrade brings one more of each pool.
      const need = nodes + 3 + 4;
      const has = range ? addressesIn(range) : 0;
      return when(range !== undefined && range.first <= range.last && has < need, () => ({
        path: stackPath('nodeAddresses'),
        message: `${has} addresses, and ${nodes} nodes with their control plane and what an upgrade brings take ${need}`,
        hint: 'widen the range, or write a smaller max in cluster.pools',
      }));
    },
  },
];
