import type { EnvironmentModel } from '../../config/environment';
import { endpoint } from '../../config/model/endpoints';
import { eventsTopic } from '../../config/model/portal/events';
import { loginProvider, type PortalPart, portalAddresses } from '../../config/model/portal/portal';
import type { Layout } from '../../config/releases/versions';
import type { Values } from '../in-cluster/release-spec';

/** What single parts of the portal are told. */
export type PartValues = Partial<Record<PortalPart, Values>>;

const reader = 'reporting_events_processor';

/** The shell of 14 and 15 goes to the address itself, where Kratos has no page: the button is on the page of the login. */
const olderShell = ({ hosts }: EnvironmentModel): Values => ({
  config: { env: { LOGOUT_URL: `${portalAddresses(hosts).login}/welcome` } },
});
/** It writes who did something into its log, and needs nobody beside it for that. */
const noSidecar: Values = { sidecar: { enabled: false } };

const newer = (model: EnvironmentModel): PartValues => ({
  'reporting-hub-bop-shell': { config: { env: { LOGOUT_URL: '/kratos/self-service/logout/browser', LOGIN_PROVIDER: loginProvider } } },
  'reporting-events-processor-svc': { kafka: eventsOf(model) },
});

const eventsOf = ({ config, logicalServices }: EnvironmentModel): Values => ({
  ...endpoint(logicalServices, 'mojaloop-kafka'),
  topicEvent: eventsTopic(config),
  consumerGroup: reader,
  clientId: reader,
});

/** How the parts of each layout want to be told the same. */
export const partDialects: Readonly<Record<Layout, (model: EnvironmentModel) => PartValues>> = {
  v14: (model) => ({
    'reporting-hub-bop-shell': olderShell(model),
    'reporting-hub-bop-experience-api-svc': noSidecar,
    'reporting-events-processor-svc': { kafka: { topic: eventsTopic(model.config), consumerGroup: reader, clientId: reader } },
  }),
  v15: (model) => ({
    'reporting-hub-bop-shell': olderShell(model),
    'reporting-hub-bop-experience-api-svc': noSidecar,
    'reporting-events-processor-svc': { kafka: eventsOf(model) },
  }),
  v16: newer,
  v17: newer,
};
