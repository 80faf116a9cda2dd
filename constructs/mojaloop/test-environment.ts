import type { EnvironmentModel } from '../../config/environment';
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

/** Inputs of the testing toolkit that follow from the hub. What follows from nothing stays as the tests were written. */
function inputs(model: EnvironmentModel): Readonly<Record<string, Json | undefined>> {
  const { config, features } = model;
  const [first = config.hub.currencies[0], second, third] = config.hub.testCurrencies;
  return {
    currency: first,
    currency2: second,
    currency3: third,
    cgscurrency: third,
    SIMPAYER_CURRENCY: first,
    SIMPAYEE_CURRENCY: first,
    fxpCurrency: first,
    PROXY_AMOUNT_CURRENCY: first,
    // These simulators have accounts in the second currency of the tests.
    TTKSIM1_CURRENCY: second,
    TTKSIM2_CURRENCY: second,
    TTKSIM3_CURRENCY: second,
    HUB_NAME: config.hub.name,
    API_TYPE: config.hub.apiType,
    SIMPLE_ROUTING_MODE_ENABLED: features.simpleRouting,
    ON_US_TRANSFERS_ENABLED: features.onUsTransfers,
    NET_DEBIT_CAP: config.hub.netDebitCap,
  };
}

/**
 * The toolkit and each of its tests have an environment of their own in the values (YAML anchors make them alike in the chart's file only),
 * so every one that is used gets the same inputs; a test that knew another hub than the one it provisions would fail.
 */
export function testEnvironment(model: EnvironmentModel, index: ValueIndex): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  const known = inputs(model);
  for (const path of index.paths.keys()) {
    const [, part = '', input = ''] = /^([^/]+)\/.*\/inputValues\/([^/]+)$/.exec(path) ?? [];
    const value = known[input];
    if (value !== undefined && used(model, part)) found.set(path, value);
    const [, other = ''] = /^([^/]+)\/.*\/options\/transformerName$/.exec(path) ?? [];
    if (model.features.iso20022 && used(model, other)) found.set(path, 'fspiopToISO20022');
  }
  return found;
}
