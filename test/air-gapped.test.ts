import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bareStacks } from '../cli/bare-stacks';
import { chartsOf } from '../cli/charts/environment-charts';
import { imagesInData, imagesInText } from '../cli/images/found-images';
import { imageName, parseImage } from '../cli/images/reference';
import { airGapProblems, insideOf } from '../cli/mirror/air-gap';
import { copyImage } from '../cli/mirror/copy-image';
import { atHome } from '../cli/mirror/environment-mirror';
import { getCharts, pushChart } from '../cli/mirror/get-charts';
import { mirrorShape } from '../cli/mirror/json-shape';
import { providersOf } from '../cli/mirror/providers';
import { Repository, sha256 } from '../cli/mirror/registry';
import { resolveEnvironment } from '../config/environment';
import { loadWorkbench } from '../config/load';
import { ProblemError } from '../config/problems';
import { chartPackage, findHelm } from './chart-packages';
import { command, project, root } from './command-line';
import { Registry, registryProgram } from './oci-registry';
import { configWith } from './workbench-fixtures';

jest.setTimeout(600_000);

const model = (patch: Parameters<typeof configWith>[0] = {}) => resolveEnvironment(configWith(patch));
const codesOf = async (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error: unknown) => {
      if (error instanceof ProblemError) return error.problems.map(({ code }) => code);
      throw error;
    },
  );

describe('names of images', () => {
  test.each([
    ['busybox:1.37.0', 'docker.io/library/busybox:1.37.0'],
    ['mojaloop/central-ledger:v19.8.3', 'docker.io/mojaloop/central-ledger:v19.8.3'],
    ['docker.io/mojaloop/central-ledger:v19.8.3', 'docker.io/mojaloop/central-ledger:v19.8.3'],
    ['registry.example.org:5000/a/b/c:1', 'registry.example.org:5000/a/b/c:1'],
    ['localhost:5000/a:1', 'localhost:5000/a:1'],
    [`quay.io/a/b@sha256:${'a'.repeat(64)}`, `quay.io/a/b@sha256:${'a'.repeat(64)}`],
  ])('%s', (text, name) => {
    const image = parseImage(text);
    expect(image && imageName(image)).toBe(name);
  });
  test.each(['busybox', 'a/b', 'http://example.org:80', '12:30', 'Upper/case:1', '', '{{ .Values.image }}:1'])('%j is none', (text) => {
    expect(parseImage(text)).toBeUndefined();
  });

  test('are found in manifests: containers, variables and options of operators, custom resources', () => {
    const text = [
      'image: "a/one:1"',
      '- image: two:2',
      'initImage: quay.io/x/three:3',
      '- name: RELATED_IMAGE_FOUR\n  value: quay.io/x/four:4',
      'value: |\n  3.9.0=quay.io/x/five:5\n  4.0.0=quay.io/x/five:6',
      '- --acme-http01-solver-image=quay.io/x/seven:7',
      '"image": "eight:8",',
      'imagePullPolicy: IfNotPresent',
    ].join('\n');
    expect(imagesInText(text).map((name) => name.split('/').at(-1))).toEqual([
      'one:1',
      'two:2',
      'three:3',
      'eight:8',
      'four:4',
      'five:5',
      'five:6',
      'seven:7',
    ]);
    expect(imagesInData({ spec: { image: 'a:1', deep: [{ initContainers: '- image: b:2\n' }] } })).toEqual([
      'docker.io/library/a:1',
      'docker.io/library/b:2',
    ]);
  });
});

