import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildPrograms, type Programs } from './build';
import { bindToOwner, cleanStale, prefix, removeTraces, stopMembers } from './clean-up';
import type { Ask } from './client';
import { furnish, type NodeOptions, nodeDefaults, tokenReviewer } from './cluster';
import { labContext, startControlPlane } from './control-plane';
import { crew, type Member } from './crew';
import { startVaultConfigOperator } from './operator';
import { freePorts } from './ports';
import { trustCluster } from './vault-bootstrap';
import { startVault, type VaultServer } from './vault-server';

const run = promisify(execFile);

export interface LabOptions extends Partial<NodeOptions> {
  /** Gets one plain line per program that had to be built. */
  readonly log?: (line: string) => void;
  /** Folder of a lab that outlives this process. Left out: a temporary one, and the lab ends with this process, however that ends. */
  readonly dir?: string;
  /** vault-config-operator, a program that has no published Go module to be built from. */
  readonly operatorFile?: string;
}

/** A real Kubernetes control plane with a real Vault beside it. Nodes and pods are played: a pod runs at once, and no image is pulled. */
export interface Lab {
  readonly dir: string;
  readonly kubeconfig: string;
  readonly context: typeof labContext;
  readonly server: string;
  readonly programs: Programs;
  readonly members: () => readonly Member[];
  /** Ports of the loopback interface that the lab listens on. */
  readonly ports: readonly number[];
  /** Asks the API server as an administrator. */
  readonly kube: Ask;
  readonly vault: VaultServer;
  /** Runs the helm command against the lab. @returns what it printed; rejects with its message when it fails */
  readonly helm: (...args: readonly string[]) => Promise<string>;
  /** Seconds each part took to be ready. */
  readonly startup: Readonly<Record<'controlPlane' | 'nodes' | 'vault' | 'total', number>>;
  /** Waits for the operator's kinds, then runs it until the lab stops. @throws ProblemError LAB-NO-OPERATOR without a program */
  readonly startVaultConfigOperator: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Nothing of the user's own Helm set-up is read or written. */
const helmEnvironment = (dir: string, kubeconfig: string) => ({
  PATH: process.env.PATH,
  HOME: dir,
  KUBECONFIG: kubeconfig,
  HELM_KUBECONTEXT: labContext,
  HELM_CACHE_HOME: join(dir, 'helm'),
  HELM_CONFIG_HOME: join(dir, 'helm'),
  HELM_DATA_HOME: join(dir, 'helm'),
});

/**
 * Starts a lab on free ports of the loopback interface, in some seconds once its programs are built (the first time: about a quarter of an hour).
 * @throws ProblemError LAB-NO-GO, LAB-NO-MODULE, LAB-BUILD when the programs can't be had, LAB-START when one of them ends at once
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const programs = await buildPrograms({ log: options.log });
  await cleanStale();
  const began = Date.now();
  const seconds = (since = began) => Math.round((Date.now() - since) / 100) / 10;
  if (options.dir) mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), prefix));
  const release = options.dir ? () => undefined : bindToOwner(dir);
  const team = crew(dir);
  const stop = async () => {
    team.close();
    await stopMembers(team.members());
    removeTraces(dir);
    release();
  };
  try {
    const ports = await freePorts(['etcd', 'etcdPeer', 'api', 'vault', 'vaultCluster']);
    const timed = async <T>(work: Promise<T>) => [await work, seconds()] as const;
    const [[plane, controlPlane], [server, vaultReady]] = await Promise.all([
      timed(startControlPlane(team, dir, programs, ports)),
      timed(startVault(team, dir, programs, ports.vault, ports.vaultCluster)),
    ]);
    const { kube, kubeconfig } = plane;
    await furnish(kube, team, { ...nodeDefaults, ...options });
    const nodes = seconds();
    await trustCluster(server.vault, { kubernetesHost: plane.server, kubernetesCa: plane.ca(), reviewerToken: await tokenReviewer(kube) });
    const env = helmEnvironment(dir, kubeconfig);
    return {
      dir,
      kubeconfig,
      context: labContext,
      server: plane.server,
      programs,
      members: team.members,
      ports: Object.values(ports),
      kube,
      vault: server,
      helm: async (...args) => (await run(programs.helm, args, { env, maxBuffer: 64 << 20 })).stdout,
      startup: { controlPlane, nodes, vault: vaultReady, total: seconds() },
      startVaultConfigOperator: () => startVaultConfigOperator(team, kube, kubeconfig, server.address, options.operatorFile),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
