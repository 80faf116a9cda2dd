import type { ParticipantConfig } from '../../config/schema/workbench';
import { registry } from '../in-cluster/images';
import type { Pm4mlContext, Writer } from './context';
import { address, services } from './names';

type Backend = ParticipantConfig['backend'];

/** What answers for the customers of a participant, as the SDK is told of it (without a scheme). */
const addresses = {
  simulator: 'simulator',
  'testing-toolkit': 'toolkitApi',
  'core-connector': 'coreConnector',
} as const satisfies Record<Backend, keyof ReturnType<typeof services>>;

export const backendAddress = ({ participant, release }: Pm4mlContext) => address(services(release)[addresses[participant.backend]]);

/** The part of an image before and after its tag; a registry may have a port of its own. */
function splitImage(name: string): { repository: string; tag: string } {
  const colon = name.lastIndexOf(':');
  return { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}

/** An image that names no registry comes from Docker Hub, and so from its mirror. */
function mirrored(context: Pm4mlContext, repository: string): string {
  const host = repository.split('/')[0] ?? '';
  return context.config.charts.images && !/[.:]/.test(host) ? `${registry(context.config)}/${repository}` : repository;
}

/** The simulator or the core connector, whichever the participant has chosen; the other one is off. */
export const backend: Writer = (context) => {
  const { participant, release } = context;
  const outbound = `http://${address(services(release).sdkOutbound)}`;
  const connector = participant.backend === 'core-connector' ? participant.coreConnector : undefined;
  const { repository, tag } = connector?.image ? splitImage(connector.image) : { repository: undefined, tag: undefined };
  return {
    'sim-backend': {
      enabled: participant.backend === 'simulator',
      ...(participant.backend === 'simulator' ? { env: { DFSP_ID: participant.id, OUTBOUND_ENDPOINT: outbound } } : {}),
    },
    'mojaloop-core-connector': {
      enabled: participant.backend === 'core-connector',
      ...(repository === undefined ? {} : { image: { repository: mirrored(context, repository), tag, pullPolicy: 'IfNotPresent' } }),
      ...(connector ? { env: { MLCONN_OUTBOUND_ENDPOINT: outbound, ...connector.env } } : {}),
    },
  };
};
