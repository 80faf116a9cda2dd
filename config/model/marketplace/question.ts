import { fieldAt, listed, orNothing, type Validation } from './field';

/** Pages of the portal, in their order; the first is the one that every offer has. */
export const steps = {
  basics: 'Basics',
  hub: 'Hub',
  stores: 'Stores',
  access: 'Access and certificates',
  network: 'Network',
  deployer: 'Who deploys',
} as const;
export type StepName = keyof typeof steps;

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

/** How it is asked: a text, a text with commas, one of some, several of some. */
export type Asked = 'text' | 'list' | 'one' | 'several';

/** A question of the portal that fills one setting of the workbench file. Its help, its limits and their messages come from the schema. */
export interface Question {
  /** Parameter of the template and control of the portal. */
  readonly id: string;
  readonly step: StepName;
  readonly path: readonly string[];
  readonly label: string;
  readonly asked: Asked;
  /** Left empty, the setting is left out. */
  readonly optional?: true;
  /** Limits beyond the schema: those of rules that a portal can hold by itself. */
  readonly more?: readonly Validation[];
  /** What each of a list must be where the schema leaves it to a rule, because it differs from cloud to cloud. */
  readonly each?: { readonly pattern: RegExp; readonly message: string };
  readonly choices?: readonly Choice[];
  /** What the portal proposes. */
  readonly proposed?: string | readonly string[];
  /** Asked only when another question has this answer. */
  readonly onlyWhen?: { readonly question: string; readonly answer: string };
}

/** Everything that an entry is held against at its field. */
export function validationsOf({ path, asked, optional, each, more = [] }: Question): Validation[] {
  if (asked === 'one' || asked === 'several') return [];
  const all = [...(each ? [listed(each.pattern, each.message)] : fieldAt(path).validations), ...more];
  return optional ? all.map(orNothing) : all;
}
