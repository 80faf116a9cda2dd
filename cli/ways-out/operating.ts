import type { auditCodes } from '../audit/codes';
import type { backupCodes } from '../backup/codes';
import type { decommissionCodes } from '../decommission/codes';
import type { doctorCodes } from '../doctor/codes';
import type { onboardCodes } from '../onboard/codes';
import type { restCodes } from '../rest/codes';
import type { rotateCodes } from '../rotate/codes';

export const onboardWays = {
  'ONB-UNREACHABLE':
    '`workbench status <env>` tells whether the hub is deployed and ready; then run the same command: it goes on where it stopped.',
  'ONB-ADDRESS': 'Write the address as `http://127.0.0.1:3001`.',
  'ONB-CONFLICT':
    'Decide which of the two is right: mend the workbench file, or the hub by hand. What the ledger has booked is never undone here.',
  'ONB-REFUSED': 'See the log of the service that is named, then run the same command: it goes on where it stopped.',
  'ONB-UNFINISHED': 'Run the same command; if it stays so, see the log of the ledger.',
} as const satisfies Readonly<Record<keyof typeof onboardCodes, string>>;

export const doctorWays = {
  'DOC-FILE': 'Name a file that is there and that you may read; take `doctor.json` from the kit again.',
  'DOC-PARTICIPANT': 'Name a participant of the workbench file; the hint lists them.',
  'DOC-OPTION': 'Give the options that go together, and one of each kind, as the hint says.',
  'DOC-PORTAL': 'Leave `--portal` out, or switch the portal on: `portal.enabled`.',
  'KIT-FILLED': 'Move what was added away, or choose another `--out`.',
} as const satisfies Readonly<Record<keyof typeof doctorCodes, string>>;

export const restWays = {
  'REST-CONFIRM': 'If it is meant: `workbench hibernate <env> --confirm <env>`. Nobody can pay until it is woken up.',
  'REST-OPTION': 'Write a whole number within the bounds of the hint.',
  'REST-REFUSED': 'Mend what the API server says, then run the same command: it goes on where it was.',
  'REST-SLOW': 'Look at the pods that are named, then run the same command: it goes on where it was.',
  'REST-CLOUD': 'Run the command of the hint by hand, and mend what it says.',
  'REST-STOPPED': 'Run the same command: it goes on where it was.',
} as const satisfies Readonly<Record<keyof typeof restCodes, string>>;

export const decommissionWays = {
  'DEC-CONFIRM': 'If it is meant: `--confirm <environment> --confirm-tenant <tenant>`. `--plan` shows first what would go.',
  'DEC-KEPT': 'Bring away what is named, as the hint says, then say so by `--kept <part>`.',
  'DEC-PROTECTED':
    'Do what the problem before it says: for a protected database deploy `operations.deletionProtection: false` first. Then run the same command again.',
  'DEC-STOPPED': 'Run the same command: what is kept already is not kept again.',
  'DEC-OUT': 'Choose another folder: `--out <folder>`. Of an environment that is removed, `--list` tells what is left.',
  'DEC-RESTS': '`workbench wake <env>`, then the same command; or `--kept backups`, where a copy is kept already.',
  'DEC-BACKUP': 'Mend what is said beside it, then run the same command; or `--kept backups`, where a copy is kept already.',
  'DEC-COPY': 'Run the command of the hint by hand from where the bucket can be reached, and mend what it says; then the same command.',
  'DEC-KEYS': 'See with `workbench doctor <env>` why it does not answer, then run the same command; or `--kept keys`, where you have them.',
  'DEC-CLOUD': 'Run the command of the hint by hand, and mend what it says; an answer that never came is no proof.',
  'DEC-CLUSTER': 'Give the login the right that is named, then run the same command.',
  'DEC-LEFT': 'Remove it by hand, or find out whose it is; then run the same command with `--list`.',
} as const satisfies Readonly<Record<keyof typeof decommissionCodes, string>>;

