# A bare Debian with Node and npm in a folder, made by root; for .ci/bare-root and .ci/without-engine/docker, which source it.
# shellcheck shell=bash

SUITE=bookworm # as in the Dockerfile

# Runs a command in namespaces of its own: what it mounts and starts ends with it. Its process id is left in $running.
running=
alone() {
  local code=0
  unshare --mount --mount-proc --pid --fork --kill-child "$@" </dev/null &
  running=$!
  wait "$running" || code=$?
  running=
  return "$code"
}

# With what Node 26 itself needs to start, libatomic1. From where this machine has its own Debian packages, when it is a Debian, and by the same proxies.
make_debian_root() {
  local root=$1 settings mirror npm=usr/local/lib/node_modules/npm
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | sort -u)
  settings=$(mktemp --suffix .conf)
  apt-config dump | grep -E '^Acquire::(https?::|Check-)' >"$settings" || true
  chmod 644 "$settings" # apt downloads as a user of its own, which must also get to the folder
  alone mmdebstrap --quiet --variant=minbase --include=ca-certificates,libatomic1 --aptopt="$settings" \
    "$SUITE" "$root" ${mirror:+"${mirror%%$'\n'*}"} || return
  rm "$settings"
  install -D node_modules/node/bin/node "$root/usr/local/bin/node" &&
    mkdir -p "$root/${npm%/npm}" &&
    cp -R "$(npm root -g)/npm" "$root/$npm" &&
    ln -s "/$npm/bin/npm-cli.js" "$root/usr/local/bin/npm"
}

# What this machine needs to reach npm's registry: names, certificates, proxies, another registry. What of it are variables is left in $network.
carry_network() {
  local root=$1 home=$2 file
  mkdir -p "$root$home"
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  for file in "$(npm config get globalconfig)" "$(npm config get userconfig)"; do
    [ ! -f "$file" ] || grep -E '^(@[^:]+:)?registry|^//|^ca(file|\[\])?|^strict-ssl|^(https-|no)?proxy' "$file" || true
  done >"$root$home/.npmrc"
  for file in /etc/ssl/certs/ca-certificates.crt "$(npm config get cafile)" "${NODE_EXTRA_CA_CERTS:-}" "${SSL_CERT_FILE:-}"; do
    [ ! -f "$file" ] || install -D -m 644 "$file" "$root$file"
  done
  network=()
  while IFS= read -r -d '' file; do network+=("$file"); done < <(
    env -0 | grep -ziE '^((https?|all|no)_proxy|NODE_EXTRA_CA_CERTS|NODE_USE_SYSTEM_CA|SSL_CERT_(FILE|DIR)|N(PM|ODE_AUTH)_TOKEN|npm_config_(registry|ca|cafile|strict_ssl|(https_|no)?proxy))='
  )
}
