import { type AuditPlace, bucketRegion } from '../../config/model/audit/place';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { patience } from './ask';
import { azureStore } from './azure-store';
import { s3Store } from './s3-store';
import type { AuditStore } from './store';

/** The store of an environment, read by the program of its cloud. @param wait milliseconds that one answer may take */
export function openStore(config: WorkbenchConfig, place: AuditPlace, env: NodeJS.ProcessEnv, wait: number = patience): AuditStore {
  if (place.kind === 'azure-blob') return azureStore(config, place, env, wait);
  const endpoint = place.endpoint ?? (config.platform.provider === 'aws' ? config.platform.endpoint : undefined);
  return s3Store(place, [...(endpoint ? ['--endpoint-url', endpoint] : []), '--region', bucketRegion(place)], env, wait);
}
