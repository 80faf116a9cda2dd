import {
  type AddressRange,
  addressesIn,
  addressNumber,
  addressRange,
  isPrivate,
  keptRanges,
  overlaps,
  rangeText,
} from '../model/address-ranges';
import { smallBits } from '../model/network-plan';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Path } from '../validate/path';
import { cloudNames, on, ownCluster } from './clouds';
import { type Rule, when } from './rule';

interface Named {
  readonly key: 'addressSpace' | 'podRange' | 'serviceRange' | 'addressPrefix';
  readonly path: Path;
  readonly text: string;
  readonly range: AddressRange;
  readonly what: string;
}

/** Ranges that the environment lays claim to on its platform: pods of AWS have addresses of the network, Azure Local has a range of its own. */
export function claimedRanges({ network, platform }: WorkbenchConfig): Named[] {
  const stack = platform.provider === 'azure-stack';
  const texts = [
    ['addressSpace', ['network', 'addressSpace'], stack ? undefined : network.addressSpace, 'the network'],
    [
      'addressPrefix',
      ['platform', 'azureStack', 'addressPrefix'],
      stack ? platform.azureStack?.addressPrefix : undefined,
      'the logical network',
    ],
    ['podRange', ['network', 'podRange'], platform.provider === 'aws' ? undefined : network.podRange, 'pods'],
    ['serviceRange', ['network', 'serviceRange'], network.serviceRange, 'Services'],
  ] as const;
  return texts.flatMap(([key, path, text, what]) => {
    const range = text === undefined ? undefined : addressRange(text);
    return text === undefined || range === undefined ? [] : [{ key, path, text, range, what }];
  });
}

/**
 * Sizes a cloud accepts: prefixes of the network and of the range of Services. The plan cuts subnets of a sixty-fourth, of which AWS takes none smaller
 * than /28, and Azure none smaller than /27 for a gateway (those that are delegated or for the API server: /28).
 */
const sizes = {
  aws: { addressSpace: [16, 28 - smallBits], serviceRange: [12, 24] },
  azure: { addressSpace: [8, 27 - smallBits], serviceRange: [13, 24] },
} as const;

/** Ranges of the network, of pods and of Services: whether a cloud accepts them, and whether they meet. */
export const cloudRangeRules: readonly Rule[] = [
  {
    code: 'NET-START',
    severity: 'error',
    title: 'Ranges begin at their first address',
    appliesWhen: ownCluster,
    check: (config) =>
      claimedRanges(config).flatMap(({ path, text, range }) =>
        when(addressNumber(text.split('/')[0] ?? '') !== range.first, () => ({
          path,
          message: `${text} begins in the middle of ${rangeText(range)}`,
          hint: `write ${rangeText(range)}`,
        })),
      ),
  },
  {
    code: 'NET-PUBLIC',
    severity: 'error',
    title: 'Ranges are private: nobody else on the internet has them',
    appliesWhen: ownCluster,
    check: (config) =>
      claimedRanges(config).flatMap(({ path, text, range, what }) =>
        when(!isPrivate(range), () => ({
          path,
          message: `${text} for ${what} holds addresses of the internet: whoever has them could not be reached any more`,
          hint: 'choose a range inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10',
        })),
      ),
  },
  {
    code: 'NET-SIZE',
    severity: 'error',
    title: 'Ranges have a size that the cloud accepts',
    appliesWhen: on('aws', 'azure'),
    check: (config) => {
      const cloud = config.platform.provider as 'aws' | 'azure';
      return claimedRanges(config).flatMap(({ key, path, text, range, what }) => {
        if (key !== 'addressSpace' && key !== 'serviceRange') return [];
        const [largest, smallest] = sizes[cloud][key];
        const small = range.prefix > smallest;
        return when(small || range.prefix < largest, () => ({
          path,
          message: `${text} for ${what} is too ${small ? 'small' : 'large'}: ${addressesIn(range)} addresses`,
          hint: `${cloudNames[cloud]} takes /${largest} to /${smallest} here${key === 'addressSpace' ? ': subnets of a sixty-fourth are cut from it' : ''}`,
        }));
      });
    },
  },
  {
    code: 'NET-OVERLAP',
    severity: 'error',
    title: 'Ranges of the network, of pods and of Services do not meet',
    appliesWhen: ownCluster,
    check: (config) => {
      const ranges = claimedRanges(config);
      return ranges.flatMap((later, at) =>
        ranges
          .slice(0, at)
          .filter((earlier) => overlaps(earlier.range, later.range))
          .map((earlier) => ({
            path: later.path,
            message: `${later.text} for ${later.what} meets ${earlier.text} for ${earlier.what}: packets to one would go to the other`,
            hint: 'choose ranges that do not meet',
          })),
      );
    },
  },
  {
    code: 'NET-KEPT',
    severity: 'error',
    title: 'Ranges are not those that a cloud keeps for itself',
    appliesWhen: on('aws', 'azure'),
    check: (config) =>
      claimedRanges(config).flatMap(({ path, text, range }) =>
        keptRanges[config.platform.provider as 'aws' | 'azure']
          .filter((kept) => overlaps(kept.range, range))
          .map((kept) => ({
            path,
            message: `${text} meets ${rangeText(kept.range)}, which ${kept.owner} uses`,
            hint: 'choose another range',
          })),
      ),
  },
];
