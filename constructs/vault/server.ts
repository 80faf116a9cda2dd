import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operatorsNamespace, systemNamespace } from '../../config/model/namespaces';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { VaultSeal } from '../contracts';
import { pulled } from '../kubernetes/images';
import type { KubernetesObject, WaitCondition } from '../kubernetes/objects';
import { platformImages } from '../kubernetes/platform-images';
import { mergeValues, type ReleaseSpec, type Values } from '../kubernetes/release-spec';
import { projectRoot } from '../terraform/project-root';
import { deployer } from './access';
import { deployerRules } from './deployer-policy';
import { policyText } from './policies';

export const vaultTls = { secret: 'vault-tls', caSecret: 'vault-ca', clientSecret: 'vault-client', issuer: 'vault-ca' } as const;
const release = 'vault';
const image = 'hashicorp/vault:1.21.1';

const members = (config: WorkbenchConfig) =>
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
        duration: '2160h',
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
export function vaultRelease(config: WorkbenchConfig, version: string, seal: VaultSeal): ReleaseSpec {
  const { vault, auditVolume } = config.secrets;
  const tls = '/vault/userconfig/tls';
  const join = members(config).map((address) => `  retry_join { leader_api_addr = "${address}" leader_ca_cert_file = "${tls}/ca.crt" }`);
  const raft = [
    'ui = true',
    `listener "tcp" {\n  address = "[::]:8200"\n  cluster_address = "[::]:8201"\n  tls_cert_file = "${tls}/tls.crt"\n  tls_key_file = "${tls}/tls.key"\n}`,
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

/** The Job that initialises Vault once, keeps its unseal key, opens it, lets the deployer in, and revokes the root token. */
export function vaultBootstrap(config: WorkbenchConfig): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  const { vault, kubernetesAuthPath } = config.secrets;
  const { namespace } = vault;
  const name = 'vault-bootstrap';
  const [first = ''] = members(config);
  const environment = {
    VAULT_ADDR: first,
    VAULT_CACERT: '/tls/ca.crt',
    MEMBERS: members(config).join(' '),
    WORK: '/work',
    SEAL: vault.seal,
    NAMESPACE: namespace,
    AUTH_PATH: kubernetesAuthPath,
    KUBERNETES_HOST: 'https://kubernetes.default.svc',
    ROLE: deployer.role,
    SERVICE_ACCOUNT: deployer.serviceAccount,
    SYSTEM_NAMESPACE: systemNamespace,
    AUDIENCE: deployer.audience,
    POLICY: '/script/deployer.hcl',
  };
  const mounts = ['work', 'script', 'tls', 'unseal'].map((volume) => ({ name: volume, mountPath: `/${volume}` }));
  const step = (step: string) => ({
    name: step,
    image: pulled(config, image),
    command: ['/bin/sh', '/script/bootstrap.sh', step],
    env: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
    volumeMounts: mounts,
  });
  const keep = {
    name: 'keep-key',
    image: pulled(config, 'registry.k8s.io/kubectl:v1.33.4'),
    args: ['apply', '--server-side', '-f', '/work/status.json', '-f', '/work/secret.json', '--namespace', namespace],
    volumeMounts: mounts,
  };
  const subject = { kind: 'ServiceAccount', name, namespace };
  const meta = (kindName = name) => ({ name: kindName, namespace });
  return {
    objects: [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta() },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: meta(),
        rules: [{ apiGroups: [''], resources: ['secrets', 'configmaps'], verbs: ['create', 'get', 'patch'] }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: meta(),
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects: [subject],
      },
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: meta(`${name}-script`),
        data: {
          'bootstrap.sh': readFileSync(join(projectRoot(), 'constructs/vault/bootstrap.sh'), 'utf8'),
          'deployer.hcl': policyText(deployerRules(config)),
        },
      },
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: meta(),
        spec: {
          backoffLimit: 20,
          template: {
            spec: {
              serviceAccountName: name,
              restartPolicy: 'OnFailure',
              initContainers: [step('init'), keep],
              containers: [step('configure')],
              volumes: [
                { name: 'work', emptyDir: { medium: 'Memory' } },
                { name: 'script', configMap: { name: `${name}-script` } },
                { name: 'tls', secret: { secretName: vaultTls.secret } },
                { name: 'unseal', secret: { secretName: 'vault-unseal', optional: true } },
              ],
            },
          },
        },
      },
    ],
    waitFor: [{ namespace, group: 'batch', resource: 'job', names: [name], for: 'condition=complete' }],
  };
}
