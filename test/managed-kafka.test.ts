import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sdkTopics } from '../config/model/topics';
import { startScript } from '../constructs/in-cluster/kafka-proxy';
import { identityLogin, passwordLogin } from '../constructs/in-cluster/kafka-proxy-login';
import { topicsScript } from '../constructs/in-cluster/topics-job';
import {
  carriedObjects,
  helmReleases,
  type KubernetesObject,
  leavesOf,
  modelWith,
  type Synthesised,
  synthesised,
  type Tree,
} from './synthesised';
import { configWith, over } from './workbench-fixtures';

const participants = [{ id: 'bank1', currency: 'USD', msisdnPrefix: '1', sdkBulk: true }];
const variants = {
  msk: { platform: { provider: 'aws', region: 'eu-west-1', context: undefined }, stores: { kafka: { service: 'msk' } } },
  'event-hubs': {
    platform: { provider: 'azure', region: 'southafricanorth', context: undefined, account: '00000000-0000-0000-0000-000000000001' },
    stores: { kafka: { service: 'event-hubs' } },
  },
} as const satisfies Record<string, Tree>;
type Name = keyof typeof variants;
const names = Object.keys(variants) as Name[];
const common = { profile: 'sandbox', cluster: { zones: 3 }, state: { backend: 'local' }, hub: { ttkSimulators: true }, participants };
const made = Object.fromEntries(names.map((name) => [name, synthesised(modelWith(over(common, variants[name])))])) as Record<
  Name,
  Synthesised
>;
const objectsOf = (name: Name, kind: string, start: string): KubernetesObject[] =>
  carriedObjects(made[name], 'stores').filter((object) => object.kind === kind && object.metadata.name.startsWith(start));
const objectOf = (name: Name, kind: string, start: string): KubernetesObject => {
  const [found] = objectsOf(name, kind, start);
  if (!found) throw new Error(`${name} has no ${kind} ${start}`);
  return found;
};

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env: readonly Tree[];
  readonly securityContext: Tree;
  readonly resources: Tree;
  readonly readinessProbe?: Tree;
  readonly livenessProbe?: Tree;
}
interface Pod extends Tree {
  readonly containers: readonly Container[];
  readonly serviceAccountName: string;
  readonly securityContext: Tree;
  readonly volumes: readonly Tree[];
}
const podOf = (name: Name): Pod => (objectOf(name, 'StatefulSet', 'kafka-proxy').spec.template as { spec: Pod }).spec;
const proxyOf = (name: Name) => podOf(name).containers[0] as Container;

