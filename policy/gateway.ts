import { hostsOf } from '../config/model/hosts';
import { hasInnerBalancer, innerHosts } from '../config/model/inner-balancer';
import type { WorkbenchConfig } from '../config/schema/workbench';
import { block, blocks } from './attributes';
import type { Attributes, Policy } from './policy';
import { clusterOfWay } from './vault-ways';

const revocation = 'revocation';

/** The one listener that may be without TLS: one name, and routes of the namespace of Vault alone, which K8S-VAULT-PUBLISHED looks at. */
const isOfRevocation = (listener: Attributes, config: WorkbenchConfig): boolean =>
  listener.name === revocation &&
  listener.hostname === hostsOf(config).pki &&
  block(listener, 'allowedRoutes', 'namespaces', 'selector', 'matchLabels')?.['kubernetes.io/metadata.name'] ===
    config.secrets.vault.namespace;

/** A match that leads to what anybody may know of a PKI: exact paths or whole patterns, read alone, and questions by OCSP. */
function isPublicOfPki(match: Attributes, mount: string): boolean {
  const { type, value } = block(match, 'path') ?? {};
  if (type !== 'Exact' && type !== 'RegularExpression') return false;
  const start = `/v1/${mount}/`;
  const rest = String(value).startsWith(start) ? String(value).slice(start.length) : '';
  if (/\.[*+]/.test(rest)) return false;
  return match.method === 'POST'
    ? rest === 'ocsp' && type === 'Exact'
    : match.method === 'GET' && /^(ca|ca_chain|crl|ocsp|issuer)(\/|$)/.test(rest);
}

const operators = 'operators';
const cloud = 'service.beta.kubernetes.io';

/** Annotation by which the balancer of a cloud gets an address of the network. */
const insideMark: Readonly<Partial<Record<WorkbenchConfig['platform']['provider'], readonly [string, string]>>> = {
  aws: [`${cloud}/aws-load-balancer-scheme`, 'internal'],
  azure: [`${cloud}/azure-load-balancer-internal`, 'true'],
};

/** What the gateway lets in from the internet. */
export const gatewayPolicies: readonly Policy[] = [
  {
    id: 'K8S-GATEWAY-TLS',
    severity: 'critical',
    title: 'The gateway listens by TLS only, but for the name of lists of revoked certificates',
    why: 'payments and tokens would cross the internet in the clear',
    references: ['gateway-api.sigs.k8s.io, TLS'],
    reads: ['kind:Gateway'],
    check: (object, _resource, all) => {
      const spec = block(object, 'spec') ?? {};
      const plain = blocks(spec, 'listeners').filter(
        (listener) => listener.protocol !== 'HTTPS' && listener.protocol !== 'TLS' && !isOfRevocation(listener, all.config),
      );
      return plain.length > 0 ? `${plain.map(({ name }) => name).join(', ')} is not TLS` : undefined;
    },
  },
  {
    id: 'K8S-VAULT-PUBLISHED',
    severity: 'critical',
    title: 'Of Vault the gateway shows lists of revoked certificates, OCSP and authorities, and no way to anything else',
    why: 'whoever reaches a login of Vault from the internet can try passwords and tokens',
    references: ['RFC 5280, 8', 'RFC 6960, A.1'],
    reads: ['kind:HTTPRoute'],
    check: (object, _resource, { config }) => {
      // Ways of clusters of payment managers are K8S-VAULT-WAY's to look at.
      if (clusterOfWay(object, config) !== undefined) return undefined;
      const spec = block(object, 'spec') ?? {};
      const plain = blocks(spec, 'parentRefs').some(({ sectionName }) => sectionName === undefined || sectionName === revocation);
      if (!plain && block(object, 'metadata')?.namespace !== config.secrets.vault.namespace) return undefined;
      const matches = blocks(spec, 'rules').flatMap((rule) => {
        const found = blocks(rule, 'matches');
        return found.length > 0 ? found : [{}];
      });
      const wrong = matches.filter((match) => !isPublicOfPki(match, config.secrets.pkiMount));
      return wrong.length > 0 ? `leads to ${wrong.map((match) => block(match, 'path')?.value ?? 'everything').join(', ')}` : undefined;
    },
  },
  {
    id: 'K8S-OPERATORS-INSIDE',
    severity: 'high',
    title: 'What is for operators alone hangs on their gateway, where they have one inside the network',
    why: 'the file says that nobody reaches it from the internet, and a list of addresses would be all that stands before it',
    references: ['gateway-api.sigs.k8s.io, HTTPRoute: parentRefs'],
    reads: ['kind:HTTPRoute'],
    check: (object, _resource, { config }) => {
      const spec = block(object, 'spec') ?? {};
      const [host = ''] = (spec.hostnames as string[] | undefined) ?? [];
      const parents = blocks(spec, 'parentRefs').map(({ name }) => name);
      if (!hasInnerBalancer(config) || !innerHosts(config).includes(host)) return undefined;
      return parents.every((name) => name === operators) ? undefined : `${host} is reached by the gateway of participants`;
    },
  },
  {
    id: 'K8S-BALANCER-INSIDE',
    severity: 'critical',
    title: 'The balancer of operators has an address of the network',
    why: 'a balancer of a cloud is public where nothing else is said, and consoles and the ledger would stand on the internet',
    references: ['AWS Load Balancer Controller, Service annotations', 'learn.microsoft.com, AKS: internal load balancer'],
    reads: ['kind:EnvoyProxy'],
    check: (object, _resource, { config }) => {
      const mark = insideMark[config.platform.provider];
      if (block(object, 'metadata')?.name !== operators || !mark) return undefined;
      const [key, value] = mark;
      const annotations = block(object, 'spec', 'provider', 'kubernetes', 'envoyService', 'annotations') ?? {};
      return annotations[key] === value ? undefined : `${key} is not ${value}`;
    },
  },
];
