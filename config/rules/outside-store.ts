import { regionOf } from '../model/regions';
import type { OutsideStore } from '../schema/outside-store';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Path } from '../validate/path';
import { type Finding, type Rule, when } from './rule';

/** What a place outside must say, by its kind; of what the other kind knows nothing may be said. */
const wanted = { s3: ['region', 'endpoint'], 'azure-blob': ['account'] } as const;

/** What is kept at a place outside, in the words of its findings. */
interface Kept {
  /** Its codes, written out: whoever looks for one finds it. */
  readonly codes: Readonly<Record<'place' | 'login' | 'country', string>>;
  /** `backups`, `audit logs`. */
  readonly what: string;
  /** Who logs in there. */
  readonly who: string;
  readonly path: Path;
  /** Path in Vault of the example. */
  readonly login: string;
  readonly store: (config: WorkbenchConfig) => OutsideStore | undefined;
}

/** Rules of object storage of somebody else: it says where it is, pods can log in, and it lies in the country. */
export function outsideStoreRules({ codes, what, who, path, login, store }: Kept): readonly Rule[] {
  const appliesWhen = (config: WorkbenchConfig) => store(config) !== undefined;
  const rule = (code: string, title: string, check: (config: WorkbenchConfig, place: OutsideStore) => readonly Finding[]): Rule => ({
    code,
    severity: 'error',
    title,
    appliesWhen,
    check: (config) => {
      const place = store(config);
      return place ? check(config, place) : [];
    },
  });
  return [
    rule(codes.place, `A place of ${what} says where it is`, (_config, place) =>
      when(!wanted[place.kind].some((key) => place[key as 'region' | 'endpoint' | 'account'] !== undefined), () => ({
        path,
        message: `a place of kind ${place.kind} says no ${wanted[place.kind].join(' and no ')}`,
        hint:
          place.kind === 's3'
            ? 'write region for Amazon S3, endpoint for anything else that speaks S3'
            : 'write account, the name of the storage account',
      })),
    ),
    rule(codes.login, `${who} can log in at their place`, ({ platform }, place) => {
      if (place.credentials) return [];
      const own = place.kind === 's3' ? platform.provider === 'aws' && !place.endpoint : platform.provider === 'azure';
      return when(!own, () => ({
        path: [...path, 'credentials'],
        message: `pods of ${platform.provider} have no identity at ${place.endpoint ?? place.kind}`,
        hint: `put the login into Vault and write its path: credentials: ${login}`,
      }));
    }),
    rule(
      codes.country,
      `${what.replace(/^./, (first) => first.toUpperCase())} stay in the country that data may not leave`,
      (config, place) => {
        const { country, allowedRegions } = config.residency;
        if (country === undefined || place.region === undefined) return [];
        const { region } = place;
        return when(!allowedRegions.includes(region) && regionOf('aws', region)?.country !== country, () => ({
          path: [...path, 'region'],
          message: `data may not leave ${country}, and ${what} would lie in ${region}`,
          hint: 'choose a bucket in the country, or name the region in residency.allowedRegions',
        }));
      },
    ),
  ];
}
