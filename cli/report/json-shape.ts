import { z } from 'zod';
import { costKeys } from '../cost/json-shape';
import { graphKeys } from '../graph/json-shape';
import { problemsShape } from '../json-problem-shape';
import { policyShape } from '../policy/json-shape';
import { identity, managedStore, offer, pool, range } from './platform-shape';
import { serviceLevels } from './service-levels-shape';

const text = z.string();
const texts = z.array(z.string());
const cpu = z.number().describe('Millicores requested');
const memory = z.number().describe('MiB requested');
const graph = z.strictObject(graphKeys).describe('As `graph --json` prints it');

const criterion = z.strictObject({
  code: text.describe('Code of the rule; `PROFILE` for the profile itself'),
  title: text,
  met: z.boolean(),
  toDo: z.array(z.strictObject({ path: text, message: text, hint: text.optional() })).describe('What to set where; empty when met'),
});

const release = z.strictObject({
  chart: text,
  version: text,
  newest: text.nullable().describe('Newest version that this workbench has pinned'),
  repository: text.nullable(),
  digest: text.nullable().describe('sha256 of the package, where it is known'),
  own: z.boolean().describe('Part of this project, fetched from nowhere'),
  releases: z.array(z.strictObject({ name: text, namespace: text, stack: text })),
});

const database = z.strictObject({
  name: text,
  engine: z.enum(['mysql', 'mongodb']),
  schema: text,
  why: text,
  address: text.describe('Logical address applications use'),
  target: text.describe('What is behind it'),
  external: z.boolean(),
  managed: z.boolean().describe('The cloud runs it'),
  users: z.array(z.strictObject({ name: text, grants: text, usedBy: texts, secret: text.describe('Id of its password in `secrets`') })),
});

const secret = z.strictObject({
  id: text,
  kind: z.enum(['password', 'signing-key', 'given', 'managed']),
  path: text.describe('Path in Vault, with its mount'),
  field: text,
  purpose: text,
  participant: text.optional().describe('The participant it belongs to'),
  readers: z.array(z.strictObject({ namespace: text, secret: text, key: text })).describe('Kubernetes Secrets that receive it'),
});

const right = z.strictObject({
  role: text.describe('Role and policy in Vault'),
  who: text,
  namespace: text.optional(),
  rules: z.array(z.strictObject({ path: text, may: texts })),
});

const flow = z.strictObject({
  from: text,
  to: text,
  ports: z.array(z.int()).describe('Empty: every port'),
  why: text,
  participants: texts.optional().describe('Payment managers whose namespaces have it'),
});

const sizing = z.strictObject({
  size: text,
  transfersPerSecond: z.int().describe('What the size is made for'),
  partitions: z.int(),
  parts: z.array(z.strictObject({ part: text, what: text, cpu, memory })).describe('They add up to `total`'),
  total: z.strictObject({ cpu, memory }),
  hubAtMost: z.strictObject({ cpu, memory }).describe('The hub with every service at its largest number of pods'),
  quota: z.strictObject({ cpu: cpu.optional(), memory: memory.optional() }).describe('What the cluster gives'),
  namespaces: z.array(z.strictObject({ namespace: text, cpu, memory })).describe('Most a namespace may request'),
  pools: z.array(pool).describe('Nodes that are made for the environment'),
  services: z.array(
    z.strictObject({
      name: text,
      kind: z.enum(['path', 'handler', 'singleton', 'tool']),
      replicas: z.int(),
      maxReplicas: z.int(),
      cpuPercent: z.number().describe('CPU use that makes it grow'),
      cpu,
      memory,
    }),
  ),
});

const participant = z.strictObject({
  id: text,
  name: text,
  place: text.describe('Where its payment manager runs'),
  stack: text,
  currencies: texts,
  msisdnPrefix: text.optional(),
  callbackHost: text,
  backend: text,
  extras: texts,
  allowedAddresses: texts,
});

const certificate = z.strictObject({
  id: text,
  commonName: text,
  purpose: text,
  secret: z.strictObject({ namespace: text, name: text }).optional().describe('Secret that holds it, where it is in the cluster'),
  issuer: z.strictObject({ mount: text, name: text }).optional().describe('Issuer in Vault, for authorities'),
  lifetimeHours: z.int(),
  alertHours: z.int().describe('Hours before its end at which it is high time'),
  renewal: z.enum(['cert-manager', 'operator', 'participant']).describe('Who sees to the next one'),
});

const calendarRow = z.strictObject({
  what: z.enum(['secret', 'key', 'certificate']),
  title: text,
  ids: texts,
  everyDays: z.int().optional().describe('Absent where a program renews it by itself'),
  by: z.enum(['workbench rotate', 'cert-manager', 'by hand']),
  interruption: text.optional().describe('What does not work meanwhile'),
  byHand: text.optional().describe('Who does it, and how'),
});

/** What `workbench report --json` prints: the report as data. */
export const reportShape = z.strictObject({
  ok: z.literal(true),
  out: text.nullable().describe('The page that was written; without `--out` none is'),
  title: text,
  environment: text,
  tenant: text,
  host: text.describe('Common ending of its host names'),
  profile: z.enum(['sandbox', 'production']),
  platform: text,
  place: text.describe('Where it stands: a cloud with its region, or a cluster that exists'),
  release: text,
  file: text.describe('The workbench file'),
  date: text.optional().describe('What `--date` gave'),
  score: z.int().describe('Production readiness, of 100'),
  readiness: z.array(criterion),
  since: z
    .strictObject({
      date: text.optional().describe('Day of the report before'),
      changes: z.array(z.strictObject({ what: text, name: text, before: text.nullable(), now: text.nullable() })),
    })
    .optional()
    .describe('What has changed since the report before, where there is one'),
  problems: problemsShape,
  topology: graph,
  stackGraph: graph,
  stacks: z.array(
    z.strictObject({
      id: text,
      description: text,
      needs: texts,
      state: z
        .enum(['never', 'applied', 'changed', 'failed', 'interrupted', 'running', 'destroyed'])
        .describe('By the journal of this folder'),
      at: text.optional().describe('When it was last changed, ISO 8601'),
    }),
  ),
  releases: z.array(release),
  limits: z.array(z.strictObject({ what: text, limit: text, here: text, verdict: z.enum(['within', 'beyond', 'note']) })),
  offers: z.array(offer).describe('Everything a platform may bring, with the answer of this one'),
  ranges: z.array(range).describe('Network plan, where the network is made'),
  identities: z.array(identity).describe('Pods that may do something at the cloud'),
  managedStores: z.array(managedStore),
  databases: z.array(database),
  logicalServices: z.array(z.strictObject({ name: text, host: text, port: z.int(), target: text, external: z.boolean(), why: text })),
  topics: z.array(z.strictObject({ name: text, partitions: z.int(), replicas: z.int(), retentionMs: z.int() })),
  secrets: z.array(secret).describe('The secrets map; never a value'),
  vaultRights: z.array(right),
  secretExceptions: z
    .array(z.strictObject({ release: text, chart: text, version: text, path: text, secret: text }))
    .describe('Secrets that a chart takes only as text'),
  flows: z.array(flow).describe('Every connection the network policies allow'),
  policies: z.array(policyShape).describe('Policies over what Terraform would get, as `check --policy` has them'),
  sizing,
  cost: z.strictObject(costKeys).describe('As `cost --json` prints it, at the prices of the workbench'),
  certificates: z.array(certificate),
  rotation: z.array(calendarRow).describe('Calendar: what has a next version, how often and by whom'),
  serviceLevels: serviceLevels.describe('What the hub promises, every alert, and who is told'),
  participants: z.array(participant),
});
