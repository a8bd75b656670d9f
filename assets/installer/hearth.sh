#!/bin/sh
# The command line of an installed Hearth: its own Node runs its own program, whatever else is on the PC.
self=$0
while [ -L "$self" ]; do
	next=$(readlink "$self")
	case $next in
	/*) self=$next ;;
	*) self=$(dirname "$self")/$next ;;
	esac
done
resources=$(cd "$(dirname "$self")/.." && pwd -P) || exit 1
exec "$resources/node" "$resources/app.asar.unpacked/dist/app/hearth.js" "$@"
