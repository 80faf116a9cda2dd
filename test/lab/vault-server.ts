import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Programs } from './build';
import { type Ask, client, must } from './client';
import { writeSecret } from './control-plane';
import type { Crew } from './crew';

export interface VaultServer {
  readonly address: string;
  /** File (readable by its owner alone) with the root token: it goes with the lab. */
  readonly rootTokenFile: string;
  /** Asks Vault with the root token. */
  readonly vault: Ask;
  /** Closes Vault, as a restart without an unseal key would leave it. */
  readonly seal: () => Promise<void>;
  readonly unseal: () => Promise<void>;
}

interface Keys {
  readonly keys_base64: readonly string[];
  readonly root_token: string;
}

/** Starts a real Vault server on files of its own, initialises and opens it. Plain http: it never leaves the loopback interface. */
export async function startVault(crew: Crew, dir: string, programs: Programs, port: number, clusterPort: number): Promise<VaultServer> {
  const address = `http://127.0.0.1:${port}`;
  const data = join(dir, 'vault');
  const file = join(dir, 'vault.json');
  mkdirSync(data, { mode: 0o700 });
  const listener = { address: `127.0.0.1:${port}`, cluster_address: `127.0.0.1:${clusterPort}`, tls_disable: true };
  const settings = { storage: { file: { path: data } }, listener: { tcp: listener }, api_addr: address, disable_mlock: true };
  writeFileSync(file, JSON.stringify(settings));
  crew.start('vault', programs.vault, ['server', `-config=${file}`, '-log-level=warn']);

  const anyone = client(() => ({ address, headers: {} }));
  // 501: runs, but is not initialised.
  await crew.until('Vault', async () => (await anyone('GET', '/v1/sys/health')).status === 501);
  const keys = await must<Keys>(anyone, 'PUT', '/v1/sys/init', { secret_shares: 1, secret_threshold: 1 });
  const rootTokenFile = join(dir, 'vault-root-token');
  writeSecret(rootTokenFile, keys.root_token);
  const vault = client(() => ({ address, headers: { 'x-vault-token': keys.root_token } }));
  const unseal = async () => {
    await must(anyone, 'PUT', '/v1/sys/unseal', { key: keys.keys_base64[0] });
    await crew.until('an open Vault', async () => (await anyone('GET', '/v1/sys/health')).status === 200);
  };
  await unseal();
  return { address, rootTokenFile, vault, unseal, seal: () => must(vault, 'PUT', '/v1/sys/seal') };
}
