import { KeyVaultSecret } from '@cdktf/provider-azurerm/lib/key-vault-secret';
import { Fn, propertyAccess, Token } from 'cdktf';
import { Construct } from 'constructs';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { Ephemeral } from '../terraform/ephemeral';
import { TlsProvider } from '../terraform/tls-provider';

export interface StoreLoginProps {
  readonly config: WorkbenchConfig;
  /** Id of the Key Vault. */
  readonly store: string;
  /** Name of the secret. */
  readonly name: string;
  readonly username: string;
}

/** A secret of Key Vault takes fewer tags than everything else; those of the environment come last, so the first ones go. */
const mostTags = 15;

/**
 * The login of an administrator that Key Vault keeps and nobody types. It is born as an ephemeral value, written to Key Vault write-only, and read
 * back ephemerally: it is in no state, plan, output or log.
 *
 * The azurerm provider bears no random values and the random provider is in no use here, so the password is a digest of a key that the tls
 * provider bears and that nobody keeps: 40 digits of SHA-256 are 160 bits. Azure asks for three of four kinds of characters, which the two letters
 * in front bring; there are letters and digits only, because Jobs hand it to shells and connection strings.
 *
 * A retry changes no password that is in use. The secret is written once for each `version`; whoever needs the password reads that very version from
 * Key Vault, never what was just born. The id of the version is unknown until it is written, so nobody asks for it too early, not even after
 * a deploy that died between the two. Raising `version` makes a new password and gives it to the server in the same apply.
 */
export class StoreLogin extends Construct {
  readonly written: KeyVaultSecret;
  readonly version = 1;
  private stored?: Ephemeral;

  constructor(scope: Construct, id: string, { config, store, name, username }: StoreLoginProps) {
    super(scope, id);
    new TlsProvider(this, 'tls');
    const born = new Ephemeral(this, 'born', 'tls_private_key', { algorithm: 'ED25519' });
    const password = Fn.join('', ['Az', Fn.substr(Fn.sha256(born.attr('private_key_pem')), 0, 40)]);
    this.written = new KeyVaultSecret(this, 'written', {
      keyVaultId: store,
      name,
      contentType: 'application/json',
      valueWo: Fn.jsonencode({ username, password }),
      valueWoVersion: this.version,
      // No end of life: Key Vault changes nothing at the server when it comes.
      tags: Object.fromEntries(Object.entries(tagsOf(config)).slice(-mostTags)),
    });
  }

  /**
   * What the contract hands on: `<name>/<version>`. A server that was made anew finds the old name in Key Vault again, and only the version tells
   * readers that this is another password.
   */
  get handedOn(): string {
    return `${this.written.name}/${this.written.version}`;
  }

  /** The password as Key Vault has it. It may go into write-only arguments, nowhere else: Terraform refuses it anywhere else. */
  get password(): string {
    this.stored ??= new Ephemeral(this, 'stored', 'azurerm_key_vault_secret', {
      key_vault_id: this.written.keyVaultId,
      name: this.written.name,
      version: this.written.version,
    });
    return Token.asString(propertyAccess(Fn.jsondecode(this.stored.attr('value')), ['password']));
  }
}
