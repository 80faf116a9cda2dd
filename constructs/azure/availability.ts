import { ApplicationInsightsStandardWebTest } from '@cdktf/provider-azurerm/lib/application-insights-standard-web-test';
import { MonitorMetricAlert } from '@cdktf/provider-azurerm/lib/monitor-metric-alert';
import type { Construct } from 'constructs';
import type { EnvironmentModel } from '../../config/environment';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { Foundation } from '../contracts';
import { type ActionGroups, azureSeverity } from './action-groups';
import { mayLeaveCountry } from './telemetry';

/** Dublin, Amsterdam, Zürich, Virginia and Singapore: five, as Microsoft advises, so that one bad line wakes nobody. */
const places = ['emea-gb-db3-azr', 'emea-nl-ams-azr', 'emea-ch-zrh-edge', 'us-va-ash-azr', 'apac-sg-sin-azr'] as const;
/** How many of them must fail. */
const failing = 3;

/**
 * Asks the API of participants from outside, every ten minutes. Nobody there has a certificate, so the right answer is 401: it says that the name, the
 * address, the balancer, the certificate and the gateway work, and sends no message into the hub. Other hosts answer the addresses of operators alone and
 * can't be asked from there. The certificate is looked at where an authority that everybody knows signs it (`certificates.issuer: acme`).
 * Not where telemetry may not leave the country: the tests run in others. Paid by the look, 21,900 a month.
 */
export function availability(
  scope: Construct,
  { config, hosts }: EnvironmentModel,
  { place, logWorkspace }: Pick<Foundation, 'place' | 'logWorkspace'>,
  groups: ActionGroups,
): void {
  if (!mayLeaveCountry(config)) return;
  const known = config.certificates.issuer === 'acme';
  const test = new ApplicationInsightsStandardWebTest(scope, 'availability', {
    name: nameOf(config, 'alarm', 'availability'),
    resourceGroupName: place.group,
    location: place.region,
    applicationInsightsId: logWorkspace.insights,
    description: 'the API of participants answers, and refuses who has no certificate',
    geoLocations: [...places],
    frequency: 600,
    timeout: 30,
    enabled: true,
    retryEnabled: true,
    request: {
      url: `https://${hosts.interopSwitch}/`,
      httpVerb: 'GET',
      followRedirectsEnabled: false,
      parseDependentRequestsEnabled: false,
    },
    validationRules: {
      expectedStatusCode: 401,
      ...(known ? { sslCheckEnabled: true, sslCertRemainingLifetime: config.alerts.thresholds.certificateDays } : {}),
    },
    tags: tagsOf(config),
  });
  new MonitorMetricAlert(scope, 'hub-unavailable', {
    name: nameOf(config, 'alarm', 'hub-unavailable'),
    resourceGroupName: place.group,
    description: `from ${failing} of ${places.length} places outside nobody reaches ${hosts.interopSwitch}, or its certificate ends soon`,
    scopes: [test.id, logWorkspace.insights],
    severity: azureSeverity.critical,
    frequency: 'PT5M',
    windowSize: 'PT15M',
    applicationInsightsWebTestLocationAvailabilityCriteria: {
      webTestId: test.id,
      componentId: logWorkspace.insights,
      failedLocationCount: failing,
    },
    action: groups.critical,
    tags: tagsOf(config),
  });
}
