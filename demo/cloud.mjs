// The cloud half of the AWS example, deployed to an emulator of AWS on this machine: real Terraform, the real provider, moto at the other end.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const require = createRequire(import.meta.url);
const name = 'production-aws';
const command = resolve('dist/cli/index.js');

/** @returns why it can't be done here; undefined when it was done, and how well: { failed } */
export async function deployToCloud({ say, out }) {
  const { emulatorTools, standIns } = require('../dist/test/emulator/reason.js');
  const { startEmulator, emulatorLogin } = require('../dist/test/emulator/server.js');
  const { onEmulator, cloudStacks } = require('../dist/test/emulator/environment.js');
  const { writeFileWhole } = require('../dist/cli/write-files.js');
  const tools = emulatorTools(['aws'], (line) => say('cloud', line));
  if (tools.reason) return { reason: tools.reason };

  const folder = join(out, 'cloud');
  // What an earlier demo has left knows an emulator that is gone.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const emulator = await startEmulator(tools.python);
  /** Runs the command at the terminal of the demo. */
  const workbench = (...args) =>
    new Promise((done) => {
      console.log(`\n$ workbench ${args.join(' ')}`);
      const env = { ...process.env, ...emulatorLogin, ...tools.env };
      spawn(process.execPath, [command, ...args], { cwd: folder, env, stdio: ['ignore', 'inherit', 'inherit'] }).on('close', done);
    });
  try {
    say(
      'cloud',
      'AWS is played by moto',
      `${emulator.endpoint}; ${standIns.length} stand-ins for what it lacks: test/emulator/stand-ins.json`,
    );
    writeFileWhole(
      join(folder, 'workbench', `${name}.yaml`),
      onEmulator(readFileSync(`workbench/${name}.yaml`, 'utf8'), emulator.endpoint),
    );
    const steps = [
      ['deploy', name, ...cloudStacks],
      ['status', name],
      ['outputs', name, ...cloudStacks],
      ['report', name, '--out', 'report.html'],
      ['plan', name, ...cloudStacks],
    ];
    for (const step of steps) {
      const status = await workbench(...step);
      if (status !== 0) return { failed: `workbench ${step.join(' ')} ended with ${status}` };
    }
    return { report: join(folder, 'report.html') };
  } finally {
    await emulator.stop();
    rmSync(tools.folder, { recursive: true, force: true });
  }
}
