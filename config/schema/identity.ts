import { z } from 'zod';
import { type ByProfile, dnsLabel } from './kinds';

const operator = z.strictObject({
  username: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'must be lower case letters, digits, dots and dashes')
    .describe('Name at the login.'),
  email: z.email().describe('Address of the person; it can be used at the login as well.'),
});

/** Who tells the hub's gateway, portals and tools who somebody is. */
export const identitySection = (by: ByProfile) =>
  z
    .strictObject({
      provider: z
        .enum(['keycloak', 'external'])
        .default('keycloak')
        .describe('`keycloak` runs in the cluster with its realms as configuration. `external` uses an OIDC issuer that is there already.'),
      issuer: z.url().optional().describe("External only: issuer of participants' tokens, exactly as in their claim `iss`."),
      tokenEndpoint: z
        .url()
        .optional()
        .describe('External only: where participants get tokens; below the issuer as Keycloak has it when left out.'),
      jwksUri: z.url().optional().describe('External only: public keys of the issuer; below the issuer as Keycloak has it when left out.'),
      portalIssuer: z
        .url()
        .optional()
        .describe('External only: issuer of people at the portals of payment managers; `identity.issuer` when left out.'),
      operatorIssuer: z.url().optional().describe('External only: issuer of operators of the hub; `identity.issuer` when left out.'),
      tokenMinutes: z
        .int()
        .min(1)
        .max(1440)
        .default(5)
        .describe('Life of an access token. A stolen one works as long, whatever is withdrawn meanwhile.'),
      sessionHours: z.int().min(1).max(24).default(10).describe('Longest login of a person at a portal or a tool of the hub.'),
      operators: z
        .array(operator)
        .default([])
        .describe(
          'People who run the hub. Each gets a first password, born in Vault, and must change it and set up a second factor at the first login.',
        ),
      namespace: dnsLabel().default('identity').describe('Namespace of Keycloak.'),
      replicas: z
        .int()
        .min(1)
        .max(5)
        .default(by(1, 2))
        .describe('Pods of Keycloak. They share sessions by the database and by each other.'),
    })
    .prefault({})
    .describe('Who participants, people and operators are: tokens and logins.');

/** Where participants and hub exchange certificates and keys. */
export const connectionManagerSection = z
  .strictObject({
    enabled: z
      .boolean()
      .optional()
      .describe(
        'The connection manager (MCM). On by default with Mojaloop 17 and newer, whose chart can be told the CA of the deployed Vault.',
      ),
    namespace: dnsLabel().default('connection-manager').describe('Namespace of the connection manager.'),
  })
  .prefault({})
  .describe('The connection manager, at which participants exchange certificates and keys with the hub.');
