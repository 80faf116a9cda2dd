import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ProblemError, problem } from '../../config/problems';
import { mirrorFolder } from '../../config/releases/chart-source';
import { type Command, type CommonOptions, printJson, sayTo } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { parseImage } from '../images/reference';
import { mirrorEnvironment, type Part, parts } from '../mirror/environment-mirror';

interface Options extends CommonOptions {
  readonly to?: string;
  readonly folder?: string;
  readonly charts?: string;
  readonly without?: string;
}

const refuse = (message: string, hint: string): never => {
  throw new ProblemError([problem('MIRROR-TO', message, hint)]);
};

function left(text: string | undefined): ReadonlySet<Part> {
  const words = (text ?? '').split(',').filter((word) => word !== '');
  for (const word of words)
    if (!(parts as readonly string[]).includes(word)) refuse(`--without ${word} names no part`, `there are ${parts.join(', ')}`);
  return new Set(words as Part[]);
}

/** A registry has a host with a dot or a port before its first path; everything else is a folder. */
const isRegistry = (to: string) =>
  /^oci:\/\//.test(to) || (/^(localhost|[\w-]+(\.[\w-]+)+|[\w-]+(?=:\d))(:\d+)?\/[\w./-]+$/.test(to) && !existsSync(to));

/** `workbench mirror`: brings charts, images, providers and test collections of an environment where nothing leads outside. Goes on where it stopped. */
export const mirror: Command<Options> = async (io, [name], { to, folder, charts, without, json, quiet }) => {
  if (to === undefined) return refuse('where to?', '--to <folder>, or --to registry.example.org/mirror');
  const { model } = requireEnvironment(io, name);
  const registry = isRegistry(to) ? to.replace(/^oci:\/\//, '').replace(/\/$/, '') : undefined;
  if (registry !== undefined && parseImage(`${registry}/a:b`) === undefined)
    refuse(`${to} is no registry`, 'write host/path, in small letters');
  const place = registry === undefined ? resolve(io.cwd, to) : resolve(io.cwd, folder ?? `.workbench/${model.config.environment}/mirror`);
  if (existsSync(place) && !statSync(place).isDirectory()) refuse(`${place} is no folder`, 'choose another one');
  const own = model.config.charts.mirror === undefined ? undefined : mirrorFolder(model.config.charts.mirror);
  const source = charts === undefined ? own : resolve(io.cwd, charts);
  const result = await mirrorEnvironment(model, {
    folder: place,
    ...(registry === undefined ? {} : { registry }),
    ...(source === undefined ? {} : { charts: source }),
    without: left(without),
    env: io.env,
    cwd: io.cwd,
    say: sayTo(io, { json, quiet }),
  });
  const ok = result.problems.length === 0;
  if (json) printJson(io, { ok, ...result });
  else {
    printProblems(io, result.problems);
    const open = result.images.filter(({ outcome }) => outcome === 'listed').length;
    io.stdout.write(
      `${result.environment}: ${result.charts.length} charts, ${result.images.length} images, ${result.providers.length} providers for ${result.to}\n`,
    );
    if (open > 0)
      io.stdout.write(`${open} images are listed, not copied: sh ${place}/copy-images.sh, or --to registry.example.org/mirror\n`);
  }
  return ok ? 0 : 1;
};
