import { join } from 'node:path';
import { stringify } from 'yaml';
import { ProblemError, problem } from '../../config/problems';
import { lockedChart } from '../../config/releases/lock';
import { handOverFile } from '../../constructs/pm4ml/hand-over';
import { vaultSetUp } from '../../constructs/vault/set-up';
import { type Command, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { inspectStacks } from '../synthesise';
import { undisturbed } from '../undisturbed';
import { stateDir } from '../work-dir';
import { writeFolderWhole } from '../write-files';

const marker = '.workbench-render';

/**
 * `workbench render`: `<out>/<stack>/<release>/values.yaml` and `release.json` for every chart, the hand-over file of each external participant,
 * and what the owner of an existing Vault runs once. No secret is in any of them.
 */
export const render: Command = async (io, [name], options) => {
  if (!options.out) throw new ProblemError([problem('CLI-OUT-MISSING', 'render needs a folder', 'workbench render <env> --out <folder>')]);
  const { model, problems: found } = requireEnvironment(io, name);
  const { stacks, problems } = await undisturbed(() => inspectStacks(model, { stateDir: stateDir(io, model.config.environment) }));
  const files = new Map<string, string>();
  for (const stack of stacks) {
    for (const release of stack.releases) {
      const { chart, version } = release;
      const locked = chart === 'workbench-objects' ? undefined : lockedChart(chart, version);
      const folder = `${stack.stackId}/${release.name}`;
      files.set(`${folder}/values.yaml`, stringify(release.values, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false }));
      const description = {
        name: release.name,
        namespace: release.namespace,
        chart,
        repository: locked?.repository ?? null,
        version,
        digest: locked?.digest ?? null,
        secretValues: release.secretValues.map(({ path }) => path),
      };
      files.set(`${folder}/release.json`, `${JSON.stringify(description, null, 2)}\n`);
    }
  }
  for (const participant of model.config.participants.filter((p) => p.external)) {
    const { fileName, content } = handOverFile(model, participant);
    files.set(join('hand-over', fileName), content);
  }
  for (const [fileName, content] of Object.entries(vaultSetUp(model.config))) files.set(join('vault', fileName), content);
  const { out } = options;
  await undisturbed(() => writeFolderWhole(out, files, marker));

  const all = [...found, ...problems];
  if (options.json) printJson(io, { ok: true, out, files: [...files.keys()].sort(), problems: all });
  else {
    printProblems(io, all);
    io.stdout.write(`${files.size} files in ${out}\n`);
  }
  return 0;
};
