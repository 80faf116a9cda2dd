import type { WorkbenchConfig } from '../schema/workbench';

type Certified = Pick<WorkbenchConfig, 'certificates'>;

export const intermediateIssuer = (generation: number): string => `intermediate-${generation}`;

/** The issuer that every role of the PKI names: the default of the mount is the root, which is to sign nothing but intermediates. */
export const signingIssuer = ({ certificates }: Certified): string => intermediateIssuer(certificates.generation);

/** Generations of the intermediate, the oldest first. None is ever taken away: what it has signed needs its list of revoked certificates. */
export const generations = ({ certificates }: Certified): number[] => Array.from({ length: certificates.generation }, (_, at) => at + 1);

/**
 * Generations whose client certificates are let in. The gateway trusts intermediates and no root, so that a root which serves more than one environment lets
 * nobody of another one in, and a generation can be put out of use.
 */
export const trustedGenerations = (config: Certified): number[] =>
  generations(config).filter((generation) => generation >= config.certificates.trustedFrom);

/** Generations that an offline root has not signed yet. */
export const unsignedGenerations = (config: Certified): number[] =>
  config.certificates.root === 'offline' ? generations(config).filter((generation) => !config.certificates.signed[generation - 1]) : [];

/** Certificates of a PEM text, one by one. */
export const certificatesOf = (pem: string): string[] =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g)].map(([text]) => `${text}\n`);
