/**
 * Stands in for rsync where a machine has none: just what gitlab-ci-local 4.73.0 asks of it (a folder without what git does not track, files of a list,
 * paths as they are, what is in a folder). It copies and compares nothing.
 */
const { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } = require('node:fs');
const { basename, dirname, join, relative, resolve } = require('node:path');

const options = { exclude: [], paths: [], relative: false, clean: false, filesFrom: undefined };
const args = process.argv.slice(2);
const lines = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean);
const valued = {
  '--exclude': (value) => options.exclude.push(value),
  '--exclude-from': (value) => options.exclude.push(...lines(value)),
  '--files-from': (value) => {
    options.filesFrom = lines(value);
  },
};
while (args.length > 0) {
  const arg = args.shift();
  const [name, value] =
    arg.startsWith('--') && arg.includes('=') ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg];
  if (valued[name]) valued[name](value ?? args.shift());
  else if (name === '--delete' || name === '--delete-excluded') options.clean = true;
  else if (/^-[a-zA-Z]+$/.test(name)) options.relative ||= name.includes('R');
  else if (name.startsWith('--')) throw new Error(`rsync stand-in: ${name} is unknown`);
  else options.paths.push(name);
}

const target = resolve(options.paths.pop());
/** Patterns as git and gitlab-ci-local give them: a path from the top (`/a/b`, `/a/`), or the name of a folder (`a/`, `a/**`). */
const isExcluded = (path) =>
  options.exclude.some((pattern) => {
    const plain = pattern.replace(/\/(\*\*)?$/, '');
    return plain.startsWith('/') ? `/${path}` === plain || `/${path}`.startsWith(`${plain}/`) : path.split('/').includes(plain);
  });

function copy(root, path, to) {
  if (!existsSync(join(root, path))) return;
  mkdirSync(dirname(to), { recursive: true });
  const filter = (from) => {
    const at = relative(root, from);
    return at === '' || (!isExcluded(at) && !resolve(from).startsWith(`${target}/`) && resolve(from) !== target);
  };
  cpSync(join(root, path), to, { recursive: true, filter });
}

if (options.clean) rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const source of options.paths) {
  if (options.filesFrom) for (const path of options.filesFrom) copy(source, path, join(target, path));
  else if (options.relative) copy('.', source, join(target, source));
  else if (/\/\.?$/.test(source) || source === '.') {
    // A folder inside its own copy: Node refuses it as a whole, so it is copied member by member.
    for (const name of require('node:fs').readdirSync(source)) if (!isExcluded(name)) copyMember(source, name);
  } else copy(dirname(source), basename(source), join(target, basename(source)));
}

function copyMember(root, name) {
  const from = resolve(root, name);
  if (target === from || target.startsWith(`${from}/`)) {
    if (statSync(from).isDirectory())
      for (const inner of require('node:fs').readdirSync(from)) if (!isExcluded(`${name}/${inner}`)) copyMember(root, `${name}/${inner}`);
    return;
  }
  copy(root, name, join(target, name));
}
