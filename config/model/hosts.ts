import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';

/** Host names people and participants use; everything else stays inside the cluster. */
export interface Hosts {
  /** Common ending of all names: `<environment>.<domain>`. */
  readonly base: string;
  readonly interopSwitch: string;
  readonly testingToolkit: string;
  readonly testingToolkitApi: string;
  readonly keycloak: string;
  readonly connectionManager: string;
  readonly tokens: string;
  readonly portal: string;
  readonly grafana: string;
  /** Administration of the ledger and settlement: beside the API of participants, or a name of its own behind the balancer of operators. */
  readonly administration: string;
  /** Lists of revoked certificates, by plain HTTP. */
  readonly pki: string;
}

export function hostsOf(config: WorkbenchConfig): Hosts {
  const base = `${config.environment}.${config.domain}`;
  const interopSwitch = `interop-switch.${base}`;
  return {
    base,
    interopSwitch,
    testingToolkit: `ttk.${base}`,
    testingToolkitApi: `ttk-api.${base}`,
    keycloak: `keycloak.${base}`,
    connectionManager: `mcm.${base}`,
    tokens: `token.${base}`,
    portal: `portal.${base}`,
    grafana: `grafana.${base}`,
    administration: config.gateway.operators.balancer === 'internal' ? `admin.${base}` : interopSwitch,
    pki: `pki.${base}`,
  };
}

/** Host names of one payment manager. */
export interface ParticipantHosts {
  readonly base: string;
  readonly portal: string;
  readonly experienceApi: string;
  readonly connector: string;
  readonly testingToolkit: string;
}

export function participantHosts(config: WorkbenchConfig, participant: ParticipantConfig): ParticipantHosts {
  const base = participant.domain ?? `${participant.id}.${hostsOf(config).base}`;
  return {
    base,
    portal: `portal.${base}`,
    experienceApi: `experience-api.${base}`,
    connector: participant.callbackHost ?? `connector.${base}`,
    testingToolkit: `ttk.${base}`,
  };
}
