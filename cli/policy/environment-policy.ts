import type { EnvironmentModel } from '../../config/environment';
import type { Problem } from '../../config/problems';
import { evaluate } from '../../policy/evaluate';
import { gather } from '../../policy/gather';
import { policies } from '../../policy/policies';
import type { PolicyFinding, PolicyResult, Severity } from '../../policy/policy';
import { waivers } from '../../policy/waivers';
import type { WorkbenchStack } from '../../stacks/workbench-stack';
import { stackInput } from '../finished-stack';

/** Holds the stacks of an environment, as Terraform would get them, against every policy. */
export function policyResults({ config }: EnvironmentModel, stacks: readonly WorkbenchStack[]): PolicyResult[] {
  return evaluate(policies, waivers, gather(config, stacks.map(stackInput)));
}

/** What an open finding is for a command: the severe ones forbid going on. */
const severities = { critical: 'error', high: 'error', medium: 'warning', low: 'warning' } as const satisfies Record<
  Severity,
  Problem['severity']
>;

/** Open findings as problems, worst first. */
export function policyProblems(results: readonly PolicyResult[]): Problem[] {
  const order: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
  return results
    .flatMap(({ policy, findings }) =>
      findings.filter(({ waived }) => waived === undefined).map((finding) => ({ finding, why: policy.why })),
    )
    .sort((a, b) => order.indexOf(a.finding.severity) - order.indexOf(b.finding.severity))
    .map(({ finding, why }) => ({
      severity: severities[finding.severity],
      code: finding.policy,
      path: `${finding.stack}/${finding.address}`,
      message: finding.message,
      hint: why,
    }));
}

/** One policy in the report, and in what `check --policy --json` prints. */
export interface PolicyRow {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly references: readonly string[];
  /** Resources and objects it read; none where the environment has nothing of the kind. */
  readonly read: number;
  readonly open: readonly Pick<PolicyFinding, 'stack' | 'address' | 'message'>[];
  readonly waived: readonly { readonly reason: string; readonly addresses: readonly string[] }[];
}

export function policyRows(results: readonly PolicyResult[]): PolicyRow[] {
  return results.map(({ policy: { id, title, severity, why, references }, read, findings }) => {
    const reasons = new Map<string, string[]>();
    for (const { waived, stack, address } of findings)
      if (waived !== undefined) reasons.set(waived, [...(reasons.get(waived) ?? []), `${stack}/${address}`]);
    return {
      id,
      title,
      severity,
      why,
      references,
      read,
      open: findings.filter(({ waived }) => waived === undefined).map(({ stack, address, message }) => ({ stack, address, message })),
      waived: [...reasons].map(([reason, addresses]) => ({ reason, addresses })),
    };
  });
}

/** One line for a person: how many policies, how much they read, and what is left. */
export function policyLine(rows: readonly PolicyRow[]): string {
  const sum = (count: (row: PolicyRow) => number) => rows.reduce((total, row) => total + count(row), 0);
  const waived = sum(({ waived }) => waived.reduce((total, { addresses }) => total + addresses.length, 0));
  const used = rows.filter(({ read }) => read > 0).length;
  return `${used} of ${rows.length} policies concern this environment: ${sum(({ open }) => open.length)} open, ${waived} waived with a reason`;
}
