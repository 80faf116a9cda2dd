import { type CommandRow, out } from './row';

/** Commands that tell what an environment is, and change nothing in it. */
export const tellingCommands: readonly CommandRow[] = [
  {
    name: 'size [env]',
    summary: 'what a number of transfers a second and of participants takes, with the arithmetic; writes it into a workbench file',
    details: [
      'workbench size --tps 50 --participants 4 --platform aws     for an environment that is not there yet',
      'workbench size live --tps 200                               for live with the participants it has',
      'workbench size live --tps 200 --participants 12 --write     and writes what it lacks; comments stay, nothing is made smaller',
    ].join('\n'),
    options: [
      ['--tps <n>', 'transfers a second in the busiest hours, with discovery and quote'],
      ['--participants <n>', 'payment managers in the cluster (default: those of the file)'],
      ['--platform <platform>', 'without an environment: kubernetes (default), aws, azure or azure-stack'],
      ['--profile <profile>', 'without an environment: production (default) or sandbox'],
      ['--peak-hours <hours>', 'hours a day with that many transfers (default 4)'],
      ['--retention <days>', 'days that transfers stay in MySQL before they go into an archive (default 30)'],
      ['--transfer-bytes <n>', 'bytes a transfer leaves in MySQL (default: an estimate, told with its source)'],
      ['--write', 'write the settings into the file of the environment'],
      out('write the changed file here instead'),
    ],
    load: async () => (await import('../commands/size.js')).size,
  },
  {
    name: 'cost [env]',
    summary: 'what an environment costs a month at list prices, stack by stack, and what of it is unknown',
    details: [
      'workbench cost live                          at the prices the workbench has, told with their day and region',
      'workbench cost live --template mine.yaml     every key that live needs, to be filled for its region',
      'workbench cost live --prices mine.yaml       at these prices; what they lack is taken from the table they extend, or unknown',
    ].join('\n'),
    options: [
      ['--prices <file>', 'price table of your own'],
      ['--template <file>', 'write a price table to fill'],
    ],
    load: async () => (await import('../commands/cost.js')).cost,
  },
  {
    name: 'roles [env]',
    summary: 'who may do what at the portal: people, roles, permissions, and what nobody may have together',
    load: async () => (await import('../commands/roles.js')).roles,
  },
  {
    name: 'graph [env]',
    summary: 'draw who talks to whom, or the stacks and their order',
    details: 'workbench graph live --out hub.svg   the format follows the ending: .svg, .mmd (Mermaid), .dot',
    options: [
      ['--format <format>', 'svg, mermaid or dot (default: by the ending of --out, else mermaid)'],
      ['--view <view>', 'topology (default), watching (who asks whom for numbers, and where logs go) or stacks'],
      out('file (default: printed)'),
    ],
    load: async () => (await import('../commands/graph.js')).graph,
  },
  {
    name: 'report [env]',
    summary: 'write one HTML page about an environment: topology, versions, secrets map, readiness',
    options: [
      out('file (default workbench-report.html)'),
      ['--date <day>', 'day to put on the page, such as 2026-01-31 (default: none)'],
      ['--since <file>', 'earlier page to compare with (default: the one that is at --out)'],
    ],
    load: async () => (await import('../commands/report.js')).report,
  },
];
