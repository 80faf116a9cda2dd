import type { Section } from './tree';

/** A template, or a page of the portal, that a rule passes or finds fault with: over a small one that every rule passes. */
export interface Vector {
  readonly template?: Section;
  readonly ui?: Section;
  /** Inside of another template. */
  readonly nested?: true;
}
interface Vectors {
  readonly good: readonly Vector[];
  readonly bad: readonly Vector[];
}

export const smallTemplate: Section = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { location: { type: 'string', defaultValue: '[resourceGroup().location]' } },
  variables: {},
  resources: [{ type: 'Microsoft.Network/virtualNetworks', apiVersion: '2025-01-01', name: 'net', location: "[parameters('location')]" }],
  outputs: {},
};

const box = {
  name: 'who',
  type: 'Microsoft.Common.TextBox',
  label: 'Who',
  toolTip: 'Who it is.',
  constraints: { validations: [{ regex: '^[a-z]{1,9}$', message: 'letters' }] },
};
const page = (...basics: readonly Section[]): Section => ({
  parameters: {
    basics,
    steps: [],
    outputs: { location: '[location()]', ...Object.fromEntries(basics.map(({ name }) => [String(name), `[basics('${name}')]`])) },
  },
});
export const smallUi: Section = {
  $schema: 'https://schema.management.azure.com/schemas/0.1.2-preview/CreateUIDefinition.MultiVm.json#',
  handler: 'Microsoft.Azure.CreateUIDef',
  version: '0.1.2-preview',
  parameters: { basics: [], steps: [], outputs: { location: '[location()]' } },
};

const resource = (more: Section): Vector => ({
  template: { resources: [{ type: 'Microsoft.Network/virtualNetworks', apiVersion: '2025-01-01', name: 'net', ...more }] },
});
const parameter = (name: string, more: Section): Vector => ({ template: { parameters: { [name]: more } } });
const output = (name: string, value: string): Vector => ({
  template: { parameters: { key: { type: 'secureString' } }, outputs: { [name]: { type: 'string', value } } },
});
const variable = (value: string): Vector => ({ template: { variables: { one: value } } });
const inner = (more: Section, scope: string | undefined, template: Section): Section => ({
  type: 'Microsoft.Resources/deployments',
  apiVersion: '2025-04-01',
  name: 'inner',
  properties: { mode: 'Incremental', ...(scope ? { expressionEvaluationOptions: { scope } } : {}), ...more, template },
});
const secret = (scope: string | undefined): Vector => ({
  template: {
    parameters: { key: { type: 'securestring' } },
    resources: [inner({}, scope, { outputs: { a: { value: "[parameters('key')]" } } })],
  },
});
const ui = (more: Section): Vector => ({ ui: more });
const password = (more: Section, type = 'secureString'): Vector => ({
  ui: page({ name: 'word', type: 'Microsoft.Common.PasswordBox', toolTip: 'A word.', ...more }),
  template: { parameters: { word: { type } } },
});
const textBox = (constraints: Section): Vector => ui(page({ ...box, constraints }));
const given = (from: string, to: string): Vector => ({
  template: {
    parameters: { names: { type: from } },
    resources: [inner({ parameters: { given: { value: "[parameters('names')]" } } }, 'inner', { parameters: { given: { type: to } } })],
  },
});
const choice = (...allowedValues: readonly Section[]): Section =>
  page({ name: 'size', type: 'Microsoft.Common.DropDown', toolTip: 'How large.', constraints: { allowedValues } });
const combo = (outputs: Section): Vector =>
  ui({ parameters: { basics: [{ name: 'net', type: 'Microsoft.Network.VirtualNetworkCombo', toolTip: 'Where.' }], steps: [], outputs } });
const artifacts = (location: Section, token: Section | undefined): Vector => ({
  template: { parameters: { _artifactsLocation: location, ...(token ? { _artifactsLocationSasToken: token } : {}) } },
});
const beside = { type: 'string', defaultValue: '[deployment().properties.templateLink.uri]' };

