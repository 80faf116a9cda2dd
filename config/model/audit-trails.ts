import { offerOf } from '../capabilities';
import type { EnvironmentModel } from '../environment';
import { type AuditSource, auditedSources, auditPlace } from './audit/place';
import { runsMonitoring } from './monitoring';
import { nameOf } from './names';

/** A record of who did what, and what becomes of it when the environment is removed. */
export interface AuditTrail {
  readonly what: string;
  readonly where: string;
  /** Who or what holds it when the environment is gone, and for how long; undefined where it goes with the environment. */
  readonly held?: string;
  /** How it is copied out, where it goes. */
  readonly copy?: string;
}

function ofVault({ secrets }: EnvironmentModel['config']): AuditTrail {
  const { address, namespace } = secrets.vault;
  const what = 'requests to Vault';
  if (address) return { what, where: `log of the Vault at ${address}`, held: 'that Vault stays, and whoever runs it keeps its log' };
  return {
    what,
    where: `volume audit of each member of Vault in ${namespace}`,
    copy: `kubectl --namespace ${namespace} exec vault-0 -- cat /vault/audit/audit.log > vault-0.log, and so of each member`,
  };
}

function ofApiServer({ config }: EnvironmentModel): AuditTrail {
  const what = 'requests to the API server';
  const { provider, region = '' } = config.platform;
  if (!offerOf(config.platform, 'cluster').offered)
    return {
      what,
      where: 'wherever the API server of the cluster writes it',
      held: 'the cluster stays, and whoever runs it keeps its log',
    };
  if (provider !== 'aws')
    return { what, where: 'log workspace of the environment', copy: 'az monitor log-analytics query, or an export rule of the workspace' };
  const group = `/aws/eks/${nameOf(config, 'cluster')}/cluster`;
  return {
    what,
    where: `log group ${group}`,
    copy: `aws logs create-export-task --region ${region} --log-group-name ${group} … to a bucket of your own`,
  };
}

/** What a store with locks holds outlives the environment; a store that the environment has made only where things are protected. */
function locked({ config }: EnvironmentModel, source: AuditSource, trail: AuditTrail): AuditTrail {
  const { audit, deletionProtection } = config.operations;
  const place = auditPlace(config);
  if (trail.held !== undefined || !place || !auditedSources(config).includes(source) || (place.own && !deletionProtection)) return trail;
  const { what, where } = trail;
  const stays = place.own ? ': destroy stops at it, and docs/audit.md tells how it is finished' : '';
  return { what, where, held: `${place.account ?? place.bucket} keeps each log for ${audit.retentionDays} days${stays}` };
}

/** Every trail of an environment: what leaves it by itself says who holds it, the others go with it. */
export function auditTrails(model: EnvironmentModel): readonly AuditTrail[] {
  const { config } = model;
  const { namespace } = config.monitoring;
  return [
    locked(model, 'vault', ofVault(config)),
    locked(model, 'kubernetes', ofApiServer(model)),
    locked(model, 'mojaloop', {
      what: 'events that services of the hub write for an audit',
      where: 'topic topic-event-audit of Kafka, as long as the topic keeps them',
      copy: 'kafka-console-consumer.sh --topic topic-event-audit --from-beginning',
    }),
    locked(model, 'gateway', {
      what: 'requests to the gateway',
      where: runsMonitoring(config) ? `logs in ${namespace}` : `logs of the pods in ${config.gateway.namespace}`,
      copy: `kubectl --namespace ${config.gateway.namespace} logs --all-containers, or the query of Grafana as a file`,
    }),
  ];
}
