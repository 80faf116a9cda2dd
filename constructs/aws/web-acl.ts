import { Wafv2IpSet } from '@cdktf/provider-aws/lib/wafv2-ip-set';
import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import type { Construct } from 'constructs';
import type { EnvironmentModel } from '../../config/environment';
import { operatorHosts } from '../../config/model/front';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { operatorAddresses } from '../in-cluster/gateway-targets';
import { logGroup } from './log-group';

export interface WebAclProps {
  /** ARN of the balancer it stands before. */
  readonly protects: string;
  /** Key of its log. */
  readonly key: string;
}

/** Rule groups that AWS keeps, and that cost nothing beyond the rule itself (docs.aws.amazon.com, AWS Managed Rules: baseline groups). */
const managedGroups = ['AWSManagedRulesCommonRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet'] as const;

/** Headers that hold a login: they are blacked out in the log. */
const secretHeaders = ['authorization', 'cookie'] as const;

const seen = (metricName: string) => ({ cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false });

/** Rules are read in the order of their number, the cheapest refusals first. */
type Rule = Readonly<Record<string, unknown>>;
const rule = (priority: number, name: string, action: Rule, statement: Rule): Rule => ({
  name,
  priority,
  ...action,
  statement,
  visibility_config: { cloudwatch_metrics_enabled: true, metric_name: name, sampled_requests_enabled: false },
});
const block: Rule = { action: { block: {} } };
const ofGroup: Rule = { override_action: { none: {} } };

const isHost = (host: string): Rule => ({
  byte_match_statement: {
    search_string: host,
    positional_constraint: 'EXACTLY',
    field_to_match: { single_header: { name: 'host' } },
    text_transformation: [{ priority: 0, type: 'LOWERCASE' }],
  },
});
const anyOf = (statements: readonly Rule[]): Rule =>
  statements.length === 1 ? (statements[0] as Rule) : { or_statement: { statement: statements } };

/** Pages of operators answer the addresses of operators alone, by the same list as the gateway in the cluster. */
function operatorRule(scope: Construct, model: EnvironmentModel): Rule[] {
  const { config, hosts } = model;
  const names = operatorHosts(config, hosts);
  const ranges = operatorAddresses(model);
  if (names.length === 0) return [];
  const set = (family: 'IPV4' | 'IPV6') =>
    new Wafv2IpSet(scope, `operators-${family.toLowerCase()}`, {
      name: nameOf(config, 'webAcl', `operators-${family.toLowerCase()}`),
      description: 'Addresses of operators',
      scope: 'REGIONAL',
      ipAddressVersion: family,
      addresses: ranges.filter((range) => range.includes(':') === (family === 'IPV6')),
    }).arn;
  const operators = anyOf((['IPV4', 'IPV6'] as const).map((family) => ({ ip_set_reference_statement: { arn: set(family) } })));
  return [
    rule(10, 'operator-pages-from-elsewhere', block, {
      and_statement: { statement: [anyOf(names.map(isHost)), { not_statement: { statement: [operators] } }] },
    }),
  ];
}

const rateRule = ({ gateway: { waf } }: WorkbenchConfig): Rule =>
  rule(20, 'too-many-of-one-address', block, {
    rate_based_statement: { limit: waf.requestsPerAddress, aggregate_key_type: 'IP', evaluation_window_sec: 300 },
  });

/**
 * What the web application firewall refuses, in this order: pages of operators from elsewhere, too many requests of one address, and what the managed groups of
 * AWS know as attacks; everything else goes on to the gateway. About 5 USD a month, 1 USD a rule and 0.60 USD a million requests.
 * Its log has every request without logins and without samples of bodies: names of log groups of WAF begin with `aws-waf-logs-`, as AWS demands.
 */
export function webAcl(scope: Construct, model: EnvironmentModel, { protects, key }: WebAclProps): void {
  const { config } = model;
  const name = nameOf(config, 'webAcl', 'portals');
  const acl = new Wafv2WebAcl(scope, 'web-acl', {
    name,
    description: 'Pages of operators and portals',
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: seen(name),
  });
  // The bindings hold rules in a type that knows no statement below a statement; Terraform does.
  acl.addOverride('rule', [
    ...operatorRule(scope, model),
    rateRule(config),
    ...managedGroups.map((group, at) =>
      rule(30 + at, group, ofGroup, { managed_rule_group_statement: { name: group, vendor_name: 'AWS' } }),
    ),
  ]);
  const log = logGroup(scope, 'log', config, key, `aws-waf-logs-${name}`);
  new Wafv2WebAclLoggingConfiguration(scope, 'logging', {
    resourceArn: acl.arn,
    logDestinationConfigs: [log.arn],
    redactedFields: secretHeaders.map((header) => ({ singleHeader: { name: header } })),
  });
  new Wafv2WebAclAssociation(scope, 'protects', { resourceArn: protects, webAclArn: acl.arn });
}
