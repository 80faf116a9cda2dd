import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import type { CertificateRow } from '../../config/model/certificates';
import { ProblemError, problem } from '../../config/problems';
import { places, type RotateCluster, type Thing } from './objects';
import { type Patience, until } from './until';

export interface Certificate extends Thing {
  readonly spec?: { readonly secretName?: string };
  readonly status?: {
    readonly revision?: number;
    readonly notBefore?: string;
    readonly notAfter?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly [key: string]: unknown }[];
  };
}

/** The object that asks for the certificate of a row. @throws ProblemError ROTATE-NOT-THERE */
export async function certificateOf(cluster: RotateCluster, { secret }: CertificateRow): Promise<Certificate> {
  const objects = secret ? await cluster.list<Certificate>(places.certificates(secret.namespace)) : [];
  const found = objects.find(({ spec }) => spec?.secretName === secret?.name);
  if (found) return found;
  throw new ProblemError([
    problem('ROTATE-NOT-THERE', `no Certificate asks for ${secret?.namespace}/${secret?.name}`, 'workbench deploy makes it'),
  ]);
}

const isReady = ({ status }: Certificate) => status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;

export const isRenewed = (certificate: Certificate | undefined, before: string): boolean =>
  certificate !== undefined && String(certificate.status?.revision ?? 0) !== before && isReady(certificate);

/** Has cert-manager sign another certificate now, in the way of `cmctl renew`: by the condition `Issuing`. The one before stays until it is there. */
export async function issue(cluster: RotateCluster, namespace: string, name: string, before: string, patience: Patience): Promise<void> {
  const path = places.certificate(namespace, name);
  const object = await cluster.get<Certificate>(path);
  const conditions = object?.status?.conditions ?? [];
  const asked = conditions.some(({ type, status }) => type === 'Issuing' && status === 'True');
  if (!asked && !isRenewed(object, before)) {
    const issuing = {
      type: 'Issuing',
      status: 'True',
      reason: 'ManuallyTriggered',
      message: 'Certificate re-issuance manually triggered',
      lastTransitionTime: new Date().toISOString().replace(/\.\d+/, ''),
      observedGeneration: object?.metadata.generation ?? 1,
    };
    await cluster.patch(`${path}/status`, { status: { conditions: [...conditions.filter(({ type }) => type !== 'Issuing'), issuing] } });
  }
  await until(
    async () => isRenewed(await cluster.get<Certificate>(path), before),
    `cert-manager to renew ${namespace}/${name}`,
    `kubectl describe certificate -n ${namespace} ${name} tells what the issuer answers`,
    patience,
  );
}

interface Request extends Thing {
  readonly status?: { readonly certificate?: string };
}

/** Serial number of the certificate that was signed last, from its request: public, other than the Secret. */
export async function signedSerial(cluster: RotateCluster, namespace: string, name: string): Promise<string | undefined> {
  const requests = await cluster.list<Request>(`/apis/cert-manager.io/v1/namespaces/${namespace}/certificaterequests`);
  const revision = (one: Request) => Number(one.metadata.annotations?.['cert-manager.io/certificate-revision'] ?? 0);
  const [newest] = requests
    .filter(({ metadata }) => metadata.annotations?.['cert-manager.io/certificate-name'] === name)
    .sort((a, b) => revision(b) - revision(a));
  const text = newest?.status?.certificate;
  return text === undefined ? undefined : new X509Certificate(Buffer.from(text, 'base64')).serialNumber;
}

const timeout = 5_000;

/** Serial number of the certificate that a host shows; undefined where it cannot be reached from here. */
export const servedSerial = (host: string, port: number, name = host): Promise<string | undefined> =>
  new Promise((resolve) => {
    // Who signed it is not what is asked: the number alone is compared.
    const socket = connect({ host, port, servername: name, rejectUnauthorized: false, timeout }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    const away = () => {
      resolve(undefined);
      socket.destroy();
    };
    socket.on('error', away).on('timeout', away);
  });

/** So long the gateway may take until it shows what its Secret holds. */
const untilShown = 120_000;

/**
 * Whether the host shows the certificate that was signed last.
 * @returns what could not be told
 * @throws ProblemError ROTATE-SERVED
 */
export async function proveServed(
  cluster: RotateCluster,
  place: { readonly namespace: string; readonly name: string },
  host: string | undefined,
  at: { readonly host: string; readonly port: number } | undefined,
  patience: Patience,
): Promise<readonly string[]> {
  if (host === undefined) return ['no host shows it: it is shown where the hub calls out, by a program that reads it anew by itself'];
  const signed = await signedSerial(cluster, place.namespace, place.name);
  if (signed === undefined) return [`the request of its last revision is gone: not compared with what ${host} shows`];
  let shown: string | undefined;
  const look = async () => {
    shown = await servedSerial(at?.host ?? host, at?.port ?? 443, host);
    return shown === undefined || shown === signed;
  };
  try {
    await until(look, host, 'see the gateway', { ...patience, limit: Math.min(patience.limit, untilShown) });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problems[0]?.code !== 'ROTATE-SLOW') throw error;
    throw new ProblemError([
      problem(
        'ROTATE-SERVED',
        `${host} shows the certificate ${shown}, and ${signed} is signed`,
        'see the log of the gateway; where something stands before it, that has a certificate of its own',
      ),
    ]);
  }
  return shown === undefined ? [`${host} can't be reached from here: not looked at what it shows`] : [];
}
