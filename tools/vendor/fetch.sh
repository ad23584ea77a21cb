#!/usr/bin/env bash
# Fetch the front-end files again, exactly the versions of package-lock.json, and lay the few that
# pages use into static/vendor, and what tests alone use into tests/vendor, each with its licences and
# a SHA-256 list. No package's own scripts run.
set -euo pipefail
cd "$(dirname "$0")"
target=../../src/stayline/platform/static/vendor
testing=../../tests/vendor

npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
from=node_modules
rm -rf "$target"
mkdir -p "$target"/{tabler,htmx,tabler-icons,codemirror}

npx --no-install purgecss --config purge.config.cjs --output "$target/tabler"
# Its source map is not shipped, so nothing may ask for it.
sed -i 's|/\*# sourceMappingURL=[^*]*\*/||' "$target/tabler/tabler.min.css"
cp licences/tabler.txt "$target/tabler/LICENSE"

cp "$from/htmx.org/dist/htmx.min.js" "$target/htmx/htmx.min.js"
cp "$from/htmx-ext-sse/dist/sse.min.js" "$target/htmx/sse.js"
cp "$from/idiomorph/dist/idiomorph-ext.min.js" "$target/htmx/idiomorph-ext.min.js"
cp "$from/htmx.org/LICENSE" "$target/htmx/LICENSE-htmx"
cp "$from/htmx-ext-sse/LICENSE" "$target/htmx/LICENSE-sse"
cp "$from/idiomorph/LICENSE" "$target/htmx/LICENSE-idiomorph"

# One file of what codemirror.mjs names; esbuild as WebAssembly is the same on every machine.
node "$from/esbuild-wasm/bin/esbuild" codemirror.mjs --bundle --minify --format=iife \
  --global-name=CodeMirror --target=es2020 --legal-comments=none --log-level=error \
  --outfile="$target/codemirror/codemirror.min.js"
for package in @codemirror/{autocomplete,commands,lang-yaml,language,lint,search,state,view} \
  @lezer/{common,highlight,lr,yaml} @marijn/find-cluster-break crelt style-mod w3c-keyname; do
  printf '%s %s\n\n' "$package" "$(node -p "require('./$from/$package/package.json').version")"
  cat "$from/$package/LICENSE"
  printf '\n'
done > "$target/codemirror/LICENSE"

while read -r icon; do
  cp "$from/@tabler/icons/icons/outline/$icon.svg" "$target/tabler-icons/$icon.svg"
done < icons.txt
cp "$from/@tabler/icons/LICENSE" "$target/tabler-icons/LICENSE"

# What tests alone use; no package carries it.
rm -rf "$testing"
mkdir -p "$testing/axe"
cp "$from"/axe-core/{axe.min.js,LICENSE,LICENSE-3RD-PARTY.txt} "$testing/axe/"

cd ../..
.venv/bin/python -m tools.vendor_list
.venv/bin/python -m tools.vendor_list --check
