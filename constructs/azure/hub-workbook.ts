import { createHash } from 'node:crypto';
import { ApplicationInsightsWorkbook } from '@cdktf/provider-azurerm/lib/application-insights-workbook';
import type { Construct } from 'constructs';
import type { EnvironmentModel } from '../../config/environment';
import { logsGoTo } from '../../config/model/log-places';
import { tagsOf } from '../../config/model/tags';
import type { Foundation } from '../contracts';

/** Azure wants a UUID as the name; the same environment has the same one in every synth. */
function stableId(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('/')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

interface Question {
  readonly title: string;
  /** In the language of Log Analytics (KQL). */
  readonly query: string;
  readonly chart: 'timechart' | 'table';
}

/** Over tables that this environment fills: Container Insights always, lines of the gateway where logs go to Log Analytics. */
function questions({ config }: EnvironmentModel): Question[] {
  const hub = config.hub.namespace;
  const lines = `ContainerLogV2 | where PodNamespace == "${config.gateway.namespace}" | extend line = parse_json(tostring(LogMessage)) | where isnotempty(line.status)`;
  return [
    ...(logsGoTo(config, 'azure')
      ? ([
          {
            title: 'Answers of the gateway, by kind',
            query: `${lines} | summarize requests = count() by kind = strcat(substring(tostring(line.status), 0, 1), "xx"), bin(TimeGenerated, 5m)`,
            chart: 'timechart',
          },
          {
            title: 'Requests and refusals of each participant',
            query: `${lines} | summarize requests = count(), refused = countif(toint(line.status) >= 400), slowest = max(toint(line.milliseconds)) by participant = tostring(line.source) | order by requests desc`,
            chart: 'table',
          },
        ] as const)
      : []),
    {
      title: 'Restarts of pods of the hub',
      query: `KubePodInventory | where Namespace == "${hub}" | summarize restarts = max(PodRestartCount) by Name, bin(TimeGenerated, 15m) | summarize restarts = sum(restarts) by bin(TimeGenerated, 15m)`,
      chart: 'timechart',
    },
    {
      title: 'Pods of the hub that do not run',
      query: `KubePodInventory | where Namespace == "${hub}" and TimeGenerated > ago(15m) | summarize arg_max(TimeGenerated, PodStatus) by Name | where PodStatus !in ("Running", "Succeeded")`,
      chart: 'table',
    },
    {
      title: 'Warnings of Kubernetes',
      query:
        'KubeEvents | where KubeEventType == "Warning" | summarize times = sum(Count) by Namespace, Name, Reason, Message | top 50 by times',
      chart: 'table',
    },
    {
      title: 'Who changed the cluster',
      query:
        'AzureDiagnostics | where Category == "kube-audit-admin" | extend event = parse_json(log_s) | where tostring(event.user.username) !startswith "system:" | project TimeGenerated, who = tostring(event.user.username), what = strcat(tostring(event.verb), " ", tostring(event.objectRef.resource)), where_ = strcat(tostring(event.objectRef.namespace), "/", tostring(event.objectRef.name)) | top 100 by TimeGenerated desc',
      chart: 'table',
    },
  ];
}

/** One page of the portal with what an operator wants to see first, asked of the log workspace. It costs nothing but its questions, which are free. */
export function hubWorkbook(
  scope: Construct,
  model: EnvironmentModel,
  { place, logWorkspace }: Pick<Foundation, 'place' | 'logWorkspace'>,
): void {
  const { config } = model;
  const title = `Hub ${config.tenant} ${config.environment}`;
  const document = {
    version: 'Notebook/1.0',
    items: [
      {
        type: 1,
        name: 'title',
        content: { json: `# ${title}\n\nFlow of transfers, lag and positions are in Grafana: https://${model.hosts.grafana}` },
      },
      ...questions(model).map(({ title: name, query, chart }) => ({
        type: 3,
        name,
        content: {
          version: 'KqlItem/1.0',
          query,
          size: 0,
          title: name,
          timeContext: { durationMs: 86_400_000 },
          queryType: 0,
          resourceType: 'microsoft.operationalinsights/workspaces',
          crossComponentResources: [logWorkspace.id],
          visualization: chart,
        },
      })),
    ],
    fallbackResourceIds: [logWorkspace.id],
  };
  new ApplicationInsightsWorkbook(scope, 'workbook', {
    name: stableId(config.tenant, config.environment, config.domain),
    resourceGroupName: place.group,
    location: place.region,
    displayName: title,
    dataJson: JSON.stringify(document),
    tags: tagsOf(config),
  });
}
