import type { Path } from '../validate/path';
import { currencyFields, currencyOf, type Facts } from './facts';
import { member, textOf } from './json-node';
import { label } from './names';
import { oracleFields, type PrefixOracle } from './oracles';
import { changed, fail, kept, noEffect, setting, warn } from './outcome';
import { shown } from './redact';
import { keep, leaf, type Rule, refused } from './rule';
import { toggle } from './toggle';

type FactRule = Rule<Facts>;

const switched = (why: string, ...to: Path): FactRule => leaf((node) => toggle(node, 'boolean', to, why));

/** Longest Helm release name that leaves the names of volumes alone. */
const longestReleaseName = 8;

const testCurrency: FactRule = leaf((node, facts) => {
  const to = ['hub', 'testCurrencies'];
  const code = currencyOf(node);
  if (code === undefined) return refused(node, to, 'an ISO 4217 code such as EUR');
  if (facts.currencies.includes(code)) return noEffect(`${code} is a currency of the hub, and tests must not move its accounts: left out`);
  const first = currencyFields.map((field) => member(facts.root, field)).find((other) => currencyOf(other) === code);
  if (first !== node) return changed(to, `${code} is a test currency already`);
  return setting(code === textOf(node) ? kept(to, 'for the testing toolkit') : changed(to, `${code}, in capitals`), facts.testCurrencies);
});

const oracle = (field: PrefixOracle['field']): FactRule =>
  leaf((node, facts) => {
    const at = facts.oracles.findIndex((known) => known.field === field);
    const verdict = toggle(node, 'yes', ['hub', 'oracles', 'prefix'], 'an oracle that goes by the first digits');
    const on = verdict.sets?.some(({ value }) => value === true);
    if (!on) return verdict.sets ? { ...verdict, sets: [] } : verdict;
    if (at >= 0) {
      const { field: _, ...entry } = oracleFields[field];
      return setting({ ...verdict, to: ['hub', 'oracles', 'prefix', at] }, entry);
    }
    return warn(
      noEffect('account lookup asks one oracle for aliases, and the P2P oracle is on too: left out'),
      'IMP-CONTRADICTION',
      'two oracles answer for aliases: the alias oracle is left out',
      'switch one of them off',
    );
  });

/** What the hub itself is made of. */
export const hubFields = {
  helm_mojaloop_version: leaf((node, { release }) => {
    if (!release) return fail(noEffect('is no version'), 'IMP-VALUE', `${shown(node)} is no version of Mojaloop`, 'such as 15.1.0');
    const to = ['hub', 'release'];
    if (release.why === undefined) return setting(kept(to, 'the Mojaloop release'), release.release);
    return setting(
      warn(
        changed(to, release.why),
        'IMP-RELEASE',
        release.why,
        release.asked === release.release ? undefined : `read the release notes between ${release.asked} and ${release.release}`,
      ),
      release.release,
      `was ${textOf(node)}`,
    );
  }),
  helm_mojaloop_repo: leaf((node) =>
    /^https?:\/\/(?:mojaloop\.github\.io|mojaloop\.io)\/helm\/repo\/?$/.test(textOf(node) ?? '')
      ? kept(['hub', 'release'], 'where the catalogue has the chart from')
      : warn(
          noEffect('the catalogue says where the chart comes from'),
          'IMP-VALUE',
          'the Mojaloop chart came from a repository of its own',
          'charts.mirror names one place for all charts',
        ),
  ),
  helm_mojaloop_release_name: leaf((node) => {
    const to = ['hub', 'releaseName'];
    const given = textOf(node) ?? '';
    const name = label(given, longestReleaseName);
    if (name === given) return keep(node, to, 'name of the Helm release');
    const other = name ?? 'moja';
    return setting(
      warn(
        changed(to, `${other}: up to ${longestReleaseName} lower case letters, digits and dashes`),
        'IMP-NAME',
        `the release ${shown(node)} becomes ${other}`,
        'longer names break those of volumes',
      ),
      other,
      `was ${given}`,
    );
  }),
  hub_currency_code: leaf((node, facts) => {
    const to = ['hub', 'currencies'];
    const code = currencyOf(node);
    if (code === undefined) return refused(node, to, 'an ISO 4217 code such as USD');
    const why = facts.currencies.length === 1 ? 'currency of the hub' : 'currency of the hub, before those that only participants have';
    return setting(code === textOf(node) ? kept(to, why) : changed(to, `${why}, in capitals`), facts.currencies);
  }),
  ttk_test_currency1: testCurrency,
  ttk_test_currency2: testCurrency,
  ttk_test_currency3: testCurrency,
  bulk_enabled: switched('bulk transfers, with their database, topics and tests', 'hub', 'bulk'),
  third_party_enabled: switched('third-party payments, with their databases, oracle and tests', 'hub', 'thirdParty'),
  ttksims_enabled: switched('three testing-toolkit simulators with their SDKs', 'hub', 'ttkSimulators'),
  internal_ttk_enabled: switched('the testing toolkit', 'hub', 'testingToolkit'),
  internal_sim_enabled: switched('the Mojaloop simulators', 'hub', 'simulators'),
  quoting_service_simple_routing_mode_enabled: switched('quotes go straight to the participant named', 'hub', 'simpleRouting'),
  use_alias_oracle_endpoint: oracle('use_alias_oracle_endpoint'),
  use_mfi_account_oracle_endpoint: oracle('use_mfi_account_oracle_endpoint'),
  use_mfi_p2p_oracle_endpoint: oracle('use_mfi_p2p_oracle_endpoint'),
} as const satisfies Readonly<Record<string, FactRule>>;
