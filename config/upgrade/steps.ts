import type { EnvironmentModel } from '../environment';
import { isManaged } from '../model/store-services';
import { everyServiceSpeaksTls } from '../model/store-trust';
import { catalogue } from '../releases/catalogue';
import type { Migration } from './release-facts';

/** One step of an upgrade, in its order. */
export interface UpgradeStep {
  readonly key:
    | 'rehearse'
    | 'kubernetes'
    | 'back-up'
    | 'write'
    | 'ground'
    | 'window'
    | 'hub'
    | 'look'
    | 'participants'
    | 'encrypt'
    | 'rest';
  readonly title: string;
  readonly commands: readonly string[];
  /** Who can't pay meanwhile, and how long. */
  readonly downtime: string;
}

/** What the steps follow from. */
export interface StepsFrom {
  readonly name: string;
  /** How the change itself is asked for: `--to 17.1.0`. */
  readonly flags: string;
  readonly before: EnvironmentModel;
  readonly after: EnvironmentModel;
  /** Stacks of the environment as it is to be, in the order of a deploy. */
  readonly stacks: readonly string[];
  readonly migrations: readonly Migration[];
}

const minor = (version: string) => Number(version.split('.')[1]);
const none = 'none';
const ofParticipants = (stack: string) => stack.startsWith('participants-');
/** Stacks that stand on the hub, and the hub: not before its window. */
const late = (stack: string) => ['hub', 'portal', 'observability'].includes(stack) || ofParticipants(stack);

/** MySQL of a cloud will refuse connections without TLS, and the services speak it only from the new release on: it must be told last. */
export function encryptsLate(before: EnvironmentModel, after: EnvironmentModel): boolean {
  return isManaged(after.config, 'mysql') && !everyServiceSpeaksTls(before.config) && everyServiceSpeaksTls(after.config);
}

function kubernetesStep({ name, after }: StepsFrom): UpgradeStep[] {
  const { kubernetesVersion } = after.config.cluster;
  const { release } = after.config.hub;
  const { newest } = catalogue[release].limits.kubernetes;
  if (minor(kubernetesVersion) <= minor(newest)) return [];
  return [
    {
      key: 'kubernetes',
      title: `Mojaloop ${release} was tried on Kubernetes up to ${newest}, the cluster has ${kubernetesVersion}: make sure of it in the rehearsal`,
      commands: [`workbench check ${name}`],
      downtime: none,
    },
  ];
}

/**
 * The steps of an upgrade, in their order, each with what it costs those who pay. Databases, topics and secrets come before the hub that
 * needs them; payment managers come after it, because every release of the hub speaks FSPIOP 1.0 and 1.1 with older ones (section 4 of the release notes).
 */
export function upgradeSteps(from: StepsFrom): UpgradeStep[] {
  const { name, flags, before, after, stacks, migrations } = from;
  const hub = before.config.hub.release !== after.config.hub.release;
  const migrates = migrations.length > 0;
  const single = after.services.filter(({ replicas }) => replicas === 1).length;
  const encrypts = encryptsLate(before, after);
  const ground = stacks.filter((stack) => !late(stack) && !(encrypts && stack === 'managed-stores'));
  const managers = stacks.filter(ofParticipants);
  const deploy = (ids: readonly string[]) => `workbench deploy ${name} ${ids.join(' ')}`;
  const steps: (UpgradeStep | false)[] = [
    {
      key: 'rehearse',
      title: 'Go through all of it in an environment like this one, with a copy of its ledger; take the times there',
      commands: [],
      downtime: none,
    },
    ...kubernetesStep(from),
    hub && {
      key: 'back-up',
      title: migrates
        ? `Back up ${[...new Set(migrations.map(({ database }) => database))].join(', ')}: after the migrations this is the only way back. Take it in the window, or payments since then are lost with it`
        : 'Back up the databases: the tables stay as they are, so it is only for an accident',
      commands: [],
      downtime: none,
    },
    {
      key: 'write',
      title: 'Write the change into the workbench file, and look at what it makes',
      commands: [`workbench upgrade plan ${name} ${flags} --apply`, `workbench check ${name} --policy`, `workbench plan ${name}`],
      downtime: none,
    },
    hub && {
      key: 'ground',
      title: 'Databases, topics and secrets that the new release needs, before it comes',
      commands: [deploy(ground)],
      downtime: none,
    },
    hub &&
      migrates && {
        key: 'window',
        title: 'Tell participants the window; when nobody sends any more, wait for the longest expiry of a transfer, then take the backup',
        commands: [],
        downtime: 'nobody can pay from here on, until the hub is looked at',
      },
    hub && {
      key: 'hub',
      title: migrates
        ? `The hub: ${migrations.reduce((sum, { count }) => sum + count, 0)} migrations of the ledger, then its services`
        : 'The hub: its services are replaced one pod after the other',
      commands: [deploy(['hub'])],
      downtime: migrates
        ? 'nobody can pay: as long as the migrations took in the rehearsal, and some minutes for the pods'
        : single > 0
          ? `${single} services have a single pod: transfers that need them wait while it starts, and those that expire meanwhile are ended by the ledger`
          : none,
    },
    hub && {
      key: 'look',
      title: 'Look at it before participants come back',
      commands: [`workbench doctor ${name}`, `workbench onboard ${name} --plan`, `workbench verify ${name}`],
      downtime: migrates ? 'ends here' : none,
    },
    managers.length > 0 && {
      key: 'participants',
      title: 'Payment managers',
      commands: [deploy(managers)],
      downtime: 'each participant in the cluster for the minute in which its payment manager starts',
    },
    encrypts && {
      key: 'encrypt',
      title: 'MySQL refuses connections without TLS, now that every service speaks it',
      commands: [deploy(['managed-stores'])],
      downtime: none,
    },
    {
      key: 'rest',
      title: 'Everything else; a plan has nothing to do then',
      commands: [`workbench deploy ${name}`, `workbench plan ${name}`],
      downtime: none,
    },
  ];
  return steps.filter((step): step is UpgradeStep => step !== false);
}
