import { join } from 'node:path';
import { given, type LoginWay, type Surroundings, textOf } from './surroundings';

type Section = Readonly<Record<string, string>>;

/** Sections of a file as the AWS command writes it; settings that are nested below another (indented) belong to no login. */
export function sectionsOf(text: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, Record<string, string>>();
  let current: Record<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const title = /^\[\s*(?:profile\s+)?([^\]]+?)\s*\]/.exec(line)?.[1];
    if (title !== undefined) {
      current = sections.get(title) ?? {};
      sections.set(title, current);
      continue;
    }
    const [, key, value] = /^([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (current && key !== undefined && value) current[key] = value;
  }
  return sections;
}

/** Any of these makes a profile one that can log in. Source: docs.aws.amazon.com/sdkref, settings reference. */
const logins = ['aws_access_key_id', 'sso_session', 'sso_start_url', 'role_arn', 'credential_process', 'login_session'] as const;

const accountOf = (profile: Section): string | undefined =>
  profile.sso_account_id ?? /^arn:[\w-]+:iam::(\d{12}):/.exec(profile.role_arn ?? '')?.[1];

/** The profile that AWS_PROFILE names, or `default` where there is one. */
export function profileLogin(around: Surroundings): LoginWay | undefined {
  const named = given(around, 'AWS_PROFILE') ?? given(around, 'AWS_DEFAULT_PROFILE');
  const name = named ?? 'default';
  const files = [
    given(around, 'AWS_CONFIG_FILE') ?? join(around.home, '.aws/config'),
    given(around, 'AWS_SHARED_CREDENTIALS_FILE') ?? join(around.home, '.aws/credentials'),
  ];
  const found = files.map((file) => sectionsOf(textOf(file) ?? '').get(name)).filter((section) => section !== undefined);
  if (found.length === 0)
    return named === undefined
      ? undefined
      : { complete: false, final: true, missing: `AWS_PROFILE names ${named}, which is in neither of ${files.join(' and ')}` };
  const profile: Section = Object.assign({}, ...found);
  if (!logins.some((key) => profile[key] !== undefined))
    return { complete: false, missing: `profile ${name} in ${files.join(' and ')} holds no login` };
  const account = accountOf(profile);
  return { complete: true, by: `profile ${name}`, ...(account ? { account } : {}) };
}
