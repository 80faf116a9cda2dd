import type { EnvironmentModel } from '../../config/environment';
import { chartPart, testsEnabled, whyImpossible } from '../../config/model/test-plan';
import { testRunNames } from '../../config/schema/tests';

/** What each component needs to be switched on; a path a release does not know is not written. */
export function enabledComponents(model: EnvironmentModel): Readonly<Record<string, boolean>> {
  const { features: f, layout } = model;
  const bundled: Readonly<Record<string, boolean>> =
    layout === 'v14'
      ? {
          'central/centralledger/mysql': false,
          'central/centralledger/kafka': false,
          'central/centraleventprocessor/mongodb': false,
          'account-lookup-service/mysql': false,
          'mojaloop-bulk/mongodb': false,
        }
      : {};
  return {
    ...bundled,
    // From 17 on one budget for all handlers together. They have budgets of their own, and a pod under two is never evicted.
    pdb: false,
    'account-lookup-service': true,
    'account-lookup-service/als-oracle-pathfinder': f.oraclePathfinder,
    'account-lookup-service/account-lookup-service-handler-timeout': f.interScheme,
    'als-msisdn-oracle': f.oracleMsisdn,
    'quoting-service': true,
    'ml-api-adapter': true,
    central: true,
    centralledger: true,
    'centralledger/centralledger-handler-transfer-position-batch': f.positionBatch,
    centralsettlement: true,
    'centralsettlement/centralsettlement-handler-grosssettlement': f.grossSettlement,
    'central/centralsettlement/centralsettlement-handler-grosssettlement': f.grossSettlement,
    emailnotifier: false,
    'transaction-requests-service': true,
    thirdparty: f.thirdParty,
    'thirdparty/auth-svc': f.thirdParty,
    'thirdparty/consent-oracle': f.thirdParty && f.oracleConsent,
    'thirdparty/tp-api-svc': f.thirdParty,
    'thirdparty/thirdparty-simulator': f.thirdParty && f.simulators,
    // Its real switch: the condition in thirdparty's Chart.yaml goes by the chart's name, not by the alias.
    'thirdparty/mojaloop-simulator': f.thirdParty && f.simulators,
    'mojaloop-bulk': f.bulk,
    'mojaloop-ttk-simulators': f.ttkSimulators,
    'ml-testing-toolkit': f.testingToolkit,
    'mojaloop-simulator': f.simulators,
    simulator: f.simulators || f.testingToolkit,
    'inter-scheme-proxy-adapter': f.interScheme,
  };
}

/** Runs of the testing toolkit that the hub can pass: each brings its inputs, which the Jobs of `workbench verify` read, and a pod for `helm test`. */
export function enabledTests({ config, features }: EnvironmentModel): Readonly<Record<string, boolean>> {
  const on = testsEnabled(config);
  return Object.fromEntries(testRunNames.map((name) => [chartPart(name), on && whyImpossible(config, name, features) === undefined]));
}
