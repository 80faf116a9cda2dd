import type { EnvironmentModel } from '../../config/environment';
import { ownReports, type Report, reportsOf } from '../../config/model/portal/report-file';
import type { KubernetesObject } from '../in-cluster/objects';

/** Look of the pages; the service makes JSON, CSV and spreadsheets of the same tables. */
const style = [
  'body{font-family:system-ui,sans-serif;margin:2rem;color:#1b1f24}',
  'table{border-collapse:collapse;margin:0 0 2rem}',
  'th,td{border:1px solid #c9d1d9;padding:.3rem .6rem;text-align:left}',
  'th{background:#eef2f6}',
].join('');

/** A page with a table for each query (EJS, as the reporting service runs it). Columns are called as the query calls them; every value is escaped. */
export function pageOf({ title, queries }: Pick<Report, 'title' | 'queries'>): string {
  const tables = queries.map(
    ({ name }) =>
      `<h2>${name}</h2><% if (${name}.length === 0) { %><p>nothing found</p><% } else { %><table><tr><% for (const key of Object.keys(${name}[0])) { %><th><%= key %></th><% } %></tr>` +
      `<% for (const row of ${name}) { %><tr><% for (const value of Object.values(row)) { %><td><%= value instanceof Date ? value.toISOString() : value %></td><% } %></tr><% } %></table><% } %>`,
  );
  return `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>${title}</title><style>${style}</style></head><body><h1>${title}</h1>${tables.join('')}</body></html>`;
}

const reportObject = (namespace: string, { name, permission, path, params, queries, template, title }: Report): KubernetesObject => ({
  apiVersion: 'mojaloop.io/v1',
  kind: 'MojaloopReport',
  metadata: { name, namespace },
  spec: {
    permission,
    endpoint: { path, ...(params.length > 0 ? { params } : {}) },
    queries,
    template: template ?? pageOf({ title, queries }),
  },
});

/** Reports as the reporting service takes them. It asks each query once when it comes, and says in the status of the object whether that worked. */
export const reportObjects = ({ config }: EnvironmentModel): KubernetesObject[] =>
  reportsOf(config, ownReports(config).reports).map((report) => reportObject(config.portal.namespace, report));
