import type { Facts } from './facts';
import { currencyOf } from './facts';
import { member, textOf } from './json-node';
import { type Finding, join, type Part, problemAt, type Setting } from './outcome';
import { hasToolkit, type ParticipantContext, participantFields, participantPath, toolkitAnswers } from './participant-fields';
import { isGap, type Rule, readList, readSection } from './rule';

/** `internal_pm4ml_configs` and `external_pm4ml_configs`: each entry becomes a participant, internal ones first. */
export const participants: Rule<Facts> = (node, facts) => {
  const known = new Map(facts.participants.map((participant) => [participant.section, participant]));
  return readList(
    node,
    (section) => {
      const participant = known.get(section);
      if (!participant) return readSection(section, {}, undefined);
      const context = { ...participant, facts };
      return join([readSection(section, participantFields, context), silent(context)]);
    },
    'no participants are listed',
  );
};

/** What a participant must have and its entry does not say. */
function silent(p: ParticipantContext): Part {
  const { section, facts, external, id } = p;
  const sets: Setting[] = [];
  const findings: Finding[] = [];
  const fill = (path: Setting['path'], value: unknown, finding?: Omit<Finding, 'severity'>) => {
    sets.push({ path, value, from: section });
    if (finding) findings.push({ ...finding, severity: 'warning' });
  };
  const who = id ?? 'a participant';
  const name = member(section, 'DFSP_NAME');
  if (name === undefined || textOf(name) === undefined || isGap(name))
    findings.push({
      code: 'IMP-MISSING',
      message: 'a participant has no DFSP_NAME',
      hint: 'it names the participant in the ledger: add it',
    });
  const [currency] = facts.currencies;
  if (currencyOf(member(section, 'DFSP_CURRENCY')) === undefined && currency !== undefined)
    fill(participantPath(p, 'currency'), currency, {
      code: 'IMP-MISSING',
      message: `${who} names no currency and gets ${currency}, the first of the hub`,
      hint: 'add DFSP_CURRENCY',
    });
  if (external) {
    fill(participantPath(p, 'external'), true);
    if (textOf(member(section, 'DFSP_SUBDOMAIN')) === undefined && id !== undefined && facts.domain !== undefined)
      fill(participantPath(p, 'domain'), `${id}.${facts.environment}.${facts.domain}`, {
        code: 'IMP-MISSING',
        message: `${who} is external and names no domain`,
        hint: `write ${participantPath(p, 'domain').join('.')}: the hub calls back connector.<domain>`,
      });
  } else if (toolkitAnswers(p) && !hasToolkit(p) && !member(section, 'TTK_ENABLED') && !member(section, 'USE_TTK_BACKEND'))
    fill(participantPath(p, 'testingToolkit'), true, {
      code: 'IMP-CONTRADICTION',
      message: `the testing toolkit of ${who} is its back end and not switched on: it is made`,
      hint: 'to do without it, write backend: simulator',
    });
  return { fields: [], sets, problems: findings.map((finding) => problemAt(section, finding)) };
}
