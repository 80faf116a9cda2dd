import type { StorageClassV1Config } from '@cdktf/provider-kubernetes/lib/storage-class-v1';
import type { Construct } from 'constructs';
import type { Capability, NotOffered } from '../config/capabilities';
import type { EnvironmentModel } from '../config/environment';
import type { Route } from '../config/model/routes';
import type { WorkbenchConfig } from '../config/schema/workbench';
import type { KubernetesObject } from './in-cluster/objects';
import type { ReleaseSpec, Values } from './in-cluster/release-spec';

/**
 * What a capability hands on. Every platform fills the same contracts, so stacks never ask which platform they are on.
 * Everything in them is text, a list of texts or a map of texts: that is what goes from one stack to another through an output.
 */

/** Where things are put: a resource group on Azure, a region everywhere. */
export interface Place {
  /** Name of the resource group of the stack; empty where there is none. */
  readonly group: string;
  readonly region: string;
}

export interface Network {
  readonly id: string;
  /** Subnets of nodes and pods, one a zone on AWS. */
  readonly clusterSubnets: readonly string[];
  /** Subnets of managed stores, which no route leads out of. */
  readonly dataSubnets: readonly string[];
  /** Subnets of what faces the internet. */
  readonly publicSubnets: readonly string[];
  /** Subnets of private endpoints to services of the cloud. */
  readonly endpointSubnets: readonly string[];
  /** Fixed addresses that requests of the hub come from: what participants put on their allow-lists. */
  readonly egressAddresses: readonly string[];
  /** What the balancer of the gateway is told to use: ids of fixed addresses joined by commas (AWS), name of a public address (Azure). */
  readonly ingressAddresses: string;
  /** Private DNS zones and security groups by purpose, such as `mysql` and `kafka`. */
  readonly purposes: Readonly<Record<string, string>>;
}

/** Keys by what they encrypt; each is the cloud's own id of a key (ARN, or versionless Key Vault id). */
export interface Keys {
  /** Managed stores, buckets, logs. */
  readonly data: string;
  /** Secrets of the Kubernetes API. */
  readonly cluster: string;
  /** Opens Vault after a restart. */
  readonly vault: string;
}

export interface ObjectStore {
  readonly backups: string;
  readonly reports: string;
  /** Where Loki keeps logs; empty where it has a volume. */
  readonly logs: string;
  /** Account or endpoint that holds both; empty on AWS. */
  readonly account: string;
  /** Bucket or container of the audit logs; empty where the environment makes none. */
  readonly audit: string;
  /** Account that holds it; empty on AWS. */
  readonly auditAccount: string;
}

export interface SecretStore {
  /** Id of the store (Key Vault id); a path prefix on AWS. */
  readonly id: string;
}

export interface DnsZones {
  /** Id of the public zone `<environment>.<domain>`. */
  readonly publicZone: string;
  readonly privateZone: string;
  /** What the parent zone delegates to. */
  readonly nameServers: readonly string[];
  /** Certificate of the public names where the cloud's own balancer needs one (ACM); empty elsewhere. */
  readonly certificate: string;
}

export interface ContainerRegistry {
  /** Host, with the path prefix of caches where there is one. */
  readonly host: string;
  readonly id: string;
}

export interface LogWorkspace {
  readonly id: string;
  /** Where metrics and traces of applications go; empty where the platform has no such service. */
  readonly insights: string;
  /** Where Prometheus sends what it measures besides (remote write); empty where nothing takes it. */
  readonly metrics: string;
  /** Address of the Grafana that the cloud runs; empty where there is none. */
  readonly grafana: string;
}

/** Everything the foundation stack hands on. Of what a platform does not offer every value is empty. */
export interface Foundation {
  readonly place: Place;
  readonly network: Network;
  readonly keys: Keys;
  readonly logWorkspace: LogWorkspace;
  readonly objectStore: ObjectStore;
  readonly secretStore: SecretStore;
  readonly dnsZones: DnsZones;
  readonly containerRegistry: ContainerRegistry;
}

