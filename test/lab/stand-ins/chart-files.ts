/** Files of a chart by their path inside it. */
export type ChartFiles = ReadonlyMap<string, string>;

export const chartYaml = (name: string, version: string) =>
  `${JSON.stringify({ apiVersion: 'v2', name, version, description: 'Stand-in for the lab: the same value paths, pods that nobody runs.' })}\n`;

/** Settings that every Pod Security Standard accepts. */
export const securityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  runAsUser: 65532,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** An image name that can't be pulled anywhere: kwok plays the pods. */
export const image = 'stand-in.invalid/workbench:0';

export const labelsOf = (name: string) => ({ 'app.kubernetes.io/name': name, 'app.kubernetes.io/managed-by': 'Helm' });
