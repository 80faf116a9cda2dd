import type { EnvironmentModel } from '../../config/environment';
import { hubClientName } from '../../config/model/callbacks';
import { strippedHeaders } from '../../config/model/edge';
import { type ManagerCertificate, namesOf } from '../../config/model/gateway-certificates';
import { clusterCallbackPort, type ParticipantCluster, participantsIn } from '../../config/model/participant-clusters';
import { callbackListener, controllerObjects, gatewayName, listener, listeners, managerCertificate } from './gateway-objects';
import { gateway as policyGroup } from './gateway-targets';
import type { KubernetesObject } from './objects';
import { participantAuthority } from './participant-policies';
import type { Values } from './release-spec';

/** Certificates of the gateway of that cluster: the names of its payment managers. */
export const clusterCertificates = (model: EnvironmentModel, cluster: ParticipantCluster): ManagerCertificate[] =>
  namesOf(model.config, participantsIn(model.config, cluster));

/**
 * The gateway before payment managers in another cluster. People come to portals by the one listener; the hub calls back by the other, which refuses in the
 * handshake whoever does not show the hub's own certificate. Nothing while no payment manager is there: a listener needs a certificate.
 */
export function clusterGatewayObjects(model: EnvironmentModel, cluster: ParticipantCluster): KubernetesObject[] {
  const certificates = clusterCertificates(model, cluster);
  const controller = controllerObjects(model, {}, false);
  if (certificates.length === 0) return controller;
  const { gateway } = model.config;
  const names = certificates.map(({ name }) => name);
  const guarded = gateway.controller === 'envoy-gateway';
  return [
    ...controller,
    ...certificates.map((certificate) => managerCertificate(model, certificate)),
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: gatewayName, namespace: gateway.namespace },
      spec: {
        gatewayClassName: gateway.className,
        listeners: [
          listener(model, listeners.others, { from: 'Selector' }, undefined, names),
          listener(model, callbackListener, { from: 'Selector' }, undefined, names, clusterCallbackPort),
        ],
      },
    },
    ...(guarded ? clientPolicies(model) : []),
  ];
}

function clientPolicies(model: EnvironmentModel): KubernetesObject[] {
  const policy = (name: string, sectionName: string | undefined, tls: Values): KubernetesObject => ({
    apiVersion: policyGroup.apiVersion,
    kind: 'ClientTrafficPolicy',
    metadata: { name, namespace: model.config.gateway.namespace },
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: gatewayName, ...(sectionName ? { sectionName } : {}) }],
      headers: {
        xForwardedClientCert: { mode: 'Sanitize' },
        earlyRequestHeaders: { remove: [...strippedHeaders] },
        withUnderscoresAction: 'RejectRequest',
      },
      path: { escapedSlashesAction: 'RejectRequest' },
      tls: { minVersion: '1.2', ...tls },
    },
  });
  return [
    policy(callbackListener, callbackListener, {
      clientValidation: {
        caCertificateRefs: [{ group: '', kind: 'Secret', name: participantAuthority }],
        // That authority signs participants too: none of them may call another as if it were the hub.
        subjectAltNames: { dnsNames: [{ type: 'Exact', value: hubClientName(model.config) }] },
      },
    }),
    policy('everybody', undefined, {}),
  ];
}
