#!/bin/sh
# The museum as make run starts it: one server, and one worker for work longer than a request.
# Whichever ends, the other goes with it.
set -eu
python=$1
shift
"$python" manage.py db_worker --interval 0.5 &
worker=$!
trap 'kill "$worker" 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
"$python" manage.py serve "$@" &
server=$!
trap 'kill "$worker" "$server" 2>/dev/null || true' EXIT
wait "$server"
