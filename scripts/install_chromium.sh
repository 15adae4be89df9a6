#!/bin/sh
# Finds a Chromium for the browser tests, or installs one; fails loudly, naming what was tried.
set -eu
cd "$(dirname "$0")/.."

for name in "${CHROMIUM:-}" chromium google-chrome chromium-browser; do
    if [ -n "$name" ] && found=$(command -v "$name"); then
        echo "Chromium: $found"
        exit 0
    fi
done

as_root=
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null && $as_root true 2>/dev/null; then
    echo "Chromium: installing by apt-get"
    if $as_root apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium; then
        command -v chromium
        exit 0
    fi
fi

echo "Chromium: installing by playwright"
if .venv/bin/python -m playwright install chromium; then
    exit 0
fi
echo "No Chromium: apt-get and playwright both failed. Install Chromium by hand and set CHROMIUM=/path/to/it." >&2
exit 1
