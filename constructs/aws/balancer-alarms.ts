import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DataAwsLbs } from '@cdktf/provider-aws/lib/data-aws-lbs';
import { ref, TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Topics } from './alarm-topics';

/**
 * Alarms about the network balancer of the gateway. The controller in the cluster made it, so Terraform does not know it: it is looked for by the tag that
 * the controller puts on what it makes (kubernetes-sigs/aws-load-balancer-controller, resource tags). Where there is none yet there is no alarm,
 * and the next deploy makes it. Targets of a balancer are named in no dimension alone, so all of its groups are asked for by a query.
 */
export function balancerAlarms(scope: Construct, config: WorkbenchConfig, clusterName: string, topics: Topics): void {
  const balancers = new DataAwsLbs(scope, 'balancers', { tags: { 'elbv2.k8s.aws/cluster': clusterName } });
  const stack = TerraformStack.of(scope);
  const each = (expression: string) => Token.asString(ref(expression, stack));
  // `net/<name>/<id>`, as CloudWatch names it: the end of its ARN.
  const name = each('element(split(":loadbalancer/", each.key), 1)');
  const rows = [
    {
      id: 'gateway-away',
      severity: 'critical',
      says: 'the balancer finds no gateway that answers: nobody reaches the hub',
      query: 'MIN(HealthyHostCount)',
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      evaluationPeriods: 3,
    },
    {
      id: 'gateway-unwell',
      severity: 'warning',
      says: 'the balancer has found a gateway that does not answer for a quarter of an hour',
      query: 'MAX(UnHealthyHostCount)',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: 15,
    },
  ] as const;
  for (const { id, severity, says, query, ...when } of rows) {
    const alarm = new CloudwatchMetricAlarm(scope, id, {
      alarmName: `${nameOf(config, 'alarm', id)}-${each('substr(sha256(each.key), 0, 6)')}`,
      alarmDescription: `${severity}: ${says}`,
      ...when,
      datapointsToAlarm: when.evaluationPeriods,
      treatMissingData: 'missing',
      metricQuery: [
        {
          id: 'hosts',
          expression: `SELECT ${query} FROM SCHEMA("AWS/NetworkELB", LoadBalancer, TargetGroup) WHERE LoadBalancer = '${name}'`,
          period: 60,
          returnData: true,
        },
      ],
      alarmActions: topics[severity],
      okActions: topics[severity],
    });
    alarm.addOverride('for_each', `\${toset(${balancers.fqn}.arns)}`);
  }
}
