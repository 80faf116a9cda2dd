import type { EnvironmentModel } from '../../config/environment';

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

/** Tests of the testing toolkit that go with what is on. They run as `helm test`. */
export function enabledTests(model: EnvironmentModel): Readonly<Record<string, boolean>> {
  const { features: f } = model;
  const tests = f.testingToolkit && f.simulators;
  return {
    'ml-ttk-test-setup': tests,
    'ml-ttk-test-val-gp': tests,
    'ml-ttk-test-val-bulk': tests && f.bulk,
    'ml-ttk-test-setup-tp': tests && f.thirdParty,
    'ml-ttk-test-val-tp': tests && f.thirdParty,
    'ml-ttk-test-setup-sdk-bulk': tests && f.ttkSimulators && f.bulk,
    'ml-ttk-test-val-sdk-bulk': tests && f.ttkSimulators && f.bulk,
    'ml-ttk-test-val-sdk-r2p': tests && f.ttkSimulators,
    'ml-ttk-test-setup-interscheme': tests && f.interScheme,
    'ml-ttk-test-val-interscheme': tests && f.interScheme,
    'ml-ttk-test-cleanup': tests,
  };
}
