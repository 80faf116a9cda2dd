/** Lines around what a command reads out of the log of a Job. */
export const listMarkers = { begin: '-----BEGIN BACKUPS-----', end: '-----END BACKUPS-----' } as const;
export const checkMarkers = { begin: '-----BEGIN LEDGER-----', end: '-----END LEDGER-----' } as const;

/** Stores whose backups leave the cluster. Redis is none: it holds caches and states of test simulators, which are made anew. */
export const backedUp = ['mysql', 'mongodb', 'kafka', 'vault'] as const;
export type BackedUp = (typeof backedUp)[number];

/** Begins every dump: a folder for it, the time it is of, and a name that sorts by time. */
const before = `set -eu
umask 077
rm -rf "$WORK/plain" "$WORK/out"
mkdir -p "$WORK/plain" "$WORK/out"
stamp=$(date -u +%Y%m%dT%H%M%SZ)
printf '%s' "$stamp" > "$WORK/stamp"
target="$WORK/plain/$STORE-$stamp"
`;

/**
 * Each leaves plain files in $WORK/plain and fails where one is not whole. Passwords go by variables and files: nothing shows in the list of processes.
 * mysqldump reads one moment of all databases (InnoDB), writers are not held up; the copy of a busy ledger is some seconds older than its end.
 */
export const dumpScripts = {
  mysql: `${before}export MYSQL_PWD="$STORE_PASSWORD"
# shellcheck disable=SC2086
mysqldump --host="$STORE_HOST" --port="$STORE_PORT" --user="$STORE_USER" $STORE_OPTIONS --single-transaction --quick --hex-blob --routines --triggers --default-character-set=utf8mb4 --result-file="$target.sql" --databases $STORE_DATABASES
tail -c 200 "$target.sql" | grep -q 'Dump completed'
`,
  mongodb: `${before}printf 'password: "%s"\\n' "$STORE_PASSWORD" > /tmp/dump.yaml
mongodump --config=/tmp/dump.yaml --host="$STORE_HOST" --username="$STORE_USER" --authenticationDatabase=admin --archive="$target.archive"
rm -f /tmp/dump.yaml
`,
  // Messages are not copied: what was under way is lost, and the ledger ends it by its timeouts. What can't be made anew is how topics are set and how far each group has read.
  kafka: `${before}/opt/kafka/bin/kafka-topics.sh --bootstrap-server "$STORE_HOST:$STORE_PORT" --describe > "$target.txt"
/opt/kafka/bin/kafka-consumer-groups.sh --bootstrap-server "$STORE_HOST:$STORE_PORT" --describe --all-groups >> "$target.txt"
`,
  // The token may read snapshots and nothing else, and ends with the dump. Where the unseal key lies in the cluster it goes along: without it no snapshot opens.
  vault: `${before}VAULT_TOKEN=$(vault write -field=token "auth/$AUTH_PATH/login" role="$ROLE" jwt="$(cat "$ACCOUNT_FILE")")
export VAULT_TOKEN
vault operator raft snapshot save "$target.snap"
vault token revoke -self > /dev/null
if [ -s "$UNSEAL_FILE" ]; then cat "$UNSEAL_FILE" > "$target.unseal-key"; fi
`,
} as const satisfies Record<BackedUp, string>;

/** Encrypts what a dump left; the time of the dump goes into the facts. */
export const encryptScript = `set -eu
stamp=$(cat "$WORK/stamp")
TAKEN=$(printf '%s' "$stamp" | sed 's/^\\(....\\)\\(..\\)\\(..\\)T\\(..\\)\\(..\\)\\(..\\)Z$/\\1-\\2-\\3T\\4:\\5:\\6Z/')
export TAKEN
exec node "$PROGRAMS/encrypt.cjs" "$WORK/plain" "$WORK/out" "$STORE"
`;

/**
 * Everything that is done at the place of the backups. `put` brings files there, reads back what has arrived and, once a new one is there, removes what is
 * older than its time; `list` prints the facts of all; `check FILE SHA256 …` reads each whole and compares its digest; `get FILE` fetches one.
 * A place where nothing is yet (rclone ends with 3) is an answer; one that can't be asked fails the Job: no login is no loss of a backup.
 */
export const storeScript = `set -eu
place="outside:$BUCKET/$PREFIX/$STORE"
digest() { rclone hashsum sha256 --download "$place/$1"; }
case "$1" in
  put)
    for file in "$WORK/out"/*.age; do
      name=$(basename "$file")
      rclone copyto --retries 5 "$file" "$place/$name"
      wanted=$(sha256sum < "$file" | cut -d ' ' -f 1)
      arrived=$(digest "$name")
      if [ "$wanted" != "\${arrived%% *}" ]; then echo "$name arrived as something else" >&2; exit 1; fi
      # Its facts come last: a backup without them is one that did not arrive.
      rclone copyto --retries 5 "$file.json" "$place/$name.json"
      echo "$name is at its place"
    done
    if [ -n "$KEEP_DAYS" ]; then rclone delete --min-age "$KEEP_DAYS"d "$place" || { echo "old backups can't be removed: write prune: false, or give the right to" >&2; exit 1; }; fi
    ;;
  list)
    echo '${listMarkers.begin}'
    rclone cat --include '*.json' "$place" || [ $? = 3 ]
    echo '${listMarkers.end}'
    ;;
  check)
    shift
    while [ $# -gt 1 ]; do
      if found=$(digest "$1"); then
        if [ "\${found%% *}" = "$2" ]; then echo "$1 is whole"; else echo "$1 has the digest \${found%% *} and was written with $2"; fi
      elif [ $? = 3 ]; then echo "$1 is not there any more"
      else exit 1
      fi
      shift 2
    done
    ;;
  get)
    mkdir -p "$WORK/in"
    rclone copyto --retries 5 "$place/$2" "$WORK/in/$2"
    ;;
esac
`;

/**
 * What tells in a drill whether an opened backup is what its store leaves: prints one line, or fails. The archive of MongoDB begins with its magic number
 * (mongo-tools, common/archive); a snapshot of raft has digests of its parts inside, which Vault compares.
 */
export const lookScripts = {
  mongodb: `set -eu
begins=$(head -c 4 "$DUMP" | od -An -tx1 | tr -d ' \n')
[ "$begins" = 6de29981 ] || { echo "it begins with $begins: no archive of mongodump" >&2; exit 1; }
echo "an archive of mongodump of $(wc -c < "$DUMP" | tr -d ' ') bytes"
`,
  kafka: `set -eu
grep -q '^Topic: ' "$DUMP" || { echo "it tells of no topic" >&2; exit 1; }
echo "settings of $(grep -c 'PartitionCount:' "$DUMP") topics"
`,
  vault: `set -eu
case "$DUMP" in
  *.unseal-key) [ -s "$DUMP" ] || { echo "it is empty" >&2; exit 1; }; echo "a key that opens Vault" ;;
  *) vault operator raft snapshot inspect "$DUMP" > /dev/null; echo "a snapshot whose parts have their digests" ;;
esac
`,
} as const satisfies Record<Exclude<BackedUp, 'mysql'>, string>;
