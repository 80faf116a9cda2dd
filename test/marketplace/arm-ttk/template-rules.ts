import { apiVersionsAsOf, newestThoughOld, templateSchemas } from '../../../config/model/marketplace/arm';
import { isExpression } from '../expression';
import type { Rule, Subject } from './rule';
import { allCalls, type Call, isSection, list, namesOf, placesOf, type Section, section } from './tree';

const resourcesOf = ({ template }: Subject) => list(template.resources).map(section);
const parametersOf = ({ template }: Subject) =>
  Object.entries(section(template.parameters)).map(([name, value]) => ({ name, ...section(value) }) as Section & { name: string });
const outputsOf = ({ template }: Subject) => Object.entries(section(template.outputs));
const isSecure = (type: unknown) => /^secure(string|object)$/i.test(String(type));
const isList = ({ name }: Call) => /^list\w*$/i.test(name);
type Argument = Call['args'][number];
/** The function that an argument begins with: `resourceGroup().name` with `resourceGroup`. */
const beginsWith = (argument: Argument | undefined): string | undefined =>
  argument?.kind === 'member' ? beginsWith(argument.of) : argument?.kind === 'call' ? argument.name : undefined;
const firstCall = ({ args: [first] }: Call) => beginsWith(first);
const outermost = (text: unknown) => (isExpression(text) ? /^\[\s*(\w+)\s*\(/.exec(String(text))?.[1] : undefined);

/** Hosts that differ from one cloud of Azure to another: `environment()` knows them. */
const hosts =
  /management\.core\.windows\.net|gallery\.azure\.com|management\.azure\.com|database\.windows\.net|core\.windows\.net|login\.microsoftonline\.com|graph\.windows\.net|vault\.azure\.net|datalake\.azure\.net|azuredatalake(store|analytics)\.net|api\.loganalytics\.io|asazure\.windows\.net/i;

/** Sections that say something by being empty. Keys of identities are expressions, and always lead to nothing. */
const mayBeEmpty = new Set([
  'resources',
  'outputs',
  'variables',
  'parameters',
  'functions',
  'properties',
  'template',
  'defaultValue',
  'accessPolicies',
  'value',
  'inputs',
  'clientId',
]);
const isBlank = (value: unknown) =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0) || (isSection(value) && Object.keys(value).length === 0);

/** Ends of names that are no ids of resources. */
const noIds = /(appId|clientId|objectId|subscriptionId|tenantId|principalId|roleDefinitionId|groupId|userAssignedIdentityResourceId)$/;
const idFunctions = [
  'extensionResourceId',
  'resourceId',
  'subscriptionResourceId',
  'tenantResourceId',
  'if',
  'parameters',
  'reference',
  'variables',
  'subscription',
  'guid',
];

const ageInDays = (version: string) => (Date.parse(apiVersionsAsOf) - Date.parse(version.slice(0, 10))) / 86_400_000;
const tooOld = (type: string, version: string) => ageInDays(version) > 730 && !(newestThoughOld as readonly string[]).includes(type);

function locationFaults({ template, isMain }: Subject): string[] {
  const declared = section(section(template.parameters).location);
  const { defaultValue } = declared;
  const proper = ['[resourceGroup().location]', '[deployment().location]', 'global'];
  const elsewhere = placesOf({ ...template, parameters: {} }).filter(({ value }) =>
    /(resourceGroup|deployment)\(\)\.location/.test(String(isExpression(value) ? value : '')),
  );
  return [
    ...(declared.type !== undefined && declared.type !== 'string' ? ['the parameter location is no string'] : []),
    ...(isMain && defaultValue !== undefined && !proper.includes(String(defaultValue)) ? [`location is proposed as ${defaultValue}`] : []),
    ...(!isMain && defaultValue !== undefined ? ['location of a nested template has a default'] : []),
    ...elsewhere.map(({ path }) => `${path.join('.')} does not use the parameter location`),
  ];
}

/** The type in `resourceId('…', …)`; nothing where an expression says it. */
const typeIn = (argument: Argument | undefined): string =>
  (argument?.kind === 'call' ? argument.args : []).flatMap((arg) =>
    arg.kind === 'literal' && String(arg.value).includes('/') ? [String(arg.value)] : [],
  )[0] ?? '';

const referenceVersions = ({ template }: Subject) =>
  allCalls(template)
    .filter((call) => call.name === 'reference' || isList(call))
    .flatMap(({ args: [of, version], where }) =>
      version?.kind === 'literal' && tooOld(typeIn(of), String(version.value)) ? [`${where} asks with the version ${version.value}`] : [],
    );

const literal = (subject: Subject, keys: readonly string[]) =>
  placesOf({ resources: subject.template.resources, variables: subject.template.variables })
    .filter(({ key, value }) => keys.includes(key) && typeof value === 'string' && !isExpression(value))
    .map(({ path }) => `${path.join('.')} is a literal`);

/** Parameters that a nested template gets from one of the outer template, of another type. */
const inconsistent = ({ whole }: Subject) =>
  list(whole.resources)
    .map(section)
    .flatMap(({ properties }) => {
      const inner = section(section(section(properties).template).parameters);
      return Object.entries(section(section(properties).parameters)).flatMap(([name, given]) => {
        const [, outer] = /^\[parameters\('(\w+)'\)\]$/.exec(String(section(given).value)) ?? [];
        const [from, to] = [section(section(whole.parameters)[outer ?? '']).type, section(inner[name]).type];
        return outer !== undefined && String(from).toLowerCase() !== String(to).toLowerCase()
          ? [`${outer} is ${from}, and ${name} is ${to}`]
          : [];
      });
    });

/** Rules of templates, by their names at arm-ttk (github.com/Azure/arm-ttk, MIT). */
export const templateRules: Readonly<Record<string, Rule>> = {
  'JSONFiles-Should-Be-Valid': {
    about: 'template',
    check: ({ whole }) => (Object.keys(whole).length === 0 ? ['there is nothing in it'] : []),
  },
  'DependsOn-Best-Practices': {
    about: 'template',
    warns: true,
    check: (subject) =>
      resourcesOf(subject).flatMap(({ dependsOn }) =>
        list(dependsOn)
          .filter((text) => outermost(text) === 'if' || (outermost(text) === 'concat' && !String(text).includes('copyIndex(')))
          .map((text) => `depends on ${text}`),
      ),
  },
  'Deployment-Resources-Must-Not-Be-Debug': {
    about: 'template',
    check: (subject) =>
      resourcesOf(subject)
        .map(({ properties }) => section(section(properties).debugSetting).detailLevel)
        .filter((level) => level !== undefined && level !== 'None')
        .map((level) => `detail level ${level}`),
  },
  'DeploymentTemplate-Must-Not-Contain-Hardcoded-Uri': {
    about: 'template',
    check: ({ template }) =>
      placesOf({ ...template, parameters: {}, $schema: '' })
        .filter(({ value }) => typeof value === 'string' && hosts.test(value.replace(/https:\/\/schema\.management\.azure\.com/g, '')))
        .map(({ path }) => `${path.join('.')} names a host of one cloud`),
  },
  'DeploymentTemplate-Schema-Is-Correct': {
    about: 'template',
    warns: true,
    check: ({ template }) =>
      (Object.values(templateSchemas) as unknown[]).includes(template.$schema) ? [] : [`schema ${template.$schema}`],
  },
  'Dynamic-Variable-References-Should-Not-Use-Concat': {
    about: 'template',
    warns: true,
    check: ({ template }) =>
      allCalls(template)
        .filter((call) => call.name === 'variables' && firstCall(call) === 'concat')
        .map(({ where }) => where),
  },
  'IDs-Should-Be-Derived-From-ResourceIDs': {
    about: 'template',
    warns: true,
    check: (subject) =>
      placesOf(resourcesOf(subject))
        .filter(({ key, value, path }) => /id$/i.test(key) && !noIds.test(key) && typeof value === 'string' && !path.includes('tags'))
        .filter(({ value }) => !idFunctions.includes(outermost(value) ?? ''))
        .map(({ path, value }) => `${path.join('.')} is ${value}`),
  },
  'Location-Should-Not-Be-Hardcoded': { about: 'template', check: locationFaults },
  'Resources-Should-Have-Location': {
    about: 'template',
    check: (subject) =>
      resourcesOf(subject)
        .filter(({ location }) => location !== undefined && location !== 'global' && !isExpression(location))
        .map(({ name, location }) => `${name} is in ${location}`),
  },
  'ManagedIdentityExtension-must-not-be-used': {
    about: 'template',
    warns: true,
    check: ({ template }) =>
      JSON.stringify(template.resources ?? []).includes('ManagedIdentityExtension') ? ['the extension is retired'] : [],
  },
  'Min-And-Max-Value-Are-Numbers': {
    about: 'template',
    check: (subject) =>
      parametersOf(subject).flatMap(({ name, minValue, maxValue }) => [
        ...[minValue, maxValue]
          .filter((bound) => bound !== undefined && !Number.isInteger(bound))
          .map((bound) => `${name}: ${bound} is no whole number`),
        ...((minValue === undefined) !== (maxValue === undefined) ? [`${name} has one bound of two`] : []),
      ]),
  },
  'Outputs-Must-Not-Contain-Secrets': {
    about: 'template',
    check: (subject) => {
      const secure = new Set(
        parametersOf(subject)
          .filter(({ type }) => isSecure(type))
          .map(({ name }) => name),
      );
      return outputsOf(subject).flatMap(([name, output]) => [
        ...(/password/i.test(name) ? [`${name} sounds like a secret`] : []),
        ...allCalls(output)
          .filter(isList)
          .map((call) => `${name} calls ${call.name}`),
        ...[...namesOf(output, 'parameters')].filter((parameter) => secure.has(parameter)).map((parameter) => `${name} tells ${parameter}`),
      ]);
    },
  },
  'Parameter-Types-Should-Be-Consistent': { about: 'template', check: inconsistent },
  'Parameters-Must-Be-Referenced': {
    about: 'template',
    warns: true,
    check: (subject) => {
      const used = namesOf(subject.template, 'parameters');
      return parametersOf(subject)
        .filter(({ name }) => !name.startsWith('__') && !used.has(name))
        .map(({ name }) => `${name} is used nowhere`);
    },
  },
  'Variables-Must-Be-Referenced': {
    about: 'template',
    warns: true,
    check: ({ template }) => {
      const used = namesOf(template, 'variables');
      return Object.keys(section(template.variables))
        .filter((name) => !used.has(name))
        .map((name) => `${name} is used nowhere`);
    },
  },
  'Password-params-must-be-secure': {
    about: 'template',
    check: (subject) =>
      parametersOf(subject)
        .filter(({ name, type }) => /password|secret|accountkey/i.test(name) && !isSecure(type) && !/^bool$/i.test(String(type)))
        .filter(({ name }) => !(/secret/i.test(name) && /permission|version|url|uri|name/i.test(name)))
        .map(({ name, type }) => `${name} is a ${type}`),
  },
  'ResourceIds-should-not-contain': {
    about: 'template',
    warns: true,
    check: ({ template }) =>
      allCalls(template)
        .filter((call) => {
          const first = firstCall(call) ?? '';
          if (call.name === 'resourceId') return ['resourceGroup', 'subscription', 'concat', 'format'].includes(first);
          if (call.name === 'subscriptionResourceId') return ['subscription', 'concat', 'format'].includes(first);
          return (
            (['tenantResourceId', 'extensionResourceId', 'reference'].includes(call.name) || isList(call)) &&
            ['concat', 'format'].includes(first)
          );
        })
        .map(({ name, where }) => `${where}: ${name} puts its id together itself`),
  },
  'Secure-Params-In-Nested-Deployments': {
    about: 'template',
    check: (subject) => {
      const secure = new Set(
        parametersOf(subject)
          .filter(({ type }) => isSecure(type))
          .map(({ name }) => name),
      );
      return resourcesOf(subject)
        .map(({ properties }) => section(properties))
        .filter(
          ({ template, expressionEvaluationOptions }) => isSection(template) && section(expressionEvaluationOptions).scope !== 'inner',
        )
        .flatMap(({ template }) => [
          ...allCalls(template)
            .filter(isList)
            .map(({ name }) => `an outer scope calls ${name}`),
          ...[...namesOf(template, 'parameters')].filter((name) => secure.has(name)).map((name) => `an outer scope shows ${name}`),
        ]);
    },
  },
  'Secure-String-Parameters-Cannot-Have-Default': {
    about: 'template',
    check: (subject) =>
      parametersOf(subject)
        .filter(
          ({ type, defaultValue }) => /^securestring$/i.test(String(type)) && defaultValue && !/newGuid\(/i.test(String(defaultValue)),
        )
        .map(({ name }) => `${name} has a default`),
  },
  'Template-Should-Not-Contain-Blanks': {
    about: 'template',
    warns: true,
    check: ({ template }) =>
      placesOf(template)
        .filter(({ key, value }) => isBlank(value) && !mayBeEmpty.has(key) && !isExpression(key))
        .map(({ path }) => `${path.join('.')} is empty`),
  },
  'URIs-Should-Be-Properly-Constructed': {
    about: 'template',
    warns: true,
    check: ({ template }) =>
      placesOf(template)
        .filter(({ key, value }) => /ur[il]$/i.test(key) && ['concat', 'format'].includes(outermost(value) ?? ''))
        .map(({ path }) => `${path.join('.')} is put together by hand`),
  },
  'adminPassword-Should-Not-Be-A-Literal': {
    about: 'template',
    check: (subject) => literal(subject, ['adminPassword', 'administratorLoginPassword']),
  },
  'adminUsername-Should-Not-Be-A-Literal': {
    about: 'template',
    check: (subject) => literal(subject, ['adminUsername', 'administratorLogin']),
  },
  'apiVersions-Should-Be-Recent': {
    about: 'template',
    warns: true,
    check: (subject) =>
      resourcesOf(subject).flatMap(({ type, apiVersion }) => {
        if (!/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(String(apiVersion))) return [`${type}: ${apiVersion} is no date`];
        if (String(apiVersion).endsWith('preview')) return [`${type}: ${apiVersion} is a preview`];
        return tooOld(String(type), String(apiVersion)) ? [`${type}: ${apiVersion} is older than two years`] : [];
      }),
  },
  'apiVersions-Should-Be-Recent-In-Reference-Functions': { about: 'template', warns: true, check: referenceVersions },
  'artifacts-parameter': {
    about: 'template',
    check: ({ template, isMain }) => {
      const { _artifactsLocation: location, _artifactsLocationSasToken: token } = section(template.parameters);
      if (location === undefined) return [];
      const proposed = String(section(location).defaultValue ?? '');
      return [
        ...(isSection(token) && isSecure(token.type) ? [] : ['the token of the artifacts is missing, or not secure']),
        ...(isMain && !proposed.includes('deployment().properties.templateLink') ? ['artifacts are not beside the template'] : []),
        ...(!isMain && proposed !== '' ? ['a nested template has a place of its own for artifacts'] : []),
      ];
    },
  },
  'providers_apiVersions-Is-Not-Permitted': {
    about: 'template',
    warns: true,
    check: ({ template }) => (/providers\([^)]*\)\.apiVersions/.test(JSON.stringify(template)) ? ['asks for versions'] : []),
  },
};