describe('inside and outside', () => {
  test('the own domain, the cluster, private addresses and the mirrors are inside', () => {
    const inside = insideOf(
      model({ charts: { mirror: 'oci://registry.country.example/charts', images: 'images.country.example:5000/m' } }),
    );
    for (const host of [
      'labs.example.org',
      'ttk.dev.labs.example.org',
      'vault.vault.svc',
      'a.b.svc.cluster.local',
      'vault',
      'vault-0.vault-internal',
      '10.1.2.3',
      '172.20.0.1',
      'registry.country.example',
      'images.country.example',
    ])
      expect([host, inside(host)]).toEqual([host, true]);
    for (const host of [
      'github.com',
      'mojaloop.github.io',
      'badlabs.example.org.evil.com',
      'xlabs.example.org',
      '8.8.8.8',
      '172.32.0.1',
      'country.example',
      'a.xn--p1ai',
    ])
      expect([host, inside(host)]).toEqual([host, false]);
  });

  test('the example without a way out points nowhere outside', async () => {
    const { config } = loadWorkbench('air-gapped', join(root, 'workbench'));
    const island = resolveEnvironment(config!);
    expect(await airGapProblems(island, bareStacks(island))).toEqual([]);
  });

  test('each way out is found: charts, images, addresses', async () => {
    const folder = project({
      'workbench/dev.yaml':
        'environment: dev\ntenant: labs\ndomain: labs.example.org\nplatform: { provider: kubernetes, context: lab }\nhub: { release: 17.1.0, currencies: [USD] }\nparticipants:\n  - { id: demowallet, currency: USD, msisdnPrefix: "367" }\n',
    });
    const { status, stdout } = await command(folder, ['check', 'dev', '--air-gapped', '--json']);
    const codes = new Set(JSON.parse(stdout).problems.map(({ code }: { code: string }) => code));
    expect(status).toBe(1);
    expect([...codes].filter((code) => String(code).startsWith('AIR-')).sort()).toEqual(['AIR-ADDRESS', 'AIR-CHARTS', 'AIR-IMAGE']);
  });

  test('an address in an override is found with the release that has it', async () => {
    const { config } = loadWorkbench('air-gapped', join(root, 'workbench'));
    const values = { moja: { 'ml-api-adapter': { 'ml-api-adapter-service': { annotations: { see: 'https://example.com/elsewhere' } } } } };
    const island = resolveEnvironment({ ...config!, overrides: { ...config!.overrides, values } });
    const found = await airGapProblems(island, bareStacks(island));
    expect(found.map(({ code, message }) => [code, message])).toEqual([
      ['AIR-ADDRESS', 'hub: helm_release.hub points at https://example.com/elsewhere'],
    ]);
  });
});

