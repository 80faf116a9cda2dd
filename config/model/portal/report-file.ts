import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { releasesFolder } from '../../releases/folder';
import type { WorkbenchConfig } from '../../schema/workbench';
import { parametersOf, sqlFaults } from './sql';

const identifier = z.string().regex(/^[A-Za-z_]\w{0,59}$/, 'must be a name of letters, digits and underscores');
const plain = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[^<>%&`]*$/, 'must be plain text without < > % & and back ticks');

/** A report as a file has it: what it asks the ledger, and how it is shown. */
const reportFile = z.strictObject({
  title: plain,
  permission: z
    .string()
    .regex(/^report-[a-z0-9-]+$/, 'must begin with report-')
    .optional(),
  path: z
    .string()
    .regex(/^\/[A-Za-z0-9/-]+$/, 'must be a path such as /my-report')
    .optional(),
  params: z.array(z.strictObject({ name: identifier, required: z.boolean().optional(), default: z.string().optional() })).default([]),
  queries: z.array(z.strictObject({ name: identifier, query: z.string().min(1) })).min(1),
  template: z.string().min(1).optional(),
});

/** A report with its name, and all that was left out filled in. */
export interface Report extends Omit<z.infer<typeof reportFile>, 'permission' | 'path'> {
  readonly name: string;
  readonly permission: string;
  readonly path: string;
}

export interface ReportFault {
  readonly file: string;
  readonly message: string;
  readonly hint: string;
}

const names = /^[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?$/;

function faultsOf(file: string, { params, queries, template }: Report): ReportFault[] {
  const fault = (message: string, hint: string): ReportFault => ({ file, message, hint });
  const parameters = params.map(({ name }) => name);
  const used = new Set(queries.flatMap(({ query }) => parametersOf(query)));
  const twice = (list: readonly string[]) => list.filter((name, at) => list.indexOf(name) !== at);
  const open = template?.split('<%').length ?? 1;
  return [
    ...twice(queries.map(({ name }) => name)).map((name) => fault(`query ${name} is there twice`, 'give each a name of its own')),
    ...twice(parameters).map((name) => fault(`parameter ${name} is there twice`, 'take one out')),
    ...queries.flatMap(({ name, query }) =>
      sqlFaults(query, parameters).map(({ message, hint }) => fault(`query ${name} ${message}`, hint)),
    ),
    ...parameters
      .filter((name) => !used.has(name))
      .map((name) => fault(`no query asks with the parameter ${name}`, `use it as :${name}, or take it out`)),
    ...(template !== undefined && open !== template.split('%>').length
      ? [fault('the template opens <% and closes %> differently often', 'close what is opened')]
      : []),
    ...queries
      .filter(({ name }) => template !== undefined && !new RegExp(`\\b${name}\\b`).test(template))
      .map(({ name }) => fault(`the template does not show query ${name}`, 'show it, or take it out')),
  ];
}

/** Reads one file. What is wrong is told, all at once; the report is undefined where there is none. */
export function readReport(file: string, text: string): { readonly report?: Report; readonly faults: readonly ReportFault[] } {
  const name = basename(file, extname(file));
  if (!names.test(name))
    return { faults: [{ file, message: 'has a name that no object may have', hint: 'use lower case letters, digits and dashes' }] };
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken) return { faults: [{ file, message: `is no YAML: ${broken.message.split('\n')[0]}`, hint: 'mend it there' }] };
  const read = reportFile.safeParse(document.toJS());
  if (!read.success)
    return {
      faults: read.error.issues.map(({ path, message }) => ({
        file,
        message: `${path.join('.') || 'the file'}: ${message}`,
        hint: 'docs/portal.md shows a report',
      })),
    };
  const report: Report = { ...read.data, name, permission: read.data.permission ?? `report-${name}`, path: read.data.path ?? `/${name}` };
  return { report, faults: faultsOf(file, report) };
}

export interface ReportFolder {
  readonly reports: readonly Report[];
  readonly faults: readonly ReportFault[];
}

/** Every report of a folder, in the order of their names. */
export function readReports(folder: string): ReportFolder {
  let files: string[];
  try {
    files = readdirSync(folder)
      .filter((file) => /\.ya?ml$/.test(file))
      .sort();
  } catch {
    return { reports: [], faults: [{ file: folder, message: 'is no folder that can be read', hint: 'name the folder with your reports' }] };
  }
  if (files.length === 0)
    return { reports: [], faults: [{ file: folder, message: 'has no report (*.yaml) in it', hint: 'add one, or take the setting out' }] };
  const read = files.map((file) => readReport(file, readFileSync(join(folder, file), 'utf8')));
  return { reports: read.flatMap(({ report }) => (report ? [report] : [])), faults: read.flatMap(({ faults }) => faults) };
}

/** Where the reports of the workbench are. */
export const standardReportFolder = (): string => join(dirname(releasesFolder()), 'reports');

type Portal = Pick<WorkbenchConfig, 'portal'>;

/** The reports of `portal.reports`, a folder from where the command runs, as `charts.mirror` is; none without the setting. */
export const ownReports = ({ portal }: Portal): ReportFolder =>
  portal.reports === undefined ? { reports: [], faults: [] } : readReports(resolve(portal.reports));

/** The reports that the portal has: those of the workbench, and `own` of the folder; one of the folder takes the place of a standard one of its name. */
export function reportsOf({ portal }: Portal, own: readonly Report[]): readonly Report[] {
  const taken = new Set(own.map(({ name }) => name));
  const standard = portal.standardReports ? readReports(standardReportFolder()).reports : [];
  return [...standard.filter(({ name }) => !taken.has(name)), ...own];
}