/** Our own examples for each rule that was ported: what it passes, and what it must find. */
export const vectors: Readonly<Record<string, Vectors>> = {
  'JSONFiles-Should-Be-Valid': { good: [{}], bad: [] },
  'DependsOn-Best-Practices': {
    good: [
      resource({ dependsOn: ["[resourceId('Microsoft.Network/natGateways', 'way')]", 'net'] }),
      resource({ dependsOn: ["[concat('a', copyIndex())]"] }),
    ],
    bad: [resource({ dependsOn: ["[concat('a', 'b')]"] }), resource({ dependsOn: ["[if(equals('a', 'b'), 'a', 'b')]"] })],
  },
  'Deployment-Resources-Must-Not-Be-Debug': {
    good: [resource({}), resource({ properties: { debugSetting: { detailLevel: 'None' } } })],
    bad: [resource({ properties: { debugSetting: { detailLevel: 'requestContent' } } })],
  },
  'DeploymentTemplate-Must-Not-Contain-Hardcoded-Uri': {
    good: [
      variable('[environment().suffixes.storage]'),
      variable('https://schema.management.azure.com/schemas/x.json'),
      parameter('p', { type: 'string', defaultValue: 'https://management.azure.com/' }),
    ],
    bad: [
      variable('https://management.azure.com/'),
      variable("[concat('a.blob.core.windows.net', 'x')]"),
      resource({ properties: { host: 'Login.MicrosoftOnline.com' } }),
    ],
  },
  'DeploymentTemplate-Schema-Is-Correct': {
    good: [{}],
    bad: [
      { template: { $schema: 'https://schema.management.azure.com/schemas/2014-04-01-preview/deploymentTemplate.json#' } },
      { template: { $schema: 'http://example.org' } },
    ],
  },
  'Dynamic-Variable-References-Should-Not-Use-Concat': {
    good: [variable("[variables('sizes')[parameters('size')]]")],
    bad: [variable("[variables(concat('size', parameters('size')))]")],
  },
  'IDs-Should-Be-Derived-From-ResourceIDs': {
    good: [
      resource({ properties: { subnet: { id: "[resourceId('a/b', 'c')]" }, tenantId: 'x' } }),
      resource({ properties: { id: "[variables('net')]" } }),
    ],
    bad: [
      resource({ properties: { subnet: { id: '/subscriptions/x' } } }),
      resource({ properties: { subnetId: "[concat('/subscriptions/', 'x')]" } }),
    ],
  },
  'Location-Should-Not-Be-Hardcoded': {
    good: [{}, { template: { parameters: { location: { type: 'string' } } }, nested: true }],
    bad: [
      parameter('location', { type: 'string', defaultValue: 'westeurope' }),
      parameter('location', { type: 'object' }),
      resource({ location: '[resourceGroup().location]' }),
      { ...parameter('location', { type: 'string', defaultValue: '[resourceGroup().location]' }), nested: true },
    ],
  },
  'Resources-Should-Have-Location': {
    good: [resource({ location: 'global' }), resource({ location: "[parameters('location')]" })],
    bad: [resource({ location: 'westeurope' })],
  },
  'ManagedIdentityExtension-must-not-be-used': {
    good: [resource({})],
    bad: [resource({ properties: { type: 'ManagedIdentityExtensionForLinux' } })],
  },
  'Min-And-Max-Value-Are-Numbers': {
    good: [parameter('n', { type: 'int', minValue: 1, maxValue: 3 })],
    bad: [parameter('n', { type: 'int', minValue: '1', maxValue: 3 }), parameter('n', { type: 'int', maxValue: 3 })],
  },
  'Outputs-Must-Not-Contain-Secrets': {
    good: [output('id', "[resourceId('a/b', 'c')]"), output('text', 'listKeys() in plain words')],
    bad: [
      output('key', "[listKeys(resourceId('a/b', 'c'), '2025-01-01').keys[0].value]"),
      output('it', "[parameters('key')]"),
      output('adminPassword', "[variables('x')]"),
    ],
  },
  'Parameter-Types-Should-Be-Consistent': { good: [given('array', 'Array')], bad: [given('array', 'string')] },
  'Parameters-Must-Be-Referenced': {
    good: [{}],
    bad: [
      parameter('idle', { type: 'string' }),
      { template: { parameters: { idle: { type: 'string' } }, variables: { text: "parameters('idle')" } } },
    ],
  },
  'Variables-Must-Be-Referenced': {
    good: [{ template: { variables: { one: 'a', two: "[variables('one')]" }, outputs: { a: { value: "[variables('two')]" } } } }],
    bad: [variable('a')],
  },
  'Password-params-must-be-secure': {
    good: [
      parameter('password', { type: 'secureString' }),
      parameter('secretName', { type: 'string' }),
      parameter('hasPassword', { type: 'bool' }),
    ],
    bad: [
      parameter('adminPassword', { type: 'string' }),
      parameter('storageAccountKey', { type: 'string' }),
      parameter('clientSecret', { type: 'string' }),
    ],
  },
  'ResourceIds-should-not-contain': {
    good: [variable("[resourceId(parameters('group'), 'a/b', concat('c', 'd'))]"), variable("[reference(resourceId('a/b', 'c'))]")],
    bad: [
      variable("[resourceId(resourceGroup().name, 'a/b', 'c')]"),
      variable("[resourceId(concat('a', '/b'), 'c')]"),
      variable("[subscriptionResourceId(subscription().subscriptionId, 'a/b', 'c')]"),
      variable("[reference(concat('a', 'b'))]"),
      variable("[listKeys(format('a'), '2025-01-01')]"),
    ],
  },
  'Secure-Params-In-Nested-Deployments': {
    good: [secret('inner')],
    bad: [
      secret('outer'),
      secret(undefined),
      { template: { resources: [inner({}, undefined, { outputs: { a: { value: "[listKeys('a', '2025-01-01')]" } } })] } },
    ],
  },
  'Secure-String-Parameters-Cannot-Have-Default': {
    good: [parameter('k', { type: 'secureString' }), parameter('k', { type: 'secureString', defaultValue: '[newGuid()]' })],
    bad: [parameter('k', { type: 'SecureString', defaultValue: 'a word' })],
  },
  'Template-Should-Not-Contain-Blanks': {
    good: [
      parameter('p', { type: 'string', defaultValue: '' }),
      resource({ identity: { userAssignedIdentities: { "[parameters('id')]": {} } } }),
    ],
    bad: [resource({ tags: {} }), resource({ zones: [] }), resource({ properties: { notes: '' } }), resource({ sku: null })],
  },
  'URIs-Should-Be-Properly-Constructed': {
    good: [resource({ properties: { uri: "[uri('a', 'b')]" } })],
    bad: [resource({ properties: { blobUri: "[concat('a', 'b')]" } }), resource({ properties: { url: "[format('{0}', 'b')]" } })],
  },
  'adminPassword-Should-Not-Be-A-Literal': {
    good: [resource({ properties: { adminPassword: "[parameters('p')]" } })],
    bad: [resource({ properties: { adminPassword: 'a word' } }), resource({ properties: { administratorLoginPassword: 'a word' } })],
  },
  'adminUsername-Should-Not-Be-A-Literal': {
    good: [resource({ properties: { adminUsername: "[parameters('p')]" } })],
    bad: [resource({ properties: { administratorLogin: 'root' } })],
  },
  'apiVersions-Should-Be-Recent': {
    good: [{}, resource({ type: 'Microsoft.Authorization/locks', apiVersion: '2020-05-01' })],
    bad: [
      resource({ apiVersion: '2021-02-01' }),
      resource({ apiVersion: '2026-01-01-preview' }),
      resource({ apiVersion: "[variables('v')]" }),
    ],
  },
  'apiVersions-Should-Be-Recent-In-Reference-Functions': {
    good: [variable("[reference(resourceId('Microsoft.Network/publicIPAddresses', 'a'), '2025-01-01').ipAddress]")],
    bad: [variable("[reference(resourceId('Microsoft.Network/publicIPAddresses', 'a'), '2019-01-01').ipAddress]")],
  },
  'artifacts-parameter': {
    good: [{}, artifacts(beside, { type: 'secureString', defaultValue: '' })],
    bad: [
      artifacts(beside, undefined),
      artifacts(beside, { type: 'string' }),
      artifacts({ type: 'string', defaultValue: 'https://example.org' }, { type: 'secureString' }),
      { ...artifacts(beside, { type: 'secureString' }), nested: true },
    ],
  },
  'providers_apiVersions-Is-Not-Permitted': {
    good: [{}],
    bad: [variable("[providers('Microsoft.Storage', 'storageAccounts').apiVersions[0]]")],
  },
  'Allowed-Values-Should-Actually-Be-Allowed': {
    good: [{ ui: choice({ label: 'S', value: 's' }), template: { parameters: { size: { type: 'string', allowedValues: ['s', 'm'] } } } }],
    bad: [
      {
        ui: choice({ label: 'S', value: 's' }, { label: 'L', value: 'l' }),
        template: { parameters: { size: { type: 'string', allowedValues: ['s', 'm'] } } },
      },
      { ui: { parameters: { ...(choice({ label: 'S', value: 's' }).parameters as Section), outputs: {} } } },
    ],
  },
  'Controls-In-Outputs-Must-Exist': {
    good: [ui(page(box))],
    bad: [
      ui({ parameters: { basics: [], steps: [], outputs: { who: "[basics('who')]" } } }),
      ui({ parameters: { basics: [], steps: [{ name: 'one', elements: [box] }], outputs: { who: "[steps('one').whom]" } } }),
    ],
  },
  'CreateUIDefinition-Must-Not-Have-Blanks': {
    good: [ui(page({ ...box, defaultValue: '' }))],
    bad: [ui(page({ ...box, label: '' })), ui(page({ ...box, options: {} }))],
  },
  'CreateUIDefinition-Should-Have-Schema': { good: [{}], bad: [ui({ $schema: 'http://example.org' }), ui({ version: '0.1.1-preview' })] },
  'Credential-Confirmation-Should-Not-Be-Hidden': {
    good: [password({ options: { hideConfirmation: false } })],
    bad: [password({ options: { hideConfirmation: true } })],
  },
  'Handler-Must-Be-Correct': { good: [{}, ui({ handler: 'Microsoft.Compute.MultiVm' })], bad: [ui({ handler: 'Microsoft.Azure.Other' })] },
  'HideExisting-Must-Be-Correctly-Handled': {
    good: [combo({ group: "[basics('net').resourceGroup]", how: "[basics('net').newOrExisting]" })],
    bad: [combo({ group: "[basics('net').resourceGroup]" }), combo({ how: "[basics('net').newOrExisting]" })],
  },
  'Location-Should-Be-In-Outputs': {
    good: [{}],
    bad: [ui({ parameters: { outputs: {} } }), ui({ parameters: { outputs: { location: "[basics('where')]" } } })],
  },
  'Outputs-Must-Be-Present-In-Template-Parameters': {
    good: [{ ui: page(box), template: { parameters: { who: { type: 'string' }, location: { type: 'string' } } } }],
    bad: [ui(page(box))],
  },
  'Parameters-Without-Default-Must-Exist-In-CreateUIDefinition': {
    good: [{}, parameter('p', { type: 'string', defaultValue: '' })],
    bad: [parameter('p', { type: 'string' })],
  },
  'Password-Textboxes-Must-Be-Used-For-Password-Parameters': { good: [password({})], bad: [password({}, 'string')] },
  'PasswordBoxes-Must-Have-Min-Length': {
    good: [password({ constraints: { regex: '^.{12,70}$' } }), password({ constraints: { required: true } })],
    bad: [password({}), password({ constraints: { regex: '^.{8,70}$' } })],
  },
  'Textboxes-Are-Well-Formed': {
    good: [ui(page(box)), textBox({ regex: '^.{1,5}$', validationMessage: 'short' })],
    bad: [
      textBox({}),
      textBox({ regex: '^.{1,5}$' }),
      textBox({ validations: [{ regex: '^[a-z+$', message: 'letters' }] }),
      textBox({ validations: [{ regex: '^[a-z]+$', message: 'letters' }] }),
    ],
  },
  'Tooltips-Should-Be-Present': {
    good: [ui(page(box, { name: 'note', type: 'Microsoft.Common.InfoBox' }))],
    bad: [ui(page({ ...box, toolTip: '' }))],
  },
  'Usernames-Should-Not-Have-A-Default': {
    good: [ui(page({ name: 'user', type: 'Microsoft.Compute.UserNameTextBox' }))],
    bad: [ui(page({ name: 'user', type: 'Microsoft.Compute.UserNameTextBox', defaultValue: 'root' }))],
  },
  'Validations-Must-Have-Message': { good: [ui(page(box))], bad: [textBox({ validations: [{ regex: '^.{1,3}$' }] })] },
};
