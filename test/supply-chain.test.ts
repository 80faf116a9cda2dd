import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartsOf } from '../cli/charts/environment-charts';
import { imagesNamed } from '../cli/images/environment-images';
import { parseImage } from '../cli/images/reference';
import { atHome } from '../cli/mirror/environment-mirror';
import { Repository, sha256 } from '../cli/mirror/registry';
import type { Sbom } from '../cli/sbom/cyclonedx';
import { askDigests } from '../cli/sbom/digests';
import { serialNumber } from '../cli/sbom/document';
import { sbomShape } from '../cli/sbom/json-shape';
import { imagePackageUrl, providerPackageUrl } from '../cli/sbom/package-url';
import { resolveEnvironment } from '../config/environment';
import { loadWorkbench } from '../config/load';
import { chartLicences, imageLicence } from '../config/releases/licences';
import { lockedCharts } from '../config/releases/lock';
import { chartPackage, findHelm } from './chart-packages';
import { command, project, root } from './command-line';
import { cycloneDxSchema } from './cyclonedx-schema';
import { Registry, registryProgram } from './oci-registry';
import { smallestFile } from './workbench-fixtures';

jest.setTimeout(600_000);

const examples = ['full-lab', 'production', 'production-aws', 'production-azure'];
const modelOf = (name: string) => resolveEnvironment(loadWorkbench(name, join(root, 'workbench')).config!);

async function documentOf(folder: string, ...args: readonly string[]): Promise<{ readonly text: string; readonly sbom: Sbom }> {
  const { status, stdout, stderr } = await command(folder, ['sbom', 'dev', ...args], { env: { PATH: process.env.PATH } });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return { text: stdout, sbom: JSON.parse(stdout) };
}

