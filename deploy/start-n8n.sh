#!/bin/sh
# n8n looks for community packages in its own folder only. Puts the package of this image there, then runs n8n: start-n8n.sh PROGRAM [ARGUMENT…]
set -eu
nodes="${N8N_USER_FOLDER:-$HOME}/.n8n/nodes"
mkdir -p "$nodes/node_modules"
# Replaced whole: a file of an older version would be an extra one to the manifest gate.
rm -rf "$nodes/node_modules/n8n-nodes-troupe"
cp -R "$(dirname "$0")/n8n-nodes-troupe" "$nodes/node_modules/"
[ -e "$nodes/package.json" ] || echo '{"name":"installed-nodes","private":true,"dependencies":{}}' >"$nodes/package.json"
exec "$@"
