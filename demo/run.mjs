// The first command of the README: what the workbench does with the example environments, on any machine.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

const environments = ['sandbox', 'production', 'air-gapped'];
const began = Date.now();
let failed = false;
mkdirSync('out/demo', { recursive: true });

function step(title, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/index.js', ...args], { encoding: 'utf8' });
  const last = (text) => text.trim().split('\n').at(-1) ?? '';
  console.log(`${status === 0 ? 'ok     ' : 'FAILED '} ${title.padEnd(34)} ${last(status === 0 ? stdout : stderr || stdout)}`);
  failed ||= status !== 0;
}

for (const name of environments) {
  step(`check ${name}`, ['check', name]);
  step(`synthesise ${name}`, ['synth', name, '--out', `out/demo/${name}/cdktf.out`]);
  step(`render charts of ${name}`, ['render', name, '--out', `out/demo/${name}/helm`]);
}
console.log(
  'skipped deploy: the examples name clusters of their own; with a cluster and Vault of yours, see "The first real deployment" in the README',
);
console.log(
  `${failed ? 'failed' : 'done'} in ${((Date.now() - began) / 1000).toFixed(1)} s; everything is in out/demo (make demo-down removes it)`,
);
process.exitCode = failed ? 1 : 0;
