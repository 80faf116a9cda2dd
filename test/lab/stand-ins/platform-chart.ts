import { type ChartFiles, chartYaml, image, labelsOf, securityContext } from './chart-files';
import { definitionOf, platformKinds } from './kinds';

const requests = { requests: { cpu: '10m', memory: '32Mi' } };

/** Stand-in for an operator: its kinds, and a Deployment that shows the namespace admits its pods. Values are accepted as they come. */
export function platformChart(name: string, version: string): ChartFiles {
  const labels = labelsOf(name);
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: '{{ .Release.Name }}', namespace: '{{ .Release.Namespace }}', labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'operator', image, resources: requests, securityContext }] },
      },
    },
  };
  const definitions = (platformKinds[name] ?? []).map(definitionOf);
  return new Map([
    ['Chart.yaml', chartYaml(name, version)],
    ['values.yaml', '{}\n'],
    ['templates/deployment.yaml', `${JSON.stringify(deployment)}\n`],
    // In crds/, where Helm installs them before anything else and never removes them, as the makers' charts do.
    ...definitions.map((definition) => [`crds/${definition.metadata.name}.yaml`, `${JSON.stringify(definition)}\n`] as const),
  ]);
}
