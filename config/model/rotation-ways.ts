/** How one kind of thing gets its next version. */
export type RotationKind =
  | 'mysql-user'
  | 'mysql-user-job'
  | 'mongodb-user'
  | 'mongodb-user-job'
  | 'keycloak-client'
  | 'application'
  | 'given'
  | 'signing-key'
  | 'certificate'
  | 'store-account'
  | 'foreign-database'
  | 'foreign-client'
  | 'keycloak-administrator'
  | 'first-password'
  | 'managed'
  | 'authority'
  | 'participant-certificate'
  | 'text'
  | 'elsewhere';

/** One step of a rotation: each can be looked at whether it is done, so that a command that was killed goes on where it was. */
export type RotationStepKey =
  | 'new-version'
  | 'accept-both'
  | 'deliver'
  | 'store'
  | 'change'
  | 'realms'
  | 'publish'
  | 'restart'
  | 'forget-old'
  | 'issue';

export const rotationStepTitles: Readonly<Record<RotationStepKey, string>> = {
  'new-version': 'a new version is born in Vault',
  'accept-both': 'the server takes the old password and the new one',
  deliver: 'the Secrets that are read get it',
  store: 'the operator of the store has taken it',
  change: 'the server takes the new password, and no longer the old one',
  realms: 'Keycloak takes it',
  publish: 'the connection manager hands the public part out',
  restart: 'whoever reads it when it starts is started anew, one after the other',
  'forget-old': 'the server forgets the old password',
  issue: 'another certificate is signed',
};

export interface RotationWay {
  readonly title: string;
  /** In their order; none where the workbench cannot do it. */
  readonly steps: readonly RotationStepKey[];
  /** What does not work meanwhile, and for how long; undefined where nothing stops. */
  readonly interruption?: string;
  /** What shows that the new version is in use. */
  readonly proof: string;
  /** How to get back when a step fails. */
  readonly wayBack: string;
  /** Why the workbench does not do it, and what to do instead. */
  readonly byHand?: string;
}

const forward =
  'the version before is kept in Vault (`vault kv get -version=<n>`); run the command again once what failed is mended: it goes on, and makes no third version';
const started = 'every pod that reads it was made after its Secret changed, and is ready';

const manual = (title: string, byHand: string): RotationWay => ({ title, steps: [], proof: 'none', wayBack: 'none', byHand });

/**
 * One row a kind: the steps in their order, what stops, what shows that it is done. MySQL takes two passwords of one account at a time since 8.0.14
 * (reference manual, "Dual Password Support"); MongoDB takes one, and asks a connection only when it is opened.
 */
export const rotationWays: Readonly<Record<RotationKind, RotationWay>> = {
  'mysql-user': {
    title: 'user of MySQL in the cluster',
    steps: ['new-version', 'accept-both', 'deliver', 'store', 'restart', 'forget-old'],
    proof: `the server let the new password in, its operator noted it, and ${started}`,
    wayBack: `both passwords are good until the last step; ${forward}`,
  },
  'mysql-user-job': {
    title: 'user of a MySQL outside of the cluster',
    steps: ['new-version', 'accept-both', 'deliver', 'restart', 'forget-old'],
    proof: `the server let the new password in, and ${started}`,
    wayBack: `both passwords are good until the last step; ${forward}`,
  },
  'mongodb-user': {
    title: 'user of MongoDB in the cluster',
    steps: ['new-version', 'deliver', 'store', 'restart'],
    interruption:
      'connections that are open go on; new ones of its user are refused from the moment MongoDB has it until its pods are started anew, some seconds to a minute',
    proof: `the operator of MongoDB noted it, and ${started}`,
    wayBack: forward,
  },
  'mongodb-user-job': {
    title: 'user of a MongoDB outside of the cluster',
    steps: ['new-version', 'deliver', 'change', 'restart'],
    interruption:
      'connections that are open go on; new ones of its user are refused from the moment MongoDB has it until its pods are started anew, some seconds to a minute',
    proof: `the Job that changed it logged in with it, and ${started}`,
    wayBack: forward,
  },
  'keycloak-client': {
    title: 'client of Keycloak',
    steps: ['new-version', 'deliver', 'realms', 'restart'],
    interruption:
      'tokens that are held stay good; no new one is given to this client from the moment Keycloak has its secret until its pods are started anew, some seconds; a participant elsewhere until it has put the new secret in',
    proof: `the Job that writes the realms has ended well, and ${started}`,
    wayBack: forward,
  },
  application: {
    title: 'key of a program',
    steps: ['new-version', 'deliver', 'restart'],
    interruption:
      'what was begun with the old one ends: people of its portal log in again; quotes that it gave and that nobody has taken yet are refused',
    proof: started,
    wayBack: forward,
  },
  given: {
    title: 'put into Vault by its owner',
    steps: ['deliver', 'restart'],
    interruption:
      'from the moment its owner changed it where it is used until the pods are started anew: change it in Vault and there at one time, then run this at once',
    proof: `what is delivered is another than before, and ${started}`,
    wayBack: 'put the value before into Vault again, and run the command again',
  },
  'signing-key': {
    title: 'key with which the hub signs',
    steps: ['deliver', 'publish', 'restart'],
    interruption:
      'a payment manager knows one key of the hub: from the moment it takes the new one until the last service is started anew it refuses errors that the hub sends in its own name; quotes and transfers of participants are signed by them and go on',
    proof: `the connection manager answers with the public part of the delivered key, and ${started}`,
    wayBack: '`certificates.signingKeys.current` back to the number before, deploy, and run the command again: no key is taken away',
  },
  certificate: {
    title: 'certificate that cert-manager renews',
    steps: ['issue'],
    proof:
      'cert-manager tells another revision that is ready, and, where it can be reached from here, the host shows the certificate of that revision',
    wayBack: 'the one before stays in use until another is ready: see `kubectl describe certificate`',
  },
  'store-account': manual(
    'account of a store cluster',
    'its operator uses it to run the store, and restarts members for some of them: not tried, so not done; docs/rotation.md tells the steps by hand',
  ),
  'foreign-database': manual(
    'user of an existing database',
    'its owner changes it at the server and in Vault; where it is read, `workbench rotate secret` of the same name brings it',
  ),
  'foreign-client': manual(
    'client of an issuer that is somebody else’s',
    'its secret comes from that issuer: have it made anew there, put it into Vault, and restart who reads it',
  ),
  'keycloak-administrator': manual(
    'administrator of Keycloak',
    'Keycloak reads it at its first start alone: change it there, and write the same into Vault at once (docs/rotation.md)',
  ),
  'first-password': manual('first password of a person', 'it is changed at the first login; the person changes it, in Keycloak'),
  managed: manual(
    'login of a store that the cloud runs',
    'it is born in the secret store of the cloud, and a deploy copies it: docs/rotation.md tells how',
  ),
  authority: manual(
    'authority',
    'another generation in the workbench file (`certificates.generation`), as docs/certificates.md tells; a new root is another one for everybody',
  ),
  'participant-certificate': manual(
    'certificate of a participant elsewhere',
    'the participant sends another request (docs/certificates.md); the one before stays good until its end',
  ),
  text: manual(
    'secret that the chart takes as text only',
    'Mojaloop before 15 and signing keys before 16 read no Secret: the next version comes with a deploy of the hub (docs/rotation.md)',
  ),
  elsewhere: manual(
    'secret of a payment manager in another cluster',
    'only the cluster of the hub is changed: see to its VaultSecret and its pods there',
  ),
};