const work = mkdtempSync(join(tmpdir(), 'managed-kafka-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('the proxy before a managed Kafka', () => {
  const config = configWith();

  /** What the program would be given, from the script itself, run by a shell as in the pod. */
  const mappings = (pod: number, brokers: string): string[] => {
    const script = startScript({ ...passwordLogin(config, 'SCRAM-SHA-512'), before: '' }).replace(
      /exec \/opt\/.*/,
      'printf %s "$BOOTSTRAP_SERVER_MAPPING"',
    );
    const env = { PATH: process.env.PATH, HOSTNAME: `kafka-proxy-${pod}`, BROKERS: brokers, ADVERTISED: 'kafka-proxy.stores.svc' };
    return execFileSync('/bin/sh', ['-euc', script], { env, encoding: 'utf8' }).trim().split(/ +/);
  };

  test('gives each broker a port of its own, and clients one where they begin', () => {
    expect(mappings(0, 'b-1.x.example.org:9096 b-2.x.example.org:9096 b-3.x.example.org:9096')).toEqual([
      'b-1.x.example.org:9096,0.0.0.0:9093,kafka-proxy.stores.svc:9093',
      'b-2.x.example.org:9096,0.0.0.0:9094,kafka-proxy.stores.svc:9094',
      'b-3.x.example.org:9096,0.0.0.0:9095,kafka-proxy.stores.svc:9095',
      // The same broker in another spelling: kafka-proxy takes one listener a spelling.
      'b-1.x.example.org.:9096,0.0.0.0:9092,kafka-proxy.stores.svc:9092',
    ]);
  });

  test('begins at another broker in every pod, so that one that is away shuts nobody out', () => {
    const brokers = ['b-1.x:9096', 'b-2.x:9096', 'b-3.x:9096'];
    const beginnings = [0, 1, 2, 3].map((pod) => mappings(pod, brokers.join(' ')).at(-1)?.split(',')[0]);
    expect(beginnings).toEqual(['b-1.x.:9096', 'b-2.x.:9096', 'b-3.x.:9096', 'b-1.x.:9096']);
    expect(mappings(2, 'one.servicebus.example.org:9093')).toHaveLength(2);
  });

  test('makes no listener of its own, speaks TLS to verified brokers, and deletes no topic for anybody', () => {
    for (const login of [passwordLogin(config, 'SCRAM-SHA-512'), identityLogin(config, 'hub.example.org')]) {
      const [line = ''] = /exec .*/.exec(startScript(login)) ?? [];
      for (const flag of ['--dynamic-listeners-disable', '--tls-enable', '--sasl-enable']) expect(line.split(' ')).toContain(flag);
      expect(line).not.toMatch(/insecure|skip-verify|--sasl-password|--sasl-username|--bootstrap-server-mapping/);
      const [, keys = ''] = /--forbidden-api-keys=([\d,]+)/.exec(line) ?? [];
      expect(keys.split(',')).toEqual(expect.arrayContaining(['20', '21', '30', '31']));
      // What the Job of the topics needs: CreateTopics, CreatePartitions, IncrementalAlterConfigs.
      for (const needed of ['19', '37', '44']) expect(keys.split(',')).not.toContain(needed);
    }
  });

  test.each(names)('%s: its pods are confined, apart from each other, and more than one', (name) => {
    const set = objectOf(name, 'StatefulSet', 'kafka-proxy');
    const pod = podOf(name);
    expect(set.spec).toMatchObject({
      replicas: 3,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: { 'app.kubernetes.io/name': 'kafka-proxy' } },
    });
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      serviceAccountName: 'kafka-proxy',
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      affinity: { podAntiAffinity: {} },
      topologySpreadConstraints: [{ topologyKey: 'topology.kubernetes.io/zone' }],
    });
    for (const { securityContext, resources } of pod.containers) {
      expect(securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(resources).toMatchObject({
        requests: { cpu: expect.any(String), memory: expect.any(String) },
        limits: { memory: expect.any(String) },
      });
    }
    // Its file has this right set: without it the kernel does not start the program (seen: "Operation not permitted").
    expect((proxyOf(name).securityContext.capabilities as Tree).add).toEqual(['NET_BIND_SERVICE']);
    expect(proxyOf(name)).toMatchObject({
      readinessProbe: { tcpSocket: { port: 'clients' } },
      livenessProbe: { httpGet: { path: '/health' } },
    });
    expect(objectOf(name, 'PodDisruptionBudget', 'kafka-proxy').spec.maxUnavailable).toBe(1);
    expect((objectOf(name, 'Service', 'kafka-proxy').spec.ports as { port: number }[]).map(({ port }) => port)).toEqual(
      name === 'msk' ? [9092, 9093, 9094, 9095] : [9092, 9093],
    );
  });

  test('a password comes as a file that no argument and no variable shows', () => {
    const { volumes } = podOf('msk');
    expect(volumes).toEqual([
      { name: 'login', secret: { secretName: 'kafka-login', defaultMode: 0o440, items: [{ key: 'jaas.conf', path: 'jaas.conf' }] } },
    ]);
    const { env, command, image } = proxyOf('msk');
    expect(image).toBe('grepplabs/kafka-proxy:0.4.3');
    expect(env.map(({ name }) => name)).toEqual(['BROKERS', 'ADVERTISED']);
    expect(env[0]?.value).toBe('${join(" ", data.terraform_remote_state.managed-stores.outputs.kafka.brokers)}');
    expect(command[2]).toContain(
      '--sasl-method=${data.terraform_remote_state.managed-stores.outputs.kafka.mechanism} --sasl-jaas-config-file=/login/jaas.conf',
    );
  });

  test('on Event Hubs there is no password: its pods are somebody at Entra ID', () => {
    expect(made['event-hubs'].model.secrets.filter(({ id }) => id.startsWith('kafka-login'))).toEqual([]);
    const account = objectOf('event-hubs', 'ServiceAccount', 'kafka-proxy');
    expect(account.metadata.annotations).toHaveProperty(['azure.workload.identity/client-id']);
    const { metadata } = objectOf('event-hubs', 'StatefulSet', 'kafka-proxy').spec.template as { metadata: { labels: Tree } };
    expect(metadata.labels).toHaveProperty(['azure.workload.identity/use'], 'true');
    const [proxy, token] = podOf('event-hubs').containers;
    expect([proxy?.image, token?.command]).toEqual(['grepplabs/kafka-proxy:0.4.3-all', ['node', '/settings/kafka-token.mjs']]);
    expect(token?.env).toContainEqual({
      name: 'SCOPE',
      value: expect.stringMatching(/^https:\/\/\$\{element\(.*kafka\.brokers.*\}\/\.default$/),
    });
  });

  test('its images come from the mirror, where there is one', () => {
    const mirrored = configWith({ charts: { images: 'registry.example.org/mirror' } });
    expect(passwordLogin(mirrored, 'PLAIN').image).toBe('registry.example.org/mirror/grepplabs/kafka-proxy:0.4.3');
    const { image, beside } = identityLogin(mirrored, 'x');
    expect([image, (beside[0] as Tree).image]).toEqual([
      'registry.example.org/mirror/grepplabs/kafka-proxy:0.4.3-all',
      'registry.example.org/mirror/library/node:22.20.0-alpine3.22',
    ]);
  });
});

