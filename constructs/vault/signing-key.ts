import { KvSecretV2 } from '@cdktf/provider-vault/lib/kv-secret-v2';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { SecretEntry } from '../../config/model/secret-map';
import { Ephemeral } from '../terraform/ephemeral';
import { TlsProvider } from '../terraform/tls-provider';

/**
 * An RSA key, written to Vault once: the key itself is an ephemeral value and goes through a write-only argument,
 * so it is neither in state nor in plan. A new key is another one of these at another path: the old one, which participants may still verify by, stays.
 */
export class SigningKey extends Construct {
  constructor(scope: Construct, id: string, entry: Pick<SecretEntry, 'path' | 'field'>, mount: string) {
    super(scope, id);
    new TlsProvider(this, 'tls');
    const key = new Ephemeral(this, 'key', 'tls_private_key', { algorithm: 'RSA', rsa_bits: 4096 });
    const secret = new KvSecretV2(this, 'Resource', { mount, name: entry.path, disableRead: true });
    secret.addOverride(
      'data_json_wo',
      Fn.jsonencode({ [entry.field]: key.attr('private_key_pem'), publicKey: key.attr('public_key_pem') }),
    );
    // Written when the number changes, which it never does: a retry must not make another key.
    secret.addOverride('data_json_wo_version', 1);
  }
}
