import { type Answers, type Definition, type Element, isShown, outputsOf, pagesOf, proposedOf, refusalOf } from './portal';

/** Draws createUiDefinition.json as the portal does, as far as ours needs it. Runs in a browser only, so that it knows the few parts of a document by itself. */
interface Part {
  textContent: string;
  className: string;
  hidden: boolean;
  id: string;
  value: string;
  title: string;
  type: string;
  multiple: boolean;
  name: string;
  checked: boolean;
  selected: boolean;
  readonly selectedOptions: Iterable<{ readonly value: string }>;
  append(...parts: readonly (Part | string)[]): void;
  replaceChildren(...parts: readonly Part[]): void;
  addEventListener(event: string, listener: () => void): void;
}
declare const document: { createElement(name: string): Part; body: Part };

const make = (name: string, more: Partial<Part> = {}, ...inside: readonly Part[]): Part => {
  const part = Object.assign(document.createElement(name), more);
  part.append(...inside);
  return part;
};

export interface Given {
  readonly definition: Definition;
  /** Ids of resources that are there already, for selectors. */
  readonly resources: readonly string[];
  readonly group: string;
}

const labelOf = ({ label, name }: Element) => (typeof label === 'string' ? label : (Object.values(label ?? {})[0] ?? name));
const helpOf = ({ toolTip }: Element) => (typeof toolTip === 'string' ? toolTip : (Object.values(toolTip ?? {})[0] ?? ''));

/** A control: its field, and what is in it. */
interface Field {
  readonly part: Part;
  readonly value: () => unknown;
}

function textField(element: Element, changed: () => void): Field {
  const part = make('input', { id: element.name, value: String(element.defaultValue ?? ''), title: helpOf(element) });
  part.addEventListener('change', changed);
  return { part, value: () => part.value };
}

function selectField(element: Element, changed: () => void): Field {
  const proposed = [proposedOf(element)].flat();
  const options = (element.constraints?.allowedValues ?? []).map(({ label, value }) =>
    make('option', { value, textContent: label, selected: proposed.includes(value) }),
  );
  const part = make('select', { id: element.name, multiple: element.multiselect === true, title: helpOf(element) }, ...options);
  part.addEventListener('change', changed);
  return { part, value: () => (element.multiselect ? [...part.selectedOptions].map(({ value }) => value) : part.value) };
}

function resourceField(element: Element, changed: () => void, { resources }: Given): Field {
  const options = ['', ...resources].map((value) => make('option', { value, textContent: value }));
  const part = make('select', { id: element.name, title: helpOf(element) }, ...options);
  part.addEventListener('change', changed);
  return { part, value: () => (part.value === '' ? undefined : { id: part.value }) };
}

/** A network, new or existing: what the portal asks for it, in fewer pictures. */
function networkField(element: Element, changed: () => void, { group }: Given): Field {
  const field = (name: string, value: string) => {
    const input = make('input', { id: `${element.name}-${name}`, value, title: name });
    input.addEventListener('change', changed);
    return input;
  };
  const which = make(
    'select',
    { id: `${element.name}-which` },
    ...['new', 'existing'].map((value) => make('option', { value, textContent: value })),
  );
  which.addEventListener('change', changed);
  const parts = {
    name: field('name', 'mojaloop-deployer'),
    resourceGroup: field('group', group),
    addressPrefix: field('range', '10.0.0.0/26'),
    subnet: field('subnet', 'deployer'),
    subnetPrefix: field('subnet-range', '10.0.0.0/28'),
  };
  const value = () => {
    const made = which.value === 'new';
    return {
      name: parts.name.value,
      newOrExisting: which.value,
      resourceGroup: parts.resourceGroup.value,
      ...(made ? { addressPrefix: parts.addressPrefix.value } : {}),
      subnets: { deployer: { name: parts.subnet.value, ...(made ? { addressPrefix: parts.subnetPrefix.value } : {}) } },
    };
  };
  return { part: make('div', { id: element.name }, which, ...Object.values(parts)), value };
}

const fields: Readonly<Record<string, (element: Element, changed: () => void, given: Given) => Field>> = {
  'Microsoft.Common.TextBox': textField,
  'Microsoft.Common.DropDown': selectField,
  'Microsoft.Common.OptionsGroup': selectField,
  'Microsoft.Solutions.ResourceSelector': resourceField,
  'Microsoft.Network.VirtualNetworkCombo': networkField,
  'Microsoft.Common.InfoBox': ({ name, options }) => ({
    part: make('p', { id: name, textContent: String(options?.text) }),
    value: () => undefined,
  }),
};

interface Row {
  readonly page: string;
  readonly element: Element;
  readonly field: Field;
  readonly whole: Part;
  readonly message: Part;
}

/** Draws everything, and goes from page to page; the last one hands the answers on. */
export function draw(given: Given): void {
  const { definition } = given;
  const pages = pagesOf(definition);
  let at = 0;
  const rows: Row[] = [];
  const location = make(
    'select',
    { id: 'location' },
    ...definition.parameters.config.basics.location.allowedValues.map((value) => make('option', { value, textContent: value })),
  );
  const outputs = make('pre', { id: 'outputs' });
  const title = make('h1', { id: 'page' });
  const next = make('button', { id: 'next', textContent: 'Next' });

  const answers = (): Answers => ({
    location: location.value,
    pages: Object.fromEntries(
      pages.map(({ name }) => [
        name,
        Object.fromEntries(rows.filter(({ page }) => page === name).map(({ element, field }) => [element.name, field.value()])),
      ]),
    ),
  });
  const hidden = ({ element }: Row) => !isShown(element, answers());
  const refusal = (row: Row) => (hidden(row) ? undefined : refusalOf(row.element, row.field.value()));
  const show = () => {
    title.textContent = pages[at]?.label ?? 'Review and create';
    for (const row of rows) row.whole.hidden = row.page !== pages[at]?.name || hidden(row);
    location.hidden = at !== 0;
  };
  const hold = (row: Row) => {
    row.message.textContent = refusal(row) ?? '';
  };
  for (const { name: page, elements } of pages)
    for (const element of elements) {
      const field = fields[element.type];
      if (!field) throw new Error(`the portal of the tests has no ${element.type}`);
      const message = make('span', { className: 'refused' });
      const made = field(
        element,
        () => {
          show();
          const row = rows.find((one) => one.element === element);
          if (row) hold(row);
        },
        given,
      );
      const whole = make('section', { className: 'row' }, make('label', { textContent: labelOf(element) }), made.part, message);
      rows.push({ page, element, field: made, whole, message });
    }
  next.addEventListener('click', () => {
    const here = rows.filter(({ page }) => page === pages[at]?.name);
    here.forEach(hold);
    if (here.some((row) => refusal(row) !== undefined)) return;
    at++;
    show();
    if (at === pages.length) outputs.textContent = JSON.stringify(outputsOf(definition, answers()));
  });
  document.body.append(title, location, ...rows.map(({ whole }) => whole), next, outputs);
  show();
}