describe('the tokens of the proxy, with a stand-in for Entra ID', () => {
  let entra: Server;
  let child: ReturnType<typeof spawn> | undefined;
  const asked: URLSearchParams[] = [];
  const port = 20_000 + (process.pid % 20_000);

  beforeAll(async () => {
    entra = createServer((request, response) => {
      let text = '';
      request
        .on('data', (part) => (text += part))
        .on('end', () => {
          const form = new URLSearchParams(text);
          asked.push(form);
          const known = request.url === '/tenant-1/oauth2/v2.0/token' && form.get('client_assertion') === 'token of the account';
          response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
          response.end(known ? '{"access_token":"a.b.c"}' : '{"error":"invalid_client"}');
        });
    });
    await new Promise<void>((ready) => entra.listen(0, '127.0.0.1', ready));
    const token = join(work, 'token');
    writeFileSync(token, 'token of the account\n');
    const env = {
      PATH: process.env.PATH,
      AZURE_AUTHORITY_HOST: `http://127.0.0.1:${(entra.address() as AddressInfo).port}/`,
      AZURE_TENANT_ID: 'tenant-1',
      AZURE_CLIENT_ID: 'client-1',
      AZURE_FEDERATED_TOKEN_FILE: token,
      SCOPE: 'https://hub.example.org/.default',
      PORT: String(port),
    };
    child = spawn(process.execPath, [join(__dirname, '../constructs/in-cluster/kafka-token.mjs')], { env, stdio: 'ignore' });
    const ready = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined))?.ok ?? false;
    for (let tries = 0; tries < 100 && !(await ready()); tries++) await new Promise((wait) => setTimeout(wait, 50));
  });
  afterAll(() => {
    child?.kill();
    entra.close();
  });
  const ask = () => fetch(`http://127.0.0.1:${port}/token`, { method: 'POST', body: 'grant_type=client_credentials&client_secret=none' });

  test('are asked for with the token of the service account, for the namespace of Event Hubs alone', async () => {
    expect(await (await ask()).json()).toEqual({ access_token: 'a.b.c' });
    expect(Object.fromEntries(asked.at(-1) ?? [])).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client-1',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'token of the account',
      scope: 'https://hub.example.org/.default',
    });
  });

  test('a renewed token of the account counts at once, and a refusal is handed on as one', async () => {
    writeFileSync(join(work, 'token'), 'another');
    const refused = await ask();
    expect([refused.status, await refused.json()]).toEqual([401, { error: 'invalid_client' }]);
    expect(asked.at(-1)?.get('client_assertion')).toBe('another');
    expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404);
  });
});

