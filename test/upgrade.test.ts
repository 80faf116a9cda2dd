import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument, stringify } from 'yaml';
import { upgradeShape } from '../cli/upgrade/json-shape';
import { resolveEnvironment } from '../config/environment';
import { catalogue } from '../config/releases/catalogue';
import { indexOf } from '../config/releases/index-files';
import { separator, unescapeKey, unpackIndex } from '../config/releases/value-index';
import { type ReleaseVersion, releaseVersions } from '../config/releases/versions';
import { refusedJump } from '../config/upgrade/jumps';
import type { UpgradePlan } from '../config/upgrade/plan';
import { applications } from '../config/upgrade/release-facts';
import { valueMoves } from '../config/upgrade/value-moves';
import { at, mergeValues } from '../constructs/in-cluster/release-spec';
import { hubRelease } from '../constructs/mojaloop/hub-release';
import { findHelm } from './chart-packages';
import { command, project } from './command-line';
import { configWith } from './workbench-fixtures';

jest.setTimeout(300_000);

const fileOf = (release: string, more = '') => `# The hub of the labs.
environment: dev
tenant: labs
domain: labs.example.org   # theirs
platform: { provider: kubernetes, context: lab }
cluster: { kubernetesVersion: "1.24" }
hub:
  release: "${release}"  # asked for by the council
  currencies: [USD]
  bulk: true
participants:
  - { id: demowallet, currency: USD, msisdnPrefix: "367" }
${more}`;

const folderOf = (text: string, name = 'workbench/dev.yaml') => project({ [name]: text });

async function planned(
  folder: string,
  ...args: string[]
): Promise<{ status: number | null; plan: UpgradePlan; codes: string[]; hints: string[] }> {
  const { status, stdout } = await command(folder, ['upgrade', 'plan', 'dev', ...args, '--json']);
  const read = JSON.parse(stdout);
  if ('file' in read) expect(upgradeShape.safeParse(read)).toMatchObject({ success: true });
  const errors = (read.problems as { severity: string; code: string; hint?: string }[]).filter(({ severity }) => severity === 'error');
  return { status, plan: read.plan, codes: errors.map(({ code }) => code), hints: errors.map(({ hint = '' }) => hint) };
}

const major = (version: string) => Number(version.split('.')[0]);
const pairs = releaseVersions.flatMap((from) => releaseVersions.map((to) => [from, to] as const));
const forward = pairs.filter(([from, to]) => releaseVersions.indexOf(to) > releaseVersions.indexOf(from));

describe('which way an environment may go', () => {
  test.each(pairs)('%s to %s: one major release at most, never back', (from, to) => {
    const code = from === to ? 'UPGRADE-SAME' : forward.some(([a, b]) => a === from && b === to) ? 'UPGRADE-JUMP' : 'UPGRADE-DOWN';
    const allowed = code === 'UPGRADE-JUMP' && major(to) - major(from) <= 1;
    expect(refusedJump(from, to).map((problem) => problem.code)).toEqual(allowed ? [] : [code]);
  });

  test('a refused jump names a way that goes, step by step', () => {
    for (const [from, to] of forward) {
      const [refused] = refusedJump(from, to);
      if (!refused) continue;
      const way = refused.hint?.match(/\d+\.\d+\.\d+/g) as ReleaseVersion[];
      expect([way[0], way.at(-1)]).toEqual([from, to]);
      for (const [index, step] of way.slice(1).entries()) expect(refusedJump(way[index]!, step)).toEqual([]);
    }
  });

  test('back across the migrations of 17.0.0 only a backup leads, elsewhere the file', () => {
    expect(refusedJump('17.1.0', '16.0.4')[0]?.hint).toContain('restore the databases');
    expect(refusedJump('17.1.0', '17.0.0')[0]?.hint).toContain('write hub.release: 17.0.0');
    expect(refusedJump('16.0.4', '15.2.0')[0]?.hint).toContain('write hub.release: 15.2.0');
  });
});

