/**
 * What a cloud has of each Kubernetes minor version, pinned: an add-on that follows "the newest" changes a cluster at night.
 * Sources: docs.aws.amazon.com, version tables of each add-on, and what `describe-addon-versions` names as the default of a minor version (October 2026).
 */

/** Add-ons of EKS that every cluster gets. `metrics-server` is there because autoscaling of pods has nothing to read without it. */
export const eksAddOns = ['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent', 'coredns', 'aws-ebs-csi-driver', 'metrics-server'] as const;
export type EksAddOn = (typeof eksAddOns)[number];

/** Add-ons whose releases serve every minor version of the table. */
const everywhere = {
  'vpc-cni': 'v1.22.4-eksbuild.3',
  'eks-pod-identity-agent': 'v1.3.10-eksbuild.3',
  'aws-ebs-csi-driver': 'v1.64.0-eksbuild.1',
  'metrics-server': 'v0.9.0-eksbuild.6',
} as const;

/** Add-ons by minor version. */
export const eksVersions = {
  '1.32': { ...everywhere, 'kube-proxy': 'v1.32.9-eksbuild.2', coredns: 'v1.11.4-eksbuild.28' },
  '1.33': { ...everywhere, 'kube-proxy': 'v1.33.7-eksbuild.2', coredns: 'v1.13.2-eksbuild.1' },
  '1.34': { ...everywhere, 'kube-proxy': 'v1.34.6-eksbuild.18', coredns: 'v1.13.2-eksbuild.11' },
  '1.35': { ...everywhere, 'kube-proxy': 'v1.35.3-eksbuild.18', coredns: 'v1.13.2-eksbuild.11' },
  '1.36': { ...everywhere, 'kube-proxy': 'v1.36.0-eksbuild.21', coredns: 'v1.14.3-eksbuild.16' },
} as const satisfies Record<string, Record<EksAddOn, string>>;

/** Version of an add-on; undefined for a minor version that the table does not have: EKS then takes its own default of that version. */
export const eksAddOnVersion = (kubernetesVersion: string, addOn: EksAddOn): string | undefined =>
  (eksVersions as Readonly<Record<string, Readonly<Record<EksAddOn, string>>>>)[kubernetesVersion]?.[addOn];

/**
 * Images of nodes by kind of processor. Bottlerocket: no shell, no package manager, a read-only system with SELinux enforcing, updated as a whole, and
 * it starts faster than AL2023. What needs a shell on a node (there is no SSH either) is done by `kubectl debug node/…`.
 */
const eksImages = { intel: 'BOTTLEROCKET_x86_64', graviton: 'BOTTLEROCKET_ARM_64' } as const;

/** Image for a machine type: those with Graviton processors have a `g` behind the generation (`m7g.large`). */
export const eksImage = (machine: string): string => eksImages[/^[a-z]+\d+g/.test(machine) ? 'graviton' : 'intel'];
