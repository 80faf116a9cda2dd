import type { Rule, Subject } from './rule';
import { isSection, list, placesOf, type Section, section } from './tree';

const schema = 'https://schema.management.azure.com/schemas/0.1.2-preview/CreateUIDefinition.MultiVm.json#';
const parameters = ({ ui }: Subject) => section(ui.parameters);
const outputs = (subject: Subject) =>
  Object.entries(section(parameters(subject).outputs)).map(([name, value]) => ({ name, text: String(value) }));
const declared = ({ template }: Subject) => section(template.parameters);

interface Control extends Section {
  readonly name: string;
  readonly type: string;
}
const isControl = (value: unknown): value is Control =>
  isSection(value) && typeof value.type === 'string' && /^Microsoft\.\w+\.\w+$/.test(value.type);
const controls = ({ ui }: Subject): Control[] => placesOf(ui).flatMap(({ value }) => (isControl(value) ? [value] : []));
const ofType = (subject: Subject, ...types: readonly string[]) => controls(subject).filter(({ type }) => types.includes(type));
const outputFor = (subject: Subject, name: string) => outputs(subject).find(({ text }) => new RegExp(`[.']${name}\\b`).test(text));
const constraintsOf = (control: Control) => section(control.constraints);
const valuesOf = (control: Control) => list(constraintsOf(control).allowedValues).map((one) => (isSection(one) ? one.value : one));

/** Controls that have nothing to explain. */
const silent = ['InfoBox', 'Section', 'TextBlock', 'EditableGrid']
  .map((name) => `Microsoft.Common.${name}`)
  .concat('Microsoft.Solutions.ArmApiControl', 'Microsoft.Solutions.GraphApiControl', 'Microsoft.Solutions.JitConfigurator');

/** Regions of a regular expression that bound its length. */
const bounded = /\{\d+(,\d*)?\}/;

function textBoxFaults(subject: Subject): string[] {
  return ofType(subject, 'Microsoft.Common.TextBox').flatMap((control) => {
    const { regex, validationMessage, validations } = constraintsOf(control);
    const patterns = [regex, ...list(validations).map((one) => section(one).regex)].filter((one): one is string => typeof one === 'string');
    if (patterns.length === 0) return [`${control.name} takes anything`];
    const broken = patterns.filter((pattern) => {
      try {
        return !new RegExp(pattern);
      } catch {
        return true;
      }
    });
    return [
      ...broken.map((pattern) => `${control.name}: ${pattern} is no regular expression`),
      ...(regex !== undefined && !validationMessage ? [`${control.name} refuses without a word`] : []),
      ...(patterns.some((pattern) => bounded.test(pattern)) ? [] : [`${control.name} has no limit of length`]),
    ];
  });
}

function missingControls(subject: Subject): string[] {
  const names = (elements: unknown) => list(elements).map((one) => String(section(one).name));
  const steps = new Map(list(parameters(subject).steps).map((step) => [String(section(step).name), names(section(step).elements)]));
  return outputs(subject).flatMap(({ name, text }) => [
    ...[...text.matchAll(/basics\('(\w+)'\)/g)]
      .filter(([, control]) => !names(parameters(subject).basics).includes(control ?? ''))
      .map(([, control]) => `${name} asks for ${control}`),
    ...[...text.matchAll(/steps\('(\w+)'\)\.(\w+)/g)]
      .filter(([, step, control]) => !steps.get(step ?? '')?.includes(control ?? ''))
      .map(([, step, control]) => `${name} asks for ${step}.${control}`),
  ]);
}

function disallowed(subject: Subject): string[] {
  return controls(subject)
    .filter((control) => valuesOf(control).length > 0)
    .flatMap((control) => {
      const output = outputFor(subject, control.name);
      if (!output) return [`${control.name} is handed on nowhere`];
      const parameter = section(declared(subject)[output.name]);
      const allowed = parameter.allowedValues === undefined ? undefined : list(parameter.allowedValues);
      return valuesOf(control)
        .filter((value) => allowed !== undefined && !allowed.includes(value))
        .map((value) => `the template does not allow ${value} for ${output.name}`);
    });
}

