import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { freePorts } from './lab/ports';

/** Folder of the toolkit itself (npm package ml-testing-toolkit, installed), and of its command (mojaloop/ml-testing-toolkit-client-lib, installed). */
const { LAB_TESTING_TOOLKIT: toolkit = '', LAB_TESTING_TOOLKIT_COMMAND: command = '' } = process.env;

/** The toolkit's command, where there is one; its repository is on GitHub only, in no registry. */
export const toolkitCommand = existsSync(join(command, 'src/client.js')) && existsSync(join(command, 'node_modules')) ? command : undefined;
const program = join(toolkit, 'src/index.js');

/** Why the real programs can't be run here; undefined when they can. */
export const withoutToolkit =
  toolkitCommand === undefined
    ? 'LAB_TESTING_TOOLKIT_COMMAND names no folder with the client library of the toolkit'
    : existsSync(program)
      ? undefined
      : 'LAB_TESTING_TOOLKIT names no folder with the toolkit';

/** The toolkit listens on ports of its own and on every address: here on a free port each, and on this machine only. */
const ports = `const { Server } = require('node:net')
const ports = JSON.parse(process.env.PORTS)
const listen = Server.prototype.listen
Server.prototype.listen = function (first, ...rest) {
  const wanted = typeof first === 'object' && first !== null ? first.port : first
  const done = rest.find((one) => typeof one === 'function')
  return listen.call(this, { port: ports[wanted] ?? wanted, host: '127.0.0.1' }, done)
}
`;

/** Starts the real toolkit in a folder of its own; answers with its address once it listens. @throws when it ends before, or after 5 minutes */
export async function startToolkit(folder: string): Promise<{ readonly address: string; readonly stop: () => Promise<void> }> {
  for (const part of ['spec_files', 'secrets', 'examples']) cpSync(join(toolkit, part), join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'ports.js'), ports);
  const { admin, api } = await freePorts(['admin', 'api']);
  const child = spawn(process.execPath, ['-r', './ports.js', program], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, PORTS: JSON.stringify({ 5050: admin, 4040: api }) },
    stdio: 'ignore',
  });
  const address = `http://127.0.0.1:${admin}`;
  await answers(child, `${address}/api/health`);
  const stop = () =>
    new Promise<void>((done) => {
      child.once('exit', () => done());
      child.kill('SIGKILL');
    });
  return { address, stop };
}

async function answers(child: ChildProcess, address: string): Promise<void> {
  const until = Date.now() + 300_000;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`the toolkit ended with ${child.exitCode}`);
    const there = await fetch(address).then(
      () => true,
      () => false,
    );
    if (there) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  child.kill('SIGKILL');
  throw new Error(`the toolkit does not answer at ${address}`);
}

/** A zip archive of texts, stored as they are: as GitHub makes it, with every file below one folder. */
export function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, data] = [Buffer.from(name), Buffer.from(text)];
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, path, data]);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, place, path]));
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length, 4);
  end.writeUInt16LE(central.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
