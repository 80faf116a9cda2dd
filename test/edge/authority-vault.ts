import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { revocationAddress } from '../../config/model/revocation';
import { startVaultDev } from '../vault-dev';
import type { Edge } from './environment';

/** A certificate as Vault hands it out. */
export interface Issued {
  readonly certificate: string;
  readonly issuing_ca: string;
  readonly serial_number: string;
}

/**
 * A real Vault where the gateway expects that of the environment, with a PKI whose certificates carry the addresses that the environment gives them
 * (test/pki.test.ts shows that the stacks set it up so).
 */
export async function authorityVault({ vault, model, folder }: Pick<Edge, 'vault' | 'model' | 'folder'>) {
  const [certFile, keyFile] = [join(folder, 'vault-server.pem'), join(folder, 'vault-server.key')];
  writeFileSync(certFile, vault.cert);
  writeFileSync(keyFile, vault.key, { mode: 0o600 });
  const running = await startVaultDev({ port: vault.port, certFile, keyFile, folder });
  const ask = async <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> => {
    const answer = await running.ask(method, `/v1/${path}`, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  };
  const address = `${revocationAddress(model.config)}/v1/pki`;
  await ask('POST', 'sys/mounts/pki', { type: 'pki', config: { max_lease_ttl: '48h' } });
  await ask('POST', 'pki/config/cluster', { path: address, aia_path: address });
  await ask('POST', 'pki/config/urls', {
    enable_templating: true,
    issuing_certificates: ['{{cluster_aia_path}}/issuer/{{issuer_id}}/der'],
    crl_distribution_points: ['{{cluster_aia_path}}/issuer/{{issuer_id}}/crl/der'],
    ocsp_servers: ['{{cluster_aia_path}}/ocsp'],
  });
  await ask('POST', 'pki/root/generate/internal', { common_name: 'CA', ttl: '40h', key_type: 'ec', key_bits: 256 });
  await ask('POST', 'pki/roles/client', { allow_any_name: true, key_type: 'ec', key_bits: 256, ttl: '1h' });
  return {
    ...running,
    issue: async (name: string) => (await ask<{ data: Issued }>('POST', 'pki/issue/client', { common_name: name })).data,
    revoke: (serial: string) => ask('POST', 'pki/revoke', { serial_number: serial }),
    makeLists: () => ask('GET', 'pki/crl/rotate'),
  };
}
