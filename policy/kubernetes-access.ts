import { blocks } from './attributes';
import type { Policy, Verdict } from './policy';

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** Rights and identities inside the cluster and inside Vault. */
export const accessPolicies: readonly Policy[] = [
  {
    id: 'K8S-ROLE-NO-WILDCARD',
    severity: 'high',
    title: 'Roles of ours name what may be done with what',
    why: 'a wildcard grows with every kind that is installed later',
    references: ['CIS Kubernetes 5.1.3', 'CKV_K8S_49'],
    reads: ['kind:Role', 'kind:ClusterRole'],
    check: (object) => {
      const open = blocks(object, 'rules').filter((rule) => [...texts(rule.verbs), ...texts(rule.resources)].includes('*'));
      return open.length > 0 ? 'a rule allows everything' : undefined;
    },
  },
  {
    id: 'K8S-ROLE-NO-SECRETS-AT-LARGE',
    severity: 'high',
    title: 'Nobody of ours may read the Secrets of the whole cluster',
    why: 'one pod would read every password of the hub',
    references: ['CIS Kubernetes 5.1.2', 'CKV2_K8S_5'],
    reads: ['kind:ClusterRole'],
    check: (object) =>
      blocks(object, 'rules').some((rule) => texts(rule.resources).includes('secrets')) ? 'a cluster role reaches Secrets' : undefined,
  },
  {
    id: 'K8S-BINDING-NO-ADMIN',
    severity: 'critical',
    title: 'No account of ours administers the cluster',
    why: 'its token would be the whole hub',
    references: ['CIS Kubernetes 5.1.1'],
    reads: ['kind:ClusterRoleBinding', 'kind:RoleBinding'],
    check: ({ roleRef }) =>
      ['cluster-admin', 'admin'].includes(String((roleRef as { name?: unknown } | undefined)?.name)) ? 'binds an administrator' : undefined,
  },
  {
    id: 'K8S-ACCOUNT-NO-TOKEN',
    severity: 'medium',
    title: 'Service accounts hand their token to no pod that does not ask',
    why: 'a pod that needs no Kubernetes API would carry a login to it',
    references: ['CIS Kubernetes 5.1.6', 'CKV_K8S_38'],
    reads: ['kubernetes_service_account_v1'],
    check: ({ automount_service_account_token: automount }) =>
      automount === false ? undefined : 'automount_service_account_token is not off',
  },
  {
    id: 'VLT-POLICY-NAMED-PATHS',
    severity: 'critical',
    title: 'Policies of Vault name the paths they allow',
    why: 'a policy for everything makes every login the administrator',
    references: ['developer.hashicorp.com/vault, production hardening: least privilege'],
    reads: ['vault_policy'],
    check: ({ policy }): Verdict => {
      const text = String(policy);
      if (/path "\*"|path "\+\/\*"/.test(text)) return 'allows every path';
      return /capabilities = \[[^\]]*"root"/.test(text) ? 'gives root' : undefined;
    },
  },
  {
    id: 'VLT-ROLE-BOUND',
    severity: 'critical',
    title: 'Roles of Vault are bound to one account in one namespace',
    why: 'any pod of any namespace would get the secrets of the role',
    references: ['developer.hashicorp.com/vault, Kubernetes auth method'],
    reads: ['vault_kubernetes_auth_backend_role'],
    check: ({ bound_service_account_names: names, bound_service_account_namespaces: namespaces }) =>
      [...texts(names), ...texts(namespaces)].includes('*') || texts(names).length === 0 ? 'is open to every account' : undefined,
  },
  {
    id: 'VLT-TOKEN-SHORT',
    severity: 'medium',
    title: 'Logins to Vault last an hour at most',
    why: 'a token that leaks works until it ends',
    references: ['developer.hashicorp.com/vault, production hardening: short TTLs'],
    reads: ['vault_kubernetes_auth_backend_role', 'vault_jwt_auth_backend_role'],
    check: ({ token_max_ttl: longest, role_type: type }) => {
      // People work longer than a pipeline runs.
      const allowed = type === 'oidc' ? 8 * 3600 : 3600;
      return typeof longest === 'number' && longest > 0 && longest <= allowed ? undefined : `token_max_ttl is ${longest ?? 'not set'}`;
    },
  },
];
