import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ToolkitReport, toolkitReport } from '../cli/verify/toolkit-report';

/** Secrets of one test, made for it. */
export const madeSecrets = () => ({
  TOKEN: randomBytes(18).toString('hex'),
  'GOT-TOKEN': randomBytes(18).toString('hex'),
  PASSWORD: randomBytes(12).toString('hex'),
  'API-KEY': randomBytes(12).toString('hex'),
});

/**
 * A report that the toolkit itself wrote: its backend 18.19.2 with its command 1.12.3 sent a small collection to a server that took a token, answered
 * with a callback, refused a quote, and once did not answer. The secrets in it are put in here.
 */
export function recordedReport(secrets: Readonly<Record<string, string>> = madeSecrets()): ToolkitReport {
  const text = readFileSync(join(__dirname, 'fixtures/verify/report.json'), 'utf8');
  return toolkitReport.parse(JSON.parse(text.replace(/\{\{([A-Z-]+)\}\}/g, (_, name: string) => secrets[name] ?? '')));
}

/** The cases of it where nothing failed. */
export const passedReport = (): ToolkitReport => {
  const report = recordedReport();
  return { ...report, test_cases: report.test_cases.filter(({ name }) => name === 'Health') };
};
