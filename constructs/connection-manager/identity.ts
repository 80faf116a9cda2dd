import type { EnvironmentModel } from '../../config/environment';
import { connectionManager, connectionManagerPath, connectionManagerRoles } from '../../config/model/connection-manager';
import { participantHosts } from '../../config/model/hosts';
import type { PkiRole } from '../pm4ml/identity';
import { identityName, type VaultIdentity } from '../vault/policies';

/** Service account of the API, which its chart makes (the name of its Service). */
export const connectionManagerAccount = connectionManager.api.service;

/**
 * What the connection manager may do in Vault: keep its own values, and let two roles of the PKI sign. Its program makes an authority of its own where it
 * finds none, and takes the old one away before that: it has no right to either, so the authority of the environment stays what it is.
 */
export function connectionManagerIdentity({ config }: EnvironmentModel): VaultIdentity {
  const { pkiMount } = config.secrets;
  return {
    name: identityName(config, 'mcm'),
    namespace: config.connectionManager.namespace,
    serviceAccount: connectionManagerAccount,
    rules: [
      { path: `${connectionManagerPath(config)}/*`, capabilities: ['create', 'read', 'update', 'delete', 'list'] },
      { path: `${pkiMount}/issue/${connectionManagerRoles.server}`, capabilities: ['create', 'update'] },
      { path: `${pkiMount}/sign/${connectionManagerRoles.client}`, capabilities: ['create', 'update'] },
    ],
  };
}

/**
 * Roles that sign for it. A participant's request keeps its own common name, which must be that of one of the participants: the program would put the name of
 * the switch there, and then every participant's certificate would carry the same name.
 */
export function connectionManagerPkiRoles({ config, hosts }: EnvironmentModel): readonly [PkiRole, PkiRole] {
  const { validityHours } = config.certificates;
  const present = config.participants.filter((participant) => !participant.retired);
  const shared = { allowSubdomains: false, allowBareDomains: true, ttlHours: validityHours };
  return [
    {
      ...shared,
      name: connectionManagerRoles.server,
      allowedDomains: [hosts.interopSwitch],
      serverFlag: true,
      clientFlag: false,
      keyType: 'rsa',
      keyBits: 2048,
      takeNamesOfRequest: true,
    },
    {
      ...shared,
      name: connectionManagerRoles.client,
      allowedDomains: [...new Set(present.map((participant) => participantHosts(config, participant).base))].sort(),
      serverFlag: false,
      clientFlag: true,
      keyType: 'any',
      keyBits: 0,
      takeNamesOfRequest: true,
    },
  ];
}
