import { type Capability, capability } from '../capabilities';
import { serviceOwners, storeKinds, storeService } from '../model/store-services';
import type { Platform } from '../schema/platform';
import { type StoreKind, storeServices } from '../schema/stores';
import { always, type Rule } from './rule';

const capabilityOf = { mysql: 'mysql', mongodb: 'documentStore', kafka: 'kafka', redis: 'cache' } as const satisfies Record<
  StoreKind,
  Capability
>;

/** Who can run a kind of store on a platform. HDInsight is refused by a rule of its own (EVH-HDINSIGHT), the others with their whole capability. */
export const usableServices = (provider: Platform, kind: StoreKind): string[] =>
  storeServices[kind].filter(
    (service) =>
      service === 'operator' ||
      (service !== 'hdinsight' && serviceOwners[service] === provider && capability(provider, capabilityOf[kind]).offered),
  );

/** A cloud may have a service that no hub can use safely: it is named in the settings, so that the reason can be told. */
export const refusedStoreRules: readonly Rule[] = [
  {
    code: 'STO-REFUSED',
    severity: 'error',
    title: 'A managed store is one that a hub can use safely',
    appliesWhen: always,
    check: (config) =>
      storeKinds.flatMap((kind) => {
        const service = storeService(config, kind);
        const { provider } = config.platform;
        const offer = capability(provider, capabilityOf[kind]);
        // A service of another cloud is the business of STO-SERVICE.
        if (service === 'operator' || service === 'external' || serviceOwners[service] !== provider || offer.offered) return [];
        return [{ path: ['stores', kind, 'service'], message: `${service} is not made here: ${offer.reason}`, hint: offer.instead }];
      }),
  },
];
