import { separator, type ValueIndex, type ValueType } from '../../../config/releases/value-index';
import { type ChartFiles, chartYaml, image, labelsOf, securityContext } from './chart-files';

const neutral: Readonly<Record<ValueType, unknown>> = { string: '', number: 1, bool: false, map: {}, list: [], null: null };

/** Defaults for every path that the chart knows: of its type, and saying nothing. Components are on unless the values switch them off. */
function defaultValues(index: ValueIndex, on: ReadonlySet<string>): object {
  const tree: Record<string, unknown> = {};
  for (const [path, type] of index.paths) {
    if (index.children.has(path)) continue;
    const keys = path.split(separator);
    const last = keys.pop() ?? '';
    let node = tree;
    for (const key of keys) {
      node[key] ??= {};
      node = node[key] as Record<string, unknown>;
    }
    node[last] = on.has(path) ? true : neutral[type];
  }
  return tree;
}

interface Component {
  readonly path: string;
  readonly name: string;
  /** Switches above it and its own. */
  readonly switches: readonly string[];
  /** Pairs of values that name a Secret and a key in it. */
  readonly secrets: readonly (readonly [name: string, key: string])[];
}

const replicas = `${separator}replicaCount`;
/** Parts that are charts of others, defaults of a loop, or test runs: they are no services. */
const others = /(^|\/)(keycloak|mongodb|mysql|kafka|redis|prometheus|defaults|common|ml-ttk-(test|cronjob|posthook)-[^/]*)(\/|$)/;
/** The deepest name that nobody else has: `centralledger-service`, or `mojaloop-ttk-sim1-svc-sdk-scheme-adapter-api-svc`. */
function nameOf(path: string, all: readonly string[]): string {
  const keys = path.split(separator);
  const last = keys.at(-1) ?? '';
  const twins = all.filter((other) => other.split(separator).at(-1) === last);
  return twins.length > 1 ? `${keys.at(-3) ?? keys[0]}-${last}`.replace('mojaloop-ttk-', '').slice(0, 50) : last;
}

function componentsOf(index: ValueIndex): readonly Component[] {
  const paths = [...index.paths.keys()]
    .filter((path) => path.endsWith(replicas))
    .map((path) => path.slice(0, -replicas.length))
    .filter((path) => !others.test(path));
  const pairs = [...index.paths.keys()].flatMap((path): [string, string][] => {
    const key = path.endsWith('/name') ? `${path.slice(0, -5)}/key` : `${path}Key`;
    return /secret(\/name)?$/i.test(path) && index.paths.has(key) ? [[path, key]] : [];
  });
  return paths.map((path) => {
    const keys = path.split(separator);
    const chain = keys.map((_, at) => `${keys.slice(0, at + 1).join(separator)}/enabled`).filter((one) => index.paths.has(one));
    return { path, name: nameOf(path, paths), switches: chain, secrets: pairs.filter(([name]) => name.startsWith(`${path}/`)) };
  });
}

const quoted = (path: string) =>
  path
    .split(separator)
    .map((key) => JSON.stringify(key))
    .join(' ');
const read = (path: string, otherwise: string) => `(dig ${quoted(path)} ${otherwise} $v)`;

/** A Deployment, a Service and a ConfigMap with the configuration, as the charts of Mojaloop make of a component. */
function template({ path, name, switches, secrets }: Component): string {
  const whole = `{{ .Release.Name }}-${name}`;
  const labels = JSON.stringify({ ...labelsOf(name), 'app.kubernetes.io/instance': '{{ .Release.Name }}' });
  const variables = secrets.map(
    ([secret, key], at) => `
            {{- with ${read(secret, '""')} }}
            - { name: SECRET_${at}, valueFrom: { secretKeyRef: { name: {{ . | quote }}, key: {{ ${read(key, '""')} | quote }} } } }
            {{- end }}`,
  );
  return `{{- $v := .Values.AsMap }}
{{- if and ${switches.map((one) => read(one, 'true')).join(' ')} true }}
apiVersion: v1
kind: ConfigMap
metadata: { name: "${whole}-config", labels: ${labels} }
data:
  config.json: {{ dict "config" ${read(`${path}/config`, 'dict')} "env" ${read(`${path}/env`, 'dict')} | toJson | quote }}
---
apiVersion: v1
kind: Service
metadata: { name: "${whole}", labels: ${labels} }
spec:
  selector: { app.kubernetes.io/name: "${name}", app.kubernetes.io/instance: "{{ .Release.Name }}" }
  ports: [{ name: http, port: 80, targetPort: 3000 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: "${whole}", labels: ${labels} }
spec:
  replicas: {{ ${read(`${path}/replicaCount`, '1')} }}
  selector: { matchLabels: ${labels} }
  template:
    metadata: { labels: ${labels} }
    spec:
      containers:
        - name: component
          image: ${image}
          securityContext: ${JSON.stringify(securityContext)}
          resources: {{ ${read(`${path}/resources`, 'dict')} | default dict | toJson }}
          env:
            - { name: COMPONENT, value: "${name}" }${variables.join('')}
          envFrom: [{ configMapRef: { name: "${whole}-config" } }]
{{- end }}
`;
}

/** Stand-in for a release: every component that the index of the published chart names, switched and sized by the same values. */
export function releaseChart(name: string, version: string, index: ValueIndex): ChartFiles {
  const components = componentsOf(index);
  const on = new Set(components.flatMap(({ switches }) => switches));
  return new Map([
    ['Chart.yaml', chartYaml(name, version)],
    ['values.yaml', `${JSON.stringify(defaultValues(index, on))}\n`],
    ...components.map((one) => [`templates/${one.path.replaceAll(separator, '.')}.yaml`, template(one)] as const),
  ]);
}
