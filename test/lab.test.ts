import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Checked } from '../cli/doctor/check';
import type { RestResult } from '../cli/rest/result';
import { sendSignal } from '../cli/run/processes';
import type { RunResult } from '../cli/run/request';
import type { EnvironmentModel } from '../config/environment';
import { restAnnotation } from '../config/model/rest';
import { deliveredSecrets } from '../config/model/secret-map';
import { secretExceptions } from '../constructs/mojaloop/hub-release';
import { backupIdentity } from '../constructs/vault/backup-identity';
import { commandFile, outcomes } from './lab/command';
import { modelOf } from './lab/environments';
import { type Lab, startLab } from './lab/lab';
import { type OwnVault, ownVault } from './lab/own-vault';
import { freePorts } from './lab/ports';
import { missingProviders } from './lab/providers';
import { list, names, ownNamespaces, pendingReleases } from './lab/records';
import { leaks } from './lab/secret-scan';
import { Site } from './lab/site';
import { dumpVault, letBackupsIn, ownerToken, vaultSays } from './lab/vault-snapshot';

/**
 * Environments deployed for real: Terraform with its real providers, Helm, a real API server, scheduler and controllers, a real Vault.
 * Nodes and pods are played by kwok; charts are stand-ins with the value paths of the published ones, or those of LAB_CHARTS.
 * Each scenario has a lab of its own.
 */
const reason = existsSync(commandFile) ? missingProviders() : 'the command is not compiled (npm run build)';
const { LAB_VAULT_CONFIG_OPERATOR: operator, LAB_CHARTS: charts, LAB_KILLS = '3', LAB_KILL_WITHIN = '25' } = process.env;
const kills = Number(LAB_KILLS);
const minutes = (count: number) => count * 60_000;
const soon = async (ready: () => Promise<boolean>, seconds: number) => {
  for (const end = Date.now() + seconds * 1_000; !(await ready()) && Date.now() < end; ) await sleep(500);
};

if (reason) test.skip(`SKIPPED the lab: ${reason}`, () => {});
const needsOperator = operator
  ? test
  : (name: string, _work: () => Promise<void>, _timeout?: number) =>
      test.skip(`SKIPPED ${name}: LAB_VAULT_CONFIG_OPERATOR names no vault-config-operator`, () => {});

const example = (name: string) => readFileSync(resolve(__dirname, '../workbench', `${name}.yaml`), 'utf8');

/** Tests on a lab of their own. The first lab of a machine builds its programs, which takes about a quarter of an hour. */
function onLab(title: string, tests: (lab: () => Lab, folder: () => string) => void): void {
  (reason ? describe.skip : describe)(title, () => {
    let lab: Lab;
    let folder: string;
    beforeAll(async () => {
      lab = await startLab({ log: (line) => process.stderr.write(`lab: ${line}\n`) });
      folder = mkdtempSync(join(tmpdir(), 'lab-work-'));
    }, minutes(35));
    afterAll(async () => {
      await lab?.stop();
      if (folder) rmSync(folder, { recursive: true, force: true });
    }, minutes(2));
    tests(
      () => lab,
      () => folder,
    );
  });
}

/** An environment on a lab of its own, with what the owner of its Vault does once, and the real operator where one is given. */
function scenario(title: string, name: string, text: () => string, tests: (site: () => Site) => void): void {
  onLab(title, (lab, folder) => {
    let site: Site;
    beforeAll(async () => {
      site = new Site(lab(), folder(), name, text(), charts);
      await site.letIn();
      // Its kinds come while the platform is deployed; it is waited for them.
      if (operator)
        lab()
          .startVaultConfigOperator()
          .catch(() => undefined);
    }, minutes(2));
    tests(() => site);
  });
}

const expectAll = (result: RunResult, outcome: string) =>
  expect({ exit: result.exitCode, stacks: outcomes(result) }).toEqual({
    exit: 0,
    stacks: result.stacks.map(({ id }) => `${id} ${outcome}`),
  });
const stacksThat = (result: RunResult, did: string) => result.stacks.filter(({ outcome }) => outcome === did).map(({ id }) => id);

