import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ProblemError, problem } from '../../config/problems';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { findProgram } from '../find-program';
import { shellQuoted } from '../shell-quoted';

const run = promisify(execFile);
const patience = 120_000;

/** A row of `charts.signatures`. */
export type Signer = WorkbenchConfig['charts']['signatures'][number];

/** The row that counts for an image: the longest beginning, so that one image of a maker can have another signer. */
export const signerOf = (signers: readonly Signer[], image: string): Signer | undefined =>
  signers.filter(({ images }) => image.startsWith(images)).sort((one, other) => other.images.length - one.images.length)[0];

/** What cosign is asked about an image. */
export const cosignArguments = ({ key, identity, issuer, hash, transparencyLog }: Signer, image: string): readonly string[] => [
  'verify',
  ...(key === undefined ? [] : ['--key', key]),
  ...(identity === undefined ? [] : ['--certificate-identity', identity]),
  ...(issuer === undefined ? [] : ['--certificate-oidc-issuer', issuer]),
  ...(hash === 'sha256' ? [] : ['--signature-digest-algorithm', hash]),
  ...(transparencyLog ? [] : ['--insecure-ignore-tlog=true']),
  image,
];

/** The same as a line of a shell. */
export const cosignLine = (signer: Signer, image: string): string =>
  ['cosign', ...cosignArguments(signer, image)].map(shellQuoted).join(' ');

/** The cosign command: WORKBENCH_COSIGN, or the one on PATH. @throws ProblemError MIRROR-COSIGN */
export function cosignProgram(env: NodeJS.ProcessEnv): string {
  const found = findProgram('cosign', 'WORKBENCH_COSIGN', env);
  if (found) return found;
  throw new ProblemError([
    problem(
      'MIRROR-COSIGN',
      'charts.signatures says who must have signed images, and there is no cosign to verify it',
      'install cosign 2.2 or newer, or set WORKBENCH_COSIGN to its path',
    ),
  ]);
}

/**
 * Has cosign verify that an image carries the signature of its maker.
 * @param image with its digest: what is verified must be what is copied
 * @param cwd where files of keys are
 * @throws ProblemError MIRROR-SIGNATURE with cosign's own words
 */
export async function verifySignature(cosign: string, signer: Signer, image: string, env: NodeJS.ProcessEnv, cwd: string): Promise<void> {
  try {
    await run(cosign, [...cosignArguments(signer, image)], { env, cwd, timeout: patience, maxBuffer: 64 << 20 });
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? '').trim() || (error as Error).message;
    const why = said.split('\n').find((line) => line.startsWith('Error:')) ?? said.split('\n').at(-1) ?? '';
    throw new ProblemError([
      problem(
        'MIRROR-SIGNATURE',
        `${image} is not signed as charts.signatures says: ${why}`,
        'it was not copied; ask its makers what they sign with, and let nothing in that somebody else has made',
      ),
    ]);
  }
}

/** @throws ProblemError MIRROR-SIGNER-UNUSED for a row that no image begins with: most likely a slip of the pen, and then nothing would be verified */
export function expectUsed(signers: readonly Signer[], images: readonly string[]): void {
  const unused = signers.filter(({ images: begin }) => !images.some((image) => image.startsWith(begin)));
  if (unused.length === 0) return;
  throw new ProblemError(
    unused.map(({ images: begin }) =>
      problem(
        'MIRROR-SIGNER-UNUSED',
        `charts.signatures: no image of this environment begins with ${begin}`,
        'write the name as images.txt has it, or take the row out; no image was copied',
      ),
    ),
  );
}
