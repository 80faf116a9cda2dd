import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../cli/commands';
import { resolveEnvironment } from '../config/environment';
import { alertmanagerConfig, alertSecrets } from '../config/model/alerts/alertmanager';
import { azurePrometheusAlerts } from '../config/model/alerts/azure-prometheus';
import { burnRate, burnWindows } from '../config/model/alerts/burn-rates';
import { objectivesOf } from '../config/model/alerts/objectives';
import { isAlert } from '../config/model/alerts/rule';
import { alertRules, ruleGroups } from '../config/model/alerts/rule-groups';
import { exporterOf } from '../config/model/metrics/known-metrics';
import { burnCases, otherCases } from './promtool/cases';
import { findPromrules } from './promtool/program';
import { metricsOf, runTests, testsOf } from './promtool/run';
import { configWith } from './workbench-fixtures';

/*
 * Used: promtool's own tests of rules and Prometheus' parser, built from the published Go module. Skipped aloud where it can't be built.
 * Not shown: that an exporter is there and that its metric has those labels; the names are held against config/model/metrics.
 */

const root = join(__dirname, '..');
const audit = { store: { kind: 's3', bucket: 'audit', endpoint: 'https://objects.example.net', credentials: 'hub/external/audit' } };
const production = resolveEnvironment(
  configWith({ profile: 'production', hub: { release: '17.1.0', currencies: ['USD'] }, operations: { audit } }),
);
const log = (line: string) => process.stderr.write(`${line}\n`);
const promrules = findPromrules(log);
const program = 'file' in promrules ? promrules.file : '';
const itRuns = (name: string, body: () => void) =>
  'reason' in promrules ? test.skip(`${name}: ${promrules.reason}`, body) : test(name, body, 300_000);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbench-alerts-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = [...new Set(alertRules(production).map(({ alert }) => alert))];

describe('alerts, by promtool', () => {
  for (const { id, alert: name } of objectivesOf(production.config)) {
    itRuns(`${name} fires above what may burn, and neither below it, without traffic nor after the end`, () => {
      const groups = ruleGroups(production).filter(({ name }) => name.startsWith(`slo-${id}`));
      const cases = burnCases(production).filter(({ alert }) => alert === name);
      const { passed, told } = runTests(program, folder, groups, testsOf(cases));
      expect(passed ? '' : told).toBe('');
    });
  }

  itRuns('every other alert fires where it has to, and is quiet next to it', () => {
    const groups = ruleGroups(production).filter(({ name }) => !name.startsWith('slo-'));
    const { passed, told } = runTests(program, folder, groups, testsOf(otherCases(production)));
    expect(passed ? '' : told).toBe('');
  });

  itRuns('what Azure works out of what Prometheus sent fires when nothing comes, and is quiet while something does, be it bad news', () => {
    const patch = {
      platform: { provider: 'azure', region: 'southafricanorth', context: undefined },
      state: { backend: 'local' },
      monitoring: { metrics: { managed: true } },
    };
    const rules = azurePrometheusAlerts(configWith(patch)).map(({ id, expr, minutes, severity, says }) => ({
      ...{ alert: id, expr, for: `${minutes}m`, labels: { severity } },
      annotations: { summary: says, description: says, runbook_url: '' },
    }));
    expect(rules.map(({ alert }) => alert)).toEqual(['metrics-away']);
    expect(
      metricsOf(
        program,
        rules.map(({ expr }) => expr),
      ).flatMap(({ metrics }) => metrics),
    ).toEqual(['up']);
    const up = 'up{environment="dev",tenant="labs",job="vault"}';
    const other = 'up{environment="prod",tenant="labs",job="vault"}';
    const cases = [
      { alert: 'metrics-away', minute: 30, fires: { [up]: '1x5', [other]: '1x600' }, quiet: [{ [up]: '1x600' }, { [up]: '0x600' }] },
    ];
    const { passed, told } = runTests(program, folder, [{ name: 'azure', rules }], testsOf(cases));
    expect(passed ? '' : told).toBe('');
  });

  test('every alert has its cases, and every case its alert', () => {
    const cases = [...burnCases(production), ...otherCases(production)];
    const key = (alert: string, window?: string) => `${alert} ${window ?? ''}`;
    expect([...new Set(cases.map(({ alert, window }) => key(alert, window)))].toSorted()).toEqual(
      [...new Set(alertRules(production).map(({ alert, labels }) => key(alert, labels.window)))].toSorted(),
    );
    expect(cases.filter(({ quiet }) => quiet.length === 0)).toEqual([]);
  });

  itRuns('every expression is PromQL, and every metric in it is one that somebody exports', () => {
    const rules = ruleGroups(production).flatMap(({ rules }) => rules);
    const recorded = new Set(rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])));
    const told = metricsOf(
      program,
      rules.map(({ expr }) => expr),
    );
    expect(told.flatMap(({ wrong }, at) => (wrong ? [`${rules[at]?.expr}: ${wrong}`] : []))).toEqual([]);
    expect(told.flatMap(({ metrics }) => metrics).filter((name) => !recorded.has(name) && exporterOf(name) === undefined)).toEqual([]);
  });
});

