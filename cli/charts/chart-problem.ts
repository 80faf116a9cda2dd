import { type Problem, ProblemError, problem } from '../../config/problems';

/** What can be wrong with a chart package. */
export type ChartCode =
  | 'CHART-READ'
  | 'CHART-SIZE'
  | 'CHART-TRUNCATED'
  | 'CHART-ARCHIVE'
  | 'CHART-PATH'
  | 'CHART-NONE'
  | 'CHART-NAME'
  | 'CHART-VALUES';

/** A finding about a package, with the package (and the file inside it, after `!`) as its place. */
export const chartProblem = (code: ChartCode, file: string, message: string, hint?: string, place: Partial<Problem> = {}): Problem =>
  problem(code, message, hint, { file, ...place });

/** Stops reading a package. @throws ProblemError always */
export function refuse(code: ChartCode, file: string, message: string, hint?: string, place: Partial<Problem> = {}): never {
  throw new ProblemError([chartProblem(code, file, message, hint, place)]);
}
