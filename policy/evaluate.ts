import type { Policy, PolicyFinding, PolicyResult, Synthesised, Waiver } from './policy';

/** Holds an environment against every policy. A finding that a waiver covers stays a finding, with its reason. */
export function evaluate(policies: readonly Policy[], waivers: readonly Waiver[], all: Synthesised): PolicyResult[] {
  const granted = waivers.filter((waiver) => waiver.when(all.config));
  return policies.map((policy) => {
    const read = all.resources.filter(({ type }) => policy.reads.includes(type));
    const findings = read.flatMap((resource): PolicyFinding[] => {
      const message = policy.check(resource.attributes, resource, all);
      if (message === undefined) return [];
      const { stack, address } = resource;
      const waiver = granted.find((one) => one.policy === policy.id && one.covers.test(`${stack}/${address}`));
      return [{ policy: policy.id, severity: policy.severity, stack, address, message, ...(waiver ? { waived: waiver.reason } : {}) }];
    });
    return { policy, read: read.length, findings };
  });
}

/** Findings that nobody has given a reason for. */
export const open = (results: readonly PolicyResult[]): PolicyFinding[] =>
  results.flatMap(({ findings }) => findings).filter(({ waived }) => waived === undefined);
