import { editDistance, ProblemError, problem } from '../../config/problems';
import { type KnownCode, knownCodes } from './known-codes';

/** Codes are words in capitals with dashes between them; no address, and no path of a setting, looks like that. */
export const looksLikeCode = (subject: string): boolean => /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/.test(subject);

/** What a code says. @throws ProblemError EXP-CODE with the nearest ones */
export function explainCode(asked: string): KnownCode {
  const known = knownCodes();
  const found = known.find(({ code }) => code === asked);
  if (found) return found;
  const near = nearestCodes(
    asked,
    known.map(({ code }) => code),
  );
  throw new ProblemError([
    problem(
      'EXP-CODE',
      `there is no code ${asked}`,
      near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'docs/reference/problems.md and docs/reference/policies.md list them',
    ),
  ]);
}

/** As many as a person reads: those a few letters away, and where there is none, the first of the same family. */
function nearestCodes(asked: string, codes: readonly string[]): string[] {
  const ranked = codes
    .map((code) => ({ code, distance: editDistance(asked, code) }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(asked.length * 0.3)))
    .sort((a, b) => a.distance - b.distance);
  const family = codes.filter((code) => code.split('-')[0] === asked.split('-')[0]);
  return (ranked.length > 0 ? ranked.map(({ code }) => code) : family).slice(0, 3);
}
