import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';
import type { Given } from './page';

/** Modules of the page, each before those that need it. They know nothing of Node. */
const modules = ['expression', 'functions', 'portal', 'page'];

const compiledModule = (name: string): string => {
  const { code } = transformSync(readFileSync(join(__dirname, `${name}.ts`), 'utf8'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  return `modules['./${name}'] = (() => { const exports = {}; const module = { exports }; ((exports, module) => {\n${code}\n})(exports, module); return module.exports; })();`;
};

/** Writes the page that draws a definition, and says its address. The same code that the tests evaluate with runs inside of it. */
export function pageFile(given: Given): string {
  const script = [
    'const modules = {}; const require = (name) => modules[name];',
    ...modules.map(compiledModule),
    `modules['./page'].draw(${JSON.stringify(given).replaceAll('<', '\\u003c')}); window.portal = true;`,
  ];
  const file = join(mkdtempSync(join(tmpdir(), 'portal-')), 'portal.html');
  const style = '.refused{color:#a12622}section{margin:.5rem}[hidden]{display:none}label{display:block}';
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><title>Portal</title><style>${style}</style><body><script>${script.join('\n')}</script></body>`,
  );
  return pathToFileURL(file).href;
}