describe('the bill of materials', () => {
  const folder = project({ 'workbench/dev.yaml': smallestFile });

  test('names everything once, refers only to what it names, and has no time of day', async () => {
    const { text, sbom } = await documentOf(folder);
    const refs = [sbom.metadata.component, ...sbom.components].map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    const known = new Set(refs);
    for (const { ref, dependsOn } of sbom.dependencies) for (const each of [ref, ...dependsOn]) expect(known.has(each)).toBe(true);
    // What nothing depends on would be there for nothing.
    const needed = new Set(sbom.dependencies.flatMap(({ dependsOn }) => dependsOn));
    expect(sbom.components.filter((component) => !needed.has(component['bom-ref'])).map(({ name }) => name)).toEqual([]);
    expect(text).not.toMatch(/timestamp|\d{4}-\d{2}-\d{2}T/);
    const { serialNumber: number, ...rest } = sbom;
    expect(number).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(rest.compositions.map(({ aggregate }) => aggregate)).toEqual(['complete', 'incomplete']);
  });

  test('is the same bytes for the same environment, and another number for another', async () => {
    const [one, two] = [await documentOf(folder), await documentOf(project({ 'workbench/dev.yaml': smallestFile }))];
    expect(two.text).toBe(one.text);
    const other = await documentOf(project({ 'workbench/dev.yaml': smallestFile.replace('17.1.0', '16.0.4') }));
    expect(other.sbom.serialNumber).not.toBe(one.sbom.serialNumber);
    expect(serialNumber('a')).not.toBe(serialNumber('b'));
  });

  test('has every chart with the digest of the lock, and its licence', async () => {
    const { sbom } = await documentOf(folder);
    const { config } = loadWorkbench('dev', join(folder, 'workbench'));
    const charts = chartsOf(resolveEnvironment(config!));
    expect(charts.length).toBeGreaterThan(8);
    for (const { name, version } of charts) {
      const found = sbom.components.find((component) => component.name === name && component.version === version);
      const digest = lockedCharts.find((locked) => locked.name === name && locked.version === version)?.digest;
      expect(found?.hashes?.map(({ content }) => content) ?? []).toEqual(digest ? [digest] : []);
    }
    const mojaloop = sbom.components.find(({ name }) => name === 'mojaloop');
    expect(mojaloop?.licenses).toEqual([{ license: { id: 'Apache-2.0', acknowledgement: 'declared' } }]);
  });

  test('the list of mirror gives images their digests; another file is refused', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const named = (await documentOf(folder)).sbom.components.find(({ type }) => type === 'container');
    const image = `${named?.name}:${named?.version}`;
    writeFileSync(join(folder, 'images.txt'), `${image}\tregistry.example.org/m/x:1\t${digest}\n`);
    const { sbom } = await documentOf(folder, '--digests', 'images.txt');
    const found = sbom.components.find(({ name, version }) => name === named?.name && version === named?.version);
    expect(found?.hashes).toEqual([{ alg: 'SHA-256', content: 'a'.repeat(64) }]);
    expect(found?.purl).toMatch(/^pkg:oci\/[\w.-]+@sha256%3Aa{64}\?repository_url=/);
    writeFileSync(join(folder, 'images.txt'), 'nothing of the kind\n');
    const { status, stdout } = await command(folder, ['sbom', 'dev', '--json', '--digests', 'images.txt']);
    expect([status, JSON.parse(stdout).problems[0].code]).toEqual([1, 'SBOM-DIGESTS']);
  });

  test('a package that is not the pinned one is refused, and nothing is written', async () => {
    const own = project({ 'workbench/dev.yaml': smallestFile });
    writeFileSync(join(own, 'bof-5.1.3.tgz'), await chartPackage({ name: 'bof', version: '5.1.3' }));
    for (const { name, version } of chartsOf(resolveEnvironment(loadWorkbench('dev', join(own, 'workbench')).config!)))
      writeFileSync(join(own, `${name}-${version}.tgz`), await chartPackage({ name, version: version.replace(/^v/, '') }));
    const { status, stdout } = await command(own, ['sbom', 'dev', '--json', '--charts', '.', '--out', 'dev.cdx.json'], { env: {} });
    const result = sbomShape.parse(JSON.parse(stdout));
    expect(status).toBe(1);
    expect(result.problems.map(({ code }) => code)).toContain('SBOM-UNSEEN');
    expect([result.ok, existsSync(join(own, 'dev.cdx.json'))]).toEqual([false, false]);
  });

  test('addresses of packages are those of the specification', () => {
    expect(imagePackageUrl(parseImage('mojaloop/central-ledger:v19.8.3')!)).toBe('pkg:docker/mojaloop/central-ledger@v19.8.3');
    expect(imagePackageUrl(parseImage('quay.io/a/b:1')!)).toBe('pkg:docker/a/b@1?repository_url=quay.io');
    expect(imagePackageUrl(parseImage(`quay.io/a/b:1@sha256:${'0'.repeat(64)}`)!)).toBe(
      `pkg:oci/b@sha256%3A${'0'.repeat(64)}?repository_url=quay.io%2Fa%2Fb&tag=1`,
    );
    expect(providerPackageUrl('helm', '3.1.1')).toBe('pkg:github/hashicorp/terraform-provider-helm@v3.1.1');
    expect(providerPackageUrl('registry.terraform.io/Azure/azapi', '2.0.0')).toBe('pkg:github/azure/terraform-provider-azapi@v2.0.0');
  });
});

const schema = cycloneDxSchema();
const noSchema = 'reason' in schema ? schema.reason : undefined;
(noSchema ? describe.skip : describe)(`the schema of CycloneDX 1.6${noSchema ? ` (skipped: ${noSchema})` : ''}`, () => {
  test('takes the document of an environment, and none with a key too many or a licence that is none', async () => {
    if (!('faultsOf' in schema)) return;
    const folder = project({ 'workbench/dev.yaml': readFileSync(join(root, 'workbench/production-aws.yaml'), 'utf8') });
    const { text, sbom } = await documentOf(folder);
    const [first, ...others] = sbom.components;
    const [whole, key, licence] = schema.faultsOf([
      text,
      JSON.stringify({ ...sbom, date: 'today' }),
      JSON.stringify({ ...sbom, components: [{ ...first, licenses: [{ license: { id: 'Free' } }] }, ...others] }),
    ]);
    expect(whole).toBe('');
    expect(key).toContain("'date' was unexpected");
    expect(licence).not.toBe('');
  });
});

