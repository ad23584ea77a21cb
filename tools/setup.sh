#!/usr/bin/env bash
# Make .venv hold exactly what the lock files name: `run` (what running needs) or `test` (everything).
# The second time it compares one fingerprint and returns; a larger set also serves the smaller need.
set -euo pipefail
cd "$(dirname "$0")/.."

want="${1:-test}"
python="${PYTHON:-python3.11}"
case "$want" in
  run) lock=requirements.lock ;;
  test) lock=requirements-dev.lock ;;
  *) echo "setup: say 'run' or 'test', not '$want'" >&2; exit 2 ;;
esac

# What the tools are told in pyproject.toml, below its line "# ── ruff", changes nothing that is installed.
fingerprint() {
  { cat "$1" requirements-bootstrap.lock tools/setup.sh; sed '/^# ── ruff/,$d' pyproject.toml; } \
    | sha256sum | cut -d' ' -f1
}
made_for() { [ -f ".venv/made-for-$1" ] && [ "$(cat ".venv/made-for-$1")" = "$(fingerprint "$2") $PWD" ]; }

if made_for test requirements-dev.lock || { [ "$want" = run ] && made_for run requirements.lock; }; then
  exit 0
fi

if ! command -v "$python" >/dev/null 2>&1; then
  python=python3
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Stayline needs Python 3.11 or later. Install it, or name it: make PYTHON=/path/to/python3.11 ..." >&2
  exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  echo "This Python cannot make a virtual environment. On Debian: apt-get install python3-venv" >&2
  exit 1
fi

echo "Setting up .venv for '$want' (once; a minute or so)"
rm -f .venv/made-for-*
# A folder copied or moved from elsewhere carries the old place in its scripts: make it anew.
if [ -f .venv/place ] && [ "$(cat .venv/place)" != "$PWD" ]; then
  rm -rf .venv
fi
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c '' 2>/dev/null; then
  rm -rf .venv
  "$python" -m venv .venv
fi
echo "$PWD" > .venv/place

.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.lock
# pip and uv stay: the sync names them too, otherwise it would remove its own tools.
.venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes requirements-bootstrap.lock "$lock"
# Last, because a sync removes an editable install. The back end comes from the lock: no isolation.
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .

echo "$(fingerprint "$lock") $PWD" > ".venv/made-for-$want"
