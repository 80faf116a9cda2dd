import { over } from './workbench-fixtures';

type Json = { readonly [key: string]: unknown };

/** One row a rule: settings over the smallest file, and the exact text of what the rule finds in them. */
export interface RuleRow {
  readonly code: string;
  readonly settings: Json;
  readonly finds: readonly string[];
  /** Settings next to those that are fine. */
  readonly silent?: Json;
}

const dfsp = (id: string, more: Json = {}) => ({ id, currency: 'USD', ...more });
const participants = (...list: Json[]) => ({ participants: list });
const stores = (more: Json) => ({ stores: more });
const production = (more: Json = {}) => ({ profile: 'production', ...more });
/** Settings on another platform than that of the smallest file, whose context goes away. */
const on =
  (provider: string, platform: Json) =>
  (more: Json = {}): Json => {
    const settings = over({ platform: { provider, ...platform } }, more);
    return { ...settings, platform: { context: undefined, ...(settings.platform as Json) } };
  };
export const onAws = on('aws', { region: 'eu-west-1' });
export const onAzure = on('azure', { region: 'southafricanorth' });
export const onStack = on('azure-stack', {
  region: 'southafricanorth',
  directory: '00000000-0000-0000-0000-000000000002',
  azureStack: {
    customLocation: '/subscriptions/x/customLocations/hall',
    virtualSwitch: 'switch',
    addressPrefix: '10.10.0.0/22',
    gateway: '10.10.0.1',
    dnsServers: ['10.10.0.2'],
    nodeAddresses: { start: '10.10.0.50', end: '10.10.0.99' },
    serviceAddresses: { start: '10.10.0.100', end: '10.10.0.109' },
    controlPlaneAddress: '10.10.0.10',
    kubernetesPatch: '1.32.6',
    kubernetesRuntime: '00000000-0000-0000-0000-00000000000b',
    sshPublicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample',
  },
});
const login = { host: 'db.example.org', credentials: 'hub/external/mysql' };
const role = 'arn:aws:iam::123456789012:role/admins';
const uuid = '00000000-0000-0000-0000-000000000001';
const front = (apiManagement: Json = {}) => ({
  gateway: { front: 'api-management', apiManagement: { publisherEmail: 'ops@example.org', ...apiManagement } },
});
const addresses = (count: number) => Array.from({ length: count }, (_, at) => `203.0.113.${at}/32`);
const longDomain = `${Array.from({ length: 24 }, () => 'abcdefgh').join('.')}.${'x'.repeat(25)}.example.org`;

