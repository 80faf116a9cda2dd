import { z } from 'zod';
import { type AuditPlace, type AuditSource, auditContainers } from '../../config/model/audit/place';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { askStore } from './ask';
import type { AuditFile, AuditStore, StoreLock } from './store';

const policyAnswer = z.object({ immutabilityPeriodSinceCreationInDays: z.number().nullish(), state: z.string().nullish() });
const blobsAnswer = z.array(
  z.object({
    name: z.string(),
    made: z.string().nullish(),
    digest: z.string().nullish(),
    bytes: z.number(),
    deleted: z.boolean().nullish(),
  }),
);
const fields =
  '[].{name: name, made: properties.creationTime, digest: properties.contentSettings.contentMd5, bytes: properties.contentLength, deleted: deleted}';

/** Folder of the audit log of AKS, as Azure Monitor names it: the whole id of the cluster in capitals. */
const clusterFolder = (config: WorkbenchConfig): string =>
  `resourceId=/subscriptions/${config.platform.account ?? ''}/resourceGroups/${nameOf(config, 'resourceGroup', 'cluster')}/providers/Microsoft.ContainerService/managedClusters/${nameOf(config, 'cluster')}`
    .toUpperCase()
    .replace('RESOURCEID', 'resourceId');

/** Containers of a storage account: each is locked as a whole, so that no blob has to be asked. */
export function azureStore(config: WorkbenchConfig, place: AuditPlace, env: NodeJS.ProcessEnv, wait?: number): AuditStore {
  const { account: subscription } = config.platform;
  const shared = ['--account-name', place.account ?? '', ...(subscription ? ['--subscription', subscription] : []), '--output', 'json'];
  const containers = place.own ? Object.values(auditContainers) : [place.bucket];
  const where = (source: AuditSource, day: string): readonly [container: string, prefix: string] => {
    const [year, month, date] = day.split('-');
    return source === 'kubernetes'
      ? [auditContainers.kubernetes, `${clusterFolder(config)}/y=${year}/m=${month}/d=${date}/`]
      : [place.bucket, `${source}/${year}/${month}/${date}/`];
  };
  return {
    name: place.account ?? place.bucket,
    locks: async () => {
      const rows: [string, StoreLock][] = [];
      for (const container of containers) {
        const answer = await askStore(
          'az',
          ['storage', 'container', 'immutability-policy', 'show', '--container-name', container, ...shared],
          env,
          undefined,
          wait,
        );
        const { state, immutabilityPeriodSinceCreationInDays: days } = policyAnswer.parse('found' in answer ? answer.found : {});
        // Azure calls it unlocked while whoever has the right may still take the retention back: what others call governance.
        rows.push([container, { mode: !days ? 'none' : state === 'Locked' ? 'compliance' : 'governance', days: days ?? 0 }]);
      }
      return Object.fromEntries(rows);
    },
    files: async (source, day) => {
      const [container, prefix] = where(source, day);
      const args = ['storage', 'blob', 'list', '--container-name', container, '--prefix', prefix, '--num-results', '*'];
      const answer = await askStore(
        'az',
        [...args, '--include', 'd', '--auth-mode', 'login', '--query', fields, ...shared],
        env,
        undefined,
        wait,
      );
      return blobsAnswer.parse('found' in answer ? answer.found : []).map(
        ({ name, made, digest, bytes, deleted }): AuditFile => ({
          source,
          key: name,
          version: made ?? '',
          // A blob that is written line by line has no digest; it grows until its hour is over.
          digest: digest ?? '',
          bytes,
          state: deleted ? 'hidden' : 'alone',
        }),
      );
    },
  };
}
