import type { Report } from '../cli/report/report';
import { picturesOf, reportOf } from '../cli/report/report';
import { stackRows } from '../cli/report/stack-states';
import { inspectStacks } from '../cli/synthesise';
import { checkConfig } from '../config/check';
import type { EnvironmentModel } from '../config/environment';
import { stacksOf } from '../stacks/catalogue';

/** What the page of an environment is made from that was never deployed. */
export function reportFor(model: EnvironmentModel, stateDir: string): Report {
  const { stacks, problems } = inspectStacks(model, { stateDir });
  return reportOf({
    model,
    file: 'workbench/dev.yaml',
    problems: [...checkConfig(model.config), ...problems],
    entries: stackRows(stacksOf(model), [], () => false),
    stacks,
    pictures: picturesOf(model),
  });
}