/** Rules about clouds: platform, network, node pools, managed stores, names. */
export const cloudRuleRows: readonly RuleRow[] = [
  // On any cloud or none
  {
    code: 'PLT-UNUSED',
    settings: {
      platform: { account: '123456789012' },
      cluster: { administrators: ['a'], pools: { hub: { min: 3 } }, upgrades: { day: 'Friday' }, dataPlane: 'azure-overlay' },
      network: { addressSpace: '10.1.0.0/16', nat: 'zone' },
    },
    finds: [
      'platform.account: account has no effect on a plain cluster (remove it: it is for AWS, Azure and Azure Stack)',
      'cluster.administrators: administrators has no effect on a plain cluster (remove it: it is for AWS, Azure and Azure Stack)',
      'cluster.pools: pools has no effect on a plain cluster (remove it: it is for AWS, Azure and Azure Stack)',
      'cluster.upgrades.day: day has no effect on a plain cluster (remove it: it is for AWS and Azure)',
      'cluster.dataPlane: dataPlane has no effect on a plain cluster (remove it: it is for Azure)',
      'network.addressSpace: addressSpace has no effect on a plain cluster (remove it: it is for AWS, Azure and Azure Stack)',
      'network.nat: nat has no effect on a plain cluster (remove it: it is for AWS and Azure)',
    ],
    silent: { cluster: { upgrades: { day: 'Sunday' } }, network: { addressSpace: '10.64.0.0/16' } },
  },
  {
    code: 'PLT-CONTEXT-UNUSED',
    settings: onAws({ platform: { context: 'lab', kubeconfig: 'other' } }),
    finds: [
      'platform.kubeconfig: kubeconfig has no effect: AWS makes a cluster, and the command logs in to that (remove it, or write provider: kubernetes to use the cluster it names)',
      'platform.context: context has no effect: AWS makes a cluster, and the command logs in to that (remove it, or write provider: kubernetes to use the cluster it names)',
    ],
    silent: onStack({ platform: { context: 'stamp', azureStack: { flavour: 'hub' } } }),
  },
  {
    code: 'PLT-ENDPOINT-OTHER',
    settings: onAzure({ platform: { endpoint: 'http://127.0.0.1:5000' } }),
    finds: [
      'platform.endpoint: Azure cannot be reached at another address (remove endpoint: it is for rehearsals with an emulator of AWS)',
    ],
    silent: onAws({ platform: { endpoint: 'http://127.0.0.1:5000' } }),
  },
  {
    code: 'SEC-SEAL-CLOUD',
    settings: onAzure({ secrets: { vault: { seal: 'awskms' } } }),
    finds: [
      'secrets.vault.seal: seal awskms is a key service of AWS, and pods on Azure have no login there (leave seal out: azurekeyvault is taken)',
    ],
    silent: onAws({ secrets: { vault: { seal: 'awskms' } } }),
  },
  // Regions
  {
    code: 'REG-UNKNOWN',
    settings: onAws({ platform: { region: 'eu-west-11' } }),
    finds: ['platform.region: AWS has no region eu-west-11 by the list of 2026-11-27 (did you mean eu-west-1?)'],
    silent: onStack({ platform: { region: 'local', azureStack: { flavour: 'hub' } } }),
  },
  {
    code: 'REG-PARTITION',
    settings: onAws({ platform: { region: 'us-gov-west-1' } }),
    finds: [
      'platform.region: us-gov-west-1 belongs to another partition of AWS, with addresses and accounts of its own, which this version does not make (use a region of the public cloud, or a cluster that you make there yourself: platform.provider: kubernetes)',
    ],
    silent: onAzure(),
  },
  {
    code: 'REG-ZONES',
    settings: onAws({ platform: { region: 'us-west-1' }, cluster: { zones: 3 } }),
    finds: ['cluster.zones: nodes span 3 zones, and us-west-1 has 2 (write zones: 2, or choose a region with 3)'],
    silent: onAws({ platform: { region: 'ap-northeast-1' }, cluster: { zones: 3 } }),
  },
  {
    code: 'NET-ZONES',
    settings: onAws({ platform: { region: 'us-east-1' }, cluster: { zones: 5 } }),
    finds: [
      'cluster.zones: nodes span 5 zones, and the network is planned for 3: a quarter of it each (write zones: 3: what needs a majority needs no more)',
    ],
    silent: { cluster: { zones: 5 } },
  },
  {
    code: 'REG-REQUEST',
    settings: onAws({ platform: { region: 'af-south-1' } }),
    finds: [
      'platform.region: af-south-1 is closed until an account has it switched on (aws account enable-region, once; it takes some minutes)',
    ],
    silent: onAws(),
  },
  {
    code: 'REG-NO-AKS-SUBNET',
    settings: onAzure({ platform: { region: 'qatarcentral' } }),
    finds: [
      'platform.region: AKS puts its API server into a subnet in every region but qatarcentral, and the cluster is made that way (choose another region, or make the cluster yourself and use it by platform.provider: kubernetes)',
    ],
    silent: onAzure({ platform: { region: 'uaenorth' } }),
  },
  {
    code: 'REG-NO-PAIR',
    settings: onAzure(production({ platform: { region: 'italynorth' } })),
    finds: [
      'platform.region: italynorth has no paired region, and production keeps a copy of its backups there: Azure refuses such an account (write residency.country: IT, which keeps backups in the region)',
    ],
    silent: onAzure(production({ platform: { region: 'italynorth' }, residency: { country: 'IT' } })),
  },
  {
    code: 'REG-PAIR',
    settings: onAzure(production({ platform: { region: 'brazilsouth' } })),
    finds: [
      'platform.region: copies of backups go to southcentralus in US, out of BR (write residency.country: BR to keep them in the region)',
    ],
    silent: onAzure(production()),
  },
  {
    code: 'AZS-ZONES',
    settings: onStack({ cluster: { zones: 3 } }),
    finds: [
      'cluster.zones: nodes are to span 3 zones, and Azure Stack knows none: the loss of the building stops payments (write zones: 1; members of stores are spread over machines)',
    ],
    silent: onStack({ cluster: { zones: 1 } }),
  },
  // Data that may not leave a country
  {
    code: 'RES-REGION',
    settings: onAws({ residency: { country: 'ZA' } }),
    finds: [
      'platform.region: data may not leave ZA, and eu-west-1 lies in IE (choose a region of the country, or name the regions that count as inside it in residency.allowedRegions)',
    ],
    silent: onAws({ platform: { region: 'af-south-1' }, residency: { country: 'ZA' } }),
  },
  {
    code: 'RES-ALLOWED-UNKNOWN',
    settings: onAzure({ residency: { country: 'ZA', allowedRegions: ['southafricanorth', 'southafricawst'] } }),
    finds: ['residency.allowedRegions.1: the cloud has no region southafricawst (did you mean southafricawest?)'],
    silent: onAzure({ residency: { country: 'ZA', allowedRegions: ['southafricanorth'] } }),
  },
  {
    code: 'RES-STATE',
    settings: { residency: { country: 'RW' }, state: { backend: 's3', bucket: 'states', region: 'eu-west-1' } },
    finds: [
      'state.region: the state names everything of the hub and its participants, and eu-west-1 lies outside of RW (keep the state in a region of the country, or at an address in it (http))',
    ],
    silent: { residency: { country: 'IE' }, state: { backend: 's3', bucket: 'states', region: 'eu-west-1' } },
  },
  {
    code: 'RES-TELEMETRY',
    settings: { residency: { country: 'RW', telemetry: true } },
    finds: [
      'residency.telemetry: metrics and logs may go to a service outside of RW: they name participants and show how much is paid when (leave telemetry out unless the supervisor has agreed)',
    ],
    silent: { residency: { country: 'RW' } },
  },
  {
    code: 'RES-UNUSED',
    settings: { residency: { allowedRegions: ['af-south-1'], telemetry: true } },
    finds: [
      'residency.allowedRegions: allowedRegions has no effect: no country is named (add residency.country: RW, the country that data may not leave)',
      'residency.telemetry: telemetry has no effect: no country is named (add residency.country: RW, the country that data may not leave)',
    ],
    silent: { residency: { country: 'ZA', allowedRegions: ['af-south-1'] } },
  },
  {
    code: 'RES-VAULT',
    settings: onStack({ residency: { country: 'RW' }, secrets: { vault: { seal: 'transit' } } }),
    finds: [
      'secrets.vault.seal: the Vault that opens this one must stand in RW too: without a line to it no payment is made after a restart (see that it does)',
    ],
    silent: onStack({ residency: { country: 'RW' } }),
  },
  // Accounts and administrators
  {
    code: 'ACC-MISSING',
    settings: onAws(production()),
    finds: [
      'platform.account: platform.account is missing: whoever is logged in anywhere makes a second hub there (add an AWS account of 12 digits; aws sts get-caller-identity tells it)',
    ],
    silent: onAws(production({ platform: { account: '123456789012' } })),
  },
  {
    code: 'ACC-KIND',
    settings: onAzure({ platform: { account: '123456789012' } }),
    finds: ['platform.account: 123456789012 is not the id of an Azure subscription, and the platform is Azure (az account show tells it)'],
    silent: onAws({ platform: { account: '123456789012' } }),
  },
  {
    code: 'ACC-DIRECTORY',
    settings: onAzure(production()),
    finds: [
      'platform.directory: platform.directory is missing: logins and keys go to the tenant of whoever deploys (add the id of the Microsoft Entra tenant; az account show tells it as tenantId)',
    ],
    silent: onAws(production()),
  },
  {
    code: 'ADM-MISSING',
    settings: onAzure(production()),
    finds: [
      'cluster.administrators: nobody is named who administers the cluster: only whoever deploys first can reach it (add object ids of Entra groups)',
    ],
    silent: production(),
  },
  {
    code: 'ADM-KIND',
    settings: onAws({ cluster: { administrators: [role, 'arn:aws:iam::123456789012:root', uuid], viewers: [uuid] } }),
    finds: [
      'cluster.administrators.1: arn:aws:iam::123456789012:root is no ARN of an IAM role (such as arn:aws:iam::123456789012:role/admins; the root user and sessions of sts are refused)',
      'cluster.administrators.2: 00000000-0000-0000-0000-000000000001 is no ARN of an IAM role (such as arn:aws:iam::123456789012:role/admins; the root user and sessions of sts are refused)',
      'cluster.viewers.0: 00000000-0000-0000-0000-000000000001 is no ARN of an IAM role (such as arn:aws:iam::123456789012:role/admins; the root user and sessions of sts are refused)',
    ],
    silent: onAzure({ cluster: { administrators: [uuid] } }),
  },
  {
    code: 'ADM-TWICE',
    settings: onAws({ cluster: { administrators: [role], viewers: ['arn:aws:iam::123456789012:role/auditors', role] } }),
    finds: [
      'cluster.viewers.1: arn:aws:iam::123456789012:role/admins is named before, and gets one entry (leave it in one place; who administers sees everything anyway)',
    ],
    silent: onAzure({ cluster: { administrators: [uuid], viewers: ['00000000-0000-0000-0000-000000000002'] } }),
  },
  {
    code: 'ADM-USER',
    settings: onAws({
      cluster: { administrators: [role, 'arn:aws:iam::123456789012:user/ann'], viewers: ['arn:aws:iam::123456789012:user/bob'] },
    }),
    finds: [
      'cluster.administrators.1: arn:aws:iam::123456789012:user/ann is a user, whose keys do not end by themselves (name a role that people take for some hours)',
      'cluster.viewers.0: arn:aws:iam::123456789012:user/bob is a user, whose keys do not end by themselves (name a role that people take for some hours)',
    ],
    silent: onAws({ cluster: { administrators: [role] } }),
  },
  {
    code: 'ADM-ACCOUNT',
    settings: onAws({ platform: { account: '210987654321' }, cluster: { administrators: [role] } }),
    finds: [
      'cluster.administrators.0: arn:aws:iam::123456789012:role/admins belongs to the account 123456789012, and the environment to 210987654321 (EKS lets in roles of other accounts; see that it is meant)',
    ],
    silent: onAws({ platform: { account: '123456789012' }, cluster: { administrators: [role] } }),
  },
  // Kubernetes of a cloud
  {
    code: 'KUB-ENDED',
    settings: onAws({ cluster: { kubernetesVersion: '1.32' } }),
    finds: [
      'cluster.kubernetesVersion: EKS makes no new cluster of Kubernetes 1.32: it was in the support that is part of the price until 2026-03-23, and clusters made here have no other; the paid one ends on 2027-03-23 (write cluster.kubernetesVersion: "1.35")',
    ],
    silent: onAws({ cluster: { kubernetesVersion: '1.34' } }),
  },
  {
    code: 'KUB-UNKNOWN',
    settings: onAzure({ cluster: { kubernetesVersion: '1.38' } }),
    finds: [
      'cluster.kubernetesVersion: the list of 2026-11-27 has no Kubernetes 1.38 of AKS: its newest is 1.37 (see whether AKS has it, or write "1.35")',
    ],
    silent: onAzure({ cluster: { kubernetesVersion: '1.37' } }),
  },
  {
    code: 'KUB-ADD-ONS',
    settings: onAws({ cluster: { kubernetesVersion: '1.37' } }),
    finds: [
      'cluster.kubernetesVersion: no add-ons of EKS are pinned for Kubernetes 1.37: EKS chooses their versions, and another day others (pinned: 1.32, 1.33, 1.34, 1.35, 1.36)',
    ],
    silent: onAzure({ cluster: { kubernetesVersion: '1.37' } }),
  },
  {
    code: 'KUB-CHANNEL',
    settings: onAzure({ cluster: { upgrades: { channel: 'stable' } } }),
    finds: [
      'cluster.upgrades.channel: the channel stable raises minor versions by itself: one day the cluster is newer than the file and the release (write patch)',
    ],
    silent: onAzure(),
  },
  {
    code: 'KUB-NO-PATCHES',
    settings: onAzure({ cluster: { upgrades: { channel: 'none' } } }),
    finds: [
      'cluster.upgrades.channel: the channel none leaves known holes of Kubernetes and nodes open until somebody upgrades by hand (write patch)',
    ],
    silent: onAzure({ cluster: { upgrades: { channel: 'node-image' } } }),
  },
  // The Kubernetes API
  {
    code: 'API-ALLOW-LIST',
    settings: onAws(production({ cluster: { api: { public: true } } })),
    finds: [
      'cluster.api.allowedAddresses: the Kubernetes API is to have a public address, and nobody is named who may reach it (add the addresses of your operators and pipelines, or leave public out: production is private)',
    ],
    silent: onAws(production({ cluster: { api: { public: true, allowedAddresses: ['203.0.113.0/24'] } } })),
  },
  {
    code: 'API-WORLD',
    settings: onAws({ cluster: { api: { allowedAddresses: ['203.0.113.0/24', '0.0.0.0/0'] } } }),
    finds: [
      'cluster.api.allowedAddresses.1: 0.0.0.0/0 lets the whole world try its keys at the Kubernetes API (name the addresses of your operators and pipelines)',
    ],
    silent: onAws({ cluster: { api: { allowedAddresses: ['203.0.113.0/24'] } } }),
  },
  {
    code: 'API-IPV6',
    settings: onAzure({ cluster: { api: { allowedAddresses: ['2001:db8::/32'] } } }),
    finds: [
      'cluster.api.allowedAddresses.0: 2001:db8::/32 is an IPv6 range, and the API of Azure takes IPv4 here (name the IPv4 address that your requests come from)',
    ],
    silent: onAzure({ cluster: { api: { allowedAddresses: ['203.0.113.0/24'] } } }),
  },
  {
    code: 'API-NEVER',
    settings: onAzure({ cluster: { api: { allowedAddresses: ['10.0.0.0/8'] } } }),
    finds: [
      'cluster.api.allowedAddresses.0: nobody reaches a public address from 10.0.0.0/8, which is private (inside the network the API has a private address already; name the address that the internet sees)',
    ],
    silent: onAzure({ cluster: { api: { public: false, allowedAddresses: ['10.0.0.0/8'] } } }),
  },
  {
    code: 'API-MANY',
    settings: onAws({ cluster: { api: { allowedAddresses: addresses(41) } } }),
    finds: ['cluster.api.allowedAddresses: 41 ranges, and AWS takes 40 (join ranges, or let people in through a VPN)'],
    silent: onAzure({ cluster: { api: { allowedAddresses: addresses(41) } } }),
  },
  {
    code: 'API-ALLOW-UNUSED',
    settings: onAws(production({ cluster: { api: { allowedAddresses: ['203.0.113.0/24'] } } })),
    finds: [
      'cluster.api.allowedAddresses: allowedAddresses has no effect: the Kubernetes API has no public address (write public: true, or remove it)',
    ],
    silent: onAws({ cluster: { api: { allowedAddresses: ['203.0.113.0/24'] } } }),
  },
  {
    code: 'API-WAY-IN',
    settings: onAws(production()),
    finds: [
      'cluster.api.public: the Kubernetes API is reached from inside the network only: from elsewhere, deploy makes the cluster and then waits for it in vain (deploy from a machine in the network or through a VPN; public: true with allowedAddresses opens it to those you name)',
    ],
    silent: onAws({ cluster: { api: { allowedAddresses: ['203.0.113.0/24'] } } }),
  },
  {
    code: 'API-VAULT',
    settings: onAzure({}),
    finds: [
      'cluster.api.allowedAddresses: key vaults let nobody in from outside, and the first deploy writes keys before there is a network to come from (name the address that the first deploy comes from; it may be taken away again when deploys come from inside the network)',
    ],
    silent: onAzure({ cluster: { api: { allowedAddresses: ['203.0.113.0/24'] } } }),
  },
  // Ranges
  {
    code: 'NET-START',
    settings: onAws({ network: { addressSpace: '10.64.5.1/16' } }),
    finds: ['network.addressSpace: 10.64.5.1/16 begins in the middle of 10.64.0.0/16 (write 10.64.0.0/16)'],
    silent: onAws({ network: { addressSpace: '10.64.0.0/16' } }),
  },
  {
    code: 'NET-PUBLIC',
    settings: onAws({ network: { addressSpace: '8.8.0.0/16', serviceRange: '172.15.0.0/16' } }),
    finds: [
      'network.addressSpace: 8.8.0.0/16 for the network holds addresses of the internet: whoever has them could not be reached any more (choose a range inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10)',
      'network.serviceRange: 172.15.0.0/16 for Services holds addresses of the internet: whoever has them could not be reached any more (choose a range inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10)',
    ],
    silent: onAws({ network: { addressSpace: '100.64.0.0/16' } }),
  },
  {
    code: 'NET-SIZE',
    settings: onAws({ network: { addressSpace: '10.0.0.0/15', serviceRange: '172.20.0.0/25' } }),
    finds: [
      'network.addressSpace: 10.0.0.0/15 for the network is too large: 131072 addresses (AWS takes /16 to /22 here: subnets of a sixty-fourth are cut from it)',
      'network.serviceRange: 172.20.0.0/25 for Services is too small: 128 addresses (AWS takes /12 to /24 here)',
    ],
    silent: onAzure({ network: { addressSpace: '10.0.0.0/15' } }),
  },
  {
    code: 'NET-OVERLAP',
    settings: onAzure({ network: { addressSpace: '10.244.0.0/15', serviceRange: '10.245.128.0/17' } }),
    finds: [
      'network.podRange: 10.244.0.0/16 for pods meets 10.244.0.0/15 for the network: packets to one would go to the other (choose ranges that do not meet)',
      'network.serviceRange: 10.245.128.0/17 for Services meets 10.244.0.0/15 for the network: packets to one would go to the other (choose ranges that do not meet)',
    ],
    silent: onAws({ network: { addressSpace: '10.244.0.0/16' } }),
  },
  {
    code: 'NET-KEPT',
    settings: onAzure({ network: { serviceRange: '172.30.0.0/16' } }),
    finds: ['network.serviceRange: 172.30.0.0/16 meets 172.30.0.0/16, which AKS uses (choose another range)'],
    silent: onAws({ network: { serviceRange: '172.30.0.0/16' } }),
  },
  {
    code: 'NET-NODES',
    settings: onAws({ network: { addressSpace: '10.64.0.0/21' } }),
    finds: [
      'network.addressSpace: 11 nodes and 4 while they are upgraded take 129 addresses each with its pods: 1935 in the subnet, which holds 507 (a quarter of 10.64.0.0/21, less 5) (write a range of /19, or smaller cluster.pools)',
    ],
    silent: onAzure({ network: { addressSpace: '10.64.0.0/21' } }),
  },
  {
    code: 'NET-PODS',
    settings: onAzure({ network: { podRange: '10.244.0.0/22' } }),
    finds: [
      "network.podRange: 9 nodes and 4 while they are upgraded take a block of 256 addresses each, and 10.244.0.0/22 has 4 (write a range of /20 or larger; it can't be changed later)",
    ],
    silent: onAzure({ network: { podRange: '10.244.0.0/18' } }),
  },
  {
    code: 'NET-SERVICES',
    settings: onAws({ network: { serviceRange: '172.20.0.0/25' } }),
    finds: [
      "network.serviceRange: the hub and its payment managers have about 135 Services, and 172.20.0.0/25 has 128 addresses (write a range of /24 or larger; it can't be changed later)",
    ],
    silent: onAws({ network: { serviceRange: '172.20.0.0/24' } }),
  },
  {
    code: 'NET-PARTICIPANT',
    settings: onAws(participants(dfsp('a', { allowedAddresses: ['203.0.113.5/32', '10.64.3.0/24'] }))),
    finds: [
      'participants.0.allowedAddresses.1: 10.64.3.0/24 of a meets 10.64.0.0/16 for the network: answers would never leave the network (name the address that its requests come from, or choose another range before the first deploy)',
    ],
    silent: participants(dfsp('a', { allowedAddresses: ['10.64.3.0/24'] })),
  },
  {
    code: 'NET-EGRESS-INSIDE',
    settings: onAzure({ network: { egress: [{ namespace: 'mojaloop', to: '10.244.3.0/24', port: 443, why: 'tests' }] } }),
    finds: [
      'network.egress.0.to: 10.244.3.0/24 meets 10.244.0.0/16, the range of pods in the cluster (policies between pods are made by the workbench; name an address outside)',
    ],
    silent: onAzure({ network: { egress: [{ namespace: 'mojaloop', to: '10.64.3.0/24', port: 443, why: 'tests' }] } }),
  },
  {
    code: 'NET-NAT',
    settings: onAws(production({ network: { nat: 'one' } })),
    finds: [
      'network.nat: one way out for all zones: when its zone is lost, no callback reaches a participant (leave nat out: production has one a zone)',
    ],
    silent: onAws(production()),
  },
  {
    code: 'NET-FLOW-LOGS',
    settings: onAzure(production({ network: { flowLogs: false } })),
    finds: ['network.flowLogs: flowLogs is off: nobody can tell afterwards who spoke to whom (leave it out: production keeps them)'],
    silent: onAzure(),
  },
  {
    code: 'NET-PARENT-ZONE',
    settings: onAws({ network: { parentZone: 'other.example.org' } }),
    finds: [
      'network.parentZone: other.example.org is not above dev.labs.example.org: a delegation in it leads nowhere (write labs.example.org or a domain above it)',
    ],
    silent: onAws({ network: { parentZone: 'example.org' } }),
  },
  // Node pools
  {
    code: 'NOD-MACHINE',
    settings: onAws({ cluster: { pools: { hub: { machine: 'm6i.3xlarge' }, tools: { machine: 'Standard_D4ds_v5' } } } }),
    finds: [
      'cluster.pools.hub.machine: m6i has no size 3xlarge (did you mean m6i.xlarge?)',
      'cluster.pools.tools.machine: Standard_D4ds_v5 is no machine type of AWS (such as m6i.xlarge)',
    ],
    silent: onAws({ cluster: { pools: { hub: { machine: 'm6i.2xlarge' } } } }),
  },
  {
    code: 'NOD-MACHINE-UNKNOWN',
    settings: onAws({ cluster: { pools: { hub: { machine: 'x9q.large' } } } }),
    finds: [
      'cluster.pools.hub.machine: the table of 2026-11-27 has no family of x9q.large: whether it exists and is large enough is not checked (give min and max beside it, since the number of nodes cannot be worked out)',
    ],
    silent: onAws({ cluster: { pools: { hub: { machine: 'm7a.large' } } } }),
  },
  {
    code: 'NOD-SMALL',
    settings: onAws({ cluster: { pools: { tools: { machine: 't3.small' } } } }),
    finds: [
      'cluster.pools.tools.machine: t3.small has 2 vCPU and 2 GiB: its system and the agents of AWS fill it (at least 2 vCPU and 4 GiB; leave machine out to have it chosen)',
    ],
    silent: onAzure({ cluster: { pools: { tools: { machine: 'Standard_B2s' } } } }),
  },
  {
    code: 'NOD-ARCHITECTURE',
    settings: onAzure({ cluster: { pools: { hub: { machine: 'Standard_D4ps_v5' } } } }),
    finds: [
      'cluster.pools.hub.machine: Standard_D4ps_v5 is an Arm machine, and images of Mojaloop and of payment managers are made for amd64 (choose a machine of Intel or AMD: m6i, m7i, m7a; Standard_D4ds_v5, Standard_D4ads_v5)',
    ],
    silent: onAws({ cluster: { pools: { stores: { machine: 'r7g.large' } } } }),
  },
  {
    code: 'NOD-BURSTABLE',
    settings: onAws(production({ cluster: { pools: { hub: { machine: 't3.xlarge' } } } })),
    finds: [
      'cluster.pools.hub.machine: t3.xlarge is slowed down when its CPU credits are used up, which is when most is paid (choose a machine without credits, or leave machine out)',
    ],
    silent: onAws({ cluster: { pools: { hub: { machine: 't3.xlarge' } } } }),
  },
  {
    code: 'NOD-ORDER',
    settings: onAws({ cluster: { pools: { hub: { min: 5, max: 3 } } } }),
    finds: ['cluster.pools.hub.max: at most 3 nodes is below at least 5 (swap them)'],
    silent: onAws({ cluster: { pools: { hub: { min: 3, max: 5 } } } }),
  },
  {
    code: 'NOD-ROOM',
    settings: onAws({ hub: { size: 'large' }, cluster: { pools: { hub: { max: 2 } } } }),
    finds: [
      'cluster.pools.hub.max: 2 nodes of m6i.4xlarge cannot carry what size large asks of this pool: 178.5 cores and 138.0 GiB (write max: 15 or more, which leaves a fifth free, or larger machines)',
    ],
    silent: onAws({ cluster: { pools: { hub: { max: 2 } } } }),
  },
  {
    code: 'NOD-NODES',
    settings: onAws({ cluster: { pools: { hub: { max: 500 } } } }),
    finds: ['cluster.pools.hub.max: 500 nodes, and AWS gives a pool 450 (choose larger machines)'],
    silent: onAzure({ cluster: { pools: { hub: { max: 500 } } } }),
  },
  {
    code: 'NOD-SYSTEM',
    settings: onAzure({ cluster: { pools: { system: { min: 0 } } } }),
    finds: [
      'cluster.pools.system.min: without a node in the system pool the cluster has no DNS, and nothing comes back by itself (write min: 1, or leave it out)',
    ],
    silent: onAzure({ cluster: { pools: { tools: { min: 0 } } } }),
  },
  {
    code: 'NOD-SPOT',
    settings: onAzure({ cluster: { pools: { stores: { spot: true }, system: { spot: true } } } }),
    finds: [
      'cluster.pools.system.spot: the cloud may take a spot machine away within two minutes, and with it DNS, Vault and the gateway; AKS refuses it (remove spot)',
      'cluster.pools.stores.spot: the cloud may take a spot machine away within two minutes, and its members of the ledger with it (remove spot)',
    ],
    silent: onAzure({ cluster: { pools: { tools: { spot: true } } } }),
  },
  {
    code: 'NOD-SPOT-HUB',
    settings: onAws(production({ cluster: { pools: { hub: { spot: true } } } })),
    finds: ['cluster.pools.hub.spot: the cloud may take spot machines away all at once: transfers in flight time out (remove spot)'],
    silent: onAws({ cluster: { pools: { hub: { spot: true } } } }),
  },
  {
    code: 'NOD-SPOT-TAINT',
    settings: onAzure({ cluster: { pools: { tools: { spot: true } } } }),
    finds: [
      'cluster.pools.tools.spot: AKS keeps pods away from spot machines unless they tolerate it, and the charts cannot: nothing will run there (remove spot)',
    ],
    silent: onAws({ cluster: { pools: { tools: { spot: true } } } }),
  },
  {
    code: 'NOD-SPOT-STACK',
    settings: onStack({ cluster: { pools: { tools: { spot: true } } } }),
    finds: ['cluster.pools.tools.spot: spot has no effect: the machines are your own (remove it)'],
    silent: onAws({ cluster: { pools: { tools: { spot: true } } } }),
  },
  {
    code: 'NOD-ZONES',
    settings: onAws(production({ cluster: { pools: { hub: { min: 2 } } } })),
    finds: ['cluster.pools.hub.min: 2 nodes cannot be in 3 zones (write min: 3, or leave it out)'],
    silent: onAws(production({ cluster: { pools: { hub: { min: 3 } } } })),
  },
  {
    code: 'QUO-CORES',
    settings: onAws({ cluster: { quota: { cpu: '16' } } }),
    finds: [
      'cluster.quota.cpu: nodes have 26 cores at their largest number, system 4 × 2 (m6i.large) + hub 2 × 4 (m6i.xlarge) + stores 3 × 2 (m6i.large) + tools 2 × 2 (m6i.large), and the account gives 16 (ask the cloud for a higher quota, or write a smaller max in cluster.pools)',
    ],
    silent: onAws({ cluster: { quota: { cpu: '400' } } }),
  },
  {
    code: 'QUO-ADDRESSES',
    settings: onAws(production()),
    finds: [
      'network.nat: the network takes 6 elastic addresses (3 ways out, 3 for the way in), and an account gives 5 a region unless asked for more (raise the quota L-0263D0A3 to 6 before the first deploy, or write nat: one)',
    ],
    silent: onAws(),
  },
  // Azure Stack
  {
    code: 'AZS-MISSING',
    settings: { platform: { provider: 'azure-stack', context: undefined } },
    finds: [
      'platform.azureStack.customLocation: platform.azureStack.customLocation is missing (az customlocation list tells its id)',
      'platform.azureStack.virtualSwitch: platform.azureStack.virtualSwitch is missing (Get-VMSwitch on a machine of the instance tells its name)',
      'platform.azureStack.addressPrefix: platform.azureStack.addressPrefix is missing (the range of the network that the machines are in, such as 10.10.0.0/22)',
      'platform.azureStack.gateway: platform.azureStack.gateway is missing (the router of that network)',
      'platform.azureStack.nodeAddresses: platform.azureStack.nodeAddresses is missing (addresses that nobody else gives out, for nodes: { start: 10.10.0.50, end: 10.10.0.99 })',
      'platform.azureStack.serviceAddresses: platform.azureStack.serviceAddresses is missing (addresses that nobody else gives out, for balancers: { start: 10.10.0.100, end: 10.10.0.109 })',
      'platform.azureStack.controlPlaneAddress: platform.azureStack.controlPlaneAddress is missing (one address outside of both ranges)',
      'platform.azureStack.kubernetesPatch: platform.azureStack.kubernetesPatch is missing (az aksarc get-versions lists them, such as 1.32.6)',
      'platform.azureStack.kubernetesRuntime: platform.azureStack.kubernetesRuntime is missing (az ad sp show --id 087fca6e-4606-4d41-b3f6-5ebdf75b8b4c --query id tells it, once Microsoft.KubernetesRuntime is registered)',
      'platform.azureStack.sshPublicKey: platform.azureStack.sshPublicKey is missing (ssh-keygen makes a pair; only the public half belongs here)',
      'platform.azureStack.dnsServers: platform.azureStack.dnsServers is empty: nodes could not find anything (at least one, two are better)',
      'platform.directory: platform.directory is missing: the cluster asks that Entra tenant who may log in (az account show tells it as tenantId)',
    ],
    silent: onStack(),
  },
  {
    code: 'AZS-VERSION',
    settings: onStack({ cluster: { kubernetesVersion: '1.31' } }),
    finds: [
      'platform.azureStack.kubernetesPatch: 1.32.6 is no version of Kubernetes 1.31, which is cluster.kubernetesVersion (change one of the two)',
    ],
    silent: onStack({ cluster: { kubernetesVersion: '1.32' } }),
  },
  {
    code: 'AZS-SSH',
    settings: onStack({ platform: { azureStack: { sshPublicKey: '-----BEGIN OPENSSH PRIVATE KEY-----' } } }),
    finds: [
      'platform.azureStack.sshPublicKey: this is a private key: everybody who reads the file can log in to the nodes (make a new pair, and write the content of its .pub file)',
    ],
    silent: onStack(),
  },
  {
    code: 'AZS-HUB',
    settings: onStack({ platform: { azureStack: { flavour: 'hub' } } }),
    finds: [
      'platform.context: Azure Stack Hub makes no cluster (Microsoft has ended that service): platform.context is missing (make one with aks-engine-azurestack, and name its kubeconfig and context)',
      'platform.azureStack.armEndpoint: platform.azureStack.armEndpoint is missing (the address of the resource manager of the stamp, such as https://management.local.azurestack.external)',
    ],
    silent: onStack({
      platform: { context: 'stamp', azureStack: { flavour: 'hub', armEndpoint: 'https://management.local.azurestack.external' } },
    }),
  },
  {
    code: 'AZS-UNUSED',
    settings: { platform: { azureStack: { flavour: 'hub' } } },
    finds: ['platform.azureStack: azureStack has no effect: the platform is kubernetes (remove it, or write provider: azure-stack)'],
    silent: onStack(),
  },
  {
    code: 'AZS-RANGE',
    settings: onStack({
      platform: {
        azureStack: {
          gateway: '10.11.0.1',
          nodeAddresses: { start: '10.10.0.99', end: '10.10.0.50' },
          serviceAddresses: { start: '10.10.3.250', end: '10.10.4.9' },
        },
      },
    }),
    finds: [
      'platform.azureStack.gateway: 10.11.0.1 lies outside of 10.10.0.0/22 (choose one inside)',
      'platform.azureStack.nodeAddresses: the first address is behind the last (swap start and end)',
      'platform.azureStack.serviceAddresses: 10.10.3.250 to 10.10.4.9 lies outside of 10.10.0.0/22 (choose a range inside)',
    ],
    silent: onStack(),
  },
  {
    code: 'AZS-ADDRESS-TWICE',
    settings: onStack({
      platform: { azureStack: { controlPlaneAddress: '10.10.0.60', serviceAddresses: { start: '10.10.0.90', end: '10.10.0.110' } } },
    }),
    finds: [
      'platform.azureStack.controlPlaneAddress: 10.10.0.60 is one of nodeAddresses, and would be given to another machine (choose one outside of both ranges)',
      'platform.azureStack.serviceAddresses: balancers and nodes would be given the same addresses (choose ranges that do not meet)',
    ],
    silent: onStack(),
  },
  {
    code: 'AZS-NODES',
    settings: onStack({ platform: { azureStack: { nodeAddresses: { start: '10.10.0.50', end: '10.10.0.54' } } } }),
    finds: [
      'platform.azureStack.nodeAddresses: 5 addresses, and 9 nodes with their control plane and what an upgrade brings take 16 (widen the range, or write a smaller max in cluster.pools)',
    ],
    silent: onStack(),
  },
  // Names and tags
  {
    code: 'NAM-RESERVED',
    settings: onAzure({ tenant: 'login-bank', environment: 'windows' }),
    finds: [
      'tenant: Azure refuses names with login, and login-bank is part of every name (choose another; it can never be changed later)',
      'environment: Azure refuses names with windows, and windows is part of every name (choose another; it can never be changed later)',
    ],
    silent: onAws({ tenant: 'login-bank', environment: 'windows' }),
  },
  {
    code: 'NAM-HOST-LENGTH',
    settings: { domain: longDomain },
    finds: [
      'domain: dev.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.abcdefgh.xxxxxxxxxxxxxxxxxxxxxxxxx.example.org has 257 characters, and DNS carries 253 (choose a shorter domain)',
    ],
    silent: { domain: longDomain.slice(30) },
  },
  {
    code: 'TAG-COUNT',
    settings: onAws({ tags: Object.fromEntries(Array.from({ length: 45 }, (_, at) => [`tag-${at}`, 'x'])) }),
    finds: ['tags: 45 tags and those of the workbench are up to 54, and AWS takes 50 on a resource (remove 4)'],
    silent: onAws({ tags: { owner: 'x' } }),
  },
  {
    code: 'TAG-KEY',
    settings: onAzure({ tags: { 'mojaloop/env': 'x' } }),
    finds: [
      'tags.mojaloop/env: Azure refuses "/" in the name of a tag (letters, digits, dots, dashes and underscores are accepted everywhere)',
    ],
    silent: onAws({ tags: { 'mojaloop/env': 'x' } }),
  },
  {
    code: 'TAG-VALUE',
    settings: onAws({ tags: { owner: 'a & b' } }),
    finds: ['tags.owner: AWS refuses "&" in the value of a tag (letters, digits, spaces and . _ : / = + - @ are accepted)'],
    silent: onAzure({ tags: { owner: 'a & b' } }),
  },
  {
    code: 'TAG-RESERVED',
    settings: onAzure({ tags: { 'azure-team': 'x' } }),
    finds: ['tags.azure-team: Azure keeps tags that begin with azure for itself (name it otherwise)'],
    silent: onAws({ tags: { 'azure-team': 'x' } }),
  },
  {
    code: 'TAG-OURS',
    settings: { tags: { tenant: 'other', Environment: 'x', owner: 'x' } },
    finds: [
      'tags.tenant: the tag tenant is set by the workbench: what the file says has no effect (remove it)',
      'tags.Environment: the tag Environment is set by the workbench: what the file says has no effect (remove it)',
    ],
    silent: { tags: { owner: 'x', 'cost-centre': 'x' } },
  },
  {
    code: 'TAG-TWICE',
    settings: onAzure({ tags: { Owner: 'x', owner: 'y' } }),
    finds: ['tags.owner: owner and Owner are one tag for Azure (keep one of them)'],
    silent: onAws({ tags: { Owner: 'x', owner: 'y' } }),
  },
  {
    code: 'TAG-COST-CENTRE',
    settings: onAws(production()),
    finds: ['costCentre: costCentre is missing: nobody can tell this environment from another on a bill (add costCentre: <who pays>)'],
    silent: onAws(production({ costCentre: 'switch-1' })),
  },
  // State
  {
    code: 'STA-OTHER-CLOUD',
    settings: onAzure({ state: { backend: 's3', bucket: 'states', region: 'eu-west-1' } }),
    finds: [
      'state.backend: the state lies in AWS, and everything else in Azure: whoever deploys needs a login at both (write azurerm or http)',
    ],
    silent: onAws({ state: { backend: 's3', bucket: 'states', region: 'eu-west-1' } }),
  },
  {
    code: 'STA-ACCOUNT-NAME',
    settings: onAzure({ state: { backend: 'azurerm', account: 'my-states', bucket: 'states', resourceGroup: 'states' } }),
    finds: ['state.account: my-states is no name of a storage account (3 to 24 lower case letters and digits, without dashes)'],
    silent: onAzure({ state: { backend: 'azurerm', account: 'mystates', bucket: 'states', resourceGroup: 'states' } }),
  },
  {
    code: 'STA-BUCKET-NAME',
    settings: onAws({ state: { backend: 's3', bucket: 'My_States', region: 'eu-west-1' } }),
    finds: [
      'state.bucket: My_States is no name of an S3 bucket (3 to 63 lower case letters, digits, dots and dashes, beginning and ending with a letter or digit)',
    ],
    silent: onAws({ state: { backend: 's3', bucket: 'my.states-1', region: 'eu-west-1' } }),
  },
  {
    code: 'STA-REGION',
    settings: onAws({ state: { backend: 's3', bucket: 'states', region: 'eu-wst-1' } }),
    finds: ['state.region: AWS has no region eu-wst-1 (did you mean eu-west-1?)'],
    silent: onAws({ state: { backend: 's3', bucket: 'states', region: 'eu-west-1' } }),
  },
  {
    code: 'STA-CLEAR',
    settings: { state: { backend: 'http', address: 'http://gitlab.example.org/state' } },
    finds: [
      'state.address: http://gitlab.example.org/state is reached without TLS: whoever listens gets the token of the deployer and may write the state (write an https address)',
    ],
    silent: { state: { backend: 'http', address: 'http://127.0.0.1:8080/state' } },
  },
  {
    code: 'STA-NAMESPACE',
    settings: production({ state: { namespace: 'vault' } }),
    finds: [
      'state.namespace: the state lies in vault, which it describes itself: destroying the environment destroys its own state first (leave namespace out, or make one for states)',
    ],
    silent: production(),
  },
  {
    code: 'STA-ENCRYPTION-KEY',
    settings: onAzure({ state: { encryption: { by: 'azure-key-vault' } } }),
    finds: [
      'state.encryption.vault: states are encrypted by azure-key-vault, and nothing says with which vault (write state.encryption.vault: the address of the vault, such as https://switch-states.vault.azure.net)',
      'state.encryption.key: states are encrypted by azure-key-vault, and nothing says with which key (write state.encryption.key: the ARN or alias of the key (aws-kms), or its name in the vault (azure-key-vault))',
    ],
    silent: onAws({ state: { encryption: { by: 'aws-kms', key: 'alias/states' } } }),
  },
  // Stores that a cloud runs
  {
    code: 'STO-SERVICE',
    settings: onAzure(stores({ kafka: { service: 'msk' }, mysql: { service: 'aurora' } })),
    finds: [
      'stores.mysql.service: aurora is a service of aws, and the platform is azure (write operator or flexible-server)',
      'stores.kafka.service: msk is a service of aws, and the platform is azure (write operator or event-hubs)',
    ],
    silent: onAws(stores({ kafka: { service: 'msk' } })),
  },
  {
    code: 'STO-INSTANCE',
    settings: onAws(stores({ mysql: { service: 'rds', instance: 'm6i.large' }, kafka: { service: 'msk', instance: 'kafka.m7g.3xlarge' } })),
    finds: [
      'stores.mysql.instance: m6i.large is not a class of RDS for MySQL (such as db.r7g.large; leave instance out to have it chosen by hub.size)',
      'stores.kafka.instance: kafka.m7g.3xlarge is not a broker of MSK (did you mean kafka.m7g.large?)',
    ],
    silent: onAws(stores({ mysql: { service: 'aurora', instance: 'db.r7g.2xlarge' } })),
  },
  {
    code: 'STO-INSTANCE-UNUSED',
    settings: stores({ redis: { instance: 'cache.m7g.large' } }),
    finds: [
      'stores.redis.instance: instance has no effect: no cloud runs this store (remove it, or name the service that runs it in service)',
    ],
    silent: onAws(stores({ redis: { service: 'elasticache', instance: 'cache.m7g.large' } })),
  },
  {
    code: 'STO-BURSTABLE',
    settings: onAzure(production(stores({ mysql: { instance: 'B_Standard_B2s' } }))),
    finds: [
      'stores.mysql.instance: B_Standard_B2s is burstable: Azure gives it no standby, and it is slowed down when its credits are used up (leave instance out, or choose a machine without credits)',
    ],
    silent: onAzure(stores({ mysql: { service: 'flexible-server', instance: 'B_Standard_B2s' } })),
  },
  {
    code: 'STO-SIZE',
    settings: onAzure(stores({ mysql: { service: 'flexible-server', size: '17Ti' } })),
    finds: [
      'stores.mysql.size: 17Ti, and flexible-server has volumes up to 16384 GiB (write less: volumes grow by themselves and never shrink)',
    ],
    silent: onAws(stores({ mysql: { service: 'rds', size: '17Ti' } })),
  },
  {
    code: 'STO-CONNECTIONS',
    settings: onAws({ hub: { size: 'large' }, ...stores({ mysql: { service: 'rds', instance: 'db.m7g.large' } }) }),
    finds: [
      'stores.mysql.instance: 331 pods keep 10 connections open each at their largest number, 3310, and db.m7g.large takes 682 (name a machine with more memory in stores.mysql.instance, or a smaller hub.size)',
    ],
    silent: onAws({ hub: { size: 'large' }, ...stores({ mysql: { service: 'rds' } }) }),
  },
  {
    code: 'STO-CONNECTIONS-NEAR',
    settings: onAws({ hub: { size: 'small' }, ...stores({ mysql: { service: 'rds', instance: 'db.m7g.large' } }) }),
    finds: [
      'stores.mysql.instance: 61 pods keep 610 connections open at their largest number and may ask for 1830, and db.m7g.large takes 682 (name a machine in stores.mysql.instance that takes 763 or more)',
    ],
    silent: onAws({ hub: { size: 'small' }, ...stores({ mysql: { service: 'rds', instance: 'db.r7g.large' } }) }),
  },
  {
    code: 'STO-MACHINE-UNKNOWN',
    settings: onAws(stores({ mysql: { service: 'rds', instance: 'db.m8g.large' } })),
    finds: [
      'stores.mysql.instance: how many connections db.m8g.large takes is not in the tables: whether the 160 of the hub fit is not checked (see max_connections of that machine; about 85 for each GiB of memory)',
    ],
    silent: onAws(stores({ mysql: { service: 'rds', instance: 'db.m7g.large' } })),
  },
  {
    code: 'STO-MYSQL-CLEAR',
    settings: onAws({ hub: { release: '17.0.0' }, ...stores({ mysql: { service: 'rds' } }) }),
    finds: [
      'hub.release: services of Mojaloop 17.0.0 speak no TLS to MySQL, so the server must let plaintext in: names and amounts travel readable inside the network, which only its subnets and security groups protect (use 17.1.0 or newer, or leave MySQL to the operator in the cluster)',
    ],
    silent: onAws(stores({ mysql: { service: 'rds' } })),
  },
  {
    code: 'STO-MYSQL-ROOTS',
    settings: onAws({ platform: { region: 'mx-central-1' }, ...stores({ mysql: { service: 'rds' } }) }),
    finds: [
      'platform.region: no root certificate of RDS in mx-central-1 is known here, so nobody could tell the server from an impostor (choose another region, or leave MySQL to the operator: stores.mysql.service: operator)',
    ],
    silent: onAws({ platform: { region: 'mx-central-1' }, ...stores({ mysql: { service: 'operator' } }) }),
  },
  {
    code: 'STO-MYSQL-THIRD-PARTY',
    settings: onAws({ hub: { thirdParty: true }, ...stores({ mysql: { service: 'rds' } }) }),
    finds: [
      'hub.thirdParty: auth-svc and consent-oracle of third-party payments speak no TLS to MySQL in Mojaloop 17.1.0: the server lets plaintext in, for their two users alone (those of the ledger must come by TLS) (place thirdparty-auth-db and consent-oracle-db elsewhere by stores.mysql.databases, or live with it: subnets and security groups keep others out)',
    ],
    silent: onAws({
      hub: { thirdParty: true },
      ...stores({ mysql: { service: 'rds', databases: { 'thirdparty-auth-db': login, 'consent-oracle-db': login } } }),
    }),
  },
  {
    code: 'STO-RDS-EXTENDED',
    settings: onAws(stores({ mysql: { service: 'rds', instance: 'db.r7g.xlarge' } })),
    finds: [
      'stores.mysql.service: RDS for MySQL 8.0 left its standard support on 2026-07-31: AWS adds about 0.10 USD a vCPU and hour, 292 USD a month for 4 vCPU, twice that with a standby (Aurora MySQL 3 is the same MySQL, in support until 2028: service: aurora)',
    ],
    silent: onAws(stores({ mysql: { service: 'aurora' } })),
  },
  {
    code: 'STO-EXTERNAL-CLEAR',
    settings: production(stores({ mysql: { external: login } })),
    finds: [
      'stores.mysql.external.tls: MySQL at db.example.org is reached without TLS: password, names and amounts travel readable (write tls: true)',
    ],
    silent: production(stores({ mysql: { external: { ...login, tls: true } } })),
  },
  {
    code: 'STO-DOCUMENTDB',
    settings: onAws(stores({ mongodb: { service: 'documentdb' } })),
    finds: [
      'stores.mongodb.service: DocumentDB is not MongoDB: it has no retryable writes and not every operator, and its TLS is off here because the charts speak none (run the bulk and testing-toolkit collections against it before production, or leave MongoDB to the operator)',
    ],
    silent: onAws(),
  },
  {
    code: 'STO-CACHE-CLEAR',
    settings: onAws(stores({ redis: { service: 'elasticache' } })),
    finds: [
      'stores.redis.service: ElastiCache stands here without TLS and password, which the services do not speak: whoever reaches its subnet reads it (leave Redis to the operator, whose Redis only the pods that use it can reach)',
    ],
    silent: onAws(),
  },
  {
    code: 'STO-CACHE-CLUSTER',
    settings: onAws({ hub: { interScheme: true }, ...stores({ redis: { service: 'elasticache' } }) }),
    finds: [
      'stores.redis.service: the inter-scheme proxy speaks to a Redis cluster, and the managed one is a single group (leave Redis to the operator in the cluster)',
    ],
    silent: onAws(stores({ redis: { service: 'elasticache' } })),
  },
  {
    code: 'STO-MSK-PARTITIONS',
    settings: onAws({
      cluster: { zones: 3 },
      ...stores({ kafka: { service: 'msk', replicas: 3, instance: 'kafka.t3.small', partitions: 24 } }),
    }),
    finds: [
      'stores.kafka.instance: 3 brokers hold 504 partitions each, copies counted, and kafka.t3.small should hold 300: MSK then refuses changes and upgrades (write fewer partitions, more replicas, or a larger instance)',
    ],
    silent: onAws({
      cluster: { zones: 3 },
      ...stores({ kafka: { service: 'msk', replicas: 3, instance: 'kafka.m7g.large', partitions: 24 } }),
    }),
  },
  {
    code: 'STO-MSK-COUNT',
    settings: onAws({ cluster: { zones: 3 }, ...stores({ kafka: { service: 'msk', replicas: 5 } }) }),
    finds: [
      'stores.kafka.replicas: MSK has the same number of brokers in each zone: 6 instead of 5, and each is paid for (write replicas: 6)',
    ],
    silent: onAws({ cluster: { zones: 3 }, ...stores({ kafka: { service: 'msk', replicas: 6 } }) }),
  },
  {
    code: 'STO-RETENTION',
    settings: onAws({ operations: { backupRetentionDays: 90 }, ...stores({ mysql: { service: 'rds' } }) }),
    finds: [
      'operations.backupRetentionDays: rds keeps its backups for 35 days, not 90 (copy snapshots elsewhere for the rest, or write 35)',
    ],
    silent: { operations: { backupRetentionDays: 90 } },
  },
  {
    code: 'STO-WINDOWS',
    settings: onAws(production({ operations: { backupSchedule: '30 3 * * *' } })),
    finds: [
      'operations.backupSchedule: a backup of mysql at 3:00 would meet the maintenance window, which begins at 2:00 and lasts four hours: it is made at 7:00 (choose another hour for one of them (UTC))',
    ],
    silent: onAws(production({ operations: { backupSchedule: '30 22 * * *' } })),
  },
  // Day two
  {
    code: 'OPS-SCHEDULE',
    settings: {
      operations: { backupSchedule: '0 25 * * *', hibernation: { stop: '0 19 * * FRY', start: '0 7 * * 1-5' } },
      tests: { schedule: { cron: '60 3 * * *' } },
    },
    finds: [
      'operations.backupSchedule: "0 25 * * *" has hour 25, which never comes (five fields: minute, hour, day of the month, month, day of the week, such as "0 2 * * *")',
      'operations.hibernation.stop: "0 19 * * FRY" has day of the week FRY, which never comes (five fields: minute, hour, day of the month, month, day of the week, such as "0 2 * * *")',
      'tests.schedule.cron: "60 3 * * *" has minute 60, which never comes (five fields: minute, hour, day of the month, month, day of the week, such as "0 2 * * *")',
    ],
    silent: { operations: { backupSchedule: '*/15 0-6,20 * JAN-MAR mon' } },
  },
  {
    code: 'OPS-TIME-ZONE',
    settings: { operations: { hibernation: { stop: '0 19 * * *', start: '0 7 * * *', timeZone: 'Africa/Kigaly' } } },
    finds: ['operations.hibernation.timeZone: there is no time zone Africa/Kigaly (did you mean Africa/Kigali?)'],
    silent: { operations: { hibernation: { stop: '0 19 * * *', start: '0 7 * * *', timeZone: 'Africa/Kigali' } } },
  },
  {
    code: 'OPS-HIBERNATION-SAME',
    settings: { operations: { hibernation: { stop: '0 19 * * *', start: '0 19 * * *' } } },
    finds: [
      'operations.hibernation.start: stop and start are both at "0 19 * * *" (write two times, such as stop "0 19 * * 1-5" and start "0 7 * * 1-5")',
    ],
    silent: { operations: { hibernation: { stop: '0 19 * * *', start: '0 7 * * *' } } },
  },
  {
    code: 'OPS-HIBERNATION',
    settings: production({ operations: { hibernation: { stop: '0 19 * * *', start: '0 7 * * *' } } }),
    finds: [
      'operations.hibernation: an environment of production is to be stopped: nobody can pay in these hours (remove it, or write profile: sandbox)',
    ],
    silent: { operations: { hibernation: { stop: '0 19 * * *', start: '0 7 * * *' } } },
  },
  {
    code: 'OPS-LOGS-SHORT',
    settings: onAws(production({ operations: { logRetentionDays: 30 } })),
    finds: [
      'operations.logRetentionDays: logs of the cloud are kept for 30 days: an intrusion is found after months (leave it out: production keeps them for a year)',
    ],
    silent: production({ operations: { logRetentionDays: 30 } }),
  },
  {
    code: 'OPS-BACKUPS-SHORT',
    settings: production({ operations: { backupRetentionDays: 3 } }),
    finds: [
      'operations.backupRetentionDays: backups are kept for 3 days: a fault that is found after a long weekend is in all of them (leave it out: production keeps 35 days)',
    ],
    silent: { operations: { backupRetentionDays: 3 } },
  },
  // Before the gateway
  {
    code: 'FRT-PLATFORM',
    settings: onAws({ gateway: { front: 'api-management' } }),
    finds: [
      'gateway.front: api-management is a service of Azure, and the hub runs on AWS (remove front: the gateway in the cluster decides about every request by itself; waf can be had here)',
    ],
    silent: onAws({ gateway: { front: 'waf' } }),
  },
  {
    code: 'FRT-CONTROLLER',
    settings: onAws({ gateway: { front: 'waf', controller: 'existing' } }),
    finds: [
      'gateway.controller: waf leads to the proxies of Envoy Gateway, and those of another controller are not known (leave controller out, or remove front)',
    ],
    silent: onAws({ gateway: { controller: 'existing' } }),
  },
  {
    code: 'FRT-PUBLISHER',
    settings: onAzure({ gateway: { front: 'api-management' } }),
    finds: [
      'gateway.apiManagement.publisherEmail: publisherEmail is missing: Azure makes no service that nobody answers for (add publisherEmail: operators@example.org)',
    ],
    silent: onAzure(front()),
  },
  {
    code: 'FRT-CERTIFICATE',
    settings: onAzure(production(front())),
    finds: [
      'gateway.apiManagement.certificate: certificate is missing: Key Vault would sign one itself, which no participant trusts (put a certificate into the Key Vault of secrets after the stack foundation, and write its name)',
    ],
    silent: onAzure(production(front({ certificate: 'interop' }))),
  },
  {
    code: 'FRT-TIER',
    settings: onAzure(production(front({ tier: 'Developer' }))),
    finds: [
      'gateway.apiManagement.tier: Developer is one machine without a promise of uptime: while Azure works on it no payment is made (leave tier out: production takes Premium)',
    ],
    silent: onAzure(front({ tier: 'Developer' })),
  },
  {
    code: 'FRT-UNITS',
    settings: onAzure(production(front({ units: 4 }))),
    finds: ['gateway.apiManagement.units: 4 units over 3 zones: Azure asks for as many in each (write 6)'],
    silent: onAzure(production(front({ units: 6 }))),
  },
  {
    code: 'FRT-UNIT',
    settings: onAzure(front({ units: 2 })),
    finds: ['gateway.apiManagement.units: Developer is one unit, not 2 (leave units out, or write tier: Premium)'],
    silent: onAzure(front({ units: 2, tier: 'Premium' })),
  },
  {
    code: 'FRT-IPV6',
    settings: onAzure({ ...front(), ...participants(dfsp('a', { allowedAddresses: ['192.0.2.1/32', '2001:db8::/48'] })) }),
    finds: [
      'participants.0.allowedAddresses.1: 2001:db8::/48 lets nobody in: API Management in a network speaks IPv4 alone (name the IPv4 addresses that its requests come from)',
    ],
    silent: onAzure(participants(dfsp('a', { allowedAddresses: ['2001:db8::/48'] }))),
  },
  {
    code: 'FRT-LINE',
    settings: onAzure({
      ...front(),
      ...participants(dfsp('a', { external: true, domain: 'a.example.org', allowedAddresses: addresses(200) })),
    }),
    finds: [
      'participants.0.allowedAddresses: 200 ranges take 6429 characters, and a named value of API Management holds 4096 (name fewer, larger ranges)',
    ],
    silent: onAzure({
      ...front(),
      ...participants(dfsp('a', { external: true, domain: 'a.example.org', allowedAddresses: addresses(100) })),
    }),
  },
  {
    code: 'FRT-SUBSCRIPTIONS',
    settings: onAzure(front({ subscriptions: true })),
    finds: [
      'gateway.apiManagement.subscriptions: keys of subscriptions lie in the state of the stack front: Azure tells them to whoever makes them (leave subscriptions out: certificate, token, address and FSPIOP-Source say who a participant is)',
    ],
    silent: onAzure({ gateway: { apiManagement: { subscriptions: true } } }),
  },
  {
    code: 'FRT-RESIDENCY',
    settings: onAzure({ ...front(), residency: { country: 'ZA' } }),
    finds: [
      'gateway.front: names and addresses of participants lie in a service that Microsoft runs and backs up, which may be outside of ZA (ask the supervisor, or remove front: the gateway in the cluster holds the same four factors)',
    ],
    silent: onAzure(front()),
  },
];
