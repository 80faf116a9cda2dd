import { releaseVersions } from '../../releases/versions';
import { azureRegions } from '../azure-regions';
import { type ArmValue, call, expression, param, type Term, text, variable } from './arm';
import type { Question } from './question';
import { questions } from './questions';

/** Containers of the storage account that the template makes: Terraform's states, and the workbench files with their reports. */
export const containers = { states: 'states', files: 'workbench' } as const;

interface Tree {
  readonly [key: string]: ArmValue;
}

const isTree = (value: ArmValue | undefined): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

function put(tree: Tree, [key = '', ...rest]: readonly string[], value: ArmValue): Tree {
  if (rest.length === 0) return { ...tree, [key]: value };
  const below = tree[key];
  return { ...tree, [key]: put(isTree(below) ? below : {}, rest, value) };
}

/** A list that was written with commas between, as an array. */
const split = (term: Term): Term => call('split', call('replace', term, text(' '), text('')), text(','));

const termOf = ({ id, asked }: Question): Term => (asked === 'list' ? split(param(id)) : param(id));

/** `createObject('hub', createObject('size', …))`. */
const nestedObject = ([key = '', ...rest]: readonly string[], value: Term): Term =>
  call('createObject', text(key), rest.length === 0 ? value : nestedObject(rest, value));

const unlessEmpty = (question: Question): Term =>
  call('if', call('empty', param(question.id)), call('createObject'), nestedObject(question.path, termOf(question)));

const mayBeEmpty = ({ optional, onlyWhen }: Question) => optional === true || onlyWhen !== undefined;

/** Settings that nobody is asked for: what the deployment itself knows. */
const known: readonly (readonly [path: readonly string[], value: ArmValue])[] = [
  [['platform', 'provider'], 'azure'],
  [['platform', 'region'], expression(param('location'))],
  [['platform', 'account'], '[subscription().subscriptionId]'],
  [['platform', 'directory'], '[subscription().tenantId]'],
  [['state', 'backend'], 'azurerm'],
  [['state', 'account'], expression(variable('stateAccount'))],
  [['state', 'bucket'], containers.states],
  [['state', 'resourceGroup'], '[resourceGroup().name]'],
  [['hub', 'release'], releaseVersions.at(-1) ?? ''],
];

/** Regions that a production hub can be in: with zones, and open to everybody. */
export const offeredRegions: readonly string[] = Object.entries(azureRegions)
  .filter(([, { zones, restricted, apiServerApart }]) => zones && !restricted && !apiServerApart)
  .map(([name]) => name);

/** Values of the question where data may be; a setting of the file only when it has to stay. */
export const residencies = {
  anywhere: 'Backups may be copied to the paired region',
  country: 'Nothing leaves the country of the region',
} as const;

const countryOf = (region: string) => azureRegions[region]?.country ?? '';
const unpaired = offeredRegions.filter((region) => azureRegions[region]?.pair === undefined);

/** Data stays in the country where that was asked for, and where the region has no other one to copy backups to. */
const residency = (): Term => {
  const location = param('location');
  const stays = call('or', call('equals', param('residency'), text('country')), call('contains', variable('unpairedRegions'), location));
  const section = call(
    'createObject',
    ...[text('country'), `${variable('countries')}[${location}]`, text('allowedRegions'), call('createArray', location)],
  );
  return call(
    'if',
    call('and', call('contains', variable('countries'), location), stays),
    call('createObject', text('residency'), section),
    call('createObject'),
  );
};

/**
 * Variables of the template that make the workbench file out of the answers. Workbench files may be JSON, so what the resource manager builds is the file
 * itself; nothing in it is secret.
 */
export function workbenchVariables(): Readonly<Record<string, ArmValue>> {
  const answered = questions
    .filter((question) => !mayBeEmpty(question))
    .map((question) => [question.path, expression(termOf(question))] as const);
  const always = [...known, ...answered].reduce<Tree>((tree, [path, value]) => put(tree, path, value), {});
  const optional = questions.filter(mayBeEmpty).map((question) => [`${question.id}Setting`, expression(unlessEmpty(question))] as const);
  const more = [...optional, ['residencySetting', expression(residency())] as const];
  return {
    countries: Object.fromEntries(offeredRegions.map((region) => [region, countryOf(region)])),
    unpairedRegions: unpaired,
    alwaysSet: always,
    ...Object.fromEntries(more),
    workbench: expression(call('union', variable('alwaysSet'), ...more.map(([name]) => variable(name)))),
  };
}

/** The file with who may reach the Kubernetes API: the container that deploys, and operators. The address of the container is known only once it is made. */
export const workbenchWithAddress = (address: Term): Term => {
  const operators = call('if', call('empty', param('operatorAddresses')), call('createArray'), split(param('operatorAddresses')));
  const addresses = call('concat', call('createArray', call('concat', address, text('/32'))), operators);
  const api = call('createObject', text('public'), call('true'), text('allowedAddresses'), addresses);
  return call('union', variable('workbench'), nestedObject(['cluster', 'api'], api));
};
