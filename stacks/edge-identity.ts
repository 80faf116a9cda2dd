import type { Construct, IDependable } from 'constructs';
import type { EnvironmentModel } from '../config/environment';
import { connectionManager, runsConnectionManager } from '../config/model/connection-manager';
import { runsKeycloak } from '../config/model/identity';
import { systemNamespace } from '../config/model/namespaces';
import { connectionManagerRelease } from '../constructs/connection-manager/release';
import { connectionManagerRouteObjects } from '../constructs/connection-manager/routes';
import { trustObjects } from '../constructs/connection-manager/trust';
import { ConnectionManagerIdentity } from '../constructs/connection-manager/vault-identity';
import { keycloakObjects } from '../constructs/identity/keycloak';
import { realmObjects } from '../constructs/identity/realm-job';
import { identityRoutes } from '../constructs/identity/routes';
import { routeObjects } from '../constructs/in-cluster/gateway-objects';
import type { HelmRelease } from '../constructs/in-cluster/helm-release';
import type { Objects } from '../constructs/in-cluster/objects';
import type { ReleaseSpec } from '../constructs/in-cluster/release-spec';
import { useVault } from '../constructs/vault/access';
import { secretObjects, secretsReady } from '../constructs/vault/secret-objects';
import type { WorkbenchStack } from './workbench-stack';

/** What the stack lends: its ways to make objects and releases, which it records. */
interface Host {
  readonly objects: (id: string, options: Parameters<WorkbenchStack['objects']>[1]) => Objects;
  readonly release: (spec: ReleaseSpec, options?: { readonly dependsOn?: readonly Objects['resource'][] }) => HelmRelease;
}

/** Who participants and people are, and where they exchange certificates: client secrets, Keycloak with its realms, the connection manager. */
export function addIdentity(stack: Construct, model: EnvironmentModel, { objects, release }: Host): void {
  const { config, secrets } = model;
  const { identity, connectionManager: mcm } = config;
  const born = secrets.filter(({ owner }) => owner === 'edge');
  const here = [...(runsKeycloak(config) ? [identity.namespace] : []), ...(runsConnectionManager(config) ? [mcm.namespace] : [])];
  // Namespaces of participants get theirs by their own stacks.
  const delivered = born.map((entry) => ({ ...entry, deliveries: entry.deliveries.filter(({ namespace }) => here.includes(namespace)) }));
  if (born.length === 0) return;
  const made = objects('identity-secrets', {
    namespace: systemNamespace,
    objects: secretObjects(config, delivered),
    waitFor: secretsReady(delivered),
  });
  const dependsOn: Objects['resource'][] = [made.resource];

  if (runsKeycloak(config)) {
    const [server, realms] = [keycloakObjects(model), realmObjects(model)];
    const provider = objects('keycloak', {
      namespace: systemNamespace,
      objects: [...server.objects, ...realms.objects],
      waitFor: [...server.waitFor, ...realms.waitFor],
      dependsOn,
    });
    objects('keycloak-routes', {
      namespace: identity.namespace,
      objects: routeObjects(model, identity.namespace, identityRoutes(model)),
      dependsOn: [provider.resource],
    });
  }
  if (!runsConnectionManager(config)) return;
  useVault(stack, config);
  const vault: IDependable = new ConnectionManagerIdentity(stack, 'connection-manager-vault', model);
  const trust = trustObjects(model);
  const before = [
    ...dependsOn,
    ...(trust.length > 0
      ? [
          objects('connection-manager-trust', {
            namespace: systemNamespace,
            objects: trust,
            waitFor: [
              {
                namespace: mcm.namespace,
                group: 'cert-manager.io',
                resource: 'certificates',
                names: trust.map(({ metadata }) => String(metadata.name)),
                for: 'condition=Ready',
              },
            ],
          }).resource,
        ]
      : []),
  ];
  const installed = release(connectionManagerRelease(model), { dependsOn: before });
  installed.node.addDependency(vault);
  // Nothing leads there before what guards it: both are of one release.
  objects(`${connectionManager.release}-routes`, {
    namespace: mcm.namespace,
    objects: connectionManagerRouteObjects(model),
    dependsOn: [installed.resource],
  });
}
