import { policies } from '../policy/policies';
import { waivers } from '../policy/waivers';
import { code, generatedFrom, table } from './markdown';

/** `docs/reference/policies.md`: every policy with its reason, and every waiver. */
export function policiesPage(): string {
  const rows = policies.map(({ id, severity, title, why, references, reads }) => [
    code(id),
    severity,
    title,
    why,
    reads.map(code).join(', '),
    references.join('; '),
  ]);
  const waived = waivers.map(({ policy, reason, covers }) => [code(policy), code(covers.source), reason]);
  return `${generatedFrom('policy/')}
# Policies

\`workbench check --policy\` and \`workbench report\` hold what Terraform would get against these ${policies.length} policies. An open finding of severity critical or
high ends the command with 1; medium and low ones are warnings. A waiver names what it covers and why, and is shown wherever the policy is.

${table(['policy', 'severity', 'what holds', 'without it', 'reads', 'the same demand elsewhere'], rows)}

## Waivers

${waived.length === 0 ? 'None.' : table(['policy', 'covers', 'reason'], waived)}
`;
}
