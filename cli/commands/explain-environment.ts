import { join } from 'node:path';
import { explainSetting } from '../../config/explain';
import { loadWorkbench } from '../../config/load';
import { ProblemError } from '../../config/problems';
import { describeResource } from '../../constructs/terraform/description';
import { stacksOf } from '../../stacks/catalogue';
import { bareStacks } from '../bare-stacks';
import { type Command, type CommonOptions, type Io, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { type Cause, causesOf } from '../explain/explain-resource';
import { findResource } from '../explain/find-resource';
import { conclude } from '../findings';

/** What a resource or, with `config` before it, a setting of an environment comes from. */
export const explainOfEnvironment: Command = async (io, [subject = '', ...rest], options) =>
  subject === 'config' ? explainConfig(io, rest, options) : explainAddress(io, [subject, ...rest], options);

/** The value of a setting, and which line or default gave it. */
function explainConfig(io: Io, [path = '', name]: readonly string[], options: CommonOptions): number {
  const { config, problems: found, positions } = open(io, name);
  if (!config) throw new ProblemError(found);
  const { explanation, problems } = explainSetting(path, config, positions);
  if (!explanation) return conclude(io, options, problems);
  if (options.json) {
    printJson(io, { ok: true, explanation, problems });
    return 0;
  }
  const value = explanation.value === undefined ? '(nothing)' : JSON.stringify(explanation.value);
  const rows = [`${explanation.path} = ${value}`, `  from     ${explanation.from}`, `  type     ${explanation.type}`];
  if (explanation.allowed) rows.push(`  allowed  ${explanation.allowed.join(', ')}`);
  if (explanation.doc) rows.push(`  ${explanation.doc}`);
  io.stdout.write(`${rows.join('\n')}\n`);
  return 0;
}

const open = (io: Io, name: string | undefined) => loadWorkbench(name ?? io.env.WORKBENCH_FILE, join(io.cwd, 'workbench'));

/** What a resource is, the stack it is in, what it stands on, and the lines of the workbench file that made it. */
function explainAddress(io: Io, [address = '', name]: readonly string[], options: CommonOptions): number {
  const { model } = requireEnvironment(io, name);
  const { config } = model;
  const found = findResource(bareStacks(model), address);
  const entry = stacksOf(model).find(({ id }) => id === found.stack.stackId);
  const { dependsOn, ...about } = describeResource(found.resource, found.neighbours);
  // Objects of custom kinds go by a chart of our own, which lies beside the stack.
  const ours = about.chart?.startsWith('assets/') ?? false;
  const { chart, version, ...plain } = about;
  const shown = ours ? plain : about;
  const release = about.type === 'helm_release' ? about.name : undefined;
  const causes = causesOf(
    { stack: found.stack.stackId, address: found.address, ...(ours ? {} : { chart }), release },
    config,
    open(io, name).positions,
  );
  const resource = {
    address: found.address,
    stack: found.stack.stackId,
    stackDescription: entry?.description ?? '',
    ...shown,
    dependsOn,
    needsStacks: entry?.needs ?? [],
  };
  if (options.json) {
    printJson(io, { ok: true, resource, causes, problems: [] });
    return 0;
  }
  const place = about.namespace === undefined ? '' : ` in namespace ${about.namespace}`;
  const what = ours ? ', objects of custom kinds' : chart === undefined ? '' : `, chart ${chart} ${version ?? ''}`.trimEnd();
  const named = about.name === undefined ? '' : ` ${about.name}`;
  const rows = [
    `${found.stack.stackId}/${found.address}`,
    `  stack  ${resource.stackDescription}`,
    `  is     ${kindOf(about.type)}${named}${place}${what}`,
    ...list('after', [...dependsOn, ...resource.needsStacks.map((id) => `stack ${id}`)]),
    ...list('from', causes.length > 0 ? causes.map(causeText) : ['no setting: every environment has it']),
  ];
  io.stdout.write(`${rows.join('\n')}\n`);
  return 0;
}

const kindOf = (type: string) => (type === 'helm_release' ? 'Helm release' : type);

const list = (title: string, lines: readonly string[]) => lines.map((line, i) => `  ${(i === 0 ? title : '').padEnd(6)} ${line}`);

const longest = 60;

function causeText({ path, value, from }: Cause): string {
  return `${from}  ${path} = ${value === undefined ? '(nothing)' : short(value)}`;
}

/** An entry of a list by its id or name, anything else as it is, cut where it is long. */
function short(value: unknown): string {
  const { id, name } = (typeof value === 'object' && value !== null ? value : {}) as { id?: unknown; name?: unknown };
  const text = typeof id === 'string' ? id : typeof name === 'string' ? name : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