/** Rules of the portal's pages, by their names at arm-ttk. */
export const portalRules: Readonly<Record<string, Rule>> = {
  'Allowed-Values-Should-Actually-Be-Allowed': { about: 'portal', check: disallowed },
  'Controls-In-Outputs-Must-Exist': { about: 'portal', check: missingControls },
  'CreateUIDefinition-Must-Not-Have-Blanks': {
    about: 'portal',
    warns: true,
    check: ({ ui }) =>
      placesOf(ui)
        .filter(
          ({ key, value }) =>
            !['basics', 'defaultValue', 'steps'].includes(key) &&
            (value === '' || value === null || JSON.stringify(value) === '[]' || JSON.stringify(value) === '{}'),
        )
        .map(({ path }) => `${path.join('.')} is empty`),
  },
  'CreateUIDefinition-Should-Have-Schema': {
    about: 'portal',
    check: ({ ui }) => [
      ...(ui.$schema === schema ? [] : [`schema ${ui.$schema}`]),
      ...(ui.version === '0.1.2-preview' ? [] : [`version ${ui.version}`]),
    ],
  },
  'Credential-Confirmation-Should-Not-Be-Hidden': {
    about: 'portal',
    check: (subject) =>
      ofType(subject, 'Microsoft.Common.PasswordBox', 'Microsoft.Compute.CredentialsCombo')
        .filter(({ options }) => section(options).hideConfirmation === true)
        .map(({ name }) => `${name} is asked once`),
  },
  'Handler-Must-Be-Correct': {
    about: 'portal',
    check: ({ ui }) =>
      ['Microsoft.Azure.CreateUIDef', 'Microsoft.Compute.MultiVm'].includes(String(ui.handler)) ? [] : [`handler ${ui.handler}`],
  },
  'HideExisting-Must-Be-Correctly-Handled': {
    about: 'portal',
    check: (subject) =>
      ofType(
        subject,
        'Microsoft.Storage.StorageAccountSelector',
        'Microsoft.Network.PublicIpAddressCombo',
        'Microsoft.Network.VirtualNetworkCombo',
      )
        .filter(({ options }) => section(options).hideExisting !== true)
        .flatMap(({ name }) =>
          ['resourceGroup', 'newOrExisting']
            .filter((property) => !outputs(subject).some(({ text }) => new RegExp(`\\b${name}\\b.*\\.${property}\\b`).test(text)))
            .map((property) => `${name}.${property} is handed on nowhere`),
        ),
  },
  'Location-Should-Be-In-Outputs': {
    about: 'portal',
    check: (subject) =>
      outputs(subject).find(({ name }) => name === 'location')?.text === '[location()]' ? [] : ['the region is not handed on'],
  },
  'Outputs-Must-Be-Present-In-Template-Parameters': {
    about: 'portal',
    check: (subject) =>
      outputs(subject)
        .filter(({ name }) => !(name in declared(subject)))
        .map(({ name }) => `the template has no parameter ${name}`),
  },
  'Parameters-Without-Default-Must-Exist-In-CreateUIDefinition': {
    about: 'portal',
    check: (subject) =>
      Object.entries(declared(subject))
        .filter(
          ([name, parameter]) => section(parameter).defaultValue === undefined && !outputs(subject).some((output) => output.name === name),
        )
        .map(([name]) => `nobody fills ${name}`),
  },
  'Password-Textboxes-Must-Be-Used-For-Password-Parameters': {
    about: 'portal',
    check: (subject) =>
      ofType(subject, 'Microsoft.Common.PasswordBox')
        .filter(({ name }) => !/^secure/i.test(String(section(declared(subject)[outputFor(subject, name)?.name ?? '']).type)))
        .map(({ name }) => `${name} ends in the clear`),
  },
  'PasswordBoxes-Must-Have-Min-Length': {
    about: 'portal',
    check: (subject) =>
      ofType(subject, 'Microsoft.Common.PasswordBox').flatMap((control) => {
        const { regex } = constraintsOf(control);
        if (control.constraints === undefined) return [`${control.name} takes anything`];
        const least = [...String(regex ?? '').matchAll(/\{(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
        return regex !== undefined && least < 12 ? [`${control.name} takes ${least} characters`] : [];
      }),
  },
  'Textboxes-Are-Well-Formed': { about: 'portal', check: textBoxFaults },
  'Tooltips-Should-Be-Present': {
    about: 'portal',
    check: (subject) =>
      controls(subject)
        .filter(({ type, toolTip }) => !silent.includes(type) && (toolTip === undefined || toolTip === ''))
        .map(({ name }) => `${name} explains nothing`),
  },
  'Usernames-Should-Not-Have-A-Default': {
    about: 'portal',
    check: (subject) =>
      ofType(subject, 'Microsoft.Compute.UserNameTextBox')
        .filter(({ defaultValue }) => defaultValue)
        .map(({ name }) => `${name} proposes a name`),
  },
  'Validations-Must-Have-Message': {
    about: 'portal',
    check: ({ ui }) =>
      placesOf(ui)
        .filter(({ key }) => key === 'validations')
        .flatMap(({ value, path }) =>
          list(value)
            .filter((one) => !section(one).message)
            .map(() => `${path.join('.')} refuses without a word`),
        ),
  },
};

/** Rules that can't apply to this package, each with the reason; a test holds that all of arm-ttk are either here or ported. */
export const notApplicable: Readonly<Record<string, string>> = {
  'CommandToExecute-Must-Use-ProtectedSettings-For-Secrets': 'there is no virtual machine with a script',
  'DeploymentParameters-Should-Have-ContentVersion': 'the package has no file of parameters: the portal gives them',
  'DeploymentParameters-Should-Have-Parameters': 'the package has no file of parameters: the portal gives them',
  'DeploymentParameters-Should-Have-Schema': 'the package has no file of parameters: the portal gives them',
  'DeploymentParameters-Should-Have-Value': 'the package has no file of parameters: the portal gives them',
  'Resources-Should-Not-Be-Ambiguous': 'switched off in arm-ttk itself: its first line leaves it',
  'VM-Images-Should-Use-Latest-Version': 'there is no virtual machine',
  'VM-Size-Should-Be-A-Parameter': 'there is no virtual machine',
  'VMSizes-Must-Match-Template': 'no size of a machine is asked for: hub.size chooses it',
  'Virtual-Machines-Should-Not-Be-Preview': 'there is no virtual machine',
};
