import type { CertificateRow, Renewal } from '../../../config/model/certificates';
import { code, stacked, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

const renewals: Readonly<Record<Renewal, string>> = {
  'cert-manager': 'by itself, when a third is left',
  operator: 'an operator: another generation in the workbench file, or another root',
  participant: 'the participant sends another request',
};

const length = (hours: number) => (hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`);
const place = ({ secret, issuer }: CertificateRow): string =>
  secret ? `${secret.namespace}/${secret.name}` : issuer ? `${issuer.mount}/issuer/${issuer.name}` : '';

/** Every certificate with its life and whose task the next one is. */
export function certificatesSection({ certificates }: Report): Section {
  return {
    id: 'certificates',
    title: 'Certificates',
    body: [
      table(
        'certificate-list',
        'Certificates, and what ends when they do',
        [
          { title: 'Name', cell: ({ commonName, purpose }) => stacked([code(commonName), purpose]) },
          { title: 'Where', cell: (row) => (place(row) ? code(place(row)) : 'with the participant') },
          { title: 'Lives', cell: ({ lifetimeHours }) => length(lifetimeHours) },
          { title: 'High time when left', cell: ({ alertHours }) => length(alertHours) },
          { title: 'The next one', cell: ({ renewal }) => renewals[renewal] },
        ],
        certificates,
        'none.',
      ),
    ],
  };
}
