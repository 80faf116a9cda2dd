import { block, blocks, isOn } from './attributes';
import type { Policy } from './policy';

/** Namespaces, releases, certificates and stores inside the cluster. */
export const kubernetesPolicies: readonly Policy[] = [
  {
    id: 'K8S-NAMESPACE-POD-SECURITY',
    severity: 'high',
    title: 'Every namespace enforces a Pod Security Standard; privileged is that of the agents of nodes alone',
    why: 'a chart of tomorrow could bring privileged pods',
    references: ['CIS Kubernetes 5.2.1'],
    reads: ['kubernetes_namespace_v1'],
    check: (attributes) => {
      const labels = block(attributes, 'metadata', 'labels');
      const level = labels?.['pod-security.kubernetes.io/enforce'];
      // What watches a node reads its files and its network: it has a namespace of its own, and nothing else is there.
      if (level === 'privileged' && labels?.['workbench.mojaloop.io/role'] === 'node-agents') return undefined;
      return level === 'baseline' || level === 'restricted' ? undefined : `enforces ${level ?? 'nothing'}`;
    },
  },
  {
    id: 'K8S-NAMESPACE-DEFAULT-DENY',
    severity: 'high',
    title: 'Every namespace refuses what the flow table does not name',
    why: 'one broken pod would reach the ledger',
    references: ['CIS Kubernetes 5.3.2', 'CKV2_K8S_6'],
    reads: ['kubernetes_namespace_v1'],
    check: (_attributes, resource, all) => {
      const name = block(resource.attributes, 'metadata')?.name;
      const policies = all.resources.filter(
        (one) => one.type === 'kubernetes_network_policy_v1' && block(one.attributes, 'metadata')?.namespace === name,
      );
      const denies = policies.some(({ attributes }) => {
        const types = block(attributes, 'spec')?.policy_types;
        const spec = block(attributes, 'spec');
        return Array.isArray(types) && types.length === 2 && spec?.ingress === undefined && spec?.egress === undefined;
      });
      return denies ? undefined : 'has no policy that denies by default';
    },
  },
  {
    id: 'K8S-POLICY-BOTH-WAYS',
    severity: 'medium',
    title: 'Network policies rule both directions',
    why: 'data leaves by the direction that nobody rules',
    references: ['CIS Kubernetes 5.3.2'],
    reads: ['kubernetes_network_policy_v1'],
    check: (attributes) => {
      const types = block(attributes, 'spec')?.policy_types;
      return Array.isArray(types) && types.includes('Ingress') && types.includes('Egress') ? undefined : 'rules one direction only';
    },
  },
  {
    id: 'K8S-RELEASE-PINNED',
    severity: 'high',
    title: 'Charts are pinned to one version',
    why: 'a range installs another chart than the one that was checked',
    references: ['config/releases/charts.lock.json'],
    reads: ['helm_release'],
    check: ({ version, chart }) =>
      (version === undefined && /(^assets\/|\.tgz$|^\/|^\.)/.test(String(chart))) || /^v?\d+\.\d+\.\d+[\w.+-]*$/.test(String(version))
        ? undefined
        : `version is ${version ?? 'not set'}`,
  },
  {
    id: 'K8S-RELEASE-SAFE-SOURCE',
    severity: 'high',
    title: 'Charts come by an encrypted way',
    why: 'anybody on the way could change them',
    references: ['CIS Kubernetes 5.5.1'],
    reads: ['helm_release'],
    check: ({ repository }) => (String(repository ?? '').startsWith('http:') ? `comes from ${repository}` : undefined),
  },
  {
    id: 'K8S-RELEASE-NO-PLAIN-SECRET',
    severity: 'critical',
    title: 'Secrets go to charts by write-only values, never by plain ones',
    why: '`set_sensitive` hides a value on the screen and keeps it in the state',
    references: ['developer.hashicorp.com/terraform, write-only arguments'],
    reads: ['helm_release'],
    check: ({ set_sensitive: sensitive }) => (sensitive === undefined ? undefined : 'uses set_sensitive'),
  },
  {
    id: 'K8S-RELEASE-HISTORY',
    severity: 'low',
    title: 'Helm keeps few old revisions',
    why: 'each is a Secret of a megabyte in etcd',
    references: ['helm.sh/docs, history-max'],
    reads: ['helm_release'],
    check: ({ max_history: most }) => (typeof most === 'number' && most > 0 && most <= 10 ? undefined : 'keeps every revision'),
  },
  {
    id: 'K8S-CERTIFICATE-RENEWED',
    severity: 'medium',
    title: 'Certificates are renewed before they end',
    why: 'an ended certificate stops every participant at once',
    references: ['cert-manager.io/docs, Certificate'],
    reads: ['kind:Certificate'],
    check: (object) => {
      const spec = block(object, 'spec') ?? {};
      return spec.isCA === true || spec.renewBefore !== undefined || spec.duration === undefined ? undefined : 'has no renewBefore';
    },
  },
  {
    id: 'K8S-SECRET-NOT-REFRESHED',
    severity: 'critical',
    title: 'No password of a store changes by itself',
    why: 'the store would still know the old one, and payments would stop',
    references: ['docs/decisions/0002-vault-config-operator.md'],
    reads: ['kind:RandomSecret'],
    check: (object) => (block(object, 'spec')?.refreshPeriod === undefined ? undefined : 'has a refreshPeriod'),
  },
  {
    id: 'K8S-STORE-BACKUP',
    severity: 'high',
    title: 'Stores in the cluster are backed up',
    why: 'nothing else brings the ledger back',
    references: ['design of the stores stack'],
    reads: ['kind:PerconaXtraDBCluster', 'kind:PerconaServerMongoDB'],
    check: (object, { stack }, all) => {
      const scheduled = blocks(block(object, 'spec', 'backup') ?? {}, 'schedule').length > 0;
      const jobs = all.resources.some((one) => one.type === 'kind:CronJob' && one.stack === stack);
      return scheduled || jobs ? undefined : 'has no schedule of backups';
    },
  },
  {
    id: 'K8S-STORE-KEPT',
    severity: 'high',
    title: 'Deleting a store object does not delete its volumes',
    why: 'one wrong command would be the end of the ledger',
    references: ['docs.percona.com, finalizers'],
    reads: ['kind:PerconaXtraDBCluster', 'kind:PerconaServerMongoDB'],
    check: (object) => {
      const finalizers = block(object, 'metadata')?.finalizers;
      return Array.isArray(finalizers) && finalizers.some((one) => /delete-.*pvc/.test(String(one))) ? 'deletes its volumes' : undefined;
    },
  },
  {
    id: 'K8S-VOLUME-ENCRYPTED',
    severity: 'high',
    title: 'Volumes of the default class are encrypted',
    why: 'a copied disk would be a copied ledger',
    references: ['CKV_AWS_3'],
    reads: ['kubernetes_storage_class_v1'],
    check: ({ parameters }) => {
      const settings = (parameters ?? {}) as Readonly<Record<string, unknown>>;
      return isOn(settings.encrypted) || settings.diskEncryptionSetID !== undefined
        ? undefined
        : 'makes volumes without encryption of ours';
    },
  },
  {
    id: 'VLT-AUDIT',
    severity: 'critical',
    title: 'Vault writes down who read what',
    why: 'without it nobody learns of a stolen secret',
    references: ['developer.hashicorp.com/vault, production hardening: audit'],
    reads: ['vault_mount'],
    check: (_attributes, resource, all) =>
      all.resources.some(({ type, stack }) => type === 'vault_audit' && stack === resource.stack)
        ? undefined
        : 'is used without an audit device',
  },
  {
    id: 'VLT-PKI-ROLE-NARROW',
    severity: 'high',
    title: 'Roles of the PKI sign names of the environment only',
    why: 'a participant could have a certificate in the name of another',
    references: ['developer.hashicorp.com/vault, PKI considerations'],
    reads: ['vault_pki_secret_backend_role'],
    check: ({ allow_any_name: any, allowed_domains: domains }) =>
      any === true && !(Array.isArray(domains) && domains.length > 0) ? 'signs any name' : undefined,
  },
];
