import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { main } from '../cli/index';
import { isAlive } from '../cli/run/processes';
import type { RunResult } from '../cli/run/request';
import { ProblemError, problem } from '../config/problems';
import { compileCommand, endCommands, Site, type Specs } from './drive-stacks';
import { type StateServer, startStateServer } from './drive-state-server';
import { replay } from './drive-terminal';

/*
 * The run engine against real Terraform. Its stacks are of `terraform_data` only, which is built in: nothing is downloaded.
 * Where a signal matters, the command is a process of its own.
 */
jest.setTimeout(60_000);

const scratch = mkdtempSync(join(realpathSync(tmpdir()), 'drive-'));
const works = (file: string, args: readonly string[]) => spawnSync(file, args, { stdio: 'ignore' }).status === 0;
const terraform = works('terraform', ['version']);
const linux = existsSync('/proc/self/environ');
const python = works('python3', ['-c', 'import pty']);

/** Tests that need a program of this machine; without it they are skipped under a name that says so. */
const needs = (present: boolean, what: string) =>
  (present ? test : (name: string) => test.skip(`${name} (skipped: no ${what} here)`, () => undefined)) as typeof test;
const real = needs(terraform, 'terraform on PATH');
/** Which processes are ours is read from /proc. */
const watched = needs(terraform && linux, 'terraform on PATH, or no /proc');
const onTerminal = needs(terraform && python, 'terraform and python3 on PATH');

let sites = 0;
const site = (specs: Specs): Site => new Site(join(scratch, `site${sites++}`), specs);
const named = (over: (here: Site) => Specs): Site => {
  const here = site({});
  here.specs = over(here);
  return here;
};

beforeAll(() => compileCommand(join(scratch, 'app')));
afterEach(endCommands);

/** Every living process whose environment names our folder: Terraform, local commands, the command itself. */
function ours(): readonly { readonly pid: number; readonly command: string }[] {
  if (!linux) return [];
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    try {
      if (!(pid > 0) || pid === process.pid || !isAlive(pid)) return [];
      const mine = readFileSync(`/proc/${name}/environ`, 'latin1').includes(scratch);
      return mine ? [{ pid, command: readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ') }] : [];
    } catch {
      return [];
    }
  });
}
const commands = (words: string | RegExp) =>
  ours().filter(({ command }) => (typeof words === 'string' ? command.includes(words) : words.test(command)));
const terraforms = () => commands(/^\S*(terraform|tofu) (init|plan|apply|show|state) /);

/** As the kernel's out-of-memory killer does it: no last word. */
async function killTerraform(): Promise<void> {
  for (const { pid } of terraforms()) process.kill(pid, 'SIGKILL');
  await until(() => terraforms().length === 0, 'the death of Terraform');
}

/** Waits until something is so. */
async function until(check: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 20_000; !check(); await sleep(20)) if (Date.now() > end) throw new Error(`never came to be: ${what}`);
}

afterAll(async () => {
  for (let patience = 50; ours().length > 0 && patience > 0; patience--) await sleep(100);
  const left = ours();
  for (const { pid } of left) process.kill(pid, 'SIGKILL');
  rmSync(scratch, { recursive: true, force: true });
  expect(left).toEqual([]);
});

const outcomes = ({ stacks }: Pick<RunResult, 'stacks'>) => Object.fromEntries(stacks.map(({ id, outcome }) => [id, outcome]));
const changes = ({ stacks }: Pick<RunResult, 'stacks'>) =>
  stacks.map(({ changes: found }) => found && [found.add, found.change, found.destroy, found.replace]);
const texts = ({ problems }: Pick<RunResult, 'problems'>) => problems.map(({ code, message, hint }) => [code, message, hint]);
const codes = ({ problems }: Pick<RunResult, 'problems'>) => problems.map(({ code }) => code);

