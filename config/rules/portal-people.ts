import { runsKeycloak } from '../model/identity';
import { portalLayout } from '../model/portal/layouts';
import { clash, exclusions, exclusionsOf, objectName, peopleRights, permissionsOf, roleRights, rolesOf } from '../model/portal/people';
import { runsPortal } from '../model/portal/portal';
import { didYouMean } from '../problems';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Path } from '../validate/path';
import { type Finding, numbered, type Rule, shared, when } from './rule';

/** Finds permissions that mean nothing to the release, wherever they stand. Own reports are read once for all roles. */
function unknownIn(config: WorkbenchConfig): (path: Path, permissions: readonly string[]) => Finding[] {
  const known = new Set(permissionsOf(config));
  const kinds = Object.keys(portalLayout(config).fields);
  const wholes = kinds.map((kind) => `${kind}.*`);
  return (path, permissions) =>
    numbered(permissions).flatMap(({ index, item }) =>
      when(!known.has(item) && !wholes.includes(item), () => ({
        path: [...path, index],
        message: `there is no permission ${item} at the portal of ${config.hub.release}`,
        hint: didYouMean(item, [...known, ...wholes]) ?? 'docs/portal.md lists them',
      })),
    );
}

const twice = (key: 'roles' | 'exclusions', items: readonly { readonly name: string }[]): Finding[] =>
  shared(numbered(items), ({ item }) => objectName(item.name)).flatMap(([name, [, ...again]]) =>
    again.map(({ index }) => ({
      path: ['portal', key, index, 'name'],
      message: `${name} is there already (capitals and underscores do not tell them apart)`,
      hint: 'give each a name of its own',
    })),
  );

