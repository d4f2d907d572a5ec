#!/bin/sh
# Puts the package into a volume that n8n has mounted as its folder of community packages: install-into-n8n.sh FOLDER
set -eu
target="$1/node_modules/n8n-nodes-troupe"
mkdir -p "$1/node_modules"
# Replaced whole: a file of an older version would be an extra one to the manifest gate.
rm -rf "$target"
cp -R /opt/troupe/node_modules/n8n-nodes-troupe "$target"
[ -e "$1/package.json" ] || echo '{"name":"installed-nodes","private":true,"dependencies":{}}' >"$1/package.json"
# n8n runs as the user `node` of its image, 1000.
chown -R 1000:1000 "$1"