describe('an environment from its first plan to its end', () => {
  const stack = (here: Site, id: string, needs: readonly string[]) => ({
    needs,
    reads: needs,
    data: { it: { run: here.note(`made-${id}`), atRemoval: here.note(`removed-${id}`) } },
  });
  const here = named((at) => ({
    net: stack(at, 'net', []),
    left: stack(at, 'left', ['net']),
    right: stack(at, 'right', ['net']),
    top: { ...stack(at, 'top', ['left', 'right']), outputs: { secret: { value: 'hidden', sensitive: true } } },
  }));

  real('before anything: status says never, outputs are none, and neither leaves a trace', async () => {
    const status = await here.run('status');
    expect(status.stacks.map(({ status: found }) => found)).toEqual(Array(4).fill({ state: 'never' }));
    const outputs = await here.run('outputs');
    expect([outputs.exitCode, outputs.problems, outputs.stacks.map((one) => one.outputs)]).toEqual([0, [], Array(4).fill({})]);
    expect(existsSync(join(here.dir, '.workbench'))).toBe(false);
  });

  real('the first plan shows what can be known, names what waits, and exits with 2', async () => {
    const result = await here.run('plan');
    expect(result.exitCode).toBe(2);
    expect(outcomes(result)).toEqual({ net: 'changes', left: 'blocked', right: 'blocked', top: 'blocked' });
    expect(result.stacks[1]!.because).toBe('net');
    expect(texts(result)[0]).toEqual([
      'RUN-PLAN-BLOCKED',
      'stack left cannot be planned before net is applied',
      'deploy net first, or deploy everything: the order is kept',
    ]);
    expect(result.problems.every(({ severity }) => severity === 'warning')).toBe(true);
    expect(here.trace).toEqual([]);
  });

  real('a deploy goes along the graph, and what a stack hands on arrives', async () => {
    const result = await here.run('deploy');
    expect([result.exitCode, result.problems]).toEqual([0, []]);
    expect(changes(result)).toEqual(Array(4).fill([1, 0, 0, 0]));
    expect(here.trace[0]).toBe('made-net');
    expect([...here.trace.slice(1, 3)].sort()).toEqual(['made-left', 'made-right']);
    expect(here.trace.slice(3)).toEqual(['made-top']);
    const outputs = await here.run('outputs', { only: ['top'] });
    expect(outputs.stacks[0]!.outputs).toEqual({
      value: { sensitive: false, value: 'of top' },
      from_left: { sensitive: false, value: 'of left' },
      from_right: { sensitive: false, value: 'of right' },
      secret: { sensitive: true },
    });
  });

  real('a second deploy is a no-op in every stack, and a plan exits with 0', async () => {
    here.forgetTrace();
    const again = await here.run('deploy');
    expect([again.exitCode, outcomes(again)]).toEqual([0, { net: 'no-change', left: 'no-change', right: 'no-change', top: 'no-change' }]);
    expect(changes(again)).toEqual(Array(4).fill([0, 0, 0, 0]));
    expect((await here.run('plan')).exitCode).toBe(0);
    expect(here.trace).toEqual([]);
    const status = await here.run('status');
    expect(status.stacks.map(({ status: found }) => [found?.state, found?.resources])).toEqual(Array(4).fill(['applied', 1]));
  });

  real('one changed stack is one change: plan exits with 2, the others stay', async () => {
    here.specs = { ...here.specs, right: { ...here.specs.right, data: { it: { ...here.specs.right!.data!.it, input: 'two' } } } };
    const plan = await here.run('plan');
    expect([plan.exitCode, changes(plan)]).toEqual([
      2,
      [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 0, 0],
      ],
    ]);
    expect((await here.run('status')).stacks.map(({ status: found }) => found?.state)).toEqual([
      'applied',
      'applied',
      'changed',
      'applied',
    ]);
    const deploy = await here.run('deploy', { only: ['right'] });
    expect(outcomes(deploy)).toEqual({ right: 'applied' });
    expect(await here.run('plan')).toMatchObject({ exitCode: 0 });
  });

  real('a destroy wants the name of the environment, and a part of it nothing that others stand on', async () => {
    const refused = [
      await here.run('destroy'),
      await here.run('destroy', { confirm: 'prod' }),
      await here.run('destroy', { ask: async () => '' }),
    ];
    expect(refused.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
    expect(texts(refused[1]!)).toEqual([
      ['RUN-CONFIRM', 'destroy of dev was not confirmed: "prod" is not its name', 'type the name when asked, or give --confirm dev'],
    ]);
    const part = await here.run('destroy', { confirm: 'dev', only: ['net', 'left'] });
    expect(texts(part)).toEqual([
      ['RUN-DEPENDENTS', 'stack right still stands on what is to be destroyed', 'destroy right too'],
      ['RUN-DEPENDENTS', 'stack top still stands on what is to be destroyed', 'destroy top too'],
    ]);
    expect(here.trace).toEqual([]);
  });

  real('a destroy goes the other way round and leaves nothing; a second one has nothing to do', async () => {
    const result = await here.run('destroy', { ask: async () => 'dev' });
    expect([result.exitCode, Object.values(outcomes(result))]).toEqual([0, Array(4).fill('destroyed')]);
    expect(here.trace[0]).toBe('removed-top');
    expect(here.trace.at(-1)).toBe('removed-net');
    const status = await here.run('status');
    expect(status.stacks.map(({ status: found }) => [found?.state, found?.resources])).toEqual(Array(4).fill(['destroyed', 0]));
    expect(Object.values(outcomes(await here.run('destroy', { confirm: 'dev' })))).toEqual(Array(4).fill('no-change'));
    expect(here.locks).toEqual([]);
  });
});

