import type { Values } from '../in-cluster/release-spec';
import type { Pm4mlLayout, Writer } from './context';

const off = { enabled: false } as const;

/** Up to 9.x nothing switches Prometheus off as a whole (no `condition` in Chart.yaml); its server is the one part that is on. */
const prometheus = {
  v8: { server: off },
  v9: { server: off },
  v10: off,
} as const satisfies Record<Pm4mlLayout, Values>;

/** Pull credentials that the chart gives by default are invented ones; null takes a default away. */
const noPullCredentials = { imagePullCredentials: null } as const;

/**
 * What a payment manager of a hub does not run for itself: Vault, Keycloak and Prometheus are there once for all.
 * Every way in is a Gateway API route, so no Ingress is made: those of 8.x ask for an API that Kubernetes 1.22 took away.
 */
export const switchedOff: Writer = ({ layout }) => ({
  vault: off,
  // The realm is printed into a ConfigMap, with a client secret in it, even when Keycloak is off.
  keycloak: { ...off, configFiles: { 'realm.json': '{}' } },
  prometheus: prometheus[layout],
  testIngress: off,
  ingress: off,
  frontend: { ...noPullCredentials, ingress: off },
  'experience-api': { ...noPullCredentials, ingress: off },
  'management-api': { ...noPullCredentials, ingress: off },
  'mojaloop-core-connector': { ...noPullCredentials, ingress: off },
  'sim-backend': { ingress: off },
  ...(layout === 'v8' ? {} : { 'mojaloop-payment-token-adapter': off }),
});
