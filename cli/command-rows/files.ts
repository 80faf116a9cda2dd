import { type CommandRow, out, quiet } from './row';

/** Commands that write, read and explain workbench files, and make stacks from them. */
export const fileCommands: readonly CommandRow[] = [
  {
    name: 'init',
    summary: 'ask at most eight questions and write a workbench file with comments that passes check',
    details: [
      'workbench init                                                  asks; an empty line takes what is proposed',
      'workbench init --yes --environment dev --platform aws           asks nothing; what no flag says has its default',
      'Works with a pipe, too: a line an answer. A file that is there is never replaced.',
    ].join('\n'),
    options: [
      ['--environment <name>', 'name of the environment'],
      ['--tenant <name>', 'who runs the hub'],
      ['--domain <domain>', 'domain of the environment'],
      ['--platform <platform>', 'kubernetes, aws, azure or azure-stack'],
      ['--place <place>', 'context of the cluster, or region of the cloud'],
      ['--profile <profile>', 'sandbox or production'],
      ['--currencies <codes>', 'such as USD,EUR'],
      ['--participants <ids>', 'such as firstbank,secondbank'],
      ['--yes', 'ask nothing'],
      out('file (default workbench/<environment>.yaml)'),
      quiet,
    ],
    load: async () => (await import('../commands/init.js')).init,
  },
  {
    name: 'check [env]',
    summary: 'find every problem of a workbench file at once',
    options: [
      ['--policy', 'hold what would be made from it against every policy, too (docs/reference/policies.md)'],
      ['--air-gapped', 'show that nothing that would be made points outside: charts, images, addresses'],
    ],
    load: async () => (await import('../commands/check.js')).check,
  },
  {
    name: 'import <file>',
    summary: 'turn an older workbench-config.json into a workbench file',
    options: [
      out('where the workbench file is written (default: printed)'),
      ['--domain <domain>', 'domain of the environment'],
      ['--profile <profile>', 'sandbox or production'],
      ['--context <context>', 'kubeconfig context of the cluster'],
      ['--kubeconfig <path>', 'kubeconfig file'],
      ['--environment <name>', 'name of the environment'],
      ['--force', 'replace a file that is there'],
    ],
    load: async () => (await import('../commands/import.js')).importFile,
  },
  {
    name: 'explain <subject> [path] [env]',
    summary: 'what a code means and the way out of it; where a resource or a setting comes from',
    details: [
      'workbench explain CUR-TWICE                  what a code means, who says it, the way out; needs no workbench file',
      'workbench explain hub/helm_release.hub dev   what a resource is, what it stands on, which lines made it',
      'workbench explain config hub.size dev        which line or default gave a setting',
    ].join('\n'),
    load: async () => (await import('../commands/explain.js')).explainCommand,
  },
  {
    name: 'synth [env]',
    summary: 'write the Terraform stacks',
    options: [out('folder (default cdktf.out)')],
    load: async () => (await import('../commands/synth.js')).synth,
  },
  {
    name: 'render [env]',
    summary: 'write what Helm gets: values and release of every chart',
    options: [out('folder (required)')],
    load: async () => (await import('../commands/render.js')).render,
  },
  {
    name: 'charts <action> [folder]',
    summary: 'lock: pin and index the chart packages of a folder; verify: hold a folder against the lock',
    details: [
      'workbench charts lock ./packages        pins every *.tgz there by sha256, with an index of the values it knows',
      'workbench charts verify ./mirror        every locked chart: ok, missing, other digest, digest unknown',
      'workbench charts verify --env live      only the charts of an environment, in its own mirror',
    ].join('\n'),
    options: [
      out('folder of the lock and the indexes (default: config/releases of the checkout)'),
      ['--env <env>', 'verify: only what this environment installs'],
      ['--repository <address>', 'lock: repository of charts that are locked for the first time'],
      ['--replace', 'lock: take packages whose digest is not the locked one'],
    ],
    load: async () => (await import('../commands/charts.js')).charts,
  },
];
