import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findProgram } from '../cli/find-program';
import { imageName, parseImage } from '../cli/images/reference';
import { copyImage } from '../cli/mirror/copy-image';
import { Repository, sha256 } from '../cli/mirror/registry';
import { cosignLine, cosignProgram, expectUsed, type Signer, signerOf, verifySignature } from '../cli/mirror/signatures';
import { ProblemError } from '../config/problems';
import { Registry, registryProgram } from './oci-registry';
import { configWith } from './workbench-fixtures';

jest.setTimeout(300_000);

const signers = (rows: readonly object[]): readonly Signer[] => configWith({ charts: { signatures: rows } }).charts.signatures;
const told = async (work: () => unknown) => {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map(({ code, message }) => `${code} ${message}`);
    throw error;
  }
};
const image = (name: string) => {
  const parsed = parseImage(name);
  if (!parsed) throw new Error(`${name} is no image`);
  return parsed;
};

describe('who must have signed an image', () => {
  const rows = signers([
    { images: 'quay.io/jetstack/', key: 'keys/makers.pub', hash: 'sha512', transparencyLog: false },
    { images: 'quay.io/jetstack/cert-manager-webhook', identity: 'https://ci.example.org/a b', issuer: 'https://login.example.org' },
  ]);

  test('the row with the longest beginning counts; an image that no row begins with is not asked for', () => {
    expect(signerOf(rows, 'quay.io/jetstack/cert-manager-webhook:v1')?.issuer).toBe('https://login.example.org');
    expect(signerOf(rows, 'quay.io/jetstack/cert-manager-controller:v1')?.key).toBe('keys/makers.pub');
    expect(signerOf(rows, 'quay.io/strimzi/operator:1')).toBeUndefined();
  });

  test('the script of the folder has each verified before it is copied, in words that a shell keeps', () => {
    const [byKey, byIdentity] = rows as [Signer, Signer];
    expect(cosignLine(byKey, 'a/b:1')).toBe(
      "'cosign' 'verify' '--key' 'keys/makers.pub' '--signature-digest-algorithm' 'sha512' '--insecure-ignore-tlog=true' 'a/b:1'",
    );
    expect(cosignLine(byIdentity, 'a/b:1')).toContain("'--certificate-identity' 'https://ci.example.org/a b'");
  });

  test('a row about no image of the environment is told: nothing would be verified', async () => {
    expect(await told(() => expectUsed(rows, ['quay.io/jetstack/cert-manager-webhook:v1']))).toEqual([]);
    expect(await told(() => expectUsed(rows, ['quay.io/strimzi/operator:1']))).toEqual([
      'MIRROR-SIGNER-UNUSED charts.signatures: no image of this environment begins with quay.io/jetstack/',
      'MIRROR-SIGNER-UNUSED charts.signatures: no image of this environment begins with quay.io/jetstack/cert-manager-webhook',
    ]);
  });

  test('without cosign nothing is taken for signed', async () => {
    expect(await told(() => cosignProgram({ PATH: '' }))).toEqual([expect.stringMatching(/^MIRROR-COSIGN /)]);
    expect(await told(() => cosignProgram({ PATH: '', WORKBENCH_COSIGN: '/there/is/no/cosign' }))).toEqual([
      expect.stringMatching(/^MIRROR-COSIGN /),
    ]);
  });
});

const program = registryProgram();
const cosign = findProgram('cosign', 'WORKBENCH_COSIGN', process.env);
const noRegistry = 'missing' in program ? program.missing : undefined;

