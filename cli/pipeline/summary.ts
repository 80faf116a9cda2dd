import { formatProblem, ProblemError, problem } from '../../config/problems';
import { runShape } from '../json-run-shapes';
import { table } from '../markdown';
import type { RunResult, StackReport } from '../run/request';
import { type CostDifference, costSentence } from './cost-difference';

/** Changes in numbers, in the words of the `terraform` report of GitLab (docs.gitlab.com/ci/yaml/artifacts_reports). */
export interface TerraformReport {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads what `workbench plan --json` printed. @throws ProblemError PIP-PLAN */
export function planResult(text: string, file: string): RunResult {
  const value = jsonOf(text);
  const parsed = runShape.safeParse(value);
  if (parsed.success && parsed.data.action === 'plan') return parsed.data;
  // A command that could not begin prints its problems alone.
  const said = (value as { problems?: readonly { message?: string }[] } | undefined)?.problems?.[0]?.message;
  throw new ProblemError([
    problem(
      'PIP-PLAN',
      said ? `the plan did not begin: ${said}` : 'is no result of a plan',
      'workbench plan <env> --json --quiet > plan.json',
      { file },
    ),
  ]);
}

/** A replacement is counted as GitLab counts it: one is made, one is removed. */
export function terraformReport({ stacks }: RunResult): TerraformReport {
  const sum = (pick: (changes: NonNullable<StackReport['changes']>) => number) =>
    stacks.reduce((total, { changes }) => total + (changes ? pick(changes) : 0), 0);
  return {
    create: sum(({ add, replace }) => add + replace),
    update: sum(({ change }) => change),
    delete: sum(({ destroy, replace }) => destroy + replace),
  };
}

const most = 200;

/** The plan for people, as Markdown: stack by stack, what goes away, what is wrong, what it costs. */
export function planPage(result: RunResult, cost: CostDifference): string {
  const { create, update, delete: gone } = terraformReport(result);
  const resources = result.stacks.flatMap(({ changes }) => changes?.resources ?? []);
  const lost = resources.filter(({ action }) => action === 'delete' || action === 'replace');
  const others = resources.filter(({ action }) => action !== 'delete' && action !== 'replace');
  const list = (items: typeof resources) => [
    ...items.slice(0, most).map(({ stack, action, address }) => `- ${action} \`${stack}\` \`${address}\``),
    ...(items.length > most ? [`- and ${items.length - most} more`] : []),
  ];
  const rows = result.stacks.map(({ id, outcome, because, changes }) => [
    id,
    because ? `${outcome}, because of ${because}` : outcome,
    String((changes?.add ?? 0) + (changes?.replace ?? 0)),
    String(changes?.change ?? 0),
    String((changes?.destroy ?? 0) + (changes?.replace ?? 0)),
  ]);
  return [
    `# Plan of ${result.environment}: ${create} to create, ${update} to update, ${gone} to remove`,
    '',
    costSentence(cost),
    '',
    table(['stack', 'outcome', 'create', 'update', 'remove'], rows),
    ...(result.problems.length > 0 ? ['', '## Problems', '', ...result.problems.map((one) => `- ${formatProblem(one)}`)] : []),
    ...(lost.length > 0 ? ['', '## Removed or replaced', '', ...list(lost)] : []),
    ...(others.length > 0 ? ['', '## Created or updated', '', ...list(others)] : []),
    '',
  ].join('\n');
}
