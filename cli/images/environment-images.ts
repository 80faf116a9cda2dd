import type { EnvironmentModel } from '../../config/environment';
import { envoyProxy, kubectl } from '../../constructs/in-cluster/platform-images';
import type { WorkbenchStack } from '../../stacks/workbench-stack';
import { bareStacks } from '../bare-stacks';
import { terraformOf } from '../finished-stack';
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
  /** The package of a chart; undefined where there is none: its images stay unknown then, but for those that its values name. */
  readonly packageOf: (chart: string, version: string) => string | undefined;
}

/** Notes who needs which image. */
class ImageNotes {
  private readonly used = new Map<string, Set<string>>();

  note(images: readonly string[], by: string): void {
    for (const image of images) this.used.set(image, (this.used.get(image) ?? new Set()).add(by));
  }

  list(): UsedImage[] {
    return [...this.used].map(([image, by]) => ({ image, usedBy: [...by].sort() })).sort((a, b) => (a.image < b.image ? -1 : 1));
  }
}

/** Images that stacks and values of releases name. */
function noteNamed(model: EnvironmentModel, stacks: readonly WorkbenchStack[], notes: ImageNotes): void {
  const atMakers = model.config.charts.images === undefined;
  for (const stack of stacks) {
    for (const release of stack.releases) {
      notes.note(imagesInData(release.values), release.name);
      if (release.chart === 'workbench-objects' && atMakers) notes.note([kubectl], release.name);
      // Envoy Gateway starts it by itself, and names it only where it comes from a mirror.
      if (release.chart === 'gateway-helm' && atMakers) notes.note([envoyProxy], release.name);
    }
    const { resource = {} } = terraformOf(stack);
    notes.note(
      imagesInData(Object.fromEntries(Object.entries(resource).filter(([type]) => type.startsWith('kubernetes_')))),
      stack.stackId,
    );
  }
}

/** Images that an environment names itself, without a look into any chart. */
export function imagesNamed(model: EnvironmentModel): UsedImage[] {
  const notes = new ImageNotes();
  noteNamed(model, bareStacks(model), notes);
  return notes.list();
}

/**
 * Every image an environment runs, by name: each chart is rendered with the values it gets, and the resources of the stacks are looked through.
 * What an operator would start beyond what its chart and its objects name is not known to anybody before it does. Renders one chart after the other.
 * @throws ProblemError when a chart can't be rendered
 */
export async function imagesOf(model: EnvironmentModel, { helm, packageOf }: ImageSources): Promise<UsedImage[]> {
  const notes = new ImageNotes();
  const stacks = bareStacks(model);
  noteNamed(model, stacks, notes);
  const rendered = new Map<string, readonly string[]>();
  for (const release of stacks.flatMap(({ releases }) => releases)) {
    const file = release.chart === 'workbench-objects' ? undefined : packageOf(release.chart, release.version);
    if (file === undefined) continue;
    const key = JSON.stringify([release.chart, release.version, release.values]);
    const images = rendered.get(key) ?? imagesInText(await renderChart(helm, file, release, model.config.cluster.kubernetesVersion));
    rendered.set(key, images);
    notes.note(images, release.name);
  }
  return notes.list();
}
