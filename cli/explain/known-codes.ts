import { rules } from '../../config/rules/rules';
import { policies } from '../../policy/policies';
import { problemCodes } from '../problem-codes';
import { ruleWays } from '../ways-out/rules';

/** All there is to know about one code. */
export interface KnownCode {
  readonly code: string;
  readonly kind: 'problem' | 'rule' | 'policy';
  /** Where it is always the same: an error keeps anything from being made. */
  readonly severity?: string;
  /** What has happened; of a rule or a policy, what holds when all is well. */
  readonly meaning: string;
  /** What goes wrong without it: policies only. */
  readonly why?: string;
  /** Who says it. */
  readonly from: string;
  readonly wayOut: string;
  /** Its part of the reference, as a path in the project. */
  readonly page: string;
}

/** The part of a page that a heading of the code alone makes, at GitHub and at GitLab. */
const partOf = (page: string, code: string) => `docs/reference/${page}.md#${code.toLowerCase()}`;

const ofRules = 'every command that reads a workbench file; `workbench check` tells all at once, with file, line and column';
const ofPolicies = '`workbench check --policy` and `workbench report`, from what Terraform would get';
const outOfPolicy =
  'Change the setting that makes what is named (`workbench explain <address>` tells which), or take the override away that changed it.';

/** Every code that a command can print, in the order of the reference. @throws for a rule whose way out nobody has written */
export function knownCodes(): KnownCode[] {
  const told = problemCodes.flatMap(({ from, codes, ways }) =>
    Object.entries(codes).map(
      ([code, meaning]): KnownCode => ({
        code,
        kind: 'problem',
        meaning,
        from,
        wayOut: ways[code] ?? lacking(code),
        page: partOf('problems', code),
      }),
    ),
  );
  const held = rules.map(
    ({ code, severity, title }): KnownCode => ({
      code,
      kind: 'rule',
      severity,
      meaning: title,
      from: ofRules,
      wayOut: ruleWays.get(code) ?? lacking(code),
      page: partOf('problems', code),
    }),
  );
  const demanded = policies.map(
    ({ id, severity, title, why }): KnownCode => ({
      code: id,
      kind: 'policy',
      severity,
      meaning: title,
      why,
      from: ofPolicies,
      wayOut: outOfPolicy,
      page: partOf('policies', id),
    }),
  );
  return [...told, ...held, ...demanded];
}

function lacking(code: string): never {
  throw new Error(`${code} has no way out: add a row to cli/ways-out`);
}
