import type { EnvironmentModel } from '../../config/environment';
import { operatorsNamespace } from '../../config/model/namespaces';
import { sealOf } from '../../config/model/seal';
import { cloudGroups, cloudNodes, clusterTitle } from './cloud-nodes';
import { type Component, componentsOf } from './components';
import { elsewhereNodes } from './elsewhere';
import { counted, type Graph, type GraphGroup, type GraphNode } from './graph';
import { heading } from './heading';
import { identityNodes } from './identity-nodes';
import { monitoringNodes } from './monitoring-nodes';
import { operatorsGateway } from './operators-gateway';
import { participantBoxes } from './participant-nodes';
import { portalNodes } from './portal-nodes';
import { managedKafka, storeNodes, storeTitles } from './store-nodes';
import { shortened, wrapped } from './text';
import { topologyEdges } from './topology-edges';
import { componentId, groupIds, type TopologyParts } from './topology-parts';

/**
 * Who talks to whom in an environment: people and participants outside, the gateway, the parts of the hub, its stores, Vault,
 * operators and payment managers; on a cloud also its network, what it puts before the gateway, the stores it runs, and the services that are made
 * for this environment. Connections to the API server are left out, and what monitoring asks and is sent: almost everybody has them. The latter is a picture of its own (watching.ts).
 */
export function topology(model: EnvironmentModel): Graph {
  const components = componentsOf(model);
  const stores = storeNodes(model);
  const boxes = participantBoxes(model, groupIds.cluster);
  const operated = stores.filter(({ runBy }) => runBy === 'operator');
  const ofCloud = cloudNodes(model);
  const nodes = [
    people(model),
    ...boxes.flatMap((box) => box.nodes),
    ...ofCloud.filter(({ kind }) => kind === 'gateway'),
    gateway(model),
    ...operatorsGateway(model),
    ...identityNodes(model),
    ...portalNodes(model),
    ...components.map((component) => componentNode(model, component)),
    ...operators(model, operated),
    ...monitoringNodes(model),
    ...ofCloud.filter(({ kind }) => kind === 'operator'),
    ...stores,
    ...managedKafka(model),
    vault(model),
    ...ofCloud.filter(({ kind }) => kind === 'cloud'),
    ...elsewhereNodes(model),
  ];
  const parts: TopologyParts = { model, components, stores, boxes, operated, nodes: new Set(nodes.map(({ id }) => id)) };
  const groups = groupsOf(parts).filter(({ id }) => holders.includes(id) || nodes.some((node) => node.group === id));
  return { view: 'topology', title: heading(model), nodes: nodes.map(bare), edges: topologyEdges(parts), groups };
}

/** Boxes that hold other boxes. */
const holders: readonly string[] = [groupIds.cloud, groupIds.network, groupIds.cluster];

/** Only what every node has: what the arrows needed of a store is no part of the picture. */
function bare({ id, kind, title, details, group, namespace, count, column }: GraphNode): GraphNode {
  return { id, kind, title, details, ...(group && { group }), ...(namespace && { namespace }), ...(count && { count }), column };
}

function groupsOf({ model, boxes }: TopologyParts): GraphGroup[] {
  const { config } = model;
  const parent = groupIds.cluster;
  const around = cloudGroups(model);
  return [
    ...around,
    { id: groupIds.cluster, title: clusterTitle(model), ...(around.length > 0 ? { parent: groupIds.network } : {}) },
    { id: groupIds.hub, title: `Hub, namespace ${config.hub.namespace}`, parent },
    { id: groupIds.operators, title: 'Operators, in software', parent },
    { id: groupIds.stores, title: `Stores, namespace ${config.stores.namespace}`, parent },
    ...boxes.map((box) => box.group),
  ];
}

function people({ config }: EnvironmentModel): GraphNode {
  const { length } = config.gateway.operatorAddresses;
  return {
    id: 'people',
    kind: 'person',
    title: 'People',
    details: ['consoles and tools', length > 0 ? `${counted(length, 'address range')} named` : 'no addresses named'],
    column: 0,
  };
}

function gateway({ config, hosts }: EnvironmentModel): GraphNode {
  return {
    id: 'gateway',
    kind: 'gateway',
    title: 'Gateway',
    details: [`*.${shortened(hosts.base, 30)}`, `namespace ${shortened(config.gateway.namespace, 30)}`],
    group: groupIds.cluster,
    namespace: config.gateway.namespace,
    column: 1,
  };
}

function componentNode({ config }: EnvironmentModel, { id, title, services }: Component): GraphNode {
  const sum = (key: 'replicas' | 'maxReplicas') => services.reduce((pods, service) => pods + service[key], 0);
  const [least, most] = [sum('replicas'), sum('maxReplicas')];
  const pods = least === most ? counted(least, 'pod') : `${least} to ${most} pods`;
  return {
    id: componentId(id),
    kind: 'component',
    title,
    details: [`${counted(services.length, 'service')}, ${pods}`],
    group: groupIds.hub,
    namespace: config.hub.namespace,
    column: 2,
  };
}

function operators({ config: { certificates } }: EnvironmentModel, operated: TopologyParts['operated']): GraphNode[] {
  const common = { kind: 'operator', group: groupIds.operators, column: 2 } as const;
  const kinds = [...new Set(operated.map(({ store }) => storeTitles[store]))];
  return [
    ...(kinds.length > 0
      ? [
          {
            ...common,
            id: 'store-operators',
            title: 'Store operators',
            details: wrapped(kinds.join(', '), 24),
            namespace: operatorsNamespace,
          },
        ]
      : []),
    {
      ...common,
      id: 'vault-config-operator',
      title: 'Vault config operator',
      details: ['makes and delivers secrets'],
      namespace: operatorsNamespace,
    },
    { ...common, id: 'cert-manager', title: 'cert-manager', details: ['server certificates'], namespace: certificates.namespace },
  ];
}

function vault({ config }: EnvironmentModel): GraphNode {
  const { address, replicas, namespace } = config.secrets.vault;
  const common = { id: 'vault', kind: 'vault', title: 'Vault', column: 3 } as const;
  if (address) return { ...common, details: ['existing', shortened(new URL(address).host, 34)] };
  return {
    ...common,
    details: [`${counted(replicas, 'member')} · seal ${sealOf(config)}`, `namespace ${shortened(namespace, 30)}`],
    group: groupIds.cluster,
    namespace,
  };
}
