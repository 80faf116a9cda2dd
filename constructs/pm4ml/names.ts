import type { EnvironmentModel } from '../../config/environment';
import { realms } from '../../config/model/edge';
import { issuerOf, runsKeycloak } from '../../config/model/identity';
import type { ParticipantConfig } from '../../config/schema/workbench';

/** Service names of the sub charts (their template `fullname`): the release and the name of the sub chart, or only the release when it holds that name. */
const fullname = (release: string, chart: string) =>
  (release.includes(chart) ? release : `${release}-${chart}`).slice(0, 63).replace(/-$/, '');

/** The testing toolkit's own template never leaves the name of the chart out, and ignores `fullnameOverride`. */
const toolkitName = (release: string, name: string) => `${release}-${name}`.slice(0, 63).replace(/-$/, '');

export const toolkitNames = { backend: 'ttk-backend', frontend: 'ttk-frontend' } as const;

/** Services of one payment manager, with the ports the charts give them. */
export const services = (release: string) =>
  ({
    portal: { service: fullname(release, 'frontend'), port: 80 },
    experienceApi: { service: fullname(release, 'experience-api'), port: 80 },
    managementApi: { service: fullname(release, 'management-api'), port: 80 },
    managementControl: { service: fullname(release, 'management-api'), port: 4005 },
    sdkInbound: { service: fullname(release, 'sdk-scheme-adapter-api-svc'), port: 4000 },
    sdkOutbound: { service: fullname(release, 'sdk-scheme-adapter-api-svc'), port: 4001 },
    coreConnector: { service: fullname(release, 'mojaloop-core-connector'), port: 3003 },
    simulator: { service: 'sim-backend', port: 3000 },
    toolkitApi: { service: toolkitName(release, toolkitNames.backend), port: 4040 },
    toolkitAdmin: { service: toolkitName(release, toolkitNames.backend), port: 5050 },
    toolkitPortal: { service: toolkitName(release, toolkitNames.frontend), port: 6060 },
    redis: { service: 'redis-master', port: 6379 },
  }) as const;

/** `host:port` of a Service in the namespace of the payment manager. */
export const address = ({ service, port }: { readonly service: string; readonly port: number }) => `${service}:${port}`;

/** Client of the login of a participant's portal. */
export const portalClient = (participant: ParticipantConfig) => `${participant.id}-portal`;

/** Addresses of the hub that a payment manager uses; those of the identity provider are elsewhere where the file says so. */
export function hubAddresses({ config, hosts }: Pick<EnvironmentModel, 'config' | 'hosts'>) {
  const { tokenEndpoint } = issuerOf(config, 'participants');
  const elsewhere = new URL(tokenEndpoint);
  return {
    /** Without a scheme: the SDK puts `https://` before it once mutual TLS is on (sdk-standard-components, baseRequests). */
    switch: `${hosts.interopSwitch}:443`,
    tokenEndpoint,
    /** The management API joins the two. */
    ...(runsKeycloak(config)
      ? { identityProvider: `https://${hosts.keycloak}`, tokenRoute: `realms/${realms.participants}/protocol/openid-connect/token` }
      : { identityProvider: elsewhere.origin, tokenRoute: elsewhere.pathname.slice(1) }),
    portalDiscovery: issuerOf(config, 'portals').discovery,
    connectionManager: `https://${hosts.connectionManager}`,
  } as const;
}

/** Currencies of its accounts, each once. */
export const currenciesOf = (participant: ParticipantConfig) => [...new Set([participant.currency, ...participant.currencies])];