const deploysAndSettles = (site: () => Site) => {
  test('deploys every stack in one go', async () => expectAll(await site().result('deploy'), 'applied'), minutes(15));
  test(
    'a second deploy changes nothing in any stack',
    async () => {
      expectAll(await site().result('deploy'), 'no-change');
      expect((await site().result('plan')).exitCode).toBe(0);
    },
    minutes(8),
  );
  test(
    'the doctor finds every release there, and its values as the file says',
    async () => {
      const installed = JSON.parse(await site().lab.helm('list', '--all-namespaces', '--output', 'json')) as readonly unknown[];
      expect(await values(site())).toMatchObject({ state: 'right', found: expect.stringMatching(`^${installed.length} as the file says`) });
    },
    minutes(2),
  );
};

/** What the doctor says of the values of the releases. */
async function values(site: Site): Promise<Checked | undefined> {
  const { stdout } = await site.run('doctor');
  return (JSON.parse(stdout) as { readonly checks: readonly Checked[] }).checks.find(({ id }) => id === 'values');
}

const keepsItsSecrets = (site: () => Site) =>
  needsOperator(
    'no secret is in states, plans, stacks, logs, Helm records or ConfigMaps',
    async () => {
      const secrets = await site().secrets();
      expect(secrets.size).toBeGreaterThan(15);
      // The search is able to find: a text with one of them in it is found.
      const [[name, value]] = [...secrets] as [[string, string]];
      expect(leaks(new Map([[name, value]]), new Map([['a file', `x${value}x`]]))).toEqual([`${name} in a file`]);
      expect(secretExceptions(site().model)).toEqual([]);
      expect(leaks(secrets, await site().places())).toEqual([]);
    },
    minutes(3),
  );

interface Scaled {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: { readonly replicas?: number; readonly suspend?: boolean; readonly pause?: boolean };
  readonly status?: { readonly replicas?: number; readonly readyReplicas?: number };
}

/** `namespace/name replicas` of everything that runs pods in namespaces of the environment, and whether it notes what it was. */
async function running({ lab, model }: Site): Promise<readonly string[]> {
  const own = new Set([...model.namespaces.map(({ name }) => name), ...model.config.participants.map(({ id }) => id)]);
  const kinds = ['apps/v1/deployments', 'apps/v1/statefulsets', 'batch/v1/cronjobs', 'pxc.percona.com/v1/perconaxtradbclusters'];
  const lists = await Promise.all(kinds.map((kind) => list(lab.kube, `/apis/${kind}`)));
  return lists
    .flatMap(({ items }) => items as readonly Scaled[])
    .filter(({ metadata }) => own.has(metadata.namespace ?? ''))
    .map(({ metadata, spec }) =>
      [
        `${metadata.namespace}/${metadata.name}`,
        spec.replicas ?? spec.suspend ?? spec.pause,
        metadata.annotations?.[restAnnotation] ?? '-',
      ].join(' '),
    )
    .sort();
}

const restsAndWakes = (site: () => Site) =>
  test(
    'hibernate stops all of it but Vault and certificates, also when it is killed in the middle; wake brings it back as it was, and the plan is empty',
    async () => {
      const before = await running(site());
      expect(before.length).toBeGreaterThan(40);
      const planned = await site().run('hibernate', '--plan');
      expect([planned.status, (JSON.parse(planned.stdout) as RestResult).steps.map(({ key }) => key)]).toEqual([
        2,
        ['watching', 'monitoring', 'gateway', 'drain', 'participants', 'hub', 'companions', 'databases', 'operators', 'stores'],
      ]);
      expect(await running(site())).toEqual(before);
      // Killed once some of it rests.
      const killed = site().start('hibernate', '--drain', '0');
      await soon(async () => (await running(site())).some((line) => !line.endsWith(' -')), 60);
      if (killed.child.pid) sendSignal(killed.child.pid, 'SIGKILL');
      expect((await killed.ended).signal).toBe('SIGKILL');
      const again = await site().run('hibernate', '--drain', '0');
      expect([again.status, again.stderr]).toEqual([0, '']);
      const left = (await running(site())).filter((line) => !/ (0|true) (\d+|true|)$/.test(line));
      const { secrets, certificates } = site().model.config;
      expect(
        left.filter((line) => ![secrets.vault.namespace, certificates.namespace, 'workbench-system'].includes(line.split('/')[0] ?? '')),
      ).toEqual([]);
      const { items } = await list(site().lab.kube, `/api/v1/namespaces/${site().model.config.hub.namespace}/pods`);
      const pods = items as readonly { readonly status?: { readonly phase?: string } }[];
      expect(pods.filter(({ status }) => status?.phase === 'Running')).toEqual([]);
      expect(await outcomeOf(site(), 'hibernate', '--plan')).toEqual([0, []]);
      expect((await site().result('plan')).exitCode).toBe(0);
      // Killed once something runs again; what is not ready yet is known when the command goes on.
      const half = site().start('wake');
      await soon(async () => (await running(site())).some((line) => / [1-9]\d* \d+$/.test(line)), 60);
      if (half.child.pid) sendSignal(half.child.pid, 'SIGKILL');
      expect((await half.ended).signal).toBe('SIGKILL');
      const woken = await site().run('wake');
      expect([woken.status, woken.stderr]).toEqual([0, '']);
      expect(await running(site())).toEqual(before);
      expect(await outcomeOf(site(), 'wake', '--plan')).toEqual([0, []]);
      expect((await site().result('plan')).exitCode).toBe(0);
    },
    minutes(12),
  );

