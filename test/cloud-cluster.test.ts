import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { programOnPath } from '../cli/cloud/surroundings';
import type { RunResult } from '../cli/run/request';
import { CloudSite, onEmulator } from './emulator/environment';
import { type EmulatorTools, emulatorTools, standIns } from './emulator/reason';
import { type Emulator, startEmulator } from './emulator/server';
import { unbuilt } from './lab/build';
import { outcomes, resultOf } from './lab/command';
import { chartsOf, modelOf } from './lab/environments';
import { type Lab, startLab } from './lab/lab';
import { terraformProgram } from './lab/providers';
import { names } from './lab/records';
import { placesInFolder } from './lab/secret-scan';
import { writeMirror } from './lab/stand-ins/mirror';

/**
 * From a cloud into the cluster that it made: the stack `cluster` is deployed to the emulator, and where its outputs say that the cluster is, the lab's API
 * server stands. The `aws` program is a script that hands out the lab's token and writes down how it was asked. Everything between them is real.
 */
const missing = unbuilt();
const tools =
  missing.length > 0
    ? { reason: `the lab's programs are not built yet (${missing.join(', ')}): make lab-up builds them` }
    : emulatorTools(['aws', 'kubernetes', 'helm'], (line) => process.stderr.write(`emulator: ${line}\n`));
const reason = 'reason' in tools ? tools.reason : undefined;
const minutes = (count: number) => count * 60_000;
if (reason) test.skip(`SKIPPED a cloud's cluster: ${reason}`, () => {});

const file = `environment: live
tenant: switch
domain: switch.example.org
platform: { provider: aws }
cluster: { kubernetesVersion: "1.34", api: { public: true, allowedAddresses: [198.51.100.0/24] } }
hub: { release: 17.1.0, currencies: [USD] }
`;

/** PATH without the real AWS command, which would ask AWS. */
const pathWithoutAws = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !existsSync(join(folder, 'aws')))
    .join(delimiter);
/** By its whole path: it may lie beside the AWS command. */
const terraform = () => programOnPath(terraformProgram() ?? '', process.env) ?? terraformProgram();

