import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { stringify } from 'yaml';
import { packageFiles } from '../cli/package/package-files';
import { commitOf } from '../cli/package/provenance';
import { type ArmTemplate, apiVersions, apiVersionsAsOf, newestThoughOld } from '../config/model/marketplace/arm';
import { listingLimits } from '../config/model/marketplace/listing';
import { type PlanKind, type PlanKindRow, planKindNames, planKinds } from '../config/model/marketplace/plan-kinds';
import { givenRoles } from '../config/model/marketplace/roles';
import { command, compile, compiled, project, root } from './command-line';
import { armTtkNames } from './marketplace/arm-ttk/names';
import { notApplicable, portalRules } from './marketplace/arm-ttk/portal-rules';
import type { Rule, Subject } from './marketplace/arm-ttk/rule';
import { templateRules } from './marketplace/arm-ttk/template-rules';
import { isSection, placesOf, type Section, section, templatesOf } from './marketplace/arm-ttk/tree';
import { smallTemplate, smallUi, type Vector, vectors } from './marketplace/arm-ttk/vectors';
import { JobSite } from './marketplace/job';
import {
  answersOfCloud,
  answersWith,
  checked,
  definitionOf,
  deploy,
  fileOf,
  input,
  offer,
  place,
  templateOf,
  workbenchOf,
} from './marketplace/package';
import { outputsOf, pagesOf, refusalOf } from './marketplace/portal';
import { deployed } from './marketplace/resource-manager';

// Programs are started and hundreds of files checked; a machine that is ten times busier is no fault of theirs.
jest.setTimeout(600_000);

const offerFile = stringify({ ...offer, version: input.version });
const made = packageFiles(offer, input);
const text = (name: string) => String(made.get(name));
const archive = (kind: PlanKind) => `mojaloop-hub-${kind}-${input.version}.zip`;
const unpacked = (kind: PlanKind) => unzipSync(made.get(archive(kind)) as Uint8Array);
const rules: Readonly<Record<string, Rule>> = { ...templateRules, ...portalRules };
const main = (kind: PlanKind) => templateOf(kind) as unknown as Section;
const pages = (kind: PlanKind) => definitionOf(kind) as unknown as Section;

/** The compiled command, for what is run as a program. */
let copy: string;
beforeAll(() => {
  copy = compile();
}, 300_000);

