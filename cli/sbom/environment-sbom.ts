import type { EnvironmentModel } from '../../config/environment';
import { testsEnabled } from '../../config/model/test-plan';
import { catalogue } from '../../config/releases/catalogue';
import { bareStacks } from '../bare-stacks';
import { chartsOf } from '../charts/environment-charts';
import { imagesNamed, imagesOf, type UsedImage } from '../images/environment-images';
import { atHome } from '../mirror/environment-mirror';
import { providersOf } from '../mirror/providers';
import { version as ownVersion } from '../version';
import { chartComponent, collectionComponent, imageComponent, providerComponent } from './components';
import type { Component, Dependency, Sbom } from './cyclonedx';
import { askDigests, type Digests } from './digests';
import { sbomDocument } from './document';
import { packageUrl } from './package-url';

export interface SbomRequest {
  /** Helm, and the package of a chart where there is one; without helm, only images that the stacks name are known. */
  readonly helm?: string;
  readonly packageOf: (chart: string, version: string) => string | undefined;
  readonly digests: Digests;
  /** Ask the registries for digests that are not known. */
  readonly resolve: boolean;
  readonly env: NodeJS.ProcessEnv;
}

/** A document with what it lacks. */
export interface EnvironmentSbom {
  readonly document: Sbom;
  readonly counts: { readonly charts: number; readonly images: number; readonly providers: number; readonly collections: number };
  /** Charts that were not rendered: what images they name stays unknown. */
  readonly unseen: readonly string[];
  readonly withoutDigest: readonly string[];
  readonly withoutLicence: readonly string[];
}

const refOf = (component: Component) => component['bom-ref'];

/** Which images each chart, and each stack, runs. */
function imageEdges(model: EnvironmentModel, images: readonly UsedImage[], digests: Digests, root: string): Dependency[] {
  const chartOf = new Map<string, string>();
  for (const { releases } of bareStacks(model))
    for (const { name, chart, version } of releases)
      if (chart !== 'workbench-objects') chartOf.set(name, refOf(chartComponent({ name: chart, version })));
  const edges = new Map<string, string[]>();
  for (const { image, usedBy } of images)
    for (const by of usedBy) {
      const ref = chartOf.get(by) ?? root;
      edges.set(ref, [...(edges.get(ref) ?? []), refOf(imageComponent(image, digests))]);
    }
  return [...edges].map(([ref, dependsOn]) => ({ ref, dependsOn }));
}

/**
 * Everything an environment is made of, from elsewhere, as its makers name it: a mirror changes where things come from, not what they are.
 * Asks nobody, but for `resolve`.
 * @throws ProblemError when a chart can't be rendered, or a registry does not answer
 */
export async function environmentSbom(model: EnvironmentModel, request: SbomRequest): Promise<EnvironmentSbom> {
  const home = atHome(model);
  const { config } = home;
  const charts = chartsOf(home);
  // Packages are held against the lock also where nothing can be rendered from them.
  const seen = (name: string, version: string) => {
    const file = request.packageOf(name, version);
    return request.helm === undefined ? undefined : file;
  };
  const images = request.helm === undefined ? imagesNamed(home) : await imagesOf(home, { helm: request.helm, packageOf: seen });
  const names = images.map(({ image }) => image);
  const digests = request.resolve ? await askDigests(names, request.digests, request.env) : request.digests;
  const providers = providersOf(bareStacks(home));
  const tag = catalogue[config.hub.release].testCases;
  const parts = {
    charts: charts.map(chartComponent),
    images: names.map((image) => imageComponent(image, digests)),
    providers: providers.map(providerComponent),
    collections: testsEnabled(config) ? [collectionComponent(tag)] : [],
  };
  const environment: Component = {
    type: 'platform',
    'bom-ref': `environment:${config.tenant}/${config.environment}`,
    group: config.tenant,
    name: config.environment,
    version: config.hub.release,
    description: 'Mojaloop hub with its payment managers',
  };
  const components = [...parts.charts, ...parts.images, ...parts.providers, ...parts.collections];
  const root = refOf(environment);
  const ofImages = imageEdges(home, images, digests, root);
  const direct = [...parts.charts, ...parts.providers, ...parts.collections].map(refOf);
  const unseen = charts.filter(({ name, version }) => seen(name, version) === undefined);
  const version = ownVersion();
  const document = sbomDocument({
    environment,
    tool: {
      type: 'application',
      'bom-ref': `workbench@${version}`,
      name: 'mojaloop-workbench',
      version,
      licenses: [{ license: { id: 'Apache-2.0', acknowledgement: 'declared' } }],
      purl: packageUrl('generic', ['mojaloop-workbench'], version),
    },
    components,
    dependencies: [
      ...ofImages.filter(({ ref }) => ref !== root),
      { ref: root, dependsOn: [...direct, ...(ofImages.find(({ ref }) => ref === root)?.dependsOn ?? [])] },
    ],
    unseen: unseen.map((chart) => refOf(chartComponent(chart))),
    properties: [
      { name: 'workbench:platform', value: config.platform.provider },
      { name: 'workbench:profile', value: config.profile },
    ],
  });
  const titled = ({ name, version: of }: Component) => `${name} ${of ?? ''}`.trim();
  return {
    document,
    counts: { charts: charts.length, images: names.length, providers: providers.length, collections: parts.collections.length },
    unseen: unseen.map(({ name, version: of }) => `${name} ${of}`),
    withoutDigest: [...parts.charts, ...parts.images].filter(({ hashes }) => hashes === undefined).map(titled),
    withoutLicence: components.filter(({ licenses }) => licenses === undefined).map(titled),
  };
}
