const minorOf = (version: string) => /^v?(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);

export interface VersionVerdict {
  readonly older: boolean;
  readonly message: string;
  readonly hint: string;
}

/**
 * Holds the version that the API server tells (`v1.34.2`) against the minor version that the workbench file states and `check` has judged by.
 * An older cluster may lack what the charts need; a newer one is worth a word. Undefined when they agree, or when the server's version says nothing.
 */
export function judgeVersion(real: string, stated: string): VersionVerdict | undefined {
  const [[major = 0, minor = 0] = [], [wantedMajor = 0, wantedMinor = 0] = []] = [minorOf(real), minorOf(stated)];
  const difference = major - wantedMajor || minor - wantedMinor;
  if (major === 0 || wantedMajor === 0 || difference === 0) return undefined;
  return {
    older: difference < 0,
    message: `the cluster runs Kubernetes ${major}.${minor}, the workbench file says ${stated}`,
    hint: `write cluster.kubernetesVersion: "${major}.${minor}", and check tells what that means for the release`,
  };
}
