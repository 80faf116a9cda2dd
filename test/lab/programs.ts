/** A program of the lab and how the Go toolchain gets it from its published module. */
export interface Program {
  readonly module: string;
  readonly version: string;
  /** What is built: a package of that module with a main function. */
  readonly package: string;
  /**
   * Version of the modules that the module's own go.mod takes from a folder beside itself (`replace … => ./staging/…`).
   * Go heeds only the replacements of the main module, so ours has to repeat them; left out, each comes by the version the module requires.
   */
  readonly siblings?: string;
  /** Further flags for the linker. */
  readonly ldflags?: string;
}

const kubernetes = 'v1.34.2';
const [, minor = ''] = kubernetes.split('.');
const component = 'k8s.io/component-base/version';

/** A server that is built without these says it is `v0.0.0-master+$Format…`, and charts that compare versions refuse it. */
const kubernetesVersion = `-X ${component}.gitVersion=${kubernetes} -X ${component}.gitMajor=1 -X ${component}.gitMinor=${minor}`;

const kubernetesProgram = (name: string): Program => ({
  module: 'k8s.io/kubernetes',
  version: kubernetes,
  package: `k8s.io/kubernetes/cmd/${name}`,
  siblings: kubernetes.replace(/^v1/, 'v0'),
  ldflags: kubernetesVersion,
});

/** The programs, small ones first: what fails for lack of a network or a new enough Go fails soon. */
export const programs = {
  etcd: { module: 'go.etcd.io/etcd/server/v3', version: 'v3.6.6', package: 'go.etcd.io/etcd/server/v3' },
  helm: { module: 'helm.sh/helm/v3', version: 'v3.19.2', package: 'helm.sh/helm/v3/cmd/helm' },
  kwok: { module: 'sigs.k8s.io/kwok', version: 'v0.7.0', package: 'sigs.k8s.io/kwok/cmd/kwok' },
  'kube-apiserver': kubernetesProgram('kube-apiserver'),
  'kube-controller-manager': kubernetesProgram('kube-controller-manager'),
  'kube-scheduler': kubernetesProgram('kube-scheduler'),
  vault: { module: 'github.com/hashicorp/vault', version: 'v1.21.1', package: 'github.com/hashicorp/vault' },
} satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;
export const programNames = Object.keys(programs) as readonly ProgramName[];

const siblingFolder = /^\.\.?\//;

/** Every `from => to` of a go.mod, whether it stands alone or in a block. */
function replacements(goMod: string): readonly (readonly [from: string, to: string])[] {
  const lines = goMod.split('\n').map((line) => line.replace(/\/\/.*/, '').trim());
  return lines.filter((line) => line.includes('=>')).map((line) => line.replace(/^replace\s+/, '').split(/\s*=>\s*/) as [string, string]);
}

/** Go version that a go.mod asks for, such as `1.25.3`. */
export const goVersion = (goMod: string): string => /^go\s+(\S+)/m.exec(goMod)?.[1] ?? '1.21';

/** go.mod of a module of our own that requires the program's module and repeats those of its replacements that are needed. */
export function ownGoMod(name: string, { module, version, siblings }: Program, goMod: string): string {
  const kept = replacements(goMod).flatMap(([from, to]) => {
    if (!siblingFolder.test(to)) return [`replace ${from} => ${to}`];
    return siblings ? [`replace ${from} => ${from.split(/\s+/)[0]} ${siblings}`] : [];
  });
  return [`module lab/${name}`, `go ${goVersion(goMod)}`, `require ${module} ${version}`, ...kept, ''].join('\n\n');
}