describe('burn rates', () => {
  test('are those of the workbook over thirty days', () =>
    expect(burnWindows.map((window) => burnRate(window, 30))).toEqual([14.4, 6, 3, 1]));
});

describe('runbooks', () => {
  const pages = readdirSync(join(root, 'docs/runbooks')).filter((name) => name !== 'README.md');

  test('every alert has its page, and every page its alert', () =>
    expect(pages.toSorted()).toEqual(names.map((name) => `${name}.md`).toSorted()));

  test.each(names)('%s: says what it means, what customers see, where to look, how to mend it and whom to wake', (name) => {
    const file = join(root, 'docs/runbooks', `${name}.md`);
    const page = existsSync(file) ? readFileSync(file, 'utf8') : '';
    expect(page.split('\n')[0]).toBe(`# ${name}`);
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, head]) => head)).toEqual([
      'What it means',
      'What customers see',
      'First look',
      'Mend',
      'Whom to wake',
    ]);
    expect([...page.matchAll(/^```\n([\s\S]+?)\n```$/gm)].length).toBeGreaterThan(0);
  });

  const commandsOf = (name: string) =>
    [...readFileSync(join(root, 'docs/runbooks', `${name}.md`), 'utf8').matchAll(/^```\n([\s\S]+?)\n```$/gm)].map(([, text = '']) => text);
  const workbenchCommands = new Set(commands.map(({ name }) => name.split(' ')[0]));
  const tools = new Set(['kubectl', 'helm', 'openssl', 'workbench']);

  test.each(names)('%s: its commands are ones of the shell, of tools that operators have, and of this command', (name) => {
    for (const command of commandsOf(name)) {
      const filled = command.replaceAll(/<[a-z]+>/g, 'some');
      const { status, stderr } = spawnSync('bash', ['-n'], { input: filled, encoding: 'utf8' });
      expect([command, status, stderr]).toEqual([command, 0, '']);
      expect(tools).toContain(filled.split(' ')[0]);
      const [, own] = /^workbench (\S+)/.exec(filled) ?? [];
      if (own !== undefined) expect(workbenchCommands).toContain(own);
    }
  });

  test('are what alerts link', () => {
    const link = (base?: string) => alertRules(resolveEnvironment(configWith({ alerts: { runbooks: base } })))[0]?.annotations.runbook_url;
    expect(link()).toBe('docs/runbooks/TransferSuccessBudgetBurn.md');
    expect(link('https://wiki.example.org/runbooks/')).toBe('https://wiki.example.org/runbooks/TransferSuccessBudgetBurn.md');
  });
});

describe('who is told', () => {
  const routes = [
    {
      name: 'mail',
      to: 'email',
      recipients: ['a@example.org', 'b@example.org'],
      from: 'hub@example.org',
      server: 'smtp.example.org:587',
      username: 'hub',
      secret: 'alerts/mail',
    },
    { name: 'relay', to: 'email', recipients: ['a@example.org'], from: 'hub@example.org', server: 'relay.example.org:25' },
    { name: 'chat', to: 'slack', secret: 'alerts/chat', channel: '#hub' },
    { name: 'team', to: 'teams', secret: 'alerts/team', severities: ['warning'] },
    { name: 'page', to: 'pagerduty', secret: 'alerts/page', severities: ['critical'] },
    { name: 'genie', to: 'opsgenie', secret: 'alerts/genie', region: 'eu' },
  ];
  const config = configWith({ alerts: { routes } });

  test('each route gets its severities, by its receiver, and goes on to the next', () => {
    const { route, receivers } = alertmanagerConfig(config);
    expect(receivers.map(({ name }) => name)).toEqual(['nobody', ...routes.map(({ name }) => name)]);
    expect(route.routes.map(({ receiver, matchers }) => [receiver, ...matchers])).toContainEqual(['team', 'severity =~ "warning"']);
    expect(route.routes.every((one) => one.continue)).toBe(true);
  });

  test('secrets are files of Secrets that a person fills in Vault; a mail server without a login needs none', () => {
    const text = JSON.stringify(alertmanagerConfig(config));
    expect([...text.matchAll(/"(\w+_file)":"([^"]+)"/g)].map(([, key, file]) => [key, file])).toEqual([
      ['auth_password_file', '/etc/alertmanager/secrets/alert-mail/password'],
      ['api_url_file', '/etc/alertmanager/secrets/alert-chat/url'],
      ['webhook_url_file', '/etc/alertmanager/secrets/alert-team/url'],
      ['routing_key_file', '/etc/alertmanager/secrets/alert-page/routingKey'],
      ['api_key_file', '/etc/alertmanager/secrets/alert-genie/apiKey'],
    ]);
    expect(alertSecrets(config, 'monitoring').map(({ id, kind, path, field }) => [id, kind, path, field])).toEqual([
      ['alert-mail', 'given', 'alerts/mail', 'password'],
      ['alert-chat', 'given', 'alerts/chat', 'url'],
      ['alert-team', 'given', 'alerts/team', 'url'],
      ['alert-page', 'given', 'alerts/page', 'routingKey'],
      ['alert-genie', 'given', 'alerts/genie', 'apiKey'],
    ]);
  });
});
