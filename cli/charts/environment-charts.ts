import type { EnvironmentModel } from '../../config/environment';
import { bareStacks } from '../bare-stacks';

/** Every chart version that an environment installs, once, by name. No package is looked at. */
export function chartsOf(model: EnvironmentModel): { name: string; version: string }[] {
  const asked = new Map<string, { name: string; version: string }>();
  bareStacks(model, (name, version) => {
    asked.set(`${name} ${version}`, { name, version });
    return { chart: name, version };
  });
  return [...asked.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
