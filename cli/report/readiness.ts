import { catalogue } from '../../config/releases/catalogue';
import { productionRules } from '../../config/rules/production';
import type { Rule } from '../../config/rules/rule';
import { rules } from '../../config/rules/rules';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { joinPath } from '../../config/validate/path';

/** What production asks for, and whether this environment has it. */
export interface Criterion {
  readonly code: string;
  readonly title: string;
  readonly met: boolean;
  /** What to set where, one entry a place that falls short. */
  readonly toDo: readonly { readonly path: string; readonly message: string; readonly hint?: string }[];
}

/** Of 100, rounded down: it is 100 only when nothing is missing. */
export const scoreOf = (criteria: readonly Criterion[]): number =>
  criteria.length === 0 ? 100 : Math.floor((100 * criteria.filter(({ met }) => met).length) / criteria.length);

/**
 * Holds an environment against everything production asks for: the profile itself, the rules of production, and every other rule
 * that speaks only in production. A sandbox is held against the same rules, so that its owner sees what is still missing.
 */
export function readiness(config: WorkbenchConfig): Criterion[] {
  const release = catalogue[config.hub.release];
  const applies = (rule: Rule, profile: WorkbenchConfig['profile']) => rule.appliesWhen({ ...config, profile }, release);
  const asked = rules.filter((rule) => productionRules.includes(rule) || (applies(rule, 'production') && !applies(rule, 'sandbox')));
  const profile: Criterion = {
    code: 'PROFILE',
    title: 'The profile is production, whose defaults are safe',
    met: config.profile === 'production',
    toDo:
      config.profile === 'production'
        ? []
        : [{ path: 'profile', message: `the profile is ${config.profile}: small and cheap`, hint: 'write production' }],
  };
  return [
    profile,
    ...asked.map(({ code, title, check }): Criterion => {
      const toDo = check(config, release).map(({ path, message, hint }) => ({ path: joinPath(path), message, ...(hint ? { hint } : {}) }));
      return { code, title, met: toDo.length === 0, toDo };
    }),
  ];
}
