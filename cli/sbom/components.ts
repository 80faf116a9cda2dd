import { chartLicences, imageLicence, providerLicence } from '../../config/releases/licences';
import { lockedChart } from '../../config/releases/lock';
import { archiveAddress } from '../../config/releases/test-collections';
import { parseImage } from '../images/reference';
import type { UsedProvider } from '../mirror/providers';
import { type Component, licences, sha256Of } from './cyclonedx';
import type { Digests } from './digests';
import { imagePackageUrl, packageUrl, providerPackageUrl } from './package-url';

/** A chart, with the digest of the lock. */
export function chartComponent({ name, version }: { readonly name: string; readonly version: string }): Component {
  const locked = lockedChart(name, version);
  const purl = packageUrl('helm', [name], version, { repository_url: locked?.repository });
  return {
    type: 'application',
    'bom-ref': purl,
    name,
    version,
    description: 'Helm chart',
    ...sha256Of(locked?.digest),
    ...licences(chartLicences[name]),
    purl,
    ...(locked ? { externalReferences: [{ type: 'distribution', url: locked.repository }] } : {}),
  };
}

/** An image; its hash is that of its manifest, or of its list of platforms. */
export function imageComponent(image: string, digests: Digests): Component {
  const named = parseImage(image);
  if (!named) throw new Error(`${image} is no image`);
  const digest = named.digest ?? digests.get(image);
  const purl = imagePackageUrl({ ...named, ...(digest ? { digest } : {}) });
  return {
    type: 'container',
    'bom-ref': purl,
    name: `${named.registry}/${named.repository}`,
    ...(named.tag || digest ? { version: named.tag ?? digest } : {}),
    ...sha256Of(digest),
    ...licences(imageLicence(named.repository, named.tag)),
    purl,
  };
}

export function providerComponent({ source, version }: UsedProvider): Component {
  const purl = providerPackageUrl(source, version);
  const name = source.includes('/') ? source : `hashicorp/${source}`;
  return { type: 'application', 'bom-ref': purl, name, version, description: 'Terraform provider', ...licences(providerLicence), purl };
}

/** The test cases of a release, which the golden path runs. */
export function collectionComponent(tag: string): Component {
  const purl = packageUrl('github', ['mojaloop', 'testing-toolkit-test-cases'], tag);
  return {
    type: 'data',
    'bom-ref': purl,
    name: 'testing-toolkit-test-cases',
    version: tag,
    description: 'test collections',
    ...licences('Apache-2.0'),
    purl,
    externalReferences: [{ type: 'distribution', url: archiveAddress(tag) }],
  };
}
