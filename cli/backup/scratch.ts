import { checkMarkers } from '../../config/model/backup/scripts';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { images, pulled } from '../../constructs/in-cluster/images';

/** An object of a restore and where the API server takes it. */
export interface ScratchObject {
  readonly path: string;
  readonly body: { readonly metadata: { readonly name: string; readonly [field: string]: unknown }; readonly [field: string]: unknown };
}

/** Marks a namespace that a restore has made: only such a one is ever filled again or removed. */
export const scratchLabel = 'workbench.mojaloop.io/scratch';
export const scratchServer = 'restored-mysql';
const user = 1001;
const app = { 'app.kubernetes.io/name': scratchServer, 'app.kubernetes.io/managed-by': 'workbench' };

/** Waits for the server, loads the dump, runs the checks and prints what they say between two lines. */
export const loadScript = `set -eu
export MYSQL_PWD="$STORE_PASSWORD"
sql() { mysql --host="$STORE_HOST" --port="\${STORE_PORT:-3306}" --user="\${STORE_USER:-root}" --batch --skip-column-names --default-character-set=utf8mb4 "$@"; }
tries=0
until sql -e 'SELECT 1' > /dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -ge 300 ]; then echo "the server in the scratch namespace does not answer" >&2; exit 1; fi
  sleep 2
done
begun=$(date +%s)
sql < "$DUMP"
echo '${checkMarkers.begin}'
printf 'seconds\\t%s\\t\\n' "$(($(date +%s) - begun))"
sql central_ledger < "$(dirname "$0")/ledger.sql"
echo '${checkMarkers.end}'
`;

/**
 * A namespace with nothing but a MySQL server of its own, which only the pod of this restore may reach. Its volume goes with its pod: what is restored here
 * is a copy that can be looked at, never the ledger that payments are made in.
 */
export function scratchObjects(config: WorkbenchConfig, namespace: string, run: string, password: string): readonly ScratchObject[] {
  const metadata = (name: string) => ({ name, namespace, labels: app });
  const storage = config.cluster.storageClass ? { storageClassName: config.cluster.storageClass } : {};
  const volume = { ...storage, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: config.stores.mysql.size } } };
  const loader = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': config.stores.namespace } },
    podSelector: { matchLabels: { 'workbench.mojaloop.io/restore': run } },
  };
  const core = `/api/v1/namespaces/${namespace}`;
  return [
    {
      path: '/api/v1/namespaces',
      body: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: namespace,
          labels: { [scratchLabel]: config.environment, 'pod-security.kubernetes.io/enforce': 'restricted', ...app },
        },
      },
    },
    {
      path: `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`,
      body: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: metadata(scratchServer),
        spec: {
          podSelector: {},
          policyTypes: ['Ingress', 'Egress'],
          ingress: [{ from: [loader], ports: [{ port: 3306, protocol: 'TCP' }] }],
        },
      },
    },
    { path: `${core}/secrets`, body: { apiVersion: 'v1', kind: 'Secret', metadata: metadata(scratchServer), stringData: { password } } },
    {
      path: `${core}/services`,
      body: { apiVersion: 'v1', kind: 'Service', metadata: metadata(scratchServer), spec: { selector: app, ports: [{ port: 3306 }] } },
    },
    {
      path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
      body: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: metadata(scratchServer),
        spec: {
          replicas: 1,
          strategy: { type: 'Recreate' },
          selector: { matchLabels: app },
          template: {
            metadata: { labels: app },
            spec: {
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              securityContext: {
                runAsNonRoot: true,
                runAsUser: user,
                runAsGroup: user,
                fsGroup: user,
                seccompProfile: { type: 'RuntimeDefault' },
              },
              containers: [
                {
                  name: 'mysql',
                  image: pulled(config, images.mysqlClient),
                  // A copy need not survive a crash: written at its own pace it is loaded several times as fast.
                  args: ['--innodb-flush-log-at-trx-commit=0', '--skip-log-bin', '--log-bin-trust-function-creators=1'],
                  env: [{ name: 'MYSQL_ROOT_PASSWORD', valueFrom: { secretKeyRef: { name: scratchServer, key: 'password' } } }],
                  ports: [{ containerPort: 3306 }],
                  resources: { requests: { cpu: '250m', memory: '1Gi' }, limits: { memory: '2Gi' } },
                  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
                  volumeMounts: [{ name: 'data', mountPath: '/var/lib/mysql' }],
                },
              ],
              volumes: [{ name: 'data', ephemeral: { volumeClaimTemplate: { spec: volume } } }],
            },
          },
        },
      },
    },
  ];
}

/** The way of the pod of a restore from the stores to its scratch namespace, for as long as it runs. */
export const scratchWay = (config: WorkbenchConfig, namespace: string, run: string): ScratchObject => ({
  path: `/apis/networking.k8s.io/v1/namespaces/${config.stores.namespace}/networkpolicies`,
  body: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: run, namespace: config.stores.namespace, labels: { 'app.kubernetes.io/managed-by': 'workbench' } },
    spec: {
      podSelector: { matchLabels: { 'workbench.mojaloop.io/restore': run } },
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }],
          ports: [{ port: 3306, protocol: 'TCP' }],
        },
      ],
    },
  },
});