describe('workbench package azure-marketplace', () => {
  let folder: string;
  beforeAll(() => {
    folder = project({ 'offer.yaml': offerFile });
  });
  const run = (...args: readonly string[]) => command(folder, ['package', ...args]);

  test('writes a zip a plan, its parts to look at, the listing, and what customers get', async () => {
    const { status, stdout } = await run('azure-marketplace', '--offer', 'offer.yaml', '--out', 'out', '--json');
    const result = JSON.parse(stdout) as { files: string[]; plans: { kind: string; file: string; sha256: string }[] };
    expect(status).toBe(0);
    expect(result.files).toEqual([
      'checksums.sha256',
      'customer/deployer-rights.json',
      'listing/description.html',
      'listing/icons/icon.svg',
      'listing/icons/large-216.png',
      'listing/icons/medium-90.png',
      'listing/icons/small-48.png',
      'listing/offer.json',
      'listing/plans.json',
      'mojaloop-hub-managed-application-1.2.3.zip',
      'mojaloop-hub-solution-template-1.2.3.zip',
      'plans/managed-application/createUiDefinition.json',
      'plans/managed-application/mainTemplate.json',
      'plans/managed-application/viewDefinition.json',
      'plans/solution-template/createUiDefinition.json',
      'plans/solution-template/mainTemplate.json',
      'provenance.intoto.json',
    ]);
    for (const { file, sha256 } of result.plans)
      expect(
        createHash('sha256')
          .update(readFileSync(join(folder, 'out', file)))
          .digest('hex'),
      ).toBe(sha256);
    for (const line of readFileSync(join(folder, 'out/checksums.sha256'), 'utf8').trim().split('\n')) {
      const [sum = '', name = ''] = line.split('  ');
      expect([
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, 'out', name)))
          .digest('hex'),
      ]).toEqual([name, sum]);
    }
  });

  test('replaces its own folder, and no other', async () => {
    expect((await run('azure-marketplace', '--offer', 'offer.yaml', '--out', 'out')).status).toBe(0);
    writeFileSync(join(folder, 'mine'), 'mine');
    const { status, stderr } = await run('azure-marketplace', '--offer', 'offer.yaml', '--out', '.');
    expect([status, stderr]).toEqual([1, expect.stringContaining('OUT-NOT-OURS')]);
    expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('mine');
  });

  test.each([
    ['no offer', ['azure-marketplace', '--out', 'x'], 'PKG-OFFER: package needs to know whose offer it is'],
    ['an offer that is not there', ['azure-marketplace', '--offer', 'none.yaml', '--out', 'x'], 'none.yaml  error PKG-OFFER'],
    ['no folder', ['azure-marketplace', '--offer', 'offer.yaml'], 'CLI-OUT-MISSING'],
    ['another marketplace', ['other', '--offer', 'offer.yaml', '--out', 'x'], 'PKG-KIND: package makes nothing for other'],
  ])('%s: says so', async (_, args, message) => {
    const { status, stderr } = await run(...args);
    expect([status, stderr]).toEqual([1, expect.stringContaining(message)]);
  });

  test.each([
    [
      'an image by its tag, which may be another one tomorrow',
      { image: 'registry.example.org/workbench:1.0.0' },
      'must be an image by its digest',
    ],
    ['a privacy policy without TLS', { privacy: 'http://example.org' }, 'must be an https address'],
    ['a version of two numbers', { version: '1.2' }, 'must be three numbers'],
    ['a publisher in capitals', { publisher: 'Example' }, 'must be the publisher id'],
    ['a key that nobody knows', { price: 1 }, 'price'],
  ])('%s is refused with its place', async (_, patch, message) => {
    writeFileSync(join(folder, 'wrong.yaml'), stringify({ ...offer, ...patch }));
    const { status, stderr } = await run('azure-marketplace', '--offer', 'wrong.yaml', '--out', 'wrong');
    expect([status, stderr]).toEqual([1, expect.stringContaining(message)]);
    expect(stderr).toMatch(/^wrong\.yaml:\d+:\d+ /);
  });

  test('as a program: within a second, and byte for byte the same at another hour, in another time zone and language', () => {
    const sums = [
      { TZ: 'UTC' },
      { TZ: 'Pacific/Kiritimati', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' },
      { TZ: 'America/Los_Angeles', LANG: 'C' },
    ].map((env, at) => {
      const begun = performance.now();
      const { status } = compiled(copy, folder, ['package', 'azure-marketplace', '--offer', 'offer.yaml', '--out', `same-${at}`], env);
      // A second on a quiet machine of two cores; the limit here is for a busy one.
      expect([status, performance.now() - begun < 30_000]).toEqual([0, true]);
      return readFileSync(join(folder, `same-${at}`, 'checksums.sha256'), 'utf8');
    });
    expect(new Set(sums).size).toBe(1);
    expect(sums[0]?.split('\n')).toHaveLength(17);
  });

  test('the provenance names what was made and from what, by digest, and no time of day', () => {
    const commit = 'c'.repeat(40);
    const said = String(packageFiles(offer, input, commit).get('provenance.intoto.json'));
    const { _type, subject, predicateType, predicate } = JSON.parse(said);
    expect([_type, predicateType]).toEqual(['https://in-toto.io/Statement/v1', 'https://slsa.dev/provenance/v1']);
    const sum = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
    expect(subject).toEqual(planKindNames.map((kind) => ({ name: archive(kind), digest: { sha256: sum(made.get(archive(kind)) ?? '') } })));
    const digests = Object.fromEntries(
      predicate.buildDefinition.resolvedDependencies.map(({ name, digest }: { name: string; digest?: object }) => [name, digest]),
    );
    expect(digests).toMatchObject({
      workbench: { gitCommit: commit },
      'deploy.sh': { sha256: sum(input.script) },
      image: { sha256: offer.image.split(':').at(-1) },
    });
    expect(said).not.toMatch(/\d{4}-\d{2}-\d{2}T/);
    expect(text('provenance.intoto.json')).not.toContain('gitCommit');
  });

  test('a commit is only named for a work tree in which nothing was changed', () => {
    const tree = project({ 'a.txt': 'a' });
    expect(commitOf(tree)).toBeUndefined();
    const git = (...args: readonly string[]) =>
      spawnSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], { cwd: tree, encoding: 'utf8' });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'first');
    expect(commitOf(tree)).toMatch(/^[0-9a-f]{40}$/);
    writeFileSync(join(tree, 'a.txt'), 'b');
    expect(commitOf(tree)).toBeUndefined();
    expect(commitOf(join(tree, '.git'))).toBeUndefined();
  });

  test('another version, another image or another script makes another package', () => {
    const other = [{ version: '1.2.4' }, { image: `${offer.image.slice(0, -1)}c` }, { script: 'true' }].map(
      (patch) => packageFiles(offer, { ...input, ...patch }).get('checksums.sha256') as string,
    );
    expect(new Set([...other, text('checksums.sha256')]).size).toBe(4);
  });

  test.each(planKindNames)('%s: what is in the zip is what lies beside it, with names and flags that every program reads', (kind) => {
    const there = Object.entries(unpacked(kind)).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]);
    expect(there).toEqual([...Object.keys(unpacked(kind))].sort().map((name) => [name, text(`plans/${kind}/${name}`)]));
    const zip = join(mkdtempSync(join(tmpdir(), 'zip-')), 'a.zip');
    writeFileSync(zip, made.get(archive(kind)) as Uint8Array);
    const python =
      'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(*[(i.filename, i.date_time[:3], oct(i.external_attr>>16)) for i in z.infolist()], sep="\\n")';
    const { stdout, status } = spawnSync('python3', ['-c', python, zip], { encoding: 'utf8' });
    expect(status).toBe(0);
    for (const line of stdout.trim().split('\n')) expect(line).toMatch(/^\('\w+\.json', \(1980, 1, 1\), '0o100644'\)$/);
  });
});