describe('the plan', () => {
  const allowed = forward.filter(([from, to]) => major(to) - major(from) <= 1);
  test('every pair of releases that may follow each other has one; what it says holds in the catalogue and the indexes', async () => {
    for (const [from, to] of allowed) {
      const { status, plan, codes } = await planned(folderOf(fileOf(from)), '--to', to);
      expect({ from, to, status, codes }).toEqual({ from, to, status: 0, codes: [] });
      expect([plan.from, plan.to]).toEqual([from, to]);
      expect(plan.charts.map(({ name, from, to }) => [name, from, to])).toContainEqual(['mojaloop', from, to]);
      // Nothing that the catalogue pairs otherwise is left out.
      const pm4ml = [catalogue[from].companions.pm4ml!.version, catalogue[to].companions.pm4ml!.version] as const;
      const told = plan.charts.find(({ name }) => name === 'mojaloop-payment-manager');
      expect(told && [told.from, told.to]).toEqual(pm4ml[0] === pm4ml[1] ? undefined : pm4ml);
      const migrates = major(from) < 17 && major(to) === 17;
      expect(plan.migrations.map(({ count }) => count)).toEqual(migrates ? [45] : []);
      expect(plan.backOut.kind).toBe(migrates ? 'restore' : 'redeploy');
      expect(plan.blueGreen.allowed).toBe(major(from) === major(to));
      const keys = plan.steps.map(({ key }) => key);
      expect(keys.includes('window')).toBe(migrates);
      expect(keys.filter((key) => ['write', 'ground', 'hub', 'look', 'participants', 'rest'].includes(key))).toEqual([
        'write',
        'ground',
        'hub',
        'look',
        'participants',
        'rest',
      ]);
      for (const { downtime } of plan.steps) expect(downtime).not.toBe('');
    }
  });

  test('16.0.4 to 17.1.0: databases, topics, secrets and services that come and go', async () => {
    const { plan } = await planned(folderOf(fileOf('16.0.4')), '--to', '17.1.0');
    expect(plan.changes.databases).toEqual({ appears: ['msisdn-oracle-db', 'connection-manager-db'], goes: [] });
    expect(plan.changes.topics.appears).toEqual([
      'topic-transfer-position-batch',
      ...['post', 'put', 'get'].map((action) => `topic-fx-quotes-${action}`),
    ]);
    expect(plan.changes.secrets.appears).toContain('mysql-oracle-msisdn');
    expect(plan.changes.services.goes).toEqual(['centralsettlement-handler-grosssettlement']);
    expect(plan.applications).toContainEqual({ name: 'central-ledger', from: 'v17.6.1', to: 'v19.8.3' });
    // Third-party payments are off.
    expect(plan.applications.map(({ name }) => name)).not.toContain('auth-service');
    expect(plan.steps.find(({ key }) => key === 'ground')?.commands).toEqual(['workbench deploy dev platform secrets stores edge']);
  });

  test('14.1.1 to 15.0.0: passwords become Secrets, the event processor goes with its database', async () => {
    const { plan } = await planned(folderOf(fileOf('14.1.1')), '--to', '15.0.0');
    expect(plan.changes.databases.goes).toEqual(['cep-mongodb']);
    const moved = plan.values.find(({ chart }) => chart === 'mojaloop')!.gone;
    expect(moved).toContainEqual({
      path: 'central.centralledger.centralledger-service.config.db_host',
      to: ['centralledger.centralledger-service.config.db_host'],
    });
  });

  test('managed MySQL is told to refuse connections without TLS only when every service speaks it', async () => {
    const aws = fileOf('17.0.0')
      .replace('{ provider: kubernetes, context: lab }', '{ provider: aws, region: eu-west-1 }')
      .replace('"1.24"', '"1.35"');
    const { plan } = await planned(folderOf(`${aws}stores: { mysql: { service: rds } }\n`), '--to', '17.1.0');
    const keys = plan.steps.map(({ key }) => key);
    expect(plan.backOut.how).toContain('managed-stores');
    expect(keys.indexOf('encrypt')).toBeGreaterThan(keys.indexOf('participants'));
    expect(plan.steps.find(({ key }) => key === 'ground')?.commands[0]).not.toContain('managed-stores');
  });

  test('only the payment managers', async () => {
    const folder = folderOf(fileOf('17.1.0', 'charts: { versions: { mojaloop-payment-manager: 9.1.5 } }\n'));
    const { status, plan } = await planned(folder, '--manager', '10.3.4');
    expect(status).toBe(0);
    expect(plan.charts).toEqual([{ name: 'mojaloop-payment-manager', from: '9.1.5', to: '10.3.4', releases: ['demowallet'] }]);
    expect(plan.steps.map(({ key }) => key)).toEqual(['rehearse', 'write', 'participants', 'rest']);
    expect((await planned(folder, '--manager', '8.0.1')).codes).toEqual(['UPGRADE-DOWN']);
    expect((await planned(folder, '--manager', '9.9.9')).codes).toEqual(['UPGRADE-TARGET']);
  });

  test.each([
    [['--to', '17.9.0'], 'UPGRADE-TARGET'],
    [[], 'UPGRADE-TARGET'],
    [['--to', '17.0.0'], 'UPGRADE-JUMP'],
  ])('%j is refused', async (args, code) => {
    const { status, codes } = await planned(folderOf(fileOf('15.2.0')), ...args);
    expect({ status, codes }).toEqual({ status: 1, codes: [code] });
  });

  test('a chart that the file holds at a version is told', async () => {
    const folder = folderOf(fileOf('16.0.4', 'charts: { versions: { mojaloop-payment-manager: 9.1.5 } }\n'));
    const { stdout } = await command(folder, ['upgrade', 'plan', 'dev', '--to', '17.1.0', '--json']);
    expect(JSON.parse(stdout).problems.map(({ code }: { code: string }) => code)).toContain('UPGRADE-PINNED');
  });
});

