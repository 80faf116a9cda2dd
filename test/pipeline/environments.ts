import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root } from '../command-line';

type Settings = { [key: string]: unknown };

const id = (digit: number) => `00000000-0000-4000-8000-0000000000a${digit}`;
const image = `registry.example.org/labs/runner@sha256:${'0123456789abcdef'.repeat(4)}`;
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

/** The production example of each platform, in a pipeline. */
const sections: Readonly<Record<string, Settings>> = {
  'production-aws': {
    image,
    runnerTags: ['hub'],
    login: { planRole: role('hub-plan'), deployRole: role('hub-deploy') },
    drill: { vault: 'https://vault.example.org', role: 'hub-drill', path: 'secret/data/hub-drill' },
  },
  'production-azure': { approval: 'each-stack', login: { planClient: id(1), deployClient: id(2) } },
  'production-azure-stack': { approval: 'none', login: { planClient: id(1), deployClient: id(2) } },
  production: { pages: true, login: { clusterAudience: 'hub' } },
};

export const pipelineExamples = Object.keys(sections);

/** Files of a project with every platform in its pipeline. @param change is made to each */
export const exampleFiles = (change: (file: Settings) => Settings = (file) => file): Record<string, string> =>
  Object.fromEntries(
    Object.entries(sections).map(([name, pipeline]) => {
      const file = parse(readFileSync(join(root, 'workbench', `${name}.yaml`), 'utf8')) as Settings;
      return [`workbench/${name}.yaml`, stringify(change({ ...file, pipeline }))];
    }),
  );