/** Who may do what at the portal: what would be refused, or would mean nothing, is told before anything is deployed. */
export const portalPeopleRules: readonly Rule[] = [
  {
    code: 'BOF-PERMISSION',
    severity: 'error',
    title: 'Roles and exclusions name permissions that the portal knows',
    appliesWhen: runsPortal,
    check: (config) => {
      const unknown = unknownIn(config);
      return [
        ...numbered(config.portal.roles ?? []).flatMap(({ index, item }) =>
          unknown(['portal', 'roles', index, 'permissions'], item.permissions),
        ),
        ...numbered(config.portal.exclusions ?? []).flatMap(({ index, item }) => [
          ...unknown(['portal', 'exclusions', index, 'permissions'], item.permissions),
          ...unknown(['portal', 'exclusions', index, 'excludes'], item.excludes),
        ]),
      ];
    },
  },
  {
    code: 'BOF-TWICE',
    severity: 'error',
    title: 'Roles, exclusions and people are there once each',
    appliesWhen: runsPortal,
    check: ({ portal }) => [
      ...twice('roles', portal.roles ?? []),
      ...twice('exclusions', portal.exclusions ?? []),
      ...shared(numbered(portal.users), ({ item }) => item.username.toLowerCase()).flatMap(([name, [, ...again]]) =>
        again.map(({ index }) => ({
          path: ['portal', 'users', index, 'username'],
          message: `${name} is there already`,
          hint: 'write all roles of a person at one place',
        })),
      ),
    ],
  },
  {
    code: 'BOF-ROLE',
    severity: 'error',
    title: 'People have roles that exist',
    appliesWhen: runsPortal,
    check: (config) => {
      const names = rolesOf(config).map(({ name }) => name);
      return numbered(config.portal.users).flatMap(({ index, item }) =>
        numbered(item.roles).flatMap(({ index: at, item: role }) =>
          when(!names.includes(role), () => ({
            path: ['portal', 'users', index, 'roles', at],
            message: `there is no role ${role}`,
            hint: didYouMean(role, names) ?? `roles: ${names.join(', ')}`,
          })),
        ),
      );
    },
  },
  {
    code: 'BOF-ROLE-EXCLUDED',
    severity: 'error',
    title: 'No role has two permissions that nobody may have together',
    appliesWhen: runsPortal,
    check: (config) =>
      numbered(roleRights(config)).flatMap(({ index, item }) => {
        const found = clash(item.permissions, exclusions(config));
        return when(found !== undefined, () => ({
          path: config.portal.roles ? ['portal', 'roles', index, 'permissions'] : ['portal', 'exclusions'],
          message: `role ${item.name} has ${found?.one} and ${found?.other}, which ${found?.exclusion} keeps apart`,
          hint: 'make two roles of it, for two persons',
        }));
      }),
  },
  {
    code: 'BOF-USER-EXCLUDED',
    severity: 'error',
    title: 'Nobody has two permissions by several roles that nobody may have together',
    appliesWhen: runsPortal,
    check: (config) => {
      // A role that is wrong by itself is told once, above.
      const wrong = new Set(roleRights(config).flatMap(({ name, permissions }) => (clash(permissions, exclusions(config)) ? [name] : [])));
      return numbered(peopleRights(config)).flatMap(({ index, item: { user, permissions } }) => {
        const found = user.roles.some((role) => wrong.has(role)) ? undefined : clash(permissions, exclusions(config));
        return when(found !== undefined, () => ({
          path: ['portal', 'users', index, 'roles'],
          message: `${user.username} has ${found?.one} and ${found?.other} by ${user.roles.join(' and ')}, which ${found?.exclusion} keeps apart`,
          hint: 'give one of the roles to somebody else',
        }));
      });
    },
  },
  {
    code: 'BOF-EXCLUSION-SELF',
    severity: 'error',
    title: 'An exclusion keeps different permissions apart',
    appliesWhen: runsPortal,
    check: (config) =>
      numbered(exclusionsOf(config)).flatMap(({ index, item }) =>
        item.excludes
          .filter((permission) => item.permissions.includes(permission))
          .map((permission) => ({
            path: ['portal', 'exclusions', index, 'excludes'],
            message: `${permission} stands on both sides of ${item.name}: nobody could have it`,
            hint: 'take it from one of them',
          })),
      ),
  },
  {
    code: 'BOF-PERSON',
    severity: 'error',
    title: 'There is a person behind everybody at the portal',
    appliesWhen: runsPortal,
    check: (config) => {
      const { operators } = config.identity;
      const names = operators.map(({ username }) => username);
      return numbered(config.portal.users).flatMap(({ index, item }) =>
        runsKeycloak(config)
          ? when(!names.includes(item.username), () => ({
              path: ['portal', 'users', index, 'username'],
              message: `${item.username} is nobody at the identity provider: no login leads to these roles`,
              hint: didYouMean(item.username, names) ?? `add { username: ${item.username}, email: ${item.email} } to identity.operators`,
            }))
          : when(item.subject === undefined, () => ({
              path: ['portal', 'users', index],
              message: `${item.username} has no subject: nothing tells whose token is theirs`,
              hint: 'add subject, the claim sub of their tokens at your identity provider',
            })),
      );
    },
  },
  {
    code: 'BOF-NOBODY',
    severity: 'warning',
    title: 'Somebody may use the portal',
    appliesWhen: runsPortal,
    check: ({ portal }) =>
      when(!portal.users.some(({ roles }) => roles.length > 0), () => ({
        path: ['portal', 'users'],
        message: 'nobody has a role: whoever logs in may do nothing',
        hint: 'name people of identity.operators with their roles',
      })),
  },
  {
    code: 'BOF-PARTICIPANT',
    severity: 'error',
    title: 'People belong to participants that there are',
    appliesWhen: runsPortal,
    check: ({ portal, participants }) => {
      const ids = participants.map(({ id }) => id);
      return numbered(portal.users).flatMap(({ index, item }) =>
        numbered(item.participants).flatMap(({ index: at, item: id }) =>
          when(!ids.includes(id), () => ({
            path: ['portal', 'users', index, 'participants', at],
            message: `there is no participant ${id}`,
            hint: didYouMean(id, ids) ?? 'name a participant of this file',
          })),
        ),
      );
    },
  },
];