describe('charts into a folder', () => {
  const [first] = chartsOf(model()).filter(({ name }) => name === 'mojaloop');
  const options = { env: {}, verify: true };
  test('the wrong package is refused and not left there; without a pinned digest what came is told', async () => {
    const from = project();
    const to = join(from, 'to');
    writeFileSync(join(from, 'mojaloop-15.1.0.tgz'), await chartPackage({ name: 'mojaloop', version: '15.1.0' }));
    expect(await codesOf(getCharts([{ name: 'mojaloop', version: '15.1.0' }], to, from, options))).toEqual(['MIRROR-CHART']);
    expect(existsSync(join(to, 'mojaloop-15.1.0.tgz'))).toBe(false);
    writeFileSync(join(from, `mojaloop-${first!.version}.tgz`), await chartPackage({ name: 'mojaloop', version: first!.version }));
    const [row] = await getCharts([first!], to, from, options);
    expect(row).toMatchObject({
      outcome: 'copied',
      pinned: false,
      digest: sha256(readFileSync(join(to, `mojaloop-${first!.version}.tgz`))),
    });
    expect((await getCharts([first!], to, undefined, options))[0]).toMatchObject({ outcome: 'there' });
    expect(await codesOf(getCharts([{ name: 'vault', version: '0.30.1' }], to, from, options))).toEqual(['MIRROR-CHART']);
  });

  test('providers are those of every stack, by source and version', () => {
    expect(providersOf(bareStacks(model())).map(({ source }) => source)).toEqual(['hashicorp/vault', 'helm', 'kubernetes', 'tls']);
    for (const { version } of providersOf(bareStacks(model()))) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test.each([[[]], [['--to', 'UPPER.example.org/X']], [['--to', 'x', '--without', 'everything']]])('mirror %j is refused', async (args) => {
    const folder = project({ 'workbench/dev.yaml': readFileSync(join(root, 'workbench/sandbox.yaml'), 'utf8') });
    const { status, stdout } = await command(folder, ['mirror', 'dev', '--json', ...args], { env: {} });
    expect([status, JSON.parse(stdout).problems.length]).toEqual([1, 1]);
  });
});

const program = registryProgram();
const why = 'missing' in program ? ` (skipped: ${program.missing})` : '';
(why ? describe.skip : describe)(`a real registry${why}`, () => {
  let source: Registry;
  let target: Registry;
  beforeAll(async () => {
    const file = 'file' in program ? program.file : '';
    [source, target] = [await Registry.start(file), await Registry.start(file)];
  });
  afterAll(() => {
    source?.stop();
    target?.stop();
  });

  const oci = (kind: string) => `application/vnd.oci.image.${kind}+json`;
  /** An image of two platforms with layers of its own. */
  async function push(name: string, seed: string) {
    const repository = new Repository(source.host, name, {});
    const put = async (bytes: Buffer, mediaType: string) => {
      await repository.putBlob(bytes);
      return { mediaType, digest: sha256(bytes), size: bytes.length };
    };
    const manifests = [];
    for (const architecture of ['amd64', 'arm64']) {
      const config = await put(Buffer.from(JSON.stringify({ architecture, os: 'linux', seed })), oci('config.v1'));
      const layers = [
        await put(gzipSync(`shared ${seed}`), oci('layer.v1.tar+gzip')),
        await put(gzipSync(`${architecture} ${seed}`), oci('layer.v1.tar+gzip')),
      ];
      const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: oci('manifest.v1'), config, layers }));
      await repository.putManifest(sha256(bytes), { bytes, type: oci('manifest.v1') });
      manifests.push({ mediaType: oci('manifest.v1'), digest: sha256(bytes), size: bytes.length, platform: { architecture, os: 'linux' } });
    }
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: oci('index.v1'), manifests }));
    await repository.putManifest('v1', { bytes, type: oci('index.v1') });
    return { digest: sha256(bytes), manifests };
  }
  const digestAt = async (host: string, name: string, reference = 'v1') => {
    const answer = await fetch(`http://${host}/v2/${name}/manifests/${reference}`, { headers: { accept: oci('index.v1') } });
    return answer.ok ? sha256(Buffer.from(await answer.arrayBuffer())) : undefined;
  };
  const copy = (name: string, from = source.host) =>
    copyImage(parseImage(`${from}/${name}:v1`)!, parseImage(`${target.host}/mirror/${name}:v1`)!, {});

  /** Stands between the copy and the source, and does to blobs what a bad way does. */
  async function between(
    spoil: (bytes: Buffer, blob: number) => Buffer | undefined,
  ): Promise<{ host: string; server: Server; blobs: () => number }> {
    let blobs = 0;
    const server = createServer((question, answer) => {
      const [host, port] = source.host.split(':');
      request({ host, port, path: question.url, method: question.method, headers: question.headers }, (real) => {
        const chunks: Buffer[] = [];
        real.on('data', (chunk) => chunks.push(chunk));
        real.on('end', () => {
          const isBlob = question.url?.includes('/blobs/') ?? false;
          const bytes = isBlob ? spoil(Buffer.concat(chunks), ++blobs) : Buffer.concat(chunks);
          if (!bytes) return question.socket.destroy();
          const { 'content-length': _, ...headers } = real.headers;
          answer.writeHead(real.statusCode ?? 500, headers);
          answer.end(bytes);
        });
      }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, server, blobs: () => blobs };
  }

  test('an image comes over whole, every platform, with the same digest; the second time nothing is sent', async () => {
    const { digest, manifests } = await push('mojaloop/one', 'one');
    expect(await copy('mojaloop/one')).toEqual({ digest, there: false });
    expect(await digestAt(target.host, 'mirror/mojaloop/one')).toBe(digest);
    for (const each of manifests) expect(await digestAt(target.host, 'mirror/mojaloop/one', each.digest)).toBe(each.digest);
    expect(await copy('mojaloop/one')).toEqual({ digest, there: true });
  });

  test('cut off at every layer: no half image is ever there, and the next copy takes only what is missing', async () => {
    const { digest } = await push('mojaloop/two', 'two');
    // Two configurations, the shared layer, two layers more.
    for (let cut = 1; cut <= 5; cut++) {
      const name = 'mojaloop/two';
      const way = await between((bytes, blob) => (blob === 2 ? undefined : bytes));
      try {
        const codes = await codesOf(copy(name, way.host));
        expect(codes).toEqual(cut < 5 ? ['MIRROR-REGISTRY'] : []);
        expect(way.blobs()).toBe(cut < 5 ? 2 : 1);
        expect(await digestAt(target.host, `mirror/${name}`)).toBe(cut < 5 ? undefined : digest);
      } finally {
        way.server.close();
      }
    }
  });

  test('a layer that was changed on its way is refused', async () => {
    await push('mojaloop/three', 'three');
    const way = await between((bytes) => Buffer.concat([bytes, Buffer.from('x')]));
    const codes = await codesOf(copy('mojaloop/three', way.host));
    way.server.close();
    expect(codes).toEqual(['MIRROR-DIGEST']);
    expect(await digestAt(target.host, 'mirror/mojaloop/three')).toBeUndefined();
  });

  test('what is not there, and a registry that does not answer, are told', async () => {
    expect(await codesOf(copy('mojaloop/none'))).toEqual(['MIRROR-REGISTRY']);
    expect(await codesOf(copy('mojaloop/one', '127.0.0.1:1'))).toEqual(['MIRROR-REGISTRY']);
  });

  const helm = findHelm();
  (helm ? test : test.skip)(`a chart is pushed as helm itself pulls it${helm ? '' : ' (skipped: no helm command)'}`, async () => {
    const folder = project();
    const file = join(folder, 'small-1.0.0.tgz');
    writeFileSync(file, await chartPackage({ name: 'small', version: '1.0.0' }));
    const pulled = project();
    const to = parseImage(`${target.host}/charts/small:1.0.0`)!;
    const pushed = await pushChart(file, to, { name: 'small', version: '1.0.0' }, {});
    expect(await pushChart(file, to, { name: 'small', version: '1.0.0' }, {})).toEqual({ ...pushed, there: true });
    execFileSync(helm!, ['pull', `oci://${target.host}/charts/small`, '--version', '1.0.0', '--plain-http', '--destination', pulled], {
      stdio: 'ignore',
      cwd: root,
    });
    expect(sha256(readFileSync(join(pulled, 'small-1.0.0.tgz')))).toBe(sha256(readFileSync(file)));
  });
});

