import { type CommandRow, out, quiet } from './row';

const timeout = ['--timeout <minutes>', 'how long one step may take (default 20)'] as const;

/** Commands for the days of an environment that is there. */
export const operatingCommands: readonly CommandRow[] = [
  {
    name: 'hibernate [env]',
    summary: 'stop an environment that nobody uses, payments first and stores last; what it was is kept on what rests',
    details: [
      'workbench hibernate dev --plan     what would be stopped, what goes on costing; exit status 2 when there is something',
      'workbench hibernate dev            does it; safe to run again at any time, also after it was stopped in the middle',
      'Nobody can pay until workbench wake. Volumes, secrets and Vault stay; a plan shows no difference.',
    ].join('\n'),
    options: [
      ['--plan', 'only show what would be stopped'],
      ['--drain <seconds>', 'how long payments that are under way get to end (default 60)'],
      timeout,
      quiet,
      ['--confirm <environment>', 'name of the environment, where it is one of production'],
    ],
    load: async () => (await import('../commands/rest.js')).hibernate,
  },
  {
    name: 'wake [env]',
    summary: 'bring an environment back that was put to rest, stores first',
    details: [
      'workbench wake dev --plan     what would be started',
      'workbench wake dev            does it, and waits until it is ready',
    ].join('\n'),
    options: [['--plan', 'only show what would be started'], timeout, quiet],
    load: async () => (await import('../commands/rest.js')).wake,
  },
  {
    name: 'rotate <action> [what] [env]',
    summary: 'the next version of a secret, a key or a certificate, until whoever uses it has it; list: what is due',
    details: [
      'workbench rotate list live                                       everything with its age, when the next is due, and what would stop',
      'workbench rotate secret mysql-quoting live --plan                what would be done, in which order, and the way back',
      'workbench rotate secret mysql-quoting live --confirm live        does it; safe to run again at any time, also after it was stopped in the middle',
      'workbench rotate key hub-jws live                                tells what comes next, and does what no deploy does',
      'workbench rotate certificate gateway live',
    ].join('\n'),
    options: [
      ['--plan', 'only show what would be done; exit status 2 when there is something'],
      ['--confirm <environment>', 'name of the environment, where something stops or it is one of production'],
      timeout,
      ['--manager <address>', 'key: address of the connection manager, instead of a way through the Kubernetes API'],
      ['--connect <address>', 'certificate: where its host is reached, instead of what the name servers say'],
      quiet,
    ],
    load: async () => (await import('../commands/rotate.js')).rotateCommand,
  },
  {
    name: 'backup <action> [env]',
    summary: 'now: back every store up outside of the cluster; list: what there is; verify: whether it is new enough and whole',
    details: [
      'workbench backup now live                  dumps, encrypts for operations.backups.recipients, brings it to its place and reads it back',
      'workbench backup list live --store mysql   the backups of one store, the newest first',
      'workbench backup verify live               exit status 1 when a backup is missing, too old for its schedule, or not as it was written',
      'A dump holds nobody up. Snapshots of managed databases are made beside it by the program of the cloud.',
    ].join('\n'),
    options: [['--store <store...>', 'only these: mysql, mongodb, kafka, vault'], quiet],
    load: async () => (await import('../commands/backup.js')).backup,
  },
  {
    name: 'audit <action> [env]',
    summary: 'list: what there is of audit logs in their store; verify: whether it is locked, untouched, and nothing is missing',
    details: [
      'workbench audit list live                                     the last 24 hours, by source',
      'workbench audit verify live                                   exit status 1 when a lock is missing or short, a file was hidden or overwritten, or a source is silent',
      'workbench audit verify live --since last.json --out now.json  besides: what the last record names is still there and the same; now.json is chained to it',
      'Reads the store by the program of the cloud, with your own login, and changes nothing there.',
    ].join('\n'),
    options: [
      ['--hours <count>', 'how many whole hours to look at (default 24)'],
      ['--every', 'verify: ask for the lock of every file, not of one an hour and source'],
      ['--since <file>', 'verify: a record that somebody outside of the environment kept'],
      out('write the record of now here, for somebody outside of the environment to keep'),
      quiet,
    ],
    load: async () => (await import('../commands/audit.js')).audit,
  },
  {
    name: 'restore [env]',
    summary: 'restore the databases into a namespace of their own and check the double entry of the ledger there; the environment goes on',
    details: [
      'workbench restore live --into restore-drill --identity key.txt          a drill: restores, checks, removes the namespace',
      'workbench restore live --into january --identity key.txt --keep         leaves the copy there to be looked at',
      'The private key is read on this machine and stays there: only the key of the one backup goes into the cluster. docs/backup.md tells the way back of a hub.',
    ].join('\n'),
    options: [
      ['--into <namespace>', 'a namespace that is not there yet'],
      ['--identity <file>', 'private key of a recipient, as age-keygen wrote it'],
      ['--backup <file>', 'name of a backup (default: the newest)'],
      ['--keep', 'leave the namespace there'],
      quiet,
    ],
    load: async () => (await import('../commands/backup.js')).restore,
  },
  {
    name: 'drill [env]',
    summary: 'whether the newest backups can be restored, how much would be lost, and how long it takes; held against operations.recovery',
    details: [
      'workbench drill live --identity key.txt                                by a person: restores the ledger, checks its books, opens every other backup',
      'workbench drill live --job-token .workbench/tokens/drill      in a pipeline: the key comes from the Vault of pipeline.drill',
      'The environment goes on, and what the drill makes is removed. Exit status 1 when something can not be restored, or not as fast as promised.',
    ].join('\n'),
    options: [
      ['--identity <file>', 'private key of a recipient, as age-keygen wrote it'],
      ['--job-token <file>', 'token of a job, with which the Vault of pipeline.drill gives the key; it is kept in memory'],
      ['--into <namespace>', 'a namespace that is not there yet (default: restore-drill)'],
      out('writes what --json prints to this file as well'),
      quiet,
    ],
    load: async () => (await import('../commands/drill.js')).drill,
  },
  {
    name: 'upgrade <action> [env]',
    summary: 'plan: what another release changes in an environment, in which steps, who can not pay meanwhile, and the way back',
    details: [
      'workbench upgrade plan live --to 17.1.0             asks no cluster and writes nothing',
      'workbench upgrade plan live --to 17.1.0 --apply     writes the release into the workbench file, comments kept',
      'workbench upgrade plan live --manager 10.3.4        only the payment managers',
    ].join('\n'),
    options: [
      ['--to <release>', 'release of Mojaloop'],
      ['--manager <version>', 'version of mojaloop-payment-manager'],
      ['--apply', 'write the change into the file of the environment'],
      out('with --apply: write the changed file here instead'),
    ],
    load: async () => (await import('../commands/upgrade.js')).upgrade,
  },
];
