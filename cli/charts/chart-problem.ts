import { type Problem, ProblemError, problem } from '../../config/problems';

/** What can be wrong with a chart package, or with a folder of them. */
export const chartCodes = {
  'CHART-FOLDER': 'The folder of packages is none, or holds none',
  'CHART-READ': 'A package cannot be read',
  'CHART-SIZE': 'A package is larger than Helm takes, packed or unpacked',
  'CHART-TRUNCATED': 'A package is cut off',
  'CHART-ARCHIVE': 'A file is no package, or a damaged one',
  'CHART-PATH': 'A package has an entry that leads out of it, or a link',
  'CHART-NONE': 'A package holds no chart, or one without a proper name and version',
  'CHART-NAME': 'A package is not called by the name and version of its chart',
  'CHART-VALUES': 'The values of a chart are no YAML, or no map',
} as const satisfies Readonly<Record<string, string>>;
export type ChartCode = keyof typeof chartCodes;

/** A finding about a package, with the package (and the file inside it, after `!`) as its place. */
export const chartProblem = (code: ChartCode, file: string, message: string, hint?: string, place: Partial<Problem> = {}): Problem =>
  problem(code, message, hint, { file, ...place });

/** Stops reading a package. @throws ProblemError always */
export function refuse(code: ChartCode, file: string, message: string, hint?: string, place: Partial<Problem> = {}): never {
  throw new ProblemError([chartProblem(code, file, message, hint, place)]);
}
