import type { EnvironmentModel } from '../../config/environment';
import { participantHosts } from '../../config/model/hosts';
import type { ParticipantConfig } from '../../config/schema/workbench';
import { identityName, type VaultIdentity } from '../vault/policies';

/** Service account of the management API, the one part of a payment manager that talks to Vault. */
export const paymentManagerAccount = 'payment-manager';

/** A role of the PKI in Vault: what certificates may be asked for by it. */
export interface PkiRole {
  readonly name: string;
  readonly allowedDomains: readonly string[];
  readonly allowSubdomains: boolean;
  readonly allowBareDomains: boolean;
  readonly serverFlag: boolean;
  readonly clientFlag: boolean;
  /** `any` for a role that signs requests whose key somebody else chose. */
  readonly keyType: 'rsa' | 'any';
  readonly keyBits: number;
  /** False: names in a signing request are not taken over, only those that are asked for beside it. */
  readonly takeNamesOfRequest: boolean;
  readonly ttlHours: number;
}

/** Where the management API keeps its state: a path of its own below the KV version 1 mount. */
export const keyValuePrefix = (model: EnvironmentModel, participant: ParticipantConfig) =>
  `${model.config.secrets.pm4mlMount}/pm4ml/${participant.id}`;

export const pkiRoleNames = ({ id }: ParticipantConfig) => ({ server: `${id}-server`, client: `${id}-client` }) as const;

/**
 * The roles a management API uses (pm4ml/mcm-client, lib/vault): `issue/<server role>` for the certificate of its own endpoint,
 * `sign/<client role>` for the certificate with which the hub calls it back. Both only for names of this participant.
 * The CA is that of the environment: the management API finds it at `<mount>/ca/pem`, which needs no right, and hands it to the hub.
 */
export function paymentManagerPkiRoles(model: EnvironmentModel, participant: ParticipantConfig): readonly [PkiRole, PkiRole] {
  const { base, connector } = participantHosts(model.config, participant);
  const names = pkiRoleNames(participant);
  const own = {
    allowedDomains: [...new Set([base, connector])],
    allowSubdomains: true,
    allowBareDomains: true,
    ttlHours: model.config.certificates.validityHours,
  };
  return [
    { ...own, name: names.server, serverFlag: true, clientFlag: false, keyType: 'rsa', keyBits: 2048, takeNamesOfRequest: true },
    { ...own, name: names.client, serverFlag: false, clientFlag: true, keyType: 'any', keyBits: 0, takeNamesOfRequest: false },
  ];
}

/** Policy and Kubernetes auth role of one payment manager: its own keys and values, its own two PKI roles, nothing else. */
export function paymentManagerIdentity(model: EnvironmentModel, participant: ParticipantConfig): VaultIdentity {
  const { pkiMount } = model.config.secrets;
  const { server, client } = pkiRoleNames(participant);
  return {
    name: identityName(model.config, `pm4ml-${participant.id}`),
    namespace: participant.id,
    serviceAccount: paymentManagerAccount,
    rules: [
      { path: `${keyValuePrefix(model, participant)}/*`, capabilities: ['create', 'read', 'update', 'delete', 'list'] },
      { path: `${pkiMount}/issue/${server}`, capabilities: ['create', 'update'] },
      { path: `${pkiMount}/sign/${client}`, capabilities: ['create', 'update'] },
    ],
  };
}
