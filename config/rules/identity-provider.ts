import { connectionManager, connectionManagerVersion, runsConnectionManager } from '../model/connection-manager';
import { oauthClient, realms } from '../model/edge';
import { issuerOf, runsKeycloak } from '../model/identity';
import { layoutOf } from '../releases/versions';
import { always, inProduction, present, type Rule, shared, when } from './rule';

/** Settings of an issuer elsewhere. */
const elsewhere = ['issuer', 'tokenEndpoint', 'jwksUri', 'portalIssuer', 'operatorIssuer'] as const;
/** Longest life of a token in production: nobody can take one back before. */
const longestMinutes = 60;

export const identityProviderRules: readonly Rule[] = [
  {
    code: 'IDP-ISSUER',
    severity: 'error',
    title: 'An identity provider elsewhere is named',
    appliesWhen: (config) => !runsKeycloak(config),
    check: ({ identity }) =>
      when(identity.issuer === undefined, () => ({
        path: ['identity', 'issuer'],
        message: 'the identity provider is elsewhere and has no issuer',
        hint: 'add identity.issuer, exactly as tokens carry it in iss, or write provider: keycloak',
      })),
  },
  {
    code: 'IDP-HTTPS',
    severity: 'error',
    title: 'An identity provider elsewhere is reached by https',
    appliesWhen: (config) => !runsKeycloak(config),
    check: ({ identity }) =>
      elsewhere.flatMap((key) => {
        const address = identity[key];
        return when(address !== undefined && !address.startsWith('https://'), () => ({
          path: ['identity', key],
          message: `${address} is not reached by https: whoever is between could give out tokens`,
          hint: 'use its https address',
        }));
      }),
  },
  {
    code: 'IDP-UNUSED',
    severity: 'warning',
    title: 'Addresses of an identity provider stand beside one that is elsewhere',
    appliesWhen: runsKeycloak,
    check: ({ identity }) =>
      elsewhere.flatMap((key) =>
        when(identity[key] !== undefined, () => ({
          path: ['identity', key],
          message: `${key} has no effect: Keycloak runs in the cluster`,
          hint: 'write identity.provider: external to use it, or remove it',
        })),
      ),
  },
  {
    code: 'IDP-CLIENTS',
    severity: 'warning',
    title: 'An identity provider elsewhere knows the clients of the hub',
    appliesWhen: (config) => !runsKeycloak(config) && config.identity.issuer !== undefined,
    check: (config) => {
      const { kvMount } = config.secrets;
      const clients = present(config.participants).map(({ item }) => oauthClient(item));
      const operators = runsConnectionManager(config)
        ? `; at ${issuerOf(config, 'operators').issuer} a client ${connectionManager.client} for logins (secret ${kvMount}/generated/identity/${connectionManager.client}-client)`
        : '';
      return [
        {
          path: ['identity', 'provider'],
          message: `what must be made at ${config.identity.issuer} by hand: a client for client credentials a participant (${clients.join(', ') || 'none yet'})`,
          hint: `its id in the claim azp or client_id, its secret from Vault at ${kvMount}/generated/participants/<id>/oauth-client, tokens of ${config.identity.tokenMinutes} minutes; at ${issuerOf(config, 'portals').issuer} a client <id>-portal for each portal (…/portal-client)${operators}`,
        },
      ];
    },
  },
  {
    code: 'IDP-TOKEN-LIFE',
    severity: 'warning',
    title: 'In production a token lives an hour at most',
    appliesWhen: inProduction,
    check: ({ identity: { tokenMinutes } }) =>
      when(tokenMinutes > longestMinutes, () => ({
        path: ['identity', 'tokenMinutes'],
        message: `a token lives ${tokenMinutes} minutes: a stolen one lets in as long, whatever is withdrawn meanwhile`,
        hint: `write at most ${longestMinutes}; payment managers fetch new ones by themselves`,
      })),
  },
  {
    code: 'IDP-OPERATOR-TWICE',
    severity: 'error',
    title: 'Every operator has a name and an address of their own',
    appliesWhen: always,
    check: ({ identity: { operators } }) =>
      (['username', 'email'] as const).flatMap((key) =>
        shared(
          operators.map((operator, index) => ({ index, operator })),
          ({ operator }) => operator[key].toLowerCase(),
        ).flatMap(([name, [, ...again]]) =>
          again.map(({ index }) => ({
            path: ['identity', 'operators', index, key],
            message: `${name} is somebody else's ${key} too`,
            hint: 'who logs in must be one person: give each their own',
          })),
        ),
      ),
  },
  {
    code: 'IDP-CLIENT-NAME',
    severity: 'error',
    title: 'No participant has the name of a client of the hub or of a part of its addresses',
    appliesWhen: always,
    check: ({ participants }) =>
      present(participants).flatMap(({ index, item }) =>
        when(taken.has(item.id), () => ({
          path: ['participants', index, 'id'],
          message: `${item.id} is ${taken.get(item.id)}`,
          hint: 'its client would be taken for that one: choose another id',
        })),
      ),
  },
  {
    code: 'MCM-RELEASE',
    severity: 'error',
    title: 'The connection manager goes with 17 and newer',
    appliesWhen: ({ hub }) => layoutOf(hub.release) !== 'v17',
    check: (config) =>
      when(config.connectionManager.enabled === true, () => ({
        path: ['connectionManager', 'enabled'],
        message: `the connection manager of ${config.hub.release} (chart ${connectionManagerVersion(config)}) cannot be told whom to trust as Vault, and its program makes a root of its own in the PKI`,
        hint: 'leave it out, or use Mojaloop 17 or newer',
      })),
  },
  {
    code: 'MCM-OFF',
    severity: 'warning',
    title: 'External participants find a connection manager',
    appliesWhen: (config) => !runsConnectionManager(config),
    check: ({ participants }) => {
      const external = present(participants).filter(({ item }) => item.external);
      return when(external.length > 0, () => ({
        path: ['connectionManager', 'enabled'],
        message: `${external.map(({ item }) => item.id).join(', ')} cannot exchange certificates and keys with the hub by itself: the connection manager is off`,
        hint: 'sign their requests by hand and hand the files over, or write connectionManager.enabled: true (17 and newer)',
      }));
    },
  },
  {
    code: 'MCM-GATEWAY',
    severity: 'error',
    title: 'The connection manager has a guard before it',
    appliesWhen: runsConnectionManager,
    check: ({ gateway }) =>
      when(gateway.controller === 'existing', () => ({
        path: ['connectionManager', 'enabled'],
        message: 'the connection manager lets in whoever reaches it, and a gateway that is there already is not told whom to stop',
        hint: 'write gateway.controller: envoy-gateway, or connectionManager.enabled: false',
      })),
  },
];

/** Names that mean something else at Keycloak or at the connection manager. */
const taken: ReadonlyMap<string, string> = new Map([
  ['jwscerts', 'an address of the connection manager'],
  ['servercerts', 'an address of the connection manager'],
  ['states-status', 'an address of the connection manager'],
  ['endpoints', 'an address of the connection manager'],
  ...['account', 'account-console', 'admin-cli', 'broker', 'realm-management', 'security-admin-console'].map(
    (name) => [name, `a client of Keycloak's own in the realm ${realms.participants}`] as const,
  ),
]);
