import { createHash } from 'node:crypto';
import type { WorkbenchConfig } from '../schema/workbench';
import { type NameKind, type NameRule, nameRules } from './name-rules';

export { type NameKind, nameRules } from './name-rules';

type Owner = Pick<WorkbenchConfig, 'tenant' | 'environment' | 'domain'>;

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 6);
/** What a name begins with that may not begin as it would: with a digit, or with what a cloud keeps for itself. */
const shelter = 'hub';

/** A name as its kind spells it: what the cloud refuses is taken out, and what it refuses at the beginning is put behind a word of ours. */
function spell(text: string, { charset, letterFirst, singleDashes, not }: NameRule, joint: string): string {
  const plain = charset === 'label' ? text : text.replace(/[^a-z0-9]/g, '');
  const single = singleDashes ? plain.replace(/-{2,}/g, '-') : plain;
  return (letterFirst && !/^[a-z]/.test(single)) || not?.test(single) ? `${shelter}${joint}${single}` : single;
}

/**
 * Name of one resource: `<tenant>-<environment>[-<part>]`, in the charset of its kind, always one that the cloud accepts.
 * A name that is too long or too short, that had to be spelled differently, or that another tenant could have too (a dash in `tenant` may as well
 * be the one before `environment`) ends in a digest of the whole: it stays the same from one synth to the next, and two environments never meet.
 */
export function nameOf(config: Owner, kind: NameKind, part?: string): string {
  const rule: NameRule = nameRules[kind];
  const { min, max, charset, unique } = rule;
  const joint = charset === 'label' ? '-' : '';
  const owner = [config.tenant, config.environment, config.domain].join('/');
  const own = [config.tenant, config.environment, ...(part ? [part] : [])];
  const whole = [...own, ...(unique === 'world' ? [digest(owner)] : [])].join(joint);
  const name = spell(whole, rule, joint);
  const ambiguous = unique === 'account' && (config.tenant.includes('-') || (charset === 'label' && name !== whole));
  if (name.length >= min && name.length <= max && !ambiguous) return name;
  const tail = digest(`${owner}/${part ?? ''}`);
  const head = spell(own.join(joint), rule, joint)
    .slice(0, max - tail.length - joint.length)
    .replace(/-+$/, '');
  return `${head}${joint}${tail}`;
}
