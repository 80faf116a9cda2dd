import type { Command } from './command';

export interface CommandRow {
  /** Name with its arguments, as commander writes them. */
  readonly name: string;
  readonly summary: string;
  readonly details?: string;
  readonly options?: readonly (readonly [flags: string, text: string])[];
  readonly load: () => Promise<Command<never>>;
}

const out = (text: string) => ['--out <path>', text] as const;
const stacks = 'Without stacks: all of them, in the order they need.';
const synthesised = out('folder for the synthesised stacks (default .workbench/<environment>/cdktf.out)');
const running = [['--parallel <n>', 'stacks at one time'], synthesised, ['--quiet', 'only problems']] as const;

const resting = [
  ['--timeout <minutes>', 'how long one step may take (default 20)'],
  ['--quiet', 'only problems'],
] as const;

/** Every command: one file each, one row here. */
export const commands: readonly CommandRow[] = [
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
      ['--quiet', 'only problems'],
    ],
    load: async () => (await import('./commands/init.js')).init,
  },
  {
    name: 'check [env]',
    summary: 'find every problem of a workbench file at once',
    options: [
      ['--policy', 'hold what would be made from it against every policy, too (docs/reference/policies.md)'],
      ['--air-gapped', 'show that nothing that would be made points outside: charts, images, addresses'],
    ],
    load: async () => (await import('./commands/check.js')).check,
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
    load: async () => (await import('./commands/import.js')).importFile,
  },
  {
    name: 'synth [env]',
    summary: 'write the Terraform stacks',
    options: [out('folder (default cdktf.out)')],
    load: async () => (await import('./commands/synth.js')).synth,
  },
  {
    name: 'render [env]',
    summary: 'write what Helm gets: values and release of every chart',
    options: [out('folder (required)')],
    load: async () => (await import('./commands/render.js')).render,
  },
  {
    name: 'explain <subject> [path] [env]',
    summary: 'where a resource or a setting comes from',
    details: [
      'workbench explain hub/helm_release.hub dev   what a resource is, what it stands on, which lines made it',
      'workbench explain config hub.size dev        which line or default gave a setting',
    ].join('\n'),
    load: async () => (await import('./commands/explain.js')).explainCommand,
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
    load: async () => (await import('./commands/charts.js')).charts,
  },
  {
    name: 'plan [env] [stacks...]',
    summary: 'show what a deploy would change; exit status 2 when there is something',
    details: stacks,
    options: running,
    load: async () => (await import('./commands/drive.js')).plan,
  },
  {
    name: 'deploy [env] [stacks...]',
    summary: 'deploy stack by stack; safe to run again at any time',
    details: stacks,
    options: [
      ...running,
      ['--allow-destroy <address...>', 'agree to the loss of a store, by its address'],
      ['--no-onboard', 'leave the ledger as it is: no workbench onboard at the end'],
      ['--no-verify', 'leave the golden path out, which tests.gate of the file puts at the end'],
    ],
    load: async () => (await import('./commands/drive.js')).deploy,
  },
  {
    name: 'onboard [env]',
    summary:
      'set the hub up in its ledger as the file says: accounts, settlement models, participants, caps, callback addresses, first money, oracles with prefixes and test accounts, accounts at the connection manager',
    details: [
      'workbench onboard live --plan     what is to be done; exit status 2 when there is something',
      'workbench onboard live            does it; safe to run again at any time, also after it was stopped in the middle',
      'The last step of deploy, unless hub.onboarding is false or deploy is called with --no-onboard. Nothing is ever removed: a participant with retired: true is switched off.',
    ].join('\n'),
    options: [
      ['--plan', 'only show what is to be done'],
      ['--ledger <address>', 'address of the administration of the ledger, instead of a way through the Kubernetes API'],
      ['--lookup <address>', 'address of the administration of account lookup'],
      ['--manager <address>', 'address of the connection manager'],
      ['--oracle <name=address...>', 'address of an oracle: als-msisdn-oracle, or the administration of one of hub.oracles.prefix'],
      ['--quiet', 'only problems'],
    ],
    load: async () => (await import('./commands/onboard.js')).onboardCommand,
  },
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
      ...resting,
      ['--confirm <environment>', 'name of the environment, where it is one of production'],
    ],
    load: async () => (await import('./commands/rest.js')).hibernate,
  },
  {
    name: 'wake [env]',
    summary: 'bring an environment back that was put to rest, stores first',
    details: [
      'workbench wake dev --plan     what would be started',
      'workbench wake dev            does it, and waits until it is ready',
    ].join('\n'),
    options: [['--plan', 'only show what would be started'], ...resting],
    load: async () => (await import('./commands/rest.js')).wake,
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
      ['--timeout <minutes>', 'how long one step may take (default 20)'],
      ['--manager <address>', 'key: address of the connection manager, instead of a way through the Kubernetes API'],
      ['--connect <address>', 'certificate: where its host is reached, instead of what the name servers say'],
      ['--quiet', 'only problems'],
    ],
    load: async () => (await import('./commands/rotate.js')).rotateCommand,
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
    options: [
      ['--store <store...>', 'only these: mysql, mongodb, kafka, vault'],
      ['--quiet', 'only problems'],
    ],
    load: async () => (await import('./commands/backup.js')).backup,
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
      ['--quiet', 'only problems'],
    ],
    load: async () => (await import('./commands/backup.js')).restore,
  },
  {
    name: 'verify [env] [runs...]',
    summary: 'run the golden path in the hub with the testing toolkit; exit status 1 when a test case fails',
    details: [
      'workbench verify live --list                      what would be run, in which order, and why the others would not',
      'workbench verify live --out golden-path           every run; writes index.html, junit.xml and report.json',
      'workbench verify live val-gp                      one run, with the provisioning it stands on and the cleanup',
      'It makes simulator participants in the ledger and moves money between them. A killed one is gone on with by the same command within the hour.',
      'The last step of deploy where tests.gate is true.',
    ].join('\n'),
    options: [
      ['--list', 'only tell what would be run; needs no cluster'],
      out('folder for index.html, junit.xml and report.json'),
      ['--timeout <minutes>', 'time for everything but the cleanup'],
      ['--fresh', 'throw away what a killed or an abandoned command left, instead of going on with it'],
      ['--quiet', 'only problems'],
    ],
    load: async () => (await import('./commands/verify.js')).verify,
  },
  {
    name: 'destroy [env] [stacks...]',
    summary: 'remove stacks, those that need others first',
    details: stacks,
    options: [
      ...running,
      ['--allow-destroy <address...>', 'agree to the loss of a store, by its address'],
      ['--confirm <environment>', 'name of the environment, instead of being asked'],
    ],
    load: async () => (await import('./commands/drive.js')).destroy,
  },
  {
    name: 'decommission [env]',
    summary: 'remove an environment for ever, and show that nothing is left that costs',
    details: [
      'workbench decommission old --plan     what is to be kept first; exit status 2',
      'workbench decommission old --list     what still has the tags and labels of the environment; removes nothing',
      'workbench decommission old --confirm old --confirm-tenant labs --kept backups,audit,keys     does it; safe to run again',
      'What is protected against deletion stops it, as it stops destroy. docs/decommission.md has the way.',
    ].join('\n'),
    options: [
      ['--plan', 'only tell what is to be kept and done'],
      ['--list', 'only look for what is left'],
      ['--kept <parts>', 'what you have kept, or give up: backups,audit,keys'],
      ['--confirm <environment>', 'name of the environment'],
      ['--confirm-tenant <tenant>', 'and of its tenant'],
      ['--allow-destroy <address...>', 'agree to the loss of a store, by its address'],
      ['--quiet', 'only problems'],
    ],
    load: async () => (await import('./commands/decommission.js')).decommissionCommand,
  },
  {
    name: 'status [env]',
    summary: 'what is deployed',
    options: [synthesised],
    load: async () => (await import('./commands/drive.js')).status,
  },
  {
    name: 'outputs [env] [stacks...]',
    summary: 'addresses and names the stacks hand on',
    options: [synthesised],
    load: async () => (await import('./commands/drive.js')).outputs,
  },
  {
    name: 'state <action> [env]',
    summary: 'init: make the bucket or storage account of the states, safely; check: what there is to make or mend',
    details: [
      'workbench state init live      encrypted, versioned, closed to the public, locked against deletion; what is there is taken over and put right',
      'workbench state check live     shows it and changes nothing; exit status 2 when there is something',
      'Nothing is ever removed. Run it before the first deploy, and again whenever you like.',
    ].join('\n'),
    options: [['--quiet', 'only problems']],
    load: async () => (await import('./commands/state.js')).state,
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
    load: async () => (await import('./commands/kubeconfig.js')).kubeconfig,
  },
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
    load: async () => (await import('./commands/size.js')).size,
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
    load: async () => (await import('./commands/upgrade.js')).upgrade,
  },
  {
    name: 'mirror [env]',
    summary: 'bring charts, images, providers and test collections where nothing leads outside; goes on where it stopped',
    details: [
      'workbench mirror island --to carry                              a folder: packages, providers, collections, the list of images',
      'workbench mirror island --to registry.island.example.org/mirror    charts and images into a registry, digests kept',
      'Images are known by rendering the charts, so helm must be there. Logins are those of docker login.',
    ].join('\n'),
    options: [
      ['--to <place>', 'folder, or registry with a path (required)'],
      ['--charts <folder>', 'take chart packages from here instead of their repositories'],
      ['--folder <folder>', 'with a registry: folder for everything that is no image (default .workbench/<environment>/mirror)'],
      ['--without <parts>', 'leave out charts, images, providers or collections; several with commas'],
      ['--quiet', 'only problems'],
    ],
    load: async () => (await import('./commands/mirror.js')).mirror,
  },
  {
    name: 'sbom [env]',
    summary: 'what an environment is made of from elsewhere: charts, images, providers and test collections as CycloneDX 1.6',
    details: [
      'workbench sbom live --charts carry/charts --digests carry/images.txt --out live.cdx.json     with what workbench mirror left in carry',
      'workbench sbom live --charts carry/charts --resolve                                          asks the registries for digests',
      'Images are known by rendering the charts, so helm must be there. The same environment gives the same bytes.',
    ].join('\n'),
    options: [
      ['--charts <folder>', 'chart packages to look into (default: charts.mirror where that is a folder)'],
      ['--digests <file>', 'images.txt of workbench mirror, for digests of images'],
      ['--resolve', 'ask the registries for digests that are not known'],
      out('file (default: printed)'),
      ['--quiet', 'only problems'],
    ],
    load: async () => (await import('./commands/sbom.js')).sbom,
  },
  {
    name: 'roles [env]',
    summary: 'who may do what at the portal: people, roles, permissions, and what nobody may have together',
    load: async () => (await import('./commands/roles.js')).roles,
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
    load: async () => (await import('./commands/cost.js')).cost,
  },
  {
    name: 'graph [env]',
    summary: 'draw who talks to whom, or the stacks and their order',
    details: 'workbench graph live --out hub.svg   the format follows the ending: .svg, .mmd (Mermaid), .dot',
    options: [
      ['--format <format>', 'svg, mermaid or dot (default: by the ending of --out, else mermaid)'],
      ['--view <view>', 'topology (default) or stacks'],
      out('file (default: printed)'),
    ],
    load: async () => (await import('./commands/graph.js')).graph,
  },
  {
    name: 'doctor [env]',
    summary: 'what is wrong, who mends it and how: in the cluster, or from outside with the files of a participant',
    details: [
      'workbench doctor live                                in the cluster: Vault, certificates, secrets, pods, gateway, topics, databases, releases',
      'workbench doctor live --as firstbank --certificate client.pem --key client.key --ca hub-ca.pem --client-secret-file secret.txt',
      'workbench doctor --kit firstbank-kit --certificate …   the same without a workbench file, from the hand-over kit',
      'It only looks; from outside it sends one lookup of a number that nobody has. Exit status 1 when something is wrong.',
    ].join('\n'),
    options: [
      ['--as <participant>', 'from outside, as this participant'],
      ['--kit <folder>', 'from outside, as the participant of this hand-over kit'],
      ['--certificate <file>', 'client certificate, PEM, with its intermediates'],
      ['--key <file>', 'its key, PEM'],
      ['--ca <file>', 'authorities of the hub, PEM'],
      ['--token-file <file>', 'a token that is there already'],
      ['--client-secret-file <file>', 'client secret: a token is got with it'],
      ['--connect <address>', 'address, with a port or without, instead of what the name servers say'],
    ],
    load: async () => (await import('./commands/doctor.js')).doctor,
  },
  {
    name: 'kit [env] [participant]',
    summary: 'write the hand-over kit of a participant elsewhere: addresses, certificate request, values, collection, form',
    details:
      'workbench kit live firstbank --out firstbank-kit     no secret is in it; what was added to the folder or changed since is never replaced',
    options: [out('folder (required)')],
    load: async () => (await import('./commands/kit.js')).kit,
  },
  {
    name: 'package <kind>',
    summary: 'write an offer at Azure Marketplace: a zip a plan, its texts and icons',
    details: [
      'workbench package azure-marketplace --offer offer.yaml --out marketplace',
      'Made from the schema of workbench files; the same version gives the same bytes. docs/marketplace.md says how it is uploaded.',
    ].join('\n'),
    options: [['--offer <file>', 'what only the publisher knows: ids, image, links, contacts (required)'], out('folder (required)')],
    load: async () => (await import('./commands/package.js')).packageCommand,
  },
  {
    name: 'pipeline <action> [env]',
    summary: 'write the pipelines of GitLab or GitHub for every environment that wants to be in one; tell a plan to people there',
    details: [
      'workbench pipeline gitlab              .gitlab-ci.yml and a child pipeline an environment; what is yours in the marked region stays',
      'workbench pipeline github              .github/workflows/workbench-<env>.yml, from the same jobs',
      'workbench pipeline gitlab --check      writes nothing; exit status 1 when a file is not what would be written now',
      'workbench pipeline summary live --plan plan.json --base <revision> --out plan      what a plan would change, in numbers, words and money',
    ].join('\n'),
    options: [
      ['--check', 'gitlab, github: only tell which files are stale'],
      ['--plan <file>', 'summary: what workbench plan --json printed'],
      ['--base <revision>', 'summary: commit to compare the cost with'],
      out('folder of the project (default: this one), or of the summary (required there)'),
    ],
    load: async () => (await import('./commands/pipeline.js')).pipeline,
  },
  {
    name: 'report [env]',
    summary: 'write one HTML page about an environment: topology, versions, secrets map, readiness',
    options: [
      out('file (default workbench-report.html)'),
      ['--date <day>', 'day to put on the page, such as 2026-01-31 (default: none)'],
      ['--since <file>', 'earlier page to compare with (default: the one that is at --out)'],
    ],
    load: async () => (await import('./commands/report.js')).report,
  },
];
