import type { ReleaseVersion } from '../releases/versions';
import type { Profile } from '../schema/kinds';
import { type JsonNode, member, textOf } from './json-node';
import { label } from './names';
import { oraclesOf, type PrefixOracle } from './oracles';
import { type NearestRelease, nearestRelease } from './release';
import { isGap } from './rule';
import { type StoreFacts, storeFacts } from './store-facts';
import { toggleOf } from './toggle';

/** What a person tells an import beside the file. */
export interface ImportOptions {
  /** Name of the environment; that of the older file otherwise. */
  readonly environment?: string;
  /** Chooses the defaults of the workbench file; a sandbox otherwise. */
  readonly profile?: Profile;
  /** The cluster the hub is to run on; a context `<client>-<environment>` otherwise. */
  readonly platform?: { readonly provider: 'kubernetes'; readonly context: string; readonly kubeconfig?: string };
  /** Domain of the hub, which older files do not name. */
  readonly domain?: string;
}

/** The toggles that other fields depend on, with the older platform's own defaults where the file is silent. */
export interface LegacyToggles {
  readonly bulk: boolean;
  readonly thirdParty: boolean;
  readonly ttkSimulators: boolean;
  readonly testingToolkit: boolean;
}

export interface LegacyParticipant {
  readonly section: JsonNode;
  /** Place among the participants of the workbench file. */
  readonly index: number;
  readonly external: boolean;
  /** Absent when the file gives no name that could be one. */
  readonly id?: string;
  /** Another participant before it has the same id. */
  readonly repeated: boolean;
}

/** What rules must know of the rest of the file. */
export interface Facts {
  readonly root: JsonNode;
  readonly options: ImportOptions;
  readonly profile: Profile;
  readonly tenant?: string;
  readonly environment?: string;
  readonly domain?: string;
  /** The cluster the hub goes to. */
  readonly platform: NonNullable<ImportOptions['platform']>;
  readonly release?: NearestRelease;
  /** Currencies of the hub: its own first, then those that only participants have. */
  readonly currencies: readonly string[];
  readonly testCurrencies: readonly string[];
  readonly toggles: LegacyToggles;
  /** Prefix oracles that are on, in the order of the workbench file. */
  readonly oracles: readonly PrefixOracle[];
  readonly participants: readonly LegacyParticipant[];
  readonly stores: StoreFacts;
}

export const currencyFields = ['ttk_test_currency1', 'ttk_test_currency2', 'ttk_test_currency3'] as const;

/** A currency as the workbench file writes it; undefined for what cannot be one. */
export function currencyOf(node: JsonNode | undefined): string | undefined {
  const code = textOf(node)?.toUpperCase();
  return code !== undefined && /^[A-Z]{3}$/.test(code) ? code : undefined;
}

const named = (node: JsonNode | undefined, longest: number): string | undefined => {
  const text = textOf(node);
  return text === undefined || (node && isGap(node)) ? undefined : label(text, longest);
};

export function factsOf(root: JsonNode, options: ImportOptions): Facts {
  const profile = options.profile ?? 'sandbox';
  const tenant = named(member(root, 'client'), 20) ?? named(member(root, 'tenant'), 20);
  const environment = options.environment ?? named(member(root, 'environment'), 20);
  const release = nearestRelease(textOf(member(root, 'helm_mojaloop_version')) ?? '');
  const participants = participantsOf(root);
  const currencies = [member(root, 'hub_currency_code'), ...participants.map(({ section }) => member(section, 'DFSP_CURRENCY'))].map(
    currencyOf,
  );
  const own = unique(currencies);
  const toggles = togglesOf(root, release);
  return {
    root,
    options,
    profile,
    tenant,
    environment,
    domain: options.domain ?? (tenant === undefined ? undefined : `${tenant}.example.org`),
    platform: options.platform ?? { provider: 'kubernetes', context: `${tenant}-${environment}` },
    release,
    currencies: own,
    testCurrencies: unique(currencyFields.map((field) => currencyOf(member(root, field)))).filter((code) => !own.includes(code)),
    toggles,
    oracles: oraclesOf(root),
    participants,
    stores: storeFacts(member(root, 'stateful_resources'), profile, toggles, release?.release as ReleaseVersion | undefined),
  };
}

const unique = (codes: readonly (string | undefined)[]): string[] => [...new Set(codes.filter((code) => code !== undefined))];

/** Before 14 bulk was always on; since then it is off unless the file switches it on. */
export const bulkWasAlwaysOn = (release: NearestRelease | undefined): boolean => Number(release?.asked.split('.')[0] ?? 14) < 14;

function togglesOf(root: JsonNode, release: NearestRelease | undefined): LegacyToggles {
  const toggle = (field: string, before: boolean) => toggleOf(member(root, field)) ?? before;
  return {
    bulk: toggle('bulk_enabled', bulkWasAlwaysOn(release)),
    thirdParty: toggle('third_party_enabled', false),
    ttkSimulators: toggle('ttksims_enabled', false),
    testingToolkit: toggle('internal_ttk_enabled', true),
  };
}

function participantsOf(root: JsonNode): LegacyParticipant[] {
  const sections = (field: string, external: boolean) =>
    (member(root, field)?.members ?? []).filter(({ kind }) => kind === 'section').map((section) => ({ section, external }));
  const seen = new Set<string>();
  return [...sections('internal_pm4ml_configs', false), ...sections('external_pm4ml_configs', true)].map(({ section, external }, index) => {
    const id = named(member(section, 'DFSP_NAME'), 30);
    const repeated = id !== undefined && seen.has(id);
    if (id !== undefined) seen.add(id);
    return { section, index, external, repeated, ...(id === undefined ? {} : { id }) };
  });
}
