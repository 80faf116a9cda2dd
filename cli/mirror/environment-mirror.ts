import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type EnvironmentModel, resolveEnvironment } from '../../config/environment';
import { pulled } from '../../config/model/pulled-image';
import { testsEnabled } from '../../config/model/test-plan';
import { type Problem, ProblemError } from '../../config/problems';
import { catalogue } from '../../config/releases/catalogue';
import { archiveAddress } from '../../config/releases/test-collections';
import { bareStacks } from '../bare-stacks';
import { chartsOf } from '../charts/environment-charts';
import { imagesOf, type UsedImage } from '../images/environment-images';
import { imageName, parseImage } from '../images/reference';
import { helmProgram } from '../images/render-chart';
import { makeFolder, onOut, writeFileWhole } from '../write-files';
import { copyImage } from './copy-image';
import { download } from './download';
import { getCharts, type MirroredChart, pushChart } from './get-charts';
import { mirrorProviders, providersOf, type UsedProvider } from './providers';
import { cosignLine, cosignProgram, expectUsed, type Signer, signerOf, verifySignature } from './signatures';

export const parts = ['charts', 'images', 'providers', 'collections'] as const;
export type Part = (typeof parts)[number];

export interface MirroredImage extends UsedImage {
  /** Its name in the mirror. */
  readonly target: string;
  readonly outcome: 'listed' | 'there' | 'copied' | 'failed';
  readonly digest?: string;
}

export interface MirrorResult {
  readonly environment: string;
  readonly to: string;
  readonly charts: readonly MirroredChart[];
  readonly images: readonly MirroredImage[];
  readonly providers: readonly UsedProvider[];
  readonly collections: readonly { readonly address: string; readonly outcome: 'there' | 'fetched' }[];
  readonly problems: readonly Problem[];
}

export interface MirrorRequest {
  /** Folder of packages, providers, collections and lists. */
  readonly folder: string;
  /** Registry with a path that gets charts and images; undefined: they are only listed. */
  readonly registry?: string;
  readonly charts?: string;
  readonly without: ReadonlySet<Part>;
  readonly env: NodeJS.ProcessEnv;
  /** Where files of public keys are: the folder of the project. */
  readonly cwd: string;
  readonly say: (line: string) => void;
}

/** The environment as it is where everything is to be had: names of images by their makers. */
export function atHome(model: EnvironmentModel): EnvironmentModel {
  const { images: _, ...charts } = model.config.charts;
  return resolveEnvironment({ ...model.config, charts });
}

async function collection(model: EnvironmentModel, folder: string): Promise<MirrorResult['collections']> {
  if (!testsEnabled(model.config)) return [];
  const tag = catalogue[model.config.hub.release].testCases;
  const address = archiveAddress(tag);
  const file = join(folder, `testing-toolkit-test-cases-${tag}.zip`);
  if (existsSync(file)) return [{ address, outcome: 'there' }];
  writeFileWhole(
    file,
    await download(address, 'MIRROR-DOWNLOAD', 'fetch it where there is a way out, or leave it out with --without collections'),
  );
  return [{ address, outcome: 'fetched' }];
}

/** The same copy by a program of the field, for who would rather use one: whole images, digests kept. */
const copyScript = (images: readonly MirroredImage[], signers: readonly Signer[]) =>
  `${[
    '#!/bin/sh',
    '# Copies every image with all its platforms; digests stay. skopeo 1.14 or newer; cosign 2.2 or newer where signatures are verified.',
    'set -eu',
    ...images.flatMap(({ image, target }) => {
      const signer = signerOf(signers, image);
      return [...(signer ? [cosignLine(signer, image)] : []), `skopeo copy --all --preserve-digests docker://${image} docker://${target}`];
    }),
  ].join('\n')}\n`;

/**
 * Brings what an environment needs into a folder and, where one is named, into a registry. Everything is written whole and checked by its digest,
 * and what is there already stays: stopped or failed, the same command goes on.
 * @throws ProblemError when charts, helm or Terraform can't be had; an image that can't be copied is a problem of the result, and the others go on
 */
export async function mirrorEnvironment(model: EnvironmentModel, request: MirrorRequest): Promise<MirrorResult> {
  const { folder, registry, without, env, say, cwd } = request;
  const { signatures } = model.config.charts;
  const home = atHome(model);
  const helm = without.has('images') ? '' : helmProgram(env);
  const cosign = signatures.length > 0 && registry !== undefined && !without.has('images') ? cosignProgram(env) : '';
  onOut(folder, () => makeFolder(resolve(folder)));
  const packages = resolve(folder, 'charts');
  const charts =
    without.has('charts') && request.charts !== undefined
      ? []
      : await getCharts(chartsOf(home), packages, request.charts, { env, verify: home.config.charts.verify });
  say(`charts: ${charts.length} in ${packages}`);
  const problems: Problem[] = [];
  if (registry !== undefined && !without.has('charts'))
    for (const { name, version } of charts) {
      const to = parseImage(`${registry}/charts/${name}:${version.replaceAll('+', '_')}`);
      if (to) await pushChart(join(packages, `${name}-${version}.tgz`), to, { name, version }, env);
    }
  const images: MirroredImage[] = [];
  if (!without.has('images')) {
    const source = charts.length > 0 ? packages : (request.charts ?? packages);
    const used = await imagesOf(home, { helm, packageOf: (name, version) => join(source, `${name}-${version}.tgz`) });
    expectUsed(
      signatures,
      used.map(({ image }) => image),
    );
    const place = registry ?? model.config.charts.images ?? 'registry.example.org/mirror';
    for (const each of used) images.push(await one(each, pulled({ charts: { ...home.config.charts, images: place } }, each.image)));
    writeFileWhole(
      join(folder, 'images.txt'),
      `${images.map(({ image, target, digest = '' }) => `${image}\t${target}\t${digest}`).join('\n')}\n`,
    );
    writeFileWhole(join(folder, 'copy-images.sh'), copyScript(images, signatures));
    say(`images: ${images.length} in ${join(folder, 'images.txt')}`);
  }
  async function one(used: UsedImage, target: string): Promise<MirroredImage> {
    const [from, to] = [parseImage(used.image), parseImage(target)];
    if (registry === undefined || !from || !to) return { ...used, target, outcome: 'listed' };
    try {
      const signer = signerOf(signatures, used.image);
      const { digest, there } = await copyImage(from, to, env, async (seen) => {
        if (signer) await verifySignature(cosign, signer, imageName({ ...from, tag: undefined, digest: seen }), env, cwd);
      });
      say(`${there ? 'there  ' : 'copied '} ${target}`);
      return { ...used, target, digest, outcome: there ? 'there' : 'copied' };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
      return { ...used, target, outcome: 'failed' };
    }
  }
  const providers = providersOf(bareStacks(home));
  if (!without.has('providers')) await mirrorProviders(providers, resolve(folder, 'providers'), env);
  const collections = without.has('collections') ? [] : await collection(model, join(folder, 'collections'));
  return { environment: model.config.environment, to: registry ?? folder, charts, images, providers, collections, problems };
}
