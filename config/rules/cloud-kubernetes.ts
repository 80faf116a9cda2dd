import { eksVersions } from '../model/cloud-versions';
import { defaultKubernetes, kubernetesAsOf, kubernetesTable } from '../model/kubernetes-support';
import type { WorkbenchConfig } from '../schema/workbench';
import { both, on, onCloud } from './clouds';
import { type Rule, when } from './rule';

const place = ['cluster', 'kubernetesVersion'];
const services = { aws: 'EKS', azure: 'AKS' } as const;
const minor = (version: string) => Number(version.split('.')[1]);
const facts = ({ cluster, platform }: WorkbenchConfig) => {
  const cloud = platform.provider as keyof typeof services;
  const version = cluster.kubernetesVersion;
  const table = kubernetesTable(cloud) ?? {};
  return { service: services[cloud], version, support: table[version], versions: Object.keys(table), instead: defaultKubernetes[cloud] };
};

/** Which versions of Kubernetes a cloud makes: config/model/kubernetes-support.ts says until when, and as of which day. */
export const cloudKubernetesRules: readonly Rule[] = [
  {
    code: 'KUB-ENDED',
    severity: 'error',
    title: 'The cloud still makes clusters of this Kubernetes',
    appliesWhen: onCloud,
    check: (config) => {
      const { service, version, support, versions, instead } = facts(config);
      const older = support === undefined && minor(version) < Math.min(...versions.map(minor));
      const ended = support !== undefined && support.until < kubernetesAsOf;
      const paid = support !== undefined && support.paidUntil >= kubernetesAsOf;
      const why = paid
        ? `it was in the support that is part of the price until ${support?.until}, and clusters made here have no other; the paid one ends on ${support?.paidUntil}`
        : `its support ended${support ? ` on ${support.paidUntil}` : ''}`;
      return when(older || ended, () => ({
        path: place,
        message: `${service} makes no new cluster of Kubernetes ${version}: ${why}`,
        hint: `write cluster.kubernetesVersion: "${instead}"`,
      }));
    },
  },
  {
    code: 'KUB-UNKNOWN',
    severity: 'warning',
    title: 'The cloud has this Kubernetes',
    appliesWhen: onCloud,
    check: (config) => {
      const { service, version, versions, instead } = facts(config);
      return when(minor(version) > Math.max(...versions.map(minor)), () => ({
        path: place,
        message: `the list of ${kubernetesAsOf} has no Kubernetes ${version} of ${service}: its newest is ${versions.at(-1)}`,
        hint: `see whether ${service} has it, or write "${instead}"`,
      }));
    },
  },
  {
    code: 'KUB-ADD-ONS',
    severity: 'warning',
    title: 'Add-ons of EKS are pinned for this Kubernetes',
    appliesWhen: on('aws'),
    check: (config) => {
      const { version } = facts(config);
      return when(!Object.hasOwn(eksVersions, version), () => ({
        path: place,
        message: `no add-ons of EKS are pinned for Kubernetes ${version}: EKS chooses their versions, and another day others`,
        hint: `pinned: ${Object.keys(eksVersions).join(', ')}`,
      }));
    },
  },
  {
    code: 'KUB-CHANNEL',
    severity: 'warning',
    title: 'Minor versions of Kubernetes are raised in the file only',
    appliesWhen: both(on('azure'), ({ cluster }) => cluster.upgrades.channel === 'stable'),
    check: () => [
      {
        path: ['cluster', 'upgrades', 'channel'],
        message: 'the channel stable raises minor versions by itself: one day the cluster is newer than the file and the release',
        hint: 'write patch',
      },
    ],
  },
  {
    code: 'KUB-NO-PATCHES',
    severity: 'warning',
    title: 'Nodes get the fixes of their system',
    appliesWhen: on('azure'),
    check: ({ cluster }) =>
      when(cluster.upgrades.channel === 'none', () => ({
        path: ['cluster', 'upgrades', 'channel'],
        message: 'the channel none leaves known holes of Kubernetes and nodes open until somebody upgrades by hand',
        hint: 'write patch',
      })),
  },
];
