import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ProblemError, problem } from '../../config/problems';
import { type CommonOptions, type Io, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { writeFileWhole } from '../write-files';
import { costDifference } from './cost-difference';
import { planPage, planResult, terraformReport } from './summary';

export interface SummaryOptions extends CommonOptions {
  /** File with what `workbench plan --json` printed. */
  readonly plan?: string;
  /** Revision to compare the cost with. */
  readonly base?: string;
}

function planText(io: Io, file: string): string {
  const path = resolve(io.cwd, file);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new ProblemError([problem('PIP-PLAN', 'there is no such file', 'workbench plan <env> --json --quiet > plan.json', { file })]);
}

/** What a plan would do, for GitLab in numbers and for people in words, with what it costs more or less a month than an earlier revision. */
export function summarise(io: Io, name: string | undefined, { plan, base, out, json }: SummaryOptions): number {
  if (plan === undefined || out === undefined)
    throw new ProblemError([
      problem('PIP-TARGET', 'summary needs a plan and a folder', 'workbench pipeline summary <env> --plan plan.json --out plan'),
    ]);
  const { model, file } = requireEnvironment(io, name);
  const result = planResult(planText(io, plan), plan);
  const cost = costDifference(model, file, base, io.cwd);
  const report = terraformReport(result);
  const page = planPage(result, cost);
  const files = { 'terraform.json': `${JSON.stringify(report)}\n`, 'plan.md': page };
  for (const [path, text] of Object.entries(files)) writeFileWhole(join(resolve(io.cwd, out), path), text);
  const ok = result.exitCode === 0 || result.exitCode === 2;
  if (json)
    printJson(io, {
      ok,
      environment: result.environment,
      out,
      files: Object.keys(files),
      changes: report,
      cost,
      problems: result.problems,
    });
  else {
    io.stdout.write(page);
    if (!ok) printProblems(io, result.problems);
  }
  return ok ? 0 : 1;
}
