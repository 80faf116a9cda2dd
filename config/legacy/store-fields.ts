import { joinPath } from '../validate/path';
import { textOf } from './json-node';
import { changed, fail, kept, noEffect, setting, warn } from './outcome';
import { looksSecret, shown } from './redact';
import { misfit, secret } from './rule';
import { dead, externalPath, field, type StoreContext, type StoreRule, storePath } from './store-context';
import { port, storeDataFields } from './store-data-fields';
import { engineNames, operators } from './store-table';

/** Fields of one entry, by their path in it. */
export const storeFields = {
  enabled: field((_, store) => {
    const to = store.row.feature ?? storePath(store);
    return store.enabled ? kept(to, 'the hub needs it') : changed(to, 'the hub needs it, so it is made');
  }),
  resource_name: field((node, store) => {
    const { engine, database } = store.row;
    const to = store.external ? externalPath(store) : storePath(store);
    if (database === undefined) return kept(to, `it is the ${engineNames[engine]} of the hub`);
    return database.name === textOf(node) ? kept(to, 'the same logical name') : changed(to, `its logical name is ${database.name} now`);
  }),
  resource_namespace: field(() => changed(['stores', 'namespace'], 'all stores live in one namespace')),
  resource_type: field((node, store) => {
    const { engine } = store.row;
    if (textOf(node) === engine) return kept(storePath(store), `it is ${engineNames[engine]}`);
    return warn(
      changed(storePath(store), `${store.name} is ${engineNames[engine]}`),
      'IMP-CONTRADICTION',
      `${store.name} is ${engineNames[engine]}, not ${shown(node)}`,
    );
  }),
  logical_service_port: port,
  logical_service_name: field((node, store) => {
    const name = store.row.database?.name ?? `the Service of ${engineNames[store.row.engine]}`;
    return name === textOf(node) ? kept(storePath(store), 'the same name') : changed(storePath(store), `services ask for ${name} now`);
  }),
  'external_service.external_endpoint': field((node, store) => {
    const { external, row, enabled } = store;
    if (!enabled) return noEffect('the entry is switched off');
    if (!external)
      return warn(
        noEffect('local_resource is given too, and the older platform went by that'),
        'IMP-CONTRADICTION',
        `${store.name} has an external_service and a local_resource`,
        `write ${joinPath(externalPath(store))} into the workbench file if it lives elsewhere`,
      );
    const to = externalPath(store);
    const needsLogin = row.engine === 'mysql' || row.engine === 'mongodb';
    const vault = `hub/external/${row.database?.name ?? row.engine}`;
    const value = { ...external, ...(needsLogin ? { credentials: vault } : {}) };
    const verdict = { ...kept(to, 'the existing store'), ...(looksSecret(node.text) ? { secret: true } : {}) };
    if (misfit(to, value) !== undefined)
      return fail(
        noEffect('is no host name'),
        'IMP-VALUE',
        `the endpoint of ${store.name} is no host name`,
        'write it as db.example.org:3306',
      );
    const set = setting(verdict, value, needsLogin ? `username and password belong into Vault at ${vault}` : undefined);
    if (!needsLogin) return set;
    return warn(
      set,
      'IMP-EXTERNAL',
      `the login of ${store.name} must be in Vault`,
      `put username and password at ${vault} before the first deploy`,
    );
  }),
  'external_service.external_credentials': secret<StoreContext>('nothing ever read it; the login of an existing store stands in Vault'),
  'vault_credential_paths.pw_data.user_password_path_prefix': dead('passwords have paths of their own in Vault'),
  'vault_credential_paths.pw_data.root_password_path_prefix': dead('passwords have paths of their own in Vault'),
  generate_secret_name: dead('the Secret is named after the user of the database'),
  generate_secret_keys: dead('the Secret has the keys its charts ask for'),
  generate_secret_vault_base_path: dead('passwords have paths of their own in Vault'),
  generate_secret_extra_namespaces: dead('Secrets reach exactly the namespaces that use them'),
  'local_resource.override_service_name': dead(({ engine }) => `${operators[engine]} and names its Services`),
  'local_resource.resource_helm_repo': dead(({ engine }) => `${operators[engine]}, not a chart of its own`),
  'local_resource.resource_helm_chart': dead(({ engine }) => `${operators[engine]}, not a chart of its own`),
  'local_resource.resource_helm_chart_version': dead(({ engine }) => `${operators[engine]}, and the catalogue pairs its version`),
  'local_resource.resource_helm_values_ref': dead(({ engine }) => `${operators[engine]}, not a chart of its own`),
  'local_resource.create_resource_random_password': dead('every password is random and born in Vault'),
  ...storeDataFields,
} as const satisfies Readonly<Record<string, StoreRule>>;
