import { policies } from '../policy/policies';
import { waivers } from '../policy/waivers';
import { code, generatedFrom, table } from './markdown';

/** `docs/reference/policies.md`: every policy with its reason, and every waiver. */
export function policiesPage(): string {
  const parts = policies.map(({ id, severity, title, why, references, reads }) =>
    [
      `### ${id}`,
      `${severity[0]?.toUpperCase()}${severity.slice(1)}. All is well when: ${title}. Without it, ${why}.`,
      `Reads ${reads.map(code).join(', ')}.${references.length > 0 ? ` The same demand elsewhere: ${references.join('; ')}.` : ''}`,
    ].join('\n\n'),
  );
  const waived = waivers.map(({ policy, reason, covers }) => [code(policy), code(covers.source), reason]);
  return `${generatedFrom('policy/')}
# Policies

\`workbench check --policy\` and \`workbench report\` hold what Terraform would get against these ${policies.length} policies. An open finding of severity critical or
high ends the command with 1; medium and low ones are warnings. A waiver names what it covers and why, and is shown wherever the policy is. \`workbench explain <policy>\` prints its part of this page.

## Every policy

${parts.join('\n\n')}

## Waivers

${waived.length === 0 ? 'None.' : table(['policy', 'covers', 'reason'], waived)}
`;
}