(noRegistry ? describe.skip : describe)(`a real registry${noRegistry ? ` (skipped: ${noRegistry})` : ''}`, () => {
  let source: Registry;
  let target: Registry;
  let folder: string;
  beforeAll(async () => {
    const file = 'file' in program ? program.file : '';
    [source, target] = [await Registry.start(file), await Registry.start(file)];
    folder = mkdtempSync(join(tmpdir(), 'signatures-'));
  });
  afterAll(() => {
    source?.stop();
    target?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const push = async (name: string) => {
    const repository = new Repository(source.host, name, {});
    const put = async (bytes: Buffer, mediaType: string) => {
      await repository.putBlob(bytes);
      return { mediaType, digest: sha256(bytes), size: bytes.length };
    };
    const type = 'application/vnd.oci.image.manifest.v1+json';
    const config = await put(
      Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } })),
      'application/vnd.oci.image.config.v1+json',
    );
    const layers = [await put(gzipSync(name), 'application/vnd.oci.image.layer.v1.tar+gzip')];
    await repository.putManifest('v1', {
      bytes: Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: type, config, layers })),
      type,
    });
  };
  /** Copies as `mirror` does: what is verified is the digest that is copied. */
  const mirror = (name: string, program_: string, signer: Signer, env: NodeJS.ProcessEnv = process.env) => {
    const from = image(`${source.host}/${name}:v1`);
    return copyImage(from, image(`${target.host}/mirror/${name}:v1`), {}, (digest) =>
      verifySignature(program_, signer, imageName({ ...from, tag: undefined, digest }), env, folder),
    );
  };
  const isThere = async (name: string) => (await new Repository(target.host, `mirror/${name}`, {}).manifest('v1')) !== undefined;
  const byKey = (key: string) => signers([{ images: `${source?.host}/`, key, transparencyLog: false }])[0] as Signer;

  test('a stand-in for cosign is asked about the digest; what it refuses is not copied, and its words are told', async () => {
    const file = join(folder, 'cosign');
    writeFileSync(file, '#!/bin/sh\necho "$@" > asked\ncase "$*" in *refused*) echo "Error: no matching signatures" >&2; exit 1;; esac\n');
    chmodSync(file, 0o755);
    for (const name of ['team/fine', 'team/refused']) await push(name);
    expect(await told(() => mirror('team/refused', file, byKey('a.pub')))).toEqual([
      expect.stringMatching(/^MIRROR-SIGNATURE \S+@sha256:\w{64} is not signed as charts.signatures says: Error: no matching signatures$/),
    ]);
    expect(await isThere('team/refused')).toBe(false);
    expect(await told(() => mirror('team/fine', file, byKey('a.pub')))).toEqual([]);
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toMatch(
      /^verify --key a\.pub --insecure-ignore-tlog=true \S+\/team\/fine@sha256:\w{64}\n$/,
    );
    expect(await isThere('team/fine')).toBe(true);
  });

  const why = cosign ? undefined : 'there is no cosign on PATH and none in WORKBENCH_COSIGN';
  (why ? test.skip : test)(
    `the real cosign: what its maker signed comes with its signature, what nobody or somebody else signed does not${why ? ` (skipped: ${why})` : ''}`,
    async () => {
      const real = cosign as string;
      const env = { ...process.env, COSIGN_PASSWORD: Math.random().toString(36) };
      const run = (...args: string[]) => execFileSync(real, args, { cwd: folder, env, stdio: 'pipe' });
      for (const owner of ['maker', 'stranger']) run('generate-key-pair', '--output-key-prefix', owner);
      for (const name of ['team/signed', 'team/unsigned', 'team/foreign']) await push(name);
      const sign = (owner: string, name: string) =>
        run('sign', '--yes', '--key', `${owner}.key`, '--tlog-upload=false', `${source.host}/${name}:v1`);
      sign('maker', 'team/signed');
      sign('stranger', 'team/foreign');
      expect(await told(() => mirror('team/signed', real, byKey('maker.pub'), env))).toEqual([]);
      for (const name of ['team/unsigned', 'team/foreign']) {
        expect(await told(() => mirror(name, real, byKey('maker.pub'), env))).toEqual([expect.stringMatching(/^MIRROR-SIGNATURE /)]);
        expect(await isThere(name)).toBe(false);
      }
      // The mirror has the signature, too: whoever pulls from it can verify once more.
      const signer = byKey('maker.pub');
      expect(await told(() => verifySignature(real, signer, `${target.host}/mirror/team/signed:v1`, env, folder))).toEqual([]);
    },
  );
});