describe('topics', () => {
  const topic = (name: string, partitions: number, retentionMs = 1000) => ({ name, partitions, replicas: 3, retentionMs });

  /** Runs the script of the Job with programs that write down what they are asked, and answer with `there` when asked what there is. */
  const run = (topics: Parameters<typeof topicsScript>[1], there: string) => {
    const folder = mkdtempSync(join(work, 'tools-'));
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'there'), there);
    for (const name of ['kafka-topics', 'kafka-configs']) {
      const file = join(folder, 'bin', `${name}.sh`);
      writeFileSync(file, `#!/bin/sh\ncase "$*" in *--describe*) cat ${folder}/there ;; *) echo "${name} $*" >> ${folder}/asked ;; esac\n`);
      chmodSync(file, 0o755);
    }
    writeFileSync(join(folder, 'asked'), '');
    const script = topicsScript('proxy:9092', topics)
      .replaceAll('/opt/kafka/bin', join(folder, 'bin'))
      .replaceAll('/tmp/there.txt', join(folder, 'found'));
    execFileSync('/bin/sh', ['-euc', script], { encoding: 'utf8' });
    return readFileSync(join(folder, 'asked'), 'utf8').replaceAll('--bootstrap-server proxy:9092 ', '').split('\n').filter(Boolean);
  };
  const line = (name: string, partitions: number, configs: string) =>
    `Topic: ${name}\tTopicId: x\tPartitionCount: ${partitions}\tReplicationFactor: 3\tConfigs: ${configs}\n\tTopic: ${name}\tPartition: 0\tLeader: 1\n`;

  test('(with stand-ins for the tools of Kafka) what is missing is made, what is right is left alone, partitions only grow', () => {
    const topics = [topic('topic-a', 6), topic('topic-a-b', 6), topic('topic-c', 6, 2000), topic('topic-d', 3)];
    expect(run(topics, '')).toHaveLength(4);
    const there =
      line('topic-a-b', 4, 'cleanup.policy=delete,retention.ms=1000') +
      line('topic-c', 6, 'retention.ms=20000,cleanup.policy=delete') +
      line('topic-d', 9, 'retention.ms=1000,cleanup.policy=delete');
    expect(run(topics, there)).toEqual([
      'kafka-topics --create --if-not-exists --topic topic-a --partitions 6 --replication-factor 3 --config cleanup.policy=delete --config retention.ms=1000',
      'kafka-topics --alter --topic topic-a-b --partitions 6',
      'kafka-configs --alter --entity-type topics --entity-name topic-c --add-config retention.ms=2000,cleanup.policy=delete',
    ]);
    const right = topics
      .map(({ name, partitions, retentionMs }) => line(name, partitions, `cleanup.policy=delete,retention.ms=${retentionMs}`))
      .join('');
    expect(run(topics, right)).toEqual([]);
  });

  test('on MSK a Job makes every topic of the hub through the proxy, before the hub is installed', () => {
    const job = objectOf('msk', 'Job', 'kafka-topics-');
    const [container] = (job.spec.template as { spec: Pod }).spec.containers;
    const script = container?.command[2] ?? '';
    expect(script).toContain('--bootstrap-server kafka-proxy.stores.svc.cluster.local:9092');
    for (const { name, partitions } of made.msk.model.topics) expect(script).toMatch(new RegExp(`^${name} ${partitions} 3 \\d+$`, 'm'));
    const values = helmReleases(made.msk).find(({ stack, id }) => stack === 'stores' && id === 'stores')?.values as
      | { wait: { conditions: Tree[] } }
      | undefined;
    expect(values?.wait.conditions).toContainEqual(expect.objectContaining({ resource: 'jobs', names: [job.metadata.name] }));
    expect(values?.wait.conditions).toContainEqual(
      expect.objectContaining({ resource: 'statefulsets', for: 'jsonpath={.status.readyReplicas}=3' }),
    );
    expect(objectsOf('event-hubs', 'Job', 'kafka-topics-')).toEqual([]);
  });

  test('topics of SDKs: made where pods may, waited for on Event Hubs, where they come with the namespace', () => {
    const all = ['ttksim1', 'ttksim2', 'ttksim3', 'bank1'].flatMap(sdkTopics);
    expect(made['event-hubs'].model.topics.map(({ name }) => name)).toEqual(expect.arrayContaining(all));
    expect(made.msk.model.topics.filter(({ name }) => all.includes(name))).toEqual([]);
    for (const [name, expected, never] of [
      ['msk', /kafka-topics\.sh [^;]*--create --if-not-exists --topic (\S+) /g, /--list/],
      ['event-hubs', /kafka-topics\.sh [^;]*--list \| grep -qx ([^;\s]+)/g, /--create/],
    ] as const) {
      const texts = helmReleases(made[name])
        .flatMap(({ values }) => leavesOf(values))
        .map(({ value }) => String(value))
        .filter((text) => text.includes('sdk-outbound'));
      const steps = texts.filter((text) => text.includes('kafka-topics.sh')).join('\n');
      expect(new Set([...steps.matchAll(expected)].map(([, topicName]) => topicName))).toEqual(new Set(all));
      expect(steps).not.toMatch(never);
    }
  });
});
