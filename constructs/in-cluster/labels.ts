import type { Namespace } from '../../config/model/namespaces';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** Labels by which network policies and routes know the namespaces of an environment. */
export const roleLabels = (config: WorkbenchConfig, role: Namespace['role']) => ({
  'workbench.mojaloop.io/environment': config.environment,
  'workbench.mojaloop.io/role': role,
});
