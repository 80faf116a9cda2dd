import type { PortalLayout } from './layouts';

/** A permission of the portal that stands for requests: Oathkeeper lets them through for whoever has it. */
export interface AccessRule {
  readonly permission: ApiPermission;
  /** Name of the Oathkeeper rule. */
  readonly name: string;
  /** Path behind the portal's host, in Oathkeeper's form: `<…>` is a regular expression. No request may fit two rules. */
  readonly path: string;
  readonly methods: readonly ('GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[];
}

/** What each API permission lets a person do (mojaloop/iac-modules, default-config/mojaloop-rbac-api-resources.yaml). */
export const apiPermissions = {
  participantView: 'see participants, their limits and positions',
  participantDisableEnable: 'disable and enable participants and their accounts',
  positionFundsInOut: 'record funds in and out',
  positionNDCEdit: 'change net debit caps',
  settlementView: 'see settlements, windows and models',
  settlementCloseWindow: 'close settlement windows',
  settlementInitiateFinalise: 'initiate and finalise settlements',
  iamView: 'see people and their roles',
  iamEdit: 'give roles to people and take them away',
  reportingApi: 'open the list of reports (each report has a permission of its own)',
  transferApi: 'search transfers and trace one (each field has a permission of its own)',
} as const;
export type ApiPermission = keyof typeof apiPermissions;

/** A mark without requests of its own: exclusions name it, so that who audits is nobody who acts. */
export const auditPermission = 'auditSettlement';

const every = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const admin = '/api/central-admin';
const settlements = '/api/central-settlements';

export const accessRules: readonly AccessRule[] = [
  { permission: 'participantView', name: 'participant-view', path: `${admin}/participants<.*>`, methods: ['GET'] },
  { permission: 'settlementView', name: 'settlement-models-view', path: `${admin}/settlementModels<.*>`, methods: ['GET'] },
  {
    permission: 'positionFundsInOut',
    name: 'position-funds-in-out',
    path: `${admin}/participants/<[^/]+>/accounts<.*>`,
    methods: ['POST'],
  },
  { permission: 'positionNDCEdit', name: 'position-ndc-edit', path: `${admin}/participants/<[^/]+>/limits`, methods: ['PUT'] },
  {
    permission: 'participantDisableEnable',
    name: 'participant-disable-enable',
    path: `${admin}/participants/<[^/]+>/accounts<.*>`,
    methods: ['PUT'],
  },
  { permission: 'settlementView', name: 'settlement-view', path: `${settlements}/<.*>`, methods: ['GET'] },
  {
    permission: 'settlementInitiateFinalise',
    name: 'settlement-initiate-finalise',
    path: `${settlements}/settlements<.*>`,
    methods: ['POST', 'PUT'],
  },
  { permission: 'settlementCloseWindow', name: 'settlement-close-window', path: `${settlements}/settlementWindows<.*>`, methods: ['POST'] },
  { permission: 'iamView', name: 'iam-view', path: '/api/iam/<.*>', methods: ['GET'] },
  { permission: 'iamEdit', name: 'iam-edit', path: '/api/iam/<.*>', methods: ['POST', 'PUT', 'PATCH', 'DELETE'] },
  { permission: 'reportingApi', name: 'reporting-api', path: '/api/reports/<.*>', methods: ['GET'] },
  { permission: 'transferApi', name: 'transfer-api', path: '/api/transfers<(/.*)?>', methods: [...every] },
];

/** Every permission that means something to the portal of a release, but for those of reports: of APIs, the mark, and `kind.field` of the transfer API. */
export const knownPermissions = ({ fields }: PortalLayout): readonly string[] => [
  ...Object.keys(apiPermissions),
  auditPermission,
  ...Object.entries(fields).flatMap(([kind, names]) => names.map((name) => `${kind}.${name}`)),
];

/** `transfers.*` written out; anything else stands for itself. */
export function expandPermission({ fields }: PortalLayout, permission: string): string[] {
  if (!permission.endsWith('.*')) return [permission];
  const kind = permission.slice(0, -2);
  const known: Readonly<Record<string, readonly string[]>> = fields;
  return (known[kind] ?? []).map((name) => `${kind}.${name}`);
}
