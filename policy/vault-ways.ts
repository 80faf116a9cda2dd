import { clusterAuthPath, clusterVaultHost } from '../config/model/participant-clusters';
import type { WorkbenchConfig } from '../config/schema/workbench';
import { block, blocks, isWorld } from './attributes';
import type { Attributes, Policy, Resource, Synthesised } from './policy';

/** The cluster of payment managers whose way to Vault a route is, by its one host; undefined for every other route. */
export function clusterOfWay(route: Attributes, config: WorkbenchConfig): string | undefined {
  const { hostnames } = block(route, 'spec') ?? {};
  const [host, ...others] = Array.isArray(hostnames) ? hostnames : [];
  if (others.length > 0 || block(route, 'metadata')?.namespace !== config.secrets.vault.namespace) return undefined;
  return Object.keys(config.participantClusters).find((name) => host === clusterVaultHost(config, { name }));
}

/** What of Vault such a way may lead to: logins of that cluster, the own token, secrets and certificates of payment managers. */
function isOfManagers({ type, value }: Attributes, rewritten: unknown, name: string, config: WorkbenchConfig): boolean {
  const { environment, secrets } = config;
  const login = `/v1/auth/${clusterAuthPath(config, { name })}/login`;
  const path = String(value);
  if (rewritten !== undefined) return type === 'Exact' && rewritten === login;
  if (type === 'Exact') return path === login || path === '/v1/sys/health' || /^\/v1\/auth\/token\/[a-z]+-self$/.test(path);
  const below = [
    `/v1/${secrets.kvMount}/data/generated/participants`,
    `/v1/${secrets.pm4mlMount}/pm4ml`,
    `/v1/sys/policies/password/workbench-${environment}`,
  ];
  const ofPki = new RegExp(`^/v1/${secrets.pkiMount}/(issue|sign|issuer|cert|ca|ca_chain)$`);
  return type === 'PathPrefix' && (below.includes(path) || ofPki.test(path));
}

/** Whether a policy lets in what the file names, and nobody else. */
function isClosed(policy: Resource, route: Attributes, addresses: readonly string[]): boolean {
  const spec = block(policy.attributes, 'spec') ?? {};
  const named = blocks(spec, 'targetRefs').some(({ kind, name }) => kind === 'HTTPRoute' && name === block(route, 'metadata')?.name);
  const authorization = block(spec, 'authorization') ?? {};
  const lists = blocks(authorization, 'rules').map((rule) => [block(rule, 'principal')?.clientCIDRs ?? []].flat());
  const ranges = lists.flat();
  return (
    named &&
    block(policy.attributes, 'metadata')?.namespace === block(route, 'metadata')?.namespace &&
    authorization.defaultAction === 'Deny' &&
    // A rule without a list would let in whoever fits the rest of it.
    lists.every((list) => list.length > 0) &&
    !isWorld(ranges) &&
    ranges.every((range) => addresses.includes(String(range)))
  );
}

export const vaultWayPolicies: readonly Policy[] = [
  {
    id: 'K8S-VAULT-WAY',
    severity: 'critical',
    title: 'A way to Vault for a cluster of payment managers lets in its addresses only, and leads to no more than they need',
    why: 'strangers could try logins at Vault, and an account of that cluster could try mounts and secrets of the hub',
    references: ['developer.hashicorp.com, Vault production hardening'],
    reads: ['kind:HTTPRoute'],
    check: (route, resource, all: Synthesised) => {
      const name = clusterOfWay(route, all.config);
      if (name === undefined) return undefined;
      const addresses = all.config.participantClusters[name]?.addresses ?? [];
      const closed = all.resources.some(
        (one) => one.type === 'kind:SecurityPolicy' && one.stack === resource.stack && isClosed(one, route, addresses),
      );
      if (!closed) return 'lets in more than the addresses of its cluster';
      const wrong = blocks(block(route, 'spec') ?? {}, 'rules').flatMap((rule) => {
        const rewritten = blocks(rule, 'filters').map((filter) => block(filter, 'urlRewrite', 'path')?.replaceFullPath)[0];
        const matches = blocks(rule, 'matches');
        return (matches.length > 0 ? matches : [{}])
          .map((match) => block(match, 'path') ?? {})
          .filter((path) => !isOfManagers(path, rewritten, name, all.config));
      });
      return wrong.length > 0 ? `leads to ${wrong.map(({ value }) => value ?? 'everything').join(', ')}` : undefined;
    },
  },
];
