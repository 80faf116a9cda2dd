import type { RuleRow } from './cloud-rule-rows';

type Json = { readonly [key: string]: unknown };
const ada = { username: 'ada', email: 'ada@example.org' };
const portal = (more: Json = {}, around: Json = {}) => ({
  identity: { operators: [ada] },
  ...around,
  portal: { enabled: true, users: [{ ...ada, roles: ['operator'] }], ...more },
});
const elsewhere = { identity: { provider: 'external', issuer: 'https://id.example.org' } };
const subject = { users: [{ ...ada, roles: ['operator'], subject: '77' }] };
const role = (...permissions: string[]) => ({ roles: [{ name: 'operator', permissions }] });

/** Rules of the portal, and of who may do what in it. */
export const portalRuleRows: readonly RuleRow[] = [
  {
    code: 'STK-PORTAL',
    settings: { portal: { users: [ada] } },
    finds: ['portal.users: the portal is off: its users are kept and not made (write portal.enabled: true)'],
    silent: portal(),
  },
  {
    code: 'BOF-RELEASE',
    settings: portal({}, { hub: { release: '15.2.0' } }),
    finds: [
      'portal.enabled: the portal of 15.2.0 (bof 3.0.1) has no page of roles: it knows people from WSO2 alone, which is not part of this workbench (roles are those of portal.users: change them here and deploy)',
    ],
    silent: portal({}, { hub: { release: '16.0.4' } }),
  },
  {
    code: 'BOF-EVENTS',
    settings: portal({ events: true }, { hub: { release: '16.0.4' } }),
    finds: [
      "portal.events: what brings messages of 16.0.4 to the portal was not tried, and a service whose messages can't be told may refuse payments (remove it until the hub has release 17.0.0: lists of transfers, quotes and settlements are there without it)",
    ],
    silent: portal({ events: true }, { hub: { release: '17.0.0' } }),
  },
  {
    code: 'BOF-EVENTS-PODS',
    settings: portal({ events: true }, { cluster: { podSecurity: 'restricted' } }),
    finds: [
      'portal.events: the program beside each service says nothing of its rights, so Kubernetes would refuse its pods under cluster.podSecurity: restricted (remove it, or write cluster.podSecurity: baseline)',
    ],
    silent: portal({ events: true }),
  },
  {
    code: 'BOF-GATEWAY',
    settings: portal({}, { gateway: { controller: 'existing' } }),
    finds: [
      'portal.enabled: the APIs of the portal do what anybody asks, and a gateway that is there already is not told whom to stop (write gateway.controller: envoy-gateway, or portal.enabled: false)',
    ],
    silent: { gateway: { controller: 'existing' } },
  },
  {
    code: 'BOF-ADDRESSES',
    settings: portal({}, { profile: 'production' }),
    finds: [
      'gateway.operatorAddresses: in production the portal lets nobody in without an address of theirs (name the addresses that operators come from)',
    ],
    silent: portal(),
  },
  {
    code: 'BOF-REPORT',
    settings: portal({ reports: 'test/fixtures/reports-wrong' }),
    finds: [
      'portal.reports: sends.yaml query gone begins with delete (a report asks: begin with SELECT or WITH)',
      'portal.reports: sends.yaml query gone is more than one statement (write a query each)',
      'portal.reports: sends.yaml query gone says DELETE, and a report changes nothing and locks nothing (take it out)',
      'portal.reports: sends.yaml query gone asks with :amount, which is no parameter of the report (add it to params, or write a value)',
      'portal.reports: sends.yaml no query asks with the parameter day (use it as :day, or take it out)',
      'portal.reports: settlement-window and windows have the path /settlement-window (give each a path of its own)',
    ],
    silent: portal({
      reports: 'test/fixtures/reports',
      roles: [{ name: 'operator', permissions: ['report-fees'] }],
    }),
  },
  {
    code: 'BOF-FACTOR',
    settings: portal(subject, { ...elsewhere, profile: 'production' }),
    finds: [
      'portal.secondFactor: nobody asks whether a login had a second factor: a password is enough to move money (write which claim of the ID token tells it, such as secondFactor: { claim: acr, values: [mfa] })',
    ],
    silent: portal({ ...subject, secondFactor: { values: ['mfa'] } }, { ...elsewhere, profile: 'production' }),
  },
  {
    code: 'BOF-FACTOR-ISSUER',
    settings: portal({ ...subject, secondFactor: { values: ['mfa'] } }, { ...elsewhere, profile: 'production' }),
    finds: [
      'portal.secondFactor: the portal judges the claim acr when somebody comes for the first time; later it only asks the issuer for it, and a browser can leave that question out (let the issuer itself refuse every login at its client portal that had no second factor)',
    ],
    silent: portal(subject, { ...elsewhere, profile: 'production' }),
  },
  {
    code: 'BOF-FACTOR-UNUSED',
    settings: portal({ secondFactor: { values: ['mfa'] } }),
    finds: [
      'portal.secondFactor: Keycloak in the cluster asks every operator for a second factor and tells of it in no claim: nobody would get in (remove it)',
    ],
    silent: portal({ ...subject, secondFactor: { values: ['mfa'] } }, elsewhere),
  },
  {
    code: 'BOF-CLIENT',
    settings: portal(subject, elsewhere),
    finds: [
      'portal.enabled: what must be made at https://id.example.org by hand: a client portal for logins (back to https://portal.dev.labs.example.org/kratos/self-service/methods/oidc/callback/operators, its secret from Vault at hub/generated/identity/portal-client; roles are given by this file alone, the portal has no page for them)',
    ],
    silent: portal(),
  },
  {
    code: 'BOF-PERMISSION',
    settings: portal({
      ...role('participantView', 'participantsView', 'transfers.*', 'transfer.transferStat', 'fees.*'),
      exclusions: [{ name: 'apart', permissions: ['iamEdit'], excludes: ['moveMoney'] }],
    }),
    finds: [
      'portal.roles.0.permissions.1: there is no permission participantsView at the portal of 17.1.0 (did you mean participantView?)',
      'portal.roles.0.permissions.3: there is no permission transfer.transferStat at the portal of 17.1.0 (did you mean transfer.transferState?)',
      'portal.roles.0.permissions.4: there is no permission fees.* at the portal of 17.1.0 (docs/portal.md lists them)',
      'portal.exclusions.0.excludes.0: there is no permission moveMoney at the portal of 17.1.0 (docs/portal.md lists them)',
    ],
    silent: portal(role('participantView', 'transfers.*', 'report-settlement')),
  },
  {
    code: 'BOF-TWICE',
    settings: portal({
      roles: [
        { name: 'operator', permissions: ['iamView'] },
        { name: 'Operator', permissions: ['iamView'] },
      ],
      users: [ada, { ...ada, username: 'Ada' }],
    }),
    finds: [
      'portal.roles.1.name: operator is there already (capitals and underscores do not tell them apart) (give each a name of its own)',
      'portal.users.1.username: ada is there already (write all roles of a person at one place)',
    ],
    silent: portal(),
  },
  {
    code: 'BOF-ROLE',
    settings: portal({ users: [{ ...ada, roles: ['operater', 'king'] }] }),
    finds: [
      'portal.users.0.roles.0: there is no role operater (did you mean operator?)',
      'portal.users.0.roles.1: there is no role king (roles: operator, manager, clerk, financeManager, dfspReconciliationReports, audit)',
    ],
    silent: portal(),
  },
  {
    code: 'BOF-ROLE-EXCLUDED',
    settings: portal(role('settlementCloseWindow', 'settlementInitiateFinalise')),
    finds: [
      'portal.roles.0.permissions: role operator has settlementCloseWindow and settlementInitiateFinalise, which window-and-settlement keeps apart (make two roles of it, for two persons)',
    ],
    silent: portal({ ...role('settlementCloseWindow', 'settlementInitiateFinalise'), exclusions: [] }),
  },
  {
    code: 'BOF-USER-EXCLUDED',
    settings: portal({ users: [{ ...ada, roles: ['operator', 'clerk'] }] }),
    finds: [
      'portal.users.0.roles: ada has settlementCloseWindow and settlementInitiateFinalise by operator and clerk, which window-and-settlement keeps apart (give one of the roles to somebody else)',
    ],
    silent: portal({ users: [{ ...ada, roles: ['operator', 'dfspReconciliationReports'] }] }),
  },
  {
    code: 'BOF-EXCLUSION-SELF',
    settings: portal({ exclusions: [{ name: 'apart', permissions: ['iamEdit', 'iamView'], excludes: ['iamEdit'] }] }),
    finds: ['portal.exclusions.0.excludes: iamEdit stands on both sides of apart: nobody could have it (take it from one of them)'],
    silent: portal({ exclusions: [{ name: 'apart', permissions: ['iamEdit'], excludes: ['positionFundsInOut'] }] }),
  },
  {
    code: 'BOF-PERSON',
    settings: portal({ users: [{ username: 'grace', email: 'grace@example.org', roles: ['operator'] }] }),
    finds: [
      'portal.users.0.username: grace is nobody at the identity provider: no login leads to these roles (add { username: grace, email: grace@example.org } to identity.operators)',
    ],
    silent: portal(subject, elsewhere),
  },
  {
    code: 'BOF-NOBODY',
    settings: portal({ users: [ada] }),
    finds: ['portal.users: nobody has a role: whoever logs in may do nothing (name people of identity.operators with their roles)'],
    silent: portal(),
  },
  {
    code: 'BOF-PARTICIPANT',
    settings: portal({ users: [{ ...ada, roles: ['operator'], participants: ['demowalet'] }] }),
    finds: ['portal.users.0.participants.0: there is no participant demowalet (did you mean demowallet?)'],
    silent: portal({ users: [{ ...ada, roles: ['operator'], participants: ['demowallet'] }] }),
  },
];
