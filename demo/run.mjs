// The first command of the README: what the workbench does with the example environments, on any machine.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deployToCloud } from './cloud.mjs';

const require = createRequire(import.meta.url);
const environments = ['sandbox', 'full-lab', 'production', 'air-gapped', 'production-aws', 'production-azure', 'production-azure-stack'];
const out = 'out/demo';
const began = Date.now();
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
let failed = false;
mkdirSync(out, { recursive: true });

const lastLine = (text) => text.trim().split('\n').at(-1) ?? '';
const say = (word, title, text = '') => console.log(`${word.padEnd(8)}${title.padEnd(28)} ${text}`.trimEnd());

/** Runs the command; Ctrl-C reaches it as it reaches the demo, and is waited for. */
function workbench(...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['dist/cli/index.js', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (part) => (stdout += part));
    child.stderr.on('data', (part) => (stderr += part));
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

async function step(title, ...args) {
  const since = Date.now();
  const { status, stdout, stderr } = await workbench(...args);
  say(status === 0 ? 'ok' : 'FAILED', title, `${seconds(since).padStart(7)}  ${lastLine(status === 0 ? stdout : stderr || stdout)}`);
  if (status !== 0) failed = true;
  return status === 0;
}

/** Why nothing can be deployed on this machine in the time of a demo; undefined when it can. */
function noDeployBecause() {
  const { missingProviders } = require('../dist/test/lab/providers.js');
  const { unbuilt } = require('../dist/test/lab/build.js');
  const programs = unbuilt();
  if (programs.length > 0)
    return `the lab's programs are not built yet (${programs.join(', ')}): make lab-up builds them from their published modules, once, in about a quarter of an hour`;
  return missingProviders();
}

async function deployToLab() {
  const reason = noDeployBecause();
  if (reason) {
    say('skipped', 'deploy to the lab', reason);
    return;
  }
  const { labUp } = require('../dist/test/lab/up.js');
  await labUp((line) => say('lab', line));
  const file = 'out/lab/sandbox.yaml';
  if (!(await step('deploy sandbox for real', 'deploy', file))) return;
  await step('deploy again: no change', 'plan', file);
  const { stdout } = await workbench('status', file);
  console.log(stdout.trimEnd().replace(/^/gm, '        '));
  say('lab', 'is still up', 'kubectl --kubeconfig out/lab/kubeconfig get pods --all-namespaces; make demo-down stops it');
}

async function deployToEmulator() {
  const since = Date.now();
  const { reason, failed: why, report } = await deployToCloud({ say, out });
  if (reason) return say('skipped', 'deploy to an AWS emulator', reason);
  if (why) failed = true;
  console.log();
  say(
    why ? 'FAILED' : 'ok',
    'deploy the cloud half of AWS',
    `${seconds(since).padStart(7)}  ${why ?? `and the plan after it is empty; ${report}`}`,
  );
}

process.on('SIGINT', () => {
  failed = true;
});

for (const name of environments) {
  await step(`check ${name}`, 'check', name);
  await step(`synthesise ${name}`, 'synth', name, '--out', `${out}/${name}/cdktf.out`);
  await step(`render charts of ${name}`, 'render', name, '--out', `${out}/${name}/helm`);
  await step(`draw ${name}`, 'graph', name, '--out', `${out}/${name}/topology.svg`);
  await step(`report on ${name}`, 'report', name, '--out', `${out}/${name}/report.html`);
  if (failed) break;
}
if (!failed) await deployToEmulator();
if (!failed) await deployToLab();
console.log(`${failed ? 'failed' : 'done'} in ${seconds(began)}; open ${out}/production/report.html (make demo-down removes all of it)`);
process.exitCode = failed ? 1 : 0;
