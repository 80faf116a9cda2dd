import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** Lines around a report in the log of its container. */
export const reportMarkers = {
  begin: '-----BEGIN MOJALOOP TEST REPORT-----',
  end: '-----END MOJALOOP TEST REPORT-----',
} as const;

/** Most characters of a report in a log: the kubelet begins a new file at 10 MiB and then shows the new one only. */
export const longestReport = 8 * 1024 * 1024;

/** Largest report that is unpacked; the toolkit's own are below 100 MB. */
const largestReport = 512 * 1024 * 1024;

export const testStages = ['collections', 'inputs', 'skipped', 'run', 'report'] as const;
/** How far a run came that has no report. */
export type TestStage = (typeof testStages)[number];

const header = z.object({
  version: z.literal(1),
  run: z.string(),
  id: z.string(),
  /** What the toolkit's command ended with: 0 all passed, 1 a test case failed. */
  exitStatus: z.int(),
  /** Characters of base64, and the SHA-256 of the bytes they stand for. */
  length: z.int().min(0),
  sha256: z.string(),
  /** Nothing; bodies of what passed; everything but names and results: what was left out to stay below the limit of a log. */
  leftOut: z.enum(['nothing', 'passed', 'messages']),
});

const noReport = z.object({
  version: z.literal(1),
  run: z.string(),
  id: z.string(),
  exitStatus: z.int(),
  stage: z.enum(testStages),
  reason: z.string(),
  /** Last lines that the toolkit's command wrote. */
  lastLines: z.array(z.string()),
});

export type ReadReport =
  /** The toolkit's own JSON report, as it came. */
  | ({ readonly kind: 'report'; readonly report: unknown } & Readonly<Omit<z.infer<typeof header>, 'version' | 'length' | 'sha256'>>)
  /** The run said itself why there is none. */
  | ({ readonly kind: 'none' } & Readonly<Omit<z.infer<typeof noReport>, 'version'>>)
  /** The log can't be read as one. */
  | { readonly kind: 'fault'; readonly fault: 'missing' | 'cut' | 'damaged'; readonly message: string };

const fault = (kind: 'missing' | 'cut' | 'damaged', message: string): ReadReport => ({ kind: 'fault', fault: kind, message });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The report in the log of a container that `testJob` made, the last one where there are several; lines before and after it don't matter, nor do
 * carriage returns. Never throws: a log that was cut, damaged, or that holds none is a fault in words.
 */
export function readReport(log: string): ReadReport {
  const lines = log.split('\n').map((line) => line.replace(/\r$/, ''));
  const end = lines.lastIndexOf(reportMarkers.end);
  const begin = lines.lastIndexOf(reportMarkers.begin, end < 0 ? undefined : end);
  if (begin < 0) {
    return end < 0 ? fault('missing', 'the log holds no report') : fault('cut', 'the beginning of the report is no longer in the log');
  }
  if (end < 0) return fault('cut', 'the report stops before its end');
  const head = parsed(lines[begin + 1] ?? '');
  const none = noReport.safeParse(head);
  if (none.success) {
    const { version: _, ...rest } = none.data;
    return { kind: 'none', ...rest };
  }
  const whole = header.safeParse(head);
  if (!whole.success) return fault('damaged', 'the first line of the report is not one that the run writes');
  const { version: _, length, sha256, ...rest } = whole.data;
  const text = lines.slice(begin + 2, end).join('');
  if (text.length < length) return fault('cut', `the report has ${text.length} of its ${length} characters`);
  const bytes = Buffer.from(text, 'base64');
  if (text.length > length || createHash('sha256').update(bytes).digest('hex') !== sha256)
    return fault('damaged', 'the report is another one than the run has written: its digest differs');
  try {
    return { kind: 'report', ...rest, report: JSON.parse(gunzipSync(bytes, { maxOutputLength: largestReport }).toString('utf8')) };
  } catch (error) {
    return fault('damaged', `the report can't be unpacked: ${error instanceof Error ? error.message : String(error)}`);
  }
}