export interface Cluster {
  readonly name: string;
  readonly endpoint: string;
  /** PEM in base64, as kubeconfig files hold it. Public. */
  readonly certificateAuthority: string;
  /** Issuer of the tokens of service accounts; empty where the cloud needs none. */
  readonly identityIssuer: string;
  /** Resource group, node group or other place that the cloud made for the nodes; empty where there is none. */
  readonly nodes: string;
}

export interface NodePools {
  /** Name at the cloud by role. */
  readonly names: Readonly<Record<string, string>>;
}

export interface WorkloadIdentity {
  /** What a service account is annotated with, or the role it has: by `<namespace>/<service account>`. */
  readonly identities: Readonly<Record<string, string>>;
}

/** A managed MySQL, MongoDB or Redis. */
export interface ManagedStore {
  readonly host: string;
  readonly port: string;
  /**
   * Name in the secret store of the administrator's login, a JSON object with `username` and `password`, in the words of the platform's `readSecret`;
   * empty where there is none. Another server has another name, also where it has the host of the one before it.
   */
  readonly adminSecret: string;
}

export interface KafkaCluster {
  /** `host:port` of every broker, or of the one endpoint. */
  readonly brokers: readonly string[];
  /** How the proxy in the cluster logs in. */
  readonly mechanism: string;
  /** Name in the secret store of that login, a JSON object with `username` and `password`. */
  readonly loginSecret: string;
}

/** What a cloud has put before the gateway in the cluster. */
export interface ApiGateway {
  /** Names that lead to it; all others lead to the gateway in the cluster. */
  readonly hosts: readonly string[];
  /** Addresses that it is reached at, or its own name where the cloud moves them. */
  readonly addresses: readonly string[];
  /** Ranges that its connections to the gateway in the cluster come from. */
  readonly sources: readonly string[];
  /**
   * Who it is at the gateway in the cluster: common names of its client certificates, each with the certificate of who signed it (PEM). Whoever shows one
   * speaks for the participants that it has let in. Empty where it shows none, and then it leads to no API of participants.
   */
  readonly clients: Readonly<Record<string, string>>;
}

/** What is made before the gateway, with what leads from there into the cluster. */
export interface MadeFront extends ApiGateway {
  /** Objects in the namespace of the gateway. */
  readonly objects: readonly KubernetesObject[];
}

/** How the providers of an in-cluster stack reach the Kubernetes API. No token is ever stored. */
export interface ClusterAccess {
  readonly configPath: string;
  readonly configContext: string;
}

