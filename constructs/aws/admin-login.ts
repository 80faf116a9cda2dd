import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Fn, propertyAccess, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { Ephemeral } from '../terraform/ephemeral';
import { keepsRemains } from './store-safety';

export interface StoreLoginProps {
  readonly config: WorkbenchConfig;
  /** What the name of the secret begins with; the contract hands on the whole. */
  readonly name: string;
  readonly description: string;
  readonly username: string;
  /** Key that encrypts it. */
  readonly key: string;
}

/**
 * A login that AWS keeps and nobody types: born as an ephemeral value, written write-only, and read back ephemerally. It is in no state, plan, output or log.
 *
 * The order is what makes a retry safe. The secret is written before anything uses it, and only when `version` grows; whoever needs the password
 * reads what the secret store has, never what was just born. So a deploy that died half-way goes on with the first password, although every run
 * bears a new one. To change the password, raise `version`: the secret and its user follow in one apply.
 *
 * Letters and digits only: the bootstrap Jobs hand the password to shells and connection strings. 32 of them are 190 bits.
 * About 0.40 USD a month.
 */
export class StoreLogin extends Construct {
  readonly secret: SecretsmanagerSecret;
  readonly written: SecretsmanagerSecretVersion;
  readonly username: string;
  readonly version = 1;
  private stored?: Ephemeral;

  constructor(scope: Construct, id: string, { config, name, description, username, key }: StoreLoginProps) {
    super(scope, id);
    this.username = username;
    this.secret = new SecretsmanagerSecret(this, 'secret', {
      // With an end of its own: the name of a deleted secret is taken for as long as it can be had back, and an environment that is made anew must not wait
      // for it. It also tells readers that this is another login.
      namePrefix: `${name}-`,
      description,
      kmsKeyId: key,
      // A deleted secret can be had back for so many days (`aws secretsmanager restore-secret`): the login of what a final snapshot holds.
      recoveryWindowInDays: keepsRemains(config) ? 30 : 0,
    });
    const born = new Ephemeral(this, 'born', 'aws_secretsmanager_random_password', { password_length: 32, exclude_punctuation: true });
    this.written = new SecretsmanagerSecretVersion(this, 'written', {
      secretId: this.secret.id,
      secretStringWo: Token.asString(Fn.jsonencode({ username, password: born.attr('random_password') })),
      secretStringWoVersion: this.version,
    });
  }

  /** The password as the secret store has it. It may go into write-only arguments, nowhere else: Terraform refuses it anywhere else. */
  get password(): string {
    // By way of what was written, so it is read after that, and by an attribute that nobody knows until then: with one that is known from the start, as the
    // secret's own id is after a run that broke off between secret and password, Terraform would read at the plan what is not there yet, and fail for ever.
    // Not by the version's id, which AWS forgets when somebody changes the secret by hand: `arn` is that of the secret.
    this.stored ??= new Ephemeral(this, 'stored', 'aws_secretsmanager_secret_version', {
      secret_id: this.written.arn,
    });
    return Token.asString(propertyAccess(Fn.jsondecode(this.stored.attr('secret_string')), ['password']));
  }
}
