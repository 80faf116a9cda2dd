import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answersOfFoundation, parentZone } from './azure/foundation-answers';
import { lackingOpenssl, StandIn } from './azure/stand-in';
import { terraformProgram } from './lab/providers';
import { modelWith, stateDir, synthesised } from './synthesised';

const subscription = '00000000-0000-0000-0000-000000000001';
const work = mkdtempSync(join(tmpdir(), 'azure-made-'));
const standIn = new StandIn();
const { azure } = standIn;

const model = modelWith({
  profile: 'production',
  platform: { provider: 'azure', context: undefined, region: 'southafricanorth', account: subscription },
  state: { backend: 'local' },
  cluster: {
    kubernetesVersion: '1.35',
    administrators: ['00000000-0000-0000-0000-0000000000aa'],
    api: { allowedAddresses: ['198.51.100.7/32'] },
  },
  network: { parentZone: 'example.org' },
  monitoring: { metrics: { managed: true }, grafana: { managed: true } },
});
const write = (id: string) => {
  const { stacks } = synthesised(model);
  mkdirSync(join(work, id), { recursive: true });
  writeFileSync(join(work, id, 'cdk.tf.json'), stacks.find((stack) => stack.id === id)?.text.replaceAll(stateDir, work) ?? '');
};

const terraform = terraformProgram();
const missing = ((): string | undefined => {
  // The provider waits for what Azure takes its time with, whoever answers: two minutes for a vault, one for each right.
  if (!process.env.WORKBENCH_LONG) return 'it takes five minutes of waiting; WORKBENCH_LONG=1 runs it';
  if (!terraform) return 'there is no terraform or tofu on PATH';
  write('foundation');
  write('cluster');
  try {
    for (const id of ['foundation', 'cluster'])
      execFileSync(terraform, ['init', '-input=false', '-no-color'], { cwd: join(work, id), stdio: 'ignore', timeout: 300_000 });
  } catch {
    return `${terraform} can't have azurerm 4.55.0, neither from a registry nor from a mirror`;
  }
  return lackingOpenssl();
})();
const proof = (name: string, body: () => Promise<void>) =>
  missing ? test.skip(`${name} (skipped: ${missing})`, () => undefined) : test(name, body, 600_000);

const run = (stack: string, ...args: readonly string[]) =>
  new Promise<{ readonly code: number; readonly output: string }>((done) => {
    const env = { ...process.env, ...standIn.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
    const child = spawn(terraform ?? '', [...args, '-input=false', '-no-color'], {
      cwd: join(work, stack),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
const end = ({ code, output }: { readonly code: number; readonly output: string }) => [
  code,
  output.slice(output.indexOf('Error:') - 1).slice(0, 6000),
];

beforeAll(async () => {
  if (missing) return;
  await standIn.start(work);
  azure.interrupt = answersOfFoundation(azure);
  azure.resources.set(String(parentZone.id).toLowerCase(), parentZone);
});
afterAll(() => {
  standIn.stop();
  rmSync(work, { recursive: true, force: true });
});

describe('foundation and cluster of Azure, made by the real provider at a stand-in for Azure that keeps what it is given', () => {
  for (const stack of ['foundation', 'cluster']) {
    proof(`${stack}: is made, and nothing is left to change`, async () => {
      const made = await run(stack, 'apply', '-auto-approve', '-parallelism=30');
      expect(made.code === 0 ? [0] : end(made)).toEqual([0]);
      const again = await run(stack, 'plan', '-detailed-exitcode');
      expect(again.code === 0 ? [0] : [again.code, again.output.slice(0, 6000)]).toEqual([0]);
    });
  }
});
