import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { systemNamespace } from '../../config/model/namespaces';
import { deployer } from '../vault/access';

/** The account whose short-lived tokens log in to Vault. It has no rights in the cluster. */
export function deployerAccount(scope: Construct, namespaces: readonly ITerraformDependable[]): void {
  new ServiceAccountV1(scope, 'deployer', {
    metadata: { name: deployer.serviceAccount, namespace: systemNamespace },
    automountServiceAccountToken: false,
    dependsOn: [...namespaces],
  });
}
