# Shared by run, test and scripts/*: sourced, never executed. Sets `root`, the folder of the source tree, and works from
# any current directory, with spaces in paths, without a terminal, and without asking git anything.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export HOME="${HOME:-/root}" LC_ALL=C.UTF-8 NINJA_STATUS='[%f/%t, %es] '
export NO_COLOR=1
export npm_config_update_notifier=false npm_config_fund=false npm_config_audit=false

say() { printf '%s\n' "$*"; }
heading() { printf '\n== %s (%ds)\n' "$*" "$SECONDS"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# as_root COMMAND…: as it is for root, by sudo for others. Without a terminal sudo must not ask.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; return; fi
  command -v sudo >/dev/null || die "packages are missing, and you are neither root nor is sudo here. As root: apt-get install $(tr '\n' ' ' <<<"${missing[*]}")"
  if [ -t 0 ]; then sudo "$@"; else sudo -n "$@"; fi
}

# again TIMES COMMAND…: for things that pass through a network.
again() {
  local times=$1 attempt; shift
  for ((attempt = 1; attempt <= times; attempt++)); do
    if "$@"; then return 0; fi
    [ "$attempt" = "$times" ] || { say "   attempt $attempt of $times failed, trying again in $((attempt * 5)) s"; sleep $((attempt * 5)); }
  done
  return 1
}

# install_packages FILE…: installs what is not there yet. Asks dpkg only, so it needs no network when nothing is missing.
install_packages() {
  local wanted package
  mapfile -t wanted < <(sed -E 's/[[:space:]]*#.*//; /^$/d' "$@")
  missing=()
  for package in "${wanted[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "this is no Debian system; please install: ${missing[*]}"
  say "-- installing ${#missing[@]} packages: ${missing[*]}"
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -y -o Acquire::Retries=5 -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600)
  again 3 as_root "${apt[@]}" -q update || die "apt-get update failed"
  again 3 as_root "${apt[@]}" -q install --no-install-recommends "${missing[@]}" || die "apt-get install failed"
}

# Authorities that the machine's administrator added (an office network with an inspecting proxy) count for node too.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}"; fi

# Puts a node ≥ 20.19 with its npm on the PATH (vite needs it; Debian 12 has 18). Where the machine's own node is too
# old, Debian's npm fetches a newer node and npm into .tools/, and only those two are used from then on: never mixed.
use_node() {
  local tools="$root/.tools/node_modules" cpu
  if node_is_new_enough && command -v npm >/dev/null; then return; fi
  case "$(uname -m)" in
    x86_64) cpu=x64 ;;
    aarch64) cpu=arm64 ;;
    *) die "no ready-made Node.js for $(uname -m): please install node 20.19 or newer with npm" ;;
  esac
  if [ ! -x "$tools/node-linux-$cpu/bin/node" ] || [ ! -e "$tools/npm/bin/npm-cli.js" ]; then
    command -v npm >/dev/null || install_packages "$root/scripts/packages-node.txt"
    say "-- fetching node 20 into .tools (this machine has $(node --version 2>/dev/null || echo none))"
    mkdir -p "$root/.tools"
    again 3 npm install --prefix "$root/.tools" --no-save --loglevel=error "node-linux-$cpu@20" npm@10 || die "npm could not fetch node"
  fi
  export PATH="$tools/node-linux-$cpu/bin:$tools/.bin:$PATH"
  node_is_new_enough || die "the node in .tools does not run; remove .tools and try again"
}

node_is_new_enough() {
  local major minor
  IFS=. read -r major minor _ < <(node --version 2>/dev/null | tr -d v) || return 1
  [ -n "${major:-}" ] && { [ "$major" -gt 20 ] || { [ "$major" = 20 ] && [ "$minor" -ge 19 ]; }; }
}

# digest PATH…: one hash over the names and contents of all files below.
digest() { find "$@" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1; }

# unchanged STAMP DIGEST: was this digest the one recorded last time?
unchanged() { [ "$(cat "$1" 2>/dev/null)" = "$2" ]; }

# web_packages: npm ci, only when package-lock.json changed since.
web_packages() {
  local stamp="$root/web/node_modules/.installed" now
  now=$(digest "$root/web/package.json" "$root/web/package-lock.json")
  unchanged "$stamp" "$now" && return
  say "-- installing the web's packages"
  (cd "$root/web" && again 3 npm ci --loglevel=error) || die "npm ci failed"
  printf '%s' "$now" >"$stamp"
}

# engine_packages: npm for tests/engines (DuckDB, ClickHouse as a library), only when its lock file changed since. Not
# `npm ci`, which wants the engines' libraries for all other systems in the lock file, whether they can be had or not.
engine_packages() {
  local folder="$root/tests/engines"
  [ ! "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] || return 0
  say "-- installing DuckDB and ClickHouse for the tests"
  (cd "$folder" && again 3 npm install --no-save --loglevel=error) || die "npm install failed"
}

# build_web: web/dist and web/verifier/dist, only when a source changed since.
build_web() {
  local stamp="$root/web/dist/.built" now inputs=() path
  [ -e "$root/web/package-lock.json" ] || return 0
  for path in src public verifier/src verifier/build.mjs index.html package-lock.json vite.config.ts tsconfig.json; do
    [ ! -e "$root/web/$path" ] || inputs+=("$root/web/$path")
  done
  now=$(digest "${inputs[@]}")
  unchanged "$stamp" "$now" && [ -e "$root/web/verifier/dist/sunlot-verify.mjs" ] && return
  use_node
  web_packages
  say "-- building the web pages and the verifier in the browser"
  (cd "$root/web" && npm run build) || die "the web did not build"
  printf '%s' "$now" >"$stamp"
}

# build_preset PRESET TARGET…: configure when needed, then ninja.
build_preset() {
  local preset=$1 folder="$root/build/$1"; shift
  if [ ! -e "$folder/build.ninja" ] || [ "$root/CMakePresets.json" -nt "$folder/build.ninja" ]; then
    say "-- configuring build/$preset"
    mkdir -p "$folder"
    (cd "$root" && cmake --preset "$preset" >"$folder/configure.log" 2>&1) || { cat "$folder/configure.log"; die "cmake failed"; }
  fi
  export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1
  ninja -C "$folder" "$@"
}
