import { generateKeyPairSync } from 'node:crypto';
import type { EnvironmentModel } from '../../config/environment';
import { runsKeycloak } from '../../config/model/identity';
import { localParticipants, systemNamespace } from '../../config/model/namespaces';
import { generatedPrefix, signingKeyPath } from '../../config/model/secret-map';
import { keycloakReader } from '../../constructs/identity/reader';
import { secretReader } from '../../constructs/in-cluster/namespace';
import { generatorIdentity, passwordPolicy, policyText, readerIdentity, type VaultIdentity } from '../../constructs/vault/policies';
import { must } from './client';
import type { Site } from './site';
import { authPath } from './vault-bootstrap';

/** Everybody who reads or makes secrets of an environment in this cluster, as its stacks let them in. */
export function identities(model: EnvironmentModel): VaultIdentity[] {
  const { config, secrets } = model;
  const places = [
    config.stores.namespace,
    config.hub.namespace,
    config.connectionManager.namespace,
    ...localParticipants(config).map(({ id }) => id),
  ];
  return [
    generatorIdentity(config, systemNamespace, secretReader),
    ...(runsKeycloak(config) ? [keycloakReader(config, secretReader, secrets)] : []),
    ...places.map((namespace) => readerIdentity(config, namespace, secretReader, secrets)).filter(({ rules }) => rules.length > 0),
  ];
}

/** An RSA key of the hub as the stack `secrets` writes it: a private key with its public part beside it. Made anew each time. */
export function hubKey(): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** What the stack `secrets` makes inside Vault that passwords need, made by hand: this saves the providers. With accounts for it, and keys of the hub. */
export async function fillVault(site: Site, keys: number): Promise<void> {
  await mountInside(site, keys);
  await letReadersIn(site, site.model);
}

async function mountInside(site: Site, keys: number): Promise<void> {
  const { lab, model } = site;
  const { kvMount } = model.config.secrets;
  const { vault } = lab.vault;
  await must(vault, 'POST', `/v1/sys/mounts/${kvMount}`, { type: 'kv', options: { version: '2' } });
  const policy = 'length = 24\nrule "charset" {\n  charset = "abcdefghijklmnopqrstuvwxyz0123456789"\n}';
  await must(vault, 'PUT', `/v1/sys/policies/password/${passwordPolicy(model.config)}`, { policy });
  for (let version = 1; version <= keys; version++)
    await must(vault, 'POST', `/v1/${kvMount}/data/${signingKeyPath(version)}`, { data: hubKey() });
}

/** The roles of everybody who makes or reads secrets, as the file has it now, with their accounts. */
export async function letReadersIn({ lab }: Site, model: EnvironmentModel): Promise<void> {
  const { vault } = lab.vault;
  for (const { name, namespace, serviceAccount, rules, audience } of identities(model)) {
    await must(vault, 'PUT', `/v1/sys/policies/acl/${name}`, { policy: policyText(rules) });
    await must(vault, 'POST', `/v1/auth/${authPath}/role/${name}`, {
      bound_service_account_names: [serviceAccount],
      bound_service_account_namespaces: [namespace],
      token_policies: [name],
      token_ttl: '10m',
      ...(audience ? { audience } : {}),
    });
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount } };
    await must(lab.kube, 'POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, account, [409]);
  }
}

/** Password of a path below the generated ones, as its owner reads it. */
export async function passwordIn(site: Site, path: string): Promise<{ readonly password: string; readonly version: number }> {
  const { kvMount } = site.model.config.secrets;
  const { data } = await must<{ data: { data: { password: string }; metadata: { version: number } } }>(
    site.lab.vault.vault,
    'GET',
    `/v1/${kvMount}/data/${generatedPrefix}/${path}`,
  );
  return { password: data.data.password, version: data.metadata.version };
}
