#!/usr/bin/env bash
# Runs the scripts of foreign clients against a host of their own and prints a line for each step and one for all.
#
#   tests/ForeignClients/run.sh PYODPS [SCRIPT...]
#
# PYODPS (or the environment variable PYODPS) is a folder that holds PyODPS's package odps: a checkout of github.com/aliyun/aliyun-odps-python-sdk, or the site-packages
# where it is installed. Without SCRIPTs all pyodps_*.py beside this file run. PYTHON names the interpreter (default python3, with requests; pandas, lz4, zstandard,
# python-snappy and pyarrow are used where they are). CONFIGURATION names the build of the host (default Release).
# With PYODPS_TESTS=1 the tests that PyODPS has itself run too: they need pytest and a folder that can be written.
set -uo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
pyodps="${1:-${PYODPS:-}}"
[ $# -gt 0 ] && shift
[ -f "$pyodps/odps/__init__.py" ] || { echo "usage: $0 PYODPS [SCRIPT...]: there is no odps/__init__.py in '$pyodps'" >&2; exit 2; }
pyodps="$(cd "$pyodps" && pwd)"
python="${PYTHON:-python3}"
configuration="${CONFIGURATION:-Release}"
host="$here/../../src/Odps.Net.Emulator.Server"
dll="$host/bin/$configuration/net10.0/Odps.Net.Emulator.Server.dll"
[ -f "$dll" ] || dotnet build "$host" -c "$configuration" -v quiet || exit 1

work="$(mktemp -d)"
dotnet "$dll" --port 0 --project demo --project demo_schema --access-id id --access-key key >"$work/host" 2>"$work/errors" &
pid=$!
trap 'kill $pid 2>/dev/null; wait $pid 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 150); do
  grep -q '^listening on ' "$work/host" && break
  kill -0 $pid 2>/dev/null || { cat "$work/errors" >&2; exit 1; }
  sleep 0.1
done
endpoint="$(sed -n 's/^listening on //p' "$work/host")"

ok=0 failed=0 skipped=0
add() {
  ok=$((ok + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

[ $# -gt 0 ] || set -- "$here"/pyodps_*.py
for script in "$@"; do
  echo "== $(basename "$script")"
  PYTHONPATH="$pyodps" PYTHONUNBUFFERED=1 "$python" "$script" "$endpoint" id key demo 2>"$work/stderr" | tee "$work/out"
  # shellcheck disable=SC2046
  if grep -qE '^[0-9]+ ok, [0-9]+ failed, [0-9]+ skipped$' "$work/out"; then
    add $(tail -1 "$work/out" | tr -d 'a-z,')
  else
    echo "FAIL $(basename "$script") ended early"
    tail -5 "$work/stderr"
    add 0 1 0
  fi
done

if [ "${PYODPS_TESTS:-}" = 1 ]; then
  echo "== PyODPS's own tests"
  sed "s#@ENDPOINT@#$endpoint#" "$here/pyodps_tests.conf" >"$pyodps/odps/tests/test.conf"
  # shellcheck disable=SC2046
  (cd "$pyodps" && TZ=Asia/Shanghai timeout 1200 "$python" -m pytest -q -p no:cacheprovider --tb=line $(sed -e 's/ *#.*//' -e '/^$/d' -e 's/^/--deselect /' "$here/pyodps_tests.deselected") \
    odps/tunnel/tests odps/models/tests odps/tests/test_dbapi.py odps/tests/test_accounts.py odps/tests/test_tempobjs.py) 2>&1 | tee "$work/out"
  summary="$(grep -E '(passed|failed).* in ' "$work/out" | tail -1)"
  count() { echo "$summary" | grep -oE "[0-9]+ $1" | grep -oE '[0-9]+' || echo 0; }
  add "$(count passed)" "$(count failed)" "$(count skipped)"
fi

echo "$ok passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ] && [ $ok -gt 0 ]
