import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ProblemError, problem } from '../../config/problems';
import { requestConfig } from './certificate-request';
import { collection } from './collection';
import type { KitMaterial } from './material';
import { addressPage, allowListForm, readme } from './pages';

/** Says that a folder is a kit of ours. */
export const kitMarker = '.workbench-kit';
const checksums = 'checksums.sha256';
const digest = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/** Every file of a kit. The same environment gives the same files, byte for byte; no secret is in any. */
export function kitFiles(material: KitMaterial): ReadonlyMap<string, string> {
  const { handOver, handOverText, doctor } = material;
  const files = new Map([
    ['README.md', readme(material)],
    ['addresses.md', addressPage(material)],
    ['allow-list-form.md', allowListForm(material)],
    ['certificates/client.cnf', requestConfig(handOver.certificates.client, 'clientAuth')],
    ['certificates/server.cnf', requestConfig(handOver.certificates.server, 'serverAuth')],
    ['collection.json', collection(material)],
    ['doctor.json', `${JSON.stringify(doctor, null, 2)}\n`],
    ['hand-over.yaml', handOverText],
    ['payment-manager-values.yaml', stringify(handOver.paymentManager.values, { lineWidth: 0, aliasDuplicateObjects: false })],
  ]);
  const sums = [...files].map(([name, content]) => `${digest(content)}  ${name}\n`).join('');
  return files.set(checksums, sums);
}

function filesBelow(folder: string, path = ''): string[] {
  return readdirSync(join(folder, path)).flatMap((name) => {
    const place = path === '' ? name : `${path}/${name}`;
    return statSync(join(folder, place)).isDirectory() ? filesBelow(folder, place) : [place];
  });
}

/**
 * A kit may have been filled in, or a key may lie in it: such a folder is not replaced, since what is in it would be gone.
 * @throws ProblemError KIT-FILLED
 */
export function refuseFilled(folder: string, shown: string): void {
  const sums = join(folder, checksums);
  if (!existsSync(join(folder, kitMarker)) || !existsSync(sums)) return;
  const written = new Map(
    readFileSync(sums, 'utf8')
      .split('\n')
      .map((line) => line.split('  '))
      .map(([sum = '', name = '']) => [name, sum] as const),
  );
  const changed = filesBelow(folder).filter(
    (name) => name !== kitMarker && name !== checksums && written.get(name) !== digest(readFileSync(join(folder, name))),
  );
  if (changed.length === 0) return;
  const names = `${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ` and ${changed.length - 3} more` : ''}`;
  throw new ProblemError([
    problem('KIT-FILLED', `${shown} has files that were added or changed since: ${names}`, 'move them away, or choose another --out'),
  ]);
}
