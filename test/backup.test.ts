import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { fileKeyOf, identitiesIn } from '../cli/backup/age-identity';
import { judged, otherHours } from '../cli/backup/drill';
import { backupShape, drillShape, restoreShape } from '../cli/backup/json-shape';
import type { BackupAction, BackupResult, DrillResult, RestoreResult } from '../cli/backup/result';
import { scratchLabel } from '../cli/backup/scratch';
import { decryptProgram, encryptProgram } from '../config/model/backup/age-programs';
import { type BackupFacts, hoursBetween, readList } from '../config/model/backup/facts';
import { ledgerCheckSql, ledgerChecks, readLedgerChecks } from '../config/model/backup/ledger-checks';
import { ageKeyBytes } from '../config/model/backup/recipient';
import { listMarkers } from '../config/model/backup/scripts';
import { projectRoot } from '../constructs/terraform/project-root';
import { type PlayedCluster, playCluster } from './backup/played-cluster';
import { backupObjects, callCompiled, playedKubeconfig } from './backup/played-environment';
import { backupPrograms } from './backup/programs';
import { command, project } from './command-line';
import { bindToOwner } from './lab/clean-up';
import { run } from './lab/command';
import { type Crew, crew, dismiss } from './lab/crew';
import { freePorts, isListening } from './lab/ports';
import { ledgerPrograms, ledgerVersions } from './ledger/programs';
import { installMariadb, type LedgerDatabase, type LedgerRig, ledgerDatabase, startLedger, startMariadb } from './ledger/rig';
import { modelWith } from './synthesised';
import { smallestFile } from './workbench-fixtures';

const minutes = (count: number) => count * 60_000;
const tools = backupPrograms();
const missingTools = 'reason' in tools ? tools.reason : undefined;
const ledger = missingTools === undefined ? ledgerPrograms() : { reason: missingTools };
const missingLedger = 'reason' in ledger ? ledger.reason : undefined;
if (missingTools) test.skip(`skipped: what backups do against real programs: ${missingTools}`, () => {});
else if (missingLedger) test.skip(`skipped: a backup of a real ledger: ${missingLedger}`, () => {});
const real = 'reason' in tools ? { age: '', keygen: '', rclone: '', dump: '' } : tools;

