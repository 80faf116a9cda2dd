import { rules } from '../config/rules/rules';
import { code, generatedFrom, table } from './markdown';
import { problemCodes } from './problem-codes';

const rows = (codes: Readonly<Record<string, string>>) => Object.entries(codes).map(([name, meaning]) => [code(name), meaning]);

/** `docs/reference/problems.md`: every code that a command can end with. */
export function problemsPage(): string {
  const [first, file, ...rest] = problemCodes.map(({ title, codes }) => `## ${title}\n\n${table(['code', 'meaning'], rows(codes))}`);
  const held = rules.map(({ code: name, severity, title }) => [code(name), severity, title]);
  return `${generatedFrom('cli/problem-codes.ts and config/rules')}
# Problems and their codes

A problem is one line: \`file:line:column  path  severity CODE: message (hint)\`. The hint is the way out; the code is stable, for scripts and for a search here.
An error keeps anything from being made, a warning does not. \`--json\` has the same parts ([json.md](json.md)).

${first}

${file}

## Settings of a workbench file held against each other

What holds when all is well:

${table(['code', 'severity', 'what holds'], held)}

${rest.join('\n\n')}
`;
}
