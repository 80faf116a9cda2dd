import type { Capability } from '../../config/capabilities';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** Parts of a cloud that the picture has a place for: those that something of the hub stands in, goes through or uses. */
export const cloudServices = [
  'keys',
  'secretStore',
  'dnsZones',
  'objectStore',
  'containerRegistry',
  'logWorkspace',
] as const satisfies readonly Capability[];
export type CloudService = (typeof cloudServices)[number];

/** What things are called on a platform that makes them, as its own pages call them. */
export interface CloudTerms extends Readonly<Partial<Record<CloudService, string>>> {
  readonly cloud: string;
  readonly network: string;
  /** Absent where the cluster is one that exists. */
  readonly cluster?: string;
  /** What stands before the gateway; absent where whoever runs the cluster decides. */
  readonly balancer?: string;
}

const terms = {
  aws: {
    cloud: 'AWS',
    network: 'VPC',
    cluster: 'EKS',
    balancer: 'Network Load Balancer',
    keys: 'KMS',
    secretStore: 'Secrets Manager',
    dnsZones: 'Route 53',
    objectStore: 'S3',
    containerRegistry: 'ECR',
    logWorkspace: 'CloudWatch Logs',
  },
  azure: {
    cloud: 'Azure',
    network: 'Virtual network',
    cluster: 'AKS',
    balancer: 'Azure Load Balancer',
    keys: 'Key Vault: keys',
    secretStore: 'Key Vault: secrets',
    dnsZones: 'Azure DNS',
    objectStore: 'Storage account',
    containerRegistry: 'Container Registry',
    logWorkspace: 'Log Analytics',
  },
  local: { cloud: 'Azure Local', network: 'Logical network', cluster: 'AKS on Azure Local', balancer: 'MetalLB' },
  hub: { cloud: 'Azure Stack Hub', network: 'Virtual network', dnsZones: 'DNS of the stamp' },
} as const satisfies Record<string, CloudTerms>;

/** The words of the platform of an environment; undefined for a cluster that exists, of which nobody here knows where it stands. */
export function cloudTerms({ platform }: Pick<WorkbenchConfig, 'platform'>): CloudTerms | undefined {
  const { provider, azureStack } = platform;
  if (provider === 'kubernetes') return undefined;
  return terms[provider === 'azure-stack' ? (azureStack?.flavour ?? 'local') : provider];
}
