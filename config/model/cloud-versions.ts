/**
 * What a cloud has of each Kubernetes minor version, pinned: an add-on that follows "the newest" changes a cluster at night.
 * Sources: docs.aws.amazon.com, "Kubernetes versions in EKS" (standard support) and the version tables of each add-on, autumn 2025.
 */

/** Add-ons of EKS that every cluster gets. */
export const eksAddOns = ['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent', 'coredns', 'aws-ebs-csi-driver'] as const;
export type EksAddOn = (typeof eksAddOns)[number];

/** Add-ons whose releases serve every minor version of the table. */
const everywhere = {
  'vpc-cni': 'v1.20.4-eksbuild.2',
  'eks-pod-identity-agent': 'v1.3.10-eksbuild.2',
  'aws-ebs-csi-driver': 'v1.54.0-eksbuild.1',
} as const;

/** Minor versions in the standard support of EKS, with the add-ons that were released for them. An older one costs six times as much an hour and is refused. */
export const eksVersions = {
  '1.32': { ...everywhere, 'kube-proxy': 'v1.32.9-eksbuild.2', coredns: 'v1.11.4-eksbuild.24' },
  '1.33': { ...everywhere, 'kube-proxy': 'v1.33.5-eksbuild.2', coredns: 'v1.12.4-eksbuild.1' },
  '1.34': { ...everywhere, 'kube-proxy': 'v1.34.1-eksbuild.2', coredns: 'v1.12.4-eksbuild.1' },
} as const satisfies Record<string, Record<EksAddOn, string>>;
export type EksVersion = keyof typeof eksVersions;

/** Add-ons of a minor version; undefined for one that EKS does not have in standard support. */
export const eksAddOnVersions = (kubernetesVersion: string): Readonly<Record<EksAddOn, string>> | undefined =>
  (eksVersions as Readonly<Record<string, Readonly<Record<EksAddOn, string>>>>)[kubernetesVersion];

/**
 * Images of nodes by kind of processor. Bottlerocket: no shell, no package manager, a read-only system with SELinux enforcing, updated as a whole, and
 * it starts faster than AL2023. What needs a shell on a node (there is no SSH either) is done by `kubectl debug node/…`.
 */
const eksImages = { intel: 'BOTTLEROCKET_x86_64', graviton: 'BOTTLEROCKET_ARM_64' } as const;

/** Image for a machine type: those with Graviton processors have a `g` behind the generation (`m7g.large`). */
export const eksImage = (machine: string): string => eksImages[/^[a-z]+\d+g/.test(machine) ? 'graviton' : 'intel'];
