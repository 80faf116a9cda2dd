import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import type { Construct } from 'constructs';
import { type CloudSeverity, cloudRecipients } from '../../config/model/alerts/cloud-recipients';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { accountOf, regionalArn } from './account';
import { policyText } from './policy';

/** ARNs of who is told, by severity; none where nobody is. */
export type Topics = Readonly<Record<CloudSeverity, string[]>>;

/**
 * A topic a severity, encrypted with the key of data, which only alarms of this account may write to; each mail address gets a mail with a link, and is
 * told nothing before somebody has followed it. An address that never did can't be removed by Terraform: AWS forgets it after three days.
 */
export function alarmTopics(scope: Construct, config: WorkbenchConfig, key: string): Topics {
  const make = (severity: CloudSeverity): string[] => {
    const recipients = cloudRecipients(config, severity);
    if (recipients.length === 0) return [];
    const account = accountOf(scope, config);
    const id = `topic-${severity}`;
    const topic = new SnsTopic(scope, id, {
      name: nameOf(config, 'alarm', severity),
      displayName: `${config.tenant} ${config.environment}: ${severity}`,
      kmsMasterKeyId: key,
    });
    new SnsTopicPolicy(scope, `${id}-policy`, {
      arn: topic.arn,
      policy: policyText({
        Sid: 'AlarmsOfThisAccount',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topic.arn,
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': regionalArn(config, account, 'cloudwatch', 'alarm:*') },
        },
      }),
    });
    recipients.forEach((endpoint, at) => {
      new SnsTopicSubscription(scope, `${id}-mail-${at + 1}`, { topicArn: topic.arn, protocol: 'email', endpoint });
    });
    return [topic.arn];
  };
  return { critical: make('critical'), warning: make('warning') };
}
