import type { TestRun } from '../../config/model/test-plan';

/** What would be run, in its order, and why each is in or out. */
export function explainPlan(plan: readonly TestRun[]): string {
  const width = Math.max(...plan.map(({ name }) => name.length));
  const lines = plan.map(({ name, title, included, why, collection }) =>
    included ? `✓ ${name.padEnd(width)}  ${title}: ${why}; ${collection}` : `– ${name.padEnd(width)}  ${title}: ${why}`,
  );
  const count = plan.filter(({ included }) => included).length;
  return `${lines.join('\n')}\n\n${count} of ${plan.length} runs, one after the other\n`;
}
