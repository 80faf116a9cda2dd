import { resolve } from 'node:path';
import { ProblemError, problem } from '../../config/problems';
import { drillEnvironment } from '../backup/drill';
import { drillKey } from '../backup/drill-key';
import { keysIn } from '../backup/restore-environment';
import { explainDrill } from '../backup/text';
import { type Command, type CommonOptions, printJson, sayTo } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { stopSwitch } from '../run/stop-switch';
import { usualPace } from '../verify/await-job';
import { stateDir } from '../work-dir';
import { writeFileWhole } from '../write-files';

interface Options extends CommonOptions {
  readonly into?: string;
  readonly identity?: string;
  readonly jobToken?: string;
}

/** `workbench drill`: whether the newest backups can be restored, how much would be lost and how long it takes. The environment goes on as it is. */
export const drill: Command<Options> = async (io, [name], { into = 'restore-drill', identity, jobToken, out, json, quiet }) => {
  const { model } = requireEnvironment(io, name);
  const { environment, pipeline } = model.config;
  const byHand = `workbench drill ${environment} --identity key.txt, the file that age-keygen wrote`;
  const keysOf = async () => {
    if (identity !== undefined) return keysIn(identity);
    const place = pipeline?.drill;
    if (jobToken === undefined) throw new ProblemError([problem('BACKUP-KEY', 'no private key is named', byHand)]);
    if (!place)
      throw new ProblemError([
        problem('DRILL-KEY', '--job-token: the file has no pipeline.drill, which names a Vault', `write it, or ${byHand}`),
      ]);
    return drillKey(place, jobToken);
  };
  const { signal, dispose } = stopSwitch();
  try {
    const result = await drillEnvironment(model, stateDir(io, environment), {
      keys: await keysOf(),
      into,
      pace: usualPace,
      stop: signal,
      now: new Date(),
      say: sayTo(io, { json, quiet }),
    });
    const ok = result.problems.length === 0;
    if (out !== undefined) writeFileWhole(resolve(io.cwd, out), `${JSON.stringify({ ok, ...result }, null, 2)}\n`);
    if (json) printJson(io, { ok, ...result });
    else {
      printProblems(io, result.problems);
      if (!quiet) io.stdout.write(explainDrill(result));
    }
    return signal.aborted ? 130 : ok ? 0 : 1;
  } finally {
    dispose();
  }
};
