import { policyLine } from '../../policy/environment-policy';
import { badge, type Column, code, html, stacked, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

export function policiesSection({ policies }: Report): Section {
  const concerned = policies.filter(({ read }) => read > 0);
  const asked = concerned.filter(({ open, waived }) => open.length + waived.length > 0);
  const columns: readonly Column<Report['policies'][number]>[] = [
    { title: 'Policy', cell: ({ title, why }) => html`${title}<br><small>${why}</small>` },
    { title: 'Severity', short: true, cell: ({ severity }) => severity },
    { title: 'State', cell: (policy) => state(policy) },
    { title: 'Read', number: true, cell: ({ read }) => read },
  ];
  const references: Column<Report['policies'][number]> = { title: 'Same demand elsewhere', cell: (policy) => policy.references.join('; ') };
  const state = ({ open, waived }: Report['policies'][number]) =>
    open.length > 0 ? badge('bad', `${open.length} open`) : waived.length > 0 ? badge('warn', 'Waived') : badge('good', 'Met');
  return {
    id: 'policies',
    title: 'Policies',
    body: [
      html`<p>${policyLine(policies)}. They read what Terraform would get: <code>workbench check --policy</code> tells the same.</p>`,
      table(
        'asked-policies',
        'Policies that something is left of, or that are waived',
        [
          ...columns,
          {
            title: 'What is left, or why it is waived',
            cell: ({ open, waived }) =>
              stacked([
                ...open.map(({ stack, address, message }) => html`${code(`${stack}/${address}`)} ${message}`),
                ...waived.map(({ reason, addresses }) => html`${reason} (${addresses.length})`),
              ]),
          },
          references,
        ],
        asked,
        'none: everything is met.',
        { open: true },
      ),
      table(
        'held-policies',
        'Policies that are met',
        [...columns, references],
        concerned.filter((policy) => !asked.includes(policy)),
      ),
    ],
  };
}
