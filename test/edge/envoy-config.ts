import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { KubernetesObject } from '../../constructs/in-cluster/objects';
import type { LoginFilter } from './login-filter';
import type { Identity } from './people';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Section = { [key: string]: Json };

export interface Place {
  readonly folder: string;
  /** Ports of the loopback interface: where Envoy listens, its administration, and who stands in for the hub's services and for the identity provider. */
  readonly ports: Readonly<Record<'https' | 'http' | 'admin' | 'echo' | 'jwks' | 'vault', number>>;
  readonly server: Identity;
  /** What is shown for hosts of payment managers, by the name of its Secret. */
  readonly managers: Readonly<Record<string, Identity>>;
  /** Certificates (PEM) by the name of the Secret or ConfigMap that holds them as `ca.crt`. */
  readonly authorities: Readonly<Record<string, string>>;
  /** Who signed the certificate of what a cloud puts before the gateway; trusted where the objects trust it. */
  readonly front: string;
  /** Who signed the certificate of Vault. */
  readonly vaultAuthority: string;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** What is in the cluster beside our objects: the Secrets that cert-manager and vault-config-operator make, the Services of the hub, the namespaces. */
function surroundings(objects: readonly KubernetesObject[], { server, managers, authorities, vaultAuthority }: Place): Section[] {
  const gateway = objects.find(({ kind }) => kind === 'Gateway') as unknown as { metadata: { namespace: string } };
  const { namespace } = gateway.metadata;
  const routes = objects.filter(({ kind }) => kind === 'HTTPRoute') as unknown as {
    metadata: { namespace: string };
    spec: { rules: { backendRefs?: { name: string; namespace?: string; port: number }[] }[] };
  }[];
  const services = routes.flatMap((route) =>
    route.spec.rules.flatMap(({ backendRefs = [] }) => backendRefs.map((to) => ({ namespace: route.metadata.namespace, ...to }))),
  );
  const judges = objects.filter(({ kind }) => kind === 'SecurityPolicy') as unknown as {
    metadata: { namespace: string };
    spec: { extAuth?: { http: { backendRefs: { name: string; port: number }[] } } };
  }[];
  for (const { metadata, spec } of judges)
    services.push(...(spec.extAuth?.http.backendRefs ?? []).map((to) => ({ namespace: metadata.namespace, ...to })));
  const unique = [...new Map(services.map((service) => [`${service.namespace}/${service.name}`, service])).values()];
  const labels = { 'workbench.mojaloop.io/environment': 'dev' };
  const namespaces = [...new Set([namespace, ...unique.map((service) => service.namespace)])];
  return [
    ...namespaces.map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { ...labels, 'kubernetes.io/metadata.name': name } },
    })),
    ...Object.entries({ ...managers, 'gateway-tls': server }).map(([name, { cert, key }]) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/tls',
      metadata: { name, namespace },
      data: { 'tls.crt': base64(cert), 'tls.key': base64(key) },
    })),
    ...Object.entries(authorities).map(([name, pem]) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace },
      data: { 'ca.crt': base64(pem) },
    })),
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'vault-tls', namespace: 'vault' }, data: { 'ca.crt': base64(vaultAuthority) } },
    ...unique.map(({ name, port, namespace: own }) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: own },
      spec: { clusterIP: '10.96.1.2', ports: [{ name: 'http', port, protocol: 'TCP' }] },
    })),
  ];
}

const translated = [
  'GatewayClass',
  'EnvoyProxy',
  'Gateway',
  'HTTPRoute',
  'ConfigMap',
  'ClientTrafficPolicy',
  'SecurityPolicy',
  'BackendTrafficPolicy',
  'BackendTLSPolicy',
  'EnvoyExtensionPolicy',
  'HTTPRouteFilter',
  'ReferenceGrant',
];

interface Selected {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: Readonly<Record<string, string>> };
}

/**
 * The translator's command forgets the labels of what it reads, though the gateway itself does not: what our policies select by label is written out by name
 * here, and a listener that takes routes of namespaces by label takes those of all.
 */
