import { chartVersion } from '../model/charts';
import { atLeast, type ReleaseVersion, releaseVersions } from '../releases/versions';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Path } from '../validate/path';
import { always, present, type Rule, when } from './rule';

type Hub = WorkbenchConfig['hub'];

const from = (version: ReleaseVersion) => (config: WorkbenchConfig) => atLeast(config.hub.release, version);

interface Toggle {
  readonly path: Path;
  readonly on: (hub: Hub) => boolean;
  readonly what: string;
  readonly since: ReleaseVersion;
  readonly off: string;
}

/** Toggles that not every release has. */
export const toggles: readonly Toggle[] = [
  { path: ['hub', 'fx'], on: (hub) => hub.fx, what: 'foreign exchange', since: '17.0.0', off: 'hub.fx: false' },
  {
    path: ['hub', 'interScheme'],
    on: (hub) => hub.interScheme,
    what: 'inter-scheme proxy',
    since: '17.0.0',
    off: 'hub.interScheme: false',
  },
  { path: ['hub', 'apiType'], on: (hub) => hub.apiType === 'iso20022', what: 'ISO 20022', since: '17.0.0', off: 'hub.apiType: fspiop' },
  {
    path: ['hub', 'oracles', 'msisdn'],
    on: (hub) => hub.oracles.msisdn === true,
    what: 'MSISDN oracle',
    since: '17.0.0',
    off: 'hub.oracles.msisdn: false',
  },
  {
    path: ['hub', 'positionBatch'],
    on: (hub) => hub.positionBatch === true,
    what: 'position handler in batches',
    since: '16.0.4',
    off: 'hub.positionBatch: false',
  },
];

const paymentManager = 'mojaloop-payment-manager';
const minor = (version: string) => Number(version.split('.')[1]);
const managers = (config: WorkbenchConfig) => present(config.participants).filter(({ item }) => !item.external);
/** A version without what Helm charts write around it. */
export const plain = (version: string) => version.replace(/^v/, '').replace(/[-+].*$/, '');

/** Where a payment manager's version is decided: by the operator, or else by the release. */
const managerPath = ({ charts }: WorkbenchConfig): Path =>
  charts.versions[paymentManager] === undefined ? ['hub', 'release'] : ['charts', 'versions', paymentManager];

/** What a release has, and which Kubernetes it and its payment managers run on. */
export const releaseRules: readonly Rule[] = [
  {
    code: 'REL-NAME-LENGTH',
    severity: 'error',
    title: 'The Helm release name has at most 8 characters',
    appliesWhen: always,
    check: ({ hub }, { limits }) =>
      when(hub.releaseName.length > limits.releaseNameLength, () => ({
        path: ['hub', 'releaseName'],
        message: `${hub.releaseName} has ${hub.releaseName.length} characters: names of volumes and services become too long`,
        hint: `at most ${limits.releaseNameLength}, such as moja`,
      })),
  },
  {
    code: 'REL-TOGGLE',
    severity: 'error',
    title: 'What is switched on is part of the release',
    appliesWhen: always,
    check: ({ hub }) =>
      toggles
        .filter(({ on, since }) => on(hub) && !atLeast(hub.release, since))
        .map(({ path, what, since, off }) => ({
          path,
          message: `Mojaloop ${hub.release} has no ${what}`,
          hint: `write hub.release: ${releaseVersions.find((version) => atLeast(version, since))} or newer, or ${off}`,
        })),
  },
  {
    code: 'REL-BATCH-OFF',
    severity: 'error',
    title: 'From 17 on positions are handled in batches',
    appliesWhen: from('17.0.0'),
    check: ({ hub }) =>
      when(hub.positionBatch === false, () => ({
        path: ['hub', 'positionBatch'],
        message: `Mojaloop ${hub.release} sends every transfer to the position handler in batches, which is off`,
        hint: 'no transfer would ever be committed: leave positionBatch out',
      })),
  },
  {
    code: 'REL-CONSENT',
    severity: 'error',
    title: 'The consent oracle goes with third-party payments',
    appliesWhen: always,
    check: ({ hub: { oracles, thirdParty } }) =>
      when(oracles.consent !== undefined && oracles.consent !== thirdParty, () => ({
        path: ['hub', 'oracles', 'consent'],
        message: thirdParty
          ? 'third-party payments are on, and the oracle that finds consents is off'
          : 'the consent oracle is on, and third-party payments are off',
        hint: 'leave consent out: it follows hub.thirdParty',
      })),
  },
  {
    code: 'REL-KUBERNETES-OLD',
    severity: 'error',
    title: 'Kubernetes is new enough for the charts of the release',
    appliesWhen: always,
    check: ({ cluster: { kubernetesVersion }, hub: { release } }, { limits }) => {
      const { oldest } = limits.kubernetes;
      return when(minor(kubernetesVersion) < minor(oldest), () => ({
        path: ['cluster', 'kubernetesVersion'],
        message: `Mojaloop ${release} needs Kubernetes ${oldest}, and cluster.kubernetesVersion is ${kubernetesVersion}`,
        hint: 'its charts use kinds that came later: upgrade the cluster',
      }));
    },
  },
  {
    code: 'REL-KUBERNETES-NEW',
    severity: 'warning',
    title: 'The release was tried on this Kubernetes, or a newer one',
    appliesWhen: always,
    check: ({ cluster: { kubernetesVersion }, hub: { release } }, { limits }) => {
      const { newest } = limits.kubernetes;
      return when(minor(kubernetesVersion) > minor(newest), () => ({
        path: ['cluster', 'kubernetesVersion'],
        message: `Mojaloop ${release} was tried on Kubernetes up to ${newest}, and cluster.kubernetesVersion is ${kubernetesVersion}`,
        hint: 'try it in a sandbox first',
      }));
    },
  },
  {
    code: 'REL-MANAGER-KUBERNETES',
    severity: 'error',
    title: 'Payment managers run on this Kubernetes',
    appliesWhen: (config) => managers(config).length > 0,
    check: (config) => {
      const { kubernetesVersion } = config.cluster;
      const version = chartVersion(config, paymentManager);
      return when(minor(kubernetesVersion) >= 22 && !atLeast(plain(version), '9.0.2'), () => ({
        path: managerPath(config),
        message: `${paymentManager} ${version} makes Ingresses of a kind that Kubernetes ${kubernetesVersion} has no more`,
        hint: `9.0.2 and newer do not: write charts.versions.${paymentManager}: 9.1.5`,
      }));
    },
  },
  {
    code: 'REL-MANAGER-ISO',
    severity: 'error',
    title: 'Payment managers speak ISO 20022 where the hub does',
    appliesWhen: (config) => config.hub.apiType === 'iso20022' && managers(config).length > 0,
    check: (config) => {
      const version = chartVersion(config, paymentManager);
      return when(!atLeast(plain(version), '10.1.0'), () => ({
        path: managerPath(config),
        message: `${paymentManager} ${version} speaks no ISO 20022`,
        hint: `10.1.0 and newer do: leave charts.versions.${paymentManager} out`,
      }));
    },
  },
];
