import type { TestRunName } from '../schema/tests';
import type { ReleaseVersion } from './versions';

/** Folder of each run inside the archive of mojaloop/testing-toolkit-test-cases. A run that is missing is one the release does not have. */
export type TestFolders = Readonly<Partial<Record<TestRunName, string>>>;

const hub = (folder: string) => `collections/hub/${folder}`;

const v14: TestFolders = {
  setup: hub('provisioning'),
  'val-gp': hub('golden_path'),
  'val-bulk': hub('other_tests/bulk_transfers'),
  'setup-tp': hub('provisioning_thirdparty'),
  'val-tp': hub('thirdparty'),
  'setup-sdk-bulk': hub('provisioning_sdkbulk'),
  'val-sdk-bulk': hub('sdk-bulk'),
};
const v15: TestFolders = { ...v14, cleanup: hub('cleanup') };
const v151: TestFolders = {
  ...v15,
  'val-sdk-bulk': hub('sdk_scheme_adapter/bulk/basic'),
  'val-sdk-r2p': hub('sdk_scheme_adapter/request-to-pay/basic'),
};
const v17: TestFolders = {
  ...v151,
  setup: hub('provisioning/for_golden_path'),
  'setup-tp': hub('provisioning/for_thirdparty'),
  'setup-sdk-bulk': hub('provisioning/for_sdk_bulk'),
  'setup-interscheme': hub('provisioning/for_inter_scheme'),
  'val-interscheme': hub('inter_scheme'),
};

/** Tags of the test cases that a release of the catalogue asks for, with their folders (looked up in the repository, tag by tag). */
export const testFolders = {
  'v14.1.0': v14,
  'v15.0.0': v15,
  'v15.1.0': v151,
  'v15.2.0': v151,
  'v16.0.0': v151,
  'v17.0.0': v17,
  'v17.1.0': v17,
} as const satisfies Readonly<Record<string, TestFolders>>;

/** What an archive holds; the catalogue names no tag that is not in the table. */
export function foldersOf(tag: string): TestFolders {
  if (Object.hasOwn(testFolders, tag)) return testFolders[tag as keyof typeof testFolders];
  throw new Error(`the folders of testing-toolkit-test-cases ${tag} are not known`);
}

/** The archive of a tag, as GitHub makes it. */
export const archiveAddress = (tag: string) => `https://github.com/mojaloop/testing-toolkit-test-cases/archive/${tag}.zip`;

/** The toolkit's command of each release (the chart ml-testing-toolkit-cli in its package): it must speak with the toolkit of the same release. */
export const testCommandVersions = {
  '14.1.0': 'v1.0.0',
  '14.1.1': 'v1.1.1',
  '15.0.0': 'v1.2.0',
  '15.1.0': 'v1.2.0',
  '15.2.0': 'v1.2.0',
  '16.0.4': 'v1.2.2',
  '17.0.0': 'v1.9.0',
  '17.1.0': 'v1.10.3',
} as const satisfies Readonly<Record<ReleaseVersion, string>>;
