import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { didYouMean, ProblemError, problem } from '../../config/problems';
import { auditEnvironment } from '../audit/audit-environment';
import { readRecord } from '../audit/record';
import type { AuditAction } from '../audit/result';
import { explainAudit } from '../audit/text';
import { type Command, type CommonOptions, printJson, sayTo } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { refuseOtherKind, writeFileWhole } from '../write-files';

const actions = ['list', 'verify'] as const satisfies readonly AuditAction[];
const usual = 24;
const most = 24 * 366;

function actionOf(text: string | undefined): AuditAction {
  const found = actions.find((one) => one === text);
  if (found) return found;
  throw new ProblemError([
    problem('CLI-ACTION', `audit can't ${text ?? 'do nothing'}`, didYouMean(text ?? '', actions) ?? `write one of: ${actions.join(', ')}`),
  ]);
}

function hoursOf(text: string | undefined): number {
  const hours = Number(text ?? usual);
  if (Number.isInteger(hours) && hours >= 1 && hours <= most) return hours;
  throw new ProblemError([problem('CLI-OPTION', `--hours ${text} is no number of hours`, `write 1 to ${most}`)]);
}

interface Options extends CommonOptions {
  readonly hours?: string;
  readonly every?: boolean;
  readonly since?: string;
  readonly out?: string;
}

/** `workbench audit list|verify`: what there is of audit logs, and whether somebody could have changed it. Reads the store, and changes nothing there. */
export const audit: Command<Options> = async (io, [given, name], { hours, every, since, out, json, quiet }) => {
  const action = actionOf(given);
  const count = hoursOf(hours);
  const { model } = requireEnvironment(io, name);
  const { environment } = model.config;
  const file = since === undefined ? undefined : resolve(io.cwd, since);
  if (file !== undefined && !existsSync(file))
    throw new ProblemError([problem('AUDIT-RECORD', `${since}: there is no such file`, 'give the record that audit verify --out wrote')]);
  const last = file === undefined ? undefined : readRecord(readFileSync(file, 'utf8'), since ?? '', environment);
  const { result: seen, record } = await auditEnvironment(model, {
    action,
    hours: count,
    every: every === true,
    ...(last ? { since: last } : {}),
    now: new Date(),
    env: io.env,
    say: sayTo(io, { json, quiet }),
  });
  if (out !== undefined) {
    const path = resolve(io.cwd, out);
    const text = `${JSON.stringify(record, undefined, 1)}\n`;
    refuseOtherKind(path, text);
    writeFileWhole(path, text);
  }
  const result = out === undefined ? seen : { ...seen, chain: record.chain };
  const ok = result.problems.length === 0;
  if (json) printJson(io, { ok, ...result });
  else {
    printProblems(io, result.problems);
    if (!quiet) io.stdout.write(explainAudit(result));
  }
  return ok ? 0 : 1;
};
