import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../cli/run/processes';
import { CloudSite } from './emulator/environment';
import { processesOfParent } from './emulator/process-tree';
import { type EmulatorTools, emulatorTools } from './emulator/reason';
import { type Emulator, emulatorRegion, startEmulator } from './emulator/server';
import { type Ended, outcomes, resultOf } from './lab/command';

/** Where states live: the bucket that `state init` makes on an emulated AWS, and deployments that keep their states in it. */
const tools = emulatorTools(['aws'], (line) => process.stderr.write(`emulator: ${line}\n`));
const reason = 'reason' in tools ? tools.reason : undefined;
const minutes = (count: number) => count * 60_000;
if (reason) test.skip(`SKIPPED states in a bucket: ${reason}`, () => {});

const bucket = 'switch-states';
const file = `environment: live
tenant: switch
domain: switch.example.org
platform: { provider: aws }
cluster: { kubernetesVersion: "1.35" }
hub: { release: 17.1.0, currencies: [USD] }
`;

(reason ? describe.skip : describe)(
  'states in a bucket of AWS as moto plays it (it keeps the policy of the bucket and enforces little of it)',
  () => {
    const { env, python } = tools as EmulatorTools;
    let emulator: Emulator;
    let folder: string;
    /** A machine of somebody: a folder with the same workbench file. */
    const machine = (name: string) => {
      const site = new CloudSite(join(folder, name), 'live', emulator, env);
      mkdirSync(site.folder, { recursive: true });
      site.write(file, (settings) => ({ ...settings, state: { backend: 's3', bucket, region: emulatorRegion } }));
      return site;
    };
    const json = async (ended: Promise<Ended>) => resultOf(await ended);
    const ask = <Answer>(operation: string, parameters: object = {}) =>
      emulator.ask<Answer>('s3', operation, { Bucket: bucket, ...parameters });

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'state-store-'));
      emulator = await startEmulator(python);
    }, minutes(1));
    afterAll(async () => {
      await emulator?.stop();
      if (folder) rmSync(folder, { recursive: true, force: true });
      if (!reason) rmSync((tools as EmulatorTools).folder, { recursive: true, force: true });
    });

    test(
      'without it a deploy says that the place of the states is not there',
      async () => {
        const result = await json(machine('early').run('deploy', 'live', 'foundation', '--json'));
        expect(result.problems.map(({ code, hint }) => [code, hint])).toEqual([
          ['RUN-STATE-ABSENT', 'make it: workbench state init; or mend state.bucket in the workbench file'],
        ]);
      },
      minutes(2),
    );

    test(
      'killed in the middle of it, and run again on the same machine, it converges',
      async () => {
        const site = machine('killed');
        const { child, ended } = site.start('state', 'init', 'live', '--json');
        const applying = new Promise<void>((resolve) =>
          child.stderr?.on('data', (text: string) => text.includes('"state":"complete"') && resolve()),
        );
        await Promise.race([applying, ended]);
        await killWhole(child.pid ?? 0);
        await ended;
        const again = await json(site.run('state', 'init', 'live', '--json'));
        expect({ exit: again.exitCode, stacks: outcomes(again) }).toEqual({ exit: 0, stacks: ['state-store applied'] });
        expect((await json(site.run('state', 'check', 'live', '--json'))).exitCode).toBe(0);
      },
      minutes(5),
    );

    test(
      'init on another machine takes over what is there, and has nothing to change',
      async () => {
        const site = machine('first');
        const check = await json(site.run('state', 'check', 'live', '--json'));
        const { add, change, destroy, replace } = check.stacks[0]?.changes ?? {};
        expect({ add, change, destroy, replace }).toEqual({ add: 0, change: 0, destroy: 0, replace: 0 });
        const { status, stderr } = await site.run('state', 'init', 'live');
        expect(status).toBe(0);
        expect(stderr).toContain(`S3 bucket ${bucket} in ${emulatorRegion}:\n  encrypted (AES-256), closed to the public`);
        expect(stderr).toContain('costs about 0.03 USD a month');
      },
      minutes(4),
    );

    test('it is encrypted, versioned, closed to the public, and nobody may delete it or go without TLS', async () => {
      const { Status } = await ask<{ Status: string }>('get_bucket_versioning');
      const encryption = await ask<{ ServerSideEncryptionConfiguration: { Rules: { ApplyServerSideEncryptionByDefault: object }[] } }>(
        'get_bucket_encryption',
      );
      const { PublicAccessBlockConfiguration: closed } = await ask<{ PublicAccessBlockConfiguration: object }>('get_public_access_block');
      const { Policy } = await ask<{ Policy: string }>('get_bucket_policy');
      const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string; Effect: string; Principal: string }[] };
      expect({ Status, ...encryption.ServerSideEncryptionConfiguration.Rules[0]?.ApplyServerSideEncryptionByDefault, ...closed }).toEqual({
        Status: 'Enabled',
        SSEAlgorithm: 'AES256',
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(Statement.map(({ Sid, Effect, Principal }) => `${Effect} ${Principal} ${Sid}`)).toEqual([
        'Deny * OnlyByTls',
        'Deny * OnlyByTls12',
        'Deny * BucketStays',
        'Deny * HistoryStays',
      ]);
    });

    test(
      'what somebody has loosened is found and put right',
      async () => {
        const site = machine('first');
        await ask('put_bucket_versioning', { VersioningConfiguration: { Status: 'Suspended' } });
        await ask('delete_bucket_policy');
        const found = await json(site.run('state', 'check', 'live', '--json'));
        expect(found.exitCode).toBe(2);
        expect(found.stacks[0]?.changes?.resources.map(({ action, address }) => `${action} ${address}`).sort()).toEqual([
          'create aws_s3_bucket_policy.policy',
          'update aws_s3_bucket_versioning.versions',
        ]);
        expect((await json(site.run('state', 'init', 'live', '--json'))).exitCode).toBe(0);
        expect((await ask<{ Status: string }>('get_bucket_versioning')).Status).toBe('Enabled');
      },
      minutes(4),
    );

    test(
      'two deploys at once: the second is told who holds the lock; afterwards it finds nothing to do',
      async () => {
        const [one, two] = [machine('one'), machine('two')];
        const first = one.start('deploy', 'live', 'foundation', '--json');
        await Promise.race([lockOf('foundation'), first.ended]);
        const refused = await json(two.run('deploy', 'live', 'foundation', '--json'));
        expect(refused.problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
          expect.stringMatching(
            /^RUN-STATE-LOCKED the state of foundation is locked by \S+@\S+ since 20\d\d-.* \(OperationType\w+, lock [\w-]+\)$/,
          ),
        ]);
        const done = await json(first.ended);
        expect({ exit: done.exitCode, stacks: outcomes(done) }).toEqual({ exit: 0, stacks: ['foundation applied'] });
        const after = await json(two.run('deploy', 'live', 'foundation', '--json'));
        expect({ exit: after.exitCode, stacks: outcomes(after) }).toEqual({ exit: 0, stacks: ['foundation no-change'] });
        const { Contents } = await ask<{ Contents: { Key: string }[] }>('list_objects_v2');
        expect(Contents.map(({ Key }) => Key)).toEqual(['switch/live/foundation.tfstate']);
        expect(existsSync(join(one.folder, '.workbench/live/state/foundation.tfstate'))).toBe(false);
      },
      minutes(12),
    );

    /** Waits until somebody has the lock on the state of a stack. */
    async function lockOf(stack: string): Promise<void> {
      for (const end = Date.now() + minutes(5); Date.now() < end; await sleep(200)) {
        const { Contents = [] } = await ask<{ Contents?: { Key: string }[] }>('list_objects_v2');
        if (Contents.some(({ Key }) => Key.endsWith(`/${stack}.tfstate.tflock`))) return;
      }
      throw new Error('nobody took the lock');
    }
  },
);

/** The command and every Terraform below it, as a machine that goes down does. */
async function killWhole(pid: number): Promise<void> {
  const all = [pid, ...processesOfParent(pid)];
  for (const one of all) if (isAlive(one)) process.kill(one, 'SIGKILL');
  for (const end = Date.now() + 5_000; all.some(isAlive) && Date.now() < end; ) await sleep(20);
}
