import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { RunResult } from '../../cli/run/request';
import type { EnvironmentModel } from '../../config/environment';
import { type Ended, type Running, resultOf, run, start } from './command';
import { chartsOf, modelOf, onLab, writeEnvironment } from './environments';
import type { Lab } from './lab';
import { type Places, placesInCluster, placesInFolder, type Secrets, secretsInCluster, secretsInVault } from './secret-scan';
import { writeMirror } from './stand-ins/mirror';

/** What the scenarios change of a workbench file. */
interface Editable {
  participants: unknown[];
  cluster?: { [key: string]: unknown };
}

/** One environment that is deployed to a lab, in a folder of its own: workbench file, charts, state, logs. */
export class Site {
  readonly model: EnvironmentModel;
  readonly file: string;

  constructor(
    readonly lab: Lab,
    readonly folder: string,
    name: string,
    text: string,
    publishedCharts?: string,
  ) {
    const mirror = join(folder, 'charts');
    mkdirSync(mirror, { recursive: true });
    if (publishedCharts) takeIn(publishedCharts, mirror);
    const place = { kubeconfig: lab.kubeconfig, context: lab.context, vaultAddress: lab.vault.address, mirror, verify: false };
    this.file = writeEnvironment(folder, name, onLab(text, place));
    this.model = modelOf(readFileSync(this.file, 'utf8'), name);
    writeMirror(mirror, chartsOf(this.model));
  }

  /** Changes the workbench file as a person would. */
  edit(change: (file: Editable) => void): void {
    const settings = parse(readFileSync(this.file, 'utf8')) as Editable;
    change(settings);
    writeFileSync(this.file, stringify(settings));
  }

  editFile(change: (file: Readonly<Record<string, unknown>>) => object): void {
    writeFileSync(this.file, stringify(change(parse(readFileSync(this.file, 'utf8')) as Record<string, unknown>)));
  }

  /** What the owner of an existing Vault does once, as `render` writes it: from then on the deployer may do that and nothing more. */
  async letIn(): Promise<void> {
    const folder = join(this.folder, 'rendered');
    const { status, stdout, stderr } = await this.run('render', '--out', folder);
    if (status !== 0) throw new Error(`render failed: ${stdout}${stderr}`);
    const PATH = `${dirname(this.lab.programs.vault)}:${process.env.PATH}`;
    const VAULT_TOKEN = readFileSync(this.lab.vault.rootTokenFile, 'utf8');
    const env = { PATH, VAULT_ADDR: this.lab.vault.address, VAULT_TOKEN, HOME: this.lab.dir };
    execFileSync('sh', [join(folder, 'vault/set-up.sh')], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  }

  run(action: string, ...args: readonly string[]): Promise<Ended> {
    return run(this.folder, action, this.file, ...args, '--json');
  }
  start(action: string, ...args: readonly string[]): Running {
    return start(this.folder, action, this.file, ...args, '--json');
  }
  /** A command whose file is not its first argument. */
  runWith(action: string, before: readonly string[], ...args: readonly string[]): Promise<Ended> {
    return run(this.folder, action, ...before, this.file, ...args, '--json');
  }
  startWith(action: string, before: readonly string[], ...args: readonly string[]): Running {
    return start(this.folder, action, ...before, this.file, ...args, '--json');
  }
  async result(action: string, ...args: readonly string[]): Promise<RunResult> {
    return resultOf(await this.run(action, ...args));
  }

  inVault(): Promise<Secrets> {
    return secretsInVault(this.lab, this.model.config.secrets.kvMount);
  }
  async secrets(): Promise<Secrets> {
    return new Map([...(await this.inVault()), ...(await secretsInCluster(this.lab))]);
  }
  /** Everything that a deployment leaves: Helm's records, ConfigMaps, and the folder with states, plans, stacks and logs. */
  async places(): Promise<Places> {
    return new Map([...(await placesInCluster(this.lab)), ...placesInFolder(this.folder)]);
  }
}

/** Published packages go into the mirror under their own names; what is missing there is made. */
function takeIn(folder: string, mirror: string): void {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.tgz')))
    writeFileSync(join(mirror, file), readFileSync(join(folder, file)));
}
