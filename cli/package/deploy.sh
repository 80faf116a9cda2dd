#!/bin/sh
# Deploys a Mojaloop hub from inside the subscription it belongs to, with the managed identity of this container. Safe to run again at any time.
set -eu

file="$ENVIRONMENT.json"
work="${WORK_FOLDER:-/tmp/hub}"
pause="${RETRY_SECONDS:-20}"
mkdir -p "$work/workbench"
cd "$work"

say() { echo "$(date -u +%H:%M:%S) $*"; }

# A right that was just given is not known everywhere at once: half an hour at most.
patiently() {
  tries=90
  until "$@"; do
    tries=$((tries - 1))
    if [ "$tries" -le 0 ]; then
      say "gave up: $*"
      return 1
    fi
    sleep "$pause"
  done
}

blob() {
  verb="$1"
  shift
  az storage blob "$verb" --account-name "$STATE_ACCOUNT" --container-name "$FILES_CONTAINER" --auth-mode login --only-show-errors "$@"
}

known() { blob exists --name "$file" --query exists --output tsv >known.txt; }

say "logging in as the managed identity $AZURE_CLIENT_ID"
patiently az login --identity --client-id "$AZURE_CLIENT_ID" --output none
patiently az account set --subscription "$ARM_SUBSCRIPTION_ID"
patiently known

# The answers of the portal make the first file; from then on the file in the storage account is the environment, and nothing overwrites it.
if [ "$(tr -d '[:space:]' <known.txt)" != true ]; then
  say "the workbench file of $ENVIRONMENT is made from the answers"
  blob upload --name "$file" --file "$JOB_FOLDER/environment.json" --output none
fi
say "fetching the workbench file of $ENVIRONMENT"
blob download --name "$file" --file "workbench/$file" --overwrite --output none

workbench check "$ENVIRONMENT"
status=0
workbench deploy "$ENVIRONMENT" || status=$?
# A report that fails says nothing about the hub.
if workbench report "$ENVIRONMENT" --out report.html; then
  blob upload --name "reports/$ENVIRONMENT.html" --file report.html --overwrite --output none || say "the report was not kept"
fi
if [ "$status" -eq 0 ]; then say "done"; else say "deploy ended with $status; start this container again to go on"; fi
exit "$status"