(reason ? describe.skip : describe)(
  `a made cluster is reached by its kubeconfig (stand-ins: the lab for EKS, a script for aws; ${standIns.join('; ')})`,
  () => {
    let lab: Lab;
    let emulator: Emulator;
    let site: CloudSite;
    let folder: string;
    const inside = (...parts: readonly string[]) => join(folder, ...parts);
    const kubeconfig = () => inside('.workbench/live/state/kubeconfig');
    const { env, python } = tools as EmulatorTools;
    const run = async (action: string, ...args: readonly string[]): Promise<RunResult> =>
      resultOf(await site.run(action, 'live', ...args, '--json'));

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'cloud-cluster-'));
      lab = await startLab();
      emulator = await startEmulator(python);
      mkdirSync(inside('bin'));
      site = new CloudSite(folder, 'live', emulator, {
        ...env,
        WORKBENCH_TERRAFORM: terraform(),
        PATH: `${inside('bin')}:${pathWithoutAws()}`,
      });
      const charts = { mirror: inside('charts'), verify: false };
      const change = (settings: { [key: string]: unknown }) => ({ ...settings, charts });
      site.write(file, change);
      writeMirror(charts.mirror, chartsOf(modelOf(onEmulator(file, emulator.endpoint, change))));
    }, minutes(3));
    afterAll(async () => {
      await emulator?.stop();
      await lab?.stop();
      if (folder) rmSync(folder, { recursive: true, force: true });
      if (!reason) rmSync((tools as EmulatorTools).folder, { recursive: true, force: true });
    }, minutes(2));

    test(
      'before it is there a plan goes as far as it can be known, and the file says why nobody answers',
      async () => {
        const result = await run('plan', 'foundation', 'platform', 'hub');
        expect(result.stacks.map(({ outcome }) => outcome)).not.toContain('failed');
        expect([result.exitCode, result.problems.filter(({ severity }) => severity === 'error')]).toEqual([2, []]);
        expect(readFileSync(kubeconfig(), 'utf8')).toContain('https://the-cluster-is-not-deployed-yet.invalid');
      },
      minutes(3),
    );

    test(
      'its kubeconfig can be had only when it stands',
      async () => {
        const { status, stderr } = await site.run('kubeconfig', 'live');
        expect([status, stderr]).toEqual([1, expect.stringContaining('error RUN-CLUSTER-ABSENT: the cluster of live is not deployed yet')]);
      },
      minutes(1),
    );

    test(
      'deploy wants the login program before anything is made',
      async () => {
        const result = await run('deploy', 'foundation', 'cluster', 'platform');
        expect(result.problems.map(({ code }) => code)).toEqual(['RUN-LOGIN-PROGRAM']);
        expect(existsSync(inside('.workbench/live/state/foundation.tfstate'))).toBe(false);
      },
      minutes(1),
    );

    test(
      'the platform goes into it through the login program',
      async () => {
        const made = await run('deploy', 'foundation', 'cluster');
        expect({ exit: made.exitCode, problems: made.problems.filter(({ severity }) => severity === 'error') }).toEqual({
          exit: 0,
          problems: [],
        });
        standIn();
        const result = await run('deploy', 'platform');
        expect({ exit: result.exitCode, stacks: outcomes(result) }).toEqual({ exit: 0, stacks: ['platform applied'] });
        expect(await names(lab.kube, '/api/v1/namespaces')).toContain('mojaloop');
        const asked = [...new Set(readFileSync(inside('asked'), 'utf8').trim().split('\n'))];
        expect(asked).toEqual([expect.stringMatching(/^eks get-token --region eu-west-1 --cluster-name switch-live/)]);
      },
      minutes(8),
    );

    test('nothing of the login is in the kubeconfig, the states or the logs', () => {
      const { users } = JSON.parse(readFileSync(lab.kubeconfig, 'utf8')) as { users: { user: { token: string } }[] };
      const token = users[0]?.user.token ?? '';
      expect(token.length).toBeGreaterThan(20);
      const places = [...placesInFolder(inside('.workbench'))].filter(([, text]) => text.includes(token)).map(([place]) => place);
      expect(places).toEqual([]);
      expect(statSync(kubeconfig()).mode & 0o777).toBe(0o600);
    });

    test(
      'the plan after it is empty, and kubectl gets the same way in',
      async () => {
        expect((await run('plan', 'platform')).exitCode).toBe(0);
        const { status } = await site.run('kubeconfig', 'live', '--out', 'own.kubeconfig');
        expect([status, readFileSync(inside('own.kubeconfig'), 'utf8')]).toEqual([0, readFileSync(kubeconfig(), 'utf8')]);
      },
      minutes(4),
    );

    /** The cluster of the outputs becomes the lab's, and `aws` hands out its token. */
    function standIn(): void {
      const state = inside('.workbench/live/state/cluster.tfstate');
      const content = JSON.parse(readFileSync(state, 'utf8')) as { outputs: { cluster: { value: { [key: string]: string } } } };
      const { clusters, users } = JSON.parse(readFileSync(lab.kubeconfig, 'utf8')) as {
        clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
        users: { user: { token: string } }[];
      };
      const there = clusters[0]?.cluster;
      content.outputs.cluster.value.endpoint = there?.server ?? '';
      content.outputs.cluster.value.certificateAuthority = there?.['certificate-authority-data'] ?? '';
      writeFileSync(state, JSON.stringify(content));
      const credential = {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        kind: 'ExecCredential',
        status: { token: users[0]?.user.token },
      };
      writeFileSync(inside('bin/aws'), `#!/bin/sh\necho "$@" >> '${inside('asked')}'\necho '${JSON.stringify(credential)}'\n`, {
        mode: 0o700,
      });
      expect(readdirSync(inside('bin'))).toEqual(['aws']);
    }
  },
);
