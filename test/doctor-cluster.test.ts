import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import type { Checked } from '../cli/doctor/check';
import { deliveredSecrets } from '../config/model/secret-map';
import type { ReleaseSpec } from '../constructs/in-cluster/release-spec';
import { installAll, packageOf } from './doctor/helm-site';
import { condition, PlayedOperators, telltale } from './doctor/played-operators';
import { unbuilt } from './lab/build';
import { must } from './lab/client';
import { commandFile, run } from './lab/command';
import { type Lab, startLab } from './lab/lab';
import { freePorts } from './lab/ports';
import { Site } from './lab/site';

interface KubeConfigFile {
  readonly clusters: { cluster: { server: string } }[];
  readonly users: { user: { token: string } }[];
  readonly contexts: { name: string }[];
}

/*
 * Used: a real API server with its controllers and scheduler, a real Vault that is really sealed, the releases of an environment installed by the real
 * helm, real certificates, and the compiled command as a person runs it.
 * Played, through the API server: what operators write into the status of their objects and what kubelets write into that of pods (kwok runs no container),
 * and the Secrets that vault-config-operator makes. Charts are the stand-ins of the lab with the value paths of the published ones.
 */
const log = (line: string) => process.stderr.write(`doctor: ${line}\n`);
const minutes = (count: number) => count * 60_000;
const missing = existsSync(commandFile) ? undefined : 'the command is not compiled (npm run build)';
const why =
  missing ??
  (unbuilt().length > 0 ? `the programs of the lab are not built yet (make lab-up builds them): ${unbuilt().join(', ')}` : undefined);
if (why) test.skip(`SKIPPED the doctor against a real API server: ${why}`, () => {});

