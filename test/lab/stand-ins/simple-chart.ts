import { type ChartFiles, chartYaml, image, labelsOf, securityContext } from './chart-files';

/** Stand-in for a chart of one service whose values nobody has indexed: its values go into a ConfigMap, as its maker's chart does. */
export function simpleChart(name: string, version: string): ChartFiles {
  const labels = JSON.stringify({ ...labelsOf(name), 'app.kubernetes.io/instance': '{{ .Release.Name }}' });
  const requests = JSON.stringify({ requests: { cpu: '10m', memory: '32Mi' } });
  return new Map([
    ['Chart.yaml', chartYaml(name, version)],
    ['values.yaml', '{}\n'],
    [
      'templates/service.yaml',
      `apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}-config", labels: ${labels} }
data:
  values.json: {{ .Values.AsMap | toJson | quote }}
---
apiVersion: v1
kind: Service
metadata: { name: "{{ .Release.Name }}", labels: ${labels} }
spec:
  selector: ${labels}
  ports: [{ name: http, port: 80, targetPort: 3000 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: "{{ .Release.Name }}", labels: ${labels} }
spec:
  replicas: 1
  selector: { matchLabels: ${labels} }
  template:
    metadata: { labels: ${labels} }
    spec:
      containers:
        - { name: service, image: "${image}", securityContext: ${JSON.stringify(securityContext)}, resources: ${requests} }
`,
    ],
  ]);
}
