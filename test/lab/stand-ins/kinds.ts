/** A custom kind that a chart of the platform brings along. */
export interface CustomKind {
  readonly group: string;
  /** The first one is stored. */
  readonly versions: readonly string[];
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /** Defaults that the maker's schema gives below `spec` and that its operator counts on. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

const kinds = (group: string, versions: readonly string[], names: Readonly<Record<string, string>>, cluster: readonly string[] = []) =>
  Object.entries(names).map(
    ([kind, plural]): CustomKind => ({ group, versions, kind, plural, scope: cluster.includes(kind) ? 'Cluster' : 'Namespaced' }),
  );

/** Kinds of each platform chart that an environment uses. Groups, versions and names are those of the makers; the schemas are open. */
export const platformKinds: Readonly<Record<string, readonly CustomKind[]>> = {
  'cert-manager': kinds(
    'cert-manager.io',
    ['v1'],
    { Certificate: 'certificates', CertificateRequest: 'certificaterequests', Issuer: 'issuers', ClusterIssuer: 'clusterissuers' },
    ['ClusterIssuer'],
  ),
  'vault-config-operator': [
    ...kinds('redhatcop.redhat.io', ['v1alpha1'], { PasswordPolicy: 'passwordpolicies' }),
    ...kinds('redhatcop.redhat.io', ['v1alpha1'], { RandomSecret: 'randomsecrets' }).map((kind) => ({
      ...kind,
      defaults: { kvSecretRetainPolicy: 'Delete' },
    })),
    ...kinds('redhatcop.redhat.io', ['v1alpha1'], { VaultSecret: 'vaultsecrets' }).map((kind) => ({
      ...kind,
      defaults: { refreshThreshold: 90 },
    })),
  ],
  'gateway-helm': [
    ...kinds(
      'gateway.networking.k8s.io',
      ['v1', 'v1beta1'],
      { GatewayClass: 'gatewayclasses', Gateway: 'gateways', HTTPRoute: 'httproutes', GRPCRoute: 'grpcroutes' },
      ['GatewayClass'],
    ),
    ...kinds('gateway.networking.k8s.io', ['v1beta1'], { ReferenceGrant: 'referencegrants' }),
    ...kinds('gateway.networking.k8s.io', ['v1alpha3'], { BackendTLSPolicy: 'backendtlspolicies' }),
    ...kinds('gateway.envoyproxy.io', ['v1alpha1'], {
      EnvoyProxy: 'envoyproxies',
      SecurityPolicy: 'securitypolicies',
      ClientTrafficPolicy: 'clienttrafficpolicies',
      BackendTrafficPolicy: 'backendtrafficpolicies',
      EnvoyExtensionPolicy: 'envoyextensionpolicies',
      HTTPRouteFilter: 'httproutefilters',
    }),
  ],
  'strimzi-kafka-operator': kinds('kafka.strimzi.io', ['v1beta2'], {
    Kafka: 'kafkas',
    KafkaNodePool: 'kafkanodepools',
    KafkaTopic: 'kafkatopics',
    KafkaUser: 'kafkausers',
  }),
  'pxc-operator': kinds('pxc.percona.com', ['v1'], {
    PerconaXtraDBCluster: 'perconaxtradbclusters',
    PerconaXtraDBClusterBackup: 'perconaxtradbclusterbackups',
    PerconaXtraDBClusterRestore: 'perconaxtradbclusterrestores',
  }),
  'psmdb-operator': kinds('psmdb.percona.com', ['v1'], {
    PerconaServerMongoDB: 'perconaservermongodbs',
    PerconaServerMongoDBBackup: 'perconaservermongodbbackups',
    PerconaServerMongoDBRestore: 'perconaservermongodbrestores',
  }),
  'prometheus-operator-crds': kinds('monitoring.coreos.com', ['v1'], {
    ServiceMonitor: 'servicemonitors',
    PodMonitor: 'podmonitors',
    PrometheusRule: 'prometheusrules',
    Probe: 'probes',
  }),
  'redis-operator': kinds('redis.redis.opstreelabs.in', ['v1beta2'], {
    Redis: 'redis',
    RedisCluster: 'redisclusters',
    RedisReplication: 'redisreplications',
    RedisSentinel: 'redissentinels',
  }),
};

/** Kinds that charts of releases bring along. */
export const releaseKinds: Readonly<Record<string, readonly CustomKind[]>> = {
  // Up to 15 it holds reports too; what is there already Helm leaves as it is.
  bof: kinds('mojaloop.io', ['v1'], {
    MojaloopRole: 'mojalooproles',
    MojaloopPermissionExclusions: 'mojaloop-permission-exclusions',
    MojaloopReport: 'mojaloopreports',
  }),
  'finance-portal': kinds('mojaloop.io', ['v1'], { MojaloopReport: 'mojaloopreports' }),
  oathkeeper: kinds('oathkeeper.ory.sh', ['v1alpha1'], { Rule: 'rules' }),
};

/** The API server takes kinds of the community's own groups only with a word on their approval. */
const protectedGroup = { 'api-approved.kubernetes.io': 'unapproved, a stand-in for the lab' };

const preserved = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** The definition of a kind: everything is accepted, the status is a resource of its own, as operators need it. */
export function definitionOf({ group, versions, kind, plural, scope, defaults = {} }: CustomKind) {
  const spec = {
    ...preserved,
    properties: Object.fromEntries(
      Object.entries(defaults).map(([name, value]) => [name, { type: typeof value === 'number' ? 'integer' : 'string', default: value }]),
    ),
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, annotations: group.endsWith('.k8s.io') ? protectedGroup : {} },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: versions.map((name, at) => ({
        name,
        served: true,
        storage: at === 0,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec, status: preserved } } },
        subresources: { status: {} },
      })),
    },
  };
}
