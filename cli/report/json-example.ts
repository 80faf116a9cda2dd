import type { z } from 'zod';
import { billExample } from '../cost/json-shape';
import { graphExample } from '../graph/json-shape';
import { policyExample } from '../policy/json-shape';
import type { reportShape } from './json-shape';

const { view, title, nodes, edges, groups } = graphExample;
const topology = { view, title, nodes, edges, groups };

/** A report cut down to one entry a list, for docs/reference/json.md. */
export const reportExample = {
  ok: true,
  out: null,
  title,
  environment: 'dev',
  tenant: 'labs',
  host: 'dev.labs.example.org',
  profile: 'sandbox',
  platform: 'kubernetes',
  place: 'a cluster that exists: lab',
  release: '17.1.0',
  file: 'workbench/dev.yaml',
  score: 0,
  readiness: [
    {
      code: 'PROFILE',
      title: 'The profile is production, whose defaults are safe',
      met: false,
      toDo: [{ path: 'profile', message: 'the profile is sandbox: small and cheap', hint: 'write production' }],
    },
  ],
  problems: [],
  topology,
  stackGraph: { view: 'stacks', title, nodes: [], edges: [], groups: [] },
  stacks: [
    {
      id: 'hub',
      description: 'the Mojaloop release, oracles, simulators, testing toolkit, routes',
      needs: ['stores', 'edge'],
      state: 'applied',
      at: '2026-01-31T10:00:00.000Z',
    },
  ],
  releases: [
    {
      chart: 'mojaloop',
      version: '17.1.0',
      newest: '17.1.0',
      repository: 'https://mojaloop.github.io/helm/repo',
      digest: null,
      own: false,
      releases: [{ name: 'moja', namespace: 'mojaloop', stack: 'hub' }],
    },
  ],
  limits: [{ what: 'Kubernetes its makers tried it on', limit: '1.22 to 1.32', here: '1.32', verdict: 'within' }],
  offers: [
    {
      capability: 'network',
      title: 'a network made for the hub',
      offered: false,
      how: 'the network belongs to whoever runs the cluster',
      instead: 'network policies and network.egress say who may talk to whom inside it',
      here: '',
    },
  ],
  ranges: [],
  identities: [],
  managedStores: [],
  databases: [
    {
      name: 'account-lookup-db',
      engine: 'mysql',
      schema: 'account_lookup',
      why: 'account lookup',
      address: 'account-lookup-db.stores.svc.cluster.local:3306',
      target: 'mysql-haproxy.stores.svc.cluster.local',
      external: false,
      managed: false,
      users: [
        {
          name: 'account_lookup',
          grants: 'everything in its schema, migrations too (ALL PRIVILEGES)',
          usedBy: ['account-lookup-service'],
          secret: 'mysql-account-lookup',
        },
      ],
    },
  ],
  logicalServices: [
    {
      name: 'mojaloop-kafka',
      host: 'mojaloop-kafka.stores.svc.cluster.local',
      port: 9092,
      target: 'kafka-kafka-bootstrap.stores.svc.cluster.local',
      external: false,
      why: 'messages between the services',
    },
  ],
  topics: [{ name: 'topic-transfer-prepare', partitions: 1, replicas: 1, retentionMs: 86_400_000 }],
  secrets: [
    {
      id: 'mysql-account-lookup',
      kind: 'password',
      path: 'hub/generated/mysql/account_lookup',
      field: 'password',
      purpose: 'account_lookup in account_lookup: account lookup',
      readers: [{ namespace: 'mojaloop', secret: 'mysql-account-lookup', key: 'mysql-password' }],
    },
  ],
  vaultRights: [
    {
      role: 'dev-reader-mojaloop',
      who: 'service account secret-reader',
      namespace: 'mojaloop',
      rules: [{ path: 'hub/data/generated/mysql/account_lookup', may: ['read'] }],
    },
  ],
  secretExceptions: [],
  flows: [{ from: 'mojaloop', to: 'stores', ports: [3306, 27017, 9092, 6379], why: 'the hub uses its stores' }],
  policies: [policyExample],
  sizing: {
    size: 'lab',
    transfersPerSecond: 5,
    partitions: 1,
    parts: [{ part: 'hub', what: '24 services, 24 pods', cpu: 1200, memory: 6528 }],
    total: { cpu: 1200, memory: 6528 },
    hubAtMost: { cpu: 1200, memory: 6528 },
    quota: {},
    namespaces: [],
    pools: [],
    services: [{ name: 'quoting-service', kind: 'path', replicas: 1, maxReplicas: 1, cpuPercent: 70, cpu: 50, memory: 256 }],
  },
  cost: billExample,
  certificates: [
    {
      id: 'gateway',
      commonName: 'dev.labs.example.org',
      purpose: 'hosts of the hub',
      secret: { namespace: 'gateway', name: 'gateway-tls' },
      lifetimeHours: 2160,
      alertHours: 540,
      renewal: 'cert-manager',
    },
  ],
  rotation: [{ what: 'secret', title: 'user of MySQL in the cluster', ids: ['mysql-quoting'], everyDays: 180, by: 'workbench rotate' }],
  serviceLevels: {
    watched: true,
    objectives: [
      {
        id: 'latency',
        title: 'transfers that take at most 5 s',
        objective: 95,
        windowDays: 30,
        noticed: 'payments take long',
        alert: 'TransferLatencyBudgetBurn',
        runbook: 'docs/runbooks/TransferLatencyBudgetBurn.md',
        burns: [{ long: '1h', short: '5m', severity: 'critical', rate: 14.4, failingPercent: 72 }],
      },
    ],
    routes: [{ name: 'on-call', to: 'pagerduty', severities: ['critical'], secret: 'alerts/on-call' }],
    alerts: [
      {
        alert: 'VaultSealed',
        severity: 'critical',
        for: '5m',
        says: 'Vault <pod> is sealed or not ready',
        told: ['on-call'],
        runbook: 'docs/runbooks/VaultSealed.md',
      },
    ],
  },
  participants: [
    {
      id: 'demowallet',
      name: 'demowallet',
      place: 'this cluster',
      stack: 'participants-1',
      currencies: ['USD'],
      msisdnPrefix: '367',
      callbackHost: 'connector.demowallet.dev.labs.example.org',
      backend: 'simulator',
      extras: ['signs (JWS)'],
      allowedAddresses: [],
    },
  ],
} satisfies z.infer<typeof reportShape>;
