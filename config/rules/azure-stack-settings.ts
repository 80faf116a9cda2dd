import type { WorkbenchConfig } from '../schema/workbench';
import { both, on } from './clouds';

export type Stack = NonNullable<WorkbenchConfig['platform']['azureStack']>;

export const stackPath = (...keys: string[]) => ['platform', 'azureStack', ...keys];
/** The section, also where it is left out: then everything is missing. */
export const stackOf = ({ platform }: WorkbenchConfig): Partial<Stack> & Pick<Stack, 'flavour'> =>
  platform.azureStack ?? { flavour: 'local' };

const onStack = on('azure-stack');
export const localFlavour = both(onStack, (config) => stackOf(config).flavour === 'local');
export const hubFlavour = both(onStack, (config) => stackOf(config).flavour === 'hub');
