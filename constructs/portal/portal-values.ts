import type { EnvironmentModel } from '../../config/environment';
import { realms } from '../../config/model/edge';
import { endpoint } from '../../config/model/endpoints';
import { keycloakAddress, runsKeycloak } from '../../config/model/identity';
import { clientSecretKey } from '../../config/model/identity-secrets';
import { partReplicas } from '../../config/model/portal/demand';
import { eventsTopic } from '../../config/model/portal/events';
import { type PortalLayout, portalLayout } from '../../config/model/portal/layouts';
import { rolesOf } from '../../config/model/portal/people';
import {
  directoryAccount,
  type PortalPart,
  partsOf,
  portalAddresses,
  portalParts,
  portalReleases,
  portalSecrets,
  showsRoles,
} from '../../config/model/portal/portal';
import { secretKeys } from '../../config/model/secret-map';
import { serviceMysqlTls } from '../../config/model/service-tls';
import { workloadNames } from '../../config/model/services';
import { mysqlTrust } from '../../config/model/store-trust';
import { mergeValues, type Values } from '../in-cluster/release-spec';
import { ketoAddresses, operatorService } from './keto-addresses';
import { type PartValues, partDialects } from './part-dialects';

const ledger = 'central-ledger-db';
const events = 'reporting-mongodb';

/** A service of the hub as the portal reaches it. */
export const hubService = ({ config, layout }: EnvironmentModel, name: string) =>
  workloadNames(layout, config.hub.releaseName, name).deployment;

const inHub = (model: EnvironmentModel, name: string): Values => ({
  host: `${hubService(model, name)}.${model.config.hub.namespace}.svc.${model.config.network.clusterDomain}`,
  port: 80,
});

/** What the chart of each portal is told besides that all share: the older one speaks no TLS to the ledger, and knows no Keycloak. */
const special: Readonly<Record<PortalLayout['chart'], (model: EnvironmentModel) => Values>> = {
  bof: () => ({}),
  'finance-portal': ({ config }) => {
    const tls = serviceMysqlTls(config, ledger);
    return {
      reportingDB: {
        ssl: {
          enabled: tls !== undefined,
          verify: tls !== undefined,
          ...(tls?.ownRoots ? { caSecret: { name: mysqlTrust.name, key: mysqlTrust.key } } : {}),
        },
      },
      ...(runsKeycloak(config)
        ? { keycloak: { url: keycloakAddress(config), user: directoryAccount, password: '', realm: realms.operators } }
        : {}),
    };
  },
};

/** What all parts are told: where Keto, the ledger, its settlement, the events and the role operator are. */
function shared(model: EnvironmentModel): Values {
  const { config, logicalServices } = model;
  const { chart } = portalLayout(config);
  const topic = eventsTopic(config);
  return mergeValues(
    {
      adminApiSvc: inHub(model, 'centralledger-service'),
      settlementSvc: inHub(model, 'centralsettlement-service'),
      keto: { readURL: ketoAddresses.readURL },
      reportingDB: {
        ...endpoint(logicalServices, ledger),
        user: 'reporting',
        database: 'central_ledger',
        secret: { name: 'mysql-reporting', key: secretKeys.mysql },
      },
      reportingEventsDB: {
        ...endpoint(logicalServices, events),
        user: 'reporting_events',
        database: 'reporting',
        secret: { name: 'mongodb-reporting-events', key: secretKeys.mongodb },
      },
      kafka: { ...endpoint(logicalServices, 'mojaloop-kafka'), topic },
      rolePermOperator: { apiSvc: { host: `${portalReleases.operator}-${operatorService}`, port: 80 } },
    },
    special[chart](model),
  );
}

