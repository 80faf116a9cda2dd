import { join } from 'node:path';
import { projectRoot } from '../../constructs/terraform/project-root';
import { pythonEnvironment } from '../python-environment';

/** moto plays AWS: real requests of the real provider, answered from memory. */
export const motoVersion = '5.2.5';

/** Where our own programs of the emulator lie; the compiled tests use them too. */
export const emulatorFile = (name: string) => join(projectRoot(), 'test/emulator', name);

/** Python with moto. @param log gets one line when it has to be made */
export const emulatorPython = (log?: (line: string) => void) =>
  pythonEnvironment(
    {
      place: ['emulator', `moto-${motoVersion}`],
      requirement: `moto[server]==${motoVersion}`,
      constraints: emulatorFile('constraints.txt'),
    },
    log,
  );
