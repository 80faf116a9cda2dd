import { type CommandRow, out, quiet } from './row';

/** Commands that set the hub up, try it, and hand it to its participants. */
export const hubCommands: readonly CommandRow[] = [
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
      quiet,
    ],
    load: async () => (await import('../commands/onboard.js')).onboardCommand,
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
      quiet,
    ],
    load: async () => (await import('../commands/verify.js')).verify,
  },
  {
    name: 'doctor [env]',
    summary: 'what is wrong, who mends it and how: in the cluster, or from outside with the files of a participant',
    details: [
      'workbench doctor live                                in the cluster: Vault, certificates, secrets, pods, gateway, topics, databases, releases',
      'workbench doctor live --as firstbank --certificate client.pem --key client.key --ca hub-ca.pem --client-secret-file secret.txt',
      'workbench doctor --kit firstbank-kit --certificate …   the same without a workbench file, from the hand-over kit',
      'workbench doctor live --portal --ca hub-ca.pem       a deployed portal: its page, that nobody gets in without a session, reports, roles, people',
      'It only looks; from outside it sends one lookup of a number that nobody has. Exit status 1 when something is wrong.',
    ].join('\n'),
    options: [
      ['--as <participant>', 'from outside, as this participant'],
      ['--portal', 'the portal as people meet it, and what it has of the file'],
      ['--keto <address>', 'with --portal: the reading API of Keto, instead of a way through the cluster'],
      ['--kit <folder>', 'from outside, as the participant of this hand-over kit'],
      ['--certificate <file>', 'client certificate, PEM, with its intermediates'],
      ['--key <file>', 'its key, PEM'],
      ['--ca <file>', 'authorities of the hub, PEM'],
      ['--token-file <file>', 'a token that is there already'],
      ['--client-secret-file <file>', 'client secret: a token is got with it'],
      ['--connect <address>', 'address, with a port or without, instead of what the name servers say'],
    ],
    load: async () => (await import('../commands/doctor.js')).doctor,
  },
  {
    name: 'kit [env] [participant]',
    summary: 'write the hand-over kit of a participant elsewhere: addresses, certificate request, values, collection, form',
    details:
      'workbench kit live firstbank --out firstbank-kit     no secret is in it; what was added to the folder or changed since is never replaced',
    options: [out('folder (required)')],
    load: async () => (await import('../commands/kit.js')).kit,
  },
];
