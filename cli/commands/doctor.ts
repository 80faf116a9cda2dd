import { runsPortal } from '../../config/model/portal/portal';
import { ProblemError, problem } from '../../config/problems';
import { type Command, type Io, printJson } from '../command';
import { type Checked, judgeAll } from '../doctor/check';
import { seeOutside } from '../doctor/outside-probe';
import { outsideRows } from '../doctor/outside-table';
import { type DoctorOptions, givenOf, knownOf } from '../doctor/read-given';
import { checklist } from '../doctor/text';
import { requireEnvironment } from '../environment';
import { stateDir } from '../work-dir';

interface Examined {
  readonly side: 'outside' | 'cluster' | 'portal';
  readonly environment: string;
  readonly participant: string | null;
  readonly checks: readonly Checked[];
}

async function outside(io: Io, name: string | undefined, options: DoctorOptions): Promise<Examined> {
  const given = givenOf(io, options);
  const input = knownOf(io, name, options);
  const checks = judgeAll(outsideRows, await seeOutside(input, given));
  return { side: 'outside', environment: input.environment, participant: input.participant, checks };
}

async function inside(io: Io, name: string | undefined): Promise<Examined> {
  const { model } = requireEnvironment(io, name);
  const { environment } = model.config;
  // Loaded here: it renders every stack, and who looks from outside waits for none of it.
  const { examineCluster } = await import('../doctor/cluster-examine.js');
  return { side: 'cluster', environment, participant: null, checks: await examineCluster(model, stateDir(io, environment), io.env) };
}

/** A deployed portal, with its certificate where the authority is given. @throws ProblemError DOC-PORTAL, DOC-OPTION */
async function portal(io: Io, name: string | undefined, options: DoctorOptions): Promise<Examined> {
  const { model } = requireEnvironment(io, name);
  const { environment } = model.config;
  if (!runsPortal(model.config))
    throw new ProblemError([problem('DOC-PORTAL', `${environment} has no portal`, 'portal.enabled makes one; leave --portal out')]);
  const { keto } = options;
  if (keto !== undefined && !URL.canParse(keto))
    throw new ProblemError([problem('DOC-OPTION', `--keto ${keto} is no address`, 'write it as http://127.0.0.1:4466')]);
  const [{ seePortal }, { portalRows }] = await Promise.all([import('../doctor/portal-probe.js'), import('../doctor/portal-table.js')]);
  const given = { ...givenOf(io, options), ...(keto === undefined ? {} : { keto: keto.replace(/\/$/, '') }) };
  const checks = judgeAll(portalRows, await seePortal(model, stateDir(io, environment), given));
  return { side: 'portal', environment, participant: null, checks };
}

const ofPortal = ['ca', 'connect'];
const ofOutside = ['certificate', 'key', 'ca', 'tokenFile', 'clientSecretFile', 'connect'] as const;

function refuseStray(options: DoctorOptions): void {
  if (options.as !== undefined && options.kit !== undefined)
    throw new ProblemError([problem('DOC-OPTION', '--as and --kit are one too many', 'a kit knows its participant: leave --as out')]);
  const participant = options.as !== undefined || options.kit !== undefined;
  if (participant && options.portal)
    throw new ProblemError([problem('DOC-OPTION', '--portal is not for a participant', 'leave --as and --kit out')]);
  if (options.keto !== undefined && !options.portal)
    throw new ProblemError([problem('DOC-OPTION', '--keto is for the portal', 'say so: --portal')]);
  const stray = ofOutside.find((option) => options[option] !== undefined && !(options.portal && ofPortal.includes(option)));
  if (stray === undefined || participant) return;
  const flag = `--${stray.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new ProblemError([problem('DOC-OPTION', `${flag} is for a participant`, 'say which: --as <participant>, or --kit <folder>')]);
}

/**
 * `workbench doctor`: what is wrong, who mends it, and how. With `--as` or `--kit` from outside, with the files of a participant; with `--portal` at a deployed portal; else
 * in the cluster. It only looks: from outside it sends one lookup, to the portal requests of nobody, in the cluster it reads. Exit status 1 when something is wrong.
 */
export const doctor: Command<DoctorOptions> = async (io, [name], options) => {
  refuseStray(options);
  const begun = performance.now();
  const participant = options.as !== undefined || options.kit !== undefined;
  const look = participant ? outside : options.portal ? portal : inside;
  const examined = await look(io, name, options);
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const ok = examined.checks.every(({ state }) => state !== 'wrong');
  if (options.json) printJson(io, { ok, ...examined, seconds });
  else io.stdout.write(checklist(examined.checks, seconds, io.stdout.columns));
  return ok ? 0 : 1;
};
