import type { EnvironmentModel } from '../../config/environment';
import { issuerOf, runsKeycloak } from '../../config/model/identity';
import { portalAddresses, portalClient, portalReleases, portalSecrets } from '../../config/model/portal/portal';
import type { Json, ReleaseSpec, Values } from '../in-cluster/release-spec';
import { oryRelease, oryResources } from './ory-release';
import { trustMounts } from './trust';

/** Keycloak ends its own login too; of another issuer the file does not tell how. */
export function logoutAddress(model: EnvironmentModel): string {
  const { portal } = portalAddresses(model.hosts);
  if (!runsKeycloak(model.config)) return `${portal}/`;
  const query = new URLSearchParams({ client_id: portalClient, post_logout_redirect_uri: `${portal}/` });
  return `${issuerOf(model.config, 'operators').issuer}/protocol/openid-connect/logout?${query}`;
}

/** Kratos does not start without the address of a mail server. Nothing asks this one: what sends mail runs only where the file names one. */
const noMail: Json = { name: 'COURIER_SMTP_CONNECTION_URI', value: 'smtp://127.0.0.1:25/?disable_starttls=true' };

/** What a session knows of a person. */
const person = JSON.stringify({
  title: 'Person',
  type: 'object',
  properties: {
    traits: {
      type: 'object',
      properties: {
        email: { title: 'E-Mail', type: 'string', format: 'email' },
        subject: { title: 'Subject', type: 'string' },
      },
      required: ['subject'],
      additionalProperties: false,
    },
  },
});

function settings(model: EnvironmentModel): Values {
  const { config } = model;
  const { portal, kratos, login } = portalAddresses(model.hosts);
  const back = { default_browser_return_url: `${portal}/` };
  const lifespan = `${config.identity.sessionHours}h`;
  return {
    // Only its key is looked at: where it is not empty, the address comes from the Secret.
    courier: { smtp: config.portal.mail ? { connection_uri: 'from-secret' } : {} },
    identity: { default_schema_id: 'default', schemas: [{ id: 'default', url: 'file:///etc/config/identity.default.schema.json' }] },
    serve: { public: { base_url: kratos, port: 4433, cors: { enabled: false } }, admin: { port: 4434 } },
    selfservice: {
      ...back,
      allowed_return_urls: [portal, logoutAddress(model)],
      methods: {
        password: { enabled: false },
        link: { enabled: false },
        code: { enabled: false },
        profile: { enabled: false },
        oidc: { enabled: true },
      },
      flows: {
        login: { ui_url: `${login}/login`, lifespan: '10m', after: { oidc: back } },
        // Who comes for the first time gets a session at once: the issuer has said who it is.
        registration: { ui_url: `${login}/registration`, lifespan: '10m', after: { oidc: { hooks: [{ hook: 'session' }] } } },
        logout: { after: { default_browser_return_url: logoutAddress(model) } },
        error: { ui_url: `${login}/error` },
      },
    },
    session: { lifespan, cookie: { same_site: 'Lax', persistent: false } },
    log: { level: 'info', format: 'json', leak_sensitive_values: false },
    ciphers: { algorithm: 'xchacha20-poly1305' },
  };
}

/** Sessions of people at the portal. It knows no password: who somebody is, the issuer of operators says. */
export function kratosRelease(model: EnvironmentModel): ReleaseSpec {
  const { extraEnv = [], ...mounts } = trustMounts(model);
  const providers: Json = {
    name: 'SELFSERVICE_METHODS_OIDC_CONFIG_PROVIDERS',
    valueFrom: { secretKeyRef: { name: portalSecrets.providers, key: 'value' } },
  };
  return oryRelease(model, {
    name: portalReleases.kratos,
    chart: 'kratos',
    image: 'kratos',
    disruption: true,
    values: {
      secret: { enabled: false, nameOverride: portalSecrets.kratos },
      kratos: {
        development: false,
        automigration: { enabled: true, type: 'initContainer', resources: oryResources },
        identitySchemas: { 'identity.default.schema.json': person },
        config: settings(model),
      },
      deployment: {
        resources: oryResources,
        extraEnv: [providers, ...(model.config.portal.mail ? [] : [noMail]), ...(extraEnv as readonly Json[])],
        ...mounts,
        automountServiceAccountToken: false,
      },
      courier: { enabled: model.config.portal.mail !== undefined },
    },
  });
}
