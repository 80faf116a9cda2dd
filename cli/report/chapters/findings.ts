import type { Problem } from '../../../config/problems';
import { badge, code, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

const place = ({ file, line, column }: Problem) => [file, line, column].filter((part) => part !== undefined).join(':');

export function findingsSection({ problems }: Report): Section {
  return {
    id: 'findings',
    title: 'Findings',
    body: [
      table(
        'problems',
        'What check finds',
        [
          { title: 'Setting', cell: (found: Problem) => (found.path ? code(found.path) : found.code) },
          { title: 'Kind', cell: ({ severity }) => badge(severity === 'error' ? 'bad' : 'warn', severity) },
          { title: 'What is wrong', cell: ({ message }) => message },
          { title: 'The way out', cell: ({ hint }) => hint },
          { title: 'Place', cell: (found) => code(place(found)) },
          { title: 'Code', short: true, cell: (found) => code(found.code) },
        ],
        problems,
        'nothing, neither errors nor warnings.',
      ),
    ],
  };
}
