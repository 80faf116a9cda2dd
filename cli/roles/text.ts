import { type EnvironmentRoles, inWords } from './environment-roles';

const listed = (names: readonly string[]) => names.join(', ') || 'nobody';

/** Permissions of fields as one word for each kind: `transfers (29 fields)`. */
function fields(permissions: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const permission of permissions) {
    const [kind = '', field] = permission.split('.');
    if (field !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${kind} (${count} field${count === 1 ? '' : 's'})`);
}

const reportsOf = (permissions: readonly string[]) =>
  permissions.filter((permission) => permission.startsWith('report-')).map((permission) => permission.slice('report-'.length));

/** People first: each with what they may do, in sentences. */
export function rolesText({ people, roles, exclusions, permissions }: EnvironmentRoles): string {
  const persons = people.flatMap(({ username, email, roles: own, participants, permissions: all }) => {
    const may = all.flatMap((permission) => inWords(permission) ?? []);
    const [seen, reports] = [fields(all), reportsOf(all)];
    return [
      `${username} <${email}>: ${own.length > 0 ? own.join(', ') : 'no role'}`,
      ...may.map((text) => `  may ${text}`),
      ...(seen.length > 0 ? [`  sees ${seen.join(', ')}`] : []),
      ...(reports.length > 0 ? [`  reads reports: ${reports.join(', ')}`] : []),
      ...(participants.length > 0 ? [`  belongs to ${participants.join(', ')}`] : []),
      '',
    ];
  });
  const held = permissions.filter(({ permission }) => inWords(permission) !== undefined);
  const width = Math.max(...held.map(({ permission }) => permission.length));
  const apart = exclusions.map(
    ({ name, permissions: ones, excludes }) => `  ${name}: who has ${ones.join(' or ')} has not ${excludes.join(' or ')}`,
  );
  return [
    ...(people.length > 0 ? persons : ['nobody may use the portal', '']),
    'who may',
    ...held.map(({ permission, people: who }) => `  ${permission.padEnd(width)}  ${listed(who)}`),
    '',
    'roles',
    ...roles.map(({ role, people: who }) => `  ${role}: ${listed(who)}`),
    ...(apart.length > 0 ? ['', 'never together', ...apart] : []),
    '',
  ].join('\n');
}
