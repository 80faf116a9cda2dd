import type { WorkbenchConfig } from '../../config/schema/workbench';
import { at, mergeValues, type Values } from '../kubernetes/release-spec';
import type { Writer } from './context';

/** Images that are named here instead of by the charts. */
export const images = {
  /** Waits and makes topics for SDK bulk; the charts' `bitnami/kafka` and `solsson/kafka` are gone or no longer kept. */
  kafka: 'apache/kafka:3.9.1',
  redisClient: 'redis:7.2.11-alpine',
  shell: 'busybox:1.37.0',
} as const;

/** Docker Hub, or the registry that mirrors every image. */
export const registry = (config: WorkbenchConfig) => config.charts.images ?? 'docker.io';

/** An image under the name that can be pulled. */
export const image = (config: WorkbenchConfig, name: string) => `${registry(config)}/${name.includes('/') ? name : `library/${name}`}`;

/** Where each sub chart names its image, and the repository on Docker Hub (defaults of the charts 8.0.1 to 10.3.4). */
const repositories: Readonly<Record<string, string>> = {
  'frontend.image.repository': 'pm4ml/mojaloop-payment-manager-ui',
  'experience-api.image.repository': 'pm4ml/mojaloop-payment-manager-experience-api',
  'management-api.image.repository': 'pm4ml/mojaloop-payment-manager-management-api',
  'sim-backend.image.repository': 'mojaloop/mojaloop-simulator',
  'ttk.ml-testing-toolkit-backend.image.repository': 'mojaloop/ml-testing-toolkit',
  'ttk.ml-testing-toolkit-frontend.image.repository': 'mojaloop/ml-testing-toolkit-ui',
};
const registries = ['api-svc', 'dom-evt-handler', 'cmd-evt-handler'].map(
  (part) => `scheme-adapter.sdk-scheme-adapter-${part}.image.registry`,
);

/** Points every image at the mirror, where there is one. */
export const imageValues: Writer = ({ config }): Values => {
  const mirror = config.charts.images;
  if (mirror === undefined) return {};
  return mergeValues(
    ...Object.entries(repositories).map(([path, repository]) => at(path, `${mirror}/${repository}`)),
    ...registries.map((path) => at(path, mirror)),
  );
};
