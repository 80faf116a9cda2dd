import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isBuilt } from './lab/build';
import { programFile } from './lab/cache';
import { type Ask, client } from './lab/client';
import { freePorts } from './lab/ports';

export const vaultProgram = programFile('vault');

/** Why there is no Vault to ask, as one line; undefined when there is one. The lab builds it once, from its published module. */
export const missingVault = (): string | undefined =>
  isBuilt(vaultProgram)
    ? undefined
    : 'Vault is not built yet: run the tests of the lab once (make lab-up), which builds it into the user cache';

export interface VaultDev {
  readonly address: string;
  readonly token: string;
  readonly ask: Ask;
  readonly stop: () => Promise<void>;
}

/** Where a Vault also listens by TLS: its certificate and key as files. */
export interface VaultTls {
  readonly port: number;
  readonly certFile: string;
  readonly keyFile: string;
  /** Folder for its settings. */
  readonly folder: string;
}

function tlsSettings({ port, certFile, keyFile, folder }: VaultTls): string {
  const file = join(folder, 'vault.hcl');
  writeFileSync(
    file,
    `listener "tcp" {\n  address = "127.0.0.1:${port}"\n  tls_cert_file = "${certFile}"\n  tls_key_file = "${keyFile}"\n}\n`,
  );
  return file;
}

/** A real Vault that keeps everything in memory, on the loopback interface. */
export async function startVaultDev(tls?: VaultTls): Promise<VaultDev> {
  const { own } = await freePorts(['own']);
  const token = 'root-of-this-test';
  const address = `http://127.0.0.1:${own}`;
  const child: ChildProcess = spawn(
    vaultProgram,
    [
      'server',
      '-dev',
      '-dev-no-store-token',
      `-dev-root-token-id=${token}`,
      `-dev-listen-address=127.0.0.1:${own}`,
      ...(tls ? [`-config=${tlsSettings(tls)}`] : []),
    ],
    { stdio: 'ignore' },
  );
  const ask = client(() => ({ address, headers: { 'x-vault-token': token } }));
  for (let tries = 0; (await ask('GET', '/v1/sys/health').catch(() => ({ status: 0 }))).status !== 200; tries++) {
    if (tries > 300 || child.exitCode !== null) throw new Error('Vault did not start');
    await sleep(100);
  }
  return {
    address,
    token,
    ask,
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      if (child.exitCode === null && child.kill('SIGTERM')) await ended;
    },
  };
}
