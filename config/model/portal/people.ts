import type { PortalExclusion, PortalRole, PortalUser } from '../../schema/portal';
import type { WorkbenchConfig } from '../../schema/workbench';
import { portalLayout } from './layouts';
import { expandPermission, knownPermissions } from './permissions';
import { ownReports } from './report-file';
import { standardReports } from './standard-reports';
import { standardExclusions, standardRoles } from './standard-roles';

/** A role with its permissions written out. */
export interface RoleRights {
  readonly name: string;
  readonly permissions: readonly string[];
}

export interface Exclusion {
  readonly name: string;
  readonly permissions: readonly string[];
  readonly excludes: readonly string[];
}

/** A person with everything that their roles together allow. */
export interface PersonRights {
  readonly user: PortalUser;
  readonly permissions: readonly string[];
}

type Config = Pick<WorkbenchConfig, 'portal' | 'hub'>;

/** The roles of the file, or the standard ones; without the standard reports nobody needs their permissions. */
export function rolesOf({ portal }: Pick<Config, 'portal'>): readonly PortalRole[] {
  if (portal.roles) return portal.roles;
  if (portal.standardReports) return standardRoles;
  const reports = new Set(standardReports.map(({ permission }) => permission));
  return standardRoles.map(({ name, permissions }) => ({ name, permissions: permissions.filter((each) => !reports.has(each)) }));
}
/** The object of a role or an exclusion has no capitals and no underscores in its name; a rule holds that no two become one. */
export const objectName = (name: string): string => name.toLowerCase().replaceAll('_', '-');

export const exclusionsOf = ({ portal }: Pick<Config, 'portal'>): readonly PortalExclusion[] => portal.exclusions ?? standardExclusions;

const written = (config: Config, permissions: readonly string[]) => [
  ...new Set(permissions.flatMap((permission) => expandPermission(portalLayout(config), permission))),
];

/** Roles as Keto gets them. */
export const roleRights = (config: Config): RoleRights[] =>
  rolesOf(config).map(({ name, permissions }) => ({ name, permissions: written(config, permissions) }));

export const exclusions = (config: Config): Exclusion[] =>
  exclusionsOf(config).map(({ name, permissions, excludes }) => ({
    name,
    permissions: written(config, permissions),
    excludes: written(config, excludes),
  }));

/** Every permission of the release, with those of the reports that come along and of the folder, which is read for it. */
export const permissionsOf = (config: Config): string[] => [
  ...new Set([
    ...knownPermissions(portalLayout(config)),
    ...(config.portal.standardReports ? standardReports.map(({ permission }) => permission) : []),
    ...ownReports(config).reports.map(({ permission }) => permission),
  ]),
];

/** What each person may do by all their roles together; a role that nobody knows gives nothing. */
export function peopleRights(config: Config): PersonRights[] {
  const rights = new Map(roleRights(config).map(({ name, permissions }) => [name, permissions]));
  return config.portal.users.map((user) => ({
    user,
    permissions: [...new Set(user.roles.flatMap((role) => rights.get(role) ?? []))],
  }));
}

/** A pair of permissions that nobody may have together, and the exclusion that says so; undefined where all is well. */
export function clash(
  permissions: readonly string[],
  rules: readonly Exclusion[],
): { readonly exclusion: string; readonly one: string; readonly other: string } | undefined {
  const has = new Set(permissions);
  for (const { name, permissions: ones, excludes } of rules) {
    for (const one of ones.filter((each) => has.has(each))) {
      const other = excludes.find((each) => has.has(each) && each !== one);
      if (other !== undefined) return { exclusion: name, one, other };
    }
  }
  return undefined;
}
