import { z } from 'zod';
import { certificatesPem } from './callback';
import { cidr, dnsLabel, plainText } from './kinds';

/** Public keys as an API server tells them (RFC 7517). */
const keySet = z
  .strictObject({
    keys: z
      .array(z.record(z.string(), z.union([z.string(), z.array(z.string())])))
      .min(1)
      .describe('The keys, as they are told.'),
  })
  .optional()
  .describe(
    'Public keys that sign tokens of its accounts: what `kubectl get --raw /openid/v1/jwks` prints, which is no secret. Left out: Vault asks the issuer for them, and must reach it.',
  );

const participantCluster = z
  .strictObject({
    kubeconfig: plainText.default('~/.kube/config').describe('Path of the kubeconfig file. Nothing of it is copied into state or plans.'),
    context: plainText.describe('Context in that file.'),
    issuer: z
      .url()
      .describe('Issuer of the tokens of its accounts: `issuer` in what `kubectl get --raw /.well-known/openid-configuration` prints.'),
    jwks: keySet,
    audiences: z
      .array(plainText)
      .default([])
      .describe(
        'Audiences that its tokens carry when nobody asks for one (`--api-audiences` of its API server); the issuer when left out.',
      ),
    addresses: z
      .array(cidr)
      .min(1)
      .describe(
        'Addresses by which its pods leave its network. Nobody else reaches Vault by its host, and its payment managers may call the hub from there.',
      ),
    vaultAddress: z
      .url()
      .optional()
      .describe(
        'Address at which its pods reach Vault. Left out: that of the existing Vault, or `https://vault-<name>.<environment>.<domain>`, a host of the gateway that lets in `addresses` only.',
      ),
    vaultAuthority: certificatesPem
      .optional()
      .describe(
        'Who signed the certificate at that address (PEM); the PKI of the environment for its own host, public authorities for an existing Vault.',
      ),
    storageClass: dnsLabel(253).optional().describe('Storage class of volumes there; its default class when left out.'),
    apiServer: cidr.optional().describe('Range of its API server, for network policies; every address when left out.'),
  })
  .describe('A cluster that carries payment managers and nothing else of the hub.');

export const participantClustersSection = z
  .record(
    z.string().regex(/^[a-z][a-z0-9]{0,14}$/, 'must be 1 to 15 lower case letters and digits, beginning with a letter'),
    participantCluster,
  )
  .default({})
  .describe(
    'Further clusters for payment managers, by a name of yours. Each gets a stack `platform-<name>`: namespaces with network policies, certificates, a gateway, vault-config-operator, and a login at the Vault of the hub.',
  );
