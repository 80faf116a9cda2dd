import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { inspectStacks } from '../../cli/synthesise';
import { namespacesOf } from '../../config/model/namespaces';
import type { ReleaseSpec } from '../../constructs/in-cluster/release-spec';
import { projectRoot } from '../../constructs/terraform/project-root';
import { must } from '../lab/client';
import type { Site } from '../lab/site';
import { definitionOf, platformKinds, releaseKinds } from '../lab/stand-ins/kinds';

/** The package that a release is installed from: a stand-in of the lab, or our own chart as it lies in the repository. */
export const packageOf = ({ folder }: Site, { chart, version }: Pick<ReleaseSpec, 'chart' | 'version'>): string =>
  chart === 'workbench-objects'
    ? join(projectRoot(), 'constructs/in-cluster/objects-chart')
    : join(folder, 'charts', `${chart}-${version}.tgz`);

const helmAtOnce = 3;

/**
 * Installs every release of an environment with the real helm, with the values that Terraform would give it: so Helm itself writes the records that
 * the doctor reads. The kinds of the platform charts come before, namespaces and Services of the stores are made as the stacks make them.
 * @param wanted those that a test needs; all of them when left out
 * @returns the releases
 */
export async function installAll(site: Site, wanted: (release: ReleaseSpec) => boolean = () => true): Promise<readonly ReleaseSpec[]> {
  const { lab, model, folder } = site;
  const releases = inspectStacks(model, { stateDir: folder })
    .stacks.flatMap((stack) => stack.releases)
    .filter(wanted);
  const names = [...namespacesOf(model.config).map(({ name }) => name), ...releases.map(({ namespace }) => namespace)];
  for (const name of new Set(names))
    await must(lab.kube, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const kinds = [platformKinds, releaseKinds].flatMap((each) => Object.values(each).flat()).map(definitionOf);
  const definitions = new Map(kinds.map((kind) => [kind.metadata.name, kind]));
  for (const definition of definitions.values())
    await must(lab.kube, 'POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition);
  for (const { name } of model.logicalServices) {
    const spec = { type: 'ExternalName', externalName: `${name}.example.org` };
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec };
    await must(lab.kube, 'POST', `/api/v1/namespaces/${model.config.stores.namespace}/services`, service);
  }
  const waiting = [...releases];
  const install = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const values = join(folder, `${next.namespace}-${next.name}.yaml`);
      writeFileSync(values, stringify(next.values, { aliasDuplicateObjects: false }));
      // Their kinds are there already; the Jobs that wait for operators would wait for nobody.
      const options = ['--namespace', next.namespace, '--values', values, '--skip-crds', '--no-hooks'];
      await lab.helm('install', next.name, packageOf(site, next), ...options);
    }
  };
  await Promise.all(Array.from({ length: helmAtOnce }, install));
  return releases;
}
