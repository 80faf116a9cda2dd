import { intermediateIssuer, trustedGenerations, unsignedGenerations } from '../../config/model/authority';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { secretReader } from '../in-cluster/namespace';
import type { KubernetesObject } from '../in-cluster/objects';
import { identityName, type VaultIdentity } from './policies';

/** Where the gateway's operator logs in to read them. */
interface AuthorityLogin {
  readonly path: string;
  readonly role: string;
}

const hubLogin = (config: WorkbenchConfig): AuthorityLogin => ({
  path: config.secrets.kubernetesAuthPath,
  role: identityName(config, 'participants-ca'),
});

/** Intermediates whose client certificates are let in: no root, so that one which serves more than one environment lets nobody of another one in. */
const trusted = (config: WorkbenchConfig) => {
  const unsigned = unsignedGenerations(config);
  return trustedGenerations(config).filter((generation) => !unsigned.includes(generation));
};
const issuerPath = ({ secrets }: WorkbenchConfig, generation: number) =>
  `${secrets.pkiMount}/issuer/${intermediateIssuer(generation)}/json`;

/** Who may read the certificates of those that sign for participants, for the gateway. They are no secret; only their place is Vault. */
export const authorityReader = (config: WorkbenchConfig, login: AuthorityLogin = hubLogin(config)): VaultIdentity => ({
  name: login.role,
  namespace: config.gateway.namespace,
  serviceAccount: secretReader,
  rules: trusted(config).map((generation) => ({ path: issuerPath(config, generation), capabilities: ['read'] })),
});

/**
 * Those that sign for participants as a Secret that the gateway reads (`ca.crt`), whoever signs certificates of servers. It is looked at every hour; the gateway
 * takes up a change without losing a connection. While an offline root has signed nothing there is no one, and no certificate is accepted.
 */
export function authorityObject(
  config: WorkbenchConfig,
  name: string,
  { path, role }: AuthorityLogin = hubLogin(config),
): KubernetesObject | undefined {
  const generations = trusted(config);
  if (generations.length === 0) return undefined;
  return {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'VaultSecret',
    metadata: { name, namespace: config.gateway.namespace },
    spec: {
      refreshPeriod: '1h',
      vaultSecretDefinitions: generations.map((generation) => ({
        name: `generation${generation}`,
        requestType: 'GET',
        path: issuerPath(config, generation),
        authentication: { path, role, serviceAccount: { name: secretReader } },
      })),
      output: {
        name,
        type: 'Opaque',
        stringData: { 'ca.crt': generations.map((generation) => `{{ .generation${generation}.certificate }}\n`).join('') },
      },
    },
  };
}