/** A program that kubectl and the providers run for a login, as kubeconfig files name it. Nothing of it is secret. */
export interface ClusterLogin {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Key service that opens Vault after a restart. */
export interface VaultSeal {
  /** HCL of the `seal` stanza; empty for Shamir keys. */
  readonly stanza: string;
  /** The unseal key is a Secret in Vault's namespace, because there is no key service. */
  readonly keyInCluster: boolean;
}

/** What a pod of the cluster carries so that the cloud knows who it is. */
export interface PodIdentity {
  /** Annotations of its service account. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
}

/** What a platform puts into a cluster that it made, beside what every cluster carries. */
export interface ClusterAdditions {
  /** Charts of the cloud, such as the one that keeps its DNS zone. */
  readonly releases: readonly ReleaseSpec[];
  /** Class of volumes where the workbench file names none: encrypted, and bound where its pod runs. */
  readonly storageClass?: StorageClassV1Config;
  /** Annotations of the Service that leads to the gateway: the cloud makes its balancer from them. */
  readonly gatewayService: Readonly<Record<string, string>>;
  /** The same of the Service that leads to the gateway of operators, where that has a balancer inside the network. */
  readonly operatorsService: Readonly<Record<string, string>>;
  /** How cert-manager proves to an ACME authority that a name, also a wildcard, is ours. */
  readonly dnsSolver?: Values;
  readonly podIdentity: (namespace: string, serviceAccount: string) => PodIdentity;
}

/** What the additions are made from: contracts of the stacks `foundation` and `cluster`. */
export interface InsideNeeds extends Foundation {
  readonly cluster: Cluster;
  readonly workloadIdentity: WorkloadIdentity;
}

/** Makes one capability in the stack `scope`. */
export type Build<Needs, Made> = (scope: Construct, model: EnvironmentModel, needs: Needs) => Made;

/** What is made before the gateway knows of the hub besides. */
export interface FrontNeeds extends Foundation {
  /** What the hub publishes. */
  readonly routes: readonly Route[];
}

type Before<Parts extends keyof Foundation> = Pick<Foundation, Parts>;

/** What each capability is made from, and what it hands on. */
export interface Capabilities {
  readonly network: Build<Before<'place'>, Network>;
  readonly keys: Build<Before<'place' | 'network'>, Keys>;
  readonly logWorkspace: Build<Before<'place' | 'network' | 'keys'>, LogWorkspace>;
  readonly objectStore: Build<Before<'place' | 'network' | 'keys' | 'logWorkspace'>, ObjectStore>;
  readonly secretStore: Build<Before<'place' | 'network' | 'keys' | 'logWorkspace'>, SecretStore>;
  readonly dnsZones: Build<Before<'place' | 'network' | 'keys' | 'logWorkspace'>, DnsZones>;
  readonly containerRegistry: Build<Before<'place' | 'network' | 'keys' | 'logWorkspace'>, ContainerRegistry>;
  readonly cluster: Build<Foundation, Cluster>;
  readonly nodePools: Build<Foundation & { readonly cluster: Cluster }, NodePools>;
  readonly workloadIdentity: Build<Foundation & { readonly cluster: Cluster }, WorkloadIdentity>;
  readonly mysql: Build<Foundation, ManagedStore>;
  readonly documentStore: Build<Foundation, ManagedStore>;
  readonly cache: Build<Foundation, ManagedStore>;
  readonly kafka: Build<Foundation, KafkaCluster>;
  readonly apiGateway: Build<FrontNeeds, MadeFront>;
  /** Hands nothing on. `place` is that of its own stack. */
  readonly alarms: Build<Foundation & { readonly cluster: Cluster }, void>;
}

/** What one platform brings: a builder, or the reason why there is none. */
export interface PlatformKit {
  readonly capabilities: { readonly [Name in Capability]: Capabilities[Name] | NotOffered };
  /** Lets the resources of a stack reach the cloud; undefined where there is none. */
  readonly useCloud?: (scope: Construct, config: WorkbenchConfig) => void;
  /** The place of the things of one stack; makes it where it has to be made. */
  readonly place: (scope: Construct, model: EnvironmentModel, stack: string) => Place;
  /** Login at the cluster that the platform makes; undefined where the cluster exists already. */
  readonly clusterLogin?: (config: WorkbenchConfig, clusterName: string) => ClusterLogin;
  /** The program that writes the kubeconfig of the cluster to a file, where the cloud tells it in no other way. Nothing secret is in it. */
  readonly kubeconfigFetch?: (config: WorkbenchConfig, clusterName: string, file: string) => ClusterLogin;
  /** What it puts into a cluster that it made; undefined where the cluster exists already. */
  readonly additions?: (model: EnvironmentModel, needs: InsideNeeds) => ClusterAdditions;
  readonly vaultSeal: (config: WorkbenchConfig) => VaultSeal;
  /**
   * Reads a login from the secret store of the cloud: a reference to an ephemeral value, JSON text with `username` and `password`. It may go into
   * write-only arguments, nowhere else. Undefined where there is no such store.
   */
  readonly readSecret?: (scope: Construct, id: string, name: string, needs: Pick<Foundation, 'secretStore'>) => string;
}

export const isOffered = <Builder extends (...args: never[]) => unknown>(builder: Builder | NotOffered): builder is Builder =>
  typeof builder === 'function';