/** What single parts are told beside what all share. Every address is of the portal's own host. */
function own(model: EnvironmentModel): PartValues {
  const { config } = model;
  const { portal, kratos } = portalAddresses(model.hosts);
  const api = (name: string) => `${portal}/api/${name}`;
  const pages = { REMOTE_1_URL: 'iam', REMOTE_2_URL: 'transfers', REMOTE_3_URL: 'settlements', REMOTE_4_URL: 'positions' } as const;
  const has = showsRoles(config);
  return {
    'role-assignment-service': {
      // Left to itself it also looks for somebody to give roles to: a second login at the same moment, which Keycloak refuses, and then it ends.
      command: ['npm', 'run', 'start:api'],
      keto: ketoAddresses,
      keycloak: { secret: { name: portalSecrets.directory, key: clientSecretKey } },
      // Nobody gets a role by the name of an account alone. It does not start with an empty list of origins: there is one, its own.
      configFiles: {
        'default.json': {
          ROLES_LIST: rolesOf(config).map(({ name }) => name),
          AUTO_GRANT_PORTAL_ADMIN_ROLES: [],
          CORS_WHITELIST: [portal],
        },
      },
    },
    'reporting-legacy-api': {
      // Reports are objects of this stack; those of the chart would be there twice.
      'install-templates': false,
      auth: true,
      config: { env: { VALIDATION_RETRY_COUNT: '10', VALIDATION_RETRY_INTERVAL_MS: '5000' } },
    },
    'reporting-hub-bop-shell': {
      config: {
        env: {
          AUTH_MOCK_API: false,
          REMOTE_API_BASE_URL: '',
          REMOTE_MOCK_API: false,
          LOGIN_URL: `${kratos}self-service/login/browser`,
          AUTH_TOKEN_URL: '/kratos/sessions/whoami',
          AUTH_ENABLED: true,
          ...Object.fromEntries(Object.entries(pages).map(([key, page]) => [key, page === 'iam' && !has ? '' : `${portal}/uis/${page}`])),
        },
      },
    },
    'reporting-hub-bop-role-ui': { config: { env: { REACT_APP_API_BASE_URL: api('iam'), REACT_APP_MOCK_API: false } } },
    'reporting-hub-bop-trx-ui': { config: { env: { REACT_APP_API_BASE_URL: api('transfers'), REACT_APP_MOCK_API: false } } },
    'reporting-hub-bop-settlements-ui': {
      config: {
        env: {
          CENTRAL_LEDGER_ENDPOINT: api('central-admin'),
          CENTRAL_SETTLEMENTS_ENDPOINT: api('central-settlements'),
          REPORTING_API_ENDPOINT: api('transfers'),
        },
      },
    },
    'reporting-hub-bop-positions-ui': { config: { env: { CENTRAL_LEDGER_ENDPOINT: api('central-admin') } } },
  };
}

/** APIs and pages, and what keeps the events of the hub, as the chart that holds them takes them. Parts that are not there are off; tests of the charts too. */
export function portalValues(model: EnvironmentModel): Values {
  const { config } = model;
  const there = new Set<PortalPart>(partsOf(config));
  const [told, dialect] = [own(model), partDialects[model.layout](model)];
  const unknown = new Set<PortalPart>(portalLayout(config).chart === 'bof' ? ['reporting-aggregator-svc'] : []);
  const parts = (Object.keys(portalParts) as PortalPart[])
    .filter((part) => !unknown.has(part))
    .map((part): [string, Values] => {
      if (!there.has(part)) return [part, { enabled: false }];
      const common: Values = {
        enabled: true,
        replicaCount: partReplicas(config, part),
        ...(config.charts.images === undefined ? {} : { image: { registry: config.charts.images } }),
        ...(portalParts[part].port === undefined || part === 'reporting-events-processor-svc' ? {} : { ingress: { enabled: false } }),
      };
      return [part, mergeValues(common, told[part] ?? {}, dialect[part] ?? {})];
    });
  return { global: shared(model), rbacTests: { enabled: false }, reportTests: { enabled: false }, ...Object.fromEntries(parts) };
}
