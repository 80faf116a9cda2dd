import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptedChecks } from '../policy/checkov';
import { pythonEnvironment } from './python-environment';
import { exampleModel, examples, modelWith, synthesised, type Tree } from './synthesised';

/** An auditor that is not of our making reads the same JSON as Terraform. */
const version = '3.3.30';
const made = pythonEnvironment({ place: ['checkov', version], requirement: `checkov==${version}` }, (line) =>
  process.stderr.write(`checkov: ${line}\n`),
);
const reason = 'reason' in made ? made.reason : undefined;

if (reason) test.skip(`SKIPPED checkov over every example: ${reason}`, () => {});

const fronted = (platform: Tree, gateway: Tree): Tree => ({
  profile: 'production',
  state: { backend: 'local' },
  cluster: { kubernetesVersion: '1.35' },
  platform: { context: undefined, ...platform },
  gateway: { operatorAddresses: ['198.51.100.0/28'], ...gateway },
});
/** What no example has: something of the cloud before the gateway. Of these only that stack is new. */
const fronts: Readonly<Record<string, Tree>> = {
  'aws-front': fronted({ provider: 'aws', region: 'eu-west-1' }, { front: 'waf' }),
  'azure-front': fronted(
    { provider: 'azure', region: 'southafricanorth' },
    { front: 'api-management', apiManagement: { publisherEmail: 'ops@example.org', certificate: 'interop' } },
  ),
};
const audited = [...examples, ...Object.keys(fronts)];
const stacksOf = (name: string) => {
  const settings = fronts[name];
  if (!settings) return synthesised(exampleModel(name)).stacks;
  return synthesised(modelWith(settings)).stacks.filter(({ id }) => id === 'front');
};

interface Finding {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
}
interface Outcome {
  readonly results?: { readonly failed_checks: readonly Finding[] };
  readonly summary?: { readonly passed: number; readonly parsing_errors: number };
  readonly passed?: number;
}

/** Nothing is asked of the network: checkov would fetch names of rules of its maker. */
function checkov(folder: string): Outcome {
  if ('reason' in made) throw new Error(made.reason);
  const args = [
    '-m',
    'checkov.main',
    '-d',
    folder,
    '--framework',
    'terraform_json',
    '--compact',
    '--quiet',
    '--skip-download',
    '-o',
    'json',
  ];
  const env = { PATH: process.env.PATH, HOME: folder, LOG_LEVEL: 'ERROR', BC_SKIP_MAPPING: 'TRUE' };
  const text = execFileSync(made.python, [...args, '--soft-fail'], { env, stdio: ['ignore', 'pipe', 'ignore'], timeout: 300_000 });
  return JSON.parse(text.toString('utf8')) as Outcome;
}

(reason ? describe.skip : describe)('checkov', () => {
  let folder = '';
  const outcomes = new Map<string, Outcome>();
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'workbench-checkov-'));
    for (const name of audited) {
      for (const { id, text } of stacksOf(name)) {
        mkdirSync(join(folder, name, id), { recursive: true });
        writeFileSync(join(folder, name, id, 'cdk.tf.json'), text);
      }
      outcomes.set(name, checkov(join(folder, name)));
    }
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const failed = (name: string) => outcomes.get(name)?.results?.failed_checks ?? [];
  const isAccepted = ({ check_id: check, resource }: Finding) =>
    acceptedChecks.some((row) => row.check === check && row.covers.test(resource));

  test.each(audited)('%s: nothing is found but what is accepted with a reason', (name) => {
    const left = failed(name).filter((finding) => !isAccepted(finding));
    expect(left.map(({ check_id, check_name, resource }) => `${check_id} ${resource}: ${check_name}`)).toEqual([]);
  });

  test('it has really read the clouds, and everything it accepts is still found somewhere', () => {
    const passed = Math.max(...[...outcomes.values()].map(({ summary }) => summary?.passed ?? 0));
    expect(passed).toBeGreaterThan(100);
    expect([...outcomes.values()].filter(({ summary }) => (summary?.parsing_errors ?? 0) > 0)).toEqual([]);
    const all = audited.flatMap(failed);
    const idle = acceptedChecks.filter((row) => !all.some(({ check_id, resource }) => row.check === check_id && row.covers.test(resource)));
    expect(idle.map(({ check, covers }) => `${check} ${covers}`)).toEqual([]);
  });

  test('a broken resource is found', () => {
    const place = join(folder, 'broken');
    mkdirSync(place);
    const bucket = { aws_db_instance: { open: { publicly_accessible: true, storage_encrypted: false } } };
    writeFileSync(join(place, 'cdk.tf.json'), JSON.stringify({ resource: bucket }));
    expect(checkov(place).results?.failed_checks.map(({ check_id }) => check_id)).toEqual(
      expect.arrayContaining(['CKV_AWS_16', 'CKV_AWS_17']),
    );
  });
});

test('every accepted check has its reason', () => {
  for (const { reason: why, check } of acceptedChecks) {
    expect(check).toMatch(/^CKV2?_(AWS|AZURE|K8S)_\d+$/);
    expect(why.length).toBeGreaterThan(20);
  }
});
