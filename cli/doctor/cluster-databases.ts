import type { Database } from '../../config/model/databases';
import { bootstrapName } from '../../config/model/managed-flows';
import { storeService } from '../../config/model/store-services';
import { unknown, type Verdict } from './check';
import { jobFaults } from './cluster-jobs';
import { deployOf, known, placeOf, unless } from './cluster-judge';
import type { ClusterSeen, StoreSeen } from './cluster-seen';
import { type Failure, isFailure } from './seen';

type Engine = Database['engine'];

/** What can be told of the databases of one engine, and what can't. */
interface Told {
  readonly faults: readonly string[];
  readonly there: number;
  readonly unseen: readonly string[];
}

/**
 * The operators of Percona note on the Secret of a user that they have made it, after the database and its rights (`reconcileCustomUsers` of
 * both). Who can't be made is told in their log alone, and the store stays "ready". A Secret that is written anew is noted again a moment later.
 */
const noteOf = (engine: Engine, user: string) => `percona.com/${engine}-${user}-hash`;

function runByOperator(seen: ClusterSeen, engine: Engine, databases: readonly Database[], stores: readonly StoreSeen[]): Told {
  const { namespace } = seen.model.config.stores;
  const store = stores.find(({ metadata }) => metadata.namespace === namespace && metadata.name === engine);
  const [named, place] = [databases.map(({ name }) => name), `${namespace}/${engine}`];
  if (!store) return { faults: [`${place} is missing, and with it ${named.join(', ')}`], there: 0, unseen: [] };
  const { state, message, messages } = store.status ?? {};
  const why = message ?? messages?.at(-1);
  if (state !== 'ready') return { faults: [`${place} is ${state ?? 'without a state yet'}${why ? `: ${why}` : ''}`], there: 0, unseen: [] };
  // Who may not read Secrets can't tell; the row of the secrets tells what is missing of them.
  if (isFailure(seen.secrets)) return { faults: [], there: 0, unseen: named };
  const noted = new Map(seen.secrets.map((secret) => [placeOf(secret), secret.metadata.annotations ?? {}]));
  const unmade = databases.flatMap(({ name, schema, users }) =>
    users.flatMap((user) => {
      const notes = noted.get(`${namespace}/${user.secret}`);
      return notes && notes[noteOf(engine, user.name)] === undefined
        ? [`${name}: the operator has not made the schema ${schema} for ${user.name}`]
        : [];
    }),
  );
  return { faults: unmade, there: databases.length, unseen: [] };
}

function madeByJob(seen: ClusterSeen, engine: Engine, databases: readonly Database[], madeByUs: boolean): Told {
  const unseen = databases.map(({ name }) => name);
  if (!madeByUs) return { faults: [], there: 0, unseen };
  if (isFailure(seen.jobs)) return { faults: [], there: 0, unseen };
  const { faults, found } = jobFaults(seen, seen.jobs, new RegExp(`^${bootstrapName(engine)}-`));
  if (found === 0)
    return { faults: [`the Job ${bootstrapName(engine)} that makes ${unseen.join(', ')} is not there`], there: 0, unseen: [] };
  return { faults, there: databases.length, unseen: [] };
}

function toldOf(seen: ClusterSeen, engine: Engine): Told {
  const { config, databases } = seen.model;
  const elsewhere = config.stores[engine].databases;
  const all = databases.filter((database) => database.engine === engine);
  const foreign = all.filter(({ name }) => elsewhere[name]).map(({ name }) => name);
  const own = all.filter(({ name }) => !elsewhere[name]);
  const told = (part: Told): Told => ({ ...part, unseen: [...part.unseen, ...foreign] });
  if (own.length === 0) return told({ faults: [], there: 0, unseen: [] });
  const service = storeService(config, engine);
  if (service !== 'operator') {
    // Without an administrator's login somebody else makes them.
    const { external } = config.stores[engine];
    return told(madeByJob(seen, engine, own, service !== 'external' || external?.credentials !== undefined));
  }
  const stores: readonly StoreSeen[] | Failure = seen[engine];
  if (isFailure(stores)) return told({ faults: [], there: 0, unseen: own.map(({ name }) => name) });
  return told(runByOperator(seen, engine, own, stores));
}

/** Whether every database has been made and its Service leads there. What was dropped from a server since, only the server knows: its users' pods tell. */
export function databasesState(seen: ClusterSeen): Verdict {
  const { stores } = seen.model.config;
  return known(seen.services, (services) => {
    const names = new Set(services.map(placeOf));
    const absent = seen.model.logicalServices.map(({ name }) => `${stores.namespace}/${name}`).filter((place) => !names.has(place));
    const engines = (['mysql', 'mongodb'] as const).map((engine) => toldOf(seen, engine));
    const faults = [...absent.map((place) => `Service ${place} is missing`), ...engines.flatMap((each) => each.faults)];
    const unseen = engines.flatMap((each) => each.unseen);
    const there = engines.reduce((sum, each) => sum + each.there, 0);
    if (faults.length === 0 && unseen.length > 0)
      return unknown(`${there} made; only the server itself can tell of ${unseen.join(', ')} (every Service is there)`);
    return unless(
      faults,
      `${there} made, every Service is there`,
      `${deployOf(seen, 'stores')}; then look at the log of that Job or operator`,
    );
  });
}
