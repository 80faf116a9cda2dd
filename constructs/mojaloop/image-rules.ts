import type { EnvironmentModel } from '../../config/environment';
import { tellsEvents } from '../../config/model/portal/events';
import { movedImages } from '../../config/releases/moved-images';
import { registry } from '../in-cluster/images';
import { type Component, type LeafRules, nameOf } from './chart-leaves';

/** Repository on Docker Hub of each component, by the beginning of its name; the first that fits counts (defaults of 14.1.0 to 17.1.0). */
const repositories: readonly (readonly [beginning: string, repository: string])[] = [
  ['account-lookup-service', 'mojaloop/account-lookup-service'],
  ['als-oracle-pathfinder', 'mojaloop/als-oracle-pathfinder'],
  ['als-msisdn-oracle', 'mojaloop/als-msisdn-oracle-svc'],
  ['auth-svc', 'mojaloop/auth-service'],
  ['bulk-api-adapter', 'mojaloop/bulk-api-adapter'],
  ['cl-handler-bulk', 'mojaloop/central-ledger'],
  ['centraleventprocessor', 'mojaloop/central-event-processor'],
  ['centralledger', 'mojaloop/central-ledger'],
  ['centralsettlement', 'mojaloop/central-settlement'],
  ['consent-oracle', 'mojaloop/als-consent-oracle'],
  ['inter-scheme-proxy-adapter', 'mojaloop/inter-scheme-proxy-adapter'],
  ['ml-api-adapter', 'mojaloop/ml-api-adapter'],
  ['ml-testing-toolkit-backend', 'mojaloop/ml-testing-toolkit'],
  ['ml-testing-toolkit-frontend', 'mojaloop/ml-testing-toolkit-ui'],
  ['ml-ttk-', 'mojaloop/ml-testing-toolkit-client-lib'],
  ['quoting-service', 'mojaloop/quoting-service'],
  ['sdk-scheme-adapter', 'mojaloop/sdk-scheme-adapter'],
  ['simulator', 'mojaloop/simulator'],
  ['tp-api-svc', 'mojaloop/thirdparty-api-svc'],
  ['transaction-requests-service', 'mojaloop/transaction-requests-service'],
];

/** Components whose template puts the registry before the repository; all others ignore it. */
const namesRegistry = /^(sdk-scheme-adapter|inter-scheme-proxy-adapter)/;

const mirrored = (model: EnvironmentModel, repository: string) =>
  model.config.charts.images ? `${registry(model.config)}/${repository}` : undefined;

function componentImage(model: EnvironmentModel, component: Component): string | undefined {
  const name = nameOf(component);
  if (namesRegistry.test(name)) return undefined;
  const repository = repositories.find(([beginning]) => name.startsWith(beginning))?.[1];
  return repository && mirrored(model, repository);
}

const mongodb = movedImages['bitnami/mongodb'].to;
const always = (repository: string) => (model: EnvironmentModel) => mirrored(model, repository);

/** Points images at the mirror, where there is one, and away from `bitnami/…`, which Docker Hub no longer has. */
export const imageRules: LeafRules = {
  // Steps before the start in 14.x name their images apart; later ones are ours (init-containers.ts).
  'init/mongodb/repository': (model) => mirrored(model, mongodb) ?? mongodb,
  'init/mysql/repository': always('library/mysql'),
  'init/waitForMysql/repository': always('library/mysql'),
  'init/populateMysql/repository': always('library/mysql'),
  'init/initMysql/accountLookup/repository': always('mojaloop/als-oracle-pathfinder'),
  'init/initMysql/centralLedger/repository': always('mojaloop/als-oracle-pathfinder'),
  'init/kafka/repository': always('solsson/kafka'),
  'init/image/repository': always('solsson/kafka'),
  'containers/api/image/repository': componentImage,
  'containers/admin/image/repository': componentImage,
  // Simulators take theirs from defaults that all of them share.
  'defaults/config/backend/image/repository': always('mojaloop/mojaloop-simulator'),
  'defaults/config/schemeAdapter/image/repository': always('mojaloop/sdk-scheme-adapter'),
  'defaults/config/thirdpartysdk/image/repository': always('mojaloop/thirdparty-sdk'),
  'defaults/config/cache/image/repository': always('library/redis'),
  'sidecar/image/repository': (model, component) =>
    tellsEvents(model.config, nameOf(component)) ? mirrored(model, 'mojaloop/event-sidecar') : undefined,
  'image/repository': componentImage,
  'image/registry': (model, component) => (namesRegistry.test(nameOf(component)) ? model.config.charts.images : undefined),
};
