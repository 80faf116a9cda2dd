import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type EnvironmentModel, resolveEnvironment } from '../../config/environment';
import { readWorkbench } from '../../config/load';
import { formatProblem } from '../../config/problems';
import { buildApp } from '../../stacks/app';
import type { ChartName } from './stand-ins/mirror';
import { authPath } from './vault-bootstrap';

type Settings = { [key: string]: unknown };

const section = (file: Settings, name: string): Settings => (file[name] ?? {}) as Settings;

export interface LabPlace {
  readonly kubeconfig: string;
  readonly context: string;
  readonly vaultAddress: string;
  /** Folder of chart packages. */
  readonly mirror: string;
  /** False for packages of our own, which no lock file knows. */
  readonly verify: boolean;
  /** Another name, so that nothing of a deployment elsewhere is touched. */
  readonly environment?: string;
}

/**
 * A workbench file as it is, but for where it is deployed to: the lab's cluster, its Vault, its charts.
 * Everything else stays, so that what is proven here is proven for the file as a person wrote it.
 */
export function onLab(text: string, { kubeconfig, context, vaultAddress, mirror, verify, environment }: LabPlace): string {
  const file = parse(text) as Settings;
  const secrets = section(file, 'secrets');
  const { storageClass: _class, ...cluster } = section(file, 'cluster');
  return stringify({
    ...file,
    ...(environment ? { environment } : {}),
    cluster,
    platform: { provider: 'kubernetes', kubeconfig, context },
    state: { backend: 'local' },
    // The operator of the lab runs beside the cluster, pods are played: both see Vault where it is.
    secrets: { ...secrets, kubernetesAuthPath: authPath, vault: { address: vaultAddress } },
    // Stand-ins for charts name an image of their own.
    charts: { ...section(file, 'charts'), mirror, verify, images: undefined, admission: { registries: ['stand-in.invalid'] } },
    // Pods of the lab are played: nothing answers for the ledger.
    hub: { ...section(file, 'hub'), onboarding: false },
  });
}

/** @throws Error with every problem of the file */
export function modelOf(text: string, name = 'lab.yaml'): EnvironmentModel {
  const { config, problems } = readWorkbench(text, name);
  if (!config) throw new Error(problems.map(formatProblem).join('\n'));
  return resolveEnvironment(config);
}

/** Every chart that the stacks of an environment ask for. */
export function chartsOf(model: EnvironmentModel): readonly ChartName[] {
  const asked = new Map<string, ChartName>();
  const outdir = mkdtempSync(join(tmpdir(), 'charts-of-'));
  try {
    buildApp(model, {
      outdir,
      stateDir: outdir,
      charts: (chart, version) => {
        asked.set(`${chart}-${version}`, { chart, version });
        return { chart };
      },
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
  return [...asked.values()];
}

export function writeEnvironment(folder: string, name: string, text: string): string {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, text);
  return file;
}
