import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { adoptionsFor, withoutRefused } from '../cli/run/adopt';
import { findBinary, isSupported, parseVersion } from '../cli/run/binary';
import { stackOfRemoteState } from '../cli/run/blocked';
import { changeLine, isStore, storeProblems, summarise } from '../cli/run/changes';
import type { HelmRecord } from '../cli/run/cluster';
import { judgeVersion } from '../cli/run/cluster-version';
import { diagnose, lacksLogin, missingRemoteStates } from '../cli/run/diagnose';
import { plainLine } from '../cli/run/event-lines';
import type { RunEvent } from '../cli/run/events';
import { guardProblems } from '../cli/run/guarded';
import { judgeRelease } from '../cli/run/helm-recovery';
import { openJournal } from '../cli/run/journal';
import { type JournalOperation, type JournalRecord, operationsOf, parseJournal, unsettled } from '../cli/run/journal-records';
import { advance, lineText, liveProgress, type StackLine, visible } from '../cli/run/live-progress';
import { processIdentity } from '../cli/run/processes';
import { chooseMode, createProgress } from '../cli/run/progress';
import { type RunOwner, takeRunLock } from '../cli/run/run-lock';
import { checkGraph, prerequisites, runSchedule, type StackNode } from '../cli/run/schedule';
import { clustersOf, releasesOf } from '../cli/run/stack-json';
import { lockTime, ownerOfLock, readLockInfo } from '../cli/run/state-lock';
import { statusOf } from '../cli/run/status';
import { readEvent, readPlainErrors } from '../cli/run/terraform-events';
import { initFingerprint, isNetworkFault } from '../cli/run/terraform-init';
import { jsonDocument } from '../cli/run/terraform-read';
import { type Trace, traceLog } from '../cli/run/traces';
import { fileProblem } from '../cli/run/write-errors';
import { ProblemError } from '../config/problems';

