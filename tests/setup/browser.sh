#!/bin/sh
# See that there is a browser for the tests of the page: an installed Chromium or Chrome, else
# Debian's package, else Playwright's own.
set -eu
python=$1
for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && exit 0
if command -v apt-get >/dev/null 2>&1; then
    sudo=""
    [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get update -qq
    $sudo apt-get install -y -qq chromium && exit 0
fi
exec "$python" -m playwright install chromium
