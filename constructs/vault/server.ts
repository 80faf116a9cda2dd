import { runsMonitoring } from '../../config/model/monitoring';
import { operatorsNamespace } from '../../config/model/namespaces';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { PodIdentity, VaultSeal } from '../contracts';
import type { KubernetesObject } from '../in-cluster/objects';
import { platformImages } from '../in-cluster/platform-images';
import { mergeValues, type ReleaseSpec, type Values } from '../in-cluster/release-spec';

export const vaultTls = { secret: 'vault-tls', caSecret: 'vault-ca', clientSecret: 'vault-client', issuer: 'vault-ca' } as const;
const release = 'vault';

/** Address of each member inside the cluster. */
export const members = (config: WorkbenchConfig) =>
  Array.from({ length: config.secrets.vault.replicas }, (_, i) => `https://${release}-${i}.${release}-internal:8200`);

/**
 * Certificates of Vault itself, by a CA of its own: Vault cannot sign them before it runs.
 * The CA lies with cert-manager, whose issuer must trust Vault; the operator gets a certificate to receive the CA with it.
 */
export function vaultCertificates(config: WorkbenchConfig): KubernetesObject[] {
  const { namespace } = config.secrets.vault;
  const authority = config.certificates.namespace;
  const names = [release, `${release}-active`, `${release}-internal`].flatMap((name) => [
    name,
    `${name}.${namespace}.svc`,
    `${name}.${namespace}.svc.${config.network.clusterDomain}`,
  ]);
  const object = (kind: string, name: string, spec: Values, place?: string): KubernetesObject => ({
    apiVersion: 'cert-manager.io/v1',
    kind,
    metadata: { name, ...(place ? { namespace: place } : {}) },
    spec,
  });
  const signed = (name: string, place: string, spec: Values) =>
    object(
      'Certificate',
      name,
      {
        commonName: name,
        secretName: name,
        // Vault reads its certificate when it starts and never again: one of some months would run out under a member that nobody restarts.
        duration: '43800h',
        renewBefore: '720h',
        issuerRef: { name: vaultTls.issuer, kind: 'ClusterIssuer' },
        ...spec,
      },
      place,
    );
  return [
    object('Issuer', 'self-signed', { selfSigned: {} }, authority),
    object(
      'Certificate',
      vaultTls.caSecret,
      {
        isCA: true,
        commonName: 'Vault CA',
        secretName: vaultTls.caSecret,
        duration: '87600h',
        privateKey: { algorithm: 'ECDSA', size: 256 },
        issuerRef: { name: 'self-signed', kind: 'Issuer' },
      },
      authority,
    ),
    object('ClusterIssuer', vaultTls.issuer, { ca: { secretName: vaultTls.caSecret } }),
    signed(vaultTls.secret, namespace, { dnsNames: [...names, `*.${release}-internal`, 'localhost'], ipAddresses: ['127.0.0.1'] }),
    signed(vaultTls.clientSecret, operatorsNamespace, { dnsNames: ['vault-config-operator'] }),
  ];
}

/** Vault, highly available on raft with TLS. Its pods are not ready before they are unsealed, so nothing may wait for the release. */
export function vaultRelease(config: WorkbenchConfig, version: string, seal: VaultSeal, identity?: PodIdentity): ReleaseSpec {
  const { vault, auditVolume } = config.secrets;
  const watched = runsMonitoring(config);
  const tls = '/vault/userconfig/tls';
  const join = members(config).map((address) => `  retry_join { leader_api_addr = "${address}" leader_ca_cert_file = "${tls}/ca.crt" }`);
  const raft = [
    'ui = true',
    `listener "tcp" {\n  address = "[::]:8200"\n  cluster_address = "[::]:8201"\n  tls_cert_file = "${tls}/tls.crt"\n  tls_key_file = "${tls}/tls.key"\n${watched ? '  telemetry { unauthenticated_metrics_access = true }\n' : ''}}`,
    // Numbers only, and nobody but Prometheus reaches the path.
    watched ? 'telemetry {\n  prometheus_retention_time = "24h"\n  disable_hostname = true\n}' : '',
    `storage "raft" {\n  path = "/vault/data"\n${join.join('\n')}\n}`,
    seal.stanza,
    'service_registration "kubernetes" {}',
  ];
  const unseal =
    'for i in 1 2 3 4 5 6 7 8 9 10; do sleep 3; [ -s /vault/userconfig/unseal/key ] && vault write -force sys/unseal key=@/vault/userconfig/unseal/key >/dev/null 2>&1 && exit 0; done; exit 0';
  const secretVolume = (name: string, secretName: string, optional: boolean) => ({
    name,
    secret: { secretName, optional, defaultMode: 288 },
  });
  return {
    id: 'vault',
    name: release,
    namespace: vault.namespace,
    chart: 'vault',
    version,
    secretValues: [],
    values: mergeValues(
      {
        global: { tlsDisable: false },
        injector: { enabled: false },
        server: {
          authDelegator: { enabled: true },
          ...(identity ? { serviceAccount: { annotations: identity.annotations }, extraLabels: identity.podLabels } : {}),
          dataStorage: {
            enabled: true,
            size: vault.storage,
            ...(config.cluster.storageClass ? { storageClass: config.cluster.storageClass } : {}),
          },
          auditStorage: { enabled: true, size: auditVolume },
          extraEnvironmentVars: { VAULT_CACERT: `${tls}/ca.crt` },
          ha: {
            enabled: true,
            replicas: vault.replicas,
            raft: { enabled: true, setNodeId: true, config: raft.filter(Boolean).join('\n') },
          },
          volumes: [
            secretVolume('tls', vaultTls.secret, false),
            ...(seal.keyInCluster ? [secretVolume('unseal', 'vault-unseal', true)] : []),
          ],
          volumeMounts: [
            { name: 'tls', mountPath: tls, readOnly: true },
            ...(seal.keyInCluster ? [{ name: 'unseal', mountPath: '/vault/userconfig/unseal', readOnly: true }] : []),
          ],
          ...(seal.keyInCluster ? { postStart: ['/bin/sh', '-c', unseal] } : {}),
        },
      },
      platformImages(config, 'vault'),
    ),
  };
}
