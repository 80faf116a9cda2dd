import type { WorkbenchConfig } from '../schema/workbench';
import type { Path } from '../validate/path';
import { always, inProduction, ownVault, present, type Rule, when } from './rule';

const everywhere = new Set(['0.0.0.0/0', '::/0']);

/** Lists of addresses that let people or participants in. */
function allowLists({ gateway, monitoring, participants }: WorkbenchConfig): { path: Path; addresses: readonly string[]; who: string }[] {
  return [
    { path: ['gateway', 'operatorAddresses'], addresses: gateway.operatorAddresses, who: 'consoles and tools' },
    { path: ['monitoring', 'grafanaAddresses'], addresses: monitoring.grafanaAddresses, who: 'Grafana' },
    ...present(participants).map(({ index, item }) => ({
      path: ['participants', index, 'allowedAddresses'],
      addresses: item.allowedAddresses,
      who: `requests of ${item.id}`,
    })),
  ];
}

const fewest = 3;

export const productionRules: readonly Rule[] = [
  {
    code: 'PRD-REPLICAS',
    severity: 'warning',
    title: 'In production stores and Vault have at least three members',
    appliesWhen: inProduction,
    check: (config) => {
      const { stores, secrets } = config;
      const members = [
        ...(['mysql', 'mongodb', 'kafka'] as const)
          .filter((store) => !stores[store].external)
          .map((store) => ({ path: ['stores', store, 'replicas'], count: stores[store].replicas })),
        ...(ownVault(config) ? [{ path: ['secrets', 'vault', 'replicas'], count: secrets.vault.replicas }] : []),
      ];
      return members.flatMap(({ path, count }) =>
        when(count < fewest, () => ({
          path,
          message: `${count} member${count === 1 ? '' : 's'} in production: the loss of a node stops payments`,
          hint: `write ${fewest}`,
        })),
      );
    },
  },
  {
    code: 'PRD-ZONES',
    severity: 'warning',
    title: 'In production nodes span at least three zones',
    // Azure Stack stands in one building, which is what AZS-ZONES says.
    appliesWhen: (config) => inProduction(config) && config.platform.provider !== 'azure-stack',
    check: ({ cluster: { zones } }) =>
      when(zones < fewest, () => ({
        path: ['cluster', 'zones'],
        message: `${zones} zone${zones === 1 ? '' : 's'} in production: the loss of a zone stops payments`,
        hint: `spread the nodes over ${fewest} zones`,
      })),
  },
  {
    code: 'PRD-SIZE',
    severity: 'warning',
    title: 'In production the hub is larger than a lab',
    appliesWhen: inProduction,
    check: ({ hub }) =>
      when(hub.size === 'lab', () => ({
        path: ['hub', 'size'],
        message: 'size lab runs one pod of each service',
        hint: 'write small or more',
      })),
  },
  {
    code: 'PRD-DELETION',
    severity: 'warning',
    title: 'In production stores are protected against deletion',
    appliesWhen: inProduction,
    check: ({ operations }) =>
      when(!operations.deletionProtection, () => ({
        path: ['operations', 'deletionProtection'],
        message: 'deletionProtection is off: removing a setting removes the ledger',
        hint: 'leave it out: production protects',
      })),
  },
  {
    code: 'PRD-STATE',
    severity: 'warning',
    title: 'In production the state does not lie on one machine',
    appliesWhen: inProduction,
    check: ({ state }) =>
      when(state.backend === 'local', () => ({
        path: ['state', 'backend'],
        message: 'the state lies on this machine: nobody else can deploy, and losing it loses the overview',
        hint: 'write kubernetes, s3, azurerm or http',
      })),
  },
  {
    code: 'PRD-SIMULATORS',
    severity: 'warning',
    title: 'In production there are no simulators of participants',
    appliesWhen: inProduction,
    check: ({ hub }) =>
      (['simulators', 'ttkSimulators'] as const).flatMap((key) =>
        when(hub[key], () => ({
          path: ['hub', key],
          message: 'participants that do not exist move money of tests in the ledger of production',
          hint: 'write false',
        })),
      ),
  },
  {
    code: 'PRD-LOGS',
    severity: 'warning',
    title: 'In production logs do not tell everything',
    appliesWhen: inProduction,
    check: ({ hub: { logLevel } }) =>
      when(logLevel === 'debug' || logLevel === 'verbose', () => ({
        path: ['hub', 'logLevel'],
        message: `log level ${logLevel} writes whole messages, names and numbers of customers among them`,
        hint: 'write info or warn',
      })),
  },
  {
    code: 'PRD-OPEN',
    severity: 'warning',
    title: 'No list of addresses lets the whole world in',
    appliesWhen: always,
    check: (config) =>
      allowLists(config).flatMap(({ path, addresses, who }) =>
        addresses.flatMap((address, index) =>
          when(everywhere.has(address), () => ({
            path: [...path, index],
            message: `${address} lets the whole world reach ${who}`,
            hint: 'name the addresses that need it',
          })),
        ),
      ),
  },
];
