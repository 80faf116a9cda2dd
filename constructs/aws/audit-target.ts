import { auditPlace } from '../../config/model/audit/place';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Foundation } from '../contracts';
import { partitionOf } from './partition';

/** ARN of the bucket that audit logs go to, and the key that encrypts it where the environment has its use. */
export function auditTarget(
  config: WorkbenchConfig,
  { objectStore, keys }: Pick<Foundation, 'objectStore' | 'keys'>,
): { readonly bucket: string; readonly key?: string } {
  const place = auditPlace(config);
  const arn = (name: string) => `arn:${partitionOf(config.platform.region)}:s3:::${name}`;
  if (place?.own) return { bucket: arn(objectStore.audit), key: keys.data };
  return { bucket: arn(place?.bucket ?? ''), ...(place?.key ? { key: place.key } : {}) };
}
