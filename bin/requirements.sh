#!/bin/sh
# Says what is missing before anything else can fail because of it. `node` asks for Node.js and npm alone.
fail() {
  echo "$1" >&2
  exit 1
}
command -v node >/dev/null || fail 'Node.js is missing: install version 20.19 or newer (https://nodejs.org).'
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
  fail "Node.js $(node --version) is too old: install version 20.19 or newer."
command -v npm >/dev/null || fail 'npm is missing: it comes with Node.js.'
[ "${1:-}" != node ] || exit 0
command -v terraform >/dev/null || fail 'terraform is missing: install version 1.6 or newer (https://developer.hashicorp.com/terraform/install).'