describe('side by side', () => {
  const stacks = ['a', 'b', 'c', 'd'];
  const here = named((at) =>
    Object.fromEntries(stacks.map((id) => [id, { data: { it: { run: `${at.note(`+${id}`)}; sleep 0.5; ${at.note(`-${id}`)}` } } }])),
  );
  /** The most commands that were between their first and their last word at one time. */
  const overlap = () => {
    let [now, most] = [0, 0];
    for (const word of here.trace) {
      now += word.startsWith('+') ? 1 : -1;
      most = Math.max(most, now);
    }
    return most;
  };

  for (const parallel of [1, 2, 4])
    real(`--parallel ${parallel}: that many stacks at one time, not more`, async () => {
      here.forgetTrace();
      rmSync(join(here.dir, 'state'), { recursive: true, force: true });
      const result = await here.run('deploy', { parallel });
      expect([result.exitCode, here.trace.length, overlap()]).toEqual([0, 8, parallel]);
    });

  real('a stack that fails never stops one that runs; what needs it is not started and told why', async () => {
    const mixed = named((at) => ({
      slow: { data: { it: { run: `sleep 1; ${at.note('slow')}` } } },
      bad: { data: { it: { run: 'echo no luck >&2; exit 3' } } },
      next: { needs: ['bad'], data: { it: { run: at.note('next') } } },
      last: { needs: ['next', 'slow'], data: { it: { run: at.note('last') } } },
      beside: { needs: ['slow'], data: { it: { run: at.note('beside') } } },
    }));
    const result = await mixed.run('deploy', { parallel: 3 });
    expect(result.exitCode).toBe(1);
    expect(outcomes(result)).toEqual({ slow: 'applied', bad: 'failed', next: 'not-started', last: 'not-started', beside: 'applied' });
    expect(result.stacks.map(({ because }) => because)).toEqual([undefined, undefined, 'bad', 'bad', undefined]);
    expect(mixed.trace).toEqual(['slow', 'beside']);
    expect(codes(result)).toEqual(['RUN-TERRAFORM']);
    expect(result.problems[0]!.message).toMatch(/^bad: terraform_data\.it: local-exec provisioner error: .*no luck/);
    expect((await mixed.run('status')).stacks.map(({ status }) => status?.state)).toEqual([
      'applied',
      'failed',
      'never',
      'never',
      'applied',
    ]);
    mixed.specs = { ...mixed.specs, bad: { data: { it: { run: mixed.note('bad') } } } };
    const mended = await mixed.run('deploy');
    expect([mended.exitCode, mixed.trace]).toEqual([0, ['slow', 'beside', 'bad', 'next', 'last']]);
    expect(mixed.locks).toEqual([]);
  });
});

describe('stores', () => {
  /** No store can be had without a provider: here the names tell which resources hold data; which types do is in runner.test.ts. */
  const holdsData = ({ address }: { address: string }) => address.startsWith('terraform_data.mysql');
  const here = named((at) => ({ stores: { data: { mysql: { atRemoval: at.note('lost') }, other: {} } } }));

  real('a deletion is refused as a whole until its address is allowed; other stacks go on', async () => {
    expect((await here.run('deploy', { holdsData })).exitCode).toBe(0);
    here.specs = { stores: { data: { other: { input: 'two' } } }, beside: {} };
    // A plan tells what the deploy will refuse, and why.
    const planned = await here.run('plan', { holdsData });
    const told = planned.events.flatMap((event) => (event.event === 'problem' ? [event.problem] : []));
    expect([planned.exitCode, told.map(({ code, severity }) => [code, severity])]).toEqual([2, [['RUN-STORE-LOSS', 'warning']]]);
    expect(planned.problems).toEqual(told);
    const refused = await here.run('deploy', { holdsData, allowDestroy: ['terraform_data.other', 'beside/terraform_data.mysql'] });
    expect([refused.exitCode, outcomes(refused)]).toEqual([1, { stores: 'failed', beside: 'applied' }]);
    expect(texts(refused)).toEqual([
      [
        'RUN-STORE-LOSS',
        'stack stores would delete terraform_data.mysql, which holds data',
        "back it up, then allow it with --allow-destroy 'terraform_data.mysql'",
      ],
    ]);
    const allowed = await here.run('deploy', { holdsData, allowDestroy: ['stores/terraform_data.mysql'] });
    expect([allowed.exitCode, changes(allowed)]).toEqual([
      0,
      [
        [0, 1, 1, 0],
        [0, 0, 0, 0],
      ],
    ]);
  });
});

