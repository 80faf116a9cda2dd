import type { WorkbenchConfig } from '../schema/workbench';

/** Proxies of the gateway: one a zone in production, unless the file says otherwise. */
export const gatewayProxies = ({ gateway, profile }: Pick<WorkbenchConfig, 'gateway' | 'profile'>): number =>
  gateway.proxies ?? (profile === 'production' ? 3 : 1);
