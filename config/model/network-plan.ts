import type { WorkbenchConfig } from '../schema/workbench';

/** Ranges of the subnets of a cloud, planned inside `network.addressSpace`. Lists have one range a zone. */
export interface NetworkPlan {
  readonly zones: readonly string[];
  readonly cluster: readonly string[];
  readonly public: readonly string[];
  readonly data: readonly string[];
  readonly endpoints: readonly string[];
  /** One range each: the Kubernetes API server of Azure, and an API gateway of the cloud. */
  readonly apiServer: string;
  readonly gateway: string;
}

const toNumber = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const toAddress = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/** The range number `index` of those that are `bits` smaller than `range`: `part('10.0.0.0/16', 8, 3)` is `10.0.3.0/24`. */
export function part(range: string, bits: number, index: number): string {
  const [base = '', length = '0'] = range.split('/');
  const size = Number(length) + bits;
  if (size > 32 || index >= 2 ** bits) throw new Error(`${range} has no part ${index} of ${bits} bits`);
  return `${toAddress(toNumber(base) + index * 2 ** (32 - size))}/${size}`;
}

/** Names of the zones of a region: letters on AWS, numbers on Azure. */
export function zonesOf({ platform, cluster }: WorkbenchConfig): string[] {
  const numbers = Array.from({ length: cluster.zones }, (_, at) => at);
  return platform.provider === 'aws'
    ? numbers.map((at) => `${platform.region}${String.fromCharCode(97 + at)}`)
    : numbers.map((at) => String(at + 1));
}

/**
 * Three quarters of the network are for nodes and pods, one quarter a zone; the last quarter holds what needs few addresses.
 * The places are fixed, so another zone moves no subnet.
 */
export function networkPlan(config: WorkbenchConfig): NetworkPlan {
  const space = config.network.addressSpace;
  const zones = zonesOf(config);
  const small = part(space, 2, 3);
  const each = (first: number) => zones.map((_, at) => part(small, 4, first + at));
  return {
    zones,
    cluster: zones.map((_, at) => part(space, 2, at)),
    public: each(0),
    data: each(3),
    endpoints: each(6),
    apiServer: part(small, 4, 9),
    gateway: part(small, 4, 10),
  };
}
