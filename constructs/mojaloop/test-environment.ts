import type { EnvironmentModel } from '../../config/environment';
import { testInputs, testOptions } from '../../config/model/test-inputs';
import type { ValueIndex } from '../../config/releases/value-index';
import type { Json } from '../in-cluster/release-spec';
import { enabledTests } from './toggles';

/** Which parts of the chart bring an environment of the testing toolkit, and when it is used. */
function used(model: EnvironmentModel, part: string): boolean {
  const { testingToolkit, ttkSimulators } = model.features;
  if (part === 'ml-testing-toolkit') return testingToolkit;
  if (part === 'mojaloop-ttk-simulators') return ttkSimulators;
  return enabledTests(model)[part] ?? false;
}

/**
 * The toolkit and each of its tests have an environment of their own in the values (YAML anchors make them alike in the chart's file only),
 * so every one that is used gets the same inputs; a test that knew another hub than the one it provisions would fail.
 */
export function testEnvironment(model: EnvironmentModel, index: ValueIndex): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  const known = testInputs(model.config, model.features);
  const { transformerName } = testOptions(model.features);
  const { collections } = model.config.tests;
  for (const path of index.paths.keys()) {
    const [, part = '', input = ''] = /^([^/]+)\/.*\/inputValues\/([^/]+)$/.exec(path) ?? [];
    const value = known[input];
    if (value !== undefined && used(model, part)) found.set(path, value);
    const [, other = ''] = /^([^/]+)\/.*\/options\/transformerName$/.exec(path) ?? [];
    if (transformerName && used(model, other)) found.set(path, transformerName);
    const [, test = ''] = /^([^/]+)\/config\/testCasesZipUrl$/.exec(path) ?? [];
    if (collections && used(model, test)) found.set(path, collections.address);
  }
  return found;
}
