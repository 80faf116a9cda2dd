import { at, mergeValues, type Values } from '../in-cluster/release-spec';
import type { Writer } from './context';

/** Pods of one part and what each of them asks for. */
interface PartSize {
  readonly replicas: Readonly<Record<'sandbox' | 'production', number>>;
  /** Millicores and MiB each pod requests, and its memory limit in MiB; only where the chart lets them be set. */
  readonly request?: { readonly cpu: number; readonly memory: number; readonly limit: number };
}

const twice = { sandbox: 1, production: 2 } as const;
const once = { sandbox: 1, production: 1 } as const;

/**
 * By path in the values. The management API stays alone: it drives the certificates of the participant by one state machine.
 * The requests, and those Kubernetes gives the parts without, stay below `paymentManagerDemand` (config/model/demand.ts), from which quotas are made.
 */
export const partSizes = {
  frontend: { replicas: twice, request: { cpu: 20, memory: 64, limit: 128 } },
  'experience-api': { replicas: twice, request: { cpu: 50, memory: 128, limit: 384 } },
  'management-api': { replicas: once, request: { cpu: 100, memory: 256, limit: 768 } },
  'mojaloop-core-connector': { replicas: twice, request: { cpu: 50, memory: 192, limit: 512 } },
  'scheme-adapter.sdk-scheme-adapter-api-svc': { replicas: twice },
  'scheme-adapter.sdk-scheme-adapter-dom-evt-handler': { replicas: twice },
  'scheme-adapter.sdk-scheme-adapter-cmd-evt-handler': { replicas: twice },
} as const satisfies Readonly<Record<string, PartSize>>;

const redis = { cpu: 50, memory: 128, limit: 256 } as const;

const resources = ({ cpu, memory, limit }: NonNullable<PartSize['request']>): Values => ({
  requests: { cpu: `${cpu}m`, memory: `${memory}Mi` },
  limits: { memory: `${limit}Mi` },
});

/** Replicas and resources by profile. The SDK charts have no value for resources. */
export const sizing: Writer = ({ config }) =>
  mergeValues(
    at('redis.master.resources', resources(redis)),
    ...Object.entries<PartSize>(partSizes).map(([path, { replicas, request }]) =>
      mergeValues(at(`${path}.replicaCount`, replicas[config.profile]), request ? at(`${path}.resources`, resources(request)) : {}),
    ),
  );
