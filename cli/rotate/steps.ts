import type { EnvironmentModel } from '../../config/environment';
import { runsConnectionManager } from '../../config/model/connection-manager';
import type { RotationItem } from '../../config/model/rotation';
import { userOf } from '../../config/model/rotation';
import type { RotationStepKey } from '../../config/model/rotation-ways';
import type { Delivery } from '../../config/model/secret-map';
import { shownAs } from './consumers';
import { deliver, digestOf, placeOf, undelivered } from './deliver';
import { hubPublicKey, isPublished, openManager, publishKey } from './hub-key';
import { again, isComplete, jobNamed, runJob } from './jobs';
import { changeLogin, loginChanged } from './login-job';
import type { Mark } from './mark';
import { hasNewVersion, makeNewVersion } from './new-version';
import { places, type RotateCluster } from './objects';
import { restartAll, toRestart } from './restart';
import { type Patience, until } from './until';

/** Everything that a step works with. */
export interface Work {
  readonly cluster: RotateCluster;
  readonly model: EnvironmentModel;
  readonly stateDir: string;
  readonly item: RotationItem;
  /** Object that the rotation is of, and carries its mark. */
  readonly home: string;
  readonly mark: Mark;
  readonly patience: Patience;
  /** Address of the connection manager, where one is given. */
  readonly manager?: string;
}

export interface StepWork {
  /** What there is to do, for people; none where it is done. Reads only. */
  readonly look: (work: Work) => Promise<readonly string[]>;
  readonly act: (work: Work) => Promise<void>;
}

const deliveriesOf = ({ item }: Work): readonly Delivery[] => item.secret?.deliveries ?? [];
const open = async (done: Promise<boolean>, what: string) => ((await done) ? [] : [what]);

const login = (change: 'accept-both' | 'change' | 'forget-old'): StepWork => ({
  look: ({ cluster, model, item, mark }) => open(loginChanged(cluster, model, item, change, mark), `user of ${item.id}`),
  act: ({ cluster, model, item, mark, patience }) => changeLogin(cluster, model, item, change, mark, patience),
});

/** Note of a Percona operator on the Secret of a user, with a digest of the password that it has set (`reconcileCustomUsers`). */
export function noteName({ databases }: EnvironmentModel, id: string): string | undefined {
  const found = userOf(databases, id);
  return found && `percona.com/${found.database.engine}-${found.user.name}-hash`;
}

export const noteOf = async (cluster: RotateCluster, model: EnvironmentModel, id: string) =>
  (await cluster.about(places.secret(model.config.stores.namespace, id)))?.metadata.annotations?.[noteName(model, id) ?? ''];

const noted = async ({ cluster, model, item, mark }: Work) => {
  const note = await noteOf(cluster, model, item.id);
  return note !== undefined && note !== mark.note;
};

export const realmsJobOf = ({ id }: Mark) => `keycloak-realms-rotation-${id}`;
const realmsJob = ({ mark }: Work) => realmsJobOf(mark);

/** One row a step: how it is seen that it is done, and what does it. All of them may be begun again. */
export const stepWork: Readonly<Record<Exclude<RotationStepKey, 'issue'>, StepWork>> = {
  'new-version': {
    look: ({ cluster, home, mark }) => open(hasNewVersion(cluster, home, mark.version ?? ''), home.split('/').at(-1) ?? ''),
    act: ({ cluster, home, mark, patience }) => makeNewVersion(cluster, home, mark.version ?? '', patience),
  },
  'accept-both': login('accept-both'),
  change: login('change'),
  'forget-old': login('forget-old'),
  deliver: {
    look: async (work) => (await undelivered(work.cluster, deliveriesOf(work), work.mark)).map(placeOf),
    act: (work) => deliver(work.cluster, deliveriesOf(work), work.mark, work.item.kind === 'given', work.patience),
  },
  store: {
    look: (work) => open(noted(work), `${work.model.config.stores.namespace}/${work.item.id}`),
    act: (work) =>
      until(
        () => noted(work),
        `the operator of the store to note ${noteName(work.model, work.item.id)}`,
        'see its log: it tells there alone why it cannot change a user',
        work.patience,
      ),
  },
  realms: {
    look: (work) => open(isComplete(work.cluster, work.model.config.identity.namespace, realmsJob(work)), realmsJob(work)),
    act: async (work) => {
      const { namespace } = work.model.config.identity;
      const written = await jobNamed(work.cluster, namespace, 'keycloak-realms-');
      await runJob(work.cluster, namespace, realmsJob(work), again(written), work.patience);
    },
  },
  publish: {
    look: async (work) => {
      if (!runsConnectionManager(work.model.config)) return [];
      return withManager(work, async (manager, key) => ((await isPublished(manager, key)) ? [] : ['the public key of the hub']));
    },
    act: (work) => withManager(work, publishKey),
  },
  restart: {
    look: async ({ cluster, mark, ...work }) => (await toRestart(cluster, deliveriesOf({ cluster, mark, ...work }), mark.id)).map(shownAs),
    act: async (work) =>
      restartAll(work.cluster, await toRestart(work.cluster, deliveriesOf(work), work.mark.id), work.mark.id, work.patience),
  },
};

async function withManager<T>(work: Work, act: (manager: Parameters<typeof publishKey>[0], key: string) => Promise<T>): Promise<T> {
  const key = (await hubPublicKey(work.cluster, work.model)) ?? '';
  const { manager, close } = await openManager(work.model, work.stateDir, work.manager);
  try {
    return await act(manager, key);
  } finally {
    await close();
  }
}

/** Digests and notes as they are when a rotation begins. */
export async function before(
  cluster: RotateCluster,
  model: EnvironmentModel,
  item: RotationItem,
): Promise<Pick<Mark, 'delivered' | 'note'>> {
  const delivered: Record<string, string> = {};
  for (const one of item.secret?.deliveries ?? []) {
    const digest = await digestOf(cluster, one);
    if (digest !== undefined) delivered[placeOf(one)] = digest;
  }
  const note = await noteOf(cluster, model, item.id);
  return { delivered, ...(note === undefined ? {} : { note }) };
}
