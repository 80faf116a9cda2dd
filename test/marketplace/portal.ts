import { type Rules, type Value, worth } from './expression';
import { plain, sharedFunctions } from './functions';

/** The portal's side of createUiDefinition.json: what a page shows, refuses and hands on. Runs in a page and in Node alike. */
export interface Validation {
  readonly regex?: string;
  readonly isValid?: string;
  readonly message: string;
}

export interface Choice {
  readonly label: string;
  readonly value: string;
}

export interface Element {
  readonly name: string;
  readonly type: string;
  readonly label?: string | Readonly<Record<string, string>>;
  readonly toolTip?: string | Readonly<Record<string, string>>;
  readonly visible?: boolean | string;
  readonly defaultValue?: Value;
  readonly multiselect?: boolean;
  readonly options?: Readonly<Record<string, Value>>;
  readonly constraints?: {
    readonly required?: boolean;
    readonly allowedValues?: readonly Choice[];
    readonly validations?: readonly Validation[];
  };
}

export interface Definition {
  readonly parameters: {
    readonly config: { readonly basics: { readonly location: { readonly allowedValues: readonly string[] } } };
    readonly basics: readonly Element[];
    readonly steps: readonly { readonly name: string; readonly label: string; readonly elements: readonly Element[] }[];
    readonly outputs: Readonly<Record<string, string>>;
  };
}

/** Answers so far: by page, then by control. `location` stands apart. */
export interface Answers {
  readonly location: string;
  readonly pages: Readonly<Record<string, Readonly<Record<string, Value>>>>;
}

const rulesOf = ({ location, pages }: Answers): Rules => ({
  lenient: true,
  functions: {
    ...sharedFunctions,
    location: () => location,
    basics: plain((name: string) => pages.basics?.[name]),
    steps: plain((name: string) => pages[name]),
  },
});

export const pagesOf = ({ parameters }: Definition) => [
  { name: 'basics', label: 'Basics', elements: parameters.basics },
  ...parameters.steps,
];

export const isShown = ({ visible = true }: Element, answers: Answers): boolean =>
  typeof visible === 'boolean' ? visible : worth(visible, rulesOf(answers)) === true;

/** Why the portal refuses an entry; nothing when it takes it. */
export function refusalOf({ constraints = {} }: Element, value: Value): string | undefined {
  const { required = false, validations = [], allowedValues } = constraints;
  const none = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  if (none) return required ? 'This value is required.' : undefined;
  if (allowedValues) {
    const known = [value].flat().every((one) => allowedValues.some((choice) => choice.value === one));
    return known ? undefined : 'This value is not one of the list.';
  }
  return validations.find(({ regex }) => regex !== undefined && !new RegExp(regex).test(String(value)))?.message;
}

/** Answers without those of controls that are not shown: they have none. */
export function shownAnswers(definition: Definition, answers: Answers): Answers {
  const pages = pagesOf(definition).map(({ name, elements }) => {
    const shown = elements.filter((element) => isShown(element, answers));
    return [name, Object.fromEntries(shown.map((element) => [element.name, answers.pages[name]?.[element.name]]))] as const;
  });
  return { location: answers.location, pages: Object.fromEntries(pages) };
}

/** What the template is given. */
export function outputsOf(definition: Definition, answers: Answers): Readonly<Record<string, Value>> {
  const rules = rulesOf(shownAnswers(definition, answers));
  return Object.fromEntries(Object.entries(definition.parameters.outputs).map(([name, value]) => [name, worth(value, rules)]));
}

/** The value of a default, which the portal names by its label. */
export function proposedOf({ defaultValue, constraints, multiselect }: Element): Value {
  if (multiselect) return (defaultValue as readonly Choice[]).map(({ value }) => value);
  const choice = constraints?.allowedValues?.find(({ label }) => label === defaultValue);
  return choice ? choice.value : defaultValue;
}
