#!/bin/sh
# Make .venv with the Python named as the first argument, which must be 3.11 or newer.
set -eu
python=$1
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or newer is needed; '$python' is not. Try: make PYTHON=python3.12" >&2
    exit 1
fi
[ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 && exit 0
rm -rf .venv
if "$python" -c 'import ensurepip' 2>/dev/null; then
    exec "$python" -m venv .venv
fi
# Debian splits venv off into a package of its own.
if command -v apt-get >/dev/null 2>&1; then
    sudo=""
    [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get update -qq
    $sudo apt-get install -y -qq python3-venv
    exec "$python" -m venv .venv
fi
echo "this Python cannot make virtual environments; install its venv module" >&2
exit 1
