import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import { runsConnectionManager } from '../../config/model/connection-manager';
import { authorityPaths, type NeededKey, neededKeys } from '../../config/model/kept-keys';
import { ProblemError, problem } from '../../config/problems';
import { askCloud, byHand, lastLine } from '../cloud/cloud-program';
import { environmentCluster } from '../cloud/environment-cluster';
import { Refused } from '../onboard/hub-client';
import { hubPublicKey, openManager } from '../rotate/hub-key';
import { rotateCluster } from '../rotate/objects';
import { loadKubeConfig } from '../run/kubeconfig';
import { openVaultForward } from '../vault-forward';
import { writeFileWhole } from '../write-files';
import type { KeepOptions } from './keep';
import type { KeptFile, KeptRecord } from './manifest';

const patience = 60_000;

/** A public document of Vault: no token goes along. @throws Error of the network, or with the status */
function publicText(base: string, path: string, ca: string | undefined): Promise<string> {
  const url = new URL(base.replace(/\/+$/, '') + path);
  return new Promise((resolve, reject) => {
    const call = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, { timeout: patience, ...(ca ? { ca } : {}) }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`it answers ${response.statusCode}`));
      });
    });
    call.on('timeout', () => call.destroy(new Error('no answer')));
    call.on('error', reject);
    call.end();
  });
}

/** Certificates of those that sign, with the chain above them, and what they have revoked. @throws ProblemError DEC-KEYS */
async function authority(model: EnvironmentModel, { stateDir, env }: KeepOptions): Promise<ReadonlyMap<string, string>> {
  const { secrets } = model.config;
  const { address, namespace } = secrets.vault;
  const way = address
    ? { env: { VAULT_ADDR: address, VAULT_CACERT: env.VAULT_CACERT }, close: async () => undefined }
    : await openVaultForward(environmentCluster(model, stateDir), namespace);
  const [base, file] = [way.env?.VAULT_ADDR ?? '', way.env?.VAULT_CACERT];
  try {
    const ca = file ? readFileSync(file, 'utf8') : undefined;
    const files = new Map<string, string>();
    for (const [name, path] of Object.entries(authorityPaths(model.config))) files.set(name, await publicText(base, path, ca));
    return files;
  } catch (error) {
    throw new ProblemError([
      problem(
        'DEC-KEYS',
        `certificates of the authority can't be had from Vault at ${base}: ${(error as Error).message}`,
        'look at Vault with workbench doctor, then the same command; or --kept keys, where you have them',
      ),
    ]);
  } finally {
    await way.close?.();
  }
}

/** Public keys that messages are signed with, by whom: without them no signature of a kept message can be checked any more. @throws ProblemError */
async function signers(model: EnvironmentModel, { stateDir, manager: address }: KeepOptions): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  const access = environmentCluster(model, stateDir);
  const hub = await hubPublicKey(rotateCluster(access, await loadKubeConfig(access)), model);
  if (hub) keys.set('hub', hub);
  if (!runsConnectionManager(model.config)) return keys;
  const { manager, close } = await openManager(model, stateDir, address);
  try {
    const known = await manager.get<readonly { readonly dfspId?: string; readonly publicKey?: string }[]>('/dfsps/jwscerts');
    // Names become names of files: only those that the connection manager gives participants.
    for (const { dfspId, publicKey } of known)
      if (dfspId && publicKey && /^[\w.-]{1,64}$/.test(dfspId) && !keys.has(dfspId)) keys.set(dfspId, publicKey);
    return keys;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new ProblemError([
      problem(
        'DEC-KEYS',
        `the connection manager does not tell the keys of participants: ${error.message}`,
        'see its log, then the same command; or --kept keys, where you have them',
      ),
    ]);
  } finally {
    await close();
  }
}

/** Address of a key while its name is still there; one that was never made needs none. @throws ProblemError DEC-CLOUD */
export async function addressOf({ name, ask }: NeededKey, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (!ask) return name;
  const said = await askCloud(ask, env, patience);
  if ('printed' in said) return said.printed;
  if (/NotFound/.test(said.failed)) return undefined;
  throw new ProblemError([problem('DEC-CLOUD', `address of key ${name}: ${lastLine(said.failed)}`, byHand(ask))]);
}

/**
 * Brings what is public of the keys of an environment here, and names the keys that must outlive it. No private key and no password is read, but for the
 * signing key of the hub, in memory, since only so its public part is known (`hubPublicKey`). @throws ProblemError
 */
export async function keepKeys(model: EnvironmentModel, options: KeepOptions): Promise<KeptRecord> {
  const { out, env, now } = options;
  const files: KeptFile[] = [];
  const keep = (file: string, what: string, content: string) => {
    writeFileWhole(join(out, file), content);
    files.push({ file, what, bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') });
  };
  for (const [name, text] of await authority(model, options))
    keep(`keys/${name}`, name.startsWith('revoked') ? 'certificates that were revoked' : 'authority with its chain', text);
  for (const [who, key] of await signers(model, options)) keep(`keys/signs-${who}.pem`, `public key that ${who} signs messages with`, key);
  const notes: string[] = files.map(({ file, what }) => `${what}: ${file}`);
  for (const key of neededKeys(model.config)) {
    const address = await addressOf(key, env);
    if (address === undefined) continue;
    notes.push(`key ${address} opens ${key.opens}, and is gone ${key.gone}; to keep it: ${key.back(address)}`);
  }
  return { made: now.toISOString(), files, notes };
}
