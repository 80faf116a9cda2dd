/** Who has to do something about what is wrong. */
export type Mender = 'participant' | 'hub operator' | 'network';

/** What was found out about one thing. */
export type Verdict =
  | { readonly state: 'right'; readonly found: string }
  | { readonly state: 'wrong'; readonly found: string; readonly mend: Mender; readonly wayOut: string }
  /** Not looked at, with the reason: never counted as right. */
  | { readonly state: 'unknown'; readonly found: string };

/** One line of the list: judged from what was seen, without asking anybody. */
export interface CheckRow<Seen> {
  readonly id: string;
  readonly what: string;
  /** Rows that tell the cause: where one of them is wrong, this one would only say it again. */
  readonly after?: readonly string[];
  readonly judge: (seen: Seen) => Verdict;
}

export type Checked = { readonly id: string; readonly what: string } & Verdict;

export const right = (found: string): Verdict => ({ state: 'right', found });
export const unknown = (found: string): Verdict => ({ state: 'unknown', found });
export const wrong = (mend: Mender, found: string, wayOut: string): Verdict => ({ state: 'wrong', found, mend, wayOut });

/** Every row of a table, in its order. What only follows from an earlier fault is not judged: one fault, one line with a cross. */
export function judgeAll<Seen>(rows: readonly CheckRow<Seen>[], seen: Seen): Checked[] {
  const causes = new Map<string, string>();
  return rows.map(({ id, what, after = [], judge }) => {
    const verdict = judge(seen);
    const cause = after.map((earlier) => causes.get(earlier)).find((found) => found !== undefined);
    if (verdict.state === 'wrong') causes.set(id, cause ?? id);
    else if (cause !== undefined) causes.set(id, cause);
    return { id, what, ...(cause !== undefined && verdict.state !== 'right' ? unknown(`follows from ${cause}`) : verdict) };
  });
}