describe('wrong input: one line with a code and a way out, nothing begun', () => {
  const here = site({ platform: {}, stores: { needs: ['platform'] } });
  const program = (name: string, script: string) => {
    const file = join(scratch, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  afterEach(() => expect(existsSync(join(here.dir, '.workbench'))).toBe(false));

  test('no Terraform on PATH', async () => {
    const result = await here.run('deploy', { env: { PATH: scratch } });
    expect([result.exitCode, texts(result)]).toEqual([
      1,
      [
        [
          'RUN-NO-TERRAFORM',
          'neither terraform nor tofu is on PATH',
          'install Terraform 1.11 or OpenTofu 1.11 or newer, or set WORKBENCH_TERRAFORM to its path',
        ],
      ],
    ]);
  });

  test('WORKBENCH_TERRAFORM is another program', async () => {
    const result = await here.run('deploy', { env: { ...here.env, WORKBENCH_TERRAFORM: '/bin/ls' } });
    expect(result.exitCode).toBe(1);
    expect(texts(result)[0]![1]).toMatch(/^WORKBENCH_TERRAFORM=\/bin\/ls (does not say that it is Terraform or OpenTofu|can't be run)/);
  });

  test('a Terraform that is too old (a shell script stands in for it: nobody ships 1.10 any more)', async () => {
    const old = program('old-terraform', 'echo "Terraform v1.10.5"');
    const result = await here.run('plan', { env: { ...here.env, WORKBENCH_TERRAFORM: old } });
    expect(texts(result)[0]!.slice(0, 2)).toEqual([
      'RUN-TERRAFORM-VERSION',
      `${old} is Terraform 1.10.5, too old: 1.11 or newer is needed`,
    ]);
  });

  test('a stack that is not there', async () => {
    expect(texts(await here.run('deploy', { only: ['plattform'] }))).toEqual([
      ['RUN-NO-STACK', 'there is no stack plattform', 'did you mean platform?'],
    ]);
  });

  test.each([['0'], ['x'], ['-1'], ['1.5'], [''], ['99999']])('--parallel %j', async (parallel) => {
    const { code, stderr, stdout } = await here.command('deploy', { parallel }).ended;
    expect([code, stdout, stderr]).toEqual([
      1,
      '',
      `error RUN-PARALLEL: --parallel ${parallel} is not a number of stacks (give a whole number from 1 to 999, or leave it out)\n`,
    ]);
    expect(codes(await here.run('deploy', { parallel: Number.NaN }))).toEqual(['RUN-PARALLEL']);
  });

  test('the same through the whole command line, for a real environment', async () => {
    const cwd = join(scratch, 'cwd');
    mkdirSync(join(cwd, 'workbench'), { recursive: true });
    writeFileSync(join(cwd, 'workbench/sandbox.yaml'), readFileSync(join(__dirname, '../workbench/sandbox.yaml')));
    const ask = async (...args: string[]) => {
      let said = '';
      const write = (text: string) => {
        said += text;
        return true;
      };
      const stream = { write, on: () => undefined } as unknown as NodeJS.WriteStream;
      const status = await main(args, { cwd, env: { PATH: scratch }, stdout: stream, stderr: stream, stdin: process.stdin });
      return [status, said];
    };
    expect(await ask('deploy', 'sandbox', '--parallel', '0')).toEqual([1, expect.stringMatching(/^error RUN-PARALLEL: .*\n$/)]);
    expect(await ask('deploy', 'sandbox', '--quiet')).toEqual([1, expect.stringMatching(/^error RUN-NO-TERRAFORM: .*\n$/)]);
    expect(await ask('deploy', 'sandbox', 'hubb', '--quiet')).toEqual([
      1,
      'error RUN-NO-STACK: there is no stack hubb (did you mean hub?)\n',
    ]);
    expect(await ask('deploy', 'hub', '--quiet')).toEqual([1, expect.stringMatching(/^error RUN-NO-TERRAFORM: .*\n$/)]);
    const [status, json] = await ask('destroy', 'sandbox', '--confirm', 'other', '--json', '--quiet');
    expect([status, JSON.parse(String(json))]).toMatchObject([1, { ok: false, action: 'destroy', problems: [{ code: 'RUN-CONFIRM' }] }]);
    expect(existsSync(join(cwd, '.workbench'))).toBe(false);
  });
});

describe("the user's own Terraform settings", () => {
  real('a CLI configuration that is not there, or is broken, breaks nothing of what is read from Terraform', async () => {
    const here = site({ a: {} });
    here.env = { ...here.env, TF_CLI_CONFIG_FILE: join(scratch, 'nowhere.rc') };
    expect(await here.run('deploy')).toMatchObject({ exitCode: 0, problems: [] });
    expect((await here.run('outputs')).stacks[0]!.outputs).toMatchObject({ value: { value: 'of a' } });
    here.env = { ...here.env, TF_CLI_CONFIG_FILE: join(scratch, 'broken.rc'), TF_LOG: 'warn' };
    writeFileSync(join(scratch, 'broken.rc'), 'provider_installation { bad');
    expect((await here.run('plan')).exitCode).toBe(0);
    expect((await here.run('status')).stacks[0]!.status).toMatchObject({ state: 'applied', resources: 1 });
  });
});

describe('two runs on one environment', () => {
  watched('the second is refused with the owner of the first, and takes nothing away from under it', async () => {
    const here = named((at) => ({
      a: {
        data: { first: { run: `${at.note('in')}; sleep 2` }, second: { run: `test -f cdk.tf.json && ${at.note('out')}`, after: 'first' } },
      },
      b: { needs: ['a'], outputs: { more: { value: 1 } } },
    }));
    const first = here.command('deploy');
    await until(() => here.trace.includes('in'), 'the first run at work');
    const second = await here.command('deploy').ended;
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(
      new RegExp(
        `error RUN-BUSY: another run works on this environment: deploy of \\S+@\\S+ \\(process ${first.pid}, since .*\\) \\(wait for it, or stop it with: kill -INT ${first.pid}\\)`,
      ),
    );
    expect(codes(await here.run('destroy', { confirm: 'dev' }))).toEqual(['RUN-BUSY']);
    const status = await here.run('status');
    expect(status.stacks.map(({ status: found }) => found?.state)).toEqual(['running', 'never']);
    const outputs = await here.run('outputs');
    expect([outputs.exitCode, outputs.stacks[1]!.outputs, outputs.stacks[1]!.notes]).toEqual([
      0,
      {},
      [expect.stringMatching(/^not read: deploy of \S+@\S+ works on this environment$/)],
    ]);
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(here.trace).toEqual(['in', 'out']);
    expect(here.locks).toEqual([]);
  });
});

describe('a killed command', () => {
  const twoSteps = (at: Site): Specs => ({
    a: {
      data: {
        first: { run: `${at.note('first')}; sleep 1.5` },
        second: { run: `test -f cdk.tf.json && ${at.note('second')}`, after: 'first' },
      },
    },
    b: { needs: ['a'], data: { it: { run: at.note('b') } } },
  });

  watched('its Terraform goes on; the next run waits for it, does nothing twice and goes on from there', async () => {
    const here = named(twoSteps);
    const killed = here.command('deploy');
    await until(() => here.trace.includes('first'), 'the apply');
    killed.signal('SIGKILL');
    await killed.ended;
    expect(terraforms()).toHaveLength(1);
    expect((await here.run('status')).stacks[0]!.status!.state).toBe('running');
    const next = await here.run('deploy');
    expect([next.exitCode, outcomes(next), here.trace]).toEqual([0, { a: 'no-change', b: 'applied' }, ['first', 'second', 'b']]);
    expect(next.events.filter(({ event }) => event === 'note')).toMatchObject([
      { text: expect.stringMatching(/^waiting for (terraform|tofu) \d+ of the killed run \S+ to finish its work/) },
    ]);
    expect(here.locks).toEqual([]);
    expect((await here.run('deploy')).stacks.every(({ outcome }) => outcome === 'no-change')).toBe(true);
  });

  watched('Ctrl-C while the next run waits leaves that Terraform at work', async () => {
    const here = named(twoSteps);
    const killed = here.command('deploy');
    await until(() => here.trace.includes('first'), 'the apply');
    killed.signal('SIGKILL');
    await killed.ended;
    const next = here.command('deploy');
    await next.says('waiting for t');
    next.signal('SIGINT');
    expect(await next.ended).toMatchObject({ code: 130 });
    expect(terraforms()).toHaveLength(1);
    await until(() => here.trace.includes('second'), 'the end of the apply');
  });

  watched('with its Terraform killed too, and a local command left over: that is ended, the rest made anew', async () => {
    const here = named((at) => ({ a: { data: { it: { run: `${at.note('begun')}; exec sleep 77` } } }, b: { needs: ['a'] } }));
    const killed = here.command('deploy');
    await until(() => here.trace.includes('begun'), 'the apply');
    killed.signal('SIGKILL');
    await killTerraform();
    await killed.ended;
    expect(commands('sleep 77')).toHaveLength(1);
    expect(here.locks.length).toBeGreaterThan(0);
    expect((await here.run('status')).stacks[0]!.status!.state).toBe('running');
    here.specs = { ...here.specs, a: { data: { it: { run: here.note('again') } } } };
    const next = await here.run('deploy');
    expect([next.exitCode, here.trace, here.locks, commands('sleep 77')]).toEqual([0, ['begun', 'again'], [], []]);
    expect(next.events).toContainEqual({
      event: 'note',
      text: expect.stringMatching(/^stopping 1 process\(es\) that the killed run \S+ left: sleep \d+$/),
    });
  });

  const times = Number(process.env.WORKBENCH_KILLS ?? 8);
  watched(
    `at ${times} random moments (WORKBENCH_KILLS), every second time with its Terraform: run again, it converges, no lock is left`,
    async () => {
      const here = site({});
      const specs = (trigger: string): Specs =>
        Object.fromEntries(
          ['a', 'b', 'c'].map((id, index) => {
            const step = (word: string) => ({ trigger, run: `sleep 0.1; ${here.note(word)}` });
            return [id, { needs: index === 0 ? [] : ['a'], data: { one: step(`${id}1`), two: { ...step(`${id}2`), after: 'one' } } }];
          }),
        );
      for (let round = 0; round < times; round++) {
        here.specs = specs(`round ${round}`);
        const [moment, both] = [Math.round(Math.random() * 2_000), round % 2 === 1];
        const killed = here.command('deploy');
        await sleep(moment);
        killed.signal('SIGKILL');
        if (both) await killTerraform();
        await killed.ended;
        const next = await here.run('deploy');
        const about = `round ${round}, killed after ${moment} ms${both ? ' with its Terraform' : ''}`;
        expect([about, next.exitCode, next.problems, here.locks]).toEqual([about, 0, [], []]);
        const again = await here.run('deploy');
        expect([about, ...changes(again)]).toEqual([about, ...Array(3).fill([0, 0, 0, 0])]);
        expect(new Set(here.trace)).toEqual(new Set(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']));
        here.forgetTrace();
      }
      expect((await here.run('status')).stacks.map(({ status }) => [status?.state, status?.resources])).toEqual(
        Array(3).fill(['applied', 2]),
      );
      expect(ours()).toEqual([]);
    },
    60_000 + times * 10_000,
  );
});

describe('stopped by a signal', () => {
  const busy = (at: Site, beside: string): Specs => ({
    a: { data: { it: { run: `${at.note('in')}; ${beside} sleep 90; true` } } },
    free: {},
    next: { needs: ['a'] },
  });
  const cases: readonly (readonly [signal: NodeJS.Signals, beside: string, about: string])[] = [
    ['SIGINT', '', ''],
    ['SIGTERM', "(trap '' INT TERM HUP; exec sleep 88) & setsid sleep 89 &", ', not even what minds no signal or left the process group'],
    ['SIGHUP', '', ''],
  ];
  for (const [signal, beside, about] of cases)
    watched(`${signal}: Terraform ends what it does, exit 130, no lock, nothing orphaned${about}; the next run goes on`, async () => {
      const here = named((at) => busy(at, beside));
      const stopped = here.command('deploy', { parallel: '1' });
      await until(() => commands('sleep 90').length > 0, 'the apply');
      stopped.signal(signal);
      const { code, stderr, stdout } = await stopped.ended;
      expect([code, here.locks, ours()]).toEqual([130, [], []]);
      expect(stderr).toContain('stopping: waiting for 1 running Terraform to finish what it does (Ctrl-C again stops hard)');
      expect(stderr).not.toContain('error');
      expect(stdout.split('\n')).toEqual([
        'a      interrupted',
        'free   not-started',
        'next   not-started',
        'dev: stopped; run the same command to go on where it stopped',
        '',
      ]);
      here.specs = { ...here.specs, a: {} };
      expect(outcomes(await here.run('deploy'))).toEqual({ a: 'applied', free: 'applied', next: 'applied' });
    });

  watched('in the middle of a plan too', async () => {
    const here = site({ a: {}, b: {}, c: {} });
    const stopped = here.command('plan', { parallel: '1' });
    await until(() => terraforms().length > 0, 'Terraform at work');
    stopped.signal('SIGTERM');
    expect([(await stopped.ended).code, here.locks, ours()]).toEqual([130, [], []]);
  });
});

describe('states behind HTTP, where a lock outlives its owner', () => {
  let server: StateServer;
  const quick = { lockPatience: 1 };
  beforeEach(async () => {
    server = await startStateServer();
  });
  afterEach(() => server.close());
  const stateful = (at: Site, command: string): Specs => ({
    a: { state: server.url, data: { it: { run: `${at.note('in')}; ${command}` } } },
  });

  watched(
    'a lock of somebody else is named with its owner, never taken for the one of our killed run; the command that is given frees it',
    async () => {
      const here = named((at) => stateful(at, 'sleep 66'));
      const killed = here.command('deploy');
      await until(() => here.trace.includes('in'), 'the apply');
      killed.signal('SIGKILL');
      await killTerraform();
      await killed.ended;
      // Taken at the very time of our killed run: only the name tells them apart.
      const theirs = { ID: '5f3c', Operation: 'OperationTypeApply', Who: 'amina@laptop', Created: new Date().toISOString() };
      server.locks.set('/a', JSON.stringify(theirs));
      here.specs = stateful(here, 'true');
      const refused = await here.run('deploy', quick);
      expect([refused.exitCode, texts(refused), server.locks.size]).toEqual([
        1,
        [
          [
            'RUN-STATE-LOCKED',
            expect.stringMatching(/^the state of a is locked by amina@laptop since \d{4}-.+ \(OperationTypeApply, lock 5f3c\)$/),
            expect.stringMatching(
              /^wait for it; when nobody works there any more: TF_DATA_DIR='.*' terraform -chdir='.*' force-unlock -force 5f3c$/,
            ),
          ],
        ],
        1,
      ]);
      const free = refused.problems[0]!.hint!.replace(/^.*any more: /, '');
      await promisify(execFile)('sh', ['-c', free], { env: here.env });
      expect(server.locks.size).toBe(0);
    },
  );

  watched('a lock of our own killed run is freed', async () => {
    const here = named((at) => stateful(at, 'sleep 66'));
    const killed = here.command('deploy');
    await until(() => here.trace.includes('in'), 'the apply');
    killed.signal('SIGKILL');
    await killTerraform();
    await killed.ended;
    expect(server.locks.size).toBe(1);
    here.specs = stateful(here, 'true');
    const next = await here.run('deploy', quick);
    expect([next.exitCode, next.stacks[0]!.notes, server.locks.size]).toEqual([
      0,
      [expect.stringMatching(/^freed the state lock \S+ of .*: it was left by our killed run /)],
      0,
    ]);
  });

  watched('a second Ctrl-C does not wait for a state server that hangs; what it leaves, the next run clears', async () => {
    const here = named((at) => stateful(at, 'true'));
    server.mode = 'hanging';
    const stopped = here.command('deploy');
    await until(() => here.trace.includes('in'), 'the apply');
    await sleep(300);
    stopped.signal('SIGINT');
    await stopped.says('waiting for 1 running Terraform');
    await sleep(700);
    expect(commands(/(terraform|tofu) apply/)).toHaveLength(1);
    const at = Date.now();
    stopped.signal('SIGINT');
    const { code, stderr } = await stopped.ended;
    expect([code, stderr.includes('stopping hard: the next run clears what is left'), ours()]).toEqual([130, true, []]);
    expect(Date.now() - at).toBeLessThan(6_000);
    server.mode = 'well';
    const next = await here.run('deploy', quick);
    expect([next.exitCode, server.locks.size, server.states.size]).toEqual([0, 0, 1]);
  });

  real('a state that could not be written is kept, and the next run writes it first, through the lock that stayed', async () => {
    const here = named((at) => stateful(at, 'sleep 0.5'));
    const running = here.run('deploy');
    await until(() => here.trace.includes('in'), 'the apply');
    server.mode = 'refusing';
    const failed = await running;
    expect([failed.exitCode, codes(failed)[0]]).toEqual([1, 'RUN-STATE-UNSAVED']);
    expect(failed.problems[0]!.message).toBe(
      `the state of a could not be written; it is kept in ${here.dir}/.workbench/dev/stacks/a/errored.tfstate`,
    );
    expect([server.states.size, server.locks.size]).toEqual([0, 1]);
    server.mode = 'well';
    const next = await here.run('deploy', quick);
    expect([next.exitCode, next.problems, next.stacks[0]!.notes.at(-1)]).toEqual([
      0,
      [],
      'pushed the state that the last run could not write',
    ]);
    expect([here.trace, server.locks.size]).toEqual([['in'], 0]);
  });

  real('a state that can not be read is never taken for none: destroy fails, status warns', async () => {
    const here = named((at) => stateful(at, 'true'));
    expect((await here.run('deploy', quick)).exitCode).toBe(0);
    const good = server.states.get('/a')!;
    server.states.set('/a', 'not a state');
    const result = await here.run('destroy', { confirm: 'dev', ...quick });
    expect([result.exitCode, outcomes(result)]).toEqual([1, { a: 'failed' }]);
    const status = await here.run('status');
    expect([status.exitCode, status.stacks[0]!.status, status.problems[0]!.severity]).toMatchObject([0, { state: 'applied' }, 'warning']);
    server.states.set('/a', good);
    expect(outcomes(await here.run('destroy', { confirm: 'dev', ...quick }))).toEqual({ a: 'destroyed' });
  });
});

describe('a full disk', () => {
  const disk = join(scratch, 'disk');
  const root = linux && process.getuid?.() === 0;
  let mounted = false;
  /** A small file system in memory: filling it harms nobody. */
  const mount = (megabytes: number) => {
    mkdirSync(disk, { recursive: true });
    mounted = works('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk]);
    if (!mounted) throw new Error('this user may not mount a file system');
  };
  afterEach(() => {
    if (mounted) spawnSync('umount', ['-l', disk]);
    mounted = false;
  });
  const mayMount = root && works('unshare', ['-m', 'true']);
  const filled = needs(terraform && mayMount, 'terraform on PATH, or not the right to mount a small disk');

  filled('before a run: nothing is begun', async () => {
    mount(4);
    const here = new Site(join(disk, 'site'), { a: {} });
    const { code, stderr } = await here.command('deploy', { quiet: true }).ended;
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^error RUN-DISK-FULL: only \d\.\d MB are free in \S+disk\/site: states and logs need at least 8\.0 \(.*\)\n$/),
    ]);
    expect(readdirSync(here.dir)).toEqual(['specs.json']);
  });

  filled('in the middle of an apply: one line says it, the run ends, and with room again the next one goes on', async () => {
    mount(12);
    const here = new Site(join(disk, 'site'), {});
    const fill = join(disk, 'fill');
    here.specs = { a: { data: { it: { run: `cat /dev/zero > '${fill}' || true` } } }, b: { needs: ['a'] } };
    const result = await here.run('deploy');
    expect([result.exitCode, outcomes(result)]).toEqual([1, { a: 'failed', b: 'not-started' }]);
    expect(new Set(codes(result))).toEqual(new Set(['RUN-DISK-FULL']));
    expect(result.problems.every(({ message }) => !message.includes('\n'))).toBe(true);
    expect(codes(await here.run('deploy'))).toEqual(['RUN-DISK-FULL']);
    rmSync(fill);
    here.specs = { a: {}, b: { needs: ['a'] } };
    const next = await here.run('deploy');
    expect([next.exitCode, next.problems, here.locks]).toEqual([0, [], []]);
    expect((await here.run('plan')).exitCode).toBe(0);
    const journal = readFileSync(join(here.dir, '.workbench/dev/journal.jsonl'), 'utf8').trim().split('\n');
    expect(journal.map((line) => JSON.parse(line) as object)).toHaveLength(journal.length);
  });
});

describe('a stack that can not even be reached before others stand', () => {
  const here = site({ platform: {}, secrets: { needs: ['platform'] } });
  const prepare = async (stack: string) => {
    if (stack === 'secrets' && !existsSync(join(here.dir, 'state/platform.tfstate')))
      throw new ProblemError([problem('RUN-FORWARD', 'there is no service vault', 'deploy it')]);
    return {};
  };

  real('is blocked in a first plan, and no failure', async () => {
    const plan = await here.run('plan', { prepare });
    expect([plan.exitCode, outcomes(plan)]).toEqual([2, { platform: 'changes', secrets: 'blocked' }]);
    expect(plan.problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['RUN-PLAN-BLOCKED', 'warning'],
      ['RUN-FORWARD', 'warning'],
    ]);
    expect((await here.run('deploy', { prepare })).exitCode).toBe(0);
  });
});

describe('what is shown', () => {
  const specs: Specs = { platform: { data: { it: { run: 'sleep 1' } } }, 'participants-1': { needs: ['platform'] } };
  const escapeSign = '\u001b';

  real('plain lines where nobody sits at a terminal: progress and problems on stderr, the outcome on stdout', async () => {
    const here = site(specs);
    const { code, stdout, stderr } = await here.command('deploy').ended;
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^platform {8}applied {7}\+1 ~0 -0\nparticipants-1 {2}applied {7}\+1 ~0 -0\ndev: deployed in \d+s\n$/),
    ]);
    expect(stderr).not.toContain(escapeSign);
    expect(stderr.split('\n').map((line) => line.replace(/\d+s/g, 'Ns'))).toEqual([
      expect.stringMatching(/^\[Ns\] {5}deploy dev: 2 stacks with (terraform|opentofu) \d+\.\d+\.\d+\S*$/),
      ...['init', 'checking', 'planning', 'plan +1 ~0 -0', 'applying'].map((word) => `[Ns]     platform: ${word}`),
      '[Ns]     platform: terraform_data.it created in Ns (1 of 1)',
      '[Ns]     platform: applied',
      ...['init', 'checking', 'planning', 'plan +1 ~0 -0', 'applying'].map((word) => `[Ns]     participants-1: ${word}`),
      '[Ns]     participants-1: terraform_data.it created in Ns (1 of 1)',
      '[Ns]     participants-1: applied',
      '[Ns]     done in Ns (exit 0)',
      '',
    ]);
    const quiet = await here.command('plan', { quiet: true }).ended;
    expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' });
    const status = await here.command('status').ended;
    expect(status).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^platform {8}applied {7}1 resources, since \S+Z\npart.*\n$/),
      stderr: '',
    });
    const outputs = await here.command('outputs').ended;
    expect(outputs.stdout).toBe('platform\n  value = of platform\nparticipants-1\n  value = of participants-1\n');
  });

  real('--json: one document on stdout, one event a line on stderr', async () => {
    const here = site({ good: {}, bad: { data: { it: { run: 'exit 1' } } }, next: { needs: ['bad'] } });
    const { code, stdout, stderr } = await here.command('deploy', { json: true, parallel: '1' }).ended;
    const resource = { stack: 'good', address: 'terraform_data.it', type: 'terraform_data', action: 'create' };
    const summary = { add: 1, change: 0, destroy: 0, replace: 0, import: 0, resources: [resource], outputsChanged: true, vanished: [] };
    const found = { code: 'RUN-TERRAFORM', severity: 'error', message: expect.any(String), hint: expect.any(String) };
    const seconds = expect.any(Number);
    expect([code, JSON.parse(stdout)]).toEqual([
      1,
      {
        ok: false,
        action: 'deploy',
        environment: 'dev',
        run: expect.stringMatching(/^\d{8}T\d{6}Z-\d+-[0-9a-f]{4}$/),
        exitCode: 1,
        seconds,
        problems: [found],
        stacks: [
          { id: 'good', outcome: 'applied', changes: summary, seconds, problems: [], notes: [] },
          { id: 'bad', outcome: 'failed', seconds, problems: [found], notes: [] },
          { id: 'next', outcome: 'not-started', because: 'bad', seconds: 0, problems: [], notes: [] },
        ],
      },
    ]);
    const events = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; at: string });
    expect(new Set(events.map(({ event }) => event))).toEqual(new Set(['run', 'stack', 'plan', 'resource', 'problem', 'end']));
    expect(events.every(({ at }) => !Number.isNaN(Date.parse(at)))).toBe(true);
    const status = await here.command('status', { json: true }).ended;
    expect(JSON.parse(status.stdout)).toMatchObject({ ok: true, stacks: [{ status: { state: 'applied', resources: 1 } }, {}, {}] });
    expect(status.stderr).toBe('');
  });

  for (const env of [{ CI: 'true' }, { NO_COLOR: '1' }])
    onTerminal(`on a terminal with ${JSON.stringify(env)}: plain, without a control character`, async () => {
      const here = site({ a: {} });
      here.env = { ...here.env, ...env };
      const { code, stdout } = await here.command('deploy', {}, { columns: 40 }).ended;
      expect([code, stdout.includes(escapeSign), stdout.includes('a: applying')]).toEqual([0, false, true]);
    });

  onTerminal(
    'live on a terminal of 40 columns: one line a stack, repainted in place, none wider than the terminal; Ctrl-C does not garble it',
    async () => {
      const here = named((at) => ({
        'a-stack-with-a-rather-long-name': { data: { 'and-a-resource-with-a-long-name-too': { run: `sleep 0.6; ${at.note('in')}` } } },
        b: { data: { it: { run: 'sleep 30' } } },
        c: { needs: ['b'] },
      }));
      const live = here.command('deploy', {}, { columns: 40 });
      await live.says('a-stack-with-a-… applying 0 of 1');
      await until(() => commands('sleep 30').length > 0 && here.trace.length > 0, 'both at work');
      await sleep(600);
      live.type('\u0003');
      const { code, stdout } = await live.ended;
      expect(code).toBe(130);
      const { lines, wrapped } = replay(stdout, 40);
      const painted = /^[·▸✔✖-] /u;
      expect(wrapped.filter((line) => painted.test(line))).toEqual([]);
      expect(lines.filter((line) => painted.test(line))).toEqual([
        expect.stringMatching(/^✔ a-stack-with-a-… applied {9}\ds$/),
        expect.stringMatching(/^✖ b {16}interrupted {5}\ds$/),
        '- c                not started',
      ]);
      const table = 'a-stack-with-a-rather-long-name  applied       +1 ~0 -0\nb                                interrupted\n';
      expect(stdout.replaceAll('\r', '')).toContain(table);
      expect(stdout.split(`${escapeSign}[3A`).length).toBeGreaterThan(5);
    },
  );

  onTerminal('destroy asks at the terminal: Ctrl-C and Ctrl-D touch nothing, a wrong name is refused, the right one goes on', async () => {
    const here = site({ a: {} });
    await here.run('deploy');
    const question = "Type the environment's name to go on: ";
    const answered = async (text: string) => {
      const asked = here.command('destroy', {}, { columns: 200 });
      await asked.says(question);
      asked.type(text);
      return asked.ended;
    };
    expect((await answered('\u0003')).code).toBe(130);
    const end = await answered('\u0004');
    expect([end.code, end.stdout.includes('error RUN-CONFIRM: destroy of dev was not confirmed (')]).toEqual([1, true]);
    const wrong = await answered('prod\r');
    expect([wrong.code, wrong.stdout.includes('error RUN-CONFIRM: destroy of dev was not confirmed: "prod" is not its name')]).toEqual([
      1,
      true,
    ]);
    expect((await here.run('status')).stacks[0]!.status).toMatchObject({ state: 'applied', resources: 1 });
    expect((await answered('dev\r')).code).toBe(0);
    expect((await here.run('status')).stacks[0]!.status).toMatchObject({ state: 'destroyed', resources: 0 });
  });
});
