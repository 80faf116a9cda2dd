import type { CommandRow } from './command-rows/row';
import { commands } from './commands';
import { exitCodes } from './exit-codes';
import { code, generatedFrom, table } from './markdown';
import { variables } from './variables';

const rows = (entries: Iterable<readonly [string, string]>) => [...entries].map(([name, text]) => [code(name), text]);

function section({ name, summary, details, options = [] }: CommandRow): string {
  const [word] = name.split(' ');
  const head = `## ${word}\n\n\`workbench ${name}\`: ${summary}.`;
  const more = details ? `\n\n\`\`\`text\n${details}\n\`\`\`` : '';
  return `${head}${more}\n\n${table(['option', 'meaning'], rows([...options, ['--json', 'print JSON for machines ([shapes](json.md))'] as const]))}`;
}

/** `docs/reference/command.md`: every command with its options, and what exit statuses and variables mean. */
export function commandPage(): string {
  return `${generatedFrom('cli/command-rows')}
# The command

\`workbench <command> [env]\`: \`npx workbench\` in the checkout. \`env\` is a file, or its name under \`workbench/\`; with a single file there it may be left out.
Every problem is one line, \`file:line:column  path  severity CODE: message (hint)\`, on standard error; [problems.md](problems.md) lists the codes.
A command that writes puts the whole result in its place or nothing at all, and replaces only what it wrote itself.

${table(
  ['command', 'does'],
  commands.map(({ name, summary }) => [`[${code(name)}](#${name.split(' ')[0]})`, summary]),
)}

## Exit status

${table(['status', 'meaning'], rows(Object.entries(exitCodes)))}

## Environment variables

${table(['variable', 'meaning'], rows(Object.entries(variables)))}

${commands.map(section).join('\n\n')}
`;
}