describe('--apply', () => {
  test('writes the release and leaves every other letter as it is', async () => {
    const folder = folderOf(fileOf('16.0.4'));
    const file = join(folder, 'workbench/dev.yaml');
    const { stdout, status } = await command(folder, ['upgrade', 'plan', 'dev', '--to', '17.1.0', '--apply']);
    expect({ status, said: stdout.includes('workbench/dev.yaml: written') }).toEqual({ status: 0, said: true });
    expect(readFileSync(file, 'utf8')).toBe(fileOf('16.0.4').replace('"16.0.4"', '17.1.0'));
    expect((await planned(folder, '--to', '17.1.0')).codes).toEqual(['UPGRADE-SAME']);
  });

  test('without it, and where anything is wrong, the file stays as it is', async () => {
    const own = 'overrides: { values: { moja: { quoting-service: { config: { db_host: other } } } } }\n';
    const folder = folderOf(fileOf('15.2.0', own));
    const { status, codes, hints } = await planned(folder, '--to', '16.0.4', '--apply');
    expect({ status, codes }).toEqual({ status: 1, codes: ['UPGRADE-OVERRIDE'] });
    expect(hints[0]).toContain('quoting-service.quoting-service.config.db_host');
    await planned(folder, '--to', '16.0.4');
    expect(readFileSync(join(folder, 'workbench/dev.yaml'), 'utf8')).toBe(fileOf('15.2.0', own));
  });

  test('what can not be written is told, and not written', async () => {
    const text = fileOf('16.0.4')
      .replace('release: "16.0.4"', 'release: *r')
      .replace('tenant: labs', 'tags: { release: &r "16.0.4" }\ntenant: labs');
    const folder = folderOf(text);
    expect((await planned(folder, '--to', '17.1.0', '--apply')).codes).toEqual(['UPGRADE-EDIT']);
    expect(readFileSync(join(folder, 'workbench/dev.yaml'), 'utf8')).toBe(text);
  });

  test('JSON stays JSON', async () => {
    const data = parseDocument(fileOf('17.0.0')).toJS();
    const folder = folderOf(JSON.stringify(data, null, 2), 'workbench/dev.json');
    expect((await planned(folder, '--to', '17.1.0', '--apply')).status).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, 'workbench/dev.json'), 'utf8'))).toEqual({
      ...data,
      hub: { ...data.hub, release: '17.1.0' },
    });
  });
});

describe('value paths', () => {
  const index = (...paths: string[]) => unpackIndex(paths.map((path) => `0s${path}`).join('\n'));
  test('a value that is there with one key more or less has moved; to every place where it is', () => {
    expect(
      valueMoves(
        index('a/b/config/host', 'c/config/port', 'd/old', 'e'),
        index('b/config/host', 'c/x/config/port', 'c/y/config/port', 'e', 'f'),
      ),
    ).toEqual({
      gone: [
        { path: 'a.b.config.host', to: ['b.config.host'] },
        { path: 'c.config.port', to: ['c.x.config.port', 'c.y.config.port'] },
        { path: 'd.old', to: [] },
      ],
      added: ['b.config.host', 'c.x.config.port', 'c.y.config.port', 'f'],
    });
  });

  test('of every two neighbours: old paths without the gone ones are all in the new chart', () => {
    const dotted = (path: string) => path.split(separator).map(unescapeKey).join('.');
    for (const [place, to] of releaseVersions.slice(1).entries()) {
      const [before, after] = [indexOf('mojaloop', releaseVersions[place]!)!, indexOf('mojaloop', to)!];
      const { gone, added } = valueMoves(before, after);
      const lost = new Set(gone.map(({ path }) => path));
      const known = new Set([...after.paths.keys(), ...after.children.keys()].map(dotted));
      expect([...before.paths.keys()].map(dotted).filter((path) => !lost.has(path) && !known.has(path))).toEqual([]);
      expect([...gone.flatMap((each) => each.to), ...added].filter((path) => !known.has(path))).toEqual([]);
      expect([...lost].filter((path) => known.has(path) && !path.includes('\n'))).toEqual([]);
    }
  });
});

