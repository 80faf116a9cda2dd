import type { RuleRow } from './cloud-rule-rows';

type Json = { readonly [key: string]: unknown };
const identity = (more: Json) => ({ identity: more });
const elsewhere = (more: Json = {}) => identity({ provider: 'external', issuer: 'https://id.example.org/dfsps', ...more });
const dfsp = (id: string, more: Json = {}) => ({ id, currency: 'USD', ...more });
const ada = { username: 'ada', email: 'ada@example.org' };
const farBank = { participants: [dfsp('far-bank', { external: true, domain: 'far-bank.example.org' })] };

/** Rules of the identity provider and of the connection manager. */
export const identityRuleRows: readonly RuleRow[] = [
  {
    code: 'IDP-ISSUER',
    settings: identity({ provider: 'external' }),
    finds: [
      'identity.issuer: the identity provider is elsewhere and has no issuer (add identity.issuer, exactly as tokens carry it in iss, or write provider: keycloak)',
    ],
    silent: elsewhere(),
  },
  {
    code: 'IDP-HTTPS',
    settings: elsewhere({ issuer: 'http://id.example.org/dfsps', jwksUri: 'http://id.example.org/keys' }),
    finds: [
      'identity.issuer: http://id.example.org/dfsps is not reached by https: whoever is between could give out tokens (use its https address)',
      'identity.jwksUri: http://id.example.org/keys is not reached by https: whoever is between could give out tokens (use its https address)',
    ],
    silent: elsewhere({ jwksUri: 'https://id.example.org/keys' }),
  },
  {
    code: 'IDP-UNUSED',
    settings: identity({ issuer: 'https://id.example.org/dfsps' }),
    finds: [
      'identity.issuer: issuer has no effect: Keycloak runs in the cluster (write identity.provider: external to use it, or remove it)',
    ],
    silent: elsewhere(),
  },
  {
    code: 'IDP-CLIENTS',
    settings: elsewhere({ operatorIssuer: 'https://id.example.org/staff' }),
    finds: [
      'identity.provider: what must be made at https://id.example.org/dfsps by hand: a client for client credentials a participant (demowallet) (its id in the claim azp or client_id, its secret from Vault at hub/generated/participants/<id>/oauth-client, tokens of 5 minutes; at https://id.example.org/dfsps a client <id>-portal for each portal (…/portal-client); at https://id.example.org/staff a client connection-manager for logins (secret hub/generated/identity/connection-manager-client))',
    ],
    silent: identity({}),
  },
  {
    code: 'IDP-TOKEN-LIFE',
    settings: { profile: 'production', ...identity({ tokenMinutes: 61 }) },
    finds: [
      'identity.tokenMinutes: a token lives 61 minutes: a stolen one lets in as long, whatever is withdrawn meanwhile (write at most 60; payment managers fetch new ones by themselves)',
    ],
    silent: { profile: 'production', ...identity({ tokenMinutes: 60 }) },
  },
  {
    code: 'IDP-OPERATOR-TWICE',
    settings: identity({ operators: [ada, { ...ada, email: 'Ada@example.org' }] }),
    finds: [
      "identity.operators.1.username: ada is somebody else's username too (who logs in must be one person: give each their own)",
      "identity.operators.1.email: ada@example.org is somebody else's email too (who logs in must be one person: give each their own)",
    ],
    silent: identity({ operators: [ada, { username: 'grace', email: 'grace@example.org' }] }),
  },
  {
    code: 'IDP-CLIENT-NAME',
    settings: { participants: [dfsp('account'), dfsp('jwscerts'), dfsp('bank')] },
    finds: [
      "participants.0.id: account is a client of Keycloak's own in the realm dfsps (its client would be taken for that one: choose another id)",
      'participants.1.id: jwscerts is an address of the connection manager (its client would be taken for that one: choose another id)',
    ],
  },
  {
    code: 'MCM-RELEASE',
    settings: { hub: { release: '16.0.4' }, connectionManager: { enabled: true } },
    finds: [
      'connectionManager.enabled: the connection manager of 16.0.4 (chart 1.2.4) cannot be told whom to trust as Vault, and its program makes a root of its own in the PKI (leave it out, or use Mojaloop 17 or newer)',
    ],
    silent: { hub: { release: '16.0.4' } },
  },
  {
    code: 'MCM-OFF',
    settings: { ...farBank, connectionManager: { enabled: false } },
    finds: [
      'connectionManager.enabled: far-bank cannot exchange certificates and keys with the hub by itself: the connection manager is off (sign their requests by hand and hand the files over, or write connectionManager.enabled: true (17 and newer))',
    ],
    silent: farBank,
  },
  {
    code: 'MCM-GATEWAY',
    settings: { gateway: { controller: 'existing' } },
    finds: [
      'connectionManager.enabled: the connection manager lets in whoever reaches it, and a gateway that is there already is not told whom to stop (write gateway.controller: envoy-gateway, or connectionManager.enabled: false)',
    ],
    silent: { gateway: { controller: 'existing' }, connectionManager: { enabled: false } },
  },
];
