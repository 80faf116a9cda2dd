/** A check of checkov that what is made here fails, and why that stays so. */
export interface AcceptedCheck {
  readonly check: string;
  /** Resources it is accepted for. */
  readonly covers: RegExp;
  readonly reason: string;
}

const accepted = (check: string, covers: RegExp, reason: string): AcceptedCheck => ({ check, covers, reason });

const byGraph = 'checkov follows no reference into another stack, where it is used';
const flowsAccount = /log-workspace-flows-account$/;

/** What is left of checkov's findings over every example. Each names what it covers; a test holds that each is still of use. */
export const acceptedChecks: readonly AcceptedCheck[] = [
  accepted(
    'CKV2_AWS_19',
    /network-ingress-address-\d$/,
    'the balancer of the gateway takes these addresses: Kubernetes makes it, not Terraform',
  ),
  accepted('CKV2_AWS_5', /aws_security_group\.network-/, byGraph),
  accepted(
    'CKV2_AWS_38',
    /dns-zones-public$/,
    'DNSSEC needs a key in us-east-1 and an entry at the registrar of the parent zone: a wrong one takes the whole hub off the net, so it is for a person',
  ),
  accepted(
    'CKV2_AWS_39',
    /dns-zones-public$/,
    'logs of DNS questions must lie in us-east-1: they would leave the region that the environment belongs to',
  ),
  accepted(
    'CKV2_AWS_57',
    /-secret$/,
    'a login that changes by itself stops the stores that use it: it is changed by hand, everywhere at once (design, secrets)',
  ),
  accepted('CKV2_AWS_62', /aws_s3_bucket\.object-store-/, 'nobody waits for news of a bucket: backups are watched by their age'),
  accepted(
    'CKV2_AWS_71',
    /dns-zones-certificate$/,
    'hosts of participants come and go: one wildcard below <environment>.<domain>, a zone of its own',
  ),
  accepted(
    'CKV_AWS_144',
    /aws_s3_bucket\.object-store-/,
    'a copy in another region may lie in another country (residency): whoever may leave the country adds it by an own rule',
  ),
  accepted('CKV_AWS_145', /object-store-access-logs$/, 'S3 delivers access logs only into buckets that its own key encrypts'),
  accepted(
    'CKV_AWS_231',
    /network-routed-list$/,
    'the list is open to answers of connections that began inside; security groups, which know the difference, decide',
  ),
  accepted(
    'CKV_AWS_39',
    /cluster-cluster$/,
    'the public address of the API answers a list of addresses alone (AWS-EKS-LISTED-ENDPOINT): operators without a VPN deploy from there',
  ),
  accepted('CKV2_AZURE_1', flowsAccount, 'flow logs hold addresses, no names or amounts; encrypted twice with keys of Microsoft'),
  accepted('CKV2_AZURE_33', flowsAccount, 'Network Watcher comes in as a trusted service, everybody else is refused'),
  accepted('CKV2_AZURE_40', flowsAccount, 'Network Watcher writes with the key of the account and knows no identity'),
  accepted('CKV2_AZURE_41', flowsAccount, 'nobody makes SAS tokens of it'),
  accepted(
    'CKV_AZURE_206',
    flowsAccount,
    'flow logs are summed up in the log workspace: a second copy of the raw ones is not worth its price',
  ),
  accepted(
    'CKV2_AZURE_21',
    /object-store-(backups|pod-logs|reports|audit-logs|audit-kubernetes)$/,
    'reads are logged by a diagnostic setting of the account, which checkov does not follow',
  ),
  accepted('CKV_AZURE_33', /(flows-account|object-store-account|object-store-audit-account)$/, 'there are no queues in it'),
  accepted('CKV2_AZURE_56', /mysql-server$/, 'it stands in a subnet of its own, which a private endpoint cannot be added to'),
  accepted(
    'CKV_AZURE_53',
    /mysql-server$/,
    'public_network_access is Disabled: the check reads the attribute of the retired single server',
  ),
  accepted(
    'CKV_AZURE_112',
    /keys-\w+$/,
    'keys in hardware cost about 1 USD a key and month more and protect against Microsoft alone: stated in the construct',
  ),
  accepted('CKV_AZURE_40', /keys-\w+$/, 'they rotate by a policy: an expired key would take every disk and backup along'),
  accepted('CKV_AZURE_41', /-written$/, 'a login that ends by itself stops the store that uses it'),
  accepted(
    'CKV_AZURE_115',
    /cluster-cluster$/,
    'the public address of the API answers a list of addresses alone (AZ-AKS-LISTED-API): operators without a VPN deploy from there',
  ),
  accepted('CKV_AZURE_164', /registry-registry$/, 'content trust of registries is retired by Microsoft: images are pinned by the charts'),
  accepted('CKV_AZURE_165', /registry-registry$/, 'one region: a copy may lie in another country (residency)'),
  accepted(
    'CKV_AZURE_166',
    /registry-registry$/,
    'quarantine waits for a scanner that somebody must run: without one no image could be pulled',
  ),
  accepted('CKV_AZURE_172', /cluster-cluster$/, 'secrets come from Vault: there is no driver for Key Vault whose copies could grow old'),
  accepted('CKV_AZURE_232', /cluster-cluster$/, 'the system pool takes what has no other place, which the charts cannot be told'),
  accepted(
    'CKV_AWS_91',
    /api-gateway-balancer$/,
    'the log of the firewall before it has every request, with who sent it and what became of it; a second log would hold the same',
  ),
  accepted(
    'CKV2_AWS_76',
    /api-gateway-balancer$/,
    'the group of known bad inputs, which has Log4j, is among the rules (test/front-stack.test.ts): checkov does not find it there in JSON',
  ),
  accepted(
    'CKV_AZURE_160',
    /network-cluster-rules$/,
    'the gateway publishes lists of revoked certificates by plain HTTP, as RFC 5280 asks: who checks a certificate can check no other first. It answers there for one name, and leads to nothing else (K8S-GATEWAY-TLS, K8S-VAULT-PUBLISHED)',
  ),
  accepted(
    'CKV_AZURE_174',
    /api-gateway-service$/,
    'Azure manages a service in a network by its public address: the rules of its subnet let Azure alone in there (port 3443)',
  ),
];
