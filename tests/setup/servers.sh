#!/bin/sh
# See that there is a Virtuoso for the tests of engines, where Debian's package can be had. Its
# tests start one of their own; elsewhere they are skipped and say so.
set -eu
command -v virtuoso-t >/dev/null 2>&1 && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "no Virtuoso here: the tests of that engine will be skipped" >&2
    exit 0
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo=sudo
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends virtuoso-opensource-7-bin ||
    echo "Virtuoso cannot be installed: the tests of that engine will be skipped" >&2
