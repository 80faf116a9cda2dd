import type { EnvironmentModel } from '../../config/environment';
import { operatorsNamespace } from '../../config/model/namespaces';
import type { PodIdentity } from '../contracts';
import { platformRelease } from './platform-releases';
import type { ReleaseSpec, Values } from './release-spec';

export const externalDnsAccount = 'external-dns';

/**
 * Keeps the records of the environment's public zone in step with the gateway: made, changed and removed with the routes (`sync`). It touches only
 * records that it made itself, which it knows by a TXT record beside each (`txtOwnerId`).
 */
export function externalDns(model: EnvironmentModel, identity: PodIdentity, provider: Values): ReleaseSpec {
  const { tenant, environment } = model.config;
  return platformRelease(model, 'external-dns', operatorsNamespace, {
    sources: ['gateway-httproute'],
    policy: 'sync',
    registry: 'txt',
    txtOwnerId: `${tenant}-${environment}`,
    txtPrefix: 'owner-',
    domainFilters: [model.hosts.base],
    interval: '1m',
    triggerLoopOnEvent: true,
    logFormat: 'json',
    resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    serviceAccount: { name: externalDnsAccount, annotations: identity.annotations },
    podLabels: identity.podLabels,
    ...provider,
  });
}