/** Exit status, and the steps that have something to do. */
async function outcomeOf(site: Site, action: string, ...args: readonly string[]) {
  const { status, stdout } = await site.run(action, ...args);
  return [status, (JSON.parse(stdout) as RestResult).steps.filter(({ outcome }) => outcome !== 'nothing').map(({ key }) => key)];
}

scenario(
  'the full lab of 15.1.0, imported from a version 15 file',
  'full-lab',
  () => example('full-lab'),
  (site) => {
    deploysAndSettles(site);

    test(
      'what somebody changes with helm the doctor sees, though no plan does; the command that it names takes it back, and a deploy changes nothing',
      async () => {
        const { lab, folder } = site();
        const operator = join(
          folder,
          'charts',
          readdirSync(join(folder, 'charts')).find((file) => file.startsWith('redis-operator-')) ?? '',
        );
        await lab.helm('upgrade', 'redis-operator', operator, '--namespace', 'operators', '--reuse-values', '--set', 'byHand=true');
        expect((await site().result('plan')).exitCode).toBe(0);
        const told = await values(site());
        expect(told).toMatchObject({ state: 'wrong', found: 'operators/redis-operator: byHand is true, the file has no such value' });
        const command = /helm (rollback redis-operator \d+ --namespace operators)$/.exec(told?.state === 'wrong' ? told.wayOut : '')?.[1];
        await lab.helm(...(command ?? 'no way out').split(' '));
        expect(await values(site())).toMatchObject({ state: 'right' });
        expectAll(await site().result('deploy'), 'no-change');
      },
      minutes(5),
    );

    test('every pod of the hub and of each payment manager is scheduled and ready', async () => {
      const { kube } = site().lab;
      const { hub, participants } = site().model.config;
      const deployments = (await list(kube, `/apis/apps/v1/namespaces/${hub.namespace}/deployments`)).items as readonly {
        readonly status?: { readonly readyReplicas?: number; readonly replicas?: number };
      }[];
      expect(deployments.length).toBeGreaterThan(20);
      expect(deployments.filter(({ status }) => status?.readyReplicas !== status?.replicas)).toEqual([]);
      for (const { id } of participants.filter(({ external }) => !external))
        expect((await names(kube, `/apis/apps/v1/namespaces/${id}/deployments`)).length).toBeGreaterThan(3);
    });

    restsAndWakes(site);

    needsOperator(
      'every Secret of the secret map is in exactly the namespaces that use it, and every password is another',
      async () => {
        const wanted = deliveredSecrets(site().model.secrets.filter(({ kind }) => kind !== 'given'));
        const missing = async () => {
          const { items } = await list(site().lab.kube, '/api/v1/secrets');
          const there = new Set(items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
          return wanted.map((one) => `${one.namespace}/${one.secretName}`).filter((one) => !there.has(one));
        };
        await soon(async () => (await missing()).length === 0, 120);
        expect(await missing()).toEqual([]);
        const inVault = await site().inVault();
        expect(inVault.size).toBeGreaterThan(10);
        expect(new Set(inVault.values()).size).toBe(inVault.size);
      },
      minutes(3),
    );

    keepsItsSecrets(site);

    test(
      'adding a participant changes its own stack, and who is let in at the edge',
      async () => {
        site().edit(({ participants }) => participants.push({ id: 'newcomer', currency: 'USD', msisdnPrefix: '9876' }));
        const result = await site().result('deploy');
        expect({ exit: result.exitCode, applied: stacksThat(result, 'applied') }).toEqual({ exit: 0, applied: ['edge', 'participants-1'] });
        expect(stacksThat(result, 'no-change')).toEqual(['platform', 'secrets', 'stores', 'hub', 'portal', 'observability']);
        expect(await ownNamespaces(site().lab)).toContain('newcomer');
      },
      minutes(8),
    );

    test(
      'status and outputs tell what is deployed',
      async () => {
        const { stacks } = await site().result('status');
        expect(stacks.map(({ id, status }) => `${id} ${status?.state}`)).toEqual(stacks.map(({ id }) => `${id} applied`));
        const outputs = await site().result('outputs');
        expect(outputs.stacks.find(({ id }) => id === 'hub')?.outputs?.release?.value).toBe('15.1.0');
      },
      minutes(2),
    );

    test(
      'a sealed Vault is told as that by the stacks that need it, and nothing is changed',
      async () => {
        await site().lab.vault.seal();
        try {
          const { exitCode, stacks } = await site().result('deploy');
          expect(exitCode).toBe(1);
          expect(stacks.map(({ id, outcome, problems }) => [id, outcome, problems[0]?.code])).toEqual([
            ['platform', 'no-change', undefined],
            ['secrets', 'failed', 'RUN-VAULT-SEALED'],
            ...['stores', 'edge', 'hub', 'portal', 'observability', 'participants-1'].map((id) => [id, 'not-started', undefined]),
          ]);
        } finally {
          await site().lab.vault.unseal();
        }
      },
      minutes(5),
    );

    test(
      'a cluster that is older than the workbench file says is refused before anything is planned',
      async () => {
        const said = readFileSync(site().file, 'utf8');
        site().edit((file) => {
          file.cluster = { ...file.cluster, kubernetesVersion: '1.99' };
        });
        try {
          const { exitCode, problems } = await site().result('deploy', 'platform');
          expect([exitCode, problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)]).toEqual([
            1,
            ['RUN-KUBERNETES-OLDER'],
          ]);
        } finally {
          writeFileSync(site().file, said);
        }
      },
      minutes(2),
    );

    test(
      'a cluster that does not answer is told before Terraform is asked',
      async () => {
        const kubeconfig = readFileSync(site().lab.kubeconfig, 'utf8');
        const { port } = await freePorts(['port']);
        writeFileSync(site().lab.kubeconfig, kubeconfig.replace(site().lab.server, `https://127.0.0.1:${port}`));
        try {
          const { exitCode, problems } = await site().result('deploy', 'platform');
          expect([exitCode, problems.map(({ code }) => code)]).toEqual([1, ['RUN-CLUSTER-UNREACHABLE']]);
        } finally {
          writeFileSync(site().lab.kubeconfig, kubeconfig);
        }
      },
      minutes(2),
    );

    test(
      'destroy removes everything that was made but the kinds',
      async () => {
        expectAll(await site().result('destroy', '--confirm', site().model.config.environment), 'destroyed');
        await soon(async () => (await ownNamespaces(site().lab)).length === 0, 60);
        expect(await ownNamespaces(site().lab)).toEqual([]);
      },
      minutes(10),
    );
  },
);

