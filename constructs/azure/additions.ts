import type { EnvironmentModel } from '../../config/environment';
import { identitiesOf, identityKey } from '../../config/model/identities';
import { innerOperatorsAddress } from '../../config/model/inner-balancer';
import { operatorsNamespace } from '../../config/model/namespaces';
import type { ClusterAdditions, InsideNeeds, PodIdentity } from '../contracts';
import { externalDns, externalDnsAccount } from '../in-cluster/external-dns';
import { groupNameOf, subscriptionOf } from './ids';
import { storageClass } from './storage-class';

const nobody: PodIdentity = { annotations: {}, podLabels: {} };

/** AKS gives a pod its token by an annotation of the account and a label of the pod (learn.microsoft.com, workload identity). */
const podIdentity =
  ({ config }: EnvironmentModel, { workloadIdentity }: InsideNeeds) =>
  (namespace: string, serviceAccount: string): PodIdentity => {
    const key = identityKey({ namespace, serviceAccount });
    if (!identitiesOf(config).some((identity) => identityKey(identity) === key)) return nobody;
    return {
      annotations: { 'azure.workload.identity/client-id': workloadIdentity.identities[key] ?? '' },
      podLabels: { 'azure.workload.identity/use': 'true' },
    };
  };

/** Where external-dns finds the zone: a file, because the chart has no options for it. There is no secret in it. */
const zonePlace = ({ config }: EnvironmentModel, { network }: InsideNeeds) =>
  JSON.stringify({
    ...(config.platform.directory ? { tenantId: config.platform.directory } : {}),
    subscriptionId: subscriptionOf(network),
    resourceGroup: groupNameOf(network.id),
    useWorkloadIdentityExtension: true,
  });

/**
 * The balancer of AKS with the fixed address of the foundation. It passes connections through as they are, so client certificates reach the gateway, and
 * keeps the sender's address. About 18 USD a month and its traffic.
 */
const gatewayService = ({ network }: InsideNeeds) => ({
  'service.beta.kubernetes.io/azure-load-balancer-resource-group': groupNameOf(network.id),
  'service.beta.kubernetes.io/azure-pip-name': network.ingressAddresses,
});

/** A balancer of AKS in the first subnet of nodes, with an address that stays. It costs by its rules and its traffic, about 18 USD a month. */
const operatorsService = ({ config }: EnvironmentModel) => ({
  'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
  'service.beta.kubernetes.io/azure-load-balancer-ipv4': innerOperatorsAddress(config),
});

/** What a cluster on Azure has beside the rest: its DNS zone kept in step, its balancer, encrypted volumes, and certificates by DNS. */
export function additions(model: EnvironmentModel, needs: InsideNeeds): ClusterAdditions {
  const { config, hosts } = model;
  const identity = podIdentity(model, needs);
  const azureDns = {
    subscriptionID: subscriptionOf(needs.network),
    resourceGroupName: groupNameOf(needs.network.id),
    hostedZoneName: hosts.base,
    environment: 'AzurePublicCloud',
    managedIdentity: {
      clientID:
        needs.workloadIdentity.identities[identityKey({ namespace: config.certificates.namespace, serviceAccount: 'cert-manager' })] ?? '',
    },
  };
  const dns = {
    provider: { name: 'azure' },
    secretConfiguration: { enabled: true, mountPath: '/etc/kubernetes/', data: { 'azure.json': zonePlace(model, needs) } },
  };
  return {
    releases: [externalDns(model, identity(operatorsNamespace, externalDnsAccount), dns)],
    storageClass: storageClass(config, needs.network),
    gatewayService: gatewayService(needs),
    operatorsService: operatorsService(model),
    dnsSolver: { dns01: { azureDNS: azureDns } },
    podIdentity: identity,
  };
}
