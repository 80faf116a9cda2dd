import { rules } from '../config/rules/rules';
import { knownCodes } from './explain/known-codes';
import { generatedFrom } from './markdown';
import { type CodeGroup, problemCodes } from './problem-codes';

/** One code, one part with a heading of its own, so that a link and `workbench explain` lead to it. */
const part = (code: string, meaning: string, ways: ReadonlyMap<string, string>) =>
  `### ${code}\n\n${meaning}\n\n**Way out.** ${ways.get(code)}`;

const sentence = (text: string) => (/[.)]$/.test(text) ? text : `${text}.`);

const section = ({ title, from, codes }: CodeGroup, ways: ReadonlyMap<string, string>) =>
  [`## ${title}`, `From ${from}.`, ...Object.entries(codes).map(([code, meaning]) => part(code, sentence(meaning), ways))].join('\n\n');

/** `docs/reference/problems.md`: every code that a command can end with. */
export function problemsPage(): string {
  const ways = new Map(knownCodes().map(({ code, wayOut }) => [code, wayOut]));
  const [first, file, ...rest] = problemCodes.map((each) => section(each, ways));
  const held = rules.map(({ code, severity, title }) =>
    part(code, `${severity === 'error' ? 'Error' : 'Warning'}. All is well when: ${sentence(title)}`, ways),
  );
  return `${generatedFrom('cli/problem-codes.ts, cli/ways-out and config/rules')}
# Problems and their codes

A problem is one line: \`file:line:column  path  severity CODE: message (hint)\`. The hint is the way out where it happened; the code is stable, for scripts and
for a search here. \`workbench explain CODE\` prints the part of this page, without a workbench file and without a network.
An error keeps anything from being made, a warning does not. \`--json\` has the same parts ([json.md](json.md)).

${first}

${file}

## Settings of a workbench file held against each other

From every command that reads a workbench file; \`workbench check\` tells all at once.

${held.join('\n\n')}

${rest.join('\n\n')}
`;
}
