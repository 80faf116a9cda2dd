import type { EnvironmentModel } from '../../config/environment';
import { hostsOf } from '../../config/model/hosts';
import { systemNamespace } from '../../config/model/namespaces';
import type { RotationItem } from '../../config/model/rotation';
import { type RotationStepKey, rotationStepTitles, rotationWays } from '../../config/model/rotation-ways';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { certificateOf, issue, proveServed } from './certificate';
import { digestAnnotation } from './deliver';
import { keyPhase, keySteps } from './key-phase';
import { clearLogin } from './login-job';
import { type Mark, markOf, newId, writeMark } from './mark';
import { bornAt } from './new-version';
import { places, type RotateCluster, type Thing } from './objects';
import type { RotateResult, RotateStepResult } from './result';
import { before, realmsJobOf, type StepWork, stepWork, type Work } from './steps';
import { orStop, type Patience } from './until';

export interface RotateOptions {
  readonly planOnly: boolean;
  /** Milliseconds that one step may take. */
  readonly limit: number;
  readonly stopped: () => boolean;
  readonly say: (line: string) => void;
  readonly manager?: string;
  /** Where the host of a certificate is reached, instead of what the name servers say. */
  readonly connect?: { readonly host: string; readonly port: number };
}

/** The object that a rotation is of: it carries the mark. @throws ProblemError ROTATE-NOT-THERE */
async function homeOf(cluster: RotateCluster, item: RotationItem): Promise<string> {
  if (item.certificate) {
    const { metadata } = await certificateOf(cluster, item.certificate);
    return places.certificate(item.certificate.secret?.namespace ?? '', metadata.name);
  }
  if (item.secret?.kind === 'password') return places.randomSecret(systemNamespace, item.id);
  const [first] = item.secret?.deliveries ?? [];
  if (first) return places.vaultSecret(first.namespace, first.secretName);
  throw new ProblemError([
    problem('ROTATE-NOT-THERE', `${item.id} is delivered to nobody in this cluster`, 'nothing has to be started anew: change it in Vault'),
  ]);
}

/** What is noted before anything is changed. */
async function begin(cluster: RotateCluster, model: EnvironmentModel, item: RotationItem, home: string, planOnly: boolean): Promise<Mark> {
  const now = Date.now();
  const head = { id: newId(now), begun: new Date(now).toISOString() };
  if (item.certificate) {
    const { status } = await certificateOf(cluster, item.certificate);
    return { ...head, version: String(status?.revision ?? 0), delivered: {} };
  }
  if (item.secret?.kind === 'password') return { ...head, version: await bornAt(cluster, home), ...(await before(cluster, model, item)) };
  // The operator may have brought the new key by itself, so nothing can be compared: it fills the Secret once more, and that is waited for.
  return item.what === 'key' && !planOnly ? { ...head, delivered: {} } : { ...head, ...(await before(cluster, model, item)) };
}

const issueWork: StepWork = {
  look: async ({ cluster, item, mark }) => {
    const object = item.certificate ? await certificateOf(cluster, item.certificate) : undefined;
    return String(object?.status?.revision ?? 0) === mark.version ? [object?.metadata.name ?? ''] : [];
  },
  act: ({ cluster, item, home, mark, patience }) =>
    issue(cluster, item.certificate?.secret?.namespace ?? '', home.split('/').at(-1) ?? '', mark.version ?? '', patience),
};

const workOf = (key: RotationStepKey): StepWork => (key === 'issue' ? issueWork : stepWork[key]);

/** The host that shows a certificate; none for one that the hub shows when it calls out. */
function hostOf({ config }: EnvironmentModel, { certificate }: RotationItem): string | undefined {
  if (!certificate || certificate.id === 'hub-client') return undefined;
  return certificate.id === 'gateway' ? hostsOf(config).interopSwitch : certificate.commonName;
}

