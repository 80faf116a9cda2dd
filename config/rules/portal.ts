import { chartVersion } from '../model/charts';
import { hostsOf } from '../model/hosts';
import { issuerOf, runsKeycloak } from '../model/identity';
import { messageEvents } from '../model/portal/events';
import { portalAddresses, portalClient, runsPortal, showsRoles } from '../model/portal/portal';
import { ownReports, type Report, reportsOf } from '../model/portal/report-file';
import { sqlFaults } from '../model/portal/sql';
import { grammarFaults } from '../model/portal/sql-grammar';
import { atLeast, layoutOf } from '../releases/versions';
import type { WorkbenchConfig } from '../schema/workbench';
import { inProduction, type Rule, shared, when } from './rule';

/** What the grammar says of questions that are allowed; of others it would say the same in other words. */
const misread = ({ hub }: WorkbenchConfig, { name, params, queries }: Report) =>
  queries
    .filter(
      ({ query }) =>
        sqlFaults(
          query,
          params.map((one) => one.name),
        ).length === 0,
    )
    .flatMap((one) =>
      grammarFaults(one.query, layoutOf(hub.release)).map(({ message, hint }) => ({
        message: `report ${name} query ${one.name} ${message}`,
        hint,
      })),
    );

/** The portal and what is around it; who may do what in it is in portal-people.ts. */
export const portalRules: readonly Rule[] = [
  {
    code: 'BOF-EVENTS',
    severity: 'error',
    title: 'Messages of transfers are told of in a release whose programs were tried together',
    appliesWhen: (config) => config.portal.events,
    check: ({ hub }) =>
      when(!atLeast(hub.release, messageEvents.since), () => ({
        path: ['portal', 'events'],
        message: `what brings messages of ${hub.release} to the portal was not tried, and a service whose messages can't be told may refuse payments`,
        hint: `remove it until the hub has release ${messageEvents.since}: lists of transfers, quotes and settlements are there without it`,
      })),
  },
  {
    code: 'BOF-EVENTS-PODS',
    severity: 'error',
    title: 'What tells of messages may run where it is put',
    appliesWhen: (config) => config.portal.events,
    check: ({ cluster }) =>
      when(cluster.podSecurity === 'restricted', () => ({
        path: ['portal', 'events'],
        message:
          'the program beside each service says nothing of its rights, so Kubernetes would refuse its pods under cluster.podSecurity: restricted',
        hint: 'remove it, or write cluster.podSecurity: baseline',
      })),
  },
  {
    code: 'STK-PORTAL',
    severity: 'warning',
    title: 'People of the portal have a portal',
    appliesWhen: (config) => !runsPortal(config),
    check: ({ portal }) =>
      when(portal.users.length > 0, () => ({
        path: ['portal', 'users'],
        message: 'the portal is off: its users are kept and not made',
        hint: 'write portal.enabled: true',
      })),
  },
  {
    code: 'BOF-RELEASE',
    severity: 'warning',
    title: 'Roles are given where the portal of the release can',
    appliesWhen: (config) => runsPortal(config) && runsKeycloak(config),
    check: (config) =>
      when(!showsRoles(config), () => ({
        path: ['portal', 'enabled'],
        message: `the portal of ${config.hub.release} (bof ${chartVersion(config, 'bof')}) has no page of roles: it knows people from WSO2 alone, which is not part of this workbench`,
        hint: 'roles are those of portal.users: change them here and deploy',
      })),
  },
  {
    code: 'BOF-GATEWAY',
    severity: 'error',
    title: 'The portal has a guard before it',
    appliesWhen: runsPortal,
    check: ({ gateway }) =>
      when(gateway.controller === 'existing', () => ({
        path: ['portal', 'enabled'],
        message: 'the APIs of the portal do what anybody asks, and a gateway that is there already is not told whom to stop',
        hint: 'write gateway.controller: envoy-gateway, or portal.enabled: false',
      })),
  },
  {
    code: 'BOF-ADDRESSES',
    severity: 'warning',
    title: 'Somebody reaches the portal',
    appliesWhen: (config) => runsPortal(config) && inProduction(config),
    check: ({ gateway }) =>
      when(gateway.operatorAddresses.length === 0, () => ({
        path: ['gateway', 'operatorAddresses'],
        message: 'in production the portal lets nobody in without an address of theirs',
        hint: 'name the addresses that operators come from',
      })),
  },
  {
    code: 'BOF-REPORT',
    severity: 'error',
    title: 'Reports of your own ask one question each and change nothing',
    appliesWhen: (config) => runsPortal(config) && config.portal.reports !== undefined,
    check: (config) => {
      const { reports, faults } = ownReports(config);
      const path = ['portal', 'reports'];
      return [
        ...faults.map(({ file, message, hint }) => ({ path, message: `${file} ${message}`, hint })),
        ...reports.flatMap((report) => misread(config, report).map((fault) => ({ path, ...fault }))),
        ...shared(reportsOf(config, reports), (report) => report.path.toLowerCase()).map(([address, several]) => ({
          path,
          message: `${several.map(({ name }) => name).join(' and ')} have the path ${address}`,
          hint: 'give each a path of its own',
        })),
      ];
    },
  },
  {
    code: 'BOF-FACTOR',
    severity: 'warning',
    title: 'Who comes to the portal has shown a second factor',
    appliesWhen: (config) => runsPortal(config) && !runsKeycloak(config) && inProduction(config),
    check: ({ portal }) =>
      when(portal.secondFactor === undefined, () => ({
        path: ['portal', 'secondFactor'],
        message: 'nobody asks whether a login had a second factor: a password is enough to move money',
        hint: 'write which claim of the ID token tells it, such as secondFactor: { claim: acr, values: [mfa] }',
      })),
  },
  {
    code: 'BOF-FACTOR-ISSUER',
    severity: 'warning',
    title: 'The issuer itself holds every login at the portal to a second factor',
    appliesWhen: (config) => runsPortal(config) && !runsKeycloak(config) && inProduction(config),
    // Kratos 1.0 to 26.2 runs the mapper of claims where it makes an identity, not where it finds one (selfservice/strategy/oidc/strategy_login.go).
    check: ({ portal: { secondFactor } }) =>
      secondFactor === undefined
        ? []
        : [
            {
              path: ['portal', 'secondFactor'],
              message: `the portal judges the claim ${secondFactor.claim} when somebody comes for the first time; later it only asks the issuer for it, and a browser can leave that question out`,
              hint: `let the issuer itself refuse every login at its client ${portalClient} that had no second factor`,
            },
          ],
  },
  {
    code: 'BOF-FACTOR-UNUSED',
    severity: 'warning',
    title: 'The second factor of Keycloak needs no setting',
    appliesWhen: runsKeycloak,
    check: ({ portal }) =>
      when(portal.secondFactor !== undefined, () => ({
        path: ['portal', 'secondFactor'],
        message: 'Keycloak in the cluster asks every operator for a second factor and tells of it in no claim: nobody would get in',
        hint: 'remove it',
      })),
  },
  {
    code: 'BOF-CLIENT',
    severity: 'warning',
    title: 'An identity provider elsewhere knows the portal',
    appliesWhen: (config) => runsPortal(config) && !runsKeycloak(config),
    check: (config) => [
      {
        path: ['portal', 'enabled'],
        message: `what must be made at ${issuerOf(config, 'operators').issuer} by hand: a client ${portalClient} for logins`,
        hint: `back to ${portalAddresses(hostsOf(config)).callback}, its secret from Vault at ${config.secrets.kvMount}/generated/identity/${portalClient}-client; roles are given by this file alone, the portal has no page for them`,
      },
    ],
  },
];
