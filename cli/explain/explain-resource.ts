import { explainSetting, type Origin } from '../../config/explain';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { joinPath, splitPath } from '../../config/validate/path';
import type { Positions } from '../../config/validate/positions';
import { causeRows } from './causes';
import { participantCauses } from './participant-causes';

/** One setting that made a resource, with where it comes from. */
export interface Cause {
  readonly path: string;
  readonly value: unknown;
  readonly origin: Origin;
  /** `workbench/dev.yaml:12:3`, or the default it comes from. */
  readonly from: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * The settings that made a resource: those of the table, the versions of its chart, and what `overrides` says about it.
 * Settings of the file come first, in the order of the file. Empty only for an address that no row knows.
 */
export function causesOf(
  { stack, address, chart, release }: { stack: string; address: string; chart?: string; release?: string },
  config: WorkbenchConfig,
  positions: Positions,
): Cause[] {
  const paths = participantCauses(config, address) ?? settingsOf(config, address);
  const overrides = [
    ...[address, `${stack}/${address}`]
      .filter((key) => Object.hasOwn(config.overrides.resources, key))
      .map((key) => joinPath(['overrides', 'resources', key])),
    ...(release !== undefined && Object.hasOwn(config.overrides.values, release) ? [joinPath(['overrides', 'values', release])] : []),
    ...(chart !== undefined && Object.hasOwn(config.charts.versions, chart) ? [joinPath(['charts', 'versions', chart])] : []),
  ];
  const expanded = [
    ...new Set([...paths, ...overrides].flatMap((path) => (path.endsWith('.*') ? given(path.slice(0, -2), config, positions) : [path]))),
  ];
  const causes = expanded.flatMap((path) => cause(path, config, positions) ?? []);
  const order = (c: Cause) => (c.line === undefined ? Number.POSITIVE_INFINITY : c.line * 10_000 + (c.column ?? 0));
  return causes.sort((a, b) => (order(a) === order(b) ? 0 : order(a) - order(b)));
}

function settingsOf(config: WorkbenchConfig, address: string): readonly string[] {
  for (const row of causeRows) {
    const found = row.address.exec(address);
    if (found) return typeof row.settings === 'function' ? row.settings(config, found[1] ?? '') : row.settings;
  }
  return [];
}

/** What the file itself says below a setting. */
function given(path: string, config: WorkbenchConfig, positions: Positions): string[] {
  const members = explainSetting(path, config, positions).explanation?.members ?? [];
  return members.filter((member) => positions.value(splitPath(member) ?? []) !== undefined);
}

function cause(path: string, config: WorkbenchConfig, positions: Positions): Cause | undefined {
  const { explanation } = explainSetting(path, config, positions);
  if (!explanation) return undefined;
  const { value, origin, from } = explanation;
  const parts = splitPath(explanation.path) ?? [];
  // A section is where its key stands; an entry of a list, or a plain value, where it begins.
  const section = typeof value === 'object' && value !== null && !Array.isArray(value);
  const place = origin === 'file' ? ((section ? positions.key(parts) : undefined) ?? positions.value(parts)) : undefined;
  return { path: explanation.path, value, origin, from: place ? `${positions.file}:${place.line}:${place.column}` : from, ...place };
}
