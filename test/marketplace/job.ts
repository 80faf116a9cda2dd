import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, tree } from '../command-line';

/**
 * Plays `az` for the container that deploys: logs in after some tries, and keeps blobs in a folder. It knows exactly the calls of deploy.sh; anything else is a
 * fault. Each call is written down.
 */
const playedAz = `#!/bin/sh
echo "az $*" >>"$PLAYED/calls"
value() { name="$1"; shift; while [ $# -gt 0 ]; do [ "$1" = "$name" ] && { echo "$2"; return; }; shift; done; }
case "$1 $2" in
  "login --identity") tries=$(cat "$PLAYED/tries" 2>/dev/null || echo 0); echo $((tries + 1)) >"$PLAYED/tries"; [ "$tries" -ge "$REFUSALS" ] ;;
  "account set") [ "$(value --subscription "$@")" = "$ARM_SUBSCRIPTION_ID" ] ;;
  "storage blob")
    [ "$(value --auth-mode "$@")" = login ] || exit 9
    blob="$PLAYED/blobs/$(value --name "$@")"
    case "$3" in
      exists) [ -e "$blob" ] && echo true || echo false ;;
      upload) case " $* " in *" --overwrite "*) ;; *) [ ! -e "$blob" ] || exit 8 ;; esac; mkdir -p "$(dirname "$blob")"; cp "$(value --file "$@")" "$blob" ;;
      download) cp "$blob" "$(value --file "$@")" ;;
      *) exit 7 ;;
    esac ;;
  *) exit 6 ;;
esac
`;

/** The real command, but for \`deploy\`, which would need a cloud: it is written down, with the file it would deploy, and ends as it is told. */
const workbench = (compiledCopy: string) => `#!/bin/sh
echo "workbench $*" >>"$PLAYED/calls"
if [ "$1" = deploy ]; then cp "workbench/$2.json" "$PLAYED/deployed.json"; exit "$DEPLOY_STATUS"; fi
exec ${process.execPath} ${compiledCopy}/dist/cli/index.js "$@"
`;

export interface JobRun {
  readonly status: number | null;
  readonly log: string;
  /** Calls of programs in their order, without options. */
  readonly calls: readonly string[];
  readonly blobs: Readonly<Record<string, string>>;
  readonly deployed?: string;
}

/** The machine of a container, with a storage account that outlives it. */
export class JobSite {
  private readonly folder = mkdtempSync(join(tmpdir(), 'job-'));

  constructor(
    compiledCopy: string,
    private readonly environmentFile: string,
  ) {
    for (const name of ['bin', 'played', 'played/blobs', 'job']) mkdirSync(join(this.folder, name), { recursive: true });
    this.program('az', playedAz);
    this.program('workbench', workbench(compiledCopy));
    writeFileSync(join(this.folder, 'job/environment.json'), this.environmentFile);
    writeFileSync(join(this.folder, 'job/deploy.sh'), readFileSync(join(root, 'cli/package/deploy.sh')));
  }

  private program(name: string, text: string): void {
    writeFileSync(join(this.folder, 'bin', name), text);
    chmodSync(join(this.folder, 'bin', name), 0o755);
  }

  /** Changes the file in the storage account, as an operator does. */
  edit(name: string, text: string): void {
    writeFileSync(join(this.folder, 'played/blobs', name), text);
  }

  /** Starts the container once, with a file system of its own. */
  run({ refusals = 0, deployStatus = 0 } = {}): JobRun {
    const played = join(this.folder, 'played');
    writeFileSync(join(played, 'calls'), '');
    writeFileSync(join(played, 'tries'), '0');
    const { status, stdout, stderr } = spawnSync('sh', [join(this.folder, 'job/deploy.sh')], {
      encoding: 'utf8',
      env: {
        PATH: `${join(this.folder, 'bin')}:${process.env.PATH}`,
        HOME: this.folder,
        ENVIRONMENT: 'live',
        STATE_ACCOUNT: 'states',
        FILES_CONTAINER: 'workbench',
        JOB_FOLDER: join(this.folder, 'job'),
        WORK_FOLDER: mkdtempSync(join(this.folder, 'work-')),
        RETRY_SECONDS: '0',
        ARM_SUBSCRIPTION_ID: 'subscription',
        AZURE_CLIENT_ID: 'client',
        PLAYED: played,
        REFUSALS: String(refusals),
        DEPLOY_STATUS: String(deployStatus),
      },
    });
    const deployed = join(played, 'deployed.json');
    const calls = readFileSync(join(played, 'calls'), 'utf8').trim().split('\n');
    return {
      status,
      log: stdout + stderr,
      calls: calls.map((call) => call.replace(/ --.*/, '')),
      blobs: tree(join(played, 'blobs')),
      ...(existsSync(deployed) ? { deployed: readFileSync(deployed, 'utf8') } : {}),
    };
  }
}
