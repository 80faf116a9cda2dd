import { gunzipSync } from 'node:zlib';
import type { HelmRecord } from '../run/cluster';
import { ask } from '../run/kubeconfig';
import { before, type Opened } from './cluster-questions';
import type { Failure } from './seen';
import type { Deployed } from './value-drift';

/** The values that a revision of a release was given, and the version of its chart. */
export interface HelmContent {
  readonly version: string;
  readonly values: Deployed;
}

/** A release as Helm's newest record tells it, with what is needed to look further back. */
export interface ReadRelease {
  readonly record: HelmRecord;
  /** Undefined where the newest revision is not deployed. */
  readonly content?: HelmContent | Failure;
  /** Revisions before, the newest first; read when somebody asks. */
  readonly earlier: readonly { readonly revision: number; readonly read: () => Promise<HelmContent | Failure> }[];
}

const second = 1000;
const base64 = (text: string) => Buffer.from(text, 'base64');

/** Helm keeps a release as JSON, packed, in base64, which the API server puts into base64 once more. @throws for anything else */
export function contentOf(release: string): HelmContent {
  const packed = base64(base64(release).toString('latin1'));
  const text = (packed[0] === 0x1f && packed[1] === 0x8b ? gunzipSync(packed) : packed).toString('utf8');
  const { chart, config } = JSON.parse(text) as { chart?: { metadata?: { version?: string } }; config?: Deployed };
  return { version: chart?.metadata?.version ?? '', values: config ?? {} };
}

async function read({ access, config, signal }: Opened, { namespace, secret }: HelmRecord): Promise<HelmContent | Failure> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(secret)}`;
  const answer = await ask(access, config, { method: 'GET', path, signal });
  if (answer.status !== 200) return { failed: `the cluster answers ${answer.status}` };
  try {
    return contentOf((JSON.parse(answer.body) as { data?: { release?: string } }).data?.release ?? '');
  } catch {
    return { failed: "Helm's record can't be read" };
  }
}

/** The newest revision of each release, with what it was given where it is deployed. All of them at once, until a moment. @throws ProblemError */
export async function readReleases(way: Opened, records: readonly HelmRecord[], end: number): Promise<readonly ReadRelease[]> {
  const byPlace = new Map<string, HelmRecord[]>();
  for (const record of records) {
    const place = `${record.namespace}/${record.release}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), record]);
  }
  return Promise.all(
    [...byPlace.values()].map(async (all): Promise<ReadRelease> => {
      const [newest, ...older] = all.toSorted((a, b) => b.revision - a.revision) as [HelmRecord, ...HelmRecord[]];
      const earlier = older.map((record) => ({
        revision: record.revision,
        read: () => before(Date.now() + second, read({ ...way, signal: AbortSignal.timeout(second) }, record)),
      }));
      if (newest.status !== 'deployed') return { record: newest, earlier };
      return { record: newest, earlier, content: await before(end, read(way, newest)) };
    }),
  );
}
