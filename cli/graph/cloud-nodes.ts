import { offerOf } from '../../config/capabilities';
import type { EnvironmentModel } from '../../config/environment';
import { identitiesOf } from '../../config/model/identities';
import { madeNodes } from '../../config/model/made-nodes';
import { nameOf } from '../../config/model/names';
import { operatorsNamespace } from '../../config/model/namespaces';
import { cloudPlan } from '../../config/model/network-plan';
import { nodePools } from '../../config/model/node-pools';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { type CloudService, type CloudTerms, cloudServices, cloudTerms } from './cloud-terms';
import { counted, type GraphGroup, type GraphNode } from './graph';
import { storeTitles } from './store-nodes';
import { shortened, wrapped } from './text';
import { groupIds } from './topology-parts';

export const serviceId = (service: CloudService) => `cloud-${service}`;

/** Zones of the network, which may be more than nodes run in; undefined in one building, where there are none. */
const zonesOf = (config: WorkbenchConfig): number | undefined =>
  config.platform.provider === 'azure-stack' ? undefined : cloudPlan(config).zones.length;

function networkTitle({ config }: EnvironmentModel, { network }: CloudTerms): string {
  const { platform } = config;
  const range = platform.azureStack?.addressPrefix ?? config.network.addressSpace;
  const zones = zonesOf(config);
  return [`${network} ${range}`, ...(zones === undefined ? [] : [counted(zones, 'zone')])].join(', ');
}

/** `EKS cluster switch-live, Kubernetes 1.35, 13 to 25 nodes`. */
export function clusterTitle(model: EnvironmentModel): string {
  const { config, services } = model;
  const made = cloudTerms(config)?.cluster;
  if (made === undefined) return `Kubernetes cluster${config.platform.context ? `: ${shortened(config.platform.context)}` : ''}`;
  const pools = nodePools(config, services).map((pool) => madeNodes(config, pool));
  const sum = (end: 'min' | 'max') => pools.reduce((nodes, pool) => nodes + pool[end], 0);
  const [least, most] = [sum('min'), sum('max')];
  const nodes = least === most ? counted(least, 'node') : `${least} to ${most} nodes`;
  return `${made}: ${nameOf(config, 'cluster')}, Kubernetes ${config.cluster.kubernetesVersion}, ${nodes}`;
}

/** Boxes around the cluster: the cloud, its network, and beside the cluster what the cloud runs. None around a cluster that exists. */
export function cloudGroups(model: EnvironmentModel): GraphGroup[] {
  const { config } = model;
  const terms = cloudTerms(config);
  if (!terms) return [];
  return [
    { id: groupIds.cloud, title: [terms.cloud, ...(config.platform.region ? [config.platform.region] : [])].join(', ') },
    { id: groupIds.network, title: networkTitle(model, terms), parent: groupIds.cloud },
    { id: groupIds.managedStores, title: 'Managed stores', parent: groupIds.network },
    { id: groupIds.services, title: `Services of ${terms.cloud}`, parent: groupIds.cloud },
  ];
}

/** The balancer that the cloud puts before the gateway, with the addresses that participants allow. A gateway that was there has its own. */
function balancer({ config }: EnvironmentModel, terms: CloudTerms): GraphNode[] {
  const { platform, gateway } = config;
  if (terms.balancer === undefined || gateway.controller === 'existing') return [];
  const serviceAddresses = platform.azureStack?.serviceAddresses;
  const fixed = platform.provider === 'aws' ? cloudPlan(config).zones.length : 1;
  const addresses = serviceAddresses
    ? `${serviceAddresses.start} to ${serviceAddresses.end}`
    : counted(fixed, 'fixed address', 'fixed addresses');
  return [{ id: 'balancer', kind: 'gateway', title: terms.balancer, details: [addresses], group: groupIds.network, column: 0 }];
}

/** Pods that keep something at the cloud in step with the cluster. */
function controllers({ config }: EnvironmentModel): GraphNode[] {
  const own = identitiesOf(config).filter(({ namespace }) => namespace === operatorsNamespace);
  if (own.length === 0) return [];
  const words = { 'external-dns': 'DNS records', 'load-balancer-controller': 'balancer' } as const;
  const kept = own.map(({ id }) => (Object.hasOwn(words, id) ? words[id as keyof typeof words] : id));
  return [
    {
      id: 'cloud-controllers',
      kind: 'operator',
      title: 'Cloud controllers',
      details: wrapped(kept.join(', '), 24),
      group: groupIds.operators,
      namespace: operatorsNamespace,
      column: 2,
    },
  ];
}

/** What a service of the cloud is there for, in one short line. */
function purposes({ config, hosts, secrets }: EnvironmentModel): Readonly<Record<CloudService, string>> {
  const logins = (['mysql', 'mongodb', 'kafka'] as const).filter((kind) =>
    secrets.some((secret) => secret.kind === 'managed' && secret.path.endsWith(`/${kind}`)),
  );
  const opensVault = identitiesOf(config).some(({ id }) => id === 'vault');
  const recordsKept = identitiesOf(config).some(({ id }) => id === 'external-dns');
  return {
    keys: opensVault ? 'open Vault, encrypt at rest' : 'encrypt at rest',
    secretStore: logins.length > 0 ? `logins of ${logins.map((kind) => storeTitles[kind]).join(', ')}` : 'no login yet',
    dnsZones: recordsKept ? shortened(hosts.base, 30) : `${shortened(hosts.base, 24)}, by hand`,
    objectStore: 'for backups and reports',
    containerRegistry: 'caches of images',
    logWorkspace: 'logs of the platform',
  };
}

/** Everything of the cloud that is made for this environment, but for the stores. */
export function cloudNodes(model: EnvironmentModel): GraphNode[] {
  const terms = cloudTerms(model.config);
  if (!terms) return [];
  const why = purposes(model);
  const services = cloudServices.flatMap((service): GraphNode[] => {
    const title = terms[service];
    if (title === undefined || !offerOf(model.config.platform, service).offered) return [];
    return [{ id: serviceId(service), kind: 'cloud', title, details: [why[service]], group: groupIds.services, column: 4 }];
  });
  return [...balancer(model, terms), ...controllers(model), ...services];
}