describe('rules of arm-ttk, in our own words', () => {
  test('every one of its test cases is ported, or said not to apply', () => {
    expect([...Object.keys(rules), ...Object.keys(notApplicable)].sort()).toEqual([...armTtkNames].sort());
    expect(Object.keys(vectors).sort()).toEqual(Object.keys(rules).sort());
  });

  const subjectOf = ({ template = {}, ui = {}, nested }: Vector): Subject => {
    const whole = { ...smallTemplate, ...template };
    return { template: whole, whole, isMain: !nested, ui: { ...smallUi, ...ui } };
  };
  const cases = (side: 'good' | 'bad') =>
    Object.entries(vectors).flatMap(([name, vector]) => vector[side].map((one, at): [string, number, Vector] => [name, at + 1, one]));

  test.each(cases('good'))('%s passes good vector %i', (name, _, vector) => expect(rules[name]?.check(subjectOf(vector))).toEqual([]));
  test.each(cases('bad'))('%s finds the fault of bad vector %i', (name, _, vector) =>
    expect(rules[name]?.check(subjectOf(vector))).not.toEqual([]),
  );
  test('an empty file is no template', () =>
    expect(templateRules['JSONFiles-Should-Be-Valid']?.check({ ...subjectOf({}), whole: {} })).not.toEqual([]));

  const subjects = planKindNames.flatMap((kind) =>
    templatesOf(main(kind)).map(({ name, ...subject }): [string, Subject] => [`${kind} ${name}`, { ...subject, ui: pages(kind) }]),
  );
  test('the templates are the main one and those inside of it', () =>
    expect(subjects.map(([name]) => name.replace(/\[.*'(.*)'.*\]/, '$1'))).toEqual([
      'solution-template main',
      'solution-template rightsDeployment',
      'solution-template mojaloop-states',
      'solution-template mojaloop-network',
      'solution-template mojaloop-job',
      'managed-application main',
      'managed-application mojaloop-states',
      'managed-application mojaloop-network',
      'managed-application mojaloop-job',
    ]));
  test.each(subjects)('%s passes every rule of templates', (_, subject) => {
    expect(Object.entries(templateRules).flatMap(([name, { check }]) => check(subject).map((fault) => `${name}: ${fault}`))).toEqual([]);
  });
  test.each(planKindNames)('%s passes every rule of the portal', (kind) => {
    const subject: Subject = { template: main(kind), whole: main(kind), isMain: true, ui: pages(kind) };
    expect(Object.entries(portalRules).flatMap(([name, { check }]) => check(subject).map((fault) => `${name}: ${fault}`))).toEqual([]);
  });
  test('the template that customers get passes the rules of a main template', () => {
    const whole = JSON.parse(text('customer/deployer-rights.json')) as Section;
    const subject: Subject = { template: whole, whole, isMain: true, ui: {} };
    expect(Object.entries(templateRules).flatMap(([name, { check }]) => check(subject).map((fault) => `${name}: ${fault}`))).toEqual([]);
  });
});

