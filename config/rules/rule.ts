import { isTimeZone } from '../model/schedule';
import { didYouMean, type Severity } from '../problems';
import type { catalogue } from '../releases/catalogue';
import type { ReleaseVersion } from '../releases/versions';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Path } from '../validate/path';

/** What the catalogue knows of a release. */
export type Release = (typeof catalogue)[ReleaseVersion];

/** One place that breaks a rule. */
export interface Finding {
  readonly path: Path;
  /** What is wrong with what is there. */
  readonly message: string;
  /** The way out. */
  readonly hint?: string;
}

/** A rule that looks at several settings together. Its code is stable; one row here is one row in the table test. */
export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  /** What the rule holds, for the reference. */
  readonly title: string;
  readonly appliesWhen: (config: WorkbenchConfig, release: Release) => boolean;
  readonly check: (config: WorkbenchConfig, release: Release) => readonly Finding[];
}

export const always = (): boolean => true;
export const inProduction = (config: WorkbenchConfig): boolean => config.profile === 'production';
/** Vault is deployed by the workbench, not used where it stands. */
export const ownVault = (config: WorkbenchConfig): boolean => config.secrets.vault.address === undefined;

/** Items that share a key, for keys that more than one of them has. */
export function shared<T>(items: readonly T[], keyOf: (item: T) => string | undefined): [key: string, items: T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups].filter(([, group]) => group.length > 1);
}

/** An item of a list with its place in it. */
export const numbered = <T>(items: readonly T[]): { readonly index: number; readonly item: T }[] =>
  items.map((item, index) => ({ index, item }));

/** Participants that have not retired, with their places: a retired one keeps its id and nothing else. */
export const present = (participants: WorkbenchConfig['participants']) => numbered(participants).filter(({ item }) => !item.retired);

/** A finding where a condition holds, none otherwise. */
export const when = (condition: boolean, finding: () => Finding): Finding[] => (condition ? [finding()] : []);

/** A time zone that nobody knows. */
export const zoneFindings = (path: Path, timeZone: string): Finding[] =>
  when(!isTimeZone(timeZone), () => ({
    path,
    message: `there is no time zone ${timeZone}`,
    hint: didYouMean(timeZone, Intl.supportedValuesOf('timeZone')) ?? 'such as Africa/Kigali or UTC',
  }));
