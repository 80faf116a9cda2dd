import type { EnvironmentModel } from '../../config/environment';
import type { KubernetesObject } from '../in-cluster/objects';
import type { Json } from '../in-cluster/release-spec';

/** A certificate by the issuer of the gateway: cert-manager puts the authority beside it, which is what it is for. */
export const portalTrust = 'portal-trust';
const folder = '/etc/portal-trust';

/** A publicly known issuer gives no authority along, and needs none. */
export const needsTrust = ({ config }: Pick<EnvironmentModel, 'config'>): boolean => config.certificates.issuer !== 'acme';

/** What makes the authority of the gateway's certificate known in the namespace of the portal. */
export function trustObjects(model: EnvironmentModel): KubernetesObject[] {
  const { certificates, portal } = model.config;
  if (!needsTrust(model)) return [];
  const name = `portal-trust.${model.hosts.base}`;
  return [
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: portalTrust, namespace: portal.namespace },
      spec: {
        secretName: portalTrust,
        dnsNames: [name],
        ...(certificates.issuer === 'vault' ? { commonName: name } : {}),
        duration: `${certificates.validityHours}h`,
        renewBefore: `${Math.floor(certificates.validityHours / 3)}h`,
        issuerRef: { name: certificates.issuerName, kind: 'ClusterIssuer' },
      },
    },
  ];
}

/** Makes a Go program trust that authority besides the public ones: a folder more to look into leaves its own file of authorities as it is. */
export function trustMounts(
  model: EnvironmentModel,
): { extraEnv: Json; extraVolumes: Json; extraVolumeMounts: Json } | Record<string, never> {
  if (!needsTrust(model)) return {};
  return {
    extraEnv: [{ name: 'SSL_CERT_DIR', value: folder }],
    extraVolumes: [{ name: 'trust', secret: { secretName: portalTrust, items: [{ key: 'ca.crt', path: 'ca.crt' }], optional: true } }],
    extraVolumeMounts: [{ name: 'trust', mountPath: folder, readOnly: true }],
  };
}
