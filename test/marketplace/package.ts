import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planFiles } from '../../cli/package/package-files';
import { checkConfig } from '../../config/check';
import { readWorkbench } from '../../config/load';
import type { ArmTemplate } from '../../config/model/marketplace/arm';
import type { PlanKind } from '../../config/model/marketplace/plan-kinds';
import { formatProblem, type Problem } from '../../config/problems';
import { root } from '../command-line';
import type { Value } from './expression';
import { type Answers, type Definition, outputsOf, pagesOf, proposedOf } from './portal';
import { type Deployed, deployed, type Place } from './resource-manager';

/** An offer as a publisher writes it; the image is none that exists. */
export const offer = {
  publisher: 'example',
  offer: 'mojaloop-hub',
  image: `registry.example.org/workbench@sha256:${'ab'.repeat(32)}`,
  privacy: 'https://example.org/privacy',
  licence: 'https://example.org/terms',
  support: 'https://example.org/help',
  contacts: {
    support: { name: 'Help desk', email: 'help@example.org', phone: '+1 555 0100' },
    engineering: { name: 'Engineers', email: 'engineers@example.org', phone: '+1 555 0101' },
  },
} as const;

export const script = readFileSync(join(root, 'cli/package/deploy.sh'), 'utf8');
export const input = { version: '1.2.3', image: offer.image, script };

const read = new Map<string, unknown>();
/** A file of a plan, as it lies in its zip. */
export function fileOf<File>(kind: PlanKind, name: string): File {
  const key = `${kind}/${name}`;
  if (!read.has(key)) for (const [file, text] of planFiles(kind, input)) read.set(`${kind}/${file}`, JSON.parse(text));
  return read.get(key) as File;
}
export const templateOf = (kind: PlanKind) => fileOf<ArmTemplate>(kind, 'mainTemplate.json');
export const definitionOf = (kind: PlanKind) => fileOf<Definition>(kind, 'createUiDefinition.json');

export const place: Place = {
  subscription: '00000000-0000-4000-8000-000000000000',
  tenant: '00000000-0000-4000-8000-000000000001',
  group: 'hub-deployment',
  region: 'southafricanorth',
};
export const existingIdentity = `/subscriptions/${place.subscription}/resourceGroups/identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/deployer`;
/** What the cloud says of what was just made, or was there. */
export const answersOfCloud = (id: string): Value => {
  if (id.includes('/userassignedidentities/'))
    return { principalId: '00000000-0000-4000-8000-00000000000a', clientId: '00000000-0000-4000-8000-00000000000b' };
  if (id.includes('/publicipaddresses/')) return { ipAddress: '198.51.100.77' };
  return id.includes('/microsoft.') ? {} : undefined;
};

export const newNetwork = {
  name: 'mojaloop-deployer',
  newOrExisting: 'new',
  resourceGroup: place.group,
  addressPrefix: '10.0.0.0/26',
  subnets: { deployer: { name: 'deployer', addressPrefix: '10.0.0.0/28' } },
};
export const existingNetwork = {
  name: 'hub-and-spoke',
  newOrExisting: 'existing',
  resourceGroup: 'networks',
  subnets: { deployer: { name: 'containers' } },
};

/** Everything that has no default. */
const entered = { environment: 'live', tenant: 'switch', domain: 'switch.example.org' };

/** Answers of a person who leaves what is proposed, but for these: by the name of the control. */
export function answersWith(kind: PlanKind, changed: Readonly<Record<string, Value>> = {}): Answers {
  const given: Readonly<Record<string, Value>> = {
    ...entered,
    deployerNetwork: newNetwork,
    ...(kind === 'managed-application' ? { identity: { id: existingIdentity } } : {}),
    ...changed,
  };
  const { location = place.region, ...controls } = given;
  const pages = pagesOf(definitionOf(kind)).map(({ name, elements }) => [
    name,
    Object.fromEntries(elements.map((element) => [element.name, element.name in controls ? controls[element.name] : proposedOf(element)])),
  ]);
  return { location: String(location), pages: Object.fromEntries(pages) };
}

export const deploy = (kind: PlanKind, answers: Answers): Deployed =>
  deployed(templateOf(kind), outputsOf(definitionOf(kind), answers), { ...place, region: answers.location }, answersOfCloud);

/** The workbench file that the container finds. */
export function workbenchOf({ resources }: Deployed): string {
  const job = resources.find(({ type }) => type === 'Microsoft.ContainerInstance/containerGroups');
  if (!job) throw new Error('nothing deploys the hub');
  const { volumes } = job.properties as { readonly volumes: readonly [{ readonly secret: Readonly<Record<string, string>> }] };
  return Buffer.from(volumes[0].secret['environment.json'] ?? '', 'base64').toString();
}

/** What `check` says of a workbench file. */
export function checked(text: string): { readonly errors: readonly string[]; readonly warnings: readonly string[] } {
  const { config, positions, problems } = readWorkbench(text, 'environment.json');
  const all: readonly Problem[] = [...problems, ...(config ? checkConfig(config, positions) : [])];
  const of = (wanted: Problem['severity']) => all.filter(({ severity }) => severity === wanted).map(formatProblem);
  return { errors: of('error'), warnings: of('warning') };
}
