import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';

export interface CertificateProps {
  /** `<environment>.<domain>`; the certificate holds it and every name one step below. */
  readonly base: string;
  readonly zoneId: string;
  /** What makes the zone known to the world; without it nobody waits for the certificate. */
  readonly delegation?: ITerraformDependable;
}

/**
 * A certificate of Amazon for balancers of AWS that end TLS themselves. Free of charge, renewed by itself for as long as its record stays.
 * Amazon signs it once the world sees the record. Where the parent zone is delegated by this stack, the deploy waits for that, a few minutes; where a
 * person delegates by hand it would wait for ever, so the certificate stays pending until that is done.
 * @returns its ARN
 */
export function certificate(scope: Construct, { base, zoneId, delegation }: CertificateProps): string {
  const made = new AcmCertificate(scope, 'certificate', {
    domainName: base,
    subjectAlternativeNames: [`*.${base}`],
    validationMethod: 'DNS',
    // What every client knows; some payment systems still can't do elliptic curves.
    keyAlgorithm: 'RSA_2048',
    // A balancer keeps the old one until it has the new one.
    lifecycle: { createBeforeDestroy: true },
  });
  // A name and its wildcard are proven by the same record.
  const proof = made.domainValidationOptions.get(0);
  const record = new Route53Record(scope, 'certificate-proof', {
    zoneId,
    name: proof.resourceRecordName,
    type: proof.resourceRecordType,
    records: [proof.resourceRecordValue],
    ttl: 300,
    allowOverwrite: true,
  });
  if (!delegation) return made.arn;
  return new AcmCertificateValidation(scope, 'certificate-valid', {
    certificateArn: made.arn,
    validationRecordFqdns: [record.fqdn],
    dependsOn: [delegation],
  }).certificateArn;
}
