import { longestReport, reportMarkers } from './test-report';

/**
 * Fetches the collections once a pod, puts the inputs of the workbench file over those of the release, and runs the toolkit's command. It ends with 0
 * whatever happens, so that the next step comes: how it went is left in files beside the report. Only what the image of every release has is used:
 * the shell, wget and unzip of busybox, and node.
 */
export const runScript = `set -u
here="$WORK/$RUN"
mkdir -p "$here"
fail() {
  echo "$2" >&2
  printf '%s' "$1" > "$here/stage"
  printf '%s' "$2" > "$here/reason"
  printf '%s' "$3" > "$here/status"
  if [ "$PHASE" = provisioning ] || [ "$STOP_AT_FIRST_FAILURE" = true ]; then printf '%s' "$RUN" > "$WORK/stop"; fi
  exit 0
}
if [ "$PHASE" != cleanup ] && [ -f "$WORK/stop" ]; then fail skipped "not run: $(cat "$WORK/stop") failed before" 1; fi
if [ ! -d "$WORK/collections" ]; then
  tries=0
  until wget -q -T 60 -O "$WORK/archive.zip" "$COLLECTIONS"; do
    tries=$((tries + 1))
    if [ "$tries" -ge "$TRIES" ]; then fail collections "the collections can't be fetched from $COLLECTIONS" 1; fi
    echo "$COLLECTIONS does not answer yet"
    sleep 5
  done
  if [ -n "$COLLECTIONS_SHA256" ] && [ "$(sha256sum "$WORK/archive.zip" | cut -d ' ' -f 1)" != "$COLLECTIONS_SHA256" ]; then
    fail collections "what $COLLECTIONS sends is not the archive with the digest in tests.collections.sha256" 1
  fi
  rm -rf "$WORK/unpacked"
  mkdir "$WORK/unpacked"
  unzip -q -o "$WORK/archive.zip" -d "$WORK/unpacked" || fail collections "what $COLLECTIONS sends is no archive" 1
  rm -f "$WORK/archive.zip"
  mv "$WORK/unpacked" "$WORK/collections"
fi
folder=
for top in "$WORK/collections" "$WORK/collections"/*; do
  if [ -d "$top/$COLLECTION" ]; then folder="$top/$COLLECTION"; break; fi
done
if [ -z "$folder" ]; then fail collections "the archive of $COLLECTIONS has no folder $COLLECTION" 1; fi
node "$PROGRAMS/inputs.cjs" "$CHART_INPUTS" "$PROGRAMS/inputs.json" "$here/inputs.json" || fail inputs "the release of the hub has no inputs for $RUN: it was deployed without this run" 1
set -- -c "$PROGRAMS/command.json" -e "$here/inputs.json" -i "$folder" -u "$TOOLKIT" --report-format json --report-target "file://$here/report.json"
if [ -n "$LABELS" ]; then set -- "$@" --labels "$LABELS"; fi
cd "$COMMAND_FOLDER"
mkfifo "$here/output"
tee "$here/log.txt" < "$here/output" &
timeout "$SECONDS_LIMIT" node src/client.js "$@" > "$here/output" 2>&1
status=$?
wait
printf '%s' "$status" > "$here/status"
if [ ! -s "$here/report.json" ]; then fail run "the toolkit's command ended with $status and left no report" "$status"; fi
if [ "$status" -ne 0 ]; then
  if [ "$PHASE" = provisioning ] || [ "$STOP_AT_FIRST_FAILURE" = true ]; then printf '%s' "$RUN" > "$WORK/stop"; fi
fi
exit 0
`;

/** Puts inputs and options of the second file over those of the first, into the third. */
export const inputsProgram = `const { readFileSync, writeFileSync } = require('node:fs')
const [chart, own, target] = process.argv.slice(2)
const base = JSON.parse(readFileSync(chart, 'utf8'))
const over = JSON.parse(readFileSync(own, 'utf8'))
const merged = { ...base, inputValues: { ...base.inputValues, ...over.inputValues }, options: { ...base.options, ...over.options } }
writeFileSync(target, JSON.stringify(merged))
`;

/**
 * Prints the report of a run between two marker lines, packed, with its digest, and ends as the toolkit's command did. The inputs are taken out: the
 * chart of the release has a signing key for tests among them. Where the report would be longer than a log may be, messages of what passed are left
 * out first, then all of them.
 */
export const reportProgram = `const { createHash } = require('node:crypto')
const { existsSync, readFileSync } = require('node:fs')
const { gzipSync } = require('node:zlib')
const [run, id, work, longest = ${longestReport}] = process.argv.slice(2)
const file = (name) => work + '/' + run + '/' + name
const text = (name, fallback) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : fallback)
const print = (lines) => process.stdout.write(['${reportMarkers.begin}', ...lines, '${reportMarkers.end}', ''].join('\\n'))
const exitStatus = Number(text('status', '1'))
const plain = (line) => line.replace(/\\u001b\\[[0-9;]*m/g, '').slice(0, 500)

function none(stage, reason) {
  const lastLines = text('log.txt', '').split('\\n').map(plain).filter(Boolean).slice(-20)
  print([JSON.stringify({ version: 1, run, id, exitStatus: exitStatus || 1, stage, reason, lastLines })])
  process.exitCode = exitStatus || 1
}

const passed = ({ request }) => ((request || {}).tests && request.tests.assertions || []).every((one) => one.resultStatus && one.resultStatus.status === 'SUCCESS')
const bare = ({ request, status }) => ({
  status,
  request: { id: request.id, description: request.description, method: request.method, operationPath: request.operationPath, tests: request.tests, status: request.status }
})
const shorter = {
  nothing: (report) => report,
  passed: (report) => ({ ...report, test_cases: report.test_cases.map((one) => ({ ...one, requests: (one.requests || []).map((request) => (passed(request) ? bare(request) : request)) })) }),
  messages: (report) => ({ ...report, test_cases: report.test_cases.map((one) => ({ ...one, requests: (one.requests || []).map(bare) })) })
}

function whole() {
  const { inputValues, ...report } = JSON.parse(text('report.json', ''))
  for (const [leftOut, shorten] of Object.entries(shorter)) {
    const bytes = gzipSync(JSON.stringify(shorten(report)), { level: 9 })
    const packed = bytes.toString('base64')
    if (packed.length > Number(longest)) continue
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    print([JSON.stringify({ version: 1, run, id, exitStatus, length: packed.length, sha256, leftOut }), ...(packed.match(/.{1,4096}/g) || [])])
    process.exitCode = exitStatus
    return
  }
  none('report', 'the report is longer than a log may be, even without its messages')
}

if (!existsSync(file('report.json'))) none(text('stage', 'run'), text('reason', 'the run left no report'))
else {
  try { whole() } catch (error) { none('report', 'the report cannot be read: ' + error.message) }
}
`;
