import type { EnvironmentModel } from '../../config/environment';
import { envoyProxy, kubectl } from '../../constructs/in-cluster/platform-images';
import { bareStacks } from '../bare-stacks';
import { imagesInData, imagesInText } from './found-images';
import { renderChart } from './render-chart';

/** An image of an environment, and what needs it. */
export interface UsedImage {
  /** The whole name, with its registry. */
  readonly image: string;
  /** Helm releases, or stacks where no chart is in between. */
  readonly usedBy: readonly string[];
}

export interface ImageSources {
  readonly helm: string;
  /** The package of a chart. */
  readonly packageOf: (chart: string, version: string) => string;
}

/**
 * Every image an environment runs, by name: each chart is rendered with the values it gets, and the resources of the stacks are looked through.
 * What an operator would start beyond what its chart and its objects name is not known to anybody before it does. Renders one chart after the other.
 * @throws ProblemError when a chart can't be rendered
 */
export async function imagesOf(model: EnvironmentModel, { helm, packageOf }: ImageSources): Promise<UsedImage[]> {
  const used = new Map<string, Set<string>>();
  const note = (images: readonly string[], by: string) => {
    for (const image of images) used.set(image, (used.get(image) ?? new Set()).add(by));
  };
  const rendered = new Map<string, readonly string[]>();
  for (const stack of bareStacks(model)) {
    for (const release of stack.releases) {
      note(imagesInData(release.values), release.name);
      if (release.chart === 'workbench-objects') {
        if (model.config.charts.images === undefined) note([kubectl], release.name);
        continue;
      }
      // Envoy Gateway starts it by itself, and names it only where it comes from a mirror.
      if (release.chart === 'gateway-helm' && model.config.charts.images === undefined) note([envoyProxy], release.name);
      const key = JSON.stringify([release.chart, release.version, release.values]);
      const images =
        rendered.get(key) ??
        imagesInText(await renderChart(helm, packageOf(release.chart, release.version), release, model.config.cluster.kubernetesVersion));
      rendered.set(key, images);
      note(images, release.name);
    }
    const { resource = {} } = stack.toTerraform() as { resource?: Readonly<Record<string, unknown>> };
    note(imagesInData(Object.fromEntries(Object.entries(resource).filter(([type]) => type.startsWith('kubernetes_')))), stack.stackId);
  }
  return [...used].map(([image, by]) => ({ image, usedBy: [...by].sort() })).sort((a, b) => (a.image < b.image ? -1 : 1));
}
