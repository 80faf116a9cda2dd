import type { EnvironmentModel } from '../../config/environment';
import { connectionManager, runsConnectionManager } from '../../config/model/connection-manager';
import { oauthClient, realms } from '../../config/model/edge';
import { participantHosts } from '../../config/model/hosts';
import { firstPassword } from '../../config/model/identity-secrets';
import { grafanaHost, monitoring, runsMonitoring } from '../../config/model/monitoring';
import { grafanaClient } from '../../config/model/monitoring-secrets';
import { directoryAccount, portalAddresses, portalClient, runsPortal } from '../../config/model/portal/portal';
import { portalClient as managerPortalClient } from '../pm4ml/names';

type Settings = Readonly<Record<string, string | number | boolean>>;

/** A client of a realm; `common` of its realm stands before it. */
export interface RealmClient {
  readonly clientId: string;
  readonly name: string;
  /** Id of its secret in the secret map. */
  readonly secret: string;
  /** Claims that its access tokens carry, word for word. */
  readonly claims?: Readonly<Record<string, string>>;
  readonly redirectUris?: readonly string[];
  readonly webOrigins?: readonly string[];
  /** What Keycloak keeps beside a client's settings, such as where a browser may be sent after a sign-out. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** An account of a program that reads who is there; it logs in by its password alone. */
export interface RealmMachine {
  readonly username: string;
  /** Id of its password in the secret map. */
  readonly password: string;
  /** What it may do in its realm, in words of Keycloak's `realm-management`. */
  readonly rights: readonly string[];
}

/** A person who gets a first password and must change it. */
export interface RealmUser {
  readonly username: string;
  readonly email: string;
  /** Id of the first password in the secret map. */
  readonly password: string;
}

/**
 * A realm as write-realms.mjs writes it into Keycloak. What all its clients share stands once: a ConfigMap holds 1 MiB, which is several thousand
 * participants so, and hundreds otherwise.
 */
export interface RealmDocument {
  readonly realm: Settings & { readonly realm: string };
  readonly common: Settings;
  readonly clients: readonly RealmClient[];
  /** Everybody the file names is in this group, which tokens carry; who leaves the file is shut out. */
  readonly group?: string;
  readonly users: readonly RealmUser[];
  readonly machines?: readonly RealmMachine[];
}

/** A client that gets tokens for itself and nobody else. */
const machine: Settings = {
  enabled: true,
  protocol: 'openid-connect',
  publicClient: false,
  clientAuthenticatorType: 'client-secret',
  serviceAccountsEnabled: true,
  standardFlowEnabled: false,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  // Tokens carry no role of any other client.
  fullScopeAllowed: false,
};

/** A client at which people log in by a browser: the code flow and nothing else. */
const website: Settings = { ...machine, serviceAccountsEnabled: false, standardFlowEnabled: true };

/** The realms of the hub's identity provider: clients of participants, people at portals, operators of the hub. Pure; no secret is in it. */
export function realmDocuments(model: EnvironmentModel): RealmDocument[] {
  const { config, hosts } = model;
  const { identity } = config;
  const sessions = identity.sessionHours * 3600;
  const base = (realm: string, displayName: string) => ({
    realm,
    displayName,
    enabled: true,
    sslRequired: 'external',
    registrationAllowed: false,
    resetPasswordAllowed: false,
    // Wrong passwords make the next try wait longer and longer.
    bruteForceProtected: true,
    accessTokenLifespan: identity.tokenMinutes * 60,
    ssoSessionMaxLifespan: sessions,
    ssoSessionIdleTimeout: Math.min(1800, sessions),
    eventsEnabled: true,
    eventsExpiration: config.operations.logRetentionDays * 86_400,
    adminEventsEnabled: true,
    // At least as long as the passwords that are born in Vault for sandboxes, and not the name of the person.
    passwordPolicy: 'length(12) and notUsername and notEmail',
  });
  const present = config.participants.filter((participant) => !participant.retired);
  const participants: RealmDocument = {
    realm: base(realms.participants, `Participants of ${hosts.base}`),
    common: machine,
    clients: present.map((participant) => ({
      clientId: oauthClient(participant),
      name: participant.name ?? participant.id,
      secret: `${participant.id}-oauth-client`,
      claims: { fspId: participant.id },
    })),
    users: [],
  };
  const portals: RealmDocument = {
    realm: base(realms.portals, `Portals of ${hosts.base}`),
    common: website,
    clients: present
      .filter(({ external }) => !external)
      .map((participant) => {
        const { portal, experienceApi } = participantHosts(config, participant);
        return {
          clientId: managerPortalClient(participant),
          name: `Portal of ${participant.name ?? participant.id}`,
          secret: `${participant.id}-portal-client`,
          claims: { fspId: participant.id },
          redirectUris: [`https://${experienceApi}/auth`, `https://${portal}/*`],
          webOrigins: [`https://${portal}`],
        };
      }),
    users: [],
  };
  const operators: RealmDocument = {
    realm: base(realms.operators, `Operators of ${hosts.base}`),
    common: website,
    clients: [
      ...(runsConnectionManager(config)
        ? [
            {
              clientId: connectionManager.client,
              name: 'Connection manager',
              secret: `${connectionManager.client}-client`,
              redirectUris: [`https://${hosts.connectionManager}${connectionManager.loginPath}`],
              webOrigins: [`https://${hosts.connectionManager}`],
              // The gateway sends the browser back there when the session has ended.
              attributes: { 'post.logout.redirect.uris': `https://${hosts.connectionManager}/` },
            },
          ]
        : []),
      ...(runsPortal(config)
        ? [
            {
              clientId: portalClient,
              name: 'Portal',
              secret: `${portalClient}-client`,
              redirectUris: [portalAddresses(hosts).callback],
              webOrigins: [`https://${hosts.portal}`],
              attributes: { 'post.logout.redirect.uris': `https://${hosts.portal}/` },
            },
          ]
        : []),
      ...(runsMonitoring(config)
        ? [
            {
              clientId: monitoring.grafana.client,
              name: 'Grafana',
              secret: grafanaClient.name,
              redirectUris: [`https://${grafanaHost(config)}${monitoring.grafana.loginPath}`],
              webOrigins: [`https://${grafanaHost(config)}`],
            },
          ]
        : []),
    ],
    ...(runsPortal(config) ? { machines: [{ username: directoryAccount, password: directoryAccount, rights: ['view-users'] }] } : {}),
    group: 'operators',
    users: identity.operators.map(({ username, email }) => ({ username, email, password: firstPassword(username) })),
  };
  return [participants, portals, operators];
}

/** Ids of the secrets that the realms need, each once. */
export const realmSecrets = (documents: readonly RealmDocument[]): string[] => [
  ...new Set(
    documents.flatMap(({ clients, users, machines = [] }) => [
      ...clients.map(({ secret }) => secret),
      ...[...users, ...machines].map(({ password }) => password),
    ]),
  ),
];
