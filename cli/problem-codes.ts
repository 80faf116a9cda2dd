import { importCodes } from '../config/legacy/codes';
import { readCodes } from '../config/validate/codes';
import { auditCodes } from './audit/codes';
import { backupCodes } from './backup/codes';
import { chartCodes } from './charts/chart-problem';
import { commandCodes } from './command-codes';
import { costCodes } from './cost/codes';
import { decommissionCodes } from './decommission/codes';
import { doctorCodes } from './doctor/codes';
import { initCodes } from './init/codes';
import { mirrorCodes } from './mirror/codes';
import { onboardCodes } from './onboard/codes';
import { packageCodes } from './package/codes';
import { pipelineCodes } from './pipeline/codes';
import { restCodes } from './rest/codes';
import { roleCodes } from './roles/codes';
import { rotateCodes } from './rotate/codes';
import { runCodes } from './run-codes';
import { sbomCodes } from './sbom/codes';
import { stackCodes } from './stack-codes';
import { upgradeCodes } from './upgrade/codes';
import { verifyCodes } from './verify/codes';
import { chartWays, importWays, initWays, stackWays } from './ways-out/charts';
import { commandWays, fileWays } from './ways-out/command';
import { costWays, mirrorWays, packageWays, pipelineWays, roleWays, sbomWays, upgradeWays, verifyWays } from './ways-out/delivering';
import { auditWays, backupWays, decommissionWays, doctorWays, onboardWays, restWays, rotateWays } from './ways-out/operating';
import { runWays } from './ways-out/run';

/** Codes of one subject. */
export interface CodeGroup {
  readonly title: string;
  /** Who says them. */
  readonly from: string;
  /** What each says. */
  readonly codes: Readonly<Record<string, string>>;
  /** What a person does about it. */
  readonly ways: Readonly<Record<string, string>>;
}

/** A group whose every code has its way out: the compiler names the one that lacks it. */
const group = <Code extends string>(
  title: string,
  from: string,
  codes: Readonly<Record<Code, string>>,
  ways: Readonly<Record<NoInfer<Code>, string>>,
): CodeGroup => ({ title, from, codes, ways });

/** Every code but those of the rules, which carry their own titles. A test holds that every code in the sources is in one of these tables. */
export const problemCodes: readonly CodeGroup[] = [
  group('The command line and what it writes', 'every command', commandCodes, commandWays),
  group(
    'A workbench file by itself',
    'every command that reads a workbench file; `workbench check` tells all at once',
    readCodes,
    fileWays,
  ),
  group('A new workbench file', '`workbench init`', initCodes, initWays),
  group('An older workbench-config.json', '`workbench import`', importCodes, importWays),
  group('Stacks, charts and values', 'every command that makes stacks, and `workbench charts`', stackCodes, stackWays),
  group('Chart packages', '`workbench charts`', chartCodes, chartWays),
  group('Sizes and cost', '`workbench size` and `workbench cost`', costCodes, costWays),
  group('Roles', '`workbench roles`', roleCodes, roleWays),
  group(
    'Plan, deploy and destroy',
    '`workbench plan`, `deploy`, `destroy`, and every command that goes to the cluster or to Vault',
    runCodes,
    runWays,
  ),
  group('The hub in its ledger', '`workbench onboard`', onboardCodes, onboardWays),
  group('What is wrong, and the hand-over kit', '`workbench doctor` and `workbench kit`', doctorCodes, doctorWays),
  group('Rest and wake', '`workbench hibernate` and `workbench wake`', restCodes, restWays),
  group('The end of an environment', '`workbench decommission`', decommissionCodes, decommissionWays),
  group('Rotation', '`workbench rotate`', rotateCodes, rotateWays),
  group('Backups', '`workbench backup` and `workbench restore`', backupCodes, backupWays),
  group('Audit logs', '`workbench audit`', auditCodes, auditWays),
  group('Packages for marketplaces', '`workbench package`', packageCodes, packageWays),
  group('The golden path', '`workbench verify`', verifyCodes, verifyWays),
  group('Pipelines', '`workbench pipeline`', pipelineCodes, pipelineWays),
  group('Upgrades', '`workbench upgrade`', upgradeCodes, upgradeWays),
  group('Without a way out', '`workbench mirror` and `workbench check --air-gapped`', mirrorCodes, mirrorWays),
  group('Bills of materials', '`workbench sbom`', sbomCodes, sbomWays),
];
