import { type Problem, problem } from '../problems';
import { bulkWasAlwaysOn, type Facts } from './facts';
import { member, textOf } from './json-node';
import type { Part, Setting } from './outcome';

/** What the workbench file must say, and what the older platform did where its file was silent. Fields that are there come over it. */
export function implied(facts: Facts): Setting[] {
  const { root, tenant, environment, domain, profile, platform, release, currencies, options } = facts;
  const silent = (field: string) => textOf(member(root, field)) === undefined;
  return [
    { path: ['environment'], value: environment },
    { path: ['tenant'], value: tenant },
    { path: ['domain'], value: domain, ...(options.domain === undefined ? { note: 'made up: the older file names none' } : {}) },
    { path: ['profile'], value: profile },
    { path: ['platform'], value: platform },
    { path: ['hub', 'release'], value: release?.release },
    { path: ['hub', 'currencies'], value: currencies },
    ...(silent('quoting_service_simple_routing_mode_enabled')
      ? [{ path: ['hub', 'simpleRouting'], value: false, note: 'off on the older platform unless switched on' }]
      : []),
    ...(silent('bulk_enabled') && bulkWasAlwaysOn(release)
      ? [{ path: ['hub', 'bulk'], value: true, note: 'always on before Mojaloop 14' }]
      : []),
  ];
}

interface Needed {
  readonly field: string;
  readonly there: (facts: Facts) => boolean;
  readonly hint: string;
}

const needed: readonly Needed[] = [
  { field: 'client', there: ({ tenant }) => tenant !== undefined, hint: 'it names who runs the hub: add "client": "labs"' },
  { field: 'environment', there: ({ environment }) => environment !== undefined, hint: 'add "environment": "dev", or use --environment' },
  { field: 'helm_mojaloop_version', there: ({ release }) => release !== undefined, hint: 'add "helm_mojaloop_version": "15.1.0"' },
  { field: 'hub_currency_code', there: ({ currencies }) => currencies.length > 0, hint: 'add "hub_currency_code": "USD"' },
];

/** Fields without which there is no workbench file; one that is there and wrong has said so itself. */
export function missing(facts: Facts, part: Part): Problem[] {
  const told = new Set(part.problems.filter(({ severity }) => severity === 'error').map(({ path }) => path));
  return needed
    .filter(({ field, there }) => !there(facts) && !told.has(field))
    .map(({ field, hint }) => {
      const node = member(facts.root, field);
      const place = { line: node?.line ?? 1, column: node?.column ?? 1, path: field };
      return problem('IMP-MISSING', `${field} is ${node ? 'not usable' : 'missing'}`, hint, place);
    });
}

/** What the import had to invent. */
export function madeUp({ options, domain }: Facts): Problem[] {
  if (options.domain !== undefined || domain === undefined) return [];
  const message = `older files name no domain: ${domain} is made up`;
  return [{ code: 'IMP-DOMAIN', severity: 'warning', path: 'domain', message, hint: 'name the real one by --domain' }];
}
