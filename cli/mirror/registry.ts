import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ProblemError, problem } from '../../config/problems';
import type { MirrorCode } from './codes';

export const sha256 = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
const timeout = 300_000;

export interface Manifest {
  readonly bytes: Buffer;
  readonly type: string;
  readonly digest: string;
}

const refuse = (code: MirrorCode, message: string, hint: string): never => {
  throw new ProblemError([problem(code, message, hint)]);
};

/** Name and password of a registry as `docker login` keeps them, where they stand in the file itself. */
function loginOf(registry: string, env: NodeJS.ProcessEnv): string | undefined {
  try {
    const file = join(env.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'config.json');
    const { auths = {} } = JSON.parse(readFileSync(file, 'utf8')) as { auths?: Record<string, { auth?: string }> };
    return auths[registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry]?.auth;
  } catch {
    return undefined;
  }
}

/** One repository of a registry, by the distribution API of OCI. Anonymous, or with the login that `docker login` left. */
export class Repository {
  private readonly base: string;
  private readonly login: string | undefined;
  private authorization: string | undefined;

  constructor(
    readonly registry: string,
    readonly repository: string,
    env: NodeJS.ProcessEnv,
  ) {
    const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
    // A registry on this machine has no certificate; every tool of the field treats it so.
    const scheme = /^(localhost|127\.0\.0\.1)(:|$)/.test(registry) ? 'http' : 'https';
    this.base = `${scheme}://${host}/v2/${repository}`;
    this.login = loginOf(registry, env);
    if (this.login) this.authorization = `Basic ${this.login}`;
  }

  /** The manifest behind a tag or digest; undefined where there is none. @throws ProblemError MIRROR-DIGEST when it is another than its digest says */
  async manifest(reference: string): Promise<Manifest | undefined> {
    const answer = await this.ask('GET', `/manifests/${reference}`, { headers: { accept } });
    if (answer.status === 404) return undefined;
    await this.expect(answer, [200], `the manifest ${reference}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const digest = sha256(bytes);
    const claimed = reference.startsWith('sha256:') ? reference : answer.headers.get('docker-content-digest');
    if (claimed && claimed !== digest) this.wrong(reference, digest);
    return { bytes, digest, type: answer.headers.get('content-type') ?? 'application/vnd.oci.image.manifest.v1+json' };
  }

  async has(kind: 'manifests' | 'blobs', digest: string): Promise<boolean> {
    const answer = await this.ask('HEAD', `/${kind}/${digest}`, { headers: { accept } });
    if (answer.status === 404) return false;
    await this.expect(answer, [200], digest);
    return true;
  }

  async blob(digest: string): Promise<Buffer> {
    const answer = await this.ask('GET', `/blobs/${digest}`);
    await this.expect(answer, [200], digest);
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (sha256(bytes) !== digest) this.wrong(digest, sha256(bytes));
    return bytes;
  }

  /** Uploads a blob; the registry takes it whole, and only when it has this digest. */
  async putBlob(bytes: Buffer, digest = sha256(bytes)): Promise<void> {
    const begun = await this.ask('POST', '/blobs/uploads/');
    await this.expect(begun, [202], 'an upload');
    const place = new URL(begun.headers.get('location') ?? '', this.base);
    place.searchParams.set('digest', digest);
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(bytes.length) };
    await this.expect(await this.send('PUT', place.href, { headers, body: new Uint8Array(bytes) }), [201], digest);
  }

  async putManifest(reference: string, { bytes, type }: Pick<Manifest, 'bytes' | 'type'>): Promise<void> {
    const answer = await this.ask('PUT', `/manifests/${reference}`, { headers: { 'content-type': type }, body: new Uint8Array(bytes) });
    await this.expect(answer, [200, 201], reference);
  }

  private ask(method: string, path: string, options: RequestInit = {}): Promise<Response> {
    return this.send(method, `${this.base}${path}`, options);
  }

  private async send(method: string, address: string, options: RequestInit): Promise<Response> {
    const once = async () => {
      try {
        // A place of upload may be elsewhere: the login is for the registry alone.
        const own = new URL(address).origin === new URL(this.base).origin;
        const headers = { ...options.headers, ...(this.authorization && own ? { authorization: this.authorization } : {}) };
        return await fetch(address, { ...options, method, headers, signal: AbortSignal.timeout(timeout) });
      } catch (error) {
        const { cause, message } = error as Error & { cause?: { code?: string } };
        return refuse(
          'MIRROR-REGISTRY',
          `${this.registry} does not answer (${cause?.code ?? message})`,
          'check its address, then run the same command again: it goes on',
        );
      }
    };
    const answer = await once();
    if (answer.status !== 401 || !(await this.getToken(answer.headers.get('www-authenticate') ?? ''))) return answer;
    return once();
  }

  /** Asks for a token where a registry says that it wants one. */
  private async getToken(challenge: string): Promise<boolean> {
    const parts = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]));
    const realm = parts.get('realm');
    if (!/^bearer/i.test(challenge) || realm === undefined) return false;
    const address = new URL(realm);
    if (parts.has('service')) address.searchParams.set('service', parts.get('service') ?? '');
    address.searchParams.set('scope', parts.get('scope') ?? `repository:${this.repository}:pull`);
    const answer = await fetch(address, {
      headers: this.login ? { authorization: `Basic ${this.login}` } : {},
      signal: AbortSignal.timeout(timeout),
    });
    if (!answer.ok) return false;
    const { token, access_token } = (await answer.json()) as { token?: string; access_token?: string };
    this.authorization = `Bearer ${token ?? access_token}`;
    return true;
  }

  private async expect(answer: Response, statuses: readonly number[], what: string): Promise<void> {
    if (statuses.includes(answer.status)) return;
    const hint = [401, 403].includes(answer.status)
      ? `docker login ${this.registry} (or another program that writes the same file), then run the same command again`
      : 'run the same command again: it goes on where it stopped';
    refuse('MIRROR-REGISTRY', `${this.registry}/${this.repository}: HTTP ${answer.status} for ${what}`, hint);
  }

  private wrong(reference: string, digest: string): never {
    return refuse(
      'MIRROR-DIGEST',
      `${this.registry}/${this.repository} sent ${digest.slice(0, 19)}… for ${reference.slice(0, 19)}`,
      'do not use it: something changed it on its way; run the same command again',
    );
  }
}