export const rotateWays = {
  'ROTATE-WHAT': '`workbench rotate list <env>` shows everything that has a next version.',
  'ROTATE-BY-HAND': 'Do as the hint says: it names who changes this, and how.',
  'ROTATE-CONFIRM': 'If it is meant, add `--confirm <env>`; `--plan` shows the steps first.',
  'ROTATE-OPTION': 'Write the option as the hint shows, or leave it out.',
  'ROTATE-NOT-THERE': 'Deploy the environment first, or change it in Vault where nothing in this cluster gets it.',
  'ROTATE-REFUSED': 'See whether the environment is deployed as its file says, then run the same command: it goes on where it was.',
  'ROTATE-JOB': 'Read the log of the Job that the hint names, mend it, then run the same command.',
  'ROTATE-SAME': 'Put the new value into Vault (`vault kv patch`), then run the same command.',
  'ROTATE-SERVED': 'See the log of the gateway; what stands before it has a certificate of its own.',
  'ROTATE-PUBLISH': 'See the log of the connection manager, then run the same command.',
  'ROTATE-SLOW': 'Look at what is waited for, as the hint says, then run the same command: it goes on where it was.',
  'ROTATE-STOPPED': 'Run the same command: it goes on where it was.',
  'ROTATE-AGES': 'Let the cluster be reached if the ages are wanted; the list is whole without them.',
} as const satisfies Readonly<Record<keyof typeof rotateCodes, string>>;

export const backupWays = {
  'BACKUP-NONE': 'Write `operations.backups.recipients` and deploy ([backups](../backup.md)).',
  'BACKUP-STORE': 'Name one of the stores that the hint lists.',
  'BACKUP-NOT-DEPLOYED': 'Deploy them: `workbench deploy <env> stores`.',
  'BACKUP-JOB': 'Read the log of the Job that is named, mend it, then run the same command: a backup that did not end is none.',
  'BACKUP-CLOUD': 'Run the command of the hint by hand, and mend what it says.',
  'BACKUP-LOG': 'Run the same command with `--keep`, and look at the Job.',
  'BACKUP-EMPTY': '`workbench backup now <env>` makes one.',
  'BACKUP-LATE': 'See why its Jobs fail, as the hint shows, then `workbench backup now <env>`.',
  'BACKUP-CHANGED': 'Find out who may write there; `workbench backup now <env>` makes a new one.',
  'BACKUP-UNKNOWN': '`workbench backup list <env>` tells which there are.',
  'BACKUP-KEY': 'Name the file that `age-keygen` wrote for one of the recipients: `--identity key.txt`.',
  'BACKUP-INTO': 'Choose a namespace that is neither one of the environment nor somebody else’s: `--into <namespace>`.',
  'BACKUP-BOOKS': 'Compare it with the ledger itself before anything is changed: one of the two is wrong.',
  'DRILL-KEY':
    'Let the role of the Vault read the path for jobs of the deploying branch ([backups](../backup.md)); by hand: `--identity key.txt`.',
  'DRILL-POINT':
    'See why the Jobs of the backup fail (`workbench backup verify <env>`), or promise less in `operations.recovery.pointHours`.',
  'DRILL-TIME':
    'Take a managed server, which restores blocks instead of statements, or promise more time in `operations.recovery.timeHours`.',
  'BACKUP-REFUSED': 'Mend what the API server says, then run the same command.',
} as const satisfies Readonly<Record<keyof typeof backupCodes, string>>;

export const auditWays = {
  'AUDIT-NONE': 'Write `operations.audit.store`, a bucket that was made with Object Lock, and deploy ([audit logs](../audit.md)).',
  'AUDIT-STORE': 'Run the command of the hint by hand, and mend what it says; an answer that never came is no proof.',
  'AUDIT-UNLOCKED': 'Deploy, or have the owner of the store lock it; on Azure a person locks the policy ([audit logs](../audit.md)).',
  'AUDIT-SHORT': 'Find out who changed its lock in the log of the cloud account; what is there can be locked anew.',
  'AUDIT-REMOVED': 'Find out who did it in the log of the cloud account; what is only hidden is had again by removing the marker.',
  'AUDIT-CHANGED': 'The first version is what was collected: compare them, and find out who wrote the others.',
  'AUDIT-SILENT': 'See whether its collector runs ([audit logs](../audit.md)); what it could not bring comes later.',
  'AUDIT-RECORD': 'Give the record that `workbench audit verify --out` wrote, from where nobody else can change it.',
} as const satisfies Readonly<Record<keyof typeof auditCodes, string>>;
