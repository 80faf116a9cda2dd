import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from './lab/cache';
import { freePorts } from './lab/ports';

const version = 'v0.20.6';
const program = `github.com/google/go-containerregistry/cmd/registry@${version}`;

/** The registry of go-containerregistry, built from its published Go module into the cache; or why there is none. */
export function registryProgram(): { readonly file: string } | { readonly missing: string } {
  const folder = join(cacheRoot(), `registry-${version.slice(1)}`);
  const file = join(folder, 'registry');
  if (existsSync(file)) return { file };
  mkdirSync(folder, { recursive: true });
  const { status, error } = spawnSync('go', ['install', '-trimpath', program], {
    env: { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod' },
    stdio: 'ignore',
    timeout: 600_000,
  });
  return status === 0 && existsSync(file) ? { file } : { missing: error ? 'there is no go' : 'go can not build the registry' };
}

/** A real OCI registry on this machine, in memory. */
export class Registry {
  private constructor(
    readonly host: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(file: string): Promise<Registry> {
    const { port } = await freePorts(['port']);
    const started = new Registry(`127.0.0.1:${port}`, spawn(file, ['-port', String(port)], { stdio: 'ignore' }));
    for (let tries = 0; tries < 300; tries++) {
      if (
        await fetch(`http://${started.host}/v2/`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return started;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    started.stop();
    throw new Error('the registry does not answer');
  }

  stop(): void {
    this.process.kill();
  }
}
