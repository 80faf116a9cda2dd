import { createHash } from 'node:crypto';
import { iconSizes, iconSvg } from '../../config/model/marketplace/icon';
import { descriptionHtml, offerJson, plansJson } from '../../config/model/marketplace/listing';
import { contentVersion, mainTemplate, type PackageInput } from '../../config/model/marketplace/main-template';
import { rightsTemplate } from '../../config/model/marketplace/nested-rights';
import type { Offer } from '../../config/model/marketplace/offer-schema';
import { type PlanKind, planKindNames, planKinds } from '../../config/model/marketplace/plan-kinds';
import { uiDefinition } from '../../config/model/marketplace/ui-definition';
import { viewDefinition } from '../../config/model/marketplace/view-definition';
import { iconPng } from './png';
import { provenance } from './provenance';
import { zipOf } from './zip';

/** Says that a folder was written by `workbench package`. */
export const packageMarker = '.workbench-package';
type Content = string | Uint8Array;

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** What is in the zip of a plan, by the names that Marketplace wants. */
export const planFiles = (kind: PlanKind, input: PackageInput): ReadonlyMap<string, string> =>
  new Map([
    ['mainTemplate.json', json(mainTemplate(kind, input))],
    ['createUiDefinition.json', json(uiDefinition(kind))],
    ...(planKinds[kind].viewDefinition ? [['viewDefinition.json', json(viewDefinition())] as const] : []),
  ]);

/** `mojaloop-hub-solution-template-0.1.0.zip`. */
export const archiveName = (offer: string, kind: PlanKind, version: string) => `${offer}-${kind}-${version}.zip`;

/**
 * Every file of an offer at Azure Marketplace: a zip a plan, the same unpacked for whoever reviews it, the texts and pictures of the listing, and what the
 * publisher hands to customers. The same input gives the same bytes.
 * @param commit revision of the workbench, for the provenance
 */
export function packageFiles(offer: Offer, input: PackageInput, commit?: string): ReadonlyMap<string, Content> {
  const { version } = input;
  const plans = planKindNames.map((kind) => ({ kind, archive: archiveName(offer.offer, kind, version), files: planFiles(kind, input) }));
  const files = new Map<string, Content>([
    ...plans.map(({ archive, files }): [string, Content] => [archive, zipOf(files)]),
    ...plans.flatMap(({ kind, files }) => [...files].map(([name, text]): [string, Content] => [`plans/${kind}/${name}`, text])),
    ['customer/deployer-rights.json', json(rightsTemplate(contentVersion(version)))],
    ['listing/offer.json', json(offerJson(offer, version))],
    ['listing/plans.json', json(plansJson(version, (kind) => archiveName(offer.offer, kind, version)))],
    ['listing/description.html', descriptionHtml()],
    ['listing/icons/icon.svg', iconSvg()],
    ...Object.entries(iconSizes).map(([name, size]): [string, Content] => [`listing/icons/${name}.png`, iconPng(size)]),
  ]);
  const archives = plans.map(({ archive }) => ({ name: archive, content: files.get(archive) ?? '' }));
  files.set('provenance.intoto.json', provenance(archives, offer, input, commit));
  const sums = [...files].map(([name, content]) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`);
  return files.set('checksums.sha256', sums.join(''));
}
