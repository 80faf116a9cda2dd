import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { command, project, tree } from './command-line';
import { emulatorTools } from './emulator/reason';
import { type Emulator, emulatorAccount, emulatorRegion, startEmulator } from './emulator/server';
import { leaks, placesInFolder } from './lab/secret-scan';
import { exampleFiles, pipelineExamples } from './pipeline/environments';
import { type GitlabStates, startGitlabStates } from './pipeline/gitlab-state';
import { PipelineSite } from './pipeline/site';
import { hasRsync, pipelineTools, programFolder } from './pipeline/tools';

/**
 * Generated pipelines of GitLab, run on this machine by gitlab-ci-local: the real jobs with the real command, Terraform and the AWS provider. AWS is moto,
 * the part of GitLab that keeps states is a server of ours, and the token of a job is made here: GitLab signs its own.
 */
const minutes = (count: number) => count * 60_000;
const log = (line: string) => process.stderr.write(`pipeline: ${line}\n`);
const tools = pipelineTools(log);
const cloud = 'reason' in tools ? tools : emulatorTools(['aws'], log);
const noTools = 'reason' in tools ? tools.reason : undefined;
const reason = 'reason' in cloud ? cloud.reason : undefined;
if (noTools) test.skip(`SKIPPED pipelines against GitLab's schema: ${noTools}`, () => {});
if (reason) test.skip(`SKIPPED pipelines run by gitlab-ci-local: ${reason}`, () => {});
afterAll(() => {
  if (!('reason' in cloud)) rmSync(cloud.folder, { recursive: true, force: true });
});

/** As a folder lists their files. */
const inOrder = pipelineExamples
  .map((name) => `${name}.yaml`)
  .sort()
  .map((file) => file.replace('.yaml', ''));
const kinds = { deploy: { WORKBENCH_KIND: 'deploy' }, merge: { WORKBENCH_KIND: 'merge-request' } } as const;

