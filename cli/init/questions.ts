import { z } from 'zod';
import { releaseVersions } from '../../config/releases/versions';
import { currencyCode, dnsLabel, domainName, profiles } from '../../config/schema/kinds';
import { platforms } from '../../config/schema/platform';

export const keys = ['environment', 'tenant', 'domain', 'platform', 'place', 'profile', 'currencies', 'participants'] as const;
export type Key = (typeof keys)[number];
/** What was answered so far, as text. */
export type Answers = Readonly<Partial<Record<Key, string>>>;

export interface Question {
  readonly asks: string;
  /** One sentence for somebody who has never seen a workbench file. */
  readonly explains: (answers: Answers) => string;
  readonly proposes: (answers: Answers) => string;
  /** Takes text as it was typed. */
  readonly takes: z.ZodType<unknown>;
}

const list = (item: z.ZodString) =>
  z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((word) => word !== ''))
    .pipe(z.array(item).min(1).max(20));

const onCluster = ({ platform }: Answers) => platform === undefined || platform === 'kubernetes';
const regionOf: Readonly<Record<string, string>> = { aws: 'eu-west-1', azure: 'southafricanorth', 'azure-stack': 'southafricanorth' };

/** Eight questions and no more: everything else has a default that can be changed in the file. */
export const questions: Readonly<Record<Key, Question>> = {
  environment: {
    asks: 'Name of the environment',
    explains: () => 'It is part of every name and host name, and can never be changed: dev, test, live.',
    proposes: () => 'dev',
    takes: dnsLabel(20),
  },
  tenant: {
    asks: 'Who runs the hub',
    explains: () => 'A short name of your organisation, for names and tags; it can never be changed.',
    proposes: () => 'labs',
    takes: dnsLabel(20),
  },
  domain: {
    asks: 'Domain',
    explains: ({ environment = 'dev' }) => `A domain that you own: the hub answers at names below ${environment}.<domain>.`,
    proposes: () => 'labs.example.org',
    takes: domainName,
  },
  platform: {
    asks: `Where it runs (${platforms.join(', ')})`,
    explains: () => 'kubernetes is a cluster that you have already; on the others the workbench makes the cluster, too.',
    proposes: () => 'kubernetes',
    takes: z.enum(platforms),
  },
  place: {
    asks: 'Context or region',
    explains: (answers) =>
      onCluster(answers)
        ? 'The context in your kubeconfig: kubectl config get-contexts lists them.'
        : 'The region of the cloud that the hub is made in; it can never be changed.',
    proposes: (answers) => (onCluster(answers) ? 'lab' : (regionOf[answers.platform ?? ''] ?? '')),
    takes: z.string().regex(/^[A-Za-z0-9][\w.@:/-]{0,120}$/, 'must be the name of a context or of a region'),
  },
  profile: {
    asks: `What it is for (${profiles.join(', ')})`,
    explains: () => 'A sandbox is small and cheap; production has three of everything, backups, and protection against deletion.',
    proposes: () => 'sandbox',
    takes: z.enum(profiles),
  },
  currencies: {
    asks: 'Currencies',
    explains: () => 'Three-letter codes of what is paid in, with commas in between; the first is that of the participants.',
    proposes: () => 'USD',
    takes: list(currencyCode),
  },
  participants: {
    asks: 'Participants',
    explains: () => 'Ids of banks and wallets that get a payment manager, with commas in between; more can be added at any time.',
    proposes: () => 'demowallet',
    takes: list(dnsLabel(30)),
  },
};

/** The newest release of the catalogue. */
export const newestRelease = releaseVersions.at(-1) ?? '';

/** What is wrong with an answer, in words; undefined where nothing is. */
export function faultOf(key: Key, text: string): string | undefined {
  const result = questions[key].takes.safeParse(text);
  return result.success ? undefined : (result.error.issues[0]?.message ?? 'is not understood').replace(/^Invalid input: /, '');
}
