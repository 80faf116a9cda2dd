import { type ManagedService, storeService } from '../../config/model/store-services';
import type { Capabilities } from '../contracts';
import { auroraMysql } from './aurora';
import { rdsMysql } from './rds';

const services: Readonly<Partial<Record<ManagedService | 'operator' | 'external', Capabilities['mysql']>>> = {
  rds: rdsMysql,
  aurora: auroraMysql,
};

/** The managed MySQL that `stores.mysql.service` names: RDS or Aurora. @throws when it names neither, which `check` has refused before */
export const mysql: Capabilities['mysql'] = (scope, model, foundation) => {
  const service = storeService(model.config, 'mysql');
  const build = services[service];
  if (!build) throw new Error(`AWS does not run MySQL as ${service}`);
  return build(scope, model, foundation);
};
