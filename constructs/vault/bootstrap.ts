import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemNamespace } from '../../config/model/namespaces';
import { sealOf } from '../../config/model/seal';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { pulled } from '../in-cluster/images';
import type { KubernetesObject, WaitCondition } from '../in-cluster/objects';
import type { Values } from '../in-cluster/release-spec';
import { projectRoot } from '../terraform/project-root';
import { deployer } from './access';
import { deployerRules } from './deployer-policy';
import { policyText } from './policies';
import { members, vaultTls } from './server';

/** Vault as a client, for what runs beside it. */
export const vaultImage = 'hashicorp/vault:1.21.1';
const rbac = 'rbac.authorization.k8s.io';
const account = 'vault-bootstrap';

/** The Job that initialises Vault once, keeps its unseal key, opens it, lets the deployer in, and revokes the root token. */
export function vaultBootstrap(config: WorkbenchConfig): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  const { vault, kubernetesAuthPath } = config.secrets;
  const { namespace } = vault;
  const [first = ''] = members(config);
  const environment = {
    VAULT_ADDR: first,
    VAULT_CACERT: '/tls/ca.crt',
    MEMBERS: members(config).join(' '),
    WORK: '/bootstrap',
    SEAL: sealOf(config),
    NAMESPACE: namespace,
    AUTH_PATH: kubernetesAuthPath,
    KUBERNETES_HOST: 'https://kubernetes.default.svc',
    ROLE: deployer.role,
    SERVICE_ACCOUNT: deployer.serviceAccount,
    SYSTEM_NAMESPACE: systemNamespace,
    AUDIENCE: deployer.audience,
    POLICY: '/script/deployer.hcl',
  };
  // The scripts need nothing but their files and Vault: user and group of Vault's own image, no rights besides.
  const confined = {
    resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  const mounts = ['bootstrap', 'script', 'tls', 'unseal'].map((volume) => ({ name: volume, mountPath: `/${volume}` }));
  const step = (step: string) => ({
    name: step,
    image: pulled(config, vaultImage),
    command: ['/bin/sh', '/script/bootstrap.sh', step],
    env: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
    volumeMounts: mounts,
    ...confined,
  });
  const keep = {
    name: 'keep-key',
    image: pulled(config, 'registry.k8s.io/kubectl:v1.33.4'),
    args: ['apply', '--server-side', '-f', '/bootstrap/keep', '--namespace', namespace],
    volumeMounts: mounts,
    ...confined,
  };
  const data = {
    'bootstrap.sh': readFileSync(join(projectRoot(), 'constructs/vault/bootstrap.sh'), 'utf8'),
    'deployer.hcl': policyText(deployerRules(config)),
  };
  const pod: Values = {
    serviceAccountName: account,
    restartPolicy: 'OnFailure',
    securityContext: { runAsNonRoot: true, runAsUser: 100, runAsGroup: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    initContainers: [step('init'), keep],
    containers: [step('configure')],
    volumes: [
      { name: 'bootstrap', emptyDir: { medium: 'Memory' } },
      { name: 'script', configMap: { name: `${account}-script` } },
      { name: 'tls', secret: { secretName: vaultTls.secret } },
      { name: 'unseal', secret: { secretName: 'vault-unseal', optional: true } },
    ],
  };
  // Kubernetes lets no Job change: another member or image is another Job, which finds done what is done.
  const job = `${account}-${createHash('sha256')
    .update(JSON.stringify([pod, data]))
    .digest('hex')
    .slice(0, 8)}`;
  const meta = (name: string) => ({ name, namespace });
  return {
    objects: [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta(account) },
      {
        apiVersion: `${rbac}/v1`,
        kind: 'Role',
        metadata: meta(account),
        rules: [{ apiGroups: [''], resources: ['secrets', 'configmaps'], verbs: ['create', 'get', 'patch'] }],
      },
      {
        apiVersion: `${rbac}/v1`,
        kind: 'RoleBinding',
        metadata: meta(account),
        roleRef: { apiGroup: rbac, kind: 'Role', name: account },
        subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
      },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta(`${account}-script`), data },
      { apiVersion: 'batch/v1', kind: 'Job', metadata: meta(job), spec: { backoffLimit: 20, template: { spec: pod } } },
    ],
    waitFor: [{ namespace, group: 'batch', resource: 'jobs', names: [job], for: 'condition=complete' }],
  };
}
