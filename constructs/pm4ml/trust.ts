import { connectorCertificate } from '../../config/model/certificates';
import { preparedCluster } from '../../config/model/participant-clusters';
import { image, images } from '../in-cluster/images';
import { hasOwnVault, vaultTrust } from './account';
import type { Pm4mlContext } from './context';

const folder = '/secrets';
const file = `${folder}/authorities.pem`;

/** Certificates of the deployed Vault and of the hub's gateway are signed by CAs that no image knows. */
const needed = ({ model, participant }: Pm4mlContext) =>
  hasOwnVault(model, participant) ||
  model.config.certificates.issuer !== 'acme' ||
  preparedCluster(model.config, participant)?.vaultAuthority !== undefined;

/** Makes Node trust them besides the public ones. */
export const trustEnv = (context: Pm4mlContext): Readonly<Record<string, string>> => (needed(context) ? { NODE_EXTRA_CA_CERTS: file } : {});

/**
 * The service account of the management API and, on the following line, the init container that puts the CAs into the empty volume its pod has.
 * The chart can mount nothing else; its template prints the name of the account as it stands (see raw-text.ts).
 */
export function trustedAccount(context: Pm4mlContext, account: string): string {
  if (!needed(context)) return account;
  const authority = (name: string, secret: string, optional: boolean) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key: 'ca.crt', optional } },
  });
  const given = preparedCluster(context.config, context.participant)?.vaultAuthority;
  const container = {
    name: 'authorities',
    image: image(context.config, images.shell),
    command: ['sh', '-c', `printf '%s\\n' "$VAULT_CA" "$HUB_CA" > ${file}`],
    env: [
      ...(hasOwnVault(context.model, context.participant) ? [authority('VAULT_CA', vaultTrust, false)] : []),
      ...(given === undefined ? [] : [{ name: 'VAULT_CA', value: given }]),
      // An issuer that is publicly known gives no CA along.
      authority('HUB_CA', connectorCertificate, true),
    ],
    resources: { requests: { cpu: '10m', memory: '16Mi' } },
    volumeMounts: [{ name: 'secret-volume', mountPath: folder }],
  };
  return `${account}\n${' '.repeat(6)}initContainers: ${JSON.stringify([container])}`;
}