const helm = findHelm();
(helm ? test : test.skip)(`images that only a chart names are found with helm${helm ? '' : ' (skipped: no helm command)'}`, async () => {
  const folder = project({ 'workbench/dev.yaml': smallestFile });
  const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: x }\nspec: { containers: [{ name: x, image: "quay.io/only/here:1" }] }\n';
  writeFileSync(
    join(folder, 'mojaloop-17.1.0.tgz'),
    await chartPackage({ name: 'mojaloop', version: '17.1.0', files: { 'templates/pod.yaml': pod } }),
  );
  const { status, stdout } = await command(folder, ['sbom', 'dev', '--charts', '.', '--json'], { env: { WORKBENCH_HELM: helm } });
  const result = sbomShape.parse(JSON.parse(stdout));
  const sbom = result.document as unknown as Sbom;
  expect([status, result.unseen.includes('mojaloop 17.1.0'), result.unseen.length > 0]).toEqual([0, false, true]);
  const hub = sbom.components.find(({ name }) => name === 'mojaloop')?.['bom-ref'];
  expect(sbom.dependencies.find(({ ref }) => ref === hub)?.dependsOn).toContain('pkg:docker/only/here@1?repository_url=quay.io');
});

const program = registryProgram();
const noRegistry = 'missing' in program ? program.missing : undefined;
(noRegistry ? test.skip : test)(`digests are asked of a real registry${noRegistry ? ` (skipped: ${noRegistry})` : ''}`, async () => {
  const registry = await Registry.start('file' in program ? program.file : '');
  try {
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [] }));
    const type = 'application/vnd.oci.image.index.v1+json';
    await new Repository(registry.host, 'a/b', {}).putManifest('v1', { bytes, type });
    const [there, gone] = [`${registry.host}/a/b:v1`, `${registry.host}/a/c:v1`];
    const known = new Map([['docker.io/x/y:1', `sha256:${'1'.repeat(64)}`]]);
    const digests = await askDigests([there, gone, 'docker.io/x/y:1'], known, {});
    expect([...digests]).toEqual([...known, [there, sha256(bytes)]]);
  } finally {
    registry.stop();
  }
});

describe('licences', () => {
  /** The repositories of the first two hold no licence; those of the others have several, of which nobody has looked up which is that of the chart. */
  const unsaid = ['connection-manager', 'mojaloop-payment-manager', 'loki', 'tempo'];
  test('every chart of the lock has one, but for those whose makers say none', () => {
    expect(
      [...new Set(lockedCharts.map(({ name }) => name).filter((name) => chartLicences[name] === undefined))].filter(
        (name) => !unsaid.includes(name),
      ),
    ).toEqual([]);
    expect(unsaid.filter((name) => chartLicences[name] !== undefined)).toEqual([]);
  });

  test('every image that an example names has one', () => {
    const names = new Set(examples.flatMap((name) => imagesNamed(atHome(modelOf(name))).map(({ image }) => image)));
    const without = [...names].filter((name) => {
      const image = parseImage(name);
      return image && imageLicence(image.repository, image.tag) === undefined;
    });
    expect(names.size).toBeGreaterThan(15);
    expect(without).toEqual([]);
  });

  test.each([
    ['7.0.15', 'BSD-3-Clause'],
    ['v7.2.11-alpine', 'BSD-3-Clause'],
    ['7.4.0', 'SSPL-1.0 OR LicenseRef-RSALv2'],
    ['8.0.1', 'AGPL-3.0-only OR SSPL-1.0 OR LicenseRef-RSALv2'],
  ])('Redis %s is under %s', (tag, licence) => expect(imageLicence('library/redis', tag)).toBe(licence));
});
