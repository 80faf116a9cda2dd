import type { EnvironmentModel } from '../../config/environment';
import { preparedCluster } from '../../config/model/participant-clusters';
import { isInCluster } from '../../config/model/participants';
import type { Route } from '../../config/model/routes';
import type { ParticipantConfig } from '../../config/schema/workbench';
import { callbackListener } from '../in-cluster/gateway-objects';
import { mergeValues, type ReleaseSpec } from '../in-cluster/release-spec';
import { backend } from './backend';
import { cache } from './cache';
import { pm4mlChart, pm4mlContext, type Writer } from './context';
import { imageValues } from './images';
import { managementApi } from './management-api';
import { services } from './names';
import { portal } from './portal';
import { schemeAdapter } from './scheme-adapter';
import { sizing } from './sizing';
import { switchedOff } from './switched-off';
import { toolkit } from './toolkit';

/** Every part of the values. What differs between the layouts of the chart is a table by layout in the part it concerns. */
const parts: readonly Writer[] = [imageValues, switchedOff, cache, backend, toolkit, portal, managementApi, schemeAdapter, sizing];

/**
 * The payment manager of one participant. Its secrets must be delivered, and `paymentManagerObjects` made, before it is installed.
 * None of its values is a secret: what the charts have no option for goes by the references of raw-text.ts.
 * @throws ProblemError for a chart version whose values are not known
 */
export function paymentManagerRelease(model: EnvironmentModel, participant: ParticipantConfig): ReleaseSpec {
  const context = pm4mlContext(model, participant);
  return {
    id: `pm4ml-${participant.id}`,
    name: context.release,
    namespace: participant.id,
    chart: pm4mlChart,
    version: context.version,
    values: mergeValues(...parts.map((write) => write(context))),
    secretValues: [],
  };
}

/** Ways in to one payment manager: the portal of its people, its testing toolkit, and callbacks of the hub where that is in another cluster. */
export function paymentManagerRoutes(model: EnvironmentModel, participant: ParticipantConfig): Route[] {
  const { release, hosts } = pm4mlContext(model, participant);
  const to = services(release);
  const route = (name: string, host: string, audience: Route['audience'], ...rules: Route['rules']): Route => ({
    name,
    host,
    audience,
    rules,
  });
  return [
    // In the hub's own cluster callbacks come by the Service: a way in from outside would be one that nobody guards.
    ...(isInCluster(participant)
      ? []
      : [
          {
            ...route('connector', hosts.connector, 'participant', { pathPrefix: '/', ...to.sdkInbound }),
            // A gateway that is made here asks the hub for its certificate.
            ...(preparedCluster(model.config, participant) ? { listener: callbackListener } : {}),
          },
        ]),
    route('portal', hosts.portal, 'participant', { pathPrefix: '/', ...to.portal }),
    route('experience-api', hosts.experienceApi, 'participant', { pathPrefix: '/', ...to.experienceApi }),
    ...(participant.testingToolkit
      ? [
          route(
            'testing-toolkit',
            hosts.testingToolkit,
            'operator',
            { pathPrefix: '/api', ...to.toolkitAdmin },
            { pathPrefix: '/socket.io', ...to.toolkitAdmin },
            { pathPrefix: '/', ...to.toolkitPortal },
          ),
        ]
      : []),
  ];
}
