import { at, mergeValues, type Values } from '../in-cluster/release-spec';
import type { Writer } from './context';

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
