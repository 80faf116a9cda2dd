import { mebibytes } from '../model/services';
import type { ReleaseVersion } from '../releases/versions';
import type { Profile } from '../schema/kinds';
import { defaultsOf } from './defaults';
import type { LegacyToggles } from './facts';
import { type JsonNode, member, textOf } from './json-node';
import { type Engine, type GoneRow, type StoreRow, storeRow } from './store-table';
import { toggleOf } from './toggle';

/** One entry of `stateful_resources`, as the rules see it. */
export interface LegacyStore {
  readonly section: JsonNode;
  readonly name?: string;
  readonly row?: StoreRow | GoneRow;
  /** An entry before it has the same name: the older platform looked at the first one only. */
  readonly repeated: boolean;
  /** As the file says; true when it says nothing. */
  readonly enabled: boolean;
  /** The hub needs it, whatever `enabled` says. */
  readonly used: boolean;
  /** Where it lives, when that is not the cluster. */
  readonly external?: { readonly host: string; readonly port?: number };
}

/** What the entries of a kind of store come to together. */
export interface StoreFacts {
  readonly stores: readonly LegacyStore[];
  /** Volume of each member, where the file says something. */
  readonly sizes: Readonly<Partial<Record<Engine, string>>>;
  readonly mysqlMembers?: number;
}

export const dataOf = (section: JsonNode, engine: Engine): JsonNode | undefined =>
  member(member(section, 'local_resource'), `${engine}_data`);

/** A volume size in MiB; undefined for what is none. */
export function sizeOf(node: JsonNode | undefined): number | undefined {
  const text = textOf(node);
  if (text === undefined || !/^\d{1,9}(\.\d{1,9})?(k|M|G|T|Ki|Mi|Gi|Ti)?$/.test(text)) return undefined;
  const size = mebibytes(text);
  return size >= 1 ? size : undefined;
}

export const sizeText = (size: number): string => (size % 1024 === 0 ? `${size / 1024}Gi` : `${size}Mi`);

/** Pods of a MySQL entry: `replica_count` counts the secondaries of an `architecture` with replication. */
export function membersOf(data: JsonNode | undefined): number | undefined {
  const architecture = textOf(member(data, 'architecture'));
  const replicas = Number(textOf(member(data, 'replica_count')) ?? Number.NaN);
  if (architecture === undefined && Number.isNaN(replicas)) return undefined;
  if (architecture !== undefined && architecture !== 'replication') return 1;
  return Number.isInteger(replicas) && replicas >= 0 ? replicas + 1 : undefined;
}

/** Most members a store of the workbench file has. */
export const mostMembers = 9;

export function storeFacts(
  list: JsonNode | undefined,
  profile: Profile,
  toggles: LegacyToggles,
  release: ReleaseVersion | undefined,
): StoreFacts {
  const seen = new Set<string>();
  const stores = (list?.members ?? [])
    .filter(({ kind }) => kind === 'section')
    .map((section): LegacyStore => {
      const name = textOf(member(section, 'resource_name'));
      const repeated = name !== undefined && seen.has(name);
      if (name !== undefined) seen.add(name);
      const row = name === undefined ? undefined : storeRow(name);
      const external = externalOf(section);
      return {
        section,
        repeated,
        enabled: toggleOf(member(section, 'enabled')) ?? true,
        used: !repeated && row !== undefined && 'engine' in row && row.used(toggles, release),
        ...(name === undefined ? {} : { name }),
        ...(row ? { row } : {}),
        ...(external ? { external } : {}),
      };
    });
  const { config } = defaultsOf(profile);
  const inCluster = (engine: Engine) =>
    stores
      .filter(({ row, used, external }) => used && !external && row && 'engine' in row && row.engine === engine)
      .map(({ section }) => dataOf(section, engine));
  const size = (engine: Engine) => {
    const asked = inCluster(engine)
      .map((data) => sizeOf(member(data, 'storage_size')))
      .filter((found) => found !== undefined);
    return asked.length === 0 ? {} : { [engine]: sizeText(Math.max(...asked, mebibytes(config.stores[engine].size))) };
  };
  const members = inCluster('mysql')
    .map(membersOf)
    .filter((found) => found !== undefined);
  return {
    stores,
    sizes: { ...size('mysql'), ...size('mongodb'), ...size('kafka'), ...size('redis') },
    // A file of a small lab must not take away what the profile gives for safety.
    ...(members.length === 0 ? {} : { mysqlMembers: Math.min(mostMembers, Math.max(...members, config.stores.mysql.replicas)) }),
  };
}

/** The older platform went by `local_resource` where both were given. */
function externalOf(section: JsonNode): LegacyStore['external'] {
  const local = member(section, 'local_resource');
  if (local?.kind === 'section' && local.members.length > 0) return undefined;
  const endpoint = textOf(member(member(section, 'external_service'), 'external_endpoint'));
  if (endpoint === undefined || toggleOf(member(section, 'enabled')) === false) return undefined;
  const found = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/]*@)?([^:/@\s]+)(?::(\d{1,5}))?(?:\/.*)?$/i.exec(endpoint);
  const port = Number(found?.[2] ?? textOf(member(section, 'logical_service_port')) ?? Number.NaN);
  const host = found?.[1] ?? endpoint;
  return { host, ...(Number.isInteger(port) && port >= 1 && port <= 65535 ? { port } : {}) };
}
