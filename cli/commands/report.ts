import { isAbsolute, join, relative } from 'node:path';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { stacksOf } from '../../stacks/catalogue';
import { type Command, type CommonOptions, type Io, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { countText } from '../findings';
import { layouts } from '../graph/layout';
import { lastReport } from '../report/last-report';
import { page } from '../report/page';
import { changesBetween, recordOf } from '../report/record';
import { picturesOf, reportOf } from '../report/report';
import { stackRows } from '../report/stack-states';
import { readJournal } from '../run/journal';
import { operationsOf } from '../run/journal-records';
import { processesOfRun } from '../run/processes';
import { inspectStacks } from '../synthesise';
import { environmentDir, stateDir } from '../work-dir';
import { refuseOtherKind, writeFileWhole } from '../write-files';

interface ReportOptions extends CommonOptions {
  readonly date?: string;
  readonly since?: string;
}

/**
 * `workbench report`: one HTML page that tells everything about an environment, for those who decide and those who audit.
 * A page that is there already is the last report: the new one tells what has changed since.
 * With `--json` the same is printed as data, in the shape of cli/report/json-shape.ts, and a page is written only where `--out` asks for one.
 */
export const report: Command<ReportOptions> = async (io, [name], options) => {
  const date = dayOf(options.date);
  const { model, file, problems: found } = requireEnvironment(io, name);
  const out = options.out ?? (options.json ? undefined : join(io.cwd, 'workbench-report.html'));
  // Begun first: it needs no stacks, and is done by the time that these are built.
  const pictures = picturesOf(model);
  const laidOut = out === undefined ? undefined : layouts([pictures.topology, pictures.stackGraph]);
  const { stacks, problems: ofCharts } = inspectStacks(model, { stateDir: stateDir(io, model.config.environment) });
  const problems = [...found, ...ofCharts].map((finding) => fromHere(io, finding));
  const last = lastReport(model.config.environment, options.since, out);
  const operations = operationsOf(readJournal(join(environmentDir(io, model.config.environment), 'journal.jsonl')));
  const entries = stackRows(stacksOf(model), operations, (id) => processesOfRun(id).length > 0);
  const made = reportOf({ model, file: nearby(io, file), problems, entries, stacks, pictures, date });
  const data = last
    ? { ...made, since: { ...(last.date ? { date: last.date } : {}), changes: changesBetween(last, recordOf(made)) } }
    : made;
  if (out) {
    const text = await page(data, laidOut);
    refuseOtherKind(out, text);
    writeFileWhole(out, text);
  }
  if (options.json) printJson(io, { ok: true, out: out ?? null, ...data });
  else {
    const missing = data.readiness.filter(({ met }) => !met).length;
    const ready = missing === 0 ? 'ready for production' : `${missing} of ${data.readiness.length} criteria of production not met`;
    io.stdout.write(`${nearby(io, out ?? '')}: ${problems.length === 0 ? 'no problems' : countText(problems)}; ${ready}\n`);
  }
  return 0;
};

/** A path as the reader of the page knows it: the page may travel to machines where the folder of this one means nothing. */
function nearby(io: Io, path: string): string {
  const short = relative(io.cwd, path);
  return isAbsolute(path) && !short.startsWith('..') ? short : path;
}

const fromHere = (io: Io, finding: Problem): Problem =>
  finding.file === undefined ? finding : { ...finding, file: nearby(io, finding.file) };

/** @throws ProblemError for something that is no day */
function dayOf(date: string | undefined): string | undefined {
  const isDay = date === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(date) && new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date));
  if (isDay) return date;
  throw new ProblemError([problem('REP-DATE', `${date} is no day`, 'write it as 2026-01-31, or leave --date out')]);
}
