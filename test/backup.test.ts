import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { fileKeyOf, identitiesIn } from '../cli/backup/age-identity';
import { decryptProgram, encryptProgram } from '../config/model/backup/age-programs';
import { type BackupFacts, hoursBetween, readList } from '../config/model/backup/facts';
import { ledgerCheckSql, ledgerChecks, readLedgerChecks } from '../config/model/backup/ledger-checks';
import { ageKeyBytes } from '../config/model/backup/recipient';
import { dumpScripts, encryptScript, listMarkers, storeScript } from '../config/model/backup/scripts';
import { backupPrograms } from './backup/programs';
import { bindToOwner } from './lab/clean-up';
import { run } from './lab/command';
import { type Crew, crew, dismiss } from './lab/crew';
import { freePorts, isListening } from './lab/ports';
import { ledgerPrograms, ledgerVersions } from './ledger/programs';
import { type LedgerDatabase, type LedgerRig, ledgerDatabase, startLedger, startMariadb } from './ledger/rig';

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
  const files = { 'encrypt.cjs': encryptProgram, 'decrypt.cjs': decryptProgram, 'encrypt.sh': encryptScript, 'store.sh': storeScript };
  for (const [name, text] of Object.entries({ ...files, 'dump-mysql.sh': dumpScripts.mysql })) writeFileSync(join(place, name), text);
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
  test('a list is believed only when it is whole, and a name that no Job has given is not taken into a command', () => {
    const newer = { file: 'mysql-20260106T000000Z.sql.gz.age', taken: '2026-01-06T00:00:00Z' };
    const printed = [listMarkers.begin, line(), line(newer), line({ file: 'x; rm -rf /' }), '{', listMarkers.end, ''];
    expect(readList(printed.join('\n'))).toEqual({ backups: [{ ...facts, ...newer }, facts], unreadable: 2 });
    expect(readList(printed.slice(0, -2).join('\n'))).toBeUndefined();
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
  const place = at('l');
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
      [/^positions: position \d+ is -10005\.0000 and was last changed to -10000\.0000$/, /^books: USD is off by -5\.0000$/],
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

  test(
    'a backup goes its whole way: dumped, encrypted, brought outside by rclone, checked, fetched, and its books are sound in another server',
    async () => {
      if ('reason' in ledger) return;
      const key = newKey('holder');
      const programs = programsFolder();
      const [work, outside, bin] = [at('work'), at('outside'), at('bin')];
      for (const one of [work, outside, bin]) mkdirSync(one);
      const { database } = rig;
      // The programs of a pod's image under the names that they have there. MariaDB's dump knows all options but one of MySQL's, which is left out.
      const wrapper = (name: string, file: string) => {
        writeFileSync(join(bin, name), `#!/bin/sh\nLD_LIBRARY_PATH=${database.env.LD_LIBRARY_PATH} exec ${file} "$@"\n`);
        chmodSync(join(bin, name), 0o755);
      };
      wrapper('mysqldump', real.dump);
      writeFileSync(join(bin, 'rclone'), `#!/bin/sh\nexec ${real.rclone} "$@"\n`, { mode: 0o755 });
      const env = {
        PATH: `${bin}:${join(process.execPath, '..')}:/usr/bin:/bin`,
        WORK: work,
        PROGRAMS: programs,
        STORE: 'mysql',
        STORE_HOST: '127.0.0.1',
        STORE_PORT: String(database.port),
        STORE_USER: database.user,
        STORE_PASSWORD: database.password,
        STORE_OPTIONS: '--no-tablespaces',
        STORE_DATABASES: 'central_ledger',
        RECIPIENTS: hex(key.recipient),
        BUCKET: outside,
        PREFIX: 'dev',
        KEEP_DAYS: '35',
        RCLONE_CONFIG: at('rclone.conf'),
        RCLONE_CONFIG_OUTSIDE_TYPE: 'local',
      };
      const step = (script: string, ...args: string[]) => spawnSync('sh', [join(programs, script), ...args], { env, encoding: 'utf8' });
      const good = (script: string, ...args: string[]) => {
        const { status, stdout, stderr } = step(script, ...args);
        expect([status, status === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, '']);
        return stdout;
      };
      good('dump-mysql.sh');
      good('encrypt.sh');
      good('store.sh', 'put');
      // Nothing of it can be read at its place.
      const brought = join(outside, 'dev/mysql');
      for (const name of readdirSync(brought)) expect(readFileSync(join(brought, name)).includes('transferParticipant')).toBe(false);
      const [newest] = readList(good('store.sh', 'list'))?.backups ?? [];
      expect(newest).toMatchObject({ store: 'mysql', taken: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) });
      const { file = '', sha256 = '', header = '' } = newest ?? {};
      expect(good('store.sh', 'check', file, sha256)).toContain('is whole');
      good('store.sh', 'get', file);

      const fileKey = fileKeyOf(header, identitiesIn(readFileSync(key.file, 'utf8')))?.toString('hex') ?? '';
      execFileSync(process.execPath, [join(programs, 'decrypt.cjs'), join(work, 'in', file), at('ledger.sql')], {
        env: { FILE_KEY: fileKey },
      });
      mkdirSync(place);
      unbind.push(bindToOwner(place));
      const one = crew(place);
      team.push(one);
      const { mysql } = await freePorts(['mysql']);
      startMariadb(one, place, ledger.mariadb, mysql, database.password);
      await one.until('MariaDB', () => isListening(mysql));
      const scratch = ledgerDatabase(ledger.mariadb, mysql, database.password);
      scratch.sql(readFileSync(at('ledger.sql'), 'utf8'));
      expect(readLedgerChecks(kind, scratch.sql(ledgerCheckSql(kind)))).toEqual(readLedgerChecks(kind, database.sql(ledgerCheckSql(kind))));

      // A byte that was changed outside is told, and a dump that breaks off is never taken for a backup.
      const text = readFileSync(join(brought, file));
      text[text.length - 1] = (text.at(-1) ?? 0) ^ 1;
      writeFileSync(join(brought, file), text);
      expect(step('store.sh', 'check', file, sha256).status).toBe(1);
      wrapper('mysqldump', 'sh -c "echo half > $WORK/plain/half.sql"');
      expect(step('dump-mysql.sh').status).not.toBe(0);
    },
    minutes(5),
  );
});
