import { addressNumber, addressRange, holds } from '../model/address-ranges';
import { hasFront, innerGatewayAddress } from '../model/front';
import { hasInnerBalancer, publicSources } from '../model/inner-balancer';
import { networkPlan } from '../model/network-plan';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Finding, Rule } from './rule';
import { always, when } from './rule';

const place = (key: string) => ['gateway', 'operators', key];

type Judge = (address: string, config: WorkbenchConfig) => Omit<Finding, 'path'> | undefined;

const inside = (range: { readonly first: number; readonly last: number } | undefined, address: string): boolean => {
  const number = addressNumber(address);
  return range !== undefined && number !== undefined && holds(range, { first: number, last: number });
};

/** What is wrong with an address of the balancer, by who gives it out. */
const addressJudges: Readonly<Record<WorkbenchConfig['platform']['provider'], Judge>> = {
  aws: (address) => ({
    message: `${address} is not used: balancers of AWS take an address of each subnet by themselves`,
    hint: 'remove address; the names of operators follow the balancer',
  }),
  azure: (address, config) => {
    const [nodes = ''] = networkPlan(config).cluster;
    if (!inside(addressRange(nodes), address))
      return {
        message: `${address} lies outside of the first subnet of nodes, ${nodes}`,
        hint: 'choose one near its end, or remove address',
      };
    if (hasFront(config) && address === innerGatewayAddress(config))
      return { message: `${address} is where API Management finds the gateway of the hub`, hint: 'choose another, or remove address' };
    return undefined;
  },
  'azure-stack': (address, { platform: { azureStack } }) => {
    const { start, end } = azureStack?.serviceAddresses ?? {};
    const [first, last] = [addressNumber(start ?? ''), addressNumber(end ?? '')];
    if (first === undefined || last === undefined || inside({ first, last }, address)) return undefined;
    return { message: `${address} is none of ${start} to ${end}, which MetalLB gives out`, hint: 'choose one of them, or remove address' };
  },
  kubernetes: () => undefined,
};

/** Operators with a balancer of their own inside the network. */
export const innerBalancerRules: readonly Rule[] = [
  {
    code: 'GW-INSIDE-CONTROLLER',
    severity: 'error',
    title: 'The gateway of operators is one that the workbench makes',
    appliesWhen: hasInnerBalancer,
    check: ({ gateway }) =>
      when(gateway.controller === 'existing', () => ({
        path: place('balancer'),
        message: 'balancers of a controller that exists are not ours: where its gateways are reached from is not known',
        hint: 'remove balancer, or leave controller out',
      })),
  },
  {
    code: 'GW-INSIDE-FRONT',
    severity: 'error',
    title: 'Pages of operators have one balancer',
    appliesWhen: hasInnerBalancer,
    check: (config) =>
      when(hasFront(config) && config.gateway.front === 'waf', () => ({
        path: place('balancer'),
        message: 'front: waf puts a balancer of its own before the same pages',
        hint: 'remove balancer and write gateway.waf.reach: internal, or remove front',
      })),
  },
  {
    code: 'GW-INSIDE-KIND',
    severity: 'error',
    title: 'A cluster that exists is told which balancer is inside its network',
    appliesWhen: (config) => hasInnerBalancer(config) && config.platform.provider === 'kubernetes',
    check: ({ gateway: { operators } }) =>
      when(!operators.address && !operators.loadBalancerClass && Object.keys(operators.annotations).length === 0, () => ({
        path: place('balancer'),
        message: 'what gives out addresses in this cluster is told nothing, and may give the gateway of operators a public one',
        hint: 'name its annotations, its loadBalancerClass or an address of the network',
      })),
  },
  {
    code: 'GW-INSIDE-ADDRESS',
    severity: 'error',
    title: 'The balancer of operators has an address that it can be given',
    appliesWhen: hasInnerBalancer,
    check: (config) => {
      const { address } = config.gateway.operators;
      const wrong = address ? addressJudges[config.platform.provider](address, config) : undefined;
      return wrong ? [{ path: place('address'), ...wrong }] : [];
    },
  },
  {
    code: 'GW-INSIDE-SOURCES',
    severity: 'warning',
    title: 'Operators come from addresses that reach the network',
    appliesWhen: hasInnerBalancer,
    check: (config) =>
      publicSources(config).map((range) => ({
        path: ['gateway', 'operatorAddresses', config.gateway.operatorAddresses.indexOf(range)],
        message: `${range} is an address of the internet, from which nobody reaches a balancer inside the network`,
        hint: 'name those that your line or VPN gives its users, such as [10.200.0.0/24]',
      })),
  },
  {
    code: 'GW-INSIDE-UNUSED',
    severity: 'warning',
    title: 'What is said of the balancer of operators is used',
    appliesWhen: always,
    check: ({ gateway }) => {
      const { balancer, address, loadBalancerClass, annotations } = gateway.operators;
      const given = [
        ...(address ? ['address'] : []),
        ...(loadBalancerClass ? ['loadBalancerClass'] : []),
        ...(Object.keys(annotations).length > 0 ? ['annotations'] : []),
      ];
      return balancer === 'internal'
        ? []
        : given.map((key) => ({
            path: place(key),
            message: `${key} is not used: operators share the balancer of participants`,
            hint: 'write balancer: internal, or remove it',
          }));
    },
  },
];
