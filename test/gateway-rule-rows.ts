import { onAws, onAzure, type RuleRow } from './cloud-rule-rows';

type Json = { readonly [key: string]: unknown };

const inside = (operators: Json = {}, gateway: Json = {}): Json => ({
  gateway: { operatorAddresses: ['10.200.0.0/24'], ...gateway, operators: { balancer: 'internal', ...operators } },
});
const shared = (operators: Json): Json => ({ gateway: { operators } });

/** Rules about the balancer of operators, and about what else the gateway publishes. */
export const gatewayRuleRows: readonly RuleRow[] = [
  {
    code: 'ID-ORACLE-PUBLISHED',
    settings: { hub: { oracles: { prefix: [{ name: 'aliases', chart: 'alias-oracle', type: 'ALIAS', published: true }] } } },
    finds: [
      'hub.oracles.prefix.0.published: aliases is of alias-oracle, which keeps no prefixes: its list tells the telephone number behind every alias (remove published)',
    ],
    silent: { hub: { oracles: { prefix: [{ name: 'accounts', chart: 'mfi-account-oracle', type: 'ACCOUNT_ID', published: true }] } } },
  },
  {
    code: 'GW-INSIDE-CONTROLLER',
    settings: onAws(inside({}, { controller: 'existing' })),
    finds: [
      'gateway.operators.balancer: balancers of a controller that exists are not ours: where its gateways are reached from is not known (remove balancer, or leave controller out)',
    ],
    silent: onAws(inside()),
  },
  {
    code: 'GW-INSIDE-FRONT',
    settings: onAws(inside({}, { front: 'waf' })),
    finds: [
      'gateway.operators.balancer: front: waf puts a balancer of its own before the same pages (remove balancer and write gateway.waf.reach: internal, or remove front)',
    ],
    silent: onAzure(inside({}, { front: 'api-management', apiManagement: { publisherEmail: 'ops@example.org' } })),
  },
  {
    code: 'GW-INSIDE-KIND',
    settings: inside(),
    finds: [
      'gateway.operators.balancer: what gives out addresses in this cluster is told nothing, and may give the gateway of operators a public one (name its annotations, its loadBalancerClass or an address of the network)',
    ],
    silent: inside({ annotations: { 'metallb.io/address-pool': 'inside' } }),
  },
  {
    code: 'GW-INSIDE-ADDRESS',
    settings: onAzure(inside({ address: '192.168.7.7' })),
    finds: [
      'gateway.operators.address: 192.168.7.7 lies outside of the first subnet of nodes, 10.64.0.0/18 (choose one near its end, or remove address)',
    ],
    silent: onAzure(inside({ address: '10.64.63.200' })),
  },
  {
    code: 'GW-INSIDE-SOURCES',
    settings: onAws(inside({}, { operatorAddresses: ['10.200.0.0/24', '198.51.100.16/28'] })),
    finds: [
      'gateway.operatorAddresses.1: 198.51.100.16/28 is an address of the internet, from which nobody reaches a balancer inside the network (name those that your line or VPN gives its users, such as [10.200.0.0/24])',
    ],
    silent: onAws({ gateway: { operatorAddresses: ['198.51.100.16/28'] } }),
  },
  {
    code: 'GW-INSIDE-UNUSED',
    settings: shared({ address: '10.20.0.9', loadBalancerClass: 'inside', annotations: { 'example.org/inside': 'true' } }),
    finds: [
      'gateway.operators.address: address is not used: operators share the balancer of participants (write balancer: internal, or remove it)',
      'gateway.operators.loadBalancerClass: loadBalancerClass is not used: operators share the balancer of participants (write balancer: internal, or remove it)',
      'gateway.operators.annotations: annotations is not used: operators share the balancer of participants (write balancer: internal, or remove it)',
    ],
    silent: inside({ address: '10.20.0.9' }),
  },
];
