import { atLeast, layoutOf } from '../releases/versions';
import type { WorkbenchConfig } from '../schema/workbench';

/** What the hub has once every toggle has drawn along what it needs. */
export interface Features {
  readonly bulk: boolean;
  readonly thirdParty: boolean;
  readonly simulators: boolean;
  readonly ttkSimulators: boolean;
  readonly testingToolkit: boolean;
  readonly simpleRouting: boolean;
  readonly onUsTransfers: boolean;
  readonly fx: boolean;
  readonly interScheme: boolean;
  readonly iso20022: boolean;
  readonly positionBatch: boolean;
  /** Handler of gross settlement: always there before 17, later only where a settlement model asks for it. */
  readonly grossSettlement: boolean;
  readonly jws: boolean;
  readonly oraclePathfinder: boolean;
  readonly oracleMsisdn: boolean;
  readonly oracleConsent: boolean;
  /** Only 14.x carries the central event processor, with a MongoDB of its own. */
  readonly eventProcessor: boolean;
  /** Somebody needs Kafka topics of the SDK: a simulator or a payment manager with bulk. */
  readonly sdkBulk: boolean;
}

/**
 * Resolves the toggles of `hub` for its release. A toggle that the release lacks stays off here;
 * that somebody asked for it is a problem of the rules, not of the model.
 */
export function resolveFeatures(config: WorkbenchConfig): Features {
  const { hub } = config;
  const from = (version: string) => atLeast(hub.release, version);
  return {
    bulk: hub.bulk,
    thirdParty: hub.thirdParty,
    simulators: hub.simulators,
    ttkSimulators: hub.ttkSimulators,
    testingToolkit: hub.testingToolkit,
    simpleRouting: hub.simpleRouting,
    onUsTransfers: hub.onUsTransfers,
    fx: hub.fx && from('17.0.0'),
    interScheme: hub.interScheme && from('17.0.0'),
    iso20022: hub.apiType === 'iso20022' && from('17.0.0'),
    positionBatch: from('16.0.4') && (hub.positionBatch ?? from('17.0.0')),
    grossSettlement: !from('17.0.0') || hub.settlementModels.some(({ granularity }) => granularity === 'GROSS'),
    jws: hub.jws.enabled ?? from('16.0.4'),
    oraclePathfinder: hub.oracles.pathfinder,
    oracleMsisdn: from('17.0.0') && (hub.oracles.msisdn ?? true),
    oracleConsent: hub.oracles.consent ?? hub.thirdParty,
    eventProcessor: layoutOf(hub.release) === 'v14',
    sdkBulk: hub.ttkSimulators || config.participants.some((p) => p.sdkBulk && !p.external && !p.retired),
  };
}
