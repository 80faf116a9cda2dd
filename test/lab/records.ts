import { type Ask, must } from './client';
import type { Lab } from './lab';

interface Objects {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  }[];
}

export const list = (kube: Ask, path: string) => must<Objects>(kube, 'GET', path);

export const names = async (kube: Ask, path: string) => (await list(kube, path)).items.map(({ metadata }) => metadata.name);

/** Helm's records that are not `deployed` or older: a killed run leaves them pending. */
export async function pendingReleases({ kube }: Lab): Promise<readonly string[]> {
  const { items } = await list(kube, '/api/v1/secrets?labelSelector=owner%3Dhelm');
  return items
    .filter(({ metadata }) => metadata.labels?.status?.startsWith('pending'))
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

/** Namespaces that an environment has made; the ones of Kubernetes itself do not count. */
export async function ownNamespaces({ kube }: Lab): Promise<readonly string[]> {
  return (await names(kube, '/api/v1/namespaces')).filter((name) => !/^(default|kube-.*)$/.test(name));
}
