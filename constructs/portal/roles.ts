import type { EnvironmentModel } from '../../config/environment';
import { exclusions, objectName, roleRights } from '../../config/model/portal/people';
import type { KubernetesObject } from '../in-cluster/objects';

/** Roles and exclusions as the role operator takes them. It writes them into Keto, and out of it when they go. */
export function roleObjects({ config }: EnvironmentModel): KubernetesObject[] {
  const object = (kind: string, name: string, spec: KubernetesObject['metadata']): KubernetesObject => ({
    apiVersion: 'mojaloop.io/v1',
    kind,
    metadata: { name: objectName(name), namespace: config.portal.namespace },
    spec,
  });
  return [
    ...exclusions(config).map(({ name, permissions, excludes }) =>
      object('MojaloopPermissionExclusions', name, { permissionsA: permissions, permissionsB: excludes }),
    ),
    ...roleRights(config).map(({ name, permissions }) => object('MojaloopRole', name, { role: name, permissions })),
  ];
}
