import type { EnvironmentModel } from '../../config/environment';
import { addressesIn, addressRange } from '../../config/model/address-ranges';
import { cloudPlan } from '../../config/model/network-plan';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** Ranges of the network that a platform makes, with what lies in them. */
export interface RangeRow {
  readonly what: string;
  /** One a zone where there are several. */
  readonly ranges: readonly string[];
  /** Addresses of all of them together; absent for what is written in another way than as a range. */
  readonly addresses?: number;
  readonly why: string;
}

type Row = readonly [what: string, ranges: readonly string[], why: string];

const inside = ({ network }: WorkbenchConfig): Row[] => [
  ['Services of Kubernetes', [network.serviceRange], 'known inside of the cluster only'],
];
const pods = ({ network }: WorkbenchConfig): Row => ['pods', [network.podRange], 'a range of their own, known inside of the cluster only'];
const whole = ({ network }: WorkbenchConfig, why: string): Row => ['the network', [network.addressSpace], why];

function onAws(config: WorkbenchConfig): Row[] {
  const plan = cloudPlan(config);
  return [
    whole(config, 'can never be changed'),
    ['nodes and pods', plan.cluster, 'one subnet a zone; their way out is a NAT gateway'],
    ['balancer and NAT gateways', plan.public, 'the only subnets with a route from the internet'],
    ['managed stores', plan.data, 'no route leads out of them'],
    ['endpoints of services', plan.endpoints, 'AWS is reached without the internet'],
    ...inside(config),
  ];
}

function onAzure(config: WorkbenchConfig): Row[] {
  const plan = cloudPlan(config);
  return [
    whole(config, 'can never be changed'),
    ['nodes', plan.cluster, 'their way out is a NAT gateway'],
    ['Kubernetes API', [plan.apiServer], 'given to AKS; can never be changed'],
    ['managed MySQL', plan.data.slice(0, 1), 'given to MySQL; can never be changed'],
    ['private endpoints', plan.endpoints.slice(0, 1), 'Event Hubs, Key Vault, storage and registry without the internet'],
    ['what faces the internet', [plan.gateway], 'kept for an API gateway'],
    pods(config),
    ...inside(config),
  ];
}

function onAzureStack(config: WorkbenchConfig): Row[] {
  const { azureStack } = config.platform;
  const span = (row?: { readonly start: string; readonly end: string }) => (row ? [`${row.start} to ${row.end}`] : []);
  if (!azureStack || azureStack.flavour === 'hub')
    return [
      whole(config, 'can never be changed'),
      ['nodes', cloudPlan(config).cluster.slice(0, 1), 'one subnet, for the cluster to be put into'],
    ];
  return [
    ['the logical network', azureStack.addressPrefix ? [azureStack.addressPrefix] : [], 'can never be changed'],
    ['nodes', span(azureStack.nodeAddresses), 'given out by Azure Local'],
    ['balancer', span(azureStack.serviceAddresses), 'given out by MetalLB: the gateway has one of them'],
    ['Kubernetes API', azureStack.controlPlaneAddress ? [azureStack.controlPlaneAddress] : [], 'can never be changed'],
    pods(config),
    ...inside(config),
  ];
}

const rowsOf = { kubernetes: () => [], aws: onAws, azure: onAzure, 'azure-stack': onAzureStack } as const satisfies Record<
  WorkbenchConfig['platform']['provider'],
  (config: WorkbenchConfig) => Row[]
>;

/** Every range of the network that is made; nothing where the network belongs to somebody else. */
export function rangeRows({ config }: Pick<EnvironmentModel, 'config'>): RangeRow[] {
  return rowsOf[config.platform.provider](config).flatMap(([what, ranges, why]) => {
    if (ranges.length === 0) return [];
    const known = ranges.map(addressRange);
    const addresses = known.every((range) => range !== undefined)
      ? known.reduce((sum, range) => sum + (range ? addressesIn(range) : 0), 0)
      : 0;
    return [{ what, ranges, ...(addresses > 1 ? { addresses } : {}), why }];
  });
}
