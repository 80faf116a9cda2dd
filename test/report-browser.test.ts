import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { page } from '../cli/report/page';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { loadWorkbench } from '../config/load';
import { Browser, browserProgram } from './marketplace/browser';
import { reportFor as reportOfModel } from './report-data';
import { projectFolder } from './synthesised';

// A browser is started, and axe measures every word of a long page; a machine that is ten times busier is no fault of it.
jest.setTimeout(600_000);

const folder = mkdtempSync(join(tmpdir(), 'report-browser-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const axe = (() => {
  try {
    return createRequire(__filename).resolve('axe-core/axe.min.js');
  } catch {
    return undefined;
  }
})();
const program = browserProgram();
const missing = !program
  ? 'there is no chromium on PATH; install one, or name it in BROWSER_PATH'
  : axe === undefined
    ? 'axe-core is not installed: npm ci'
    : undefined;
if (missing) test.skip(`SKIPPED the report in a browser: ${missing}`, () => {});

const exampleModel = (name: string): EnvironmentModel => {
  const { config } = loadWorkbench(name, join(projectFolder, 'workbench'));
  if (!config) throw new Error(`${name} can't be read`);
  return resolveEnvironment(config);
};
const reportFor = (model: EnvironmentModel) => reportOfModel(model, join(folder, 'state'));

const screens = [
  ['a phone in light', { width: 390, height: 844, dark: false }],
  ['a phone in dark', { width: 390, height: 844, dark: true }],
  ['a desk in light', { width: 1280, height: 800, dark: false }],
  ['a desk in dark', { width: 1280, height: 800, dark: true }],
] as const;

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

(missing ? describe.skip : describe)('the report in a headless browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await Browser.start(program ?? '');
    const file = join(folder, 'report.html');
    writeFileSync(file, await page(reportFor(exampleModel('production-aws'))));
    await browser.open(pathToFileURL(file).href, 'true');
    // Every fold is opened, so that everything is looked at.
    await browser.ask(`document.querySelectorAll('details').forEach((fold) => { fold.open = true; })`);
    await browser.ask(`${readFileSync(axe ?? '', 'utf8')}; 'ready'`);
  }, 600_000);
  afterAll(async () => browser?.stop(), 60_000);

  test('a click on a box of the picture leads to the table that tells more, opened and within sight', async () => {
    await browser.look({ width: 1280, height: 800, dark: false });
    await browser.ask(`document.querySelectorAll('details').forEach((fold) => { fold.open = false; })`);
    await browser.click('.wbg a[href="#services"] rect');
    const seen = await browser.ask<{ at: string; open: boolean; top: number }>(
      `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done({ at: location.hash, open: document.querySelector('#services').closest('details')?.open ?? true, top: document.querySelector('#services').getBoundingClientRect().top }))))`,
    );
    expect(seen).toMatchObject({ at: '#services', open: true });
    expect(Math.abs(seen.top)).toBeLessThan(800);
    await browser.ask(`document.querySelectorAll('details').forEach((fold) => { fold.open = true; })`);
  });

  test.each(screens)('axe finds nothing against WCAG 2.2 AA on %s, and nothing is wider than the screen', async (_, screen) => {
    await browser.look(screen);
    const { violations, passes } = await browser.ask<{ violations: Violation[]; passes: string[] }>(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }).then(({ violations, passes }) => ({ violations, passes: passes.map(({ id }) => id) }))`,
    );
    expect(
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`)),
    ).toEqual([]);
    // It did look: at colours, at tables, at the order of headings.
    expect(passes).toEqual(expect.arrayContaining(['color-contrast', 'th-has-data-cells', 'heading-order', 'html-has-lang']));
    expect(await browser.ask('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  });
});
