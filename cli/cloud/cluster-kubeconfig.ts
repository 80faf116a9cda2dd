import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ProblemError, problem } from '../../config/problems';
import type { Cluster, ClusterLogin } from '../../constructs/contracts';
import { onFile } from '../run/write-errors';

/** What a kubeconfig needs of the outputs of the stack `cluster`. */
export type MadeCluster = Pick<Cluster, 'name' | 'endpoint' | 'certificateAuthority'>;

/** Reads the output `cluster`; undefined while the cluster is not there. */
export function madeCluster(output: unknown): MadeCluster | undefined {
  const { name, endpoint, certificateAuthority } = (output ?? {}) as Partial<MadeCluster>;
  return name && endpoint && certificateAuthority ? { name, endpoint, certificateAuthority } : undefined;
}

const config = (context: string, cluster: object, user: object) => ({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': context,
  clusters: [{ name: context, cluster }],
  users: [{ name: context, user }],
  contexts: [{ name: context, context: { cluster: context, user: context } }],
});

/**
 * How a person and Terraform reach the cluster: its address and the certificate of its authority, and a login program that asks the cloud for a
 * short-lived token each time. There is no secret in it.
 */
export const clusterKubeconfig = (context: string, cluster: MadeCluster, { command, args, env = {} }: ClusterLogin) =>
  config(
    context,
    { server: cluster.endpoint, 'certificate-authority-data': cluster.certificateAuthority },
    {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        command,
        args,
        env: Object.entries(env).map(([name, value]) => ({ name, value })),
        interactiveMode: 'IfAvailable',
        provideClusterInfo: false,
      },
    },
  );

/**
 * Stands in for a cluster that is not deployed yet, so that what goes into it can be planned. Its address says why nothing answers there: names that end
 * in `.invalid` lead nowhere, anywhere (RFC 6761).
 */
export const absentKubeconfig = (context: string) => config(context, { server: 'https://the-cluster-is-not-deployed-yet.invalid' }, {});

/** A kubeconfig is YAML, and JSON is YAML. */
export const kubeconfigText = (kubeconfig: object) => `${JSON.stringify(kubeconfig, null, 2)}\n`;

/** Writes a file that only its owner may read, whole or not at all; one that says the same already is left alone. @throws ProblemError */
export function writePrivately(file: string, text: string): void {
  onFile(file, () => {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return chmodSync(file, 0o600);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const part = `${file}.${process.pid}.part`;
    try {
      writeFileSync(part, text, { mode: 0o600 });
      renameSync(part, file);
    } finally {
      rmSync(part, { force: true });
    }
  });
}

/** A kubeconfig of one context, as this command writes them; the one in the home of a person usually holds more. */
function isOurs(text: string): boolean {
  try {
    const { kind, contexts } = JSON.parse(text) as { kind?: unknown; contexts?: unknown };
    return kind === 'Config' && Array.isArray(contexts) && contexts.length === 1;
  } catch {
    return false;
  }
}

/** @throws ProblemError OUT-NOT-OURS for a file that is there and was not written by this command */
export function refuseForeignKubeconfig(file: string, shown: string): void {
  if (!existsSync(file)) return;
  const text = onFile(file, () => readFileSync(file, 'utf8'));
  if (text.trim() !== '' && !isOurs(text))
    throw new ProblemError([problem('OUT-NOT-OURS', `${shown} is there and was not written by this command`, 'choose another --out')]);
}
