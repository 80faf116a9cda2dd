import type { WorkbenchConfig } from '../../schema/workbench';
import type { Hosts } from '../hosts';
import { runsKeycloak } from '../identity';
import { portalLayout } from './layouts';

/** Helm releases of the portal and the Services that their charts make of these names. */
export const portalReleases = {
  kratos: 'kratos',
  keto: 'keto',
  oathkeeper: 'oathkeeper',
  login: 'kratos-login',
  operator: 'bof',
  // Short: with a longer one the name of a volume of its longest part is over the 63 characters of Kubernetes (finance-portal 5.1.3).
  portal: 'portal',
} as const;

/** Services of Ory, in the namespace of the portal. Requests come on the port of the Service; policies judge that of the pod. */
export const ory = {
  kratosPublic: { service: 'kratos-public', port: 80, podPort: 4433 },
  kratosAdmin: { service: 'kratos-admin', port: 80 },
  ketoRead: { service: 'keto-read', port: 80 },
  ketoWrite: { service: 'keto-write', port: 80 },
  oathkeeperApi: { service: 'oathkeeper-api', port: 4456 },
  login: { service: `${portalReleases.login}-kratos-selfservice-ui-node`, port: 80, podPort: 3000 },
} as const;

/** Pods of Kratos that send mail: the chart gives them a name of their own. */
export const courier = `${portalReleases.kratos}-courier`;

/** Client of the portal at the issuer of operators, and the account with which it reads who is there. */
export const portalClient = 'portal';
export const directoryAccount = 'portal-directory';
/** Name of the issuer in the addresses of Kratos. */
export const loginProvider = 'operators';

/** Everything of the portal is behind one host: its cookies never leave it. `callback` is where the issuer sends a person back to after the login. */
export function portalAddresses(hosts: Pick<Hosts, 'portal'>) {
  const portal = `https://${hosts.portal}`;
  const kratos = `${portal}/kratos/`;
  return { portal, kratos, login: `${portal}/auth`, callback: `${kratos}self-service/methods/oidc/callback/${loginProvider}` } as const;
}

/** Secrets that the charts read. */
export const portalSecrets = {
  kratos: 'kratos-secret',
  keto: 'keto-secret',
  providers: 'kratos-oidc-providers',
  directory: directoryAccount,
} as const;

export const runsPortal = ({ portal }: Pick<WorkbenchConfig, 'portal'>): boolean => portal.enabled;

/** The Helm release that holds APIs and pages. */
const holders = { bof: portalReleases.operator, 'finance-portal': portalReleases.portal } as const;

/** The Service of a part of the portal. */
export const portalService = (config: Pick<WorkbenchConfig, 'hub'>, part: PortalPart): string =>
  `${holders[portalLayout(config).chart]}-${part}`;

/** Parts of the portal: what they are for, on which port their pods listen, and which must not run twice. */
export const portalParts = {
  'role-assignment-service': { title: 'who has which role', port: 3008, single: false, api: '/api/iam' },
  'reporting-hub-bop-api-svc': { title: 'transfers and their traces', port: 3000, single: false, api: '/api/transfers' },
  'reporting-legacy-api': { title: 'reports', port: 3000, single: false, api: '/api/reports' },
  'reporting-hub-bop-experience-api-svc': {
    title: 'participants and positions, with who changed them',
    port: 3001,
    single: false,
    api: '/api/central-admin',
    behind: '/central-admin',
  },
  'reporting-events-processor-svc': { title: 'keeps the events of the hub', port: 3000, single: true },
  'reporting-hub-bop-shell': { title: 'the frame of the pages', port: 8080, single: false, page: '/' },
  'reporting-hub-bop-role-ui': { title: 'page of roles', port: 8081, single: false, page: '/uis/iam' },
  'reporting-hub-bop-trx-ui': { title: 'page of transfers', port: 8082, single: false, page: '/uis/transfers' },
  'reporting-hub-bop-settlements-ui': { title: 'page of settlements', port: 8083, single: false, page: '/uis/settlements' },
  'reporting-hub-bop-positions-ui': { title: 'page of positions', port: 8084, single: false, page: '/uis/positions' },
  'reporting-aggregator-svc': { title: 'puts transfers and conversions together', port: undefined, single: true },
} as const;
export type PortalPart = keyof typeof portalParts;

/** Parts that show people and their roles: names come from a Keycloak of ours only. */
const directoryParts: readonly PortalPart[] = ['role-assignment-service', 'reporting-hub-bop-role-ui'];

/** The parts that this environment has. */
export function partsOf(config: WorkbenchConfig): readonly PortalPart[] {
  const without = new Set<PortalPart>([...portalLayout(config).without, ...(runsKeycloak(config) ? [] : directoryParts)]);
  return (Object.keys(portalParts) as PortalPart[]).filter((part) => !without.has(part));
}

/** Whether roles are shown and given in the portal too; otherwise by the file alone. */
export const showsRoles = (config: WorkbenchConfig): boolean => partsOf(config).includes('role-assignment-service');