describe("Marketplace's own rules", () => {
  test.each(planKindNames)('%s has the files it must have at the root of its zip, spelled exactly, and no others', (kind) => {
    const { viewDefinition }: PlanKindRow = planKinds[kind];
    expect(Object.keys(unpacked(kind)).sort()).toEqual(
      ['createUiDefinition.json', 'mainTemplate.json', ...(viewDefinition ? ['viewDefinition.json'] : [])].sort(),
    );
  });

  test.each(planKindNames)('%s keeps the limits of sizes', (kind) => {
    const bytes = (made.get(archive(kind)) as Uint8Array).length;
    expect(bytes).toBeLessThan(1024 ** 3);
    const template = text(`plans/${kind}/mainTemplate.json`);
    expect(template.length).toBeLessThan(4 * 1024 ** 2);
    for (const { template: one } of templatesOf(main(kind))) {
      expect(Object.keys(section(one.parameters)).length).toBeLessThanOrEqual(256);
      expect(Object.keys(section(one.variables)).length).toBeLessThanOrEqual(256);
      expect(Object.keys(section(one.outputs)).length).toBeLessThanOrEqual(64);
      expect((one.resources as unknown[]).length).toBeLessThanOrEqual(800);
    }
    expect(
      Math.max(...placesOf(main(kind)).map(({ value }) => (typeof value === 'string' && value.startsWith('[') ? value.length : 0))),
    ).toBeLessThan(24_576);
  });

  test.each(planKindNames)('%s names no address of the web besides schemas: nothing is fetched from elsewhere', (kind) => {
    const files = [...Object.entries(unpacked(kind))].map(([name, bytes]) => [name, JSON.parse(Buffer.from(bytes).toString())] as const);
    const links = files.flatMap(([name, json]) =>
      placesOf(json)
        .filter(({ key, value }) => key !== '$schema' && typeof value === 'string' && /https?:\/\//.test(value))
        .map(({ path }) => `${name} ${path.join('.')}`),
    );
    expect(links).toEqual([]);
  });

  test('no version of an interface is older than two years, but the newest of their types', () => {
    const old = Object.entries(apiVersions).filter(([, version]) => Date.parse(apiVersionsAsOf) - Date.parse(version) > 730 * 86_400_000);
    expect(old.map(([type]) => type)).toEqual(newestThoughOld);
  });

  test.each(planKindNames)('%s: every answer of the portal reaches a parameter, and every parameter is fed', (kind) => {
    const outputs = Object.keys(section(section(pages(kind).parameters).outputs)).sort();
    expect(outputs).toEqual(Object.keys(section(main(kind).parameters)).sort());
    // Every control that can be filled in is used by an output or by the condition of another.
    const used = JSON.stringify(pages(kind));
    const idle = placesOf(pages(kind)).flatMap(({ value }) =>
      isSection(value) &&
      /^Microsoft\.\w+\.\w+$/.test(String(value.type)) &&
      !/InfoBox/.test(String(value.type)) &&
      !new RegExp(`[.']${value.name}\\b`).test(used)
        ? [value.name]
        : [],
    );
    expect(idle).toEqual([]);
  });

  test.each(planKindNames)('%s: everything that names another resource waits for it; without its order the template is refused', (kind) => {
    const waiting = placesOf(main(kind)).filter(({ key }) => key === 'dependsOn').length;
    expect(waiting).toBeGreaterThan(5);
    const without = (at: number) => {
      let seen = 0;
      return JSON.parse(JSON.stringify(main(kind)), (key, value) => (key === 'dependsOn' && seen++ === at ? [] : value)) as ArmTemplate;
    };
    const outputs = outputsOf(definitionOf(kind), answersWith(kind));
    const taken = Array.from({ length: waiting }, (_, at) => at).filter((at) => {
      try {
        return deployed(without(at), outputs, place, answersOfCloud);
      } catch (error) {
        return !/does not wait for/.test(String(error));
      }
    });
    expect(taken).toEqual([]);
  });

  test.each(planKindNames)('%s is in the region it was asked for, wherever it names one', (kind) => {
    for (const location of ['southafricanorth', 'westeurope']) {
      const places = deploy(kind, answersWith(kind, { location })).resources.flatMap(({ all }) =>
        all.location === undefined ? [] : [all.location],
      );
      expect(new Set(places)).toEqual(new Set([location]));
    }
  });

  test.each(planKindNames)('%s shows nothing secret: no parameter is, no key is asked for, no output holds one', (kind) => {
    const whole = JSON.stringify(main(kind));
    expect(whole).not.toMatch(/secure(string|object)/i);
    expect(whole).not.toMatch(/\blist(Keys|Secrets|AccountSas|Credential)\w*\(/i);
    expect(whole).not.toMatch(/storageAccountKey|workspaceKey|imageRegistryCredentials/i);
  });

  test('texts of the listing have the lengths that Partner Center takes', () => {
    const page = JSON.parse(text('listing/offer.json')) as {
      name: string;
      summary: string;
      searchSummary: string;
      keywords: string[];
      links: object;
    };
    expect(page.name.length).toBeLessThanOrEqual(listingLimits.name);
    expect(page.summary.length).toBeLessThanOrEqual(listingLimits.summary);
    expect(page.searchSummary.length).toBeLessThanOrEqual(listingLimits.summary);
    expect(page.keywords.length).toBeLessThanOrEqual(listingLimits.keyword);
    expect(page.links).toEqual({ privacy: offer.privacy, licence: offer.licence, support: offer.support });
    const html = text('listing/description.html');
    expect(html.length).toBeLessThanOrEqual(listingLimits.description);
    expect(new Set([...html.matchAll(/<(\w+)/g)].map(([, tag]) => tag))).toEqual(new Set(['p', 'strong', 'ul', 'li']));
    const plans = JSON.parse(text('listing/plans.json')) as {
      name: string;
      summary: string;
      description: string;
      pricing: { model: string };
      package: { file: string; version: string };
    }[];
    for (const plan of plans) {
      expect(plan.name.length).toBeLessThanOrEqual(listingLimits.planName);
      expect(plan.summary.length).toBeLessThanOrEqual(listingLimits.planSummary);
      expect(plan.description.length).toBeLessThanOrEqual(listingLimits.planDescription);
      expect([made.has(plan.package.file), plan.package.version, plan.pricing.model]).toEqual([true, input.version, 'free']);
    }
  });

  test.each([
    ['small-48', 48],
    ['medium-90', 90],
    ['large-216', 216],
  ])('the icon %s is a PNG of that size, drawn and not empty', (name, size) => {
    const png = made.get(`listing/icons/${name}.png`) as Buffer;
    expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    expect(png.length).toBeGreaterThan(500);
  });

  test('the page of a managed application names kinds that the portal knows, and metrics of what the template makes', () => {
    const { views } = fileOf<{ views: { kind: string; properties: { charts?: { metrics: { resourceType: string }[] }[] } }[] }>(
      'managed-application',
      'viewDefinition.json',
    );
    expect(views.map(({ kind }) => kind)).toEqual(['Overview', 'Metrics']);
    const types = new Set(deploy('managed-application', answersWith('managed-application')).resources.map(({ type }) => type));
    const shown = views.flatMap(({ properties }) =>
      (properties.charts ?? []).flatMap(({ metrics }) => metrics.map(({ resourceType }) => resourceType)),
    );
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.filter((type) => !types.has(type))).toEqual([]);
  });
});

describe('docs/marketplace.md', () => {
  const page = readFileSync(join(root, 'docs/marketplace.md'), 'utf8');
  const [, example = ''] = /```yaml\n(# offer\.yaml\n[^`]+)```/.exec(page) ?? [];

  test('its offer and its command make the files that it lists', async () => {
    const folder = project({ 'offer.yaml': example });
    const [, line = ''] = /^workbench (package azure-marketplace .*)$/m.exec(page) ?? [];
    const { status, stderr } = await command(folder, line.split(' '));
    expect([status, stderr]).toEqual([0, '']);
    const named = [...page.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    );
    const paths = named.filter((name) => /[./]/.test(name) && !name.includes(' '));
    expect(paths.length).toBeGreaterThan(6);
    expect(paths.filter((path) => !existsSync(join(folder, 'marketplace', path)))).toEqual([]);
  });

  test('says how many roles the identity may give, and every page of the portal', () => {
    expect(page).toContain(`a fixed list of ${Object.keys(givenRoles).length} roles`);
    expect(pagesOf(definitionOf('solution-template'))).toHaveLength(6);
    expect(page).toContain('Six pages');
  });
});

describe('what a person answers becomes a workbench file that check accepts', () => {
  const file = (kind: PlanKind, changed: Readonly<Record<string, unknown>>) => workbenchOf(deploy(kind, answersWith(kind, changed)));

  test.each(planKindNames)('%s with what the portal proposes', (kind) => {
    const made = JSON.parse(file(kind, {}));
    expect(checked(JSON.stringify(made)).errors).toEqual([]);
    expect(made).toMatchObject({
      environment: 'live',
      profile: 'sandbox',
      platform: { provider: 'azure', region: 'southafricanorth' },
      state: { backend: 'azurerm', bucket: 'states' },
      cluster: { api: { public: true, allowedAddresses: ['198.51.100.77/32'] } },
    });
    // What was left empty is left out: the schema has its own defaults.
    for (const absent of ['costCentre', 'gateway', 'residency']) expect(made).not.toHaveProperty(absent);
  });

  const { allowedValues: regions } = definitionOf('solution-template').parameters.config.basics.location;
  test('in every region that is offered, for both profiles, wherever data may be', () => {
    const faults = regions.flatMap((location) =>
      ['sandbox', 'production'].flatMap((profile) =>
        ['anywhere', 'country'].flatMap((residency) => checked(file('solution-template', { location, profile, residency })).errors),
      ),
    );
    expect([regions.length > 20, faults]).toEqual([true, []]);
  });

  test('in every size, with every store', () => {
    const faults = ['sandbox', 'production'].flatMap((profile) =>
      ['lab', 'small', 'medium', 'large'].flatMap((size) =>
        ['operator', 'event-hubs'].flatMap((kafka) =>
          ['operator', 'flexible-server'].flatMap((mysql) => checked(file('managed-application', { profile, size, kafka, mysql })).errors),
        ),
      ),
    );
    expect(faults).toEqual([]);
  });

  const many = (of: (at: number) => string) => Array.from({ length: 40 }, (_, at) => of(at)).join(', ');
  const edges: Readonly<Record<string, readonly string[]>> = {
    environment: [
      'a',
      '1',
      '9live',
      'a--b',
      'true',
      'no',
      '1e3',
      'default',
      'login',
      'loginx',
      'xbox1',
      'live-login',
      'a'.repeat(20),
      'a'.repeat(21),
    ],
    tenant: ['a', '0', 'null', 'login', 'xbox', 'my-windows', 'microsoft', 'bank-login', 'a'.repeat(20)],
    domain: [
      'a.bc',
      'a.b.c.d.example.org',
      'localhost',
      '1.example.org',
      `${'x'.repeat(63)}.${'y'.repeat(63)}.example.org`,
      `${'a.'.repeat(120)}org`,
    ],
    costCentre: ['x', 'a b', 'a/b', '@', '0', 'true', '?', 'x'.repeat(64)],
    operatorAddresses: [
      '0.0.0.0/0',
      '10.0.0.0/8',
      '198.51.100.7/28',
      '255.255.255.255/32',
      '127.0.0.1/32',
      '198.51.100.0/28,198.51.100.0/28',
      many((at) => `198.51.100.${at}/32`),
      `${many((at) => `198.51.100.${at}/32`)}, 203.0.113.1/32`,
    ],
    administrators: ['operators', many((at) => `00000000-0000-4000-8000-0000000000${10 + at}`)],
    addressSpace: ['10.0.0.0/16', '10.255.0.0/16', '10.256.0.0/16', '10.244.0.0/16', '172.20.0.0/16', '10.1.0.0/24', '10.1.1.0/16'],
    certificateEmail: ['a@b.org', 'a+b@example.org', 'a@b', 'two@example.org, three@example.org'],
  };
  const asked = new Map(
    pagesOf(definitionOf('solution-template')).flatMap(({ elements }) => elements.map((element) => [element.name, element])),
  );
  test.each(Object.entries(edges))('%s: what its field takes is taken by check, for both profiles', (name, entries) => {
    const element = asked.get(name);
    if (!element) throw new Error(`nobody is asked for ${name}`);
    const taken = entries.filter((entry) => refusalOf(element, entry) === undefined);
    const faults = taken.flatMap((entry) =>
      ['sandbox', 'production'].flatMap(
        (profile) =>
          checked(file('solution-template', { issuer: 'acme', certificateEmail: 'a@example.org', profile, [name]: entry })).errors,
      ),
    );
    expect([faults, taken.length > 0 && taken.length < entries.length]).toEqual([[], true]);
  });

  test('lists are split, blanks around commas and all; groups administer the cluster; the certificate has its contact', () => {
    const made = JSON.parse(
      file('solution-template', {
        profile: 'production',
        operatorAddresses: '198.51.100.0/28 , 203.0.113.0/24',
        administrators: '00000000-0000-4000-8000-0000000000aa',
        issuer: 'acme',
        certificateEmail: 'operators@example.org',
        costCentre: 'payments',
      }),
    );
    expect(made).toMatchObject({
      gateway: { operatorAddresses: ['198.51.100.0/28', '203.0.113.0/24'] },
      cluster: {
        administrators: ['00000000-0000-4000-8000-0000000000aa'],
        api: { allowedAddresses: ['198.51.100.77/32', '198.51.100.0/28', '203.0.113.0/24'] },
      },
      certificates: { issuer: 'acme', email: 'operators@example.org' },
      costCentre: 'payments',
    });
    expect(checked(JSON.stringify(made)).errors).toEqual([]);
  });
});

describe('the container that deploys (az and deploy are played, everything else is real)', () => {
  const answers = workbenchOf(deploy('solution-template', answersWith('solution-template')));

  test('what the template gives it is the script of the package and the file that the answers make', () => {
    const { resources } = deploy('solution-template', answersWith('solution-template'));
    const job = resources.find(({ type }) => type === 'Microsoft.ContainerInstance/containerGroups');
    if (!job) throw new Error('nothing deploys the hub');
    const { containers, volumes, restartPolicy } = job.properties as Section & { containers: Section[]; volumes: Section[] };
    const properties = section(containers[0]?.properties);
    expect(Buffer.from(String(section(volumes[0]?.secret)['deploy.sh']), 'base64').toString()).toBe(input.script);
    expect([properties.image, properties.command, restartPolicy]).toEqual([offer.image, ['/bin/sh', '/job/deploy.sh'], 'Never']);
    // Every variable that the script reads is given, or has a default of its own.
    const given = new Set((properties.environmentVariables as { name: string }[]).map(({ name }) => name));
    const read = [...input.script.matchAll(/\$\{?([A-Z_]{3,})\b(:-)?/g)].filter(([, , fallback]) => !fallback).map(([, name = '']) => name);
    expect(read.filter((name) => !given.has(name))).toEqual([]);
  });

  test('the first time it keeps the file that the answers make, checks it, deploys it, and keeps the report', () => {
    const { status, calls, blobs, deployed: file } = new JobSite(copy, answers).run();
    expect(calls).toEqual([
      'az login',
      'az account set',
      'az storage blob exists',
      'az storage blob upload',
      'az storage blob download',
      'workbench check live',
      'workbench deploy live',
      'workbench report live',
      'az storage blob upload',
    ]);
    expect([status, file, blobs['live.json']]).toEqual([0, answers, answers]);
    expect(blobs['reports/live.html']).toMatch(/^<!doctype html>/i);
  });

  test('from then on the file in the storage account is the environment: what an operator wrote there is deployed, and the answers overwrite nothing', () => {
    const site = new JobSite(copy, answers);
    site.run();
    const edited = JSON.stringify({ ...JSON.parse(answers), costCentre: 'payments' });
    site.edit('live.json', edited);
    const { status, calls, blobs, deployed: file } = site.run();
    expect([status, file, blobs['live.json']]).toEqual([0, edited, edited]);
    expect(calls.filter((call) => call === 'az storage blob upload')).toHaveLength(1);
  });

  test('a file that check refuses is not deployed', () => {
    const site = new JobSite(copy, answers);
    site.run();
    site.edit('live.json', JSON.stringify({ ...JSON.parse(answers), profile: 'nonsense' }));
    const { status, calls, log } = site.run();
    expect([status, calls.at(-1)]).toEqual([1, 'workbench check live']);
    expect(log).toContain('profile');
  });

  test('a right that is not known everywhere yet is waited for', () => {
    const { status, calls } = new JobSite(copy, answers).run({ refusals: 3 });
    expect([status, calls.filter((call) => call === 'az login').length]).toEqual([0, 4]);
  });

  test('a right that never comes ends it, with a word', () => {
    const { status, log, calls } = new JobSite(copy, answers).run({ refusals: 1000 });
    expect([status, new Set(calls)]).toEqual([1, new Set(['az login'])]);
    expect(log).toContain('gave up: az login');
  });

  test('a deploy that fails fails the container, and its report is kept all the same', () => {
    const { status, blobs, log } = new JobSite(copy, answers).run({ deployStatus: 1 });
    expect([status, blobs['reports/live.html']]).toEqual([1, expect.stringMatching(/^<!doctype html>/i)]);
    expect(log).toContain('start this container again to go on');
  });
});
