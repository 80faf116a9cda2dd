import type { Path } from '../validate/path';
import { currencyOf, type Facts, type LegacyParticipant } from './facts';
import { type JsonNode, member, textOf } from './json-node';
import { changed, fail, kept, noEffect, setting, type Verdict, warn } from './outcome';
import { shown } from './redact';
import { keep, leaf, misfit, type Rule, refused } from './rule';
import { type ToggleKind, toggle, toggleOf } from './toggle';

/** A participant, as the rules of its fields see it. */
export interface ParticipantContext extends LegacyParticipant {
  readonly facts: Facts;
}

type ParticipantRule = Rule<ParticipantContext>;

export const participantPath = ({ index }: LegacyParticipant, ...rest: Path): Path => ['participants', index, ...rest];

const field = (verdict: (node: JsonNode, p: ParticipantContext) => Verdict): ParticipantRule => leaf(verdict);
const text = (why: string, ...to: Path): ParticipantRule => field((node, p) => keep(node, participantPath(p, ...to), why));

/** Digits; the marks people write between them, and a leading +, are left out. */
const digits = (why: string, ...to: Path): ParticipantRule =>
  field((node, p) => {
    const path = participantPath(p, ...to);
    const value = textOf(node)?.replaceAll(/^\+|[\s().-]/g, '') ?? '';
    if (misfit(path, value) !== undefined || value === textOf(node)) return keep(node, path, why);
    return setting(changed(path, `${why}, digits only`), value);
  });

const switched = (kind: ToggleKind, why: string, ...to: Path): ParticipantRule =>
  field((node, p) => (p.external ? elsewhere : toggle(node, kind, participantPath(p, ...to), why)));

const elsewhere = noEffect('its payment manager runs elsewhere and has its own settings');

const backendFields = { USE_TTK_AS_BACKEND_SIMULATOR: 'yes', TTK_PAYEE_SIMULATOR_ENABLED: 'boolean' } as const satisfies Record<
  string,
  ToggleKind
>;
const toolkitFields = ['TTK_ENABLED', 'USE_TTK_BACKEND'] as const;

/** The testing toolkit answers for customers. */
export const toolkitAnswers = ({ section }: LegacyParticipant): boolean =>
  Object.keys(backendFields).some((name) => toggleOf(member(section, name)) === true);
export const hasToolkit = ({ section }: LegacyParticipant): boolean =>
  toolkitFields.some((name) => toggleOf(member(section, name)) === true);

const toolkit: ParticipantRule = field((node, p) => {
  if (p.external) return elsewhere;
  const to = participantPath(p, 'testingToolkit');
  const verdict = toggle(node, 'yes', to, 'a testing toolkit beside the payment manager');
  if (toggleOf(node) !== false || hasToolkit(p) || !toolkitAnswers(p)) return verdict;
  return setting(
    warn(
      changed(to, 'the testing toolkit answers for its customers, so it is there'),
      'IMP-CONTRADICTION',
      `the testing toolkit of ${p.id ?? 'a participant'} is its back end and switched off: it is made`,
      'to do without it, write backend: simulator',
    ),
    true,
  );
});

const backend = (kind: ToggleKind): ParticipantRule =>
  field((node, p) => {
    if (p.external) return elsewhere;
    const to = participantPath(p, 'backend');
    const verdict = toggle(node, kind, to, 'what answers for its customers');
    if (verdict.sets === undefined) return verdict;
    return setting({ ...verdict, to }, toolkitAnswers(p) ? 'testing-toolkit' : 'simulator');
  });

/** Fields of `internal_pm4ml_configs` and `external_pm4ml_configs`. */
export const participantFields = {
  DFSP_NAME: field((node, p) => {
    const to = participantPath(p, 'id');
    if (p.id === undefined)
      return fail(
        noEffect('can be no id of a participant'),
        'IMP-VALUE',
        `${shown(node)} can be no id of a participant`,
        'up to 30 lower case letters, digits and dashes',
      );
    if (p.repeated)
      return fail(
        noEffect('another participant has this id'),
        'IMP-TWICE',
        `${p.id} is the name of another participant too`,
        'a DFSP has one entry, internal or external: remove or rename one',
      );
    if (p.id === textOf(node)) return setting(kept(to, 'FSP id, namespace and release'), p.id);
    return setting(
      warn(
        changed(to, `${p.id}: Kubernetes takes lower case letters, digits and dashes`),
        'IMP-NAME',
        `${shown(node)} becomes ${p.id}`,
        'its back end must use the new FSP id',
      ),
      p.id,
      `was ${textOf(node)}`,
    );
  }),
  DFSP_CURRENCY: field((node, p) => {
    const to = participantPath(p, 'currency');
    const code = currencyOf(node);
    if (code === undefined) return refused(node, to, 'an ISO 4217 code such as USD');
    const hub = p.facts.currencies[0] === code ? 'currency of its accounts' : 'currency of its accounts; hub.currencies has it too';
    return setting(code === textOf(node) ? kept(to, hub) : changed(to, `${hub}, in capitals`), code);
  }),
  DFSP_PREFIX: digits('first digits of its accounts', 'msisdnPrefix'),
  DFSP_P2P_PREFIX: digits('first digits of its aliases', 'p2pPrefix'),
  DFSP_MSISDN: digits('telephone number of the test account', 'testAccount', 'msisdn'),
  DFSP_ACCOUNT_ID: text('number of the test account', 'testAccount', 'accountId'),
  DFSP_ALIAS_ID: text('alias of the test account', 'testAccount', 'aliasId'),
  DFSP_SUB_ID: text('sub-identifier of the test account', 'testAccount', 'subId'),
  DFSP_NOTIFICATION_EMAIL: text('where the hub writes about limits and settlement', 'notificationEmail'),
  DFSP_SUBDOMAIN: field((node, p) => {
    if (!p.external) return noEffect('a payment manager here has the domain of the hub');
    const to = participantPath(p, 'domain');
    const given = (textOf(node) ?? '').toLowerCase().replaceAll(/^[a-z]+:\/\/|[./]+$/g, '');
    const whole = given.includes('.') ? given : `${given}.${p.facts.environment}.${p.facts.domain}`;
    if (misfit(to, whole) !== undefined) return refused(node, to, 'a domain name such as dfsp.example.org');
    return setting(
      whole === textOf(node) ? kept(to, 'domain of its payment manager') : changed(to, 'domain of its payment manager, written out'),
      whole,
    );
  }),
  PARTY_FIRST_NAME: text('person behind the test account', 'testAccount', 'party', 'firstName'),
  PARTY_MIDDLE_NAME: text('person behind the test account', 'testAccount', 'party', 'middleName'),
  PARTY_LAST_NAME: text('person behind the test account', 'testAccount', 'party', 'lastName'),
  PARTY_DOB: text('person behind the test account', 'testAccount', 'party', 'dateOfBirth'),
  INITIAL_FUNDING_AMOUNT: text('put on its settlement account once, when it is onboarded', 'initialFunding'),
  TTK_ENABLED: toolkit,
  USE_TTK_BACKEND: toolkit,
  USE_TTK_AS_BACKEND_SIMULATOR: backend(backendFields.USE_TTK_AS_BACKEND_SIMULATOR),
  TTK_PAYEE_SIMULATOR_ENABLED: backend(backendFields.TTK_PAYEE_SIMULATOR_ENABLED),
  ENABLE_SDK_BULK_TRANSACTION_SUPPORT: switched('yes', 'bulk through its SDK', 'sdkBulk'),
} as const satisfies Readonly<Record<string, ParticipantRule>>;
