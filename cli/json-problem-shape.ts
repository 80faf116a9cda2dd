import { z } from 'zod';
import type { Problem } from '../config/problems';

/** First in what every command prints. */
export const okShape = z.boolean().describe('No error was found; the exit status is 0 then');

/** A finding, as every command prints it under `problems`. */
export const problemShape: z.ZodType<Problem> = z
  .strictObject({
    severity: z.enum(['error', 'warning']),
    code: z.string().describe('Stable; see problems.md'),
    file: z.string().optional(),
    line: z.int().optional().describe('From 1'),
    column: z.int().optional().describe('From 1'),
    path: z.string().optional().describe('Setting or value that is meant'),
    message: z.string().describe('What is wrong'),
    hint: z.string().optional().describe('The way out'),
  })
  .describe('A problem');

export const problemsShape = z.array(problemShape).readonly().describe('Every problem, errors and warnings');
