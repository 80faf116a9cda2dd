import type { EnvironmentModel } from '../../config/environment';
import {
  connectionManager,
  connectionManagerPath,
  connectionManagerRoles,
  connectionManagerVersion,
} from '../../config/model/connection-manager';
import { endpoint } from '../../config/model/endpoints';
import { secretKeys } from '../../config/model/secret-map';
import { serviceMysqlTls } from '../../config/model/service-tls';
import { mysqlTrust } from '../../config/model/store-trust';
import { pulled } from '../in-cluster/images';
import type { ReleaseSpec, Values } from '../in-cluster/release-spec';
import { connectionManagerIdentity } from './identity';
import { trustVariables } from './trust';

const database = 'connection-manager-db';

/** Texts the chart brings that everybody knows; nothing of what they are for is used. */
const emptied: Values = {
  oauth: { enabled: 'FALSE', secret: '', resetPassword: { user: '', pass: '' } },
  totp: { admin: { user: '', password: '' } },
  wso2: { manager: { service: { user: '', pass: '' } } },
};

const requestOf = (name: string, organisation: string): string =>
  JSON.stringify({ subject: { CN: name, O: organisation, OU: 'Hub' }, extensions: { subjectAltName: { dns: [name], ips: [] } } });

/** Where images come from, where there is a mirror. The image that waits for the database is fixed in the chart (`busybox:1.36`). */
function imageNames({ config }: EnvironmentModel): Values {
  if (config.charts.images === undefined) return {};
  return {
    api: { image: { name: pulled(config, 'docker.io/infitx/connection-manager-api') } },
    ui: { image: { name: pulled(config, 'ghcr.io/pm4ml/connection-manager-ui') } },
  };
}

function databaseValues({ config, logicalServices }: EnvironmentModel): Values {
  const { host, port } = endpoint(logicalServices, database);
  const tls = serviceMysqlTls(config, database);
  return {
    host,
    port,
    user: 'mcm',
    schema: 'mcm',
    password: '',
    passwordSecret: 'mysql-mcm',
    passwordSecretKey: secretKeys.mysql,
    sslEnabled: tls !== undefined,
    sslVerify: tls !== undefined,
    ...(tls?.ownRoots ? { sslCaSecret: mysqlTrust.name, sslCaSecretKey: mysqlTrust.key } : {}),
  };
}

/**
 * The connection manager of 17 (chart 1.3). Who comes is known before: the gateway verifies tokens of participants and logs operators in
 * (routes.ts), because the program itself verifies tokens by a certificate in a file and knows no OIDC.
 */
export function connectionManagerRelease(model: EnvironmentModel): ReleaseSpec {
  const { config, hosts } = model;
  const { secrets, tenant, hub, certificates } = config;
  const address = `https://${hosts.connectionManager}`;
  const own = connectionManagerPath(config);
  const images = imageNames(model);
  return {
    id: 'connection-manager',
    name: connectionManager.release,
    namespace: config.connectionManager.namespace,
    chart: connectionManager.chart,
    version: connectionManagerVersion(config),
    secretValues: [],
    values: {
      api: {
        ...emptied,
        ...((images.api as Values | undefined) ?? {}),
        url: address,
        switchFQDN: hosts.interopSwitch,
        switchId: hub.name,
        // 0: any free port. A fixed one would be taken by the next environment; nobody but the gateway gets through to it.
        ports: { containerPort: connectionManager.api.port, nodePort: 0 },
        auth2fa: { enabled: 'FALSE' },
        // cert-manager renews the gateway's certificate by itself.
        certManager: { enabled: false },
        vault: {
          auth: { k8s: { enabled: true, role: connectionManagerIdentity(model).name, mountPoint: secrets.kubernetesAuthPath } },
          endpoint: secrets.vault.inClusterAddress ?? secrets.vault.address ?? `https://vault-active.${secrets.vault.namespace}.svc:8200`,
          mounts: {
            pki: secrets.pkiMount,
            intermediatePki: secrets.pkiMount,
            kv: own,
            dfspClientCertBundle: `${own}/client-bundles`,
            dfspInternalIPWhitelistBundle: `${own}/addresses-internal`,
            dfspExternalIPWhitelistBundle: `${own}/addresses-external`,
          },
          pkiServerRole: connectionManagerRoles.server,
          pkiClientRole: connectionManagerRoles.client,
          signExpiryHours: certificates.validityHours,
          keyLength: 4096,
        },
        // Its rights at the Kubernetes API (every Secret of the namespace, reviews of tokens) are for what is switched off.
        rbac: { enabled: false },
        env: trustVariables(model),
      },
      ui: {
        ...((images.ui as Values | undefined) ?? {}),
        ports: { containerPort: connectionManager.ui.port, nodePort: 0 },
        oauth: { enabled: false, clientSecret: '' },
        logoutUrl: `${address}/logout`,
      },
      db: databaseValues(model),
      // What the Job of the database needs must outlive it: with the chart's own setting its account and files go when the Job is done.
      migrations: { enabled: true, deletePolicy: 'before-hook-creation' },
      ingress: { enabled: false },
      tests: { api: { enabled: false } },
      config: {
        tlsClientCSRParametersData: requestOf(hosts.interopSwitch, tenant),
        tlsServerCSRParametersData: requestOf(hosts.interopSwitch, tenant),
        caCSRParametersData: JSON.stringify({ CN: `${config.environment} ${tenant} CA`, O: tenant, OU: 'Hub' }),
      },
    },
  };
}
