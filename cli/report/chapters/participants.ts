import { code, fewOf, stacked, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

export function participantsSection({ participants }: Report): Section {
  return {
    id: 'participants',
    title: 'Participants',
    body: [
      table(
        'people',
        'Participants of the hub',
        [
          { title: 'Id', cell: ({ id, name }) => (name === id ? code(id) : stacked([code(id), name])) },
          { title: 'Payment manager', cell: ({ place, stack }) => stacked([place, code(stack)]) },
          { title: 'Currencies', cell: ({ currencies }) => currencies.join(', ') },
          { title: 'Numbers', cell: ({ msisdnPrefix }) => (msisdnPrefix ? `${msisdnPrefix}…` : undefined) },
          { title: 'Called back at', cell: ({ callbackHost }) => code(callbackHost) },
          { title: 'Back end', cell: ({ backend, extras }) => [backend, ...extras].join(', ') },
          {
            title: 'Comes from',
            cell: ({ allowedAddresses }) => (allowedAddresses.length === 0 ? 'no addresses named' : fewOf(allowedAddresses, 4)),
          },
        ],
        participants,
        'none.',
      ),
    ],
  };
}
