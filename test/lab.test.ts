import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { sendSignal } from '../cli/run/processes';
import type { RunResult } from '../cli/run/request';
import type { EnvironmentModel } from '../config/environment';
import { deliveredSecrets } from '../config/model/secret-map';
import { secretExceptions } from '../constructs/mojaloop/hub-release';
import { client } from './lab/client';
import { commandFile, type Ended, outcomes, resultOf, run, start } from './lab/command';
import { chartsOf, modelOf, onLab, writeEnvironment } from './lab/environments';
import { type Lab, startLab } from './lab/lab';
import { freePorts } from './lab/ports';
import { missingProviders } from './lab/providers';
import { list, names, ownNamespaces, pendingReleases } from './lab/records';
import { leaks, type Places, placesInCluster, placesInFolder, secretsInCluster, secretsInVault } from './lab/secret-scan';
import { writeMirror } from './lab/stand-ins/mirror';

/**
 * Environments deployed for real: Terraform with its real providers, Helm, a real API server, scheduler and controllers, a real Vault.
 * Nodes and pods are played by kwok; charts are stand-ins with the value paths of the published ones, or those of LAB_CHARTS.
 */
const reason = existsSync(commandFile) ? missingProviders() : `the command is not compiled (npm run build)`;
const operator = process.env.LAB_VAULT_CONFIG_OPERATOR;
const publishedCharts = process.env.LAB_CHARTS;
const kills = Number(process.env.LAB_KILLS ?? 3);
const minutes = (count: number) => count * 60_000;

if (reason) test.skip(`SKIPPED the lab: ${reason}`, () => {});
const whenPossible = reason ? describe.skip : describe;
const needsOperator = operator
  ? test
  : (name: string, _work: () => Promise<void>, _timeout?: number) =>
      test.skip(`SKIPPED ${name}: LAB_VAULT_CONFIG_OPERATOR names no vault-config-operator`, () => {});

const example = (name: string) => readFileSync(resolve(__dirname, '../workbench', `${name}.yaml`), 'utf8');

