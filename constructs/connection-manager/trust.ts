import type { EnvironmentModel } from '../../config/environment';
import type { KubernetesObject } from '../in-cluster/objects';
import type { Json } from '../in-cluster/release-spec';
import { hasOwnVault, vaultIssuer, vaultTrust } from '../pm4ml/account';

/**
 * A module that makes Node trust one CA more for every connection it opens. Node reads further CAs from a file only, and the chart can mount none; but it
 * takes variables, and Node takes a module from an address that holds it (`--import=data:`, Node 18.18 and newer).
 */
const trustModule = [
  'import tls from "node:tls";',
  'const make=tls.createSecureContext;',
  'tls.createSecureContext=(options)=>{const made=make(options);made.context.addCACert(process["env"].VAULT_CA);return made};',
].join('');

/** Variables by which the API verifies the deployed Vault; an existing Vault is trusted by what the image trusts. */
export function trustVariables(model: EnvironmentModel): Readonly<Record<string, Json>> {
  if (!hasOwnVault(model)) return {};
  return {
    VAULT_CA: { valueFrom: { secretKeyRef: { name: vaultTrust, key: 'ca.crt' } } },
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(trustModule)}`,
  };
}

/** A certificate by the CA of the deployed Vault: cert-manager puts that CA beside it, which is what it is for. */
export function trustObjects(model: EnvironmentModel): KubernetesObject[] {
  const { certificates, connectionManager } = model.config;
  if (!hasOwnVault(model)) return [];
  return [
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: vaultTrust, namespace: connectionManager.namespace },
      spec: {
        secretName: vaultTrust,
        commonName: 'connection-manager',
        duration: `${certificates.validityHours}h`,
        renewBefore: `${Math.floor(certificates.validityHours / 3)}h`,
        issuerRef: { name: vaultIssuer, kind: 'ClusterIssuer' },
      },
    },
  ];
}