/** What is said of releases, held against their packages. */
describe('the charts themselves', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'upgrade-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  const charts = process.env.LAB_CHARTS;
  const helm = findHelm();
  const packageOf = (release: string) => (charts ? join(charts, `mojaloop-${release}.tgz`) : '');
  const missing = (...releases: string[]) =>
    releases.every((release) => existsSync(packageOf(release))) ? undefined : 'LAB_CHARTS names no folder with the packages';

  const why = missing(...releaseVersions);
  (why ? test.skip : test)(`versions of the applications are those of each Chart.yaml${why ? ` (skipped: ${why})` : ''}`, () => {
    for (const release of releaseVersions) {
      const text = execFileSync('tar', ['xzOf', packageOf(release), 'mojaloop/Chart.yaml'], { encoding: 'utf8' });
      const { appVersion } = parseDocument(text).toJS() as { appVersion: string };
      const named = new Map(appVersion.split(/;\s*/).map((part) => part.split(/:\s*/) as [string, string]));
      // What its values say, which is what runs.
      if (release === '15.0.0') named.set('ml-testing-toolkit', 'v16.1.1');
      if (release === '16.0.4') named.set('ml-testing-toolkit', 'v17.1.1');
      for (const [application, { versions }] of Object.entries(applications))
        expect([release, application, versions[release]]).toEqual([release, application, named.get(application)]);
    }
  });

  const render = (release: ReleaseVersion): string => {
    const spec = hubRelease(resolveEnvironment(configWith({ hub: { release, bulk: true }, cluster: { kubernetesVersion: '1.24' } })));
    const secrets = spec.secretValues.map(({ path, template }) => at(path, (template ?? '{}').replace('{}', 'placeholder')));
    const file = join(scratch, 'values.yaml');
    writeFileSync(file, stringify(mergeValues(spec.values, ...secrets), { lineWidth: 0, aliasDuplicateObjects: false }));
    const args = ['template', spec.name, packageOf(release), '--namespace', spec.namespace, '--values', file, '--kube-version', '1.33.0'];
    return execFileSync(helm ?? 'helm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 26 });
  };
  const deployments = (text: string) =>
    new Set(
      text
        .split(/^---$/m)
        .filter((part) => /^kind: Deployment$/m.test(part))
        .map((part) => part.match(/^metadata:\n(?:[ ].*\n)*? {2}name: (\S+)/m)?.[1] ?? ''),
    );

  const steps = [
    ['14.1.1', '15.0.0'],
    ['15.2.0', '16.0.4'],
    ['16.0.4', '17.1.0'],
    ['17.0.0', '17.1.0'],
  ] as const;
  for (const [from, to] of steps) {
    const reason = helm === undefined ? 'no helm command' : missing(from, to);
    (reason ? test.skip : test)(
      `${from} to ${to}: rendered before and after, workloads and images change as the plan says${reason ? ` (skipped: ${reason})` : ''}`,
      async () => {
        const { plan } = await planned(folderOf(fileOf(from)), '--to', to);
        const [before, after] = [render(from), render(to)];
        const [old, now] = [deployments(before), deployments(after)];
        const model = (release: ReleaseVersion) => resolveEnvironment(configWith({ hub: { release, bulk: true } }));
        const deployed = (release: ReleaseVersion, names: readonly string[]) =>
          model(release)
            .services.filter(({ name, kind }) => names.includes(name) && kind !== 'tool')
            .map(({ deployment }) => deployment);
        for (const name of deployed(to, plan.changes.services.appears))
          expect([name, old.has(name), now.has(name)]).toEqual([name, false, true]);
        for (const name of deployed(from, plan.changes.services.goes))
          expect([name, old.has(name), now.has(name)]).toEqual([name, true, false]);
        for (const { name, from: oldTag, to: newTag } of plan.applications) {
          const tags = (text: string) => [
            ...new Set([...text.matchAll(new RegExp(`image: "?(?:docker.io/)?mojaloop/${name}:([^"\\s]+)`, 'g'))].map(([, tag]) => tag)),
          ];
          expect([name, tags(before), tags(after)]).toEqual([name, expect.arrayContaining([oldTag]), expect.arrayContaining([newTag])]);
          expect([name, tags(before).includes(newTag)]).toEqual([name, false]);
        }
        expect(plan.applications.length).toBeGreaterThan(0);
      },
    );
  }
});
