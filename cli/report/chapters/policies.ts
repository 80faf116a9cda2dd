import { policyLine } from '../../policy/environment-policy';
import { badge, code, html, stacked, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

export function policiesSection({ policies }: Report): Section {
  const concerned = policies.filter(({ read }) => read > 0);
  const state = ({ open, waived }: Report['policies'][number]) =>
    open.length > 0 ? badge('bad', `${open.length} open`) : waived.length > 0 ? badge('warn', 'Waived') : badge('good', 'Met');
  return {
    id: 'policies',
    title: 'Policies',
    body: [
      html`<p>${policyLine(policies)}. They read what Terraform would get: <code>workbench check --policy</code> tells the same.</p>`,
      table(
        'held-policies',
        'Policies that concern this environment',
        [
          { title: 'Policy', cell: ({ title, why }) => html`${title}<br><small>${why}</small>` },
          { title: 'Severity', short: true, cell: ({ severity }) => severity },
          { title: 'State', cell: state },
          { title: 'Read', short: true, cell: ({ read }) => String(read) },
          {
            title: 'What is left, or why it is waived',
            cell: ({ open, waived }) =>
              stacked([
                ...open.map(({ stack, address, message }) => html`${code(`${stack}/${address}`)} ${message}`),
                ...waived.map(({ reason, addresses }) => html`${reason} (${addresses.length})`),
              ]),
          },
          { title: 'Same demand elsewhere', cell: ({ references }) => references.join('; ') },
        ],
        concerned,
      ),
    ],
  };
}