(why ? describe.skip : describe)(
  'in the cluster, against a real API server (statuses of pods and of operators are played through the API)',
  () => {
    let lab: Lab;
    let site: Site;
    let operators: PlayedOperators;
    let releases: readonly ReleaseSpec[];
    const times: number[] = [];

    interface Examined {
      readonly status: number | null;
      readonly checks: readonly Checked[];
      readonly seconds: number;
      readonly text: string;
      readonly said: string;
    }
    /** On a machine that has much else to do an answer may come late: then the doctor says so, and is asked again. */
    async function doctor(file = site.file, tries = 3): Promise<Examined> {
      const { status, stdout, stderr } = await run(site.folder, 'doctor', file, '--json');
      if (!stdout.startsWith('{')) throw new Error(`doctor said: ${stdout}${stderr}`);
      const { checks, seconds } = JSON.parse(stdout) as Pick<Examined, 'checks' | 'seconds'>;
      if (tries > 1 && stdout.includes('no answer in time')) return doctor(file, tries - 1);
      times.push(seconds);
      return { status, checks, seconds, text: stdout + stderr, said: stderr };
    }
    const crosses = ({ checks }: Examined) => checks.flatMap((check) => (check.state === 'wrong' ? [check] : []));
    const shownOf = (examined: Examined) =>
      examined.checks.filter(({ state }) => state !== 'right').map(({ id, state, found }) => `${state} ${id}: ${found}`);

    /** Breaks one thing, looks, mends it: exactly one cross, by the right person, with a way out. */
    async function oneCross(id: string, found: RegExp, wayOut: RegExp, broken: () => Promise<unknown>, mended: () => Promise<unknown>) {
      await broken();
      try {
        const examined = await doctor();
        expect(crosses(examined)).toEqual([
          {
            id,
            what: expect.any(String),
            state: 'wrong',
            mend: 'hub operator',
            found: expect.stringMatching(found),
            wayOut: expect.stringMatching(wayOut),
          },
        ]);
        expect(examined.status).toBe(1);
        expect(examined.text).not.toContain(telltale);
        return examined;
      } finally {
        await mended();
      }
    }
    const allIsRight = async () => {
      const examined = await doctor();
      expect(shownOf(examined)).toEqual([]);
      return examined;
    };

    /** The sandbox, and a payment manager that is reached by another kubeconfig: the API server is the same one, which the doctor does not know. */
    const withSouth = (kubeconfig: string) => {
      const file = parse(readFileSync(resolve(__dirname, '../workbench/sandbox.yaml'), 'utf8')) as { participants: object[] };
      const southbank = { id: 'southbank', currency: 'USD', msisdnPrefix: '368', cluster: { kubeconfig, context: 'south' } };
      return stringify({ ...file, participants: [...file.participants, southbank] });
    };
    function wayOfSouth(change: (kubeconfig: KubeConfigFile) => void): void {
      const kubeconfig = JSON.parse(readFileSync(lab.kubeconfig, 'utf8')) as KubeConfigFile;
      for (const context of kubeconfig.contexts) context.name = 'south';
      change(kubeconfig);
      writeFileSync(join(site.folder, 'south.kubeconfig'), JSON.stringify(kubeconfig), { mode: 0o600 });
    }
    const inSouth = ({ id }: Pick<Checked, 'id'>) => id.startsWith('south/');

    const namespaces = () => ({
      hub: site.model.config.hub.namespace,
      stores: site.model.config.stores.namespace,
      gateway: site.model.config.gateway.namespace,
    });
    const ask = (method: 'POST' | 'DELETE' | 'PATCH' | 'GET', path: string, body?: unknown) => must<unknown>(lab.kube, method, path, body);

    beforeAll(async () => {
      lab = await startLab({ log });
      const folder = mkdtempSync(join(tmpdir(), 'doctor-cluster-'));
      site = new Site(lab, folder, 'sandbox', withSouth(join(folder, 'south.kubeconfig')));
      wayOfSouth(() => undefined);
      const begun = Date.now();
      releases = await installAll(site);
      operators = new PlayedOperators(site);
      await operators.allIsWell();
      log(`${releases.length} releases installed in ${Math.round((Date.now() - begun) / 1000)} s`);
      // Pods are scheduled and played one after the other.
      for (const end = Date.now() + minutes(3); Date.now() < end; await sleep(1000)) if (crosses(await doctor()).length === 0) break;
      times.length = 0;
    }, minutes(35));
    afterAll(async () => {
      if (times.length > 0)
        log(
          `${times.length} looks, the longest took ${Math.max(...times)} s, most ${times.toSorted((a, b) => a - b)[times.length >> 1]} s`,
        );
      await lab?.stop();
      if (site) rmSync(site.folder, { recursive: true, force: true });
    }, minutes(2));

    test(
      'all sound: every row is right, all releases are compared, within five seconds, and no value of a Secret is told',
      async () => {
        const { status, checks, seconds, text, said } = await allIsRight();
        expect([status, said]).toEqual([0, '']);
        expect(releases.length).toBeGreaterThan(20);
        const south = releases.filter(({ namespace, name }) => [namespace, name].some((text) => text.includes('southbank')));
        expect(south.length).toBeGreaterThan(2);
        for (const [id, count] of [
          ['values', releases.length - south.length],
          ['south/values', south.length],
        ] as const)
          expect(checks.find((check) => check.id === id)?.found).toMatch(new RegExp(`^${count} as the file says`));
        expect(text).not.toContain(telltale);
        log(`all sound, ${releases.length} releases: ${seconds} s`);
        // A machine that is ten times busier gets ten times as long.
        expect(seconds).toBeLessThan(50);
      },
      minutes(2),
    );

    test(
      'a Vault that is sealed: one cross, and what only follows from it is none',
      () =>
        oneCross(
          'vault',
          /^it is sealed$/,
          /vault operator unseal/,
          async () => {
            await lab.vault.seal();
            // What its sealing brings along: a Secret is not delivered.
            await ask('DELETE', `/api/v1/namespaces/${namespaces().hub}/secrets/mysql-central-ledger`);
          },
          async () => {
            await lab.vault.unseal();
            await operators.secret(namespaces().hub, 'mysql-central-ledger');
          },
        ),
      minutes(2),
    );

    test(
      'a certificate near its end (a real one), and one that the issuer refuses',
      async () => {
        const path = `/apis/cert-manager.io/v1/namespaces/${namespaces().gateway}/certificates/gateway-tls`;
        const sound = () => operators.certificate(path, 'gateway-tls', 89);
        await oneCross(
          'certificates',
          /^gateway\/gateway-tls has 9 days left$/,
          /kubectl describe certificate/,
          () => operators.certificate(path, 'gateway-tls', 10),
          sound,
        );
        const refused = () => operators.status(path, condition('Ready', 'False', 'IncorrectIssuer'));
        await oneCross(
          'certificates',
          /^gateway\/gateway-tls is not ready \(IncorrectIssuer\)$/,
          /kubectl describe certificate/,
          refused,
          sound,
        );
      },
      minutes(2),
    );

    test(
      'a Secret that was not delivered, with the words of its VaultSecret, and one without its key',
      async () => {
        const { hub } = namespaces();
        const [name, secret] = ['mysql-central-ledger', `/api/v1/namespaces/${namespaces().hub}/secrets/mysql-central-ledger`];
        const vaultSecret = `/apis/redhatcop.redhat.io/v1alpha1/namespaces/${hub}/vaultsecrets/${name}`;
        await oneCross(
          'secrets',
          /^mojaloop\/mysql-central-ledger \(Code: 403\. Errors: \* permission denied\)$/,
          /role in Vault/,
          async () => {
            await ask('DELETE', secret);
            await operators.status(
              vaultSecret,
              condition('ReconcileFailed', 'True', 'LastReconcileCycleFailed', 'Code: 403. Errors:\n\n* permission denied'),
            );
          },
          async () => {
            await operators.status(vaultSecret, condition('ReconcileSuccessful', 'True', 'LastReconcileCycleSucceded'));
            await operators.secret(hub, name);
          },
        );
        await oneCross(
          'secrets',
          /^mojaloop\/mysql-central-ledger mysql-password$/,
          /role in Vault/,
          () => ask('PATCH', secret, { data: { 'mysql-password': null } }),
          async () => {
            await ask('DELETE', secret);
            await operators.secret(hub, name);
          },
        );
      },
      minutes(2),
    );

    const container = (state: object, more: object = {}) => ({
      containerStatuses: [{ name: 'main', image: 'registry.example.org/x:1', imageID: '', ready: false, restartCount: 0, state, ...more }],
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'False' },
      ],
    });
    const waiting = (reason: string, message = '') => ({ waiting: { reason, message } });
    let patients = 0;
    test.each<[string, RegExp, object | undefined]>([
      [
        'an image that cannot be pulled',
        /^mojaloop\/patient-\d ImagePullBackOff: registry\.example\.org\/x:1$/,
        container(waiting('ImagePullBackOff')),
      ],
      [
        'a container that ends again and again',
        /^mojaloop\/patient-\d CrashLoopBackOff: main ended with 137 \(OOMKilled\), 7 restarts$/,
        container(waiting('CrashLoopBackOff'), { restartCount: 7, lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }),
      ],
      [
        'a key that its Secret has not',
        /^mojaloop\/patient-\d CreateContainerConfigError: couldn't find key password in Secret mojaloop\/x$/,
        container(waiting('CreateContainerConfigError', "couldn't find key password in Secret mojaloop/x")),
      ],
      ['a pod that runs and is not ready', /^mojaloop\/patient-\d not ready \(Running\)$/, container({ running: {} })],
      [
        'a pod that no node can take (told by the real scheduler)',
        /^mojaloop\/patient-\d Unschedulable: 0\/3 nodes are available/,
        undefined,
      ],
    ])(
      'pods: %s',
      async (_, found, status) => {
        // Each has a name of its own: kwok goes on with one that went a moment ago.
        const name = `patient-${++patients}`;
        const pods = `/api/v1/namespaces/${namespaces().hub}/pods`;
        const pod = `${pods}/${name}`;
        const phase = async (wanted: string) => {
          const read = async () => (await must<{ status: { phase: string; conditions?: unknown[] } }>(lab.kube, 'GET', pod)).status;
          for (const end = Date.now() + minutes(1); Date.now() < end; await sleep(100)) {
            const { phase, conditions } = await read();
            if (phase === wanted && (conditions?.length ?? 0) > 0) return;
          }
        };
        await oneCross(
          'pods',
          found,
          /kubectl describe pod/,
          async () => {
            const spec = { containers: [{ name: 'main', image: 'x', ...(status ? {} : { resources: { requests: { cpu: '1000' } } }) }] };
            await ask('POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
            await phase(status ? 'Running' : 'Pending');
            if (status) await operators.status(pod, status);
          },
          async () => {
            await ask('DELETE', `${pod}?gracePeriodSeconds=0`);
            for (const end = Date.now() + minutes(1); Date.now() < end; await sleep(100))
              if ((await lab.kube('GET', pod)).status === 404) break;
          },
        );
      },
      minutes(3),
    );

    test(
      'a topic that is missing, and one that its operator can not make',
      async () => {
        const topic = `/apis/kafka.strimzi.io/v1beta2/namespaces/${namespaces().stores}/kafkatopics/topic-transfer-prepare`;
        const object = await must<{ metadata: { resourceVersion?: string; uid?: string } }>(lab.kube, 'GET', topic);
        const again = async () => {
          const { resourceVersion: _, uid: _uid, ...metadata } = object.metadata;
          await ask('POST', topic.slice(0, topic.lastIndexOf('/')), { ...object, metadata });
          await operators.status(topic, condition('Ready'));
        };
        await oneCross('topics', /^topic-transfer-prepare is missing$/, /operator of Kafka/, () => ask('DELETE', topic), again);
        const refused = () => operators.status(topic, condition('Ready', 'False', 'KafkaError'));
        await oneCross('topics', /^topic-transfer-prepare is not ready \(KafkaError\)$/, /operator of Kafka/, refused, () =>
          operators.status(topic, condition('Ready')),
        );
      },
      minutes(2),
    );

    test(
      'a database that its operator has not made, a store that fails, and a Service that is missing',
      async () => {
        const { stores } = namespaces();
        const secret = `/api/v1/namespaces/${stores}/secrets/mysql-central-ledger`;
        const note = (value: string | null) =>
          ask('PATCH', secret, { metadata: { annotations: { 'percona.com/mysql-central_ledger-hash': value } } });
        const wayOut = /log of that Job or operator/;
        await oneCross(
          'databases',
          /^central-ledger-db: the operator has not made the schema central_ledger for central_ledger$/,
          wayOut,
          () => note(null),
          () => note('x'),
        );
        const mysql = `/apis/pxc.percona.com/v1/namespaces/${stores}/perconaxtradbclusters/mysql`;
        const state = (status: object) => operators.status(mysql, status);
        await oneCross(
          'databases',
          /^stores\/mysql is error: Error: no primary$/,
          wayOut,
          () => state({ state: 'error', messages: ['Error: no primary'] }),
          () => state({ state: 'ready', messages: [] }),
        );
        const service = `/api/v1/namespaces/${stores}/services`;
        const object = {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'central-ledger-db' },
          spec: { type: 'ExternalName', externalName: 'x.example.org' },
        };
        await oneCross(
          'databases',
          /^Service stores\/central-ledger-db is missing$/,
          wayOut,
          () => ask('DELETE', `${service}/central-ledger-db`),
          () => ask('POST', service, object),
        );
      },
      minutes(2),
    );

    test(
      'a gateway without an address',
      async () => {
        const gateway = `/apis/gateway.networking.k8s.io/v1/namespaces/${namespaces().gateway}/gateways/hub`;
        const status = (...of: Parameters<typeof condition>) => operators.status(gateway, condition(...of));
        await oneCross(
          'gateway',
          /\(AddressNotAssigned\)$/,
          /kubectl describe gateway/,
          () => status('Programmed', 'False', 'AddressNotAssigned'),
          () => status('Programmed'),
        );
      },
      minutes(2),
    );

    test(
      'values that somebody changed with helm: path, both values, and the command that takes it back, which does',
      async () => {
        const moja = releases.find(({ chart }) => chart === 'mojaloop') as ReleaseSpec;
        const hidden = `${telltale}-by-hand`;
        let back = '';
        const examined = await oneCross(
          'values',
          /^mojaloop\/moja: .*replicaCount is 7, the file says \d/,
          /changed by hand.*helm rollback moja 1 --namespace mojaloop/,
          async () => {
            const sets = ['account-lookup-service.account-lookup-service.replicaCount=7', `byHand.password=${hidden}`, 'byHand.size=3'];
            await lab.helm(
              'upgrade',
              'moja',
              packageOf(site, moja),
              '--namespace',
              moja.namespace,
              '--reuse-values',
              '--no-hooks',
              ...sets.flatMap((set) => ['--set', set]),
            );
          },
          async () => {
            const [cross] = crosses(await doctor());
            back = /helm (rollback .*)$/.exec(cross?.state === 'wrong' ? cross.wayOut : '')?.[1] ?? '';
            await lab.helm(...back.split(' '), '--no-hooks');
          },
        );
        expect(crosses(examined)[0]?.found).toContain('byHand is { password, size }, the file has no such value');
        expect(back).toBe('rollback moja 1 --namespace mojaloop');
        await allIsRight();
      },
      minutes(3),
    );

    test(
      'a file that was changed since it was deployed: the way out is a deploy of that stack',
      async () => {
        const before = readFileSync(site.file, 'utf8');
        const edited = () =>
          site.edit((file) =>
            Object.assign(file, {
              overrides: { values: { moja: { 'account-lookup-service': { 'account-lookup-service': { replicaCount: 9 } } } } },
            }),
          );
        await oneCross(
          'values',
          /replicaCount is \d, the file says 9$/,
          /^if the file was changed since: workbench deploy sandbox hub;/,
          async () => edited(),
          async () => writeFileSync(site.file, before),
        );
      },
      minutes(2),
    );

    test(
      'a release that was left half way, and one that is not there',
      async () => {
        const name = releases.find(({ chart }) => chart === 'workbench-objects' && chart !== undefined)?.name ?? '';
        const { namespace, ...rest } = releases.find((release) => release.name === 'hub-routes') as ReleaseSpec;
        expect(name).not.toBe('');
        const record = `/api/v1/namespaces/${namespace}/secrets/sh.helm.release.v1.${rest.name}.v1`;
        const label = (status: string) => ask('PATCH', record, { metadata: { labels: { status } } });
        await oneCross(
          'releases',
          /^mojaloop\/hub-routes is pending-upgrade$/,
          /workbench deploy sandbox hub installs/,
          () => label('pending-upgrade'),
          () => label('deployed'),
        );
        await oneCross(
          'releases',
          /^mojaloop\/hub-routes is not there$/,
          /workbench deploy sandbox hub installs/,
          () => lab.helm('uninstall', rest.name, '--namespace', namespace, '--no-hooks'),
          () =>
            lab.helm(
              'install',
              rest.name,
              packageOf(site, { chart: rest.chart, version: rest.version }),
              '--namespace',
              namespace,
              '--no-hooks',
              '--values',
              join(site.folder, `${namespace}-${rest.name}.yaml`),
            ),
        );
        await allIsRight();
      },
      minutes(3),
    );

    test(
      'the portal: rules of Oathkeeper and the states of reports are read where they are, and one rule too many is a cross',
      async () => {
        const { namespace } = site.model.config.portal;
        const portal = async () => {
          // Nobody answers for the portal itself, nor for Keto: kwok runs no container.
          const { stdout, stderr } = await run(site.folder, 'doctor', site.file, '--portal', '--connect', '127.0.0.1:9', '--json');
          if (!stdout.startsWith('{')) throw new Error(`doctor said: ${stdout}${stderr}`);
          const { checks } = JSON.parse(stdout) as Pick<Examined, 'checks'>;
          return Object.fromEntries(checks.map(({ id, state, found }) => [id, `${state}: ${found}`]));
        };
        const before = await portal();
        expect(before['portal-rules']).toMatch(/^right: \d+ as the workbench makes them$/);
        expect(before['portal-reports']).toMatch(/^wrong: .* is not looked at yet/);
        expect(before['portal-people']).toMatch(/^unknown: could not be seen/);

        const reports = `/apis/mojaloop.io/v1/namespaces/${namespace}/mojaloopreports`;
        const { items } = await must<{ items: { metadata: { name: string } }[] }>(lab.kube, 'GET', reports);
        for (const { metadata } of items) await operators.status(`${reports}/${metadata.name}`, { state: 'VALIDATED' });
        const rules = `/apis/oathkeeper.ory.sh/v1alpha1/namespaces/${namespace}/rules`;
        const open = { match: { url: '<.*>', methods: ['GET'] }, authenticators: [{ handler: 'noop' }], authorizer: { handler: 'allow' } };
        await ask('POST', rules, { apiVersion: 'oathkeeper.ory.sh/v1alpha1', kind: 'Rule', metadata: { name: 'open-door' }, spec: open });
        try {
          const after = await portal();
          expect(after['portal-reports']).toBe(`right: ${items.length} validated`);
          expect(after['portal-rules']).toBe('wrong: open-door is none of the workbench');
        } finally {
          await ask('DELETE', `${rules}/open-door`);
        }
      },
      minutes(3),
    );

    test(
      'payment managers in another cluster: one cross there for what is wrong there, and one when there is no way in',
      async () => {
        const certificate = '/apis/cert-manager.io/v1/namespaces/southbank/certificates/connector-tls';
        const lasts = (days: number) => () => operators.certificate(certificate, 'connector-tls', days);
        await oneCross(
          'south/certificates',
          /^southbank\/connector-tls has 9 days left$/,
          /kubectl describe certificate/,
          lasts(10),
          lasts(89),
        );
        const [secret] = deliveredSecrets(site.model.secrets).filter(({ namespace }) => namespace === 'southbank');
        const name = secret?.secretName ?? '';
        await oneCross(
          'south/secrets',
          new RegExp(`^southbank/${name}`),
          /workbench deploy sandbox participants-cluster1-1$/,
          () => ask('DELETE', `/api/v1/namespaces/southbank/secrets/${name}`),
          () => operators.secret('southbank', name),
        );
        const dead = async (change: (kubeconfig: KubeConfigFile) => void, mend: string) => {
          wayOfSouth(change);
          try {
            const examined = await doctor();
            expect(crosses(examined).map(({ id, ...cross }) => [id, cross.state === 'wrong' && cross.mend])).toEqual([
              ['south/cluster', mend],
            ]);
            expect(examined.checks.filter((check) => inSouth(check) && check.state === 'right')).toEqual([]);
          } finally {
            wayOfSouth(() => undefined);
          }
        };
        const { nobody } = await freePorts(['nobody']);
        await dead(({ clusters }) => {
          for (const { cluster } of clusters) cluster.server = `https://127.0.0.1:${nobody}`;
        }, 'network');
        await dead(({ contexts }) => {
          for (const context of contexts) context.name = 'renamed';
        }, 'hub operator');
        await allIsRight();
      },
      minutes(3),
    );

    /** The same environment by another way in. */
    async function through(name: string, change: (kubeconfig: KubeConfigFile) => void) {
      const kubeconfig = JSON.parse(readFileSync(lab.kubeconfig, 'utf8')) as KubeConfigFile;
      change(kubeconfig);
      const place = join(site.folder, `${name}.kubeconfig`);
      writeFileSync(place, JSON.stringify(kubeconfig), { mode: 0o600 });
      const file = join(site.folder, `${name}.yaml`);
      writeFileSync(file, readFileSync(site.file, 'utf8').replaceAll(lab.kubeconfig, place));
      return doctor(file);
    }

    test(
      'a login without rights: one cross that names what it may not list, and nothing is called right that was not seen',
      async () => {
        const accounts = '/api/v1/namespaces/default/serviceaccounts';
        await ask('POST', accounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'onlooker' } });
        const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } };
        const { status } = await must<{ status: { token: string } }>(lab.kube, 'POST', `${accounts}/onlooker/token`, request);
        const examined = await through('no-rights', ({ users }) => {
          for (const { user } of users) user.token = status.token;
        });
        expect(crosses(examined).map(({ id, found }) => `${id}: ${found}`)).toEqual([
          "rights: not pods, secrets, services, jobs, certificates, gateways, topics, vaultSecrets, mysql, mongodb, Helm's records",
        ]);
        expect(examined.checks.filter((check) => check.state === 'right' && !inSouth(check)).map(({ id }) => id)).toEqual([
          'cluster',
          'vault',
        ]);
        // Another cluster has a login of its own.
        expect(examined.checks.filter((check) => inSouth(check) && check.state !== 'right')).toEqual([]);
        expect(examined.text).not.toContain(status.token);
      },
      minutes(2),
    );

    test(
      'no API server, and a login that it does not take: one cross each, soon',
      async () => {
        const { nobody } = await freePorts(['nobody']);
        const dead = await through('dead', ({ clusters }) => {
          for (const { cluster } of clusters) cluster.server = `https://127.0.0.1:${nobody}`;
        });
        expect(crosses(dead).map((cross) => [cross.id, cross.state === 'wrong' && cross.mend])).toEqual([['cluster', 'network']]);
        expect(dead.checks.filter((check) => check.state === 'right' && !inSouth(check)).map(({ id }) => id)).toEqual(['vault']);
        const stranger = await through('stranger', ({ users }) => {
          for (const { user } of users) user.token = 'of-nobody';
        });
        expect(crosses(stranger).map((cross) => [cross.id, cross.state === 'wrong' && cross.mend])).toEqual([['cluster', 'hub operator']]);
        expect(crosses(stranger)[0]?.found).toContain('401');
      },
      minutes(2),
    );
  },
);
