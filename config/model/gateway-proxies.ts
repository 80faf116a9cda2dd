import type { WorkbenchConfig } from '../schema/workbench';

/** Proxies of the gateway: one a zone in production, unless the file says otherwise. */
export const gatewayProxies = ({ gateway, profile }: Pick<WorkbenchConfig, 'gateway' | 'profile'>): number =>
  gateway.proxies ?? (profile === 'production' ? 3 : 1);

/** Proxies of the gateway of operators, which a few people use: two in production, so that a node may go. */
export const operatorProxies = ({ profile }: Pick<WorkbenchConfig, 'profile'>): number => (profile === 'production' ? 2 : 1);
