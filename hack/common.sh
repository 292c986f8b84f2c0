# shellcheck shell=bash
# What the scripts of this folder share. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export root

# Daemons that hack/engines started: pid files and logs. Lost with a reboot, like the daemons.
state=${AAC_DEV_STATE:-/run/aac-runtime-dev}

# Things that are slow to make and can be made again: base images, benchmark programs.
cache=${AAC_DEV_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/aac-runtime-dev}
export state cache

docker_socket=${AAC_DEV_DOCKER_SOCKET:-/var/run/docker.sock}
podman_socket=${AAC_DEV_PODMAN_SOCKET:-/run/podman/podman.sock}

say() { printf '%s\n' "$*" >&2; }
die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# Prints the leading comment of the script that runs, which is its help text.
usage() { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$0"; }

# The socket of an engine that is named docker or podman.
socket_of() {
    case $1 in
    docker) printf '%s\n' "$docker_socket" ;;
    podman) printf '%s\n' "$podman_socket" ;;
    *) die "unknown engine '$1': docker or podman" ;;
    esac
}

# Whether an engine answers on this socket. An engine that accepts and stays silent does not.
answers() { [[ -S $1 ]] && [[ $(curl -fsS --max-time 5 --unix-socket "$1" http://localhost/_ping 2>/dev/null) == OK ]]; }

# engine_api SOCKET PATH [curl options]: one call of the Engine API, at the version that all engines of ours speak.
engine_api() {
    local socket=$1 path=$2
    shift 2
    curl -sS --unix-socket "$socket" "$@" "http://localhost/v1.41$path"
}

# engine_version SOCKET: its version and that of its API; nothing where it says neither.
engine_version() {
    engine_api "$1" /version | sed -n 's/.*],"Version":"\([^"]*\)","ApiVersion":"\([^"]*\)".*/\1, API \2/p'
}

# How every optimised build is compiled, that of the tests too, so that what is released is what was tested: the same
# objects. Without the last flag Swift 6.3 drops stores in async functions: LLVM's dead store elimination takes them to have
# no end, and the store on one path for the death of a store before an `await`. The flag keeps it within one block;
# dse-memoryssa-scanlimit=0, which turns it off, crashes the compiler now and then.
release_options=(--configuration release -Xswiftc -enable-testing -Xswiftc -Xllvm -Xswiftc -dse-memoryssa-otherbb-cost=1000)
export release_options

# The Swift tools, from PATH or from where the toolchains are usually unpacked.
require_swift() {
    local folder
    if ! command -v swift >/dev/null; then
        for folder in /opt/swift/usr/bin /usr/local/swift/usr/bin "${HOME:-}/.local/share/swiftly/bin"; do
            if [[ -x $folder/swift ]]; then
                PATH=$folder:$PATH
                return
            fi
        done
        die "no 'swift' in PATH; install Swift 6.2 or newer: https://www.swift.org/install/linux/"
    fi
}
