import { resolve } from 'node:path';
import { ProblemError, problem } from '../../config/problems';
import { type Command, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { kitFiles, kitMarker, refuseFilled } from '../kit/files';
import { kitMaterial } from '../kit/material';
import { undisturbed } from '../undisturbed';
import { writeFolderWhole } from '../write-files';

/**
 * `workbench kit`: one folder for a participant elsewhere, with everything it needs to take part and no secret. Written whole or not at all; a folder
 * that is not a kit, or one that was filled in, is not replaced.
 */
export const kit: Command = async (io, [name, id], { out, json }) => {
  if (id === undefined)
    throw new ProblemError([
      problem('CLI-ARGUMENT', 'kit needs an environment and a participant', 'workbench kit <env> <participant> --out <folder>'),
    ]);
  if (!out) throw new ProblemError([problem('CLI-OUT-MISSING', 'kit needs a folder', 'workbench kit <env> <participant> --out <folder>')]);
  const { model } = requireEnvironment(io, name);
  const files = kitFiles(kitMaterial(model, id));
  const target = resolve(io.cwd, out);
  refuseFilled(target, out);
  await undisturbed(() => writeFolderWhole(target, files, kitMarker));
  if (json) printJson(io, { ok: true, out, participant: id, files: [...files.keys()].sort() });
  else io.stdout.write(`${files.size} files for ${id} in ${out}; no secret is in them\n`);
  return 0;
};
