import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Programs } from './build';
import { type Ask, client } from './client';
import type { Crew } from './crew';

export const labContext = 'lab';

export interface ControlPlane {
  /** Address of the API server. */
  readonly server: string;
  readonly kubeconfig: string;
  /** Certificate the API server is known by (PEM). */
  readonly ca: () => string;
  /** Asks the API server as an administrator. */
  readonly kube: Ask;
}

export interface ControlPlanePorts {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly api: number;
}

/** Writes what only this lab knows so that nobody else on the machine can read it. */
export const writeSecret = (file: string, content: string) => writeFileSync(file, content, { mode: 0o600 });

/** Key pair that signs the tokens of service accounts. */
function serviceAccountKeys(dir: string): { readonly signing: string; readonly verifying: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [signing, verifying] = [join(dir, 'service-accounts.key'), join(dir, 'service-accounts.pub')];
  writeSecret(signing, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  writeSecret(verifying, publicKey.export({ type: 'spki', format: 'pem' }).toString());
  return { signing, verifying };
}

/** A kubeconfig is YAML, and JSON is YAML. */
function writeKubeconfig(file: string, server: string, ca: string, token: string): void {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': labContext,
    clusters: [{ name: labContext, cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
    users: [{ name: labContext, user: { token } }],
    contexts: [{ name: labContext, context: { cluster: labContext, user: labContext } }],
  };
  writeSecret(file, `${JSON.stringify(config, null, 2)}\n`);
}

function startEtcd({ start }: Crew, dir: string, programs: Programs, { etcd, etcdPeer }: ControlPlanePorts): void {
  const [client, peer] = [`http://127.0.0.1:${etcd}`, `http://127.0.0.1:${etcdPeer}`];
  start('etcd', programs.etcd, [
    '--name=lab',
    `--data-dir=${join(dir, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=lab=${peer}`,
    '--log-level=warn',
    // The data lives as long as the lab: nothing is gained by waiting for the disk.
    '--unsafe-no-fsync',
  ]);
}

const issuer = 'https://kubernetes.default.svc.cluster.local';

/**
 * Starts etcd, the API server, the controller manager, the scheduler and kwok, which plays the kubelets.
 * Everything listens on the loopback interface; keys, certificate and token are made for this lab alone.
 */
export async function startControlPlane(crew: Crew, dir: string, programs: Programs, ports: ControlPlanePorts): Promise<ControlPlane> {
  const server = `https://127.0.0.1:${ports.api}`;
  const certificates = join(dir, 'certificates');
  // The API server signs its own certificate; the file holds the authority beside it.
  const certificate = join(certificates, 'apiserver.crt');
  const ca = () => readFileSync(certificate, 'utf8');
  const token = randomBytes(24).toString('hex');
  const [tokens, kubeconfig] = [join(dir, 'tokens.csv'), join(dir, 'kubeconfig')];
  const keys = serviceAccountKeys(dir);
  mkdirSync(certificates, { mode: 0o700 });
  writeSecret(tokens, `${token},lab-administrator,lab-administrator,"system:masters"\n`);

  startEtcd(crew, dir, programs, ports);
  crew.start('kube-apiserver', programs['kube-apiserver'], [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.api}`,
    '--endpoint-reconciler-type=none',
    `--cert-dir=${certificates}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    `--service-account-issuer=${issuer}`,
    `--service-account-signing-key-file=${keys.signing}`,
    `--service-account-key-file=${keys.verifying}`,
    `--token-auth-file=${tokens}`,
    '--anonymous-auth=false',
    '--authorization-mode=RBAC',
    '--allow-privileged=true',
  ]);
  const kube = client(() => ({ address: server, ca: ca(), headers: { authorization: `Bearer ${token}` } }));
  await crew.until('the API server', async () => (await kube('GET', '/readyz')).status === 200);

  writeKubeconfig(kubeconfig, server, ca(), token);
  const asAdministrator = [`--kubeconfig=${kubeconfig}`];
  const alone = [...asAdministrator, '--leader-elect=false', '--secure-port=0', '--kube-api-qps=200', '--kube-api-burst=400'];
  crew.start('kube-controller-manager', programs['kube-controller-manager'], [
    ...alone,
    `--service-account-private-key-file=${keys.signing}`,
    `--root-ca-file=${certificate}`,
    // Volumes: the provisioner that Kubernetes keeps for tests. It makes empty folders, which go with the lab.
    '--enable-hostpath-provisioner=true',
  ]);
  crew.start('kube-scheduler', programs['kube-scheduler'], alone);
  // Without leases nodes turn NotReady after some 40 seconds, and every pod with them.
  crew.start('kwok', programs.kwok, [
    ...asAdministrator,
    '--manage-all-nodes=true',
    '--node-lease-duration-seconds=40',
    '--cidr=10.244.0.1/16',
  ]);
  return { server, kubeconfig, ca, kube };
}
