#!/bin/sh
# Build the editor page's script again from its sources and lock file, with node and npm; the same
# sources give the same bytes. npm works in the folder named as the first argument.
set -eu
folder=$1
serve=$PWD/graph/careergraph/serve
mkdir -p "$folder"
cp "$serve/editor/package.json" "$serve/editor/package-lock.json" "$serve/editor/build.mjs" "$folder"
cd "$folder"
npm ci --silent --ignore-scripts --no-audit --no-fund
node build.mjs "$serve/editor" "$serve/static"
