import { MskSingleScramSecretAssociation } from '@cdktf/provider-aws/lib/msk-single-scram-secret-association';
import { SecretsmanagerSecretPolicy } from '@cdktf/provider-aws/lib/secretsmanager-secret-policy';
import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Foundation } from '../contracts';
import { StoreLogin } from './admin-login';
import { policyText } from './policy';

/**
 * The one login at the brokers: that of the proxy in the cluster. MSK reads it from the secret itself, which is why its name must begin with `AmazonMSK_` and
 * its key must be one of ours (docs.aws.amazon.com, MSK sign-in credentials).
 */
export function kafkaLogin(scope: Construct, config: WorkbenchConfig, clusterArn: string, { keys, secretStore }: Foundation): StoreLogin {
  const login = new StoreLogin(scope, 'login', {
    config,
    name: `AmazonMSK_${secretStore.id}/kafka-proxy`,
    description: `login of the Kafka proxy of ${config.tenant} ${config.environment}`,
    username: 'kafka-proxy',
    key: keys.data,
  });
  const policy = new SecretsmanagerSecretPolicy(scope, 'login-policy', {
    secretArn: login.secret.arn,
    // The sentence that MSK writes itself when a secret is given to it, in the same words: so the next plan finds nothing to take away.
    policy: policyText({
      Sid: 'AWSKafkaResourcePolicy',
      Effect: 'Allow',
      Principal: { Service: 'kafka.amazonaws.com' },
      Action: 'secretsmanager:getSecretValue',
      Resource: login.secret.arn,
    }),
  });
  new MskSingleScramSecretAssociation(scope, 'login-use', {
    clusterArn,
    secretArn: login.secret.arn,
    dependsOn: [login.written, policy],
  });
  return login;
}
