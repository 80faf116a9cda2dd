import { type CommandRow, out, quiet } from './row';

const stacks = 'Without stacks: all of them, in the order they need.';
const synthesised = out('folder for the synthesised stacks (default .workbench/<environment>/cdktf.out)');
const running = [['--parallel <n>', 'stacks at one time'], synthesised, quiet] as const;
const loss = ['--allow-destroy <address...>', 'agree to the loss of a store, by its address'] as const;

/** Commands that make an environment, look at it, and remove it. */
export const deployingCommands: readonly CommandRow[] = [
  {
    name: 'state <action> [env]',
    summary: 'init: make the bucket or storage account of the states, safely; check: what there is to make or mend',
    details: [
      'workbench state init live      encrypted, versioned, closed to the public, locked against deletion; what is there is taken over and put right',
      'workbench state check live     shows it and changes nothing; exit status 2 when there is something',
      'Nothing is ever removed. Run it before the first deploy, and again whenever you like.',
    ].join('\n'),
    options: [quiet],
    load: async () => (await import('../commands/state.js')).state,
  },
  {
    name: 'plan [env] [stacks...]',
    summary: 'show what a deploy would change; exit status 2 when there is something',
    details: stacks,
    options: running,
    load: async () => (await import('../commands/drive.js')).plan,
  },
  {
    name: 'deploy [env] [stacks...]',
    summary: 'deploy stack by stack; safe to run again at any time',
    details: stacks,
    options: [
      ...running,
      loss,
      ['--no-onboard', 'leave the ledger as it is: no workbench onboard at the end'],
      ['--no-verify', 'leave the golden path out, which tests.gate of the file puts at the end'],
    ],
    load: async () => (await import('../commands/drive.js')).deploy,
  },
  {
    name: 'destroy [env] [stacks...]',
    summary: 'remove stacks, those that need others first',
    details: stacks,
    options: [...running, loss, ['--confirm <environment>', 'name of the environment, instead of being asked']],
    load: async () => (await import('../commands/drive.js')).destroy,
  },
  {
    name: 'decommission [env]',
    summary: 'keep what must be kept, remove an environment for ever, and show that nothing is left that costs',
    details: [
      'workbench decommission old --plan     what is kept by the command, and what by you; exit status 2',
      'workbench decommission old --confirm old --confirm-tenant labs --kept audit     last backups, public keys, a manifest; then every stack; safe to run again',
      'workbench decommission old --list     what still has the tags and labels of the environment; removes nothing',
      'What is protected against deletion stops it, as it stops destroy. docs/decommission.md has the way.',
    ].join('\n'),
    options: [
      ['--plan', 'only tell what is to be kept and done'],
      ['--list', 'only look for what is left'],
      ['--kept <parts>', 'what you have kept, or give up, so that the command does not: backups,audit,keys'],
      out('folder for what is kept (default: <environment>-kept)'),
      ['--manager <address>', 'address of the connection manager, instead of a way through the Kubernetes API'],
      ['--confirm <environment>', 'name of the environment'],
      ['--confirm-tenant <tenant>', 'and of its tenant'],
      loss,
      quiet,
    ],
    load: async () => (await import('../commands/decommission.js')).decommissionCommand,
  },
  {
    name: 'status [env]',
    summary: 'what is deployed',
    options: [synthesised],
    load: async () => (await import('../commands/drive.js')).status,
  },
  {
    name: 'outputs [env] [stacks...]',
    summary: 'addresses and names the stacks hand on',
    options: [synthesised],
    load: async () => (await import('../commands/drive.js')).outputs,
  },
  {
    name: 'kubeconfig [env]',
    summary: 'how kubectl reaches the cluster that the environment made',
    details: [
      'workbench kubeconfig live --out live.kubeconfig     then: kubectl --kubeconfig live.kubeconfig get nodes',
      'workbench kubeconfig live --out .workbench/live/state/kubeconfig     what stacks in the cluster read, for those who use cdktf alone',
      'No secret is in it: the login program of the cloud is run each time.',
    ].join('\n'),
    options: [out('file, for its owner alone (default: printed)')],
    load: async () => (await import('../commands/kubeconfig.js')).kubeconfig,
  },
];
