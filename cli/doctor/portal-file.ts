import { peopleRights, roleRights } from '../../config/model/portal/people';
import { ownReports, reportsOf } from '../../config/model/portal/report-file';
import { accessRuleObjects } from '../../constructs/portal/access-rules';
import { unknown, type Verdict } from './check';
import { deployOf, known, unless } from './cluster-judge';
import type { PortalSeen, RuleSeen } from './portal-seen';

const redeploy = (seen: PortalSeen, what: string) => `${deployOf(seen, 'portal')}; then look at the log of ${what}`;
const inPortal = <T extends { readonly metadata: { readonly name: string; readonly namespace?: string } }>(
  { model }: PortalSeen,
  objects: readonly T[],
): ReadonlyMap<string, T> =>
  new Map(objects.filter(({ metadata }) => metadata.namespace === model.config.portal.namespace).map((each) => [each.metadata.name, each]));

/** What of a rule decides who gets in; what the API server or the controller writes beside it does not count. */
const meaning = ({ spec }: Pick<RuleSeen, 'spec'>): string =>
  JSON.stringify([
    spec?.match?.url,
    [...(spec?.match?.methods ?? [])].sort(),
    spec?.authenticators?.map(({ handler }) => handler),
    spec?.authorizer?.handler,
    Object.entries(spec?.authorizer?.config ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);

/** Rules of Oathkeeper are those of the workbench, and there is none beside them: one more would open what they close. */
export const rulesState = (seen: PortalSeen): Verdict =>
  known(seen.rules, (objects) => {
    const there = inPortal(seen, objects);
    const wanted = new Map(accessRuleObjects(seen.model).map((object) => [String(object.metadata.name), object as unknown as RuleSeen]));
    const faults = [
      ...[...wanted].flatMap(([name, rule]) => {
        const found = there.get(name);
        if (!found) return [`${name} is missing`];
        return meaning(found) === meaning(rule) ? [] : [`${name} says something else`];
      }),
      ...[...there.keys()].filter((name) => !wanted.has(name)).map((name) => `${name} is none of the workbench`),
    ];
    return unless(faults, `${wanted.size} as the workbench makes them`, redeploy(seen, 'oathkeeper-maester'));
  });

/** The reporting service has asked every query once, and the ledger has answered. */
export const reportsState = (seen: PortalSeen): Verdict =>
  known(seen.reports, (objects) => {
    const { config } = seen.model;
    const there = inPortal(seen, objects);
    const wanted = reportsOf(config, ownReports(config).reports).map(({ name }) => name);
    if (wanted.length === 0) return unknown('the file has none');
    const faults = wanted.flatMap((name) => {
      const found = there.get(name);
      if (!found) return [`${name} is missing`];
      const state = found.status?.state;
      return state === 'VALIDATED' ? [] : [`${name} is ${state ?? 'not looked at yet'}`];
    });
    return unless(faults, `${wanted.length} validated`, redeploy(seen, 'reporting-legacy-api, which says what the ledger answered'));
  });

/** Keto has each permission of each role, and no other. */
export const permissionsState = (seen: PortalSeen): Verdict =>
  known(seen.relations, ({ granted }) => {
    const wanted = new Set(
      roleRights(seen.model.config).flatMap(({ name, permissions }) => permissions.map((each) => `${each} of ${name}`)),
    );
    const there = new Set(granted.map(([role, permission]) => `${permission} of ${role}`));
    const faults = [
      ...[...wanted].filter((each) => !there.has(each)).map((each) => `${each} is missing`),
      ...[...there].filter((each) => !wanted.has(each)).map((each) => `${each} is not in the file`),
    ];
    return unless(faults, `${wanted.size} as the file says`, redeploy(seen, 'the role operator'));
  });

const rightsOf = (roles: readonly string[] = [], participants: readonly string[] = []): string =>
  JSON.stringify([[...roles].sort(), [...participants].sort()]);

/**
 * Keto has the people of the file with their roles and participants, and nobody else. Whom the identity provider calls how is not known here: where the file names no
 * `subject`, as many must have the same as there are people with it.
 */
export const peopleState = (seen: PortalSeen): Verdict =>
  known(seen.relations, ({ roles, participants }) => {
    const people = peopleRights(seen.model.config)
      .map(({ user }) => user)
      .filter((user) => user.roles.length + user.participants.length > 0);
    const left = new Map(
      [...new Set([...roles.keys(), ...participants.keys()])].map((subject) => [
        subject,
        rightsOf(roles.get(subject), participants.get(subject)),
      ]),
    );
    const take = (subject: string | undefined, rights: string): boolean => {
      const found = subject === undefined ? [...left].find(([, each]) => each === rights)?.[0] : subject;
      const fits = found !== undefined && left.get(found) === rights;
      if (found !== undefined) left.delete(found);
      return fits;
    };
    const named = people.toSorted((a, b) => Number(b.subject !== undefined) - Number(a.subject !== undefined));
    const faults = named
      .filter((user) => !take(user.subject, rightsOf(user.roles, user.participants)))
      .map(({ username }) => `nobody has just what the file gives ${username}`);
    const others = left.size === 0 ? [] : [`${left.size} more have roles or participants that the file gives to nobody`];
    return unless(
      [...faults, ...others],
      `${people.length} with their roles and participants`,
      redeploy(seen, 'the Job portal-people, which gives and takes'),
    );
  });
