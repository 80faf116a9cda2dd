import type { EnvironmentModel } from '../../environment';
import { workloadNames } from '../services';

/** Who account lookup asks about one kind of identifier. */
export interface Oracle {
  readonly type: string;
  readonly endpoint: string;
  /** Only for this currency; all of them when left out. */
  readonly currency?: string;
}

/**
 * The oracles of an environment. That of Pathfinder enters itself into account lookup, so it is not here. Addresses are those of the Services that
 * the charts make, with port 80 (Mojaloop 17.1.0, `als-msisdn-oracle`, `consent-oracle`).
 */
export function oraclesOf({ config, features, layout }: EnvironmentModel): Oracle[] {
  const { releaseName, namespace, oracles } = config.hub;
  const inside = (service: string) => `http://${service}.${namespace}.svc.${config.network.clusterDomain}`;
  const ofRelease = (service: string) => inside(workloadNames(layout, releaseName, service).deployment);
  return [
    ...(features.oracleMsisdn ? [{ type: 'MSISDN', endpoint: ofRelease('als-msisdn-oracle') }] : []),
    ...(features.thirdParty && features.oracleConsent ? [{ type: 'CONSENT', endpoint: ofRelease('consent-oracle') }] : []),
    ...oracles.prefix.map(({ name, chart, type }) => ({ type, endpoint: `${inside(`${name}-${chart}`)}/als-api` })),
    ...oracles.external.map(({ type, endpoint, currency }) => ({ type, endpoint, ...(currency ? { currency } : {}) })),
  ];
}
