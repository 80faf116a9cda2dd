import { execFileSync } from 'node:child_process';
import { randomBytes, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deliveredSecrets } from '../../config/model/secret-map';
import { must } from '../lab/client';
import type { Site } from '../lab/site';

interface Listed {
  readonly items: readonly { readonly metadata: { readonly name: string; readonly namespace: string } }[];
}

/** What every value of a Secret of the test begins with: it must be in no output. */
export const telltale = 'value-that-nobody-may-see';

const base64 = (text: string) => Buffer.from(text).toString('base64');
export const condition = (type: string, status: 'True' | 'False' = 'True', reason = 'Played', message = '') => ({
  conditions: [{ type, status, reason, message, lastTransitionTime: new Date().toISOString() }],
});

/** A certificate with its key, signed by itself, that ends in so many days. */
export function realCertificate(
  folder: string,
  days: number,
): { readonly certificate: string; readonly key: string; readonly end: string } {
  const [key, certificate] = [join(folder, 'tls.key'), join(folder, 'tls.pem')];
  const what = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=hub', '-days', String(days)];
  execFileSync('openssl', ['req', '-x509', ...what, '-keyout', key, '-out', certificate], { stdio: 'pipe' });
  const pem = readFileSync(certificate, 'utf8');
  return { certificate: pem, key: readFileSync(key, 'utf8'), end: new Date(new X509Certificate(pem).validTo).toISOString() };
}

/** What operators and kubelets would write, through the API server: no such program runs in the lab. */
export class PlayedOperators {
  constructor(readonly site: Site) {}

  private get kube() {
    return this.site.lab.kube;
  }

  async status(path: string, status: object): Promise<void> {
    await must(this.kube, 'PATCH', `${path}/status`, { status });
  }

  private async each(kind: string, work: (path: string) => Promise<void>): Promise<void> {
    const [group, plural] = [kind.slice(0, kind.lastIndexOf('/')), kind.slice(kind.lastIndexOf('/') + 1)];
    const { items } = await must<Listed>(this.kube, 'GET', `/apis/${group}/${plural}`);
    if (items.length === 0) throw new Error(`there is no ${plural} to play`);
    for (const { metadata } of items) await work(`/apis/${group}/namespaces/${metadata.namespace}/${plural}/${metadata.name}`);
  }

  /** cert-manager: a real certificate, put where it is used, and its own end told of it. */
  async certificate(path: string, secret: string, days: number): Promise<void> {
    const { certificate, key, end } = realCertificate(this.site.folder, days);
    const namespace = /namespaces\/([^/]+)/.exec(path)?.[1];
    const place = `/api/v1/namespaces/${namespace}/secrets`;
    await this.kube('DELETE', `${place}/${secret}`);
    const data = { 'tls.crt': base64(certificate), 'tls.key': base64(key) };
    await must(this.kube, 'POST', place, { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { name: secret }, data });
    await this.status(path, { ...condition('Ready'), notAfter: end });
  }

  /** vault-config-operator, and the notes of the store operators about the users that they have made. */
  async secret(namespace: string, name: string): Promise<void> {
    const { secrets, databases, config } = this.site.model;
    const delivered = deliveredSecrets(secrets).find((one) => one.namespace === namespace && one.secretName === name);
    const data = Object.fromEntries((delivered?.keys ?? []).map(({ key }) => [key, `${telltale}-${randomBytes(6).toString('hex')}`]));
    const users = databases.flatMap(({ engine, users }) =>
      users.filter(({ secret }) => secret === name).map((user) => `${engine}-${user.name}`),
    );
    const notes =
      namespace === config.stores.namespace ? Object.fromEntries(users.map((user) => [`percona.com/${user}-hash`, 'played'])) : {};
    const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name, annotations: notes }, stringData: data };
    await must(this.kube, 'POST', `/api/v1/namespaces/${namespace}/secrets`, object);
  }

  /** Everything as it is where nothing is wrong. */
  async allIsWell(): Promise<void> {
    for (const { namespace, secretName } of deliveredSecrets(this.site.model.secrets)) await this.secret(namespace, secretName);
    const certificates = 'cert-manager.io/v1/certificates';
    await this.each(certificates, async (path) => {
      const { spec } = await must<{ spec: { secretName: string } }>(this.kube, 'GET', path);
      await this.certificate(path, spec.secretName, 89);
    });
    await this.each('gateway.networking.k8s.io/v1/gateways', (path) => this.status(path, condition('Programmed')));
    await this.each('kafka.strimzi.io/v1beta2/kafkatopics', (path) => this.status(path, condition('Ready')));
    await this.each('pxc.percona.com/v1/perconaxtradbclusters', (path) => this.status(path, { state: 'ready' }));
    await this.each('psmdb.percona.com/v1/perconaservermongodbs', (path) => this.status(path, { state: 'ready' }));
  }
}
