import type { EnvironmentModel } from '../../config/environment';
import { errorBody, gatewayRefusals, participantGates, strippedHeaders } from '../../config/model/edge';
import { issuerOf } from '../../config/model/identity';
import { hasInnerBalancer } from '../../config/model/inner-balancer';
import { participantHost } from '../../config/model/published-apis';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { gatewayName, listeners, routeObject } from './gateway-objects';
import { audienceLabel, operatorsGateway, gateway as policyGroup, routesOf } from './gateway-targets';
import type { KubernetesObject } from './objects';
import { type GateProps, gateScript, tokenProvider } from './participant-gate';
import type { Values } from './release-spec';

const apiVersion = policyGroup.apiVersion;

/** Secret with the authority that signs certificates of participants (`ca.crt`). */
export const participantAuthority = 'participants-ca';
/** ConfigMap with who signed the certificate of what a cloud puts before the gateway, where that speaks for participants. */
export const frontAuthority = 'front-ca';

const noRouteName = 'no-route';

/** How the proxies take connections: what holds for every listener. */
function connections(ranges: readonly string[]) {
  return {
    // Who connects is who sends, unless a front of the cloud says for whom: nobody else is believed.
    ...(ranges.length > 0 ? { clientIPDetection: { xForwardedFor: { trustedCIDRs: ranges } } } : {}),
    headers: {
      xForwardedClientCert: { mode: 'Sanitize' },
      earlyRequestHeaders: { remove: [...strippedHeaders] },
      withUnderscoresAction: 'RejectRequest',
    },
    path: { escapedSlashesAction: 'RejectRequest' },
  };
}

/** Policy for the connections of a gateway, or of one listener of it. `believed`: ranges of whoever may say for whom it speaks. */
export const clientPolicy = (
  { gateway }: WorkbenchConfig,
  name: string,
  target: { readonly gateway?: string; readonly listener?: string },
  believed: readonly string[] = [],
  clientValidation?: Values,
): KubernetesObject => ({
  apiVersion,
  kind: 'ClientTrafficPolicy',
  metadata: { name, namespace: gateway.namespace },
  spec: {
    targetRefs: [
      {
        group: 'gateway.networking.k8s.io',
        kind: 'Gateway',
        name: target.gateway ?? gatewayName,
        ...(target.listener ? { sectionName: target.listener } : {}),
      },
    ],
    ...connections(believed),
    tls: { minVersion: '1.2', ...(clientValidation ? { clientValidation } : {}) },
  },
});

/**
 * Two policies for connections: the listener of participants asks for a certificate and refuses, in the handshake, one that the authority has not signed.
 * Who shows none comes in as far as the script, which answers 401 with an error that its systems understand. Sessions are not resumed (the default of Envoy
 * Gateway): Envoy would not look at the certificate again.
 */
function clientPolicies({ config }: EnvironmentModel, { front }: GateProps): KubernetesObject[] {
  const ranges = front?.ranges ?? [];
  const speaksForParticipants = front?.clientName !== undefined;
  const authorities = [
    { group: '', kind: 'Secret', name: participantAuthority },
    ...(speaksForParticipants ? [{ group: '', kind: 'ConfigMap', name: frontAuthority }] : []),
  ];
  return [
    clientPolicy(config, 'participants', { listener: listeners.participants }, speaksForParticipants ? ranges : [], {
      optional: true,
      caCertificateRefs: authorities,
    }),
    clientPolicy(config, 'everybody', {}, ranges),
    // Nothing of a cloud stands before the gateway of operators: who connects is who sends.
    ...(hasInnerBalancer(config) ? [clientPolicy(config, operatorsGateway, { gateway: operatorsGateway })] : []),
  ];
}

