import { explainResult } from '../cli/commands/drive-result';
import type { RunResult } from '../cli/run/request';

const planned = (environment: string): RunResult => ({
  action: 'plan',
  environment,
  run: 'a run',
  exitCode: 2,
  seconds: 1,
  stacks: [],
  problems: [],
});

describe('a plan with changes names the command that makes them', () => {
  test('for the stacks of an environment', () => {
    expect(explainResult(planned('live'))).toContain('live: there are changes; workbench deploy makes them');
  });

  test('for the place of its states, which deploy knows nothing of', () => {
    expect(explainResult(planned('live.state'))).toContain('live.state: there are changes; workbench state init makes them');
  });
});
