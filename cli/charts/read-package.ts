import { gunzipSync } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { refuse } from './chart-problem';

const mebibyte = 1024 * 1024;

/** Sizes after which Helm itself refuses a chart (its loader, 3.17 and newer), so nothing that Helm takes is refused here. */
export const limits = { chart: 100 * mebibyte, file: 5 * mebibyte, entries: 100_000 } as const;

/** Bytes that a package may still unpack to, those of the packages inside it counted in. */
export interface Budget {
  left: number;
}

/** Files of a package by their path inside the chart's own folder; only those that say something about values: what they are, and which of them templates read. */
export type PackageFiles = ReadonlyMap<string, Buffer>;

const wanted = /^(.*\/)?(Chart\.yaml|values\.yaml|requirements\.yaml|charts\/[^/]+\.tgz|templates\/.+)$/;
/** Kinds of entries that are neither a file nor a folder: Helm packs none, so somebody else did. */
const plainKinds: ReadonlySet<string> = new Set(['file', 'contiguous-file', 'directory']);

/**
 * Unpacks a chart package in memory: nothing is written to the disk, whatever the package says.
 * @throws ProblemError for a package that is cut off, no archive, far too large, or whose paths lead out of it
 */
export async function readPackage(bytes: Buffer, file: string, budget: Budget): Promise<PackageFiles> {
  const archive = unzip(bytes, file, budget);
  const files = new Map<string, Buffer>();
  let entries = 0;
  try {
    const reader = extract();
    reader.end(archive);
    for await (const entry of reader) {
      entries++;
      if (entries > limits.entries) refuse('CHART-SIZE', file, `has more than ${limits.entries} files in it`, tooLarge);
      const path = insidePath(entry.header, file);
      const keep = path !== undefined && wanted.test(path);
      const chunks: Buffer[] = [];
      for await (const chunk of entry) if (keep) chunks.push(chunk as Buffer);
      // As Helm does: where two entries have one name, the later one counts.
      if (keep) files.set(path, Buffer.concat(chunks));
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'ProblemError') throw error;
    const text = error instanceof Error ? error.message : String(error);
    if (/unexpected end/i.test(text)) refuse('CHART-TRUNCATED', file, 'is cut off', again);
    refuse('CHART-ARCHIVE', file, `is no chart package: ${text.replace(/\.$/, '').toLowerCase()}`, again);
  }
  if (entries === 0) refuse('CHART-ARCHIVE', file, 'is an empty archive', again);
  return files;
}

const again = 'fetch it again with helm pull';
const tooLarge = 'Helm refuses it too: look into it before you use it';

function unzip(bytes: Buffer, file: string, budget: Budget): Buffer {
  try {
    const archive = gunzipSync(bytes, { maxOutputLength: Math.max(1, budget.left) });
    budget.left -= archive.length;
    return archive;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') refuse('CHART-SIZE', file, `is more than ${limits.chart / mebibyte} MiB when unpacked`, tooLarge);
    if (code === 'Z_BUF_ERROR') refuse('CHART-TRUNCATED', file, 'is cut off', again);
    return refuse('CHART-ARCHIVE', file, 'is no gzip archive, or a damaged one', again);
  }
}

/** The path below the chart's folder; undefined for a folder, or a file beside it. */
function insidePath({ name, type, size }: Header, file: string): string | undefined {
  // Packages made on Windows have backslashes; Helm reads them so.
  const path = name.replaceAll('\\', '/');
  const shown = JSON.stringify(name);
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || parts.includes('..') || name.includes('\0'))
    refuse(
      'CHART-PATH',
      file,
      `has an entry ${shown}, which leads out of the package`,
      'do not use it: no tool for charts makes such a package',
    );
  if (!plainKinds.has(type))
    refuse(
      'CHART-PATH',
      file,
      `has an entry ${shown} that is a ${type}, not a file`,
      'do not use it: no tool for charts makes such a package',
    );
  if (size > limits.file) refuse('CHART-SIZE', file, `${shown} in it has more than ${limits.file / mebibyte} MiB`, tooLarge);
  return type === 'directory' || parts.length < 2 ? undefined : parts.slice(1).join('/');
}
