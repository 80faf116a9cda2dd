import type { WorkbenchConfig } from '../schema/workbench';
import type { Features } from './features';

/** A value that test cases name by `{$inputs.…}`. */
export type TestInput = string | number | boolean;

/**
 * Inputs of the testing toolkit that follow from the hub; what follows from nothing stays as the chart of the release has it. None of them is a secret.
 * The chart's values, the Jobs of `workbench verify` and the scheduled runs all take them from here: a run that knew another hub than the one
 * provisioned would fail.
 */
export function testInputs(config: WorkbenchConfig, features: Features): Readonly<Record<string, TestInput>> {
  const [first = config.hub.currencies[0], second, third] = config.hub.testCurrencies;
  const inputs: Readonly<Record<string, TestInput | undefined>> = {
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
  return Object.fromEntries(Object.entries(inputs).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Options of the toolkit beside the inputs: in ISO 20022 it turns each message of a test case into one. */
export const testOptions = (features: Features): Readonly<Record<string, string>> =>
  features.iso20022 ? { transformerName: 'fspiopToISO20022' } : {};
