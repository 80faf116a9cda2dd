import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import type { PackageInput } from '../../config/model/marketplace/main-template';
import type { Offer } from '../../config/model/marketplace/offer-schema';

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

export interface Subject {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * What the packages of an offer were made from, as an in-toto statement with the provenance of SLSA 1.0 (slsa.dev/spec/v1.0/provenance). No time of day is in
 * it: the same input gives the same bytes. It is not signed, since no key of the publisher is here: `cosign attest-blob` signs it.
 * @param commit revision of the workbench; undefined where it is not known, or something was changed since
 */
export function provenance(
  subjects: readonly Subject[],
  offer: Offer,
  { version, image, script }: PackageInput,
  commit: string | undefined,
): string {
  const [, imageDigest] = image.split('@sha256:');
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjects.map(({ name, content }) => ({ name, digest: { sha256: sha256(content) } })),
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'urn:mojaloop-workbench:azure-marketplace-package:1',
        externalParameters: { publisher: offer.publisher, offer: offer.offer, version },
        internalParameters: {},
        resolvedDependencies: [
          { name: 'workbench', uri: 'urn:mojaloop-workbench:source', ...(commit ? { digest: { gitCommit: commit } } : {}) },
          { name: 'offer', uri: 'urn:mojaloop-workbench:offer', digest: { sha256: sha256(JSON.stringify(offer)) } },
          { name: 'deploy.sh', uri: 'urn:mojaloop-workbench:cli/package/deploy.sh', digest: { sha256: sha256(script) } },
          { name: 'image', uri: `oci://${image}`, ...(imageDigest ? { digest: { sha256: imageDigest } } : {}) },
        ],
      },
      runDetails: { builder: { id: 'urn:mojaloop-workbench:command:package' } },
    },
  };
  return `${JSON.stringify(statement, null, 2)}\n`;
}

/** The commit of a folder that is a git work tree of its own, where nothing was changed since; undefined otherwise. */
export function commitOf(folder: string): string | undefined {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 30_000 }).trim();
  try {
    if (realpathSync(git('rev-parse', '--show-toplevel')) !== realpathSync(folder)) return undefined;
    return git('status', '--porcelain', '--untracked-files=no') === '' ? git('rev-parse', 'HEAD') : undefined;
  } catch {
    // No git, or no work tree: an installed package.
    return undefined;
  }
}