scenario(
  'an air-gapped hub of 16.0.4 with bulk',
  'air-gapped',
  () => example('air-gapped'),
  (site) => {
    deploysAndSettles(site);
    keepsItsSecrets(site);
  },
);

scenario(
  'a production hub of 17.1.0 with third party and twelve payment managers',
  'production',
  () => example('production'),
  (site) => {
    deploysAndSettles(site);
    keepsItsSecrets(site);
  },
);

const older = () => example('sandbox').replace('environment: sandbox', 'environment: older').replace('17.1.0', '14.1.1');
scenario('a hub of 14.1.1, whose charts know no Secrets', 'older', older, (site) =>
  needsOperator(
    'deploys, and only the passwords that check lists are in what Helm and the charts make of them',
    async () => {
      expectAll(await site().result('deploy'), 'applied');
      const found = leaks(await site().secrets(), await site().places());
      expect(found.filter((leak) => !isException(leak, site().model))).toEqual([]);
      expect(found.length).toBeGreaterThan(0);

      // The doctor reads those records: it leaves these out, and tells none, not even where somebody has changed something beside them.
      const writeOnly = secretExceptions(site().model).length;
      expect(await values(site())).toMatchObject({ state: 'right', found: expect.stringContaining(`${writeOnly} that go in write-only`) });
      const { name, namespace, chart } = (
        JSON.parse(await site().lab.helm('list', '--all-namespaces', '--output', 'json')) as {
          name: string;
          namespace: string;
          chart: string;
        }[]
      ).find((release) => release.name === site().model.config.hub.releaseName) as { name: string; namespace: string; chart: string };
      const hub = join(site().folder, 'charts', `${chart}.tgz`);
      await site().lab.helm('upgrade', name, hub, '--namespace', namespace, '--reuse-values', '--no-hooks', '--set', 'byHand=true');
      const { stdout, stderr } = await site().run('doctor');
      expect(stdout).toContain('byHand is true, the file has no such value');
      expect(leaks(await site().secrets(), new Map([['the doctor', stdout + stderr]]))).toEqual([]);
    },
    minutes(10),
  ),
);