whenPossible('environments on a real control plane', () => {
  let lab: Lab;
  let work: string;
  let operatorStarted = false;
  beforeAll(async () => {
    lab = await startLab({ log: (line) => process.stderr.write(`lab: ${line}\n`) });
    work = mkdtempSync(join(tmpdir(), 'lab-work-'));
  }, minutes(35));
  afterAll(async () => {
    await lab?.stop();
    if (work && !process.env.LAB_KEEP) rmSync(work, { recursive: true, force: true });
  }, minutes(2));

  /** One environment in a folder of its own, with its charts. */
  class Site {
    readonly folder: string;
    readonly model: EnvironmentModel;
    file: string;

    constructor(
      readonly name: string,
      text: string,
    ) {
      this.folder = join(work, name);
      mkdirSync(this.folder, { recursive: true });
      const mirror = join(work, 'mirror');
      if (publishedCharts) takeIn(publishedCharts, mirror);
      const place = { kubeconfig: lab.kubeconfig, context: lab.context, vaultAddress: lab.vault.address, mirror, verify: false };
      this.file = writeEnvironment(this.folder, name, onLab(text, place));
      this.model = modelOf(readFileSync(this.file, 'utf8'), name);
      writeMirror(mirror, chartsOf(this.model));
    }

    edit(change: (file: Record<string, never>) => void): void {
      const settings = parse(readFileSync(this.file, 'utf8'));
      change(settings);
      writeFileSync(this.file, stringify(settings));
    }

    /** The operator runs beside the cluster: its kinds come while the platform is deployed. */
    startOperator(): void {
      if (!operator || operatorStarted) return;
      operatorStarted = true;
      lab.startVaultConfigOperator().catch((error: Error) => process.stderr.write(`lab: no operator: ${error.message}\n`));
    }
    async deploy(...args: readonly string[]): Promise<RunResult> {
      this.startOperator();
      return resultOf(await this.run('deploy', ...args));
    }
    /** What the owner of an existing Vault does once, as `render` writes it: from then on the deployer may do that and nothing more. */
    async letIn(): Promise<void> {
      const folder = join(this.folder, 'rendered');
      expect((await this.run('render', '--out', folder)).status).toBe(0);
      const VAULT_TOKEN = readFileSync(lab.vault.rootTokenFile, 'utf8');
      const PATH = `${dirname(lab.programs.vault)}:${process.env.PATH}`;
      execFileSync('sh', [join(folder, 'vault/set-up.sh')], { env: { PATH, VAULT_ADDR: lab.vault.address, VAULT_TOKEN, HOME: lab.dir } });
    }
    run(action: string, ...args: readonly string[]): Promise<Ended> {
      return run(this.folder, action, this.file, ...args, '--json');
    }
    start(action: string) {
      return start(this.folder, action, this.file, '--json');
    }
  }

  const stacksWith = (result: RunResult, outcome: string) => result.stacks.filter((stack) => stack.outcome === outcome).map(({ id }) => id);
  const changed = (result: RunResult) =>
    result.stacks.filter(({ changes }) => changes && (changes.add > 0 || changes.change > 0 || changes.destroy > 0)).map(({ id }) => id);

  const secretsOf = async (site: Site) =>
    new Map([...(await secretsInVault(lab, site.model.config.secrets.kvMount)), ...(await secretsInCluster(lab))]);
  const placesOf = async (site: Site): Promise<Places> => new Map([...(await placesInCluster(lab)), ...placesInFolder(site.folder)]);

  describe('the full lab of 15.1.0, imported from a version 15 file', () => {
    let site: Site;
    beforeAll(async () => {
      site = new Site('full-lab', example('full-lab'));
      await site.letIn();
    });

    test(
      'deploys every stack in one go',
      async () => {
        const result = await site.deploy();
        expect({ exit: result.exitCode, stacks: outcomes(result) }).toEqual({
          exit: 0,
          stacks: result.stacks.map(({ id }) => `${id} applied`),
        });
        expect(result.stacks.map(({ id }) => id)).toEqual(['platform', 'secrets', 'stores', 'hub', 'participants-1']);
      },
      minutes(15),
    );

    test('every pod of the hub and of each payment manager is scheduled and ready', async () => {
      const { namespace } = site.model.config.hub;
      const deployments = (await list(lab.kube, `/apis/apps/v1/namespaces/${namespace}/deployments`)).items as readonly {
        readonly metadata: { readonly name: string };
        readonly status?: { readonly readyReplicas?: number; readonly replicas?: number };
      }[];
      expect(deployments.length).toBeGreaterThan(20);
      expect(deployments.filter(({ status }) => status?.readyReplicas !== status?.replicas)).toEqual([]);
      for (const { id } of site.model.config.participants.filter(({ external }) => !external))
        expect((await names(lab.kube, `/apis/apps/v1/namespaces/${id}/deployments`)).length).toBeGreaterThan(3);
    });

    needsOperator(
      'every Secret of the secret map is in exactly the namespaces that use it, and each database has its own password',
      async () => {
        const wanted = deliveredSecrets(site.model.secrets.filter(({ kind }) => kind !== 'given'));
        const missing = async () => {
          const there = new Set(
            (await list(lab.kube, '/api/v1/secrets')).items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
          );
          return wanted.map((one) => `${one.namespace}/${one.secretName}`).filter((one) => !there.has(one));
        };
        for (let tries = 0; tries < 120 && (await missing()).length > 0; tries++) await sleep(1_000);
        expect(await missing()).toEqual([]);
        const inVault = await secretsInVault(lab, site.model.config.secrets.kvMount);
        expect(new Set(inVault.values()).size).toBe(inVault.size);
        expect(inVault.size).toBeGreaterThan(10);
      },
      minutes(3),
    );

    test(
      'a second deploy changes nothing in any stack',
      async () => {
        const result = await site.deploy();
        expect(outcomes(result)).toEqual(result.stacks.map(({ id }) => `${id} no-change`));
        expect(resultOf(await site.run('plan')).exitCode).toBe(0);
      },
      minutes(5),
    );

    needsOperator(
      'no secret is in states, plans, stacks, logs, Helm records or ConfigMaps',
      async () => {
        const secrets = await secretsOf(site);
        expect(secrets.size).toBeGreaterThan(20);
        const places = await placesOf(site);
        // The search is able to find: a file with one of them in it is found.
        const [[name, value]] = [...secrets] as [[string, string]];
        expect(leaks(new Map([[name, value]]), new Map([['a file', `x${value}x`]]))).toEqual([`${name} in a file`]);
        expect(secretExceptions(site.model)).toEqual([]);
        expect(leaks(secrets, places)).toEqual([]);
      },
      minutes(3),
    );

    test(
      'adding a participant changes its own stack alone',
      async () => {
        site.edit((file: Record<string, unknown>) => {
          (file.participants as unknown[]).push({ id: 'newcomer', currency: site.model.config.hub.currencies[0], msisdnPrefix: '9876' });
        });
        const result = await site.deploy();
        expect(result.exitCode).toBe(0);
        expect(stacksWith(result, 'applied')).toEqual(['participants-1']);
        expect(changed(result)).toEqual(['participants-1']);
        expect(await ownNamespaces(lab)).toContain('newcomer');
      },
      minutes(5),
    );

    test(
      'what is deployed is told by status and outputs',
      async () => {
        const status = resultOf(await site.run('status'));
        expect(status.stacks.map((stack) => `${stack.id} ${stack.status?.state}`)).toEqual(status.stacks.map(({ id }) => `${id} applied`));
        const outputs = resultOf(await site.run('outputs'));
        expect(outputs.stacks.find(({ id }) => id === 'hub')?.outputs?.release?.value).toBe('15.1.0');
      },
      minutes(1),
    );

    test(
      'destroy removes everything it made but the kinds',
      async () => {
        const result = resultOf(await site.run('destroy', '--confirm', site.model.config.environment));
        expect({ exit: result.exitCode, stacks: outcomes(result) }).toEqual({
          exit: 0,
          stacks: result.stacks.map(({ id }) => `${id} destroyed`),
        });
        for (let tries = 0; tries < 60 && (await ownNamespaces(lab)).length > 0; tries++) await sleep(1_000);
        expect(await ownNamespaces(lab)).toEqual([]);
      },
      minutes(10),
    );
  });

  describe('a hub of 14.1.1, whose charts know no Secrets', () => {
    needsOperator(
      'deploys, and only the passwords that check lists are in what Helm and the charts make of them',
      async () => {
        const text = example('sandbox').replace('environment: sandbox', 'environment: older').replace('17.1.0', '14.1.1');
        const site = new Site('older', text);
        await site.letIn();
        const result = await site.deploy();
        expect({ exit: result.exitCode, stacks: outcomes(result) }).toEqual({
          exit: 0,
          stacks: result.stacks.map(({ id }) => `${id} applied`),
        });
        const found = leaks(await secretsOf(site), await placesOf(site));
        expect(found.filter((leak) => !isException(leak, site.model))).toEqual([]);
        expect(found.length).toBeGreaterThan(0);
        expect((await site.run('destroy', '--confirm', 'older')).status).toBe(0);
      },
      minutes(10),
    );
  });

  describe('a Vault that comes with the environment', () => {
    test(
      'its bootstrap initialises it once, opens it after a restart, and leaves no root token',
      async () => {
        const folder = mkdtempSync(join(work, 'vault-'));
        const { port, cluster } = await freePorts(['port', 'cluster']);
        const address = `http://127.0.0.1:${port}`;
        const settings = {
          storage: { file: { path: join(folder, 'data') } },
          listener: { tcp: { address: `127.0.0.1:${port}`, cluster_address: `127.0.0.1:${cluster}`, tls_disable: true } },
          api_addr: address,
          disable_mlock: true,
        };
        writeFileSync(join(folder, 'vault.json'), JSON.stringify(settings));
        writeFileSync(join(folder, 'policy.hcl'), 'path "sys/mounts" { capabilities = ["read"] }\n');
        const PATH = `${dirname(lab.programs.vault)}:${process.env.PATH}`;
        const ask = client(() => ({ address, headers: {} }));
        const server = () =>
          spawn(lab.programs.vault, ['server', `-config=${join(folder, 'vault.json')}`], { stdio: 'ignore', env: { PATH, HOME: folder } });
        const bootstrap = (step: 'init' | 'configure') =>
          execFileSync('sh', [resolve(__dirname, '../constructs/vault/bootstrap.sh'), step], {
            encoding: 'utf8',
            env: {
              ...{
                PATH,
                HOME: folder,
                VAULT_ADDR: address,
                MEMBERS: address,
                WORK: folder,
                SEAL: 'shamir',
                NAMESPACE: 'vault',
                PAUSE: '0.2',
              },
              ...{
                AUTH_PATH: 'kubernetes',
                KUBERNETES_HOST: lab.server,
                ROLE: 'workbench-deployer',
                SERVICE_ACCOUNT: 'workbench-deployer',
              },
              ...{
                SYSTEM_NAMESPACE: 'workbench-system',
                AUDIENCE: 'vault',
                POLICY: join(folder, 'policy.hcl'),
                KEY_FILE: join(folder, 'key'),
              },
            },
          });
        const keepKey = () => {
          const { stringData } = JSON.parse(readFileSync(join(folder, 'secret.json'), 'utf8')) as { stringData: { key: string } };
          writeFileSync(join(folder, 'key'), stringData.key, { mode: 0o600 });
        };
        const isOpen = async () => (await ask('GET', '/v1/sys/health')).status === 200;

        let vault = server();
        try {
          expect(bootstrap('init')).toContain('Vault initialised');
          // The Job was killed here and starts again: nothing is initialised twice, the key is still there to be kept.
          expect(bootstrap('init')).toContain('Vault is initialised');
          keepKey();
          const { root_token } = JSON.parse(readFileSync(join(folder, 'init.json'), 'utf8')) as { root_token: string };
          expect(bootstrap('configure')).toContain('the root token is revoked');
          expect(await isOpen()).toBe(true);
          const asRoot = client(() => ({ address, headers: { 'x-vault-token': root_token } }));
          expect((await asRoot('GET', '/v1/auth/token/lookup-self')).status).toBe(403);
          expect(existsSync(join(folder, 'init.json'))).toBe(false);
          const login = { role: 'workbench-deployer', jwt: 'none' };
          expect((await ask<{ errors: string[] }>('POST', '/v1/auth/kubernetes/login', login)).body.errors.join()).not.toMatch(
            /invalid role|unsupported/,
          );

          vault.kill('SIGKILL');
          await new Promise((ended) => vault.once('exit', ended));
          vault = server();
          expect(bootstrap('configure')).toContain('is open');
          expect(await isOpen()).toBe(true);
        } finally {
          vault.kill('SIGKILL');
        }
      },
      minutes(2),
    );
  });

  describe('killed at a random moment', () => {
    test(
      `${kills} times: the same deploy again converges, no lock is left, no password has changed`,
      async () => {
        const site = new Site('sandbox', example('sandbox'));
        await site.letIn();
        const mount = site.model.config.secrets.kvMount;
        const known = new Map<string, string>();
        const moments: string[] = [];
        for (let round = 0; round < kills; round++) {
          site.startOperator();
          const running = site.start('deploy');
          const moment = Math.round(1_000 + Math.random() * (Number(process.env.LAB_KILL_WITHIN ?? 40) * 1_000));
          const ended = await Promise.race([running.ended, sleep(moment)]);
          if (!ended && running.child.pid) sendSignal(running.child.pid, 'SIGKILL');
          await running.ended;
          moments.push(`${(moment / 1000).toFixed(1)} s${ended ? ' (had ended)' : ''}`);
          for (const [name, value] of await secretsInVault(lab, mount)) {
            expect([name, known.get(name) ?? value]).toEqual([name, value]);
            known.set(name, value);
          }
        }
        const result = await site.deploy();
        expect({ moments, exit: result.exitCode, stacks: outcomes(result).filter((line) => !/ (applied|no-change)$/.test(line)) }).toEqual({
          moments,
          exit: 0,
          stacks: [],
        });
        expect(await pendingReleases(lab)).toEqual([]);
        expect(locksBelow(site.folder)).toEqual([]);
        const again = await site.deploy();
        expect(outcomes(again)).toEqual(again.stacks.map(({ id }) => `${id} no-change`));
        for (const [name, value] of await secretsInVault(lab, mount)) expect([name, known.get(name) ?? value]).toEqual([name, value]);
      },
      minutes(5) + kills * minutes(2),
    );
  });
});

/**
 * Charts before 15 take passwords only as text: those that `check` lists, and only those, are in what Helm and the charts make of them.
 */
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

const locksBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.lock\.info$|run\.lock$/.test(file));

/** Published packages go into the mirror under their own names; what is missing there is made. */
function takeIn(folder: string, mirror: string): void {
  mkdirSync(mirror, { recursive: true });
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.tgz')))
    writeFileSync(join(mirror, file), readFileSync(join(folder, file)));
}
