import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectFolder } from '../../config/generate';
import { planKindNames } from '../../config/model/marketplace/plan-kinds';
import { ProblemError, problem } from '../../config/problems';
import { type Command, printJson } from '../command';
import { archiveName, packageFiles, packageMarker } from '../package/package-files';
import { commitOf } from '../package/provenance';
import { readOffer } from '../package/read-offer';
import { undisturbed } from '../undisturbed';
import { version as ownVersion } from '../version';
import { writeFolderWhole } from '../write-files';

interface PackageOptions {
  readonly offer?: string;
}

const kinds = ['azure-marketplace'];
const usage = 'workbench package azure-marketplace --offer offer.yaml --out <folder>';

/** What the container of a deployment does; it lies beside the sources. */
const script = () => readFileSync(join(projectFolder(__dirname), 'cli/package/deploy.sh'), 'utf8');

/** `workbench package azure-marketplace`: an offer at Azure Marketplace as files, ready to upload. Asks no cloud, and writes whole or not at all. */
export const packageCommand: Command<PackageOptions> = async (io, [kind], { offer: file, out, json }) => {
  if (!kinds.includes(kind ?? '')) throw new ProblemError([problem('PKG-KIND', `package makes nothing for ${kind}`, usage)]);
  if (!out) throw new ProblemError([problem('CLI-OUT-MISSING', 'package needs a folder', usage)]);
  const offer = readOffer(io.cwd, file);
  const version = offer.version ?? ownVersion();
  const files = packageFiles(offer, { version, image: offer.image, script: script() }, commitOf(projectFolder(__dirname)));
  await undisturbed(() => writeFolderWhole(resolve(io.cwd, out), files, packageMarker));
  const plans = planKindNames.map((plan) => {
    const name = archiveName(offer.offer, plan, version);
    const content = files.get(name) ?? '';
    return { kind: plan, file: name, sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length };
  });
  if (json) printJson(io, { ok: true, out, version, plans, files: [...files.keys()].sort() });
  else
    io.stdout.write(
      `${[
        `${files.size} files in ${out}, version ${version}; docs/marketplace.md says what to do with them`,
        ...plans.map((plan) => `  ${plan.file}  ${plan.bytes} bytes  sha256 ${plan.sha256.slice(0, 12)}`),
      ].join('\n')}\n`,
    );
  return 0;
};