scenario(
  'killed at a random moment',
  'sandbox',
  () => example('sandbox'),
  (site) =>
    test(
      `${kills} times: the same deploy again converges, no lock is left, no password has changed`,
      async () => {
        const known = new Map<string, string>();
        const unchanged = async () => {
          for (const [name, value] of await site().inVault()) {
            expect([name, known.get(name) ?? value]).toEqual([name, value]);
            known.set(name, value);
          }
        };
        const moments: string[] = [];
        for (let killed = 0; killed < kills; ) {
          const running = site().start('deploy');
          const moment = Math.round(500 + Math.random() * Number(LAB_KILL_WITHIN) * 1_000);
          const ended = await Promise.race([running.ended, sleep(moment)]);
          if (!ended && running.child.pid) sendSignal(running.child.pid, 'SIGKILL');
          if ((await running.ended).signal === 'SIGKILL') killed++;
          moments.push(`${(moment / 1_000).toFixed(1)} s${ended ? `, had ended (${ended.status})` : ''}`);
          await unchanged();
          // What has come through is taken away again now and then, so that there is something to be killed at.
          if (ended?.status === 0)
            expect((await site().result('destroy', 'portal', 'hub', 'participants-1', '--confirm', 'sandbox')).exitCode).toBe(0);
        }
        const result = await site().result('deploy');
        const unfinished = outcomes(result).filter((line) => !/ (applied|no-change)$/.test(line));
        expect({ moments, exit: result.exitCode, unfinished }).toEqual({ moments, exit: 0, unfinished: [] });
        process.stderr.write(`lab: killed after ${moments.join('; ')}\n`);
        expect(await pendingReleases(site().lab)).toEqual([]);
        expect(
          readdirSync(site().folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.lock\.info$|run\.lock$/.test(file)),
        ).toEqual([]);
        expectAll(await site().result('deploy'), 'no-change');
        await unchanged();
      },
      minutes(5) + kills * minutes(3),
    ),
);

