import { fieldAt } from './field';
import { type Question, type StepName, validationsOf } from './question';
import { questions } from './questions';

/** A control of the portal, as createUiDefinition.json has it. */
export interface Control {
  readonly name: string;
  readonly type: string;
  readonly label?: unknown;
  readonly [property: string]: unknown;
}

/** What a control answers, inside an expression of the portal. */
export const answerOf = (step: StepName, name: string): string => (step === 'basics' ? `basics('${name}')` : `steps('${step}').${name}`);

const stepOf = (id: string): StepName => questions.find((question) => question.id === id)?.step ?? 'basics';

const visible = ({ onlyWhen }: Question) =>
  onlyWhen ? { visible: `[equals(${answerOf(stepOf(onlyWhen.question), onlyWhen.question)}, '${onlyWhen.answer}')]` } : {};

/** What the portal shows beside a field: what the schema says of the setting, and what the two profiles have where it is left empty. */
function helpOf({ path, optional }: Question): string {
  const { doc } = fieldAt(path);
  return optional ? `${doc} May be left empty.` : doc;
}

const shared = (question: Question) => ({ label: question.label, toolTip: helpOf(question), ...visible(question) });

const labelOf = ({ choices = [] }: Question, value: unknown) => choices.find((choice) => choice.value === value)?.label;

function textBox(question: Question): Control {
  return {
    name: question.id,
    type: 'Microsoft.Common.TextBox',
    ...shared(question),
    ...(question.proposed ? { defaultValue: question.proposed } : {}),
    constraints: { required: question.optional !== true, validations: validationsOf(question) },
  };
}

function dropDown(question: Question): Control {
  const { id, asked, choices = [], proposed } = question;
  const many = asked === 'several';
  const first = Array.isArray(proposed) ? proposed : [proposed];
  return {
    name: id,
    type: 'Microsoft.Common.DropDown',
    ...shared(question),
    defaultValue: many ? first.map((value) => ({ value, label: labelOf(question, value) })) : labelOf(question, proposed),
    ...(many ? { multiselect: true, selectAll: false, filter: true, filterPlaceholder: 'Letters of a code' } : {}),
    ...(choices.some(({ description }) => description) ? { multiLine: true } : {}),
    constraints: {
      required: true,
      allowedValues: choices.map(({ value, label, description }) => ({ label, ...(description ? { description } : {}), value })),
    },
  };
}

const makers = { text: textBox, list: textBox, one: dropDown, several: dropDown } as const satisfies Readonly<
  Record<Question['asked'], (question: Question) => Control>
>;

/** The control of a question. */
export const controlOf = (question: Question): Control => makers[question.asked](question);

/** What the template gets for it. A control that is not shown has no answer, which the template takes for an empty one. */
export const outputOfQuestion = ({ id, step, optional, onlyWhen }: Question): string =>
  optional || onlyWhen ? `[coalesce(${answerOf(step, id)}, '')]` : `[${answerOf(step, id)}]`;

export const infoBox = (name: string, text: string, more: Readonly<Record<string, unknown>> = {}): Control => ({
  name,
  type: 'Microsoft.Common.InfoBox',
  ...more,
  options: { icon: 'Info', text },
});
