import type { Facts } from './facts';
import { type JsonNode, member, textOf } from './json-node';
import { changed, judgeAll, kept, noEffect, type Part, problemAt, setting, type Verdict, warn } from './outcome';
import { ignored, keep, leaf, misfit, type Rule, readList, readSection } from './rule';
import { toggle, toggleOf } from './toggle';

type FactRule = Rule<Facts>;

const grafana = ['monitoring', 'grafanaAddresses'];
const wso2: FactRule = ignored('WSO2 is replaced by the Gateway API edge');
const collections: FactRule = ignored('the catalogue pairs test collections with the release');
const dead: FactRule = ignored('nothing read it on the older platform either');
const roles: FactRule = ignored('roles of the portal are not part of this version');
const everywhere = ['0.0.0.0/0', '::/0'];

const open = (verdict: Verdict): Verdict =>
  warn(verdict, 'IMP-OPEN', 'the whole world may reach Grafana', 'name the addresses that need it in monitoring.grafanaAddresses');

/** `10.0.0.1` is a range of one address. */
const range = (address: string): string => (address.includes('/') ? address : `${address}/${address.includes(':') ? 128 : 32}`);

const access: FactRule = leaf((node, { root }) => {
  const verdict = { ...toggle(node, 'boolean', grafana, 'who may reach Grafana'), sets: [] };
  if (toggleOf(node) !== true) return toggleOf(node) === false ? { ...verdict, why: 'nobody outside reaches Grafana' } : verdict;
  if (textOf(member(root, 'grafana_external_whitelist')) !== undefined) return verdict;
  return warn(
    changed(grafana, 'no addresses were named, which let in everybody: nobody now'),
    'IMP-OPEN',
    'everybody could reach Grafana, and nobody can now',
    'name the addresses that need it in monitoring.grafanaAddresses',
  );
});

const whitelist: FactRule = leaf((node, { root }) => {
  if (toggleOf(member(root, 'grafana_external_access')) !== true) return noEffect('nobody outside reaches Grafana');
  const given = (textOf(node) ?? '').split(/[,\s]+/).filter((address) => address !== '');
  const ranges = [...new Set(given.map(range))].filter((address) => misfit([...grafana, 0], address) === undefined);
  const same = ranges.length === given.length && ranges.every((address, at) => address === given[at]);
  if (ranges.length === 0)
    return warn(noEffect('names no address'), 'IMP-VALUE', 'grafana_external_whitelist names no address', 'such as 203.0.113.0/24');
  const isOpen = ranges.some((address) => everywhere.includes(address));
  const verdict = setting(
    same
      ? kept(grafana, 'who may reach Grafana')
      : changed(grafana, `who may reach Grafana: ${ranges.length} of ${given.length} are ranges`),
    ranges,
    isOpen ? 'the whole world' : undefined,
  );
  return isOpen ? open(verdict) : verdict;
});

/** Where the webhook of alerts belongs. */
export const webhookPath = 'hub/monitoring/alert-webhook';

const webhook: FactRule = (node, facts) => {
  if (node.value === undefined) return judgeAll(node, { ...noEffect('is no address'), finding: noText, secret: true });
  return leaf<Facts>((text) => {
    if (!/^https?:\/\//i.test(text.text.trim())) return { ...noEffect('is no address, so there is nothing to alert'), secret: true };
    const verdict = warn(
      changed(['alerts', 'routes', 0], `a webhook is a secret: put its address into Vault at ${webhookPath}, field url`),
      'IMP-SECRET',
      'a webhook address stands in the older file and is not taken over',
      `whoever has read the file knows it: make a new one and put it into Vault at ${webhookPath}, field url`,
    );
    const route = { name: 'chat', to: 'slack', secret: webhookPath };
    return { ...setting(verdict, route, 'the address itself belongs into Vault'), secret: true };
  })(node, facts);
};
const noText = { code: 'IMP-TYPE', severity: 'warning', message: 'grafana_slack_notifier_url is no text', hint: 'write text' } as const;

const isUser = (user: JsonNode): boolean =>
  textOf(member(user, 'username')) !== undefined && misfit(['portal', 'users', 0, 'email'], textOf(member(user, 'email'))) === undefined;

/** People of the portal; one without a name or an address is left out. */
const users: FactRule = (node, facts) => {
  const known = node.members.filter((user) => user.kind === 'section' && isUser(user));
  return readList(node, (user) => readUser(user, known.indexOf(user), facts), 'the portal has no users');
};

function readUser(user: JsonNode, at: number, facts: Facts): Part {
  const field = (key: 'username' | 'email', why: string): FactRule =>
    leaf((node) => (at < 0 ? noEffect('a user needs a name and an e-mail address') : keep(node, ['portal', 'users', at, key], why)));
  const part = readSection(
    user,
    { username: field('username', 'may use the portal'), email: field('email', 'where invitations go') },
    facts,
  );
  if (at >= 0) return part;
  const problem = problemAt(user, {
    code: 'IMP-VALUE',
    severity: 'warning',
    message: 'a user of the portal lacks a name or an e-mail address and is left out',
    hint: 'write it into portal.users by hand',
  });
  return { ...part, problems: [...part.problems, problem] };
}

/** What surrounds the hub: dashboards, portal, gateway, tests. */
export const surroundingFields = {
  grafana_external_access: access,
  grafana_external_whitelist: whitelist,
  grafana_slack_notifier_url: webhook,
  grafana_nginx_class_name: ignored('the Gateway API edge replaces the nginx ingress'),
  publicapi_external_whitelist: ignored('nobody but participants reads prefixes, behind the gate (hub.oracles.prefix[].published)'),
  bizops_portal_users: users,
  bizops_mojaloop_roles: roles,
  finance_portal_users: dead,
  wso2_namespace: wso2,
  wso2_mysql_repo_version: wso2,
  wso2_mysql_host: wso2,
  wso2_mysql_database: wso2,
  wso2_mysql_username: wso2,
  wso2_mysql_db_host: wso2,
  wso2_mysql_db_name: wso2,
  wso2_mysql_db_username: wso2,
  wso2_email: wso2,
  iskmssl_name: wso2,
  whitelist_mcm: ignored('the connection manager has settings of its own (connectionManager), with 17 and newer'),
  'mcm-totp-issuer': ignored('the connection manager has settings of its own (connectionManager), with 17 and newer'),
  mcm_secret_path: ignored('the connection manager has settings of its own (connectionManager), with 17 and newer'),
  hub_account_names: ignored('the hub knows its participants from the workbench file'),
  hub_account_cidr_blocks: ignored('participants[].allowedAddresses says where requests may come from'),
  iac_post_init_version: dead,
  simulator_names: ignored('the simulators of the chart have names of their own'),
  internal_sim_prefix: ignored('the simulators of the chart have names of their own'),
  TAG_ML_GP: collections,
  TAG_PM4ML_GP: collections,
  TAG_PM4ML_TTK_TEST: collections,
  TAG_TTK_TEST: collections,
  ttk_pm4ml_gp_version: dead,
} as const satisfies Readonly<Record<string, FactRule>>;