async function finish(work: Work, current: number): Promise<void> {
  const { cluster, model, item, mark, home } = work;
  if (rotationWays[item.kind].steps.some((key) => key === 'accept-both' || key === 'change')) await clearLogin(cluster, model, item, mark);
  if (item.kind === 'keycloak-client') await cluster.remove(places.job(model.config.identity.namespace, realmsJobOf(mark)));
  if (item.what === 'key') await cluster.patch(home, keySteps.signed(current));
  await writeMark(cluster, home, null);
}

/**
 * Gives one thing its next version, step by step, and proves that whoever uses it has it; with `planOnly` tells what there is to do. What is under way is
 * written on the object itself, so a command that was killed is gone on with by the next, and makes no second version. What stops meanwhile is the
 * `interruption` of its way. No state and no plan of Terraform knows of it.
 */
export async function rotate(
  cluster: RotateCluster,
  model: EnvironmentModel,
  stateDir: string,
  item: RotationItem,
  options: RotateOptions,
): Promise<RotateResult> {
  const started = performance.now();
  const { planOnly, stopped, say } = options;
  const patience: Patience = { limit: options.limit, stopped };
  const way = rotationWays[item.kind];
  const home = await homeOf(cluster, item);
  const phase = item.what === 'key' ? await keyPhase(cluster, model) : undefined;
  const found = markOf(await cluster.get<Thing>(home));
  const told = {
    environment: model.config.environment,
    what: item.what,
    id: item.id,
    kind: way.title,
    resumed: found !== undefined,
    ...(way.interruption === undefined ? {} : { interruption: way.interruption }),
    proof: way.proof,
    wayBack: way.wayBack,
  };
  const ended = (rest: Pick<RotateResult, 'steps' | 'next' | 'notes' | 'problems'>): RotateResult => ({
    ...told,
    ...rest,
    seconds: (performance.now() - started) / 1_000,
  });
  if (phase && phase.next.length > 0) return ended({ steps: [], next: phase.next, notes: [], problems: [] });

  const mark = found ?? (await begin(cluster, model, item, home, planOnly));
  if (!planOnly && !found) {
    if (item.what === 'key')
      for (const { namespace, secretName } of item.secret?.deliveries ?? [])
        await cluster.patch(places.secret(namespace, secretName), { metadata: { annotations: { [digestAnnotation]: null } } });
    await writeMark(cluster, home, mark);
  }
  const work: Work = {
    cluster,
    model,
    stateDir,
    item,
    home,
    mark,
    patience,
    ...(options.manager === undefined ? {} : { manager: options.manager }),
  };
  const { steps, problems } = await doSteps(work, way.steps, planOnly, say);
  const notes: string[] = [];
  if (!planOnly && problems.length === 0) {
    if (item.certificate?.secret) {
      const place = { namespace: item.certificate.secret.namespace, name: home.split('/').at(-1) ?? '' };
      try {
        notes.push(...(await proveServed(cluster, place, hostOf(model, item), options.connect, patience)));
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        problems.push(...error.problems);
      }
    }
    if (problems.length === 0) await finish(work, model.config.certificates.signingKeys.current);
  }
  return ended({ steps, next: [], notes, problems });
}

async function doSteps(work: Work, keys: readonly RotationStepKey[], planOnly: boolean, say: (line: string) => void) {
  const steps: RotateStepResult[] = [];
  const problems: Problem[] = [];
  for (const key of keys) {
    const title = rotationStepTitles[key];
    if (problems.length > 0) {
      steps.push({ key, title, outcome: 'not-started', changed: [] });
      continue;
    }
    try {
      orStop(work.patience.stopped);
      const changed = await workOf(key).look(work);
      if (changed.length > 0 && !planOnly) {
        say(`${title}: ${changed.join(', ')}`);
        await workOf(key).act(work);
      }
      steps.push({ key, title, changed, outcome: changed.length === 0 ? 'nothing' : planOnly ? 'to-do' : 'done' });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
      steps.push({ key, title, outcome: 'failed', changed: [] });
    }
  }
  return { steps, problems };
}
