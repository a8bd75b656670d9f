#!/bin/sh
# A package manager removes files as root and asks nobody; what Hearth did in a person's own folders is that person's to
# undo. Upgrades say nothing.
case ${1:-0} in
remove | 0)
	echo "Hearth: what it set up in your own folders stays. To undo that too, run first, as yourself: hearth setup undo"
	;;
esac
exit 0
