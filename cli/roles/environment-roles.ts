import type { EnvironmentModel } from '../../config/environment';
import { exclusions, peopleRights, permissionsOf, roleRights } from '../../config/model/portal/people';
import { apiPermissions } from '../../config/model/portal/permissions';

/** Who may do what at the portal: of each person, of each role, and of each permission that somebody might look for. */
export interface EnvironmentRoles {
  readonly people: readonly {
    readonly username: string;
    readonly email: string;
    readonly roles: readonly string[];
    readonly participants: readonly string[];
    readonly permissions: readonly string[];
  }[];
  readonly roles: readonly { readonly role: string; readonly people: readonly string[]; readonly permissions: readonly string[] }[];
  readonly exclusions: readonly { readonly name: string; readonly permissions: readonly string[]; readonly excludes: readonly string[] }[];
  readonly permissions: readonly { readonly permission: string; readonly roles: readonly string[]; readonly people: readonly string[] }[];
}

/** Works it out from the workbench file alone: it is what the next deploy writes, and what a deploy without complaint has written. */
export function rolesOfEnvironment({ config }: EnvironmentModel): EnvironmentRoles {
  const [rights, persons] = [roleRights(config), peopleRights(config)];
  return {
    people: persons.map(({ user: { username, email, roles, participants }, permissions }) => ({
      username,
      email,
      roles,
      participants,
      permissions,
    })),
    roles: rights.map(({ name, permissions }) => ({
      role: name,
      people: persons.filter(({ user }) => user.roles.includes(name)).map(({ user }) => user.username),
      permissions,
    })),
    exclusions: exclusions(config),
    permissions: permissionsOf(config).map((permission) => ({
      permission,
      roles: rights.filter(({ permissions }) => permissions.includes(permission)).map(({ name }) => name),
      people: persons.filter(({ permissions }) => permissions.includes(permission)).map(({ user }) => user.username),
    })),
  };
}

/** What a permission lets somebody do, in words; undefined for fields of transfers. */
export const inWords = (permission: string): string | undefined =>
  Object.hasOwn(apiPermissions, permission) ? apiPermissions[permission as keyof typeof apiPermissions] : undefined;