describe('with the charts themselves', () => {
  const charts = process.env.LAB_CHARTS;
  const helm = findHelm();
  const folder = mkdtempSync(join(tmpdir(), 'air-gapped-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const reason =
    helm === undefined
      ? 'no helm command'
      : !charts || !existsSync(join(charts, 'mojaloop-16.0.4.tgz'))
        ? 'LAB_CHARTS names no folder with the packages'
        : undefined;
  (reason ? test.skip : test)(`every image that runs from the mirror is in its list${reason ? ` (skipped: ${reason})` : ''}`, async () => {
    const text = readFileSync(join(root, 'workbench/air-gapped.yaml'), 'utf8').replace(/mirror: \S+,/, `verify: false, mirror: ${charts},`);
    const place = project({ 'workbench/island.yaml': text });
    const env = { WORKBENCH_HELM: helm! };
    const args = ['mirror', 'island', '--to', join(folder, 'carry'), '--without', 'providers,collections', '--json'];
    const { status, stdout } = await command(place, args, { env });
    const result = JSON.parse(stdout);
    expect([status, mirrorShape.safeParse(result).success]).toEqual([0, true]);
    const targets = new Set(result.images.map(({ target }: { target: string }) => target));
    expect(result.images.length).toBeGreaterThan(30);
    expect(readFileSync(join(folder, 'carry/images.txt'), 'utf8').trim().split('\n')).toHaveLength(result.images.length);
    // What the environment with its mirror would pull.
    const { imagesOf } = await import('../cli/images/environment-images.js');
    const { config } = loadWorkbench(join(place, 'workbench/island.yaml'), join(place, 'workbench'));
    const island = resolveEnvironment(config!);
    const pulls = await imagesOf(island, { helm: helm!, packageOf: (name, version) => join(charts!, `${name}-${version}.tgz`) });
    expect(pulls.filter(({ image }) => !targets.has(image) && !image.startsWith('stand-in.invalid/'))).toEqual([]);
    expect(atHome(island).config.charts.images).toBeUndefined();
    const again = JSON.parse((await command(place, args, { env })).stdout);
    expect(new Set(again.charts.map(({ outcome }: { outcome: string }) => outcome))).toEqual(new Set(['there']));
  });
});