(noTools ? describe.skip : describe)("GitLab's own JSON schema, as gitlab-ci-local brings it along", () => {
  let site: PipelineSite;
  let folder: string;
  beforeAll(async () => {
    if ('reason' in tools) return;
    folder = mkdtempSync(join(tmpdir(), 'pipeline-schema-'));
    site = new PipelineSite(join(folder, 'project'), tools, programFolder(join(folder, 'bin')));
    const made = project(exampleFiles());
    await command(made, ['pipeline', 'gitlab']);
    for (const [path, text] of Object.entries(tree(made))) if (!path.endsWith('/')) site.write(path, text);
    rmSync(made, { recursive: true, force: true });
    site.commit('Pipelines of every platform');
  }, minutes(3));
  afterAll(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  test(
    'takes the parent, which begins one child an environment, and only what the run is for',
    async () => {
      const pushed = await site.jobs('.gitlab-ci.yml', {});
      expect(Object.keys(pushed)).toEqual(['pipeline-current', ...inOrder.map((name) => `${name} deploy`), 'pages']);
      const merge = await site.jobs('.gitlab-ci.yml', { CI_PIPELINE_SOURCE: 'merge_request_event', CI_COMMIT_BRANCH: '' });
      expect(Object.keys(merge)).toEqual(['pipeline-current', ...inOrder.map((name) => `${name} merge-request`)]);
    },
    minutes(5),
  );

  test.each([
    [
      'a schedule',
      { CI_PIPELINE_SOURCE: 'schedule', WORKBENCH_RUN: 'drift', WORKBENCH_ENVIRONMENT: 'production-aws' },
      ['production-aws drift'],
    ],
    ['a removal without the name', { CI_PIPELINE_SOURCE: 'web', WORKBENCH_RUN: 'destroy', WORKBENCH_ENVIRONMENT: 'production-aws' }, []],
    [
      'a removal with it',
      { CI_PIPELINE_SOURCE: 'web', WORKBENCH_RUN: 'destroy', WORKBENCH_ENVIRONMENT: 'production-aws', WORKBENCH_DESTROY: 'live' },
      ['production-aws destroy'],
    ],
    [
      'a push that asks for a removal',
      { WORKBENCH_RUN: 'destroy', WORKBENCH_ENVIRONMENT: 'production-aws', WORKBENCH_DESTROY: 'live' },
      [],
    ],
  ])(
    '%s begins what it is for',
    async (_what, variables, wanted) => {
      expect(Object.keys(await site.jobs('.gitlab-ci.yml', variables))).toEqual(['pipeline-current', ...wanted]);
    },
    minutes(5),
  );

  test.each(pipelineExamples)(
    'takes the child of %s, and a merge request has no job that deploys',
    async (name) => {
      const file = `.gitlab/workbench/${name}.yml`;
      expect(Object.keys(await site.jobs(file, kinds.merge))).toEqual(['check', 'audit', 'policy', 'plan']);
      expect(Object.keys(await site.jobs(file, kinds.deploy))).toEqual(
        expect.arrayContaining(['plan', 'deploy-platform', 'deploy-hub', 'report']),
      );
    },
    minutes(5),
  );

  test(
    'refuses a word that GitLab does not know',
    async () => {
      const file = '.gitlab/workbench/production-aws.yml';
      site.write('broken.yml', site.read(file).replace('resource_group:', 'resource_groups:'));
      await expect(site.jobs('broken.yml', kinds.deploy)).rejects.toThrow(/resource_groups/);
    },
    minutes(5),
  );
});

const played = hasRsync() ? '' : ' (rsync, which it copies with, is played by a stand-in of ours)';

(reason ? describe.skip : describe)(`an environment of AWS, as moto plays it, in a pipeline run by gitlab-ci-local${played}`, () => {
  let folder: string;
  let emulator: Emulator;
  let states: GitlabStates;
  let site: PipelineSite;
  let first: string;
  const jobToken = randomBytes(18).toString('hex');
  const child = ['--file', '.gitlab/workbench/dev.yml'] as const;

  /** A token as GitLab would sign it: here nobody signs, and moto looks at none. */
  const idToken = (() => {
    const part = (data: object) => Buffer.from(JSON.stringify(data)).toString('base64url');
    const now = Math.floor(Date.now() / 1000);
    return `${part({ alg: 'none' })}.${part({ sub: 'project_path:labs/hub:ref_type:branch:ref:main', aud: 'sts.amazonaws.com', iat: now, exp: now + 7200 })}.`;
  })();
  const variables = (kind: string, more: Readonly<Record<string, string>> = {}) => ({
    WORKBENCH_KIND: kind,
    WORKBENCH_STACKS: 'foundation',
    CI_JOB_TOKEN: jobToken,
    WORKBENCH_AWS_TOKEN: idToken,
    ...more,
  });
  const file = (more: object = {}) =>
    stringify({
      environment: 'dev',
      tenant: 'labs',
      domain: 'labs.example.org',
      platform: { provider: 'aws', region: emulatorRegion, account: emulatorAccount, endpoint: emulator.endpoint },
      cluster: { kubernetesVersion: '1.35' },
      state: { backend: 'http', address: states.address },
      hub: { release: '17.1.0', currencies: ['USD'] },
      pipeline: {
        approval: 'once',
        login: { planRole: `arn:aws:iam::${emulatorAccount}:role/hub-plan`, deployRole: `arn:aws:iam::${emulatorAccount}:role/hub-deploy` },
      },
      ...more,
    });
  const vpcs = async () => {
    const Filters = [{ Name: 'tag:managed-by', Values: ['mojaloop-workbench'] }];
    return (await emulator.ask<{ Vpcs: { VpcId: string }[] }>('ec2', 'describe_vpcs', { Filters })).Vpcs.map(({ VpcId }) => VpcId);
  };

  beforeAll(async () => {
    if ('reason' in tools || 'reason' in cloud) return;
    folder = mkdtempSync(join(tmpdir(), 'pipeline-run-'));
    emulator = await startEmulator(cloud.python);
    states = await startGitlabStates(jobToken);
    const programs = programFolder(join(folder, 'bin'));
    // The SDK takes the token of the job to STS: at its own address here, by the variable that AWS has for it.
    site = new PipelineSite(join(folder, 'project'), tools, programs, { ...cloud.env, AWS_ENDPOINT_URL_STS: emulator.endpoint });
    site.write('workbench/dev.yaml', file());
    execFileSync(join(programs, 'workbench'), ['pipeline', 'gitlab'], { cwd: site.folder });
    first = site.commit('The environment and its pipeline');
  }, minutes(3));
  afterAll(async () => {
    await emulator?.stop();
    await states?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  test(
    'a stale pipeline fails its own first job, and nothing else begins',
    async () => {
      const whole = site.read('.gitlab-ci.yml');
      site.write('.gitlab-ci.yml', whole.replace('timeout: 3h', 'timeout: 4h'));
      const { status, text } = await site.run({ CI_JOB_TOKEN: jobToken });
      expect(status).toBe(1);
      expect(text).toMatch(/\.gitlab-ci\.yml:\d+ {2}error PIP-STALE/);
      expect(text).toContain('FAIL  pipeline-current');
      expect(text).not.toMatch(/workbench check dev/);
      expect(states.states.size).toBe(0);
      site.write('.gitlab-ci.yml', whole);
    },
    minutes(10),
  );

  test(
    'a merge request checks, holds against policies and plans, and changes nothing',
    async () => {
      const { status, text } = await site.run(variables('merge-request', { CI_COMMIT_BEFORE_SHA: first }), ...child);
      expect([status, status === 0 ? '' : text]).toEqual([0, '']);
      for (const job of ['check', 'policy', 'plan']) expect(text).toContain(`PASS  ${job}`);
      expect(text).not.toContain('deploy-foundation');
      const report = JSON.parse(site.artifact('plan', 'plan/terraform.json'));
      expect(Object.keys(report)).toEqual(['create', 'update', 'delete']);
      expect([report.create > 20, report.update, report.delete]).toEqual([true, 0, 0]);
      expect(site.artifact('plan', 'plan/plan.md')).toMatch(
        new RegExp(
          `^# Plan of dev: ${report.create} to create, 0 to update, 0 to remove\\n\\nCost: at most USD [\\d,.]+ a month.*, as before\\.\\n`,
        ),
      );
      expect(await vpcs()).toEqual([]);
      expect(states.states.size).toBe(0);
    },
    minutes(15),
  );

  test(
    'a job deploys its stack with the token of the job, into the states of GitLab',
    async () => {
      const begun = await site.run(variables('deploy'), ...child, 'deploy-foundation');
      expect([begun.status, begun.status === 0 ? '' : begun.text]).toEqual([0, '']);
      expect((await vpcs()).length).toBe(1);
      expect([...states.states.keys()]).toEqual(['dev-foundation']);
      expect([...states.locks.keys()]).toEqual([]);
      expect(states.refused).toEqual([]);
    },
    minutes(15),
  );

  test(
    'drift: nothing is found where nothing was changed, and what was changed by hand fails the job',
    async () => {
      const quiet = await site.run(variables('drift'), ...child);
      expect([quiet.status, quiet.status === 0 ? '' : quiet.text]).toEqual([0, '']);
      const [vpc] = await vpcs();
      await emulator.ask('ec2', 'delete_tags', { Resources: [vpc], Tags: [{ Key: 'environment' }] });
      const found = await site.run(variables('drift'), ...child);
      expect(found.status).not.toBe(0);
      expect(found.text).toContain('FAIL  drift');
      expect(found.text).toContain('dev: there are changes');
    },
    minutes(15),
  );

  test(
    'a removal with another name is refused; with its name and a person it is done',
    async () => {
      const wrong = await site.run(variables('destroy', { WORKBENCH_DESTROY: 'live' }), ...child, 'destroy');
      expect(wrong.status).not.toBe(0);
      expect((await vpcs()).length).toBe(1);
      const unasked = await site.run(variables('destroy', { WORKBENCH_DESTROY: 'dev' }), ...child);
      expect((await vpcs()).length).toBe(1);
      expect(unasked.text).not.toContain('PASS  destroy');
      const gone = await site.run(variables('destroy', { WORKBENCH_DESTROY: 'dev' }), ...child, 'destroy');
      expect([gone.status, gone.status === 0 ? '' : gone.text]).toEqual([0, '']);
      expect(await vpcs()).toEqual([]);
    },
    minutes(15),
  );

  test('no token is left: not in logs, artifacts, folders of jobs or states', () => {
    const local = join(site.folder, '.gitlab-ci-local');
    const jobs = readdirSync(join(local, 'builds')).map((job) => `builds/${job}/.workbench`);
    const kept = ['output', 'artifacts', ...jobs].map((name) => join(local, name)).filter((folder) => existsSync(folder));
    const places = new Map([...states.states, ...kept.flatMap((folder) => [...placesInFolder(folder)])]);
    expect(kept.length).toBeGreaterThan(2);
    expect(
      leaks(
        new Map([
          ['token of the job', jobToken],
          ['token for AWS', idToken],
        ]),
        places,
      ),
    ).toEqual([]);
  });
});