function withoutLabels(objects: readonly KubernetesObject[]): Section[] {
  const routes = objects.filter(({ kind }) => kind === 'HTTPRoute') as unknown as readonly Selected[];
  return objects.map((object): Section => {
    const { spec = {}, metadata } = JSON.parse(JSON.stringify(object)) as { spec?: Section; metadata: { namespace: string } };
    const whole = { ...(object as unknown as Section), ...(object.spec ? { spec } : {}) };
    for (const listener of (object.kind === 'Gateway' ? (spec.listeners as Section[]) : []) as Section[])
      listener.allowedRoutes = { namespaces: { from: 'All' } };
    const selectors = spec.targetSelectors as unknown as { matchLabels: Readonly<Record<string, string>> }[] | undefined;
    if (!selectors) return whole;
    const { targetSelectors: _, ...rest } = spec;
    const found = routes.filter(
      (route) =>
        route.metadata.namespace === metadata.namespace &&
        selectors.some(({ matchLabels }) => Object.entries(matchLabels).every(([key, value]) => route.metadata.labels?.[key] === value)),
    );
    const targetRefs = found.map((route) => ({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: route.metadata.name }));
    return { ...whole, spec: { ...rest, targetRefs } };
  });
}

function runTranslator(egctl: string, objects: readonly unknown[], { folder }: Place): Section {
  const file = join(folder, 'objects.yaml');
  writeFileSync(file, objects.map((object) => stringify(object)).join('---\n'));
  const what = ['--from', 'gateway-api', '--to', 'gateway-api,xds', '--type', 'all', '--output', 'json', '--file', file];
  const options = { encoding: 'utf8', maxBuffer: 256 << 20, stdio: 'pipe' } as const;
  const output = execFileSync(egctl, ['experimental', 'translate', ...what], options);
  // Where it tries our script, the script's own words come first.
  return JSON.parse(output.slice(output.search(/^\{/m))) as Section;
}

/**
 * Our Kubernetes objects as the xDS that Envoy Gateway makes of them. First as they are, labels and all, against the schemas of its kinds.
 * @throws Error with what its translator says
 */
export function translate(egctl: string, objects: readonly KubernetesObject[], place: Place): Section {
  const own = objects.filter(({ kind }) => translated.includes(kind));
  const around = surroundings(objects, place);
  runTranslator(egctl, [...own, ...around], place);
  return runTranslator(egctl, [...withoutLabels(own), ...around], place);
}

/** Every section of a tree that a condition holds for. */
function sectionsOf(tree: Json, wanted: (section: Section) => boolean): Section[] {
  if (Array.isArray(tree)) return tree.flatMap((each) => sectionsOf(each, wanted));
  if (typeof tree !== 'object' || tree === null) return [];
  return [...(wanted(tree) ? [tree] : []), ...Object.values(tree).flatMap((each) => sectionsOf(each, wanted))];
}

/** Policies that the translator did not accept, with its own words. */
export function refusedPolicies(result: Section): string[] {
  const conditions = sectionsOf(
    result,
    ({ status, type, message }) => status === 'False' && typeof type === 'string' && typeof message === 'string',
  );
  return conditions.map(({ type, reason, message }) => `${type} ${reason}: ${message}`);
}

/** What a dump holds under a key, without the type that only a dump says. */
const parts = (xds: Json, key: string) =>
  sectionsOf(xds, (section) => typeof section[key] === 'object' && section[key] !== null).map((section) => {
    const { '@type': _, ...part } = section[key] as Section;
    return part;
  });

/**
 * The xDS as a file that an Envoy can be started with: what it would be sent is written in place, names of services become addresses of the loopback
 * interface, and certificates stand beside it. Filters, their order, policies and routes stay as the translator made them.
 */
/** Logins stand before everything else of their listener, and count on their own routes alone. */
function withLogins(listeners: Section[], logins: readonly LoginFilter[]): void {
  for (const manager of sectionsOf(listeners as Json, (section) => Array.isArray(section.httpFilters) && 'routeConfig' in section))
    for (const { route, filter } of logins) {
      const own = sectionsOf(
        manager.routeConfig as Json,
        (section) => 'match' in section && JSON.stringify(section.metadata ?? {}).includes(`"name":"${route}"`),
      );
      if (own.length === 0) continue;
      (manager.httpFilters as Json[]).unshift(filter as unknown as Json);
      for (const one of own) {
        const enabled = { '@type': 'type.googleapis.com/envoy.config.route.v3.FilterConfig', config: {} };
        one.typedPerFilterConfig = { ...((one.typedPerFilterConfig as Section | undefined) ?? {}), [filter.name]: enabled };
      }
    }
}

/** Names that the proxies of a gateway (`<namespace>/<name>`) answer for; `*` is what Kubernetes asks whether they are ready. */
export const domainsOf = (result: Section, gateway: string): string[] =>
  [
    ...new Set(
      sectionsOf((result.xds as Section)[gateway] as Json, ({ domains }) => Array.isArray(domains)).flatMap(({ domains }) =>
        (domains as string[]).filter((name) => name !== '*'),
      ),
    ),
  ].toSorted();

export function envoyConfig(
  result: Section,
  place: Place,
  trustsFront = false,
  logins: readonly LoginFilter[] = [],
  gateway = 'gateway/hub',
): string {
  const { folder, ports, server, managers, authorities, front, vaultAuthority } = place;
  // Proxies are of one gateway, and a translation holds those of all.
  const xds = (result.xds as Section)[gateway] as Json;
  // Not the one by which Kubernetes asks whether a proxy is ready.
  const listeners = parts(xds, 'listener').filter(({ name }) => !String(name).startsWith('envoy-gateway-proxy-ready'));
  const clusters = parts(xds, 'cluster').filter((cluster) => 'name' in cluster);
  const routes = new Map(parts(xds, 'routeConfig').map((route) => [route.name, route]));
  const endpoints = new Map(parts(xds, 'endpointConfig').map((one) => [one.clusterName, one]));
  for (const manager of sectionsOf(listeners as Json, (section) => 'rds' in section)) {
    manager.routeConfig = routes.get((manager.rds as Section).routeConfigName as string) as Section;
    delete manager.rds;
  }
  for (const cluster of clusters) {
    if (!('edsClusterConfig' in cluster)) continue;
    cluster.loadAssignment = endpoints.get(((cluster.edsClusterConfig as Section).serviceName ?? cluster.name) as string) as Section;
    cluster.type = 'STATIC';
    delete cluster.edsClusterConfig;
  }
  for (const listener of listeners) {
    const { socketAddress } = listener.address as { socketAddress: Section };
    // Envoy Gateway's proxies listen 10,000 above a privileged port of the Service. A gateway has one listener beside that of 443 at most.
    Object.assign(socketAddress, { address: '127.0.0.1', portValue: socketAddress.portValue === 10443 ? ports.https : ports.http });
  }
  for (const cluster of clusters)
    for (const address of sectionsOf(cluster, (section) => 'portValue' in section)) {
      const identityProvider = String(address.address).startsWith('keycloak.');
      const service = String(cluster.name).startsWith('httproute/vault/') ? ports.vault : ports.echo;
      Object.assign(address, { address: '127.0.0.1', portValue: identityProvider ? ports.jwks : service });
    }
  withLogins(listeners, logins);
  const named = sectionsOf([...listeners, ...clusters] as Json, (section) => 'sdsConfig' in section).map((reference) => {
    delete reference.sdsConfig;
    return reference.name as string;
  });
  const authority = [...Object.values(authorities), ...(trustsFront ? [front] : [])].join('\n');
  const shown = (name: string) => Object.entries(managers).find(([secret]) => name.endsWith(secret))?.[1] ?? server;
  const secrets = [...new Set(named)].map((name) =>
    name.includes('gateway-tls')
      ? { name, tlsCertificate: { certificateChain: { inlineString: shown(name).cert }, privateKey: { inlineString: shown(name).key } } }
      : { name, validationContext: { trustedCa: { inlineString: name.startsWith('revocation/') ? vaultAuthority : authority } } },
  );
  const file = join(folder, 'envoy.json');
  const admin = { address: { socketAddress: { address: '127.0.0.1', portValue: ports.admin } } };
  writeFileSync(
    file,
    JSON.stringify(
      {
        node: { id: 'test', cluster: 'test' },
        admin,
        staticResources: {
          listeners,
          clusters: [...clusters, ...logins.map(({ cluster }) => cluster)],
          secrets: [...secrets, ...logins.flatMap((login) => login.secrets)],
        },
      },
      null,
      1,
    ),
  );
  return file;
}
