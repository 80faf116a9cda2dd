import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onFile } from '../run/write-errors';

/**
 * Writes several files that belong together: first all of them beside their places, then each is moved in, in the order given.
 * A disk that fills up leaves everything as it was. The file that points at the others comes last. @throws ProblemError
 */
export function writeTogether(folder: string, files: ReadonlyMap<string, string | Buffer>): void {
  const part = (name: string) => `${join(folder, name)}.${process.pid}.part`;
  const begun: string[] = [];
  try {
    for (const [name, content] of files) {
      onFile(join(folder, name), () => {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        begun.push(name);
        writeFileSync(part(name), content);
      });
    }
    for (const name of files.keys()) onFile(join(folder, name), () => renameSync(part(name), join(folder, name)));
  } finally {
    // Only what was begun: where a part could not be made, to remove it would fail as well, and hide why.
    for (const name of begun) rmSync(part(name), { force: true });
  }
}
