import { callbackPort } from '../../config/model/callbacks';
import { connectorCertificate } from '../../config/model/certificates';
import { oauthClient } from '../../config/model/edge';
import { clusterVaultAddress, outsideAddresses, preparedCluster } from '../../config/model/participant-clusters';
import { vaultAddress } from '../../config/model/vault-address';
import { redisUrl } from './cache';
import type { Pm4mlContext, Pm4mlLayout, Writer } from './context';
import { keyValuePrefix, paymentManagerAccount, paymentManagerIdentity, pkiRoleNames } from './identity';
import { address, hubAddresses, services } from './names';
import { secretEnv } from './raw-text';
import { secretOf } from './secrets';
import { trustEnv, trustedAccount } from './trust';

type Env = Readonly<Record<string, string | number | boolean>>;

/** Subjects of the certificates a participant asks for; also what an external one is told. */
export function certificateSubjects({ participant, hosts }: Pick<Pm4mlContext, 'participant' | 'hosts'>) {
  const organisation = { O: participant.name ?? participant.id, OU: 'Payment Manager' };
  const request = (name: string) => ({
    subject: { CN: name, ...organisation },
    extensions: { subjectAltName: { dns: [name], ips: [] as string[] } },
  });
  return {
    authority: { CN: `${participant.id} CA`, ...organisation },
    client: request(hosts.base),
    server: request(hosts.connector),
  };
}

/** Where the hub is, for the management API: the connection manager, and the login of the participant's client. */
const hub = {
  // Image 4.0 logs in to the connection manager itself; VAULT_PKI_BASE_DOMAIN is known only to its chart.
  v8: ({ model, participant, hosts }) => ({
    MCM_SERVER_ENDPOINT: `${hubAddresses(model).connectionManager}/api`,
    AUTH_ENABLED: true,
    AUTH_USER: oauthClient(participant),
    VAULT_PKI_BASE_DOMAIN: hosts.base,
  }),
  v9: (context) => withIdentityProvider(context),
  v10: (context) => ({ ...withIdentityProvider(context), ENABLE_UI_API_SERVER: true }),
} as const satisfies Record<Pm4mlLayout, (context: Pm4mlContext) => Env>;

function withIdentityProvider({ model, participant }: Pm4mlContext): Env {
  return {
    HUB_IAM_PROVIDER_URL: hubAddresses(model).identityProvider,
    OIDC_TOKEN_ROUTE: hubAddresses(model).tokenRoute,
    MCM_SERVER_ENDPOINT: `${hubAddresses(model).connectionManager}/pm4mlapi`,
    AUTH_ENABLED: true,
    AUTH_CLIENT_ID: oauthClient(participant),
  };
}

/** The secret of that client: 8.x has no option for a Secret, later ones replace both names by a reference. */
const clientSecret = {
  v8: (context) => secretEnv('AUTH_PASS', secretOf(context, 'oauth-client')),
  v9: (context) => named(context),
  v10: (context) => named(context),
} as const satisfies Record<Pm4mlLayout, (context: Pm4mlContext) => Env>;

function named(context: Pm4mlContext): Env {
  const { name, key } = secretOf(context, 'oauth-client');
  return { CLIENT_SECRET_NAME: name, CLIENT_SECRET_KEY: key };
}

/** Settings that are the same whoever runs the payment manager; an external one gets them in its hand-over file. */
export const managementHubEnv = (context: Pm4mlContext): Env => ({
  DFSP_ID: context.participant.id,
  MCM_CLIENT_REFRESH_INTERVAL: 60,
  REFRESH_INTERVAL_SECONDS: 60,
  MOJALOOP_CONNECTOR_FQDN: context.hosts.connector,
  CALLBACK_URL: address({ service: context.hosts.connector, port: callbackPort(context.config, context.participant) }),
  WHITELIST_IP: outsideAddresses(context.config, context.participant).join(','),
  ...hub[context.layout](context),
});

/** CSR subjects as the chart takes them: JSON text in a ConfigMap. */
export const certificateRequests = (context: Pm4mlContext) => {
  const { authority, client, server } = certificateSubjects(context);
  return {
    caCSRParametersData: JSON.stringify(authority),
    tlsClientCSRParametersData: JSON.stringify(client),
    tlsServerCSRParametersData: JSON.stringify(server),
  };
};

/** 10.1 and 10.2 probe the pod at its test interface, so it must be there. */
const probesTestInterface = (version: string) => /^10\.[0-2]\./.test(version);

/**
 * The management API: exchanges certificates and keys with the hub by way of the connection manager, and gives them to the SDK.
 * It logs in to Vault with its service account at the auth method `kubernetes` (node-vault knows no other mount path).
 */
export const managementApi: Writer = (context) => {
  const { model, config, participant, release, version } = context;
  const { secrets } = config;
  const roles = pkiRoleNames(participant);
  const there = preparedCluster(config, participant);
  return {
    'management-api': {
      // Only the template of the sub chart knows this path, not its values.
      serviceAccountName: trustedAccount(context, paymentManagerAccount),
      config: certificateRequests(context),
      env: {
        ...managementHubEnv(context),
        ...clientSecret[context.layout](context),
        ...trustEnv(context),
        // A token nobody asks for any more; the chart gives one that everybody knows.
        MCM_API_TOKEN: '',
        CACHE_URL: redisUrl(release),
        CACHE_HOST: services(release).redis.service,
        VAULT_ENDPOINT: there ? clusterVaultAddress(config, there) : vaultAddress(config),
        VAULT_AUTH_METHOD: 'K8S',
        VAULT_K8S_ROLE: paymentManagerIdentity(model, participant).name,
        VAULT_PKI_SERVER_ROLE: roles.server,
        VAULT_PKI_CLIENT_ROLE: roles.client,
        VAULT_MOUNT_PKI: secrets.pkiMount,
        VAULT_MOUNT_KV: keyValuePrefix(model, participant),
        PRIVATE_KEY_LENGTH: 4096,
        CERT_MANAGER_ENABLED: true,
        CERT_MANAGER_SERVER_CERT_SECRET_NAME: connectorCertificate,
        CERT_MANAGER_SERVER_CERT_SECRET_NAMESPACE: participant.id,
        ENABLE_TEST_API: config.profile === 'sandbox' || probesTestInterface(version),
      },
    },
  };
};
