import type { EnvironmentModel } from '../../config/environment';
import { operatorsNamespace } from '../../config/model/namespaces';
import type { ClusterAdditions, InsideNeeds } from '../contracts';
import { externalDns } from '../in-cluster/external-dns';
import { platformRelease, replicas } from '../in-cluster/platform-releases';
import type { ReleaseSpec } from '../in-cluster/release-spec';
import { storageClass } from './storage-class';

/** As `config/model/identities.ts` binds its rights. */
const autoscalerAccount = 'cluster-autoscaler';
const loadBalancerAccount = 'aws-load-balancer-controller';

/** Pod Identity knows a pod by its service account alone: nothing is annotated. */
const podIdentity = () => ({ annotations: {}, podLabels: {} });

/** Makes the network balancer of the gateway. Its webhook is signed by cert-manager: a certificate made by Helm would change with every plan. */
const loadBalancerController = (model: EnvironmentModel, { cluster, network }: InsideNeeds): ReleaseSpec =>
  platformRelease(model, 'aws-load-balancer-controller', operatorsNamespace, {
    clusterName: cluster.name,
    region: model.config.platform.region ?? '',
    vpcId: network.id,
    replicaCount: replicas(model),
    enableCertManager: true,
    // Only the gateway has a balancer, and it says so itself: no Service or Ingress of anybody else gets one by default.
    createIngressClassResource: false,
    enableServiceMutatorWebhook: false,
    ingressClassParams: { create: false },
    serviceAccount: { name: loadBalancerAccount },
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  });

/** Sets the number of nodes of the groups of this cluster by what pods ask for; EKS has nothing of its own for managed groups. One works, the other waits. */
const autoscaler = (model: EnvironmentModel, { cluster }: InsideNeeds): ReleaseSpec =>
  platformRelease(model, 'cluster-autoscaler', 'kube-system', {
    cloudProvider: 'aws',
    awsRegion: model.config.platform.region ?? '',
    autoDiscovery: { clusterName: cluster.name },
    replicaCount: replicas(model),
    rbac: { serviceAccount: { name: autoscalerAccount } },
    // Groups that have one a zone stay even; scratch space of pods is no reason to keep a node.
    extraArgs: { 'balance-similar-node-groups': true, expander: 'least-waste', 'skip-nodes-with-local-storage': false },
    resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    securityContext: { runAsNonRoot: true, runAsUser: 65534, fsGroup: 65534, seccompProfile: { type: 'RuntimeDefault' } },
    containerSecurityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  });

/**
 * One network balancer for everything that comes in, with a fixed address a zone that participants put on their allow-lists. It passes connections
 * through as they are, so client certificates reach the gateway, and keeps the sender's address.
 * About 20 USD a month and its traffic.
 */
const gatewayService = ({ network }: InsideNeeds) => ({
  'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing',
  'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
  'service.beta.kubernetes.io/aws-load-balancer-eip-allocations': network.ingressAddresses,
  'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes': 'preserve_client_ip.enabled=true',
  'service.beta.kubernetes.io/aws-load-balancer-attributes': 'load_balancing.cross_zone.enabled=true',
});

/** A network balancer in the subnets of nodes, which are tagged for it: its addresses are those of the network. About 20 USD a month and its traffic. */
const operatorsService = {
  'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
  'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
  'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes': 'preserve_client_ip.enabled=true',
  'service.beta.kubernetes.io/aws-load-balancer-attributes': 'load_balancing.cross_zone.enabled=true',
} as const;

/** What a cluster on AWS has beside the rest: its DNS zone kept in step, its balancer, encrypted volumes, and certificates by DNS. */
export const additions = (model: EnvironmentModel, needs: InsideNeeds): ClusterAdditions => ({
  releases: [
    autoscaler(model, needs),
    loadBalancerController(model, needs),
    externalDns(model, podIdentity(), { provider: { name: 'aws' } }),
  ],
  storageClass: storageClass(model.config, needs.keys.data),
  gatewayService: gatewayService(needs),
  operatorsService,
  dnsSolver: { dns01: { route53: { region: model.config.platform.region ?? '', hostedZoneID: needs.dnsZones.publicZone } } },
  podIdentity,
});
