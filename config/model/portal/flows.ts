import type { WorkbenchConfig } from '../../schema/workbench';
import type { Flow, Peer } from '../flows';
import { keycloak, runsKeycloak } from '../identity';
import { managedReach, rangesOf } from '../managed-stores';
import { courier, ory, partsOf, portalParts, portalReleases, runsPortal } from './portal';

const ns = (namespace: string): Peer => ({ namespace });
const anywhere: Peer = { cidr: '0.0.0.0/0' };
const api: Peer = { kubernetesApi: true };

/** Pods of the ledger's administration and of settlement, in every release. */
const ledgerPorts = [3001, 3007];

/** What the portal keeps and reads: in the cluster, elsewhere, or run by the cloud. */
function toStores(config: WorkbenchConfig): Flow[] {
  const { stores, portal } = config;
  const from = ns(portal.namespace);
  const used = {
    mysql: ['kratos-db', 'keto-db', 'central-ledger-db'],
    mongodb: ['reporting-mongodb'],
  } as const;
  const ports = { mysql: 3306, mongodb: 27017 } as const;
  const databases = (['mysql', 'mongodb'] as const).flatMap((kind): Flow[] => {
    const { external, databases: own } = stores[kind];
    const elsewhere = used[kind].flatMap((name) => {
      const server = own[name] ?? external;
      return server ? [server.port ?? ports[kind]] : [];
    });
    const managed = managedReach(config, kind);
    return [
      ...[...new Set(elsewhere)].map((port): Flow => ({ from, to: anywhere, ports: [port], why: `existing ${kind} of the portal` })),
      ...(managed
        ? rangesOf(config, managed).map(
            (cidr): Flow => ({ from, to: { cidr }, ports: [managed.port], why: `managed ${kind} of the portal` }),
          )
        : []),
    ];
  });
  return [
    { from, to: ns(stores.namespace), ports: [3306, 27017, 9092], why: 'databases of the portal, the ledger to read, events' },
    ...databases,
    ...(stores.kafka.external
      ? [{ from, to: anywhere, ports: [stores.kafka.external.port ?? 9092], why: 'events on an existing kafka' } satisfies Flow]
      : []),
  ];
}

/** Connections of the portal. */
export function portalFlows(config: WorkbenchConfig): Flow[] {
  if (!runsPortal(config)) return [];
  const { portal, gateway, hub, identity } = config;
  const from = ns(portal.namespace);
  const kratos: Peer = { namespace: portal.namespace, app: portalReleases.kratos };
  const podPorts = new Set<number>([
    ...partsOf(config).flatMap((part) => portalParts[part].port ?? []),
    ory.kratosPublic.podPort,
    ory.login.podPort,
    ory.oathkeeperApi.port,
  ]);
  return [
    { from, to: from, ports: [], why: 'parts of the portal among themselves' },
    {
      from: ns(gateway.namespace),
      to: from,
      ports: [...podPorts].sort((a, b) => a - b),
      why: 'people at the portal, and the question whether they may',
    },
    { from, to: ns(hub.namespace), ports: ledgerPorts, why: 'participants, positions and settlement' },
    { from, to: api, ports: [443, 6443], why: 'roles, rules and reports are objects of Kubernetes' },
    { from: kratos, to: ns(gateway.namespace), ports: [443, 8443, 10443], why: 'the issuer of operators, by its public name' },
    { from: kratos, to: anywhere, ports: [443], why: 'the issuer of operators, by its public name' },
    ...(portal.mail
      ? [{ from: { namespace: portal.namespace, app: courier }, to: anywhere, ports: [465, 587], why: 'mail of the portal' } satisfies Flow]
      : []),
    ...(runsKeycloak(config)
      ? [{ from, to: ns(identity.namespace), ports: [keycloak.port], why: 'names of the people to whom roles are given' } satisfies Flow]
      : []),
    ...toStores(config),
  ];
}
