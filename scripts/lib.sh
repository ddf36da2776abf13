# SPDX-FileCopyrightText: 2026 Pratica contributors
# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
#
# Shared by the scripts of this folder: `. "$(dirname "$0")/lib.sh"`. Strict mode, the project's root as working
# folder, its tools first in PATH.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/.tools/bin:$PATH"

say() { printf '» %s\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# as_root COMMAND… runs COMMAND with administrator rights: directly when we have them, with sudo otherwise.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; return; fi
  command -v sudo >/dev/null || fail "'$*' needs administrator rights and sudo is not installed: run it as root, then repeat"
  sudo "$@"
}

# apt_install REASON PACKAGE… installs Debian packages without questions. The package lists are refreshed at most
# once a day, because several scripts may install something in one run.
apt_install() {
  local reason=$1 lists=/var/cache/apt/pkgcache.bin
  shift
  command -v apt-get >/dev/null || fail "$reason is missing and this is not a Debian system: install the equivalent of: $*"
  say "installing $* ($reason)"
  if [ -z "$(find "$lists" -mmin -1440 2>/dev/null)" ] || ! apt-cache show "$1" >/dev/null 2>&1; then
    quietly as_root apt-get -qq update
  fi
  quietly as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a \
    apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 install "$@"
}

# quietly COMMAND… shows the command's output only when it fails.
quietly() {
  local log
  log=$(mktemp)
  if "$@" >"$log" 2>&1 </dev/null; then rm -f "$log"; return; fi
  cat "$log" >&2
  rm -f "$log"
  fail "this command failed: $*"
}