onLab('a Vault that comes with the environment', (lab, folder) => {
  const states = ({ addresses, health }: OwnVault) => Promise.all(addresses.map(async (_, index) => (await health(index)).status));
  /** One leads, two stand by. */
  const ready = async (vault: OwnVault) => (await states(vault)).sort().join() === '200,429,429';
  test(
    'three members on raft with TLS: the bootstrap initialises them once, opens them after a restart, and leaves no root token',
    async () => {
      const config = modelOf(example('production'), 'production').config;
      const members = await ownVault(lab(), folder(), config);
      const { bootstrap, start, kill } = members;
      try {
        start();
        expect(bootstrap('init')).toContain('Vault initialised');
        // The Job was killed here and starts again: nothing is initialised twice, the key is still there to be kept.
        expect(bootstrap('init')).toContain('Vault is initialised');
        members.keepKey();
        const root = members.rootToken();
        expect(bootstrap('configure')).toContain('the root token is revoked');
        expect(members.whoIs(root)).toBe(403);
        expect(existsSync(join(folder(), 'init.json'))).toBe(false);
        await soon(() => ready(members), 30);
        expect((await states(members)).sort()).toEqual([200, 429, 429]);

        await kill();
        start();
        expect(bootstrap('configure').match(/is open/g)).toHaveLength(3);
        await soon(() => ready(members), 30);
        expect((await states(members)).sort()).toEqual([200, 429, 429]);
      } finally {
        await kill();
      }
    },
    minutes(3),
  );

  test(
    'a snapshot that the dump of its backups takes brings what was in it into a new Vault, which the old unseal key opens; the account of the dump reads nothing else',
    async () => {
      const model = modelOf(example('air-gapped'), 'live');
      const vaults: OwnVault[] = [];
      const opened = async (name: string) => {
        const own = join(folder(), name);
        mkdirSync(own);
        const vault = await ownVault(lab(), own, model.config);
        vaults.push(vault);
        vault.start();
        vault.bootstrap('init');
        vault.keepKey();
        vault.bootstrap('configure');
        return { own, vault, owner: ownerToken(vault) };
      };
      try {
        const { own, vault, owner } = await opened('before');
        vaultSays(vault, owner, ['secrets', 'enable', '-path=kept', '-version=1', 'kv']);
        vaultSays(vault, owner, ['write', 'kept/of', 'before=yes']);
        const account = await letBackupsIn(lab(), model, vault, owner);
        const login = [
          `auth/${model.config.secrets.kubernetesAuthPath}/login`,
          `role=${backupIdentity(model.config).name}`,
          `jwt=${account}`,
        ];
        const its = vaultSays(vault, '', ['write', '-field=token', ...login]).trim();
        expect(() => vaultSays(vault, its, ['read', 'kept/of'])).toThrow(/permission denied/);
        expect(() => vaultSays(vault, its, ['operator', 'raft', 'snapshot', 'restore', vault.keyFile])).toThrow(/permission denied/);
        const files = dumpVault(own, model, vault, account);
        expect(Object.keys(files).sort()).toEqual(['snap', 'unseal-key']);
        await vault.kill();

        const after = await opened('after');
        expect(() => vaultSays(after.vault, after.owner, ['read', 'kept/of'])).toThrow();
        vaultSays(after.vault, after.owner, ['operator', 'raft', 'snapshot', 'restore', '-force', files.snap ?? '']);
        copyFileSync(files['unseal-key'] ?? '', after.vault.keyFile);
        // A member seals itself when it has taken the snapshot. One that is restarted before has the keys of the new Vault still, and no old key opens it.
        await soon(async () => (await states(after.vault)).join() === '503,503,503', 120);
        expect(await states(after.vault)).toEqual([503, 503, 503]);
        // Members that run stay sealed for good: all of them start anew.
        await after.vault.kill();
        after.vault.start();
        expect(after.vault.bootstrap('configure').match(/is open/g)).toHaveLength(3);
        await soon(() => ready(after.vault), 120);
        expect((await states(after.vault)).sort()).toEqual([200, 429, 429]);
        expect(vaultSays(after.vault, ownerToken(after.vault), ['read', '-field=before', 'kept/of']).trim()).toBe('yes');
      } finally {
        for (const vault of vaults) await vault.kill();
      }
    },
    minutes(6),
  );
});

/** Charts before 15 take passwords only as text: those that `check` lists, and only those, are in what Helm and the charts make of them. */
function isException(leak: string, model: EnvironmentModel): boolean {
  const ids = new Set(secretExceptions(model).map(({ secret }) => secret));
  const listed = model.secrets
    .filter(({ id }) => ids.has(id))
    .flatMap(({ path, field, deliveries }) => [
      `vault ${path}#${field}`,
      ...deliveries.map(({ namespace, secretName, key }) => `secret ${namespace}/${secretName}#${key}`),
    ]);
  const { namespace, releaseName } = model.config.hub;
  const places = [`helm ${namespace}/sh.helm.release.v1.${releaseName}.`, `configmap ${namespace}/`];
  return listed.some((name) => places.some((place) => leak.startsWith(`${name} in ${place}`)));
}
