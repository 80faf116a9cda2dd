/** What the exit status of a command says; scripts may rely on it. */
export const exitCodes = {
  0: 'clean: done, or nothing was wrong',
  1: 'wrong input or a failure; each problem was told',
  2: 'plan only: there are changes',
  130: 'stopped by Ctrl-C or SIGTERM; the same command goes on where it stopped',
} as const satisfies Readonly<Record<number, string>>;

export type ExitCode = keyof typeof exitCodes;
