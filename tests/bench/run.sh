#!/bin/sh
# run.sh BUILD_DIR [NAME…]: measures conch beside what its goals name; prints a table, writes nothing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${1:?usage: run.sh BUILD_DIR [NAME…]}
shift
if [ "${1:-}" = explore ]; then
    ninja -C "$build" src/conch >/dev/null
    exec /usr/bin/env PYTHONDONTWRITEBYTECODE=1 python3 "$here/explore/run.py" "$build/src/conch"
fi
ninja -C "$build" src/conch tests/bench/anchors tests/bench/launch tests/bench/live_cost >/dev/null || {
    ninja -C "$build" src/conch tests/bench/anchors tests/bench/launch tests/bench/live_cost >&2 || exit 1
}
exec /usr/bin/env PYTHONDONTWRITEBYTECODE=1 python3 "$here/run.py" "$build" "$@"
