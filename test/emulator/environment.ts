import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type Ended, type Running, resultOf, startWith } from '../lab/command';
import { type Emulator, emulatorAccount, emulatorLogin, emulatorRegion } from './server';

type Settings = { [key: string]: unknown };
const section = (file: Settings, name: string): Settings => (file[name] ?? {}) as Settings;

/** The stacks of a cloud; the others need a cluster, which no emulator is. */
export const cloudStacks = ['foundation', 'cluster', 'managed-stores'] as const;

/** A workbench file as it is, but for where AWS is and where the state is kept. Everything else stays, so that what is proven is proven for that file. */
export function onEmulator(text: string, endpoint: string, change: (file: Settings) => Settings = (file) => file): string {
  const file = parse(text) as Settings;
  const platform = { ...section(file, 'platform'), region: emulatorRegion, account: emulatorAccount, endpoint };
  return stringify(change({ ...file, platform, state: { backend: 'local' } }));
}

/** An environment in a folder of its own, deployed to an emulator by the compiled command. */
export class CloudSite {
  private readonly file: string;

  constructor(
    readonly folder: string,
    readonly name: string,
    private readonly emulator: Emulator,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.file = join(folder, 'workbench', `${name}.yaml`);
  }

  /** Writes the workbench file anew, as a person edits it. */
  write(text: string, change?: (file: Settings) => Settings): void {
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, onEmulator(text, this.emulator.endpoint, change));
  }

  start(...args: readonly string[]): Running {
    return startWith({ ...emulatorLogin, ...this.env }, this.folder, ...args);
  }

  run(...args: readonly string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  /** Runs an action on the stacks of the cloud. @returns what it ended with */
  async result(action: string, ...args: readonly string[]) {
    return resultOf(await this.run(action, this.name, ...cloudStacks, '--json', ...args));
  }
}
