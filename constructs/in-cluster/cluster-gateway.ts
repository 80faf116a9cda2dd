import type { EnvironmentModel } from '../../config/environment';
import { hubClientName } from '../../config/model/callbacks';
import { type ManagerCertificate, namesOf } from '../../config/model/gateway-certificates';
import { clusterCallbackPort, type ParticipantCluster, participantsIn } from '../../config/model/participant-clusters';
import { callbackListener, controllerObjects, gatewayName, listener, listeners, managerCertificate } from './gateway-objects';
import type { KubernetesObject } from './objects';
import { clientPolicy, participantAuthority } from './participant-policies';

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

const clientPolicies = ({ config }: EnvironmentModel): KubernetesObject[] => [
  clientPolicy(config, callbackListener, { listener: callbackListener }, [], {
    caCertificateRefs: [{ group: '', kind: 'Secret', name: participantAuthority }],
    // That authority signs participants too: none of them may call another as if it were the hub.
    subjectAltNames: { dnsNames: [{ type: 'Exact', value: hubClientName(config) }] },
  }),
  clientPolicy(config, 'everybody', {}),
];
