import type { EnvironmentModel } from '../../environment';
import { workloadNames } from '../services';

/** Who account lookup asks about one kind of identifier. */
export interface Oracle {
  readonly type: string;
  readonly endpoint: string;
  /** Only for this currency; all of them when left out. */
  readonly currency?: string;
}

/** The MSISDN oracle of the release, in its charts and in `workbench onboard --oracle`. */
export const msisdnOracle = 'als-msisdn-oracle';

/** Ports of the charts alias-oracle and mfi-account-oracle: what account lookup asks, and what keeps the entries. Their Service has the name of the release. */
export const prefixOraclePorts = { lookup: 3000, admin: 3001 } as const;

/**
 * The oracles of an environment. That of Pathfinder enters itself into account lookup, so it is not here. Addresses are those of the Services that
 * the charts make: with port 80 those of the release (Mojaloop 17.1.0, `als-msisdn-oracle`, `consent-oracle`), with a port of their own the prefix oracles.
 */
export function oraclesOf({ config, features, layout }: EnvironmentModel): Oracle[] {
  const { releaseName, namespace, oracles } = config.hub;
  const inside = (service: string) => `http://${service}.${namespace}.svc.${config.network.clusterDomain}`;
  const ofRelease = (service: string) => inside(workloadNames(layout, releaseName, service).deployment);
  return [
    ...(features.oracleMsisdn ? [{ type: 'MSISDN', endpoint: ofRelease(msisdnOracle) }] : []),
    ...(features.thirdParty && features.oracleConsent ? [{ type: 'CONSENT', endpoint: ofRelease('consent-oracle') }] : []),
    ...oracles.prefix.map(({ name, type }) => ({ type, endpoint: `${inside(name)}:${prefixOraclePorts.lookup}` })),
    ...oracles.external.map(({ type, endpoint, currency }) => ({ type, endpoint, ...(currency ? { currency } : {}) })),
  ];
}
