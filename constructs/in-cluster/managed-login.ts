import { KvSecretV2 } from '@cdktf/provider-vault/lib/kv-secret-v2';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { type DirectStore, managedLogin } from '../../config/model/managed-stores';

type Kind = DirectStore | 'kafka';

/**
 * A login is written again when another secret stands for it at the cloud: a store that was destroyed and made anew has a new password. AWS tells by the
 * name of the secret, Azure by its version; a password that somebody changed within that is not seen.
 */
const versionOf = (name: string) => Fn.parseint(Fn.substr(Fn.sha256(name), 0, 7), 16);

/**
 * The logins of stores that a cloud runs, copied from its secret store into Vault: from there each is delivered as every other secret is.
 * They go from ephemeral values into write-only arguments, so they are in no state and no plan, and the deployer cannot read them back.
 * `names` are those in the secret store, by kind of store; `read` gives a reference to an ephemeral value, JSON text with `username` and `password`.
 */
export class ManagedLogins extends Construct {
  readonly resources: readonly KvSecretV2[];

  constructor(
    scope: Construct,
    id: string,
    mount: string,
    names: Partial<Readonly<Record<Kind, string>>>,
    read: (id: string, name: string) => string,
  ) {
    super(scope, id);
    this.resources = (Object.entries(names) as [Kind, string][]).map(
      ([kind, name]) =>
        new KvSecretV2(this, kind, {
          mount,
          name: managedLogin(kind),
          disableRead: true,
          dataJsonWo: read(`${kind}-login`, name),
          dataJsonWoVersion: versionOf(name),
        }),
    );
  }
}
