import { catalogue } from '../releases/catalogue';
import type { Facts } from './facts';
import { changed, noEffect } from './outcome';
import { leaf, type Rule } from './rule';

interface ChartFate {
  /** Chart of the catalogue that is paired with the release. */
  readonly paired?: string;
  /** Why the version leads nowhere. */
  readonly gone?: string;
}

const paired = (chart: string): ChartFate => ({ paired: chart });
const gone = (why: string): ChartFate => ({ gone: why });
const dead = gone('nothing read it on the older platform either');
const wso2 = gone('WSO2 is replaced by the Gateway API edge');
const logs = gone('the stack that watches has charts of its own (docs/observability.md)');

/** Chart versions of the older file. The catalogue pairs versions with the release; the rest is gone. */
const fates = {
  helm_vault_version: paired('vault'),
  vault_config_operator_helm_chart_version: paired('vault-config-operator'),
  helm_certmanager_version: paired('cert-manager'),
  helm_alias_oracle_version: paired('alias-oracle'),
  helm_mfi_account_oracle_version: paired('mfi-account-oracle'),
  helm_mfi_p2p_oracle_version: paired('mfi-account-oracle'),
  helm_mojaloop_simulator_version: gone('the simulators are part of the Mojaloop chart'),
  helm_kafka_version: gone('Strimzi runs Kafka; nothing read it on the older platform either'),
  helm_consul_version: gone('Vault keeps its data itself (raft)'),
  helm_longhorn_version: gone('storage belongs to the cluster: cluster.storageClass names its class'),
  helm_efs_provisioner_version: gone('storage belongs to the cluster: cluster.storageClass names its class'),
  helm_nginx_version: gone('the Gateway API edge replaces the nginx ingress'),
  helm_haproxy_version: gone('the Gateway API edge replaces the callback proxy'),
  helm_external_dns_version: gone('a plain cluster has no DNS zones: point *.<environment>.<domain> at the gateway'),
  intgw_helm_chart_version: wso2,
  extgw_helm_chart_version: wso2,
  iskm_helm_chart_version: wso2,
  helm_mysql_wso2_version: wso2,
  helm_mcm_connection_manager_version: gone('the connection manager goes with 17 and newer, in the version of its release'),
  helm_mysql_mcm_version: gone('one cluster of Percona holds every database'),
  helm_bof_version: paired('bof'),
  helm_keto_version: paired('keto'),
  helm_kratos_version: paired('kratos'),
  helm_oathkeeper_version: paired('oathkeeper'),
  helm_keycloak_version: dead,
  helm_oauth2_proxy_version: dead,
  helm_finance_portal_version: dead,
  helm_mojaloop_reporting_service_version: dead,
  helm_loki_stack_version: logs,
  helm_prometheus_version: logs,
  helm_grafana_version: logs,
  helm_apm_version: logs,
  helm_fluentd_version: logs,
  helm_elasticsearch_version: logs,
  helm_kibana_version: logs,
  helm_esp_version: dead,
} as const satisfies Readonly<Record<string, ChartFate>>;

/** Version the catalogue pairs with the release, where it knows the chart. */
function pairedVersion(chart: string, { release }: Facts): string | undefined {
  if (!release) return undefined;
  const companions: Readonly<Record<string, { readonly chart: string; readonly version: string }>> = catalogue[release.release].companions;
  return Object.values(companions).find((companion) => companion.chart === chart)?.version;
}

const chartRule = ({ paired: chart, gone: why }: ChartFate): Rule<Facts> =>
  leaf((_, facts) => {
    if (chart === undefined) return noEffect(why ?? 'no such chart is deployed');
    const version = pairedVersion(chart, facts);
    const what = version === undefined ? chart : `${chart} ${version}`;
    return changed(['hub', 'release'], `the catalogue pairs ${what} with the release; charts.versions takes another one`);
  });

export const chartVersions = Object.fromEntries(Object.entries(fates).map(([field, fate]) => [field, chartRule(fate)])) as Readonly<
  Record<keyof typeof fates, Rule<Facts>>
>;