const folder = mkdtempSync(join(tmpdir(), 'bk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: string[]) => join(folder, ...names);

/** A key of a person, made for this test. */
function newKey(name: string): { readonly file: string; readonly recipient: string } {
  const file = at(`${name}.key`);
  execFileSync(real.keygen, ['-o', file], { stdio: 'ignore' });
  return { file, recipient: /age1\w+/.exec(readFileSync(file, 'utf8'))?.[0] ?? '' };
}
const hex = (recipient: string) => Buffer.from(ageKeyBytes(recipient, 'age') ?? []).toString('hex');

/** The programs of the Jobs as their pods have them. */
function programsFolder(): string {
  const place = at('programs');
  mkdirSync(place, { recursive: true });
  for (const [name, text] of Object.entries({ 'encrypt.cjs': encryptProgram, 'decrypt.cjs': decryptProgram }))
    writeFileSync(join(place, name), text);
  return place;
}

describe('what is known without any program', () => {
  test('hours between two backups follow from the schedule', () => {
    const rows: readonly (readonly [string, number])[] = [
      ['0 */6 * * *', 6],
      ['0 2 * * *', 24],
      ['0 1,13 * * *', 12],
      ['30 0,6,20 * * *', 14],
      ['*/5 * * * *', 1],
      ['0 3 * * 0', 168],
      ['0 3 1 * *', 744],
      ['@daily', 24],
    ];
    for (const [schedule, hours] of rows) expect([schedule, hoursBetween(schedule)]).toEqual([schedule, hours]);
  });

  const facts: BackupFacts = {
    store: 'mysql',
    file: 'mysql-20260105T000000Z.sql.gz.age',
    taken: '2026-01-05T00:00:00Z',
    plainBytes: 10,
    bytes: 5,
    sha256: 'a'.repeat(64),
    header: 'age-encryption.org/v1\n',
  };
  const line = (more: object = {}) => JSON.stringify({ version: 1, ...facts, ...more });
  test('what is promised by profile is what the page says, and what a schedule and a restore are held against', () => {
    const page = readFileSync(join(projectRoot(), 'docs/backup.md'), 'utf8');
    const row = (name: string) =>
      page
        .split('\n')
        .find((line) => line.startsWith(`| ${name}`))
        ?.split('|')
        .map((cell) => cell.trim()) ?? [];
    const words = (hours: number) => (hours === 24 ? 'a day' : `${hours} hours`);
    (['sandbox', 'production'] as const).forEach((profile, index) => {
      const model = modelWith({ profile });
      const { recovery, backupSchedule } = model.config.operations;
      expect(row('loss of the whole account')[index + 2]).toBe(words(recovery.pointHours));
      expect(row('time until payments are made again')[index + 2]).toMatch(new RegExp(`^${words(recovery.timeHours)}`));
      expect(hoursBetween(backupSchedule)).toBe(recovery.pointHours);
      const stores = (ageSeconds: number) => [{ store: 'mysql', outcome: 'sound', ageSeconds, seconds: 1 }] as const;
      const told = (age: number, time: number) => judged(model, stores(age * 3_600), time * 3_600).map(({ code }) => code);
      expect(told(recovery.pointHours + 0.9, recovery.timeHours - otherHours)).toEqual([]);
      expect(told(recovery.pointHours + 1.1, recovery.timeHours - otherHours + 0.1)).toEqual(['DRILL-POINT', 'DRILL-TIME']);
    });
  });

  test('a list is believed only when it is whole, and a name that no Job has given is not taken into a command', () => {
    const newer = { file: 'mysql-20260106T000000Z.sql.gz.age', taken: '2026-01-06T00:00:00Z' };
    const printed = [
      listMarkers.begin,
      'NOTICE: no config file',
      line(),
      line(newer),
      line({ file: 'x; rm -rf /' }),
      '{',
      listMarkers.end,
      '',
    ];
    expect(readList(printed.join('\n'))).toEqual({ backups: [{ ...facts, ...newer }, facts], unreadable: 2 });
    expect(readList(printed.slice(0, -2).join('\n'))).toBeUndefined();
  });

  test('a store of which nothing goes outside is refused by its name: nothing is in order of which there is nothing', async () => {
    const recipients = ['age1d3yt3hxle4gg2gr2kmua8yn7l7y4yendak78vru32daxn8ukvdnqmpy2ec'];
    const store = { kind: 's3', bucket: 'b', endpoint: 'https://objects.example.net', credentials: 'hub/external/backups' };
    const elsewhere = { secrets: { vault: { address: 'https://vault.example.net' } }, operations: { backups: { recipients, store } } };
    const there = project({ 'workbench/dev.yaml': `${smallestFile}\n${stringify(elsewhere)}` });
    const asked = async (name: string) => (await command(there, ['backup', 'verify', 'dev', '--store', name], { env: {} })).stderr;
    expect(await asked('vault')).toContain('BACKUP-STORE: --store vault: dev brings no such backup outside');
    expect(await asked('mysq')).toContain('did you mean mysql?');
  });

  test('books of which one check is missing are not called sound', () => {
    const kind = { fx: false, interScheme: false };
    const printed = [...ledgerChecks(kind).map(({ id }) => `${id}\t0\t`), 'transfers\t3\t2026-01-05 00:00:00'];
    expect(readLedgerChecks(kind, printed.join('\n'))).toMatchObject({ sound: true, transfers: 3 });
    expect(readLedgerChecks(kind, printed.slice(1).join('\n'))).toBeUndefined();
    expect(readLedgerChecks(kind, [...printed.slice(1), 'transfer-sums\t1\ttransfer x'].join('\n'))).toMatchObject({ sound: false });
    expect(ledgerChecks({ fx: true, interScheme: true }).map(({ id }) => id)).not.toContain('books');
  });
});

(missingTools ? describe.skip : describe)('encryption for people, against age itself', () => {
  const bytes = [0, 1, 65_535, 65_536, 300_000];
  const encrypted = at('encrypted');
  const decrypt = (file: string, key: Buffer, target: string) =>
    spawnSync(process.execPath, [join(programsFolder(), 'decrypt.cjs'), file, target], {
      env: { FILE_KEY: key.toString('hex') },
      encoding: 'utf8',
    });
  let keys: readonly ReturnType<typeof newKey>[] = [];
  const plain = new Map(bytes.map((count, day) => [`mysql-2026010${day + 1}T000000Z.sql`, randomBytes(count)] as const));

  beforeAll(() => {
    keys = [newKey('first'), newKey('second')];
    for (const place of [at('plain'), encrypted]) mkdirSync(place);
    for (const [name, content] of plain) writeFileSync(at('plain', name), content);
    execFileSync(process.execPath, [join(programsFolder(), 'encrypt.cjs'), at('plain'), encrypted, 'mysql'], {
      env: { RECIPIENTS: keys.map(({ recipient }) => hex(recipient)).join(','), TAKEN: '2026-01-05T00:00:00Z' },
    });
  });

  test('age opens every file with either of two private keys, and nothing readable is left', () => {
    expect(readdirSync(at('plain'))).toEqual([]);
    for (const [name, content] of plain)
      for (const { file } of keys) {
        const packed = execFileSync(real.age, ['--decrypt', '-i', file, join(encrypted, `${name}.gz.age`)]);
        expect(gunzipSync(packed).equals(content)).toBe(true);
      }
  });

  test('the key of one file, taken out of its facts, opens it and no other; one that was changed or cut off leaves nothing', () => {
    const [name = '', content = Buffer.alloc(0)] = [...plain].at(-1) ?? [];
    const file = join(encrypted, `${name}.gz.age`);
    const { header } = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as BackupFacts;
    const key = fileKeyOf(header, identitiesIn(readFileSync(keys[1]?.file ?? '', 'utf8'))) ?? Buffer.alloc(16);
    expect([decrypt(file, key, at('back')).status, readFileSync(at('back')).equals(content)]).toEqual([0, true]);
    const other = join(encrypted, readdirSync(encrypted).find((one) => one.endsWith('.age') && !file.endsWith(one)) ?? '');
    const whole = readFileSync(file);
    const broken = { changed: Buffer.from(whole), cut: whole.subarray(0, whole.length - 1), short: whole.subarray(0, 65_536 + 500) };
    broken.changed[100_000] = (broken.changed[100_000] ?? 0) ^ 1;
    for (const [how, text] of Object.entries(broken)) writeFileSync(at(how), text);
    const refusals = [other, ...Object.keys(broken).map((how) => at(how))].map((one) => decrypt(one, key, at('none')));
    expect(refusals.map(({ status, stderr }) => [status, stderr.replace(/^\S+ /, '').trim()])).toEqual([
      [1, 'was not encrypted with this key'],
      [1, 'was changed or is cut off'],
      [1, 'was changed or is cut off'],
      [1, 'was changed or is cut off'],
    ]);
    expect(readdirSync(folder).filter((one) => one.startsWith('none'))).toEqual([]);
    expect(fileKeyOf(header, identitiesIn(readFileSync(newKey('stranger').file, 'utf8')))).toBeUndefined();
    expect(fileKeyOf(header.replace('--- ', '--- A'), identitiesIn(readFileSync(keys[0]?.file ?? '', 'utf8')))).toBeUndefined();
  });
});

(missingLedger ? describe.skip : describe)(`the books of a real central-ledger ${ledgerVersions.ledger}`, () => {
  const kind = { fx: false, interScheme: false };
  let rig: LedgerRig;
  const team: Crew[] = [];
  const unbind: (() => void)[] = [];
  const wrongIn = ({ sql }: LedgerDatabase) => {
    const verdict = readLedgerChecks(kind, sql(ledgerCheckSql(kind)));
    return verdict?.checks.filter(({ wrong }) => wrong > 0).map(({ id, example }) => `${id}: ${example}`);
  };

  beforeAll(async () => {
    if ('reason' in ledger) return;
    rig = await startLedger(ledger);
    const file = at('workbench/dev.yaml');
    mkdirSync(at('workbench'));
    const bank = (id: string) => ({ id, currency: 'USD', initialFunding: '10000' });
    const environment = {
      environment: 'dev',
      tenant: 'labs',
      domain: 'labs.example.org',
      platform: { provider: 'kubernetes', context: 'lab' },
    };
    writeFileSync(
      file,
      stringify({ ...environment, hub: { release: '17.1.0', currencies: ['USD'] }, participants: [bank('one'), bank('two')] }),
    );
    const { status, stderr } = await run(folder, 'onboard', file, '--ledger', rig.adminUrl, '--quiet');
    if (status !== 0) throw new Error(stderr);
  }, minutes(6));
  afterAll(async () => {
    for (const one of team) await dismiss([one.members()], 5_000);
    for (const one of unbind) one();
    await rig?.stop();
  }, minutes(1));

  test(
    'are sound with money in, and with money on its way out',
    async () => {
      expect(wrongIn(rig.database)).toEqual([]);
      type Accounts = readonly { readonly id: number; readonly ledgerAccountType: string }[];
      const accounts = (await (await fetch(`${rig.adminUrl}/participants/one/accounts`)).json()) as Accounts;
      const id = accounts.find(({ ledgerAccountType }) => ledgerAccountType === 'SETTLEMENT')?.id;
      const body = {
        transferId: '11111111-1111-4111-8111-111111111111',
        externalReference: 'out',
        action: 'recordFundsOutPrepareReserve',
        reason: 'out',
        amount: { amount: '250', currency: 'USD' },
      };
      const answer = await fetch(`${rig.adminUrl}/participants/one/accounts/${id}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(202);
      const state = () =>
        rig.database
          .sql(
            `SELECT transferStateId FROM transferStateChange WHERE transferId = '${body.transferId}' ORDER BY transferStateChangeId DESC LIMIT 1`,
          )
          .trim();
      for (let tries = 0; state() !== 'RESERVED'; tries++) {
        if (tries > 600) throw new Error(`the money is still ${state() || 'not'} on its way`);
        await new Promise((done) => setTimeout(done, 100));
      }
      expect(wrongIn(rig.database)).toEqual([]);
      expect(readLedgerChecks(kind, rig.database.sql(ledgerCheckSql(kind)))).toMatchObject({ sound: true, transfers: 3 });
    },
    minutes(3),
  );

  const breaks: readonly (readonly [what: string, change: string, undo: string, finds: RegExp[]])[] = [
    [
      'an entry of a transfer that was changed',
      'UPDATE transferParticipant SET amount = amount + 1 ORDER BY transferParticipantId LIMIT 1',
      'UPDATE transferParticipant SET amount = amount - 1 ORDER BY transferParticipantId LIMIT 1',
      [
        /^transfer-sums: transfer \S+ is off by 1\.0000$/,
        /^transfer-amounts: transfer \S+ of 10000\.0000 USD has an entry of -?(9999|10001)\.0000 USD$/,
      ],
    ],
    [
      'both entries of a transfer that were changed alike',
      'UPDATE transferParticipant SET amount = amount * 2 ORDER BY transferParticipantId LIMIT 2',
      'UPDATE transferParticipant SET amount = amount / 2 ORDER BY transferParticipantId LIMIT 2',
      [/^transfer-amounts: .* has an entry of -?20000\.0000 USD$/],
    ],
    [
      'a position that was changed behind the ledger',
      'UPDATE participantPosition SET value = value - 5 WHERE value < 0 ORDER BY participantPositionId LIMIT 1',
      'UPDATE participantPosition SET value = value + 5 WHERE value < 0 ORDER BY participantPositionId LIMIT 1',
      [/^positions: position \d+ is -\d+5\.0000 and was last changed to -\d+0\.0000$/, /^books: USD is off by -5\.0000$/],
    ],
    [
      'a transfer that lost what it was',
      'CREATE TABLE kept AS SELECT * FROM transferParticipant ORDER BY transferParticipantId LIMIT 1; DELETE FROM transferParticipant ORDER BY transferParticipantId LIMIT 1',
      'INSERT INTO transferParticipant SELECT * FROM kept; DROP TABLE kept',
      [/^transfer-sums: /, /^transfer-states: transfer \S+ has 1 entries and \d states$/],
    ],
    [
      'a settlement that does not close',
      "INSERT INTO settlement (settlementId, reason, createdDate, settlementModelId) VALUES (1, 'x', NOW(), 1); INSERT INTO settlementTransferParticipant (settlementId, settlementWindowId, participantCurrencyId, transferParticipantRoleTypeId, ledgerEntryTypeId, amount) SELECT 1, MIN(w.settlementWindowId), (SELECT MIN(participantCurrencyId) FROM participantCurrency), 1, 1, 7 FROM settlementWindow w",
      'DELETE FROM settlementTransferParticipant; DELETE FROM settlement',
      [/^settlements: settlement 1 is off by 7\.0000 USD$/],
    ],
  ];
  test.each(breaks)(
    '%s: it is told, and where',
    (_, change, undo, finds) => {
      const { sql } = rig.database;
      sql(`${change};`);
      const told = wrongIn(rig.database);
      sql(`${undo};`);
      expect(told?.length).toBe(finds.length);
      finds.forEach((find, index) => {
        expect(told?.[index]).toMatch(find);
      });
      expect(wrongIn(rig.database)).toEqual([]);
    },
    minutes(2),
  );

  describe('by the command, with a stand-in for the API server that runs the Jobs as processes', () => {
    let cluster: PlayedCluster;
    let key: ReturnType<typeof newKey>;
    let dumps: 'whole' | 'half' = 'whole';
    let remote: 'local' | 'none' = 'local';
    const [outside, bin, empty] = [at('outside'), at('bin'), at('empty')];
    const restored: LedgerDatabase[] = [];

    /** A server of its own for the namespace of a restore. */
    async function scratchServer(password: string): Promise<number> {
      if ('reason' in ledger) return 0;
      const place = at(`l${team.length}`);
      mkdirSync(place);
      unbind.push(bindToOwner(place));
      const one = crew(place);
      team.push(one);
      const { mysql } = await freePorts(['mysql']);
      // Copied by a program of its own: an API server that answers nobody for seconds would be taken for one that is away.
      await promisify(execFile)('cp', ['-a', join(empty, 'mysql'), place]);
      startMariadb(one, place, ledger.mariadb, mysql, { schema: 'central_ledger', user: 'central_ledger', password });
      await one.until('MariaDB', () => isListening(mysql));
      restored.push(ledgerDatabase(ledger.mariadb, mysql, password));
      return mysql;
    }

    beforeAll(async () => {
      key = newKey('holder');
      for (const one of [outside, bin, empty]) mkdirSync(one);
      if (!('reason' in ledger)) installMariadb(empty, ledger.mariadb);
      const { database } = rig;
      const wrapper = (name: string, text: string) => writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
      // Programs of the images under their names there. MariaDB's dump knows all options but one of MySQL's, which is left out.
      const library = `LD_LIBRARY_PATH=${database.env.LD_LIBRARY_PATH}`;
      wrapper(
        'mysqldump',
        `[ "$DUMPS" = half ] && exec sh -c 'echo half > "$WORK/plain/half.sql"'\n${library} exec ${real.dump} --no-defaults "$@"`,
      );
      wrapper('mysql', `${library} exec ${join(database.bin, 'mariadb')} --no-defaults "$@"`);
      wrapper('rclone', `exec ${real.rclone} "$@"`);
      wrapper('node', `exec ${process.execPath} "$@"`);
      const store = { kind: 's3', bucket: 'b', endpoint: 'https://objects.example.net', credentials: 'hub/external/backups' };
      const settings = (kubeconfig: string) => ({
        environment: 'dev',
        tenant: 'labs',
        domain: 'labs.example.org',
        platform: { provider: 'kubernetes', context: 'played', kubeconfig },
        hub: { release: '17.1.0', currencies: ['USD'] },
        operations: { backups: { recipients: [key.recipient], store } },
      });
      let scratch = 0;
      const own = { STORE_PASSWORD: database.password, STORE_OPTIONS: '--no-tablespaces', STORE_DATABASES: 'central_ledger' };
      cluster = await playCluster(
        folder,
        backupObjects(settings('~/.kube/config'), folder),
        (container) => ({
          PATH: `${bin}:/usr/bin:/bin`,
          BUCKET: outside,
          RCLONE_CONFIG_OUTSIDE_TYPE: remote,
          STORE_HOST: '127.0.0.1',
          STORE_USER: database.user,
          DUMPS: dumps,
          ...(container === 'load' ? { STORE_PORT: String(scratch) } : { STORE_PORT: String(database.port), ...own }),
        }),
        async ({ kind: made }, secret) => {
          if (made === 'Deployment') scratch = await scratchServer(secret('restored-mysql', 'password'));
        },
      );
      const kubeconfig = at('kubeconfig');
      playedKubeconfig(kubeconfig, cluster.address);
      writeFileSync(at('workbench/dev.yaml'), stringify(settings(kubeconfig)));
    }, minutes(3));
    afterAll(() => cluster?.close());

    const backup = (action: BackupAction, hoursLater = 0) =>
      callCompiled<BackupResult>(folder, ['backup/backup-environment', 'backupEnvironment', 'dev'], {
        action,
        stores: ['mysql'],
        env: {},
        hoursLater,
      });
    const restore = (into: string, more: { keep?: boolean; backup?: string; identity?: string } = {}) =>
      callCompiled<RestoreResult>(folder, ['backup/restore-environment', 'restoreEnvironment', 'dev'], {
        into,
        identity: key.file,
        keep: false,
        ...more,
      });
    const codes = ({ json }: { readonly json: Pick<BackupResult, 'problems'> }) => json.problems.map(({ code }) => code);
    const faults = (
      shape: { safeParse: (value: unknown) => { error?: { issues: readonly { path: readonly unknown[] }[] } } },
      value: unknown,
    ) => shape.safeParse(value).error?.issues.map(({ path }) => path) ?? [];

    test(
      'nothing is there at first, and that is told; then it is made, listed and found whole, and nobody can read it at its place',
      async () => {
        const { status: none, stdout } = await run(folder, 'backup', 'verify', 'dev', '--store', 'mysql', '--json');
        expect([none, codes({ json: JSON.parse(stdout) as BackupResult })]).toEqual([1, ['BACKUP-EMPTY']]);
        expect(await backup('now')).toMatchObject({ status: 0, json: { problems: [], steps: [{ key: 'mysql', outcome: 'done' }] } });
        const { status, json } = await backup('verify');
        expect([status, json.problems, json.steps[0]?.note]).toEqual([0, [], expect.stringMatching(/ is whole$/)]);
        expect(faults(backupShape, { ok: true, ...json })).toEqual([]);
        const brought = join(outside, 'dev/mysql');
        expect(readdirSync(brought).length).toBe(2);
        for (const name of readdirSync(brought)) expect(readFileSync(join(brought, name)).includes('transferParticipant')).toBe(false);
      },
      minutes(5),
    );

    test(
      'it is restored into a namespace of its own with books that are those of the ledger, and no key is left anywhere',
      async () => {
        const before = new Set(cluster.objects.keys());
        const { status, json } = await restore('drill');
        const books = readLedgerChecks(kind, rig.database.sql(ledgerCheckSql(kind)));
        expect([status, json.problems, json.ledger]).toEqual([0, [], books]);
        expect(faults(restoreShape, { ok: true, ...json })).toEqual([]);
        expect(cluster.made).toContain('/api/v1/namespaces/drill');
        const left = [...cluster.objects.keys()].filter((path) => !before.has(path));
        expect(left).toEqual([]);
        const secret = readFileSync(key.file, 'utf8').match(/AGE-SECRET-KEY-1\w+/)?.[0] ?? 'none';
        expect(secret.length).toBeGreaterThan(50);
        expect(cluster.heard.some((body) => body.includes(secret))).toBe(false);
      },
      minutes(5),
    );

    test(
      'a drill restores the ledger, opens what the other stores brought, and tells of each; what was promised is held against it (their dumps are files of the test)',
      async () => {
        const place = programsFolder();
        const bring = (store: string, ending: string, content: Buffer) => {
          const [from, to] = [at(`${store}-plain`), join(outside, 'dev', store)];
          for (const one of [from, to]) mkdirSync(one, { recursive: true });
          writeFileSync(join(from, `${store}-20260105T060000Z.${ending}`), content);
          const env = { PATH: process.env.PATH, RECIPIENTS: hex(key.recipient), TAKEN: new Date().toISOString() };
          execFileSync(process.execPath, [join(place, 'encrypt.cjs'), from, to, store], { env });
        };
        bring('kafka', 'txt', Buffer.from('Topic: a\tTopicId: x\tPartitionCount: 3\n'));
        bring('mongodb', 'archive', Buffer.from('6de29981ff', 'hex'));
        bring('vault', 'unseal-key', Buffer.from('a key'));
        const drill = (hoursLater: number) =>
          callCompiled<DrillResult>(
            folder,
            ['backup/drill', 'drillEnvironment', 'dev'],
            { into: 'drill-2', hoursLater },
            `keys: require('${projectRoot()}/dist/cli/backup/restore-environment.js').keysIn('${key.file}')`,
          );
        const before = new Set(cluster.objects.keys());
        const first = await drill(0);
        expect(codes(first)).toEqual([]);
        expect(first.json.stores.map(({ store, outcome, note }) => [store, outcome, note])).toEqual([
          ['mysql', 'sound', expect.stringMatching(/^loaded in \d+ s, 3 transfers$/)],
          ['mongodb', 'sound', 'an archive of mongodump of 5 bytes'],
          ['kafka', 'sound', 'settings of 1 topics'],
          ['vault', 'sound', 'a key that opens Vault'],
        ]);
        expect(first.json.measured.timeSeconds).toBeGreaterThan(0);
        expect(faults(drillShape, { ok: true, ...first.json })).toEqual([]);
        // All that is left is the mark, for the alert about drills.
        const mark = '/api/v1/namespaces/stores/configmaps/restore-drill';
        expect([...cluster.objects.keys()].filter((path) => !before.has(path))).toEqual([mark]);
        const marked = cluster.objects.get(mark)?.metadata.creationTimestamp;

        // A namespace that a drill left which was killed long ago is in nobody's way; its contents are, when they are strange.
        const left = {
          kind: 'Namespace',
          metadata: { name: 'drill-2', labels: { [scratchLabel]: 'dev' }, creationTimestamp: '2026-01-05T06:00:00Z' },
        };
        cluster.objects.set('/api/v1/namespaces/drill-2', left);
        for (const store of ['mongodb', 'vault']) rmSync(join(outside, 'dev', store), { recursive: true });
        bring('mongodb', 'archive', Buffer.from('not an archive'));
        const later = await drill(30);
        expect(later.json.stores.map(({ outcome }) => outcome)).toEqual(['sound', 'failed', 'sound', 'failed']);
        expect(codes(later).sort()).toEqual(['BACKUP-EMPTY', 'BACKUP-JOB', 'DRILL-POINT', 'DRILL-POINT']);
        expect(cluster.objects.get(mark)?.metadata.creationTimestamp).toBe(marked);
      },
      minutes(5),
    );

    test(
      'books that were broken before the backup are told by the restore, the copy stays where it is asked to, and what can not be removed keeps no key there',
      async () => {
        const change = (by: string) =>
          rig.database.sql(`UPDATE participantPosition SET value = value ${by} WHERE value < 0 ORDER BY participantPositionId LIMIT 1;`);
        change('- 5');
        // A name has a second in it.
        await new Promise((done) => setTimeout(done, 1_100));
        expect((await backup('now')).status).toBe(0);
        change('+ 5');
        cluster.locked.add('/networkpolicies/restore-');
        const result = await restore('january', { keep: true });
        cluster.locked.clear();
        expect([result.status, result.json.kept, codes(result)]).toEqual([1, true, ['BACKUP-BOOKS', 'BACKUP-BOOKS', 'BACKUP-REFUSED']]);
        const left = [...cluster.objects.keys()].filter((path) => path.includes('/restore-w'));
        expect(left).toEqual([expect.stringContaining('/networkpolicies/restore-')]);
        expect(cluster.objects.has('/api/v1/namespaces/january')).toBe(true);
        expect(restored.at(-1)?.sql('SELECT COUNT(*) FROM transfer').trim()).toBe('3');
      },
      minutes(5),
    );

    test(
      'a namespace that is there, one of the hub, a strange key and a name that nothing has are refused before anything is made',
      async () => {
        const count = cluster.made.length;
        const refused = async (into: string, more: { backup?: string; identity?: string } = {}) => codes(await restore(into, more));
        expect(await refused('january')).toEqual(['BACKUP-INTO']);
        expect(await refused('mojaloop')).toEqual(['BACKUP-INTO']);
        expect(await refused('drill-2', { identity: newKey('nobody').file })).toEqual(['BACKUP-KEY']);
        expect(await refused('drill-2', { backup: 'mysql-x' })).toEqual(['BACKUP-UNKNOWN']);
        expect(cluster.made.slice(count).filter((path) => !path.includes('/jobs/'))).toEqual([]);
      },
      minutes(5),
    );

    test(
      'a newest backup that is older than two runs of its schedule is told; a place that can not be asked is a failed Job, and no loss of a backup',
      async () => {
        expect(codes(await backup('verify', 48))).toEqual([]);
        expect(codes(await backup('verify', 50))).toEqual(['BACKUP-LATE']);
        remote = 'none';
        const answers = [await backup('list'), await backup('verify'), await restore('drill-3')];
        remote = 'local';
        expect(answers.map(codes)).toEqual([['BACKUP-JOB'], ['BACKUP-JOB'], ['BACKUP-JOB']]);
      },
      minutes(5),
    );

    test(
      'a byte that was changed at the place is told, in each file of the newest dump, and so is a file that is gone; a dump that breaks off is never taken for a backup',
      async () => {
        const brought = join(outside, 'dev/mysql');
        const isBackup = (name: string) => name.endsWith('.age');
        const newest = readdirSync(brought).filter(isBackup).sort().at(-1) ?? '';
        const text = readFileSync(join(brought, newest));
        text[text.length - 1] = (text.at(-1) ?? 0) ^ 1;
        writeFileSync(join(brought, newest), text);
        expect(codes(await backup('verify'))).toEqual(['BACKUP-CHANGED']);
        // A dump of several files, as that of Vault: the second is gone, and what is beside a third is of nobody.
        const second = newest.replace('.sql.', '.unseal-key.');
        writeFileSync(join(brought, `${second}.json`), readFileSync(join(brought, `${newest}.json`), 'utf8').replace(newest, second));
        writeFileSync(join(brought, 'other.json'), '{}\n');
        const { problems } = (await backup('verify')).json;
        expect(problems.map(({ message }) => message).sort()).toEqual([
          '1 files at the place of mysql are not what a backup writes beside itself',
          expect.stringContaining(`${newest} has the digest `),
          `${second} is not there any more`,
        ]);
        dumps = 'half';
        const count = readdirSync(brought).length;
        expect(codes(await backup('now'))).toEqual(['BACKUP-JOB']);
        expect(readdirSync(brought).length).toBe(count);
      },
      minutes(5),
    );
  });
});