/** A folder of our own, removed at the end. */
const scratch = mkdtempSync(join(tmpdir(), 'runner-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let folders = 0;
const folder = (): string => {
  const made = join(scratch, `f${folders++}`);
  mkdirSync(made, { recursive: true });
  chmodSync(made, 0o755);
  return made;
};

/** What is thrown, as problem codes and texts. */
const problemsOfCall = (call: () => unknown) => {
  try {
    call();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  return [];
};

test('a document is read from behind the warnings that OpenTofu prints before it', () => {
  const warning = 'Warning: Unable to open CLI configuration file\n\nThe CLI configuration file at "x" does not exist.\n';
  expect(jsonDocument(`${warning}{"a": {\n"b": 1}}\n`)).toBe('{"a": {\n"b": 1}}\n');
  expect([jsonDocument('{}'), jsonDocument(warning), jsonDocument('')]).toEqual(['{}', '', '']);
});

test('the version of the cluster is held against the one that check judged by', () => {
  const cases = [
    ['v1.34.2', '1.34', undefined],
    ['v1.33.5+k3s1', '1.33', undefined],
    ['v1.34.2', '1.33', false],
    ['v1.9.0', '1.33', true],
    ['v1.32.0-eks-1', '1.33', true],
    ['unknown', '1.33', undefined],
  ] as const;
  for (const [real, stated, older] of cases) expect([real, judgeVersion(real, stated)?.older]).toEqual([real, older]);
  expect(judgeVersion('v1.32.9', '1.33')).toEqual({
    older: true,
    message: 'the cluster runs Kubernetes 1.32, the workbench file says 1.33',
    hint: 'write cluster.kubernetesVersion: "1.32", and check tells what that means for the release',
  });
});

describe('the program that applies stacks', () => {
  const program = (name: string, script: string) => {
    const file = join(folder(), name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  test('knows Terraform and OpenTofu by what they say of themselves', () => {
    expect(parseVersion('Terraform v1.11.4\non linux_amd64\n')).toEqual({ tool: 'terraform', version: '1.11.4' });
    expect(parseVersion('OpenTofu v1.12.6\non linux_amd64\n')).toEqual({ tool: 'opentofu', version: '1.12.6' });
    expect(parseVersion('Packer v1.11.4')).toBeUndefined();
  });

  test.each([
    ['1.10.5', false],
    ['1.11.0', true],
    ['1.11.0-rc1', true],
    ['1.12.6', true],
    ['0.15.5', false],
    ['2.0.0', true],
  ])('version %s is supported: %s', (version, expected) => expect(isSupported(version)).toBe(expected));

  test('WORKBENCH_TERRAFORM wins over PATH', async () => {
    const tofu = program('my-tofu', 'echo "OpenTofu v1.12.6"');
    expect(await findBinary({ PATH: process.env.PATH, WORKBENCH_TERRAFORM: tofu })).toEqual({
      path: tofu,
      tool: 'opentofu',
      version: '1.12.6',
    });
  });

  test('terraform comes before tofu, and tofu where there is no terraform', async () => {
    const both = folder();
    const only = folder();
    for (const [place, name, text] of [
      [both, 'terraform', 'Terraform v1.11.4'],
      [both, 'tofu', 'OpenTofu v1.12.6'],
      [only, 'tofu', 'OpenTofu v1.12.6'],
    ] as const) {
      writeFileSync(join(place, name), `#!/bin/sh\necho "${text}"\n`);
      chmodSync(join(place, name), 0o755);
    }
    expect(await findBinary({ PATH: both })).toMatchObject({ tool: 'terraform' });
    expect(await findBinary({ PATH: only })).toMatchObject({ tool: 'opentofu' });
  });

  test('none there, a wrong path, an old one and another program are problems with the way out', async () => {
    const old = program('terraform', 'echo "Terraform v1.9.8"');
    const other = program('terraform', 'echo hello');
    expect(await findBinary({ PATH: folder() })).toMatchObject({
      code: 'RUN-NO-TERRAFORM',
      message: 'neither terraform nor tofu is on PATH',
    });
    expect(await findBinary({ WORKBENCH_TERRAFORM: '/nowhere/tofu' })).toMatchObject({
      code: 'RUN-NO-TERRAFORM',
      message: 'WORKBENCH_TERRAFORM=/nowhere/tofu is not there',
    });
    expect(await findBinary({ PATH: process.env.PATH, WORKBENCH_TERRAFORM: old })).toMatchObject({
      code: 'RUN-TERRAFORM-VERSION',
      message: `${old} is Terraform 1.9.8, too old: 1.11 or newer is needed`,
      hint: expect.stringContaining('WORKBENCH_TERRAFORM'),
    });
    expect(await findBinary({ PATH: process.env.PATH, WORKBENCH_TERRAFORM: other })).toMatchObject({ code: 'RUN-NO-TERRAFORM' });
  });
});

describe('the order of stacks', () => {
  /** Stacks s0…sn, each needing some of those before it: every graph without circles looks like this. */
  const graphs = fc
    .integer({ min: 1, max: 12 })
    .chain((size) =>
      fc
        .tuple(...Array.from({ length: size }, (_, index) => fc.subarray(Array.from({ length: index }, (_, before) => `s${before}`))))
        .map((needs) => needs.map((list, index): StackNode => ({ id: `s${index}`, needs: list }))),
    );
  const runs = fc.record({
    nodes: graphs,
    parallel: fc.integer({ min: 1, max: 4 }),
    failing: fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 3 }),
    order: fc.constantFrom('needs-first' as const, 'dependents-first' as const, 'any' as const),
  });

  test('each runs once, after all it waits for, never too many at a time; a failure stops only what waits for it', async () => {
    await fc.assert(
      fc.asyncProperty(runs, fc.scheduler(), async ({ nodes, parallel, failing, order }, scheduler) => {
        const started: string[] = [];
        const finished: string[] = [];
        let most = 0;
        const fails = (id: string) => failing.includes(Number(id.slice(1)));
        const before = prerequisites(nodes, order);
        const job = runSchedule(
          nodes,
          async (id) => {
            expect(before.get(id)!.every((need) => finished.includes(need) && !fails(need))).toBe(true);
            started.push(id);
            most = Math.max(most, started.length - finished.length);
            await scheduler.schedule(Promise.resolve(), id);
            finished.push(id);
            if (fails(id) && Number(id.slice(1)) % 2 === 0) throw new Error('work may also reject');
            return !fails(id);
          },
          { parallel, order },
        );
        const outcomes = await scheduler.waitFor(job);
        expect(most).toBeLessThanOrEqual(parallel);
        expect(new Set(started).size).toBe(started.length);
        const doomed = (id: string): boolean => before.get(id)!.some((need) => fails(need) || doomed(need));
        for (const { id } of nodes) {
          const outcome = outcomes.get(id)!;
          expect(outcome.state).toBe(doomed(id) ? 'not-started' : fails(id) ? 'failed' : 'done');
          if (outcome.state === 'not-started') expect(outcome.because.kind === 'failed' && fails(outcome.because.stack)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('after a stop nothing new is started, what runs may finish', async () => {
    let stopped = false;
    const started: string[] = [];
    const nodes = ['a', 'b', 'c'].map((id) => ({ id, needs: [] }));
    const outcomes = await runSchedule(
      nodes,
      async (id) => {
        started.push(id);
        stopped = true;
        return true;
      },
      { parallel: 1, order: 'needs-first', stopped: () => stopped },
    );
    expect(started).toEqual(['a']);
    expect(outcomes.get('a')).toEqual({ state: 'done' });
    expect(outcomes.get('c')).toEqual({ state: 'not-started', because: { kind: 'stopped' } });
  });

  test('a circle, an unknown need and a double id are all told at once', () => {
    const problems = checkGraph([
      { id: 'a', needs: ['b'] },
      { id: 'b', needs: ['a', 'x'] },
      { id: 'c', needs: [] },
      { id: 'c', needs: [] },
    ]);
    expect(problems.map(({ message }) => message)).toEqual([
      'two stacks are called c',
      'stack b needs x, which does not exist',
      'stacks need each other in a circle: a -> b -> a',
    ]);
  });
});

describe("Terraform's words", () => {
  test('events are read, everything else is passed over', () => {
    const start =
      '{"@timestamp":"2026-11-24T14:34:07.965960Z","hook":{"resource":{"addr":"terraform_data.a"},"action":"create"},"type":"apply_start"}';
    expect(readEvent(start)).toEqual({
      type: 'apply-start',
      address: 'terraform_data.a',
      action: 'create',
      at: '2026-11-24T14:34:07.965960Z',
    });
    expect(readEvent('{"type":"version"}')).toBeUndefined();
    expect(readEvent('Error: not JSON')).toBeUndefined();
  });

  test('a line cut off anywhere never throws', () => {
    const line =
      '{"@level":"error","diagnostic":{"severity":"error","summary":"S","detail":"D","snippet":{"values":[{"traversal":"t"}]}},"type":"diagnostic"}';
    fc.assert(fc.property(fc.integer({ min: 0, max: line.length - 1 }), (end) => readEvent(line.slice(0, end)) === undefined));
    expect(readEvent(line)).toEqual({
      type: 'diagnostic',
      diagnostic: { severity: 'error', summary: 'S', detail: 'D', references: ['t'] },
    });
  });

  test('errors of commands without -json come out of their box', () => {
    const text =
      '╷\n│ Error: Failed to query available provider packages\n│ \n│ Could not retrieve the list: dial tcp 127.0.0.1:9: connect:\n│ connection refused\n╵\n╷\n│ Error: Second\n╵\n';
    const errors = readPlainErrors(text);
    expect(errors.map(({ summary }) => summary)).toEqual(['Failed to query available provider packages', 'Second']);
    expect(isNetworkFault(errors)).toBe(true);
    expect(isNetworkFault(readPlainErrors('│ Error: no available releases match the given constraints 9.9.9\n'))).toBe(false);
  });

  test('known faults get a code and a way out, the others their log; echoes and doubles are dropped', () => {
    const error = (summary: string, detail = '') => ({ severity: 'error' as const, summary, detail, references: [] });
    const problems = diagnose(
      'hub',
      [
        error('Error putting state', 'write x: no space left on device'),
        error('Weird', 'thing'),
        error('Weird', 'thing'),
        error('execution halted'),
      ],
      '/l',
    );
    expect(problems.map(({ code, hint }) => [code, hint])).toEqual([
      ['RUN-DISK-FULL', 'free some space and run the same command again: it carries on'],
      ['RUN-TERRAFORM', 'all of it in /l'],
    ]);
    expect(problems.every(({ message }) => !message.includes('\n'))).toBe(true);
  });

  test('init is skipped only while program, backend, providers and modules are the same', () => {
    const stack = (version: string, extra: object = {}) =>
      JSON.stringify({ terraform: { required_providers: { aws: { version } } }, ...extra });
    expect(initFingerprint('terraform 1.11.4', stack('1', { resource: { a: 1 } }))).toBe(
      initFingerprint('terraform 1.11.4', stack('1', { resource: { a: 2 } })),
    );
    expect(initFingerprint('terraform 1.11.4', stack('1'))).not.toBe(initFingerprint('terraform 1.11.4', stack('2')));
    expect(initFingerprint('terraform 1.11.4', stack('1'))).not.toBe(initFingerprint('opentofu 1.11.4', stack('1')));
  });
});

describe('the journal', () => {
  const at = '2026-11-24T14:00:00.000Z';
  const begin = (run: string, stack: string, operation: JournalOperation['operation']): JournalRecord => ({
    type: 'begin',
    run,
    at,
    stack,
    operation,
    hash: 'h',
    log: `/l/${run}`,
    host: 'h',
  });
  const end = (
    run: string,
    stack: string,
    operation: JournalOperation['operation'],
    outcome: NonNullable<JournalOperation['outcome']>,
  ): JournalRecord => ({ type: 'end', run, at, stack, operation, outcome });

  test('cut off at any byte it still tells what came before, and what is written next is whole', () => {
    const records = [begin('r1', 'a', 'apply'), end('r1', 'a', 'apply', 'ok'), begin('r1', 'b', 'apply')];
    const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length }), (length) => {
        const file = join(folder(), 'journal.jsonl');
        writeFileSync(file, text.slice(0, length));
        const whole = parseJournal(text.slice(0, length));
        expect(records.slice(0, whole.length)).toEqual(whole);
        const journal = openJournal(file);
        journal.append(end('r2', 'b', 'apply', 'failed'));
        expect(journal.records()).toEqual([...whole, end('r2', 'b', 'apply', 'failed')]);
      }),
      { numRuns: 60 },
    );
  });

  test('operations are put together, and what came after the last success is unsettled', () => {
    const operations = operationsOf([
      begin('r1', 'a', 'apply'),
      end('r1', 'a', 'apply', 'ok'),
      begin('r2', 'a', 'plan'),
      end('r2', 'a', 'plan', 'changes'),
      begin('r2', 'a', 'apply'),
      { type: 'process', run: 'r2', at, stack: 'a', operation: 'apply', pid: 7 },
    ]);
    expect(operations.map(({ operation, outcome, pid }) => [operation, outcome, pid])).toEqual([
      ['apply', 'ok', undefined],
      ['plan', 'changes', undefined],
      ['apply', undefined, 7],
    ]);
    expect(unsettled(operations, 'a').map(({ run, operation }) => `${run} ${operation}`)).toEqual(['r2 plan', 'r2 apply']);
  });

  test('a large one is shortened to what is still of use', () => {
    const file = join(folder(), 'journal.jsonl');
    const many = Array.from({ length: 200 }, (_, index) => [begin(`r${index}`, 'a', 'apply'), end(`r${index}`, 'a', 'apply', 'ok')]).flat();
    writeFileSync(file, [...many, begin('last', 'a', 'apply')].map((record) => `${JSON.stringify(record)}\n`).join(''));
    const journal = openJournal(file, 1_000);
    expect(operationsOf(journal.records()).map(({ run, outcome }) => [run, outcome])).toEqual([
      ['r199', 'ok'],
      ['last', undefined],
    ]);
  });

  test('status follows it: never, applied, changed, failed, interrupted, running, destroyed', () => {
    const status = (records: readonly JournalRecord[], hash = 'h', alive = false) =>
      statusOf('a', operationsOf(records), hash, () => alive).state;
    const applied = [begin('r', 'a', 'apply'), end('r', 'a', 'apply', 'ok')];
    expect(status([])).toBe('never');
    expect(status(applied)).toBe('applied');
    expect(status(applied, 'other')).toBe('changed');
    expect(status([...applied, begin('q', 'a', 'apply'), end('q', 'a', 'apply', 'failed')])).toBe('failed');
    expect(status([...applied, begin('q', 'a', 'apply')])).toBe('interrupted');
    // Stopped at its very end: the next run had nothing to do.
    const stopped = [...applied, begin('q', 'a', 'apply'), end('q', 'a', 'apply', 'interrupted')];
    expect(status(stopped)).toBe('interrupted');
    expect(status([...stopped, begin('s', 'a', 'plan'), end('s', 'a', 'plan', 'no-change')])).toBe('applied');
    expect(status([...stopped, begin('s', 'a', 'plan'), end('s', 'a', 'plan', 'changes')])).toBe('interrupted');
    expect(status([...applied, begin('q', 'a', 'apply')], 'h', true)).toBe('running');
    expect(status([...applied, begin('q', 'a', 'destroy'), end('q', 'a', 'destroy', 'ok')])).toBe('destroyed');
  });

  test.each([
    ['ENOSPC', 'RUN-DISK-FULL'],
    ['EACCES', 'RUN-NOT-WRITABLE'],
    ['EROFS', 'RUN-NOT-WRITABLE'],
    ['ENOENT', 'RUN-MISSING'],
  ])('%s while writing is %s with a way out', (errno, code) =>
    expect(fileProblem(Object.assign(new Error(), { code: errno }), '/f')).toMatchObject({ code, hint: expect.any(String) }),
  );
});

describe('one run at a time', () => {
  const owner = (over: Partial<RunOwner> = {}): RunOwner => ({
    run: 'mine',
    action: 'deploy',
    pid: process.pid,
    host: 'here',
    user: 'u',
    startedAt: 'now',
    ...over,
  });

  test('a living owner is named with what to do, a dead one is taken over, another host is believed', () => {
    const file = join(folder(), 'run.lock');
    const dead = Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }));
    const identity = processIdentity(process.pid);
    writeFileSync(file, JSON.stringify(owner({ run: 'other', ...(identity ? { process: identity } : {}) })));
    expect(problemsOfCall(() => takeRunLock(file, owner()))).toMatchObject([
      {
        code: 'RUN-BUSY',
        message: `another run works on this environment: deploy of u@here (process ${process.pid}, since now)`,
        hint: `wait for it, or stop it with: kill -INT ${process.pid}`,
      },
    ]);
    writeFileSync(file, JSON.stringify(owner({ run: 'far', host: 'there', pid: dead })));
    expect(problemsOfCall(() => takeRunLock(file, owner()))).toMatchObject([
      { code: 'RUN-BUSY', hint: expect.stringContaining(`remove ${file}`) },
    ]);
    writeFileSync(file, JSON.stringify(owner({ run: 'dead', pid: dead })));
    const lock = takeRunLock(file, owner());
    expect(lock.predecessor?.run).toBe('dead');
    expect(readdirSync(join(file, '..'))).toEqual(['run.lock']);
    lock.release();
    expect(existsSync(file)).toBe(false);
  });

  test('a number that went to another process is not the owner', () => {
    const file = join(folder(), 'run.lock');
    writeFileSync(file, JSON.stringify(owner({ run: 'old', process: 'boot:1' })));
    expect(takeRunLock(file, owner()).predecessor?.run).toBe('old');
  });
});

describe('state locks', () => {
  const detail =
    'Error message: x\nLock Info:\n  ID:        e36f\n  Path:      /s\n  Operation: OperationTypeApply\n  Who:       u@here\n  Version:   1.11.4\n  Created:   2026-11-24 14:34:07.959158772 +0000 UTC\n  Info:      \n';
  const lock = readLockInfo([{ severity: 'error', summary: 'Error acquiring the state lock', detail, references: [] }])!;
  const operation = (over: Partial<JournalOperation> = {}): JournalOperation => ({
    run: 'r',
    stack: 's',
    operation: 'apply',
    hash: 'h',
    log: '',
    host: 'here',
    startedAt: '2026-11-24T14:34:07.000Z',
    ...over,
  });
  const self = { user: 'u', host: 'here' };

  test('are read from what Terraform says', () => {
    expect(lock).toEqual({
      id: 'e36f',
      path: '/s',
      operation: 'OperationTypeApply',
      who: 'u@here',
      created: '2026-11-24 14:34:07.959158772 +0000 UTC',
    });
    expect(lockTime(lock.created)).toBe(Date.parse('2026-11-24T14:34:07.959Z'));
    expect(lockTime('2026-11-24T14:34:07.959158772Z')).toBe(Date.parse('2026-11-24T14:34:07.959Z'));
    expect(readLockInfo([{ severity: 'error', summary: 'Other', detail, references: [] }])).toBeUndefined();
  });

  test.each<[string, Partial<JournalOperation>, string, boolean, boolean]>([
    ['left by our killed apply', {}, 'u@here', false, true],
    ['whose process still lives', {}, 'u@here', true, false],
    ['of another user', {}, 'v@here', false, false],
    ['of a plan when we applied', { operation: 'plan' }, 'u@here', false, false],
    ['older than our operation', { startedAt: '2026-11-24T14:35:00.000Z' }, 'u@here', false, false],
    ['taken long after our operation began', { startedAt: '2026-11-24T14:30:00.000Z' }, 'u@here', false, false],
    ['while our run was on another host', { host: 'there' }, 'u@here', false, false],
  ])('a lock %s', (_name, over, who, alive, ours) =>
    expect(ownerOfLock({ ...lock, who }, [operation(over)], self, () => alive) !== undefined).toBe(ours),
  );
});

describe('changes and stores', () => {
  test.each<[string, string, string, boolean]>([
    ['stores', 'helm_release.percona', 'helm_release', true],
    ['hub', 'helm_release.moja', 'helm_release', false],
    ['hub', 'helm_release.ttk-mongodb', 'helm_release', true],
    ['platform', 'helm_release.vault', 'helm_release', true],
    ['platform', 'helm_release.vault-config-operator', 'helm_release', false],
    ['platform', 'kubernetes_namespace_v1.stores', 'kubernetes_namespace_v1', true],
    ['hub', 'kubernetes_persistent_volume_claim_v1.x', 'kubernetes_persistent_volume_claim_v1', true],
    ['stores', 'kubernetes_network_policy_v1.x', 'kubernetes_network_policy_v1', false],
    ['secrets', 'vault_mount.kv', 'vault_mount', true],
    ['secrets', 'vault_policy.p', 'vault_policy', false],
    ['managed-stores', 'aws_db_instance.m', 'aws_db_instance', true],
    ['managed-stores', 'aws_db_subnet_group.m', 'aws_db_subnet_group', false],
    ['managed-stores', 'azurerm_mysql_flexible_server.m', 'azurerm_mysql_flexible_server', true],
    ['managed-stores', 'azurerm_mysql_flexible_server_firewall_rule.m', 'azurerm_mysql_flexible_server_firewall_rule', false],
    ['managed-stores', 'aws_msk_cluster.k', 'aws_msk_cluster', true],
    ['foundation', 'aws_kms_key.unseal', 'aws_kms_key', true],
    ['foundation', 'aws_vpc.v', 'aws_vpc', false],
  ])('%s %s (%s) holds data: %s', (stack, address, type, expected) => expect(isStore({ stack, address, type })).toBe(expected));

  const change = (address: string, actions: readonly string[], more: object = {}) => ({
    address,
    mode: 'managed',
    type: address.split('.')[0],
    change: { actions, after: { name: 'n' } },
    ...more,
  });
  const plan = JSON.stringify({
    resource_changes: [
      change('helm_release.mysql', ['delete', 'create'], { action_reason: 'replace_because_tainted' }),
      change('helm_release.a', ['create']),
      change('helm_release.b', ['update']),
      change('vault_mount.kv', ['delete']),
      change('helm_release.c', ['no-op']),
      { ...change('data.x.y', ['read']), mode: 'data' },
    ],
    resource_drift: [change('helm_release.a', ['delete'])],
    output_changes: { o: { actions: ['no-op'] } },
  });

  test('what the cloud keeps from being removed is told by the plan, before anything is gone', () => {
    const kept = (address: string, before: object, actions = ['delete']) => ({
      ...change(address, actions),
      change: { actions, before, after: null },
    });
    const { guarded } = summarise(
      'managed-stores',
      JSON.stringify({
        resource_changes: [
          kept('aws_db_instance.kept', { deletion_protection: true }),
          kept('aws_db_instance.free', { deletion_protection: false }),
          kept('aws_lb.kept', { enable_deletion_protection: true }),
          kept('aws_rds_cluster.replaced', { deletion_protection: true }, ['delete', 'create']),
          kept('aws_rds_cluster.changed', { deletion_protection: true }, ['update']),
          kept('aws_vpc.other', {}),
        ],
      }),
    );
    expect(guarded).toEqual(['aws_db_instance.kept', 'aws_lb.kept', 'aws_rds_cluster.replaced']);
    expect(guardProblems('managed-stores', guarded.slice(0, 1)).map(({ code, message }) => `${code} ${message}`)).toEqual([
      'RUN-PROTECTED managed-stores: aws_db_instance.kept is protected against deletion; nothing of the stack was changed',
    ]);
  });

  test('a plan is counted, and every loss of a store needs its own consent', () => {
    const { changes, creates } = summarise('hub', plan);
    expect(changeLine(changes)).toBe('+1 ~1 -1 -/+1');
    expect(changes.vanished).toEqual(['helm_release.a']);
    expect(creates.map(({ address }) => address)).toEqual(['helm_release.a']);
    expect(storeProblems(changes, []).map(({ message, hint }) => [message, hint])).toEqual([
      [
        'stack hub would replace helm_release.mysql, which holds data, because its last creation failed',
        "back it up, then allow it with --allow-destroy 'helm_release.mysql'; if it is sound after all, untaint it",
      ],
      ['stack hub would delete vault_mount.kv, which holds data', "back it up, then allow it with --allow-destroy 'vault_mount.kv'"],
    ]);
    expect(storeProblems(changes, ['helm_release.mysql', 'hub/vault_mount.kv'])).toEqual([]);
    expect(storeProblems(changes, ['other/vault_mount.kv', 'vault_mount'])).toHaveLength(2);
  });
});

describe('what a killed run left', () => {
  const trace = (over: Partial<Trace> = {}): Trace => ({
    run: 'r',
    host: 'here',
    address: 'helm_release.moja',
    action: 'create',
    startedAt: 1_000_000,
    foreign: false,
    ...over,
  });
  const release = { address: 'helm_release.moja', name: 'moja', namespace: 'hub', timeout: 300 };
  const record = (revision: number, status: string, since = 1_000_000, over: Partial<HelmRecord> = {}): HelmRecord => ({
    namespace: 'hub',
    secret: `sh.helm.release.v1.moja.v${revision}`,
    uid: `u${revision}`,
    resourceVersion: '1',
    release: 'moja',
    revision,
    status,
    since,
    ...over,
  });
  const options = (over: Partial<Parameters<typeof judgeRelease>[2]> = {}) => ({
    traces: [trace()],
    host: 'here',
    alive: () => false,
    now: 1_060_000,
    ...over,
  });
  const verdicts = (records: readonly HelmRecord[], over: Partial<Parameters<typeof judgeRelease>[2]> = {}) =>
    judgeRelease(release, records, options(over)).map((verdict) =>
      verdict.kind === 'clear' ? ['clear', verdict.record.revision, verdict.below?.revision] : ['problem', verdict.problem.message],
    );

  test('a pending install of ours goes, with nothing below it', () =>
    expect(verdicts([record(1, 'pending-install')])).toEqual([['clear', 1, undefined]]));
  test('a pending upgrade goes, and the deployed revision below it stands again, not the newer failed one', () =>
    expect(verdicts([record(1, 'superseded'), record(2, 'deployed'), record(3, 'failed'), record(4, 'pending-upgrade')])).toEqual([
      ['clear', 4, 2],
    ]));
  test('a pending rollback and an uninstall that was cut off go too', () => {
    expect(verdicts([record(2, 'deployed'), record(3, 'pending-rollback')])).toEqual([['clear', 3, 2]]);
    expect(verdicts([record(1, 'uninstalling')])).toEqual([['clear', 1, undefined]]);
  });
  test('deployed and failed ones are none of our business', () =>
    expect(verdicts([record(1, 'failed'), record(2, 'deployed')])).toEqual([]));
  test('a provider that died under a living Terraform leaves one too', () =>
    expect(verdicts([record(1, 'pending-install')], { traces: [trace({ end: 'errored', endedAt: 1_030_000 })] })).toEqual([
      ['clear', 1, undefined],
    ]));

  const others = ['problem', 'Helm release moja in namespace hub is pending-install since 1m (revision 1), by somebody else'];
  test.each<[string, Partial<Parameters<typeof judgeRelease>[2]>]>([
    ['no run of ours touched it', { traces: [] }],
    ['our run finished it', { traces: [trace({ end: 'complete' })] }],
    ['our run found somebody else at work', { traces: [trace({ end: 'errored', endedAt: 1_001_000, foreign: true })] }],
    ['a later run of ours finished it', { traces: [trace(), trace({ end: 'complete' })] }],
    ['our killed run was on another host', { traces: [trace({ host: 'there' })] }],
    ['a process of that run still lives', { alive: () => true }],
    ['our run began long after it', { traces: [trace({ startedAt: 1_200_000 })] }],
  ])('not ours: %s', (_name, over) => expect(verdicts([record(1, 'pending-install')], over)).toEqual([others]));

  test('by age alone only after the grace time, which is never shorter than twice the own timeout', () => {
    expect(verdicts([record(1, 'pending-install', 0)], { traces: [], now: 1_801_000 })).toEqual([['clear', 1, undefined]]);
    expect(verdicts([record(1, 'pending-install', 0)], { traces: [], now: 1_799_000 })[0]![0]).toBe('problem');
    expect(verdicts([record(1, 'pending-install', 0)], { traces: [], now: 599_000, grace: 10 })[0]![0]).toBe('problem');
  });

  test('the problem names the release, its age and the command for each case', () => {
    const hints = judgeRelease(release, [record(1, 'deployed'), record(2, 'pending-upgrade')], options({ traces: [] })).map((verdict) =>
      verdict.kind === 'problem' ? verdict.problem.hint : '',
    );
    expect(hints).toEqual(['wait until it ends; it counts as dead after 30m; if you know that it is: helm rollback moja 1 -n hub']);
  });

  test('the same name in another namespace is another release', () =>
    expect(verdicts([record(1, 'pending-install', 1_000_000, { namespace: 'other' })])).toEqual([]));

  test("Terraform's log tells what was begun, what ended and what was somebody else's", () => {
    const line = (type: string, address: string, action = 'create') =>
      JSON.stringify({ '@timestamp': '1970-01-01T00:16:40Z', type, hook: { resource: { addr: address }, action } });
    const exists = JSON.stringify({
      type: 'diagnostic',
      diagnostic: { severity: 'error', summary: 'namespaces "x" already exists', detail: '', address: 'c.c' },
    });
    const traces = traceLog({ run: 'r', host: 'h' }, [
      line('apply_start', 'a.a'),
      line('apply_start', 'b.b'),
      line('apply_complete', 'b.b'),
      line('apply_start', 'c.c'),
      line('apply_errored', 'c.c'),
      exists,
      '{"type":"apply_sta',
    ]);
    expect(traces.map(({ address, end, foreign }) => [address, end, foreign])).toEqual([
      ['a.a', undefined, false],
      ['b.b', 'complete', false],
      ['c.c', 'errored', true],
    ]);
  });

  test('what we had begun and the plan would create again is imported under its own id', () => {
    const creates = [
      { address: 'kubernetes_namespace_v1.hub', type: 'kubernetes_namespace_v1', after: { metadata: [{ name: 'hub' }] } },
      {
        address: 'kubernetes_service_account_v1.s',
        type: 'kubernetes_service_account_v1',
        after: { metadata: [{ name: 's', namespace: 'hub' }] },
      },
      { address: 'helm_release.moja', type: 'helm_release', after: { name: 'moja', namespace: 'hub' } },
      { address: 'vault_mount.kv', type: 'vault_mount', after: { path: 'kv' } },
      { address: 'vault_policy.p', type: 'vault_policy', after: { name: 'p' } },
      { address: 'kubernetes_namespace_v1.new', type: 'kubernetes_namespace_v1', after: { metadata: [{ name: 'new' }] } },
      { address: 'vault_mount.theirs', type: 'vault_mount', after: { path: 'theirs' } },
    ];
    const traces = [
      ...creates.slice(0, 5).map(({ address }) => trace({ address })),
      trace({ address: 'vault_mount.theirs', foreign: true }),
    ];
    expect(adoptionsFor(creates, traces)).toEqual([
      { address: 'kubernetes_namespace_v1.hub', id: 'hub' },
      { address: 'kubernetes_service_account_v1.s', id: 'hub/s' },
      { address: 'helm_release.moja', id: 'hub/moja' },
      { address: 'vault_mount.kv', id: 'kv' },
    ]);
    expect(adoptionsFor(creates, traces, new Set()).map(({ address }) => address)).not.toContain('helm_release.moja');
  });

  test('an import that the plan refuses is dropped, the others stay', () => {
    const adoptions = [
      { address: 'vault_mount.a', id: 'a' },
      { address: 'vault_mount.b', id: 'b' },
    ];
    const refused = {
      severity: 'error' as const,
      summary: 'Cannot import non-existent remote object',
      detail: 'While attempting to import an existing object to "vault_mount.a", the provider detected that no object exists',
      references: [],
    };
    expect(withoutRefused(adoptions, [refused]).map(({ address }) => address)).toEqual(['vault_mount.b']);
    expect(withoutRefused(adoptions, [{ ...refused, detail: 'quite another thing' }])).toEqual(adoptions);
  });
});

describe('what a synthesised stack tells', () => {
  const stack = {
    provider: {
      helm: [
        { kubernetes: { config_path: '~/.kube/config', config_context: 'lab' } },
        { alias: 'far', kubernetes: [{ config_path: 'far.yaml' }] },
      ],
      kubernetes: [{ config_path: '~/.kube/config', config_context: 'lab' }],
    },
    resource: {
      kubernetes_namespace_v1: { hub: { metadata: { name: 'hub' } } },
      helm_release: {
        moja: { name: 'moja', namespace: '${kubernetes_namespace_v1.hub.metadata[0].name}', timeout: 900 },
        far: { name: 'pm', namespace: '${data.x.y.z}', provider: 'helm.far' },
        plain: { name: 'plain' },
      },
    },
  };
  test('its releases with namespace, timeout and cluster', () => {
    const lab = { kubeconfig: '~/.kube/config', context: 'lab' };
    expect(releasesOf(stack, '/c')).toEqual([
      { address: 'helm_release.moja', name: 'moja', namespace: 'hub', timeout: 900, access: lab },
      { address: 'helm_release.far', name: 'pm', timeout: 300, access: { kubeconfig: '/c/far.yaml' } },
      { address: 'helm_release.plain', name: 'plain', namespace: 'default', timeout: 300, access: lab },
    ]);
    expect(clustersOf(stack, '/c')).toEqual([lab, { kubeconfig: '/c/far.yaml' }]);
  });

  test('which stack a remote state belongs to, whatever the backend', () => {
    const reader = { data: { terraform_remote_state: { up: { backend: 's3', config: { bucket: 'b', key: 'two', region: 'r' } } } } };
    const backend = (key: string) => ({ terraform: { backend: { s3: { bucket: 'b', key, region: 'r', use_lockfile: true } } } });
    expect(
      stackOfRemoteState(
        reader,
        'up',
        new Map([
          ['one', backend('one')],
          ['two', backend('two')],
        ]),
      ),
    ).toBe('two');
  });

  test('a plan is blocked only when nothing but a remote state is missing', () => {
    const missing = {
      severity: 'error' as const,
      summary: 'Unable to find remote state',
      detail: '',
      address: 'data.terraform_remote_state.up',
      references: [],
    };
    const output = {
      severity: 'error' as const,
      summary: 'Unsupported attribute',
      detail: 'This object does not have an attribute named "x".',
      references: ['data.terraform_remote_state.net.outputs'],
    };
    expect(missingRemoteStates([missing, output])).toEqual(['up', 'net']);
    expect(missingRemoteStates([missing, { ...output, references: ['local.x'] }])).toBeUndefined();
    expect(missingRemoteStates([])).toBeUndefined();
  });

  test('a plan is blocked, too, when all it lacks is the account that it logs in with: as Terraform says it in a fresh cluster', () => {
    const login = {
      severity: 'error' as const,
      summary: 'error creating token request',
      detail: 'namespaces "workbench-system" not found',
      address: 'ephemeral.kubernetes_token_request_v1.deployer',
      references: [],
    };
    expect(lacksLogin([login])).toBe(true);
    expect(lacksLogin([login, { ...login, severity: 'warning', address: 'helm_release.hub' }])).toBe(true);
    expect(lacksLogin([login, { ...login, address: 'helm_release.hub' }])).toBe(false);
    expect(lacksLogin([{ ...login, detail: 'serviceaccounts "workbench-deployer" is forbidden' }])).toBe(false);
    expect(lacksLogin([])).toBe(false);
  });
});

describe('progress', () => {
  const events: readonly RunEvent[] = [
    { event: 'run', run: 'r', action: 'deploy', environment: 'dev', tool: 'terraform 1.11.4', stacks: ['stores', 'hub'] },
    { event: 'stack', stack: 'stores', phase: 'applying' },
    { event: 'resource', stack: 'stores', address: 'helm_release.mysql', action: 'create', state: 'start', seconds: 0, done: 3, total: 12 },
    { event: 'stack', stack: 'hub', phase: 'not-started', because: { kind: 'failed', stack: 'stores' } },
  ];
  const start: StackLine = { stack: 'stores', phase: 'waiting', done: 0, total: 0, current: [] };

  test('a line tells phase, count, elapsed time and the resource with its own', () => {
    const line = events.reduce((at, event) => advance(at, event, 10_000), start);
    expect(lineText(line, 52_000, 6, 80)).toBe('▸ stores applying 3 of 12   42s helm_release.mysql creating 42s');
    expect(lineText(advance(line, { event: 'stack', stack: 'stores', phase: 'applied' }, 60_000), 99_000, 6, 80)).toBe(
      '✔ stores applied        50s',
    );
  });

  test('no line is ever wider than the terminal, and no more lines than rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.string({ minLength: 1, maxLength: 60 }),
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 60 }),
        (width, address, rows, count) => {
          const line: StackLine = { ...start, phase: 'applying', startedAt: 0, current: [{ address, action: 'create', startedAt: 0 }] };
          expect([...lineText(line, 5_000, 20, width)].length).toBeLessThanOrEqual(Math.max(1, width - 1));
          const { shown, hidden } = visible(
            Array.from({ length: count }, (_, index) => ({ ...line, stack: `s${index}` })),
            rows,
          );
          expect(shown.length + hidden).toBe(count);
          expect(shown.length + (hidden > 0 ? 1 : 0)).toBeLessThanOrEqual(Math.max(1, rows - 1));
        },
      ),
    );
  });

  test('live repaints in place, plain only appends, json gives one object a line, quiet tells only what needs a person', () => {
    const shown = (mode: 'live' | 'plain' | 'json' | 'quiet') => {
      let text = '';
      const progress = createProgress(mode, { write: (part) => (text += part), columns: () => 40, rows: () => 24 }, () => 1_000);
      for (const event of events) progress.emit(event);
      progress.emit({ event: 'problem', problem: { code: 'RUN-X', severity: 'error', message: 'bad' } });
      progress.stop();
      return text;
    };
    expect(shown('plain')).toBe(
      '[0s]     deploy dev: 2 stacks with terraform 1.11.4\n[0s]     stores: applying\n[0s]     hub: not started because stores failed\n[0s]     error RUN-X: bad\n',
    );
    expect(shown('quiet')).toBe('error RUN-X: bad\n');
    const json = shown('json')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; at: string });
    expect(json.map(({ event }) => event)).toEqual(['run', 'stack', 'resource', 'stack', 'problem']);
    expect(json.every(({ at }) => at === '1970-01-01T00:00:01.000Z')).toBe(true);
    expect(shown('live')).toContain('\x1b[2A\x1b[0J');
    expect(shown('plain')).not.toContain('\x1b');
    expect(liveProgress).toBeDefined();
  });

  test.each([
    [{ isTty: true, env: {} }, 'live'],
    [{ isTty: false, env: {} }, 'plain'],
    [{ isTty: true, env: { CI: 'true' } }, 'plain'],
    [{ isTty: true, env: { NO_COLOR: '1' } }, 'plain'],
    [{ isTty: true, env: { TERM: 'dumb' } }, 'plain'],
    [{ isTty: true, quiet: true, env: {} }, 'quiet'],
    [{ isTty: true, json: true, env: {} }, 'json'],
  ])('%j is shown %s', (input, mode) => expect(chooseMode(input)).toBe(mode));

  test('a long resource says once a minute that it lives', () => {
    const event = (seconds: number): RunEvent => ({
      event: 'resource',
      stack: 's',
      address: 'a.b',
      action: 'update',
      state: 'progress',
      seconds,
      done: 0,
      total: 1,
    });
    expect(plainLine(event(50))).toBeUndefined();
    expect(plainLine(event(120))).toBe('s: a.b still changing, 2m');
  });
});
