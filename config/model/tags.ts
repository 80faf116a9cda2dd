import type { WorkbenchConfig } from '../schema/workbench';

/** Tags of everything a cloud makes for the environment. Those of the file come last and may not replace the first three. */
export function tagsOf(config: WorkbenchConfig): Readonly<Record<string, string>> {
  return {
    ...config.tags,
    ...(config.costCentre ? { 'cost-centre': config.costCentre } : {}),
    environment: config.environment,
    tenant: config.tenant,
    'managed-by': 'mojaloop-workbench',
  };
}
