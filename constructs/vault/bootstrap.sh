#!/bin/sh
# Makes a new Vault usable, once. Steps that have been done are found done: it may be run again at any time.
#   bootstrap.sh init       initialises Vault; leaves the unseal key for the next container
#   bootstrap.sh configure  opens every member, sets up the deployer's login, revokes the root token
# Environment: VAULT_ADDR (first member), MEMBERS (addresses of all), WORK (folder shared by the containers),
# SEAL (shamir, or the name of a key service), NAMESPACE, AUTH_PATH, KUBERNETES_HOST, ROLE, SERVICE_ACCOUNT, SYSTEM_NAMESPACE, AUDIENCE, POLICY (file)
set -eu
umask 077

until status=0; vault status >/dev/null 2>&1 || status=$?; [ "$status" = 0 ] || [ "$status" = 2 ]; do
  echo "waiting for $VAULT_ADDR"; sleep "${PAUSE:-3}"
done

field() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" "$WORK/init.json"; }

init() {
  # Whatever is in this folder the next container keeps in the cluster.
  mkdir -p "$WORK/keep"
  printf '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"vault-bootstrap","namespace":"%s"},"data":{"seal":"%s"}}' "$NAMESPACE" "$SEAL" >"$WORK/keep/status.json"
  if vault operator init -status >/dev/null 2>&1; then echo "Vault is initialised"; return; fi
  if [ "$SEAL" = shamir ]; then shares="-key-shares=1 -key-threshold=1"; else shares="-recovery-shares=1 -recovery-threshold=1"; fi
  # shellcheck disable=SC2086
  vault operator init $shares -format=json >"$WORK/init.part"
  mv "$WORK/init.part" "$WORK/init.json"
  key=$(sed -n '/"\(unseal\|recovery\)_keys_b64": *\[ *$/{n;s/[^"]*"\([^"]*\)".*/\1/p;}' "$WORK/init.json" | head -n 1)
  [ -n "$key" ] || { echo "Vault gave no key" >&2; exit 1; }
  # The key is kept by the next container before anything else happens: without it the data is lost.
  printf '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"vault-unseal","namespace":"%s"},"stringData":{"key":"%s"}}' "$NAMESPACE" "$key" >"$WORK/keep/secret.json"
  echo "Vault initialised"
}

configure() {
  key=$(cat "${KEY_FILE:-/unseal/key}" 2>/dev/null || true)
  for member in $MEMBERS; do
    tries=0
    until status=0; VAULT_ADDR=$member vault status >/dev/null 2>&1 || status=$?; [ "$status" = 0 ]; do
      if [ "$status" = 2 ] && [ "$SEAL" = shamir ] && [ -n "$key" ]; then
        printf '%s' "$key" | VAULT_ADDR=$member vault write -force sys/unseal key=- >/dev/null 2>&1 || true
      fi
      tries=$((tries + 1)); [ "$tries" -lt "${TRIES:-100}" ] || { echo "$member stays sealed" >&2; exit 1; }
      sleep "${PAUSE:-3}"
    done
    echo "$member is open"
  done
  if [ ! -f "$WORK/init.json" ]; then echo "Vault was set up before; nothing to do"; return; fi
  VAULT_TOKEN=$(field root_token); export VAULT_TOKEN
  vault auth list -format=json | grep -q "\"$AUTH_PATH/\"" || vault auth enable -path="$AUTH_PATH" kubernetes >/dev/null
  vault write "auth/$AUTH_PATH/config" kubernetes_host="$KUBERNETES_HOST" >/dev/null
  vault policy write "$ROLE" "$POLICY" >/dev/null
  vault write "auth/$AUTH_PATH/role/$ROLE" bound_service_account_names="$SERVICE_ACCOUNT" bound_service_account_namespaces="$SYSTEM_NAMESPACE" \
    audience="$AUDIENCE" token_policies="$ROLE" token_ttl=3600 token_max_ttl=7200 >/dev/null
  vault token revoke -self >/dev/null
  rm -f "$WORK/init.json"
  echo "the deployer can log in; the root token is revoked"
}

"$1"
