/** A range of IPv4 addresses as numbers, both ends included. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
  /** Length of the prefix: 16 of `10.0.0.0/16`. */
  readonly prefix: number;
}

/** An IPv4 address as a number; undefined for anything else, IPv6 among it. */
export function addressNumber(address: string): number | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

export const addressText = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/** Reads `10.0.0.0/16`. What stands behind the prefix is cut off: `10.0.5.1/16` is the range of 10.0.0.0. Undefined for IPv6 and for no range. */
export function addressRange(text: string): AddressRange | undefined {
  const [base = '', length = ''] = text.split('/');
  const number = addressNumber(base);
  if (number === undefined || !/^\d{1,2}$/.test(length) || Number(length) > 32) return undefined;
  const prefix = Number(length);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(number / size) * size;
  return { first, last: first + size - 1, prefix };
}

export const rangeText = ({ first, prefix }: AddressRange) => `${addressText(first)}/${prefix}`;
export const addressesIn = ({ first, last }: Pick<AddressRange, 'first' | 'last'>) => last - first + 1;

type Ends = Pick<AddressRange, 'first' | 'last'>;
export const overlaps = (a: Ends, b: Ends) => a.first <= b.last && b.first <= a.last;
export const holds = (outer: Ends, inner: Ends) => outer.first <= inner.first && inner.last <= outer.last;

const known = (text: string): AddressRange => {
  const range = addressRange(text);
  if (!range) throw new Error(`${text} is no range`);
  return range;
};

/** Ranges that nobody routes over the internet: RFC 1918, and RFC 6598 (carrier-grade NAT), which clouds accept for networks too. */
export const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(known);
export const isPrivate = (range: Ends) => privateRanges.some((outer) => holds(outer, range));

/** Ranges that a platform keeps for itself, with what lives there. Sources: the network pages of AKS and EKS. */
export const keptRanges = {
  azure: [
    { range: known('169.254.0.0/16'), owner: 'link-local addresses' },
    { range: known('172.30.0.0/16'), owner: 'AKS' },
    { range: known('172.31.0.0/16'), owner: 'AKS' },
    { range: known('192.0.2.0/24'), owner: 'AKS' },
  ],
  aws: [
    { range: known('169.254.0.0/16'), owner: 'link-local addresses' },
    { range: known('172.17.0.0/16'), owner: 'the Docker bridge of AWS services' },
  ],
} as const;

/** Addresses of every subnet that the cloud keeps for itself: the first four and the last on AWS, the same number on Azure. */
export const keptOfSubnet = 5;

/** The range number `index` of those that are `bits` longer than `range`: `part('10.0.0.0/16', 8, 3)` is `10.0.3.0/24`. */
export function part(range: string, bits: number, index: number): string {
  const { first, prefix } = known(range);
  const length = prefix + bits;
  if (length > 32 || index < 0 || index >= 2 ** bits) throw new Error(`${range} has no part ${index} of ${bits} bits`);
  return `${addressText(first + index * 2 ** (32 - length))}/${length}`;
}
