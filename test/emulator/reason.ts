import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandFile } from '../lab/command';
import { findProviders, type ProviderName } from './providers';
import { emulatorFile, emulatorPython } from './venv';

/** What a proof on the emulator needs of this machine. */
export interface EmulatorTools {
  readonly python: string;
  /** Where Terraform finds its providers. */
  readonly env: NodeJS.ProcessEnv;
  /** Folder of what was written for that; removed by whoever asked. */
  readonly folder: string;
}

/** @returns what is there, or why nothing can be deployed to the emulator on this machine */
export function emulatorTools(
  providers: readonly ProviderName[] = ['aws'],
  log?: (line: string) => void,
): EmulatorTools | { readonly reason: string } {
  if (!existsSync(commandFile)) return { reason: 'the command is not compiled (npm run build)' };
  const folder = mkdtempSync(join(tmpdir(), 'emulator-tools-'));
  const because = ({ reason }: { readonly reason: string }) => {
    rmSync(folder, { recursive: true, force: true });
    return { reason };
  };
  const found = findProviders(providers, folder);
  if ('reason' in found) return because(found);
  const made = emulatorPython(log);
  if ('reason' in made) return because(made);
  return { ...made, ...found, folder };
}

/** What moto lacks and a stand-in of ours plays, in words: for the titles of tests, so that nobody takes it for moto's. */
export const standIns: readonly string[] = Object.values(
  JSON.parse(readFileSync(emulatorFile('stand-ins.json'), 'utf8')) as Record<string, string>,
);
