import type { ParticipantConfig, WorkbenchConfig } from '../../config/schema/workbench';

interface ParticipantRow {
  /** Address below the participant's id. */
  readonly address: (id: string) => RegExp;
  /** Settings beside its entry; those that begin with a dot stand in the entry. */
  readonly settings: readonly string[];
}

const whole = (pattern: string) => new RegExp(`^${pattern}$`);

/** What is made for one participant, by address. */
const rows: readonly ParticipantRow[] = [
  {
    address: (id) => whole(`helm_release\\.pm4ml-${id}`),
    settings: ['.*', 'hub.release', 'hub.apiType', 'domain'],
  },
  {
    address: (id) => whole(`helm_release\\.${id}-routes`),
    settings: ['.domain', '.callbackHost', 'environment', 'domain', 'gateway.className', 'gateway.operators.balancer'],
  },
  { address: (id) => whole(`helm_release\\.${id}-account`), settings: ['.domain', 'certificates.issuer', 'certificates.issuerName'] },
  { address: (id) => whole(`helm_release\\.${id}-secrets`), settings: ['.external', 'secrets.kvMount', 'secrets.passwordLength'] },
  {
    address: (id) => whole(`kubernetes_network_policy_v1\\.namespace-${id}-policies-.+`),
    settings: ['.sdkBulk', 'network.apiServer', 'network.dnsNamespace', 'network.egress'],
  },
  { address: (id) => whole(`kubernetes_(resource_quota|limit_range)_v1\\.namespace-${id}-(quota|limits)`), settings: ['cluster.quota'] },
  { address: (id) => whole(`kubernetes_service_account_v1\\.namespace-${id}-secret-reader`), settings: [] },
  { address: (id) => whole(`kubernetes_namespace_v1\\.namespace-${id}`), settings: ['.external', 'cluster.podSecurity', 'tags'] },
  {
    address: (id) => whole(`vault_.*identity-.+-(reader|generator)-${id}-(role|policy)`),
    settings: ['secrets.kvMount', 'secrets.kubernetesAuthPath'],
  },
  {
    address: (id) => whole(`vault_((kubernetes|jwt)_auth_backend_role|policy)\\.pm4ml-identity-${id}-.+`),
    settings: ['secrets.pm4mlMount', 'secrets.pkiMount', 'secrets.kubernetesAuthPath'],
  },
  {
    address: (id) => whole(`vault_pki_secret_backend_role\\.pm4ml-identity-${id}-pki-.+`),
    settings: ['.domain', 'secrets.pkiMount', 'domain'],
  },
  {
    address: (id) => whole(`vault_(pki_secret_backend_role|policy)\\.pki-${id}-.+`),
    settings: ['.external', '.domain', 'certificates.clientValidityHours', 'secrets.pkiMount'],
  },
];

/** Settings of a resource that stands in a stack of participants; undefined when it is none of theirs. */
export function participantCauses(config: WorkbenchConfig, address: string): readonly string[] | undefined {
  // An id may begin another one: the longer one is asked first.
  const byLength = [...config.participants].sort((a, b) => b.id.length - a.id.length);
  for (const participant of byLength) {
    if (!address.includes(participant.id)) continue;
    const row = rows.find(({ address: pattern }) => pattern(participant.id).test(address));
    if (row) return paths(config, participant, row);
  }
  return undefined;
}

function paths(config: WorkbenchConfig, participant: ParticipantConfig, { settings }: ParticipantRow): string[] {
  const entry = `participants.${config.participants.indexOf(participant)}`;
  return [entry, ...settings.map((path) => (path.startsWith('.') ? `${entry}${path}` : path))];
}
