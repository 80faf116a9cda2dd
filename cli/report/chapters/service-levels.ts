import type { Severity } from '../../../config/schema/alerts';
import { badge, type Content, code, html, type Markup, stacked, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';
import type { AlertRow, BurnRow } from '../service-levels';

const tones = { critical: 'bad', warning: 'warn', info: 'plain' } as const satisfies Record<Severity, string>;
const severity = (name: Severity) => badge(tones[name], name);

const lengths: Readonly<Record<string, string>> = { m: 'min', h: 'h', d: 'days' };
/** `30m` as people write it. */
const lasting = (text: string) =>
  text.replace(/^(\d+)([mhd])$/, (_, n: string, unit: string) => `${n} ${n === '1' && unit === 'd' ? 'day' : lengths[unit]}`);

/** Name of an alert: a link to its page where the file says where people read it. */
const alertName = ({ alert, runbook }: Pick<AlertRow, 'alert' | 'runbook'>): Markup =>
  isAddress(runbook) ? html`<a href="${runbook}">${alert}</a>` : code(alert);
const isAddress = (runbook: string) => /^https?:\/\//.test(runbook);

const burn = ({ long, short, severity: how, rate, failingPercent }: BurnRow): Content =>
  html`${severity(how)} ${
    failingPercent >= 100
      ? `never in ${lasting(long)}: more than everything would have to fail`
      : `${failingPercent} % fail in ${lasting(long)} and in ${lasting(short)}: ${rate === 1 ? 'faster than allowed' : `${rate} times too fast`}`
  }`;

/** What the hub promises, when somebody is told that it is not kept, who that is, and what to do then. */
export function serviceLevelsSection({ serviceLevels }: Report): Section {
  const { watched, objectives, routes, alerts } = serviceLevels;
  const section = { id: 'service-levels', title: 'Objectives and alerts' };
  if (!watched)
    return {
      ...section,
      body: [html`<p>Nothing here watches the hub: no objective is measured, and nobody is told (${code('monitoring.enabled')}).</p>`],
    };
  return {
    ...section,
    body: [
      table(
        'objectives',
        'What the hub promises, and when somebody is told that its budget burns',
        [
          { title: 'Objective', cell: ({ title }) => title },
          { title: 'Promised', short: true, cell: ({ objective, windowDays }) => `${objective} % in ${windowDays} days` },
          { title: 'May fail', short: true, number: true, cell: ({ objective }) => `${Number((100 - objective).toFixed(6))} %` },
          { title: 'Otherwise', cell: ({ noticed }) => noticed },
          { title: 'Somebody is told when', cell: ({ burns }) => stacked(burns.map(burn)) },
          { title: 'Alert', cell: alertName },
        ],
        objectives,
      ),
      table(
        'alert-routes',
        'Who is told',
        [
          { title: 'Route', cell: ({ name }) => code(name) },
          { title: 'By', short: true, cell: ({ to }) => to },
          { title: 'Of', cell: ({ severities }) => stacked(severities.map(severity)) },
          { title: 'Its secret in Vault', cell: ({ secret }) => (secret === undefined ? 'none' : code(secret)) },
        ],
        routes,
        'nobody; alerts are only seen in Grafana and Alertmanager.',
      ),
      table(
        'alerts',
        alerts.some(({ runbook }) => isAddress(runbook))
          ? 'Alerts, each with its page that says what to do'
          : 'Alerts; docs/runbooks has a page for each that says what to do',
        [
          { title: 'Alert', cell: alertName },
          { title: 'Severity', short: true, cell: (row) => severity(row.severity) },
          { title: 'Says', cell: ({ says }) => says },
          { title: 'After', short: true, cell: (row) => (row.for === undefined ? 'at once' : lasting(row.for)) },
          { title: 'Who is told', cell: ({ told }) => (told.length === 0 ? 'nobody' : told.join(', ')) },
        ],
        alerts,
      ),
    ],
  };
}
