import { z } from 'zod';

export const profiles = ['sandbox', 'production'] as const;
export type Profile = (typeof profiles)[number];

/** Picks the default that a profile chooses: `by(1, 3)` is 1 in a sandbox, 3 in production. */
export type ByProfile = <T>(sandbox: T, production: T) => T;

export const byProfile =
  (profile: Profile): ByProfile =>
  (sandbox, production) =>
    profile === 'production' ? production : sandbox;

/** RFC 1123 label: what Kubernetes accepts as a namespace or Service name. */
export const dnsLabel = (max = 63) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'must be lower case letters, digits and dashes, beginning and ending with a letter or digit');

export const domainName = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'must be a domain name such as labs.example.org');

/** ISO 4217 letters; whether the hub knows the currency is a rule of its own. */
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'must be a three-letter ISO 4217 code such as USD');

/** Money is text: a JSON number would lose digits. */
export const amount = z.string().regex(/^\d{1,14}(\.\d{1,4})?$/, 'must be an amount in quotes, such as "10000" or "10.50"');

export const digits = (max: number) => z.string().regex(new RegExp(`^\\d{1,${max}}$`), `must be 1 to ${max} digits in quotes`);

export const cidr = z.union([z.cidrv4(), z.cidrv6()]).describe('An address range such as 10.0.0.0/8');

/** Kubernetes quantity: `500m`, `2`, `4Gi`. */
export const quantity = z.string().regex(/^\d+(\.\d+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/, 'must be a Kubernetes quantity such as 500m, 2 or 4Gi');

export const storageSize = z.string().regex(/^\d+(Mi|Gi|Ti)$/, 'must be a size such as 20Gi');

/** Five-field cron, as Kubernetes CronJobs take it. */
export const cron = z
  .string()
  .regex(/^(@(hourly|daily|weekly|monthly)|(\S+\s+){4}\S+)$/, 'must be a cron schedule with five fields, such as "0 2 * * *"');

export const port = z.int().min(1).max(65535);

/** A path in Vault's KV store that an operator has filled; never the value itself. */
export const vaultPath = z
  .string()
  .regex(/^[\w-]+(\/[\w.@-]+)+$/, 'must be a path in Vault such as hub/external/mysql, without a leading slash');

export const host = z
  .string()
  .regex(/^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?$/, 'must be a host name or an IP address, without a scheme or a port');

export const semver = z.string().regex(/^\d+\.\d+\.\d+([-+][\w.-]+)?$/, 'must be a version such as 1.2.3');

/** Text that goes to Terraform as it is: `${` and `%{` would begin an expression there. */
export const plainText = z
  .string()
  .min(1)
  .regex(/^(?!.*[$%]\{)/, 'must not hold ${ or %{, which Terraform would work out');
