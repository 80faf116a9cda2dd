import { releaseVersions } from '../../releases/versions';
import type { Offer } from './offer-schema';
import { planKindNames, planKinds } from './plan-kinds';

/** Longest texts that Partner Center takes, in characters. Source: learn.microsoft.com, "Configure Azure application offer listing details". */
export const listingLimits = {
  name: 50,
  summary: 100,
  description: 5000,
  keyword: 3,
  planName: 50,
  planSummary: 100,
  planDescription: 2000,
} as const;

const name = 'Mojaloop hub';
const summary = 'A payment hub for instant, inclusive payments, deployed into your own subscription.';
const keywords = ['mojaloop', 'instant payments', 'financial inclusion'];

/** The page of the offer, in the few elements of HTML that Marketplace keeps. */
export function descriptionHtml(): string {
  return [
    '<p>Mojaloop is open-source software for a payment hub: banks, mobile-money operators and others send each other money in seconds, in one scheme with one set of rules.</p>',
    '<p>This offer deploys a complete hub into <strong>your own subscription</strong> with the Mojaloop Workbench:</p>',
    '<ul>',
    '<li>Azure Kubernetes Service over three zones, with private stores, network policies and keys of your own</li>',
    '<li>MySQL Flexible Server or MySQL in the cluster; Event Hubs or Kafka in the cluster</li>',
    '<li>gateway with mutual TLS, identity provider, Vault with its own authority, connection manager</li>',
    `<li>Mojaloop ${releaseVersions.at(-1)} with its testing toolkit</li>`,
    '</ul>',
    '<p>You answer a few questions; a container in your subscription does the rest with a managed identity that you control. Every setting stays in one file that belongs to you, and can be changed and deployed again at any time.</p>',
    '<p>The offer is free. You pay for the Azure services that the hub uses; the portal tells an estimate for each size.</p>',
    '',
  ].join('\n');
}

/** offer.json: every field of Partner Center, to be filled in by hand or by its interface. */
export function offerJson(
  { publisher, offer, privacy, licence, support, contacts }: Offer,
  version: string,
): Readonly<Record<string, unknown>> {
  return {
    publisher,
    offer,
    type: 'azure-application',
    version,
    name,
    searchSummary: summary,
    summary,
    description: 'description.html',
    keywords,
    categories: ['it-and-management-tools', 'finance'],
    links: { privacy, licence, support },
    contacts,
    icons: { small: 'icons/small-48.png', medium: 'icons/medium-90.png', large: 'icons/large-216.png', source: 'icons/icon.svg' },
    billing: 'free',
  };
}

/** plans.json: one plan of each kind. Free: nothing is metered, and no price is set. */
export function plansJson(
  version: string,
  archive: (kind: keyof typeof planKinds) => string,
): readonly Readonly<Record<string, unknown>>[] {
  return planKindNames.map((kind) => ({
    id: kind,
    type: kind,
    name: planKinds[kind].title,
    summary: planKinds[kind].summary,
    description: `${planKinds[kind].summary} Deploys an identity with its rights, an account for states, and a container that makes the hub. Deleting the plan deletes what it made itself; the hub is removed by workbench destroy.`,
    availability: { visibility: 'public', clouds: ['azure-global'] },
    pricing: { model: 'free' },
    package: { file: archive(kind), version },
    ...(kind === 'managed-application'
      ? { deploymentMode: 'Incremental', management: 'customer-managed', publisherAuthorizations: [], justInTimeAccess: false }
      : {}),
  }));
}
