import { isIP } from 'node:net';
import { type RotationItem, rotationItems } from '../../config/model/rotation';
import { rotationWays } from '../../config/model/rotation-ways';
import { didYouMean, hasErrors, ProblemError, problem } from '../../config/problems';
import { environmentCluster } from '../cloud/environment-cluster';
import { type Command, type CommonOptions, type Io, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { rotationList } from '../rotate/list';
import { rotateCluster } from '../rotate/objects';
import { rotate } from '../rotate/rotate-environment';
import { explainList, explainRotation } from '../rotate/text';
import { loadKubeConfig } from '../run/kubeconfig';
import { listenForStop } from '../run/signals';
import { stateDir } from '../work-dir';

interface Options extends CommonOptions {
  readonly plan?: boolean;
  readonly timeout?: string;
  readonly confirm?: string;
  readonly manager?: string;
  readonly connect?: string;
}

const timeoutDefault = '20';
const actions = ['list', 'secret', 'key', 'certificate'] as const;

const refuse = (message: string, hint: string) => new ProblemError([problem('ROTATE-OPTION', message, hint)]);

function minutes(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1) return Number(text);
  throw refuse(`--timeout ${text} is no number of minutes`, 'write a whole number from 1 to 999');
}

function placeOf(text: string): { readonly host: string; readonly port: number } {
  const [, host = '', port] = /^(.+?)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (isIP(host) && Number(port ?? 443) < 65_536) return { host, port: Number(port ?? 443) };
  throw refuse(`--connect ${text} is no address`, 'write it as 192.0.2.1 or 192.0.2.1:8443');
}

function checked({ manager }: Options): void {
  if (manager !== undefined && !(URL.canParse(manager) && /^https?:$/.test(new URL(manager).protocol)))
    throw refuse(`--manager ${manager} is no address`, 'write it as http://127.0.0.1:3001');
}

/** @throws ProblemError ROTATE-WHAT */
function itemOf(items: readonly RotationItem[], what: string, id: string | undefined, environment: string): RotationItem {
  const found = items.find((item) => item.what === what && item.id === id);
  if (found) return found;
  const names = items.filter((item) => item.what === what).map((item) => item.id);
  const near = id === undefined ? undefined : didYouMean(id, names);
  throw new ProblemError([
    problem(
      'ROTATE-WHAT',
      id === undefined ? `rotate ${what} was not told which` : `${environment} has no ${what} ${id}`,
      near || `workbench rotate list ${environment} shows all of them`,
    ),
  ]);
}

/** What stops is said before anything is begun. @throws ProblemError ROTATE-BY-HAND, ROTATE-CONFIRM */
function mayBegin({ id, what, kind }: RotationItem, environment: string, profile: string, { plan, confirm }: Options): void {
  const { byHand, interruption, title } = rotationWays[kind];
  if (byHand !== undefined) throw new ProblemError([problem('ROTATE-BY-HAND', `${id} is not rotated by the workbench (${title})`, byHand)]);
  if (plan || confirm === environment) return;
  if (profile !== 'production' && interruption === undefined) return;
  throw new ProblemError([
    problem(
      'ROTATE-CONFIRM',
      interruption === undefined
        ? `${environment} is an environment of production; nothing stops, but pods are started anew one after the other`
        : `this does not go without a stop: ${interruption}`,
      `if that is meant: workbench rotate ${what} ${id} ${environment} --confirm ${environment}`,
    ),
  ]);
}

async function list(io: Io, name: string | undefined, { json }: Options): Promise<number> {
  const { model } = requireEnvironment(io, name);
  const open = async () => {
    const access = environmentCluster(model, stateDir(io, model.config.environment));
    return rotateCluster(access, await loadKubeConfig(access));
  };
  const listed = await rotationList(model, open, Date.now());
  if (json) printJson(io, { ok: !hasErrors(listed.problems), ...listed });
  else {
    printProblems(io, listed.problems);
    io.stdout.write(explainList(listed));
  }
  return 0;
}

async function one(io: Io, what: string, id: string | undefined, name: string | undefined, options: Options): Promise<number> {
  const limit = minutes(options.timeout ?? timeoutDefault) * 60_000;
  const connect = options.connect === undefined ? undefined : placeOf(options.connect);
  checked(options);
  const { model } = requireEnvironment(io, name);
  const { environment, profile } = model.config;
  const item = itemOf(rotationItems(model), what, id, environment);
  mayBegin(item, environment, profile, options);
  const folder = stateDir(io, environment);
  const access = environmentCluster(model, folder);
  const cluster = rotateCluster(access, await loadKubeConfig(access));
  const planOnly = options.plan ?? false;
  const stop = listenForStop();
  try {
    const result = await rotate(cluster, model, folder, item, {
      planOnly,
      limit,
      stopped: stop.stopped,
      say: options.json || options.quiet ? () => undefined : (line) => io.stderr.write(`${line}\n`),
      ...(options.manager === undefined ? {} : { manager: options.manager }),
      ...(connect === undefined ? {} : { connect }),
    });
    const failed = hasErrors(result.problems);
    if (options.json) printJson(io, { ok: !failed, ...result });
    else {
      printProblems(io, result.problems);
      if (!options.quiet) io.stdout.write(explainRotation(result, planOnly));
    }
    if (stop.stopped()) return 130;
    if (failed) return 1;
    return result.next.length > 0 || (planOnly && result.steps.some(({ outcome }) => outcome === 'to-do')) ? 2 : 0;
  } finally {
    stop.dispose();
  }
}

/**
 * `workbench rotate`: the next version of a password, a key or a certificate, with whoever uses it started anew in an order that stops as little as it can;
 * `list` tells what is due. What stops is said before, and asks for `--confirm`. There is no way to make the version before come back by itself.
 */
export const rotateCommand: Command<Options> = async (io, [action = '', what, name], options) => {
  if (!(actions as readonly string[]).includes(action))
    throw new ProblemError([
      problem('CLI-ACTION', `rotate can't ${action}`, didYouMean(action, actions) || 'it knows list, secret, key and certificate'),
    ]);
  return action === 'list' ? list(io, what, options) : one(io, action, what, name, options);
};
