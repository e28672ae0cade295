#!/bin/sh
# Bring the scripts that a page of Jupyter widgets loads from the network when it is opened, which
# ipysigma's page is: into the folder named as the first argument, by npm where there is one.
set -eu
folder=$1
[ -f "$folder/require.js" ] && [ -f "$folder/embed-amd.js" ] && exit 0
if ! command -v npm >/dev/null 2>&1; then
    echo "there is no npm: ipysigma's page will not be measured" >&2
    exit 0
fi
mkdir -p "$folder"
cd "$folder"
npm pack --silent requirejs@2.3.7 @jupyter-widgets/html-manager@1.0.15
tar -xzOf requirejs-2.3.7.tgz package/require.js >require.js
tar -xzOf jupyter-widgets-html-manager-1.0.15.tgz package/dist/embed-amd.js >embed-amd.js
rm ./*.tgz
