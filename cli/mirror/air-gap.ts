import { isIPv4 } from 'node:net';
import type { EnvironmentModel } from '../../config/environment';
import { type Problem, problem } from '../../config/problems';
import { mirrorFolder } from '../../config/releases/chart-source';
import type { WorkbenchStack } from '../../stacks/workbench-stack';
import { terraformOf } from '../finished-stack';
import { imagesInData, imagesInText } from '../images/found-images';
import { renderChart } from '../images/render-chart';
import type { MirrorCode } from './codes';

const privateRange = /^(10|127)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^169\.254\./;
const address = /\bhttps?:\/\/([\w.-]+|\[[\da-f:]+\])(?::\d+)?[^\s"'\\)]*/g;

/** Host of a registry or of an address. */
const hostOf = (place: string) => place.replace(/^\w+:\/\//, '').split(/[/:]/)[0] ?? '';

/** Says whether a host is one of the environment: its domain, its cluster, its mirrors, an address of a private network. */
export function insideOf({ config }: EnvironmentModel): (host: string) => boolean {
  const { mirror, images } = config.charts;
  const own = [mirror, images].filter((place) => place !== undefined).map(hostOf);
  const endings = [config.domain, config.network.clusterDomain, 'svc', 'local', 'internal', 'localhost'];
  return (host) => {
    const name = host.toLowerCase().replace(/\.$/, '');
    if (isIPv4(name)) return privateRange.test(name);
    // A name without a dot is one of the cluster, and no top-level domain has a dash in it: `vault-0.vault-internal`.
    const last = name.split('.').at(-1) ?? '';
    return (
      !name.includes('.') ||
      (last.includes('-') && !last.startsWith('xn--')) ||
      own.includes(name) ||
      endings.some((ending) => name === ending || name.endsWith(`.${ending}`))
    );
  };
}

/** Every text in plain data, with the keys that lead there. */
function* texts(data: unknown, path = ''): Generator<readonly [path: string, text: string]> {
  if (typeof data === 'string') yield [path, data];
  else if (typeof data === 'object' && data !== null)
    for (const [key, value] of Object.entries(data)) if (key !== '//') yield* texts(value, path === '' ? key : `${path}.${key}`);
}

const found = (code: MirrorCode, message: string, hint: string, path: string): Problem => problem(code, message, hint, { path });

/**
 * Everything that an environment without a way out would still look for outside: chart repositories, images and addresses in what is synthesised.
 * Images that only the charts name are seen where helm and the packages are given.
 */
export async function airGapProblems(
  model: EnvironmentModel,
  stacks: readonly WorkbenchStack[],
  rendering?: { readonly helm: string; readonly packageOf: (chart: string, version: string) => string },
): Promise<Problem[]> {
  const { mirror, images } = model.config.charts;
  const inside = insideOf(model);
  const problems = new Map<string, Problem>();
  const add = (each: Problem) => problems.set(each.message, problems.get(each.message) ?? each);
  if (mirror === undefined || (mirrorFolder(mirror) === undefined && !inside(hostOf(mirror))))
    add(
      found(
        'AIR-CHARTS',
        'charts come from the repositories of their makers',
        'charts.mirror: a folder, or a registry inside; workbench mirror fills both',
        'charts.mirror',
      ),
    );
  const lookAt = (names: readonly string[], by: string) => {
    for (const image of names)
      if (images === undefined || !image.startsWith(`${images}/`))
        add(
          found(
            'AIR-IMAGE',
            `${by} pulls ${image}`,
            'charts.images: the registry inside; what a chart has fixed needs overrides.values, or a mirror in the settings of the nodes',
            'charts.images',
          ),
        );
  };
  for (const stack of stacks) {
    for (const release of stack.releases) {
      lookAt(imagesInData(release.values), release.name);
      if (!rendering || release.chart === 'workbench-objects') continue;
      const file = rendering.packageOf(release.chart, release.version);
      lookAt(imagesInText(await renderChart(rendering.helm, file, release, model.config.cluster.kubernetesVersion)), release.name);
    }
    const { resource = {}, data = {}, provider = {} } = terraformOf(stack);
    for (const [path, text] of texts({ resource, data, provider }))
      for (const [whole, host = ''] of text.matchAll(address))
        if (!inside(host))
          add(
            found(
              'AIR-ADDRESS',
              `${stack.stackId}: ${path.split('.').slice(1, 3).join('.')} points at ${whole.slice(0, 100)}`,
              'name a service inside, or leave out what needs it',
              model.config.domain,
            ),
          );
  }
  return [...problems.values()];
}
