import type { Path } from '../validate/path';
import type { Facts } from './facts';
import { type JsonNode, member, textOf } from './json-node';
import { changed, fail, join, judge, judgeAll, kept, noEffect, type Part, setting, type Verdict, warn, wrongType } from './outcome';
import { shown } from './redact';
import { ignored, keep, leaf, misfit, type Rule, refused } from './rule';
import { toggle } from './toggle';

type FactRule = Rule<Facts>;

const existing = 'the hub goes to an existing cluster:';
const region: FactRule = leaf((_, facts) => noEffect(`${existing} where ${facts.platform.context} runs is not chosen here`));
const nodes: FactRule = ignored(`${existing} its nodes are made elsewhere; cluster.quota may state what it gives`);
const cloud: FactRule = ignored(`${existing} nothing is made in the cloud`);
const longestName = 20;

/** A name that is part of others; what cannot be one stops the import. */
const name = (to: Path, why: string, of: (facts: Facts) => string | undefined): FactRule =>
  leaf((node, facts) => {
    const value = of(facts);
    if (value === undefined)
      return fail(
        noEffect(`can be no ${to.join('.')}`),
        'IMP-VALUE',
        `${shown(node)} can be no ${to.join('.')}`,
        `up to ${longestName} lower case letters, digits and dashes`,
      );
    return value === textOf(node) ? setting(kept(to, why), value) : renamed(node, to, value);
  });

const renamed = (node: JsonNode, to: Path, value: string): Verdict =>
  setting(
    warn(changed(to, `${value}: Kubernetes takes lower case letters, digits and dashes`), 'IMP-NAME', `${shown(node)} becomes ${value}`),
    value,
    `was ${textOf(node)}`,
  );

const tenant = name(['tenant'], 'who runs the hub', (facts) => facts.tenant);
const environment = name(['environment'], 'name of the environment', (facts) => facts.environment);

const storageClass: FactRule = leaf((node) => keep(node, ['cluster', 'storageClass'], 'the cluster must have a class of that name'));

/** The minor version; whether the release takes it is seen when the whole file is there. */
const kubernetes: FactRule = leaf((node) => {
  const to = ['cluster', 'kubernetesVersion'];
  const minor = /^v?(1\.\d{2})(?:\.\d+)?(?:[-+].*)?$/.exec(textOf(node) ?? '')?.[1];
  if (minor === undefined) return refused(node, to, 'a Kubernetes version such as 1.33');
  return setting(kept(to, minor === textOf(node) ? 'version of the cluster' : `version of the cluster: ${minor}`), minor);
});

const specialCharacters: FactRule = leaf((node) => {
  const to = ['secrets', 'specialCharacters'];
  const verdict = toggle(node, 'boolean', to, 'letters and digits only');
  if (!verdict.sets?.some(({ value }) => value === true)) return verdict;
  return setting({ ...verdict, outcome: 'changed', why: 'only _ and -: other characters broke connection strings in Mojaloop 15' }, true);
});

const longestKey = 63;

/** Each tag by itself: any text may be its value. */
const tags: FactRule = (node) => {
  if (node.kind === 'null') return judge(node, noEffect('nothing stands there'));
  if (node.kind !== 'section') return wrongType(node, 'a section');
  if (node.members.length === 0) return judge(node, kept(['tags'], 'there are none'));
  return join(node.members.map((tag) => (tag.value === undefined ? wrongType(tag, 'text') : readTag(node, tag))));
};

function readTag(section: JsonNode, tag: JsonNode): Part {
  const key = String(tag.path.at(-1));
  const to = ['tags', key];
  if (member(section, key) !== tag)
    return judge(
      tag,
      warn(noEffect('the tag stands there again, and the last one counts'), 'IMP-KEY-TWICE', 'a tag is given twice', 'keep one of them'),
    );
  if (tag.kind === 'null') return judge(tag, noEffect('nothing stands there'));
  if (key === '' || key.length > longestKey || key === '__proto__')
    return judge(
      tag,
      warn(noEffect('can be no name of a tag'), 'IMP-VALUE', 'a tag has a name that none can have', `1 to ${longestKey} characters`),
    );
  const wanted = misfit(to, tag.text);
  return judge(tag, wanted === undefined ? setting(kept(to, 'on everything that can carry it'), tag.text) : refused(tag, to, wanted));
}

/** Where the hub runs, and what it is called. */
export const environmentFields = {
  client: tenant,
  tenant: (node, facts) =>
    textOf(member(facts.root, 'client')) === undefined ? tenant(node, facts) : judgeAll(node, noEffect('client names who runs the hub')),
  environment: (node, facts) =>
    facts.options.environment !== undefined && node.value !== undefined
      ? judge(node, changed(['environment'], `the import was told ${facts.options.environment}`))
      : environment(node, facts),
  region,
  AWS_DEFAULT_REGION: region,
  aws_region: region,
  aws_ami: nodes,
  kube_worker_size: nodes,
  kube_worker_num: nodes,
  kube_worker_rootfs_size: nodes,
  kube_master_num: nodes,
  kube_master_size: nodes,
  kube_master_rootfs_size: nodes,
  use_focal_ubuntu: nodes,
  k8s_api_version: kubernetes,
  storage_class_name: storageClass,
  ebs_storage_class_name: ignored('nothing read it on the older platform either'),
  longhorn_backup_s3_destroy: cloud,
  route53_zone_force_destroy: cloud,
  kubernetes_auth_path: leaf((node) => keep(node, ['secrets', 'kubernetesAuthPath'], "mount of Vault's Kubernetes login")),
  cert_man_vault_cluster_issuer_name: leaf((node) => keep(node, ['certificates', 'issuerName'], 'name of the ClusterIssuer')),
  cert_man_letsencrypt_cluster_issuer_name: ignored('an environment has one issuer; certificates.issuer: acme makes it an ACME one'),
  letsencrypt_server: ignored('certificates.issuer: acme takes the production server'),
  int_wildcard_cert_sec_name: ignored('every host has a certificate of its own'),
  'vault-certman-secretname': ignored('every host has a certificate of its own'),
  password_policy_use_special_chars: specialCharacters,
  password_policy_special_chars: ignored('secrets.specialCharacters adds _ and -, and no others'),
  custom_tags: tags,
} as const satisfies Readonly<Record<string, FactRule>>;