/** Every route behind the listener of participants needs a token of the hub's issuer, whatever else a route says. */
function tokenPolicy({ config }: EnvironmentModel): KubernetesObject {
  const { issuer, jwksUri } = issuerOf(config, 'participants');
  return {
    apiVersion,
    kind: 'SecurityPolicy',
    metadata: { name: 'participants', namespace: config.gateway.namespace },
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: gatewayName, sectionName: listeners.participants }],
      jwt: {
        providers: [
          {
            name: tokenProvider,
            issuer,
            remoteJWKS: { uri: jwksUri },
            // Only there: a token in the address would end up in logs.
            extractFrom: { headers: [{ name: 'Authorization', valuePrefix: 'Bearer ' }] },
          },
        ],
      },
    },
  };
}

/** Rates that participants have, each once: one bucket a participant and rate. Envoy Gateway takes 16 rules. */
export const ratesOf = (config: WorkbenchConfig): number[] =>
  [...new Set([config.gateway.requestsPerSecond, ...participantGates(config).map(({ requestsPerSecond }) => requestsPerSecond)])].sort(
    (a, b) => a - b,
  );

/**
 * Limits of participants. Each proxy counts for itself, and each route for itself; the script has put the rate of the participant into a header, so that
 * thousands of participants need as many rules as there are rates. The largest body of any participant is the most that a proxy keeps in memory.
 */
function limitPolicy(model: EnvironmentModel): KubernetesObject {
  const { config } = model;
  const largest = Math.max(config.gateway.payloadKiB * 1024, ...participantGates(config).map(({ payloadBytes }) => payloadBytes));
  const rules = ratesOf(config).map(
    (requests): Values => ({
      clientSelectors: [
        {
          headers: [
            { name: 'x-participant-rate', type: 'Exact', value: String(requests) },
            { name: 'fspiop-source', type: 'Distinct' },
          ],
        },
      ],
      limit: { requests, unit: 'Second' },
    }),
  );
  return {
    apiVersion,
    kind: 'BackendTrafficPolicy',
    metadata: { name: 'participants', namespace: config.hub.namespace },
    spec: {
      targetSelectors: routesOf('participant'),
      requestBuffer: { limit: String(largest) },
      rateLimit: { type: 'Local', local: { rules } },
    },
  };
}

/**
 * Where a request goes whose path no API has: every other route has a longer prefix. It passes the gate as all others, so a stranger is not told what there is.
 */
function noRoute(model: EnvironmentModel): KubernetesObject[] {
  const { namespace } = model.config.hub;
  const { status, ...told } = gatewayRefusals.noRoute;
  const { group } = policyGroup;
  const filter = { type: 'ExtensionRef', extensionRef: { group, kind: 'HTTPRouteFilter', name: noRouteName } };
  const rules = [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], filters: [filter] }];
  const route = routeObject(model, namespace, {
    name: noRouteName,
    host: participantHost(model.hosts),
    audience: 'participant',
    rules: [],
  });
  return [
    {
      apiVersion,
      kind: 'HTTPRouteFilter',
      metadata: { name: noRouteName, namespace },
      spec: {
        directResponse: { statusCode: status, contentType: 'application/json', body: { type: 'Inline', inline: errorBody(told) } },
      },
    },
    { ...route, spec: { ...(route.spec as Values), rules } },
  ];
}

/** Objects in the namespace of the gateway. */
export const participantListenerPolicies = (model: EnvironmentModel, props: GateProps = {}): KubernetesObject[] => [
  ...clientPolicies(model, props),
  tokenPolicy(model),
];

/** Objects beside the routes of the hub: the gate of participants, their limits, and what is said where there is no route. */
export const participantRoutePolicies = (model: EnvironmentModel, props: GateProps = {}): KubernetesObject[] => [
  {
    apiVersion,
    kind: 'EnvoyExtensionPolicy',
    metadata: { name: 'participants', namespace: model.config.hub.namespace, labels: { [audienceLabel]: 'participant' } },
    spec: { targetSelectors: routesOf('participant'), lua: [{ type: 'Inline', inline: gateScript(model, props) }] },
  },
  limitPolicy(model),
  ...noRoute(model),
];
