#!/usr/bin/env bash
# Makes this generation the person's home. Checks everything before it writes anything.
set -eu
set -o pipefail
cd "$HOME"

generation=@
user=@
folder=@
forced=@
uninstall=@
store=@

backupExt=${HOME_MANAGER_BACKUP_EXT-}
overwrite=${HOME_MANAGER_BACKUP_OVERWRITE-}
verbose=()
[[ -v VERBOSE ]] && verbose=(--verbose)

run() {
	local quiet=
	if [[ $1 == --quiet ]]; then quiet=1; shift; fi
	if [[ -v DRY_RUN ]]; then echo "$@"
	elif [[ -n $quiet ]]; then "$@" > /dev/null 2>&1
	else "$@"
	fi
}
fail() { echo "$*"; exit 1; }

driver=0
while (( $# > 0 )); do
	case $1 in
	--driver-version)
		(( $# > 1 )) || fail "$0: no driver version specified"
		[[ $2 == 0 || $2 == 1 ]] || fail "$0: unexpected driver version $2"
		driver=$2
		shift 2
		;;
	*) fail "$0: unknown option '$1'" ;;
	esac
done

echo "Starting Home Manager activation"
if [[ -v DRY_RUN ]]; then echo "This is a dry run"; fi
# Shows that the store can be reached, and makes the folders of the person's profiles.
nix-build --quiet --expr '{}' --no-out-link
nix-env -q > /dev/null 2>&1 || true

state=${XDG_STATE_HOME:-$HOME/.local/state}
data=${XDG_DATA_HOME:-$HOME/.local/share}/home-manager
if [[ -d $state/nix/profiles ]]; then profiles=$state/nix/profiles
elif [[ -d ${NIX_STATE_DIR:-/nix/var/nix}/profiles/per-user/$USER ]]; then profiles=${NIX_STATE_DIR:-/nix/var/nix}/profiles/per-user/$USER
else fail "Could not find suitable profile directory, tried $state/nix/profiles and ${NIX_STATE_DIR:-/nix/var/nix}/profiles/per-user/$USER"
fi
profile=$profiles/home-manager
roots=$state/home-manager/gcroots
old=
[[ -e $roots/current-home ]] && old=$(readlink -e "$roots/current-home")

if [[ ! -v SKIP_SANITY_CHECKS ]]; then
	[[ $USER == "$user" ]] || fail "USER is \"$USER\", expected \"$user\""
	[[ $HOME -ef $folder ]] || fail "HOME is \"$HOME\", expected \"$folder\""
fi

trap 'run rm -f "${verbose[@]}" "$roots/new-home"' EXIT
run --quiet nix-store --realise "$generation" --add-root "$roots/new-home"

files=$(readlink -e "$generation/home-files")
leaves() { (cd "$1" && find . \( -type f -o -type l \) -printf '%P\0'); }
# Anything else that is in the way is the person's own.
isOurs() { [[ -L $1 && $(readlink "$1") == "$(readlink -e "$store")"/*-home-manager-files/* ]]; }
isForced() {
	local one
	for one in "${forced[@]}"; do [[ $1 == "$one"* ]] && return 0; done
	return 1
}

echo "Activating checkLinkTargets"
errors=()
while IFS= read -r -d '' leaf; do
	target=$HOME/$leaf
	if [[ ! -e $target ]] || isOurs "$target" || isForced "$leaf"; then continue; fi
	if cmp -s "$files/$leaf" "$target"; then
		echo "Existing file '$target' is in the way of '$files/$leaf', will be skipped since they are the same"
	elif [[ ! -L $target && -n $backupExt ]]; then
		if [[ -e $target.$backupExt && -z $overwrite ]]; then
			errors+=("Existing file '$target.$backupExt' would be clobbered by backing up '$target'")
		else
			echo "Existing file '$target' is in the way of '$files/$leaf', will be moved to '$target.$backupExt'"
		fi
	else
		errors+=("Existing file '$target' would be clobbered")
	fi
done < <(leaves "$files")
if (( ${#errors[@]} > 0 )); then
	echo "Please do one of the following:"
	printf '%s\n' "${errors[@]}"
	exit 1
fi

echo "Activating writeBoundary"
if (( driver < 1 )) && [[ $old != "$generation" ]]; then
	echo "Creating new profile generation"
	run nix-env --profile "$profile" --set "$generation"
fi

echo "Activating installPackages"
path=$(readlink -e "$generation/home-path")
run nix-env -i "$path"

echo "Activating linkGeneration"
if [[ -n $old && -e $old/home-files ]]; then
	echo "Cleaning up orphan links from $HOME"
	while IFS= read -r -d '' leaf; do
		target=$HOME/$leaf
		if [[ -e $files/$leaf ]]; then continue; fi
		if ! isOurs "$target"; then
			echo "Path '$target' does not link into a Home Manager generation. Skipping delete."
			continue
		fi
		run rm "${verbose[@]}" "$target"
		parent=$(dirname "$leaf")
		if [[ $parent != . ]]; then run rmdir "${verbose[@]}" -p --ignore-fail-on-non-empty "$parent"; fi
	done < <(leaves "$(readlink -e "$old/home-files")")
fi
echo "Creating home file links in $HOME"
while IFS= read -r -d '' leaf; do
	target=$HOME/$leaf
	if [[ -e $target && ! -L $target && -n $backupExt ]]; then
		if [[ -e $target.$backupExt ]]; then run rm "${verbose[@]}" "$target.$backupExt"; fi
		run mv "${verbose[@]}" "$target" "$target.$backupExt" || echo "Moving '$target' failed!"
	fi
	if [[ -e $target && ! -L $target ]] && cmp -s "$files/$leaf" "$target"; then continue; fi
	if [[ -L $target && $(readlink "$target") == "$files/$leaf" ]]; then continue; fi
	run mkdir -p "${verbose[@]}" "$(dirname "$target")"
	run ln -Tsf "${verbose[@]}" "$files/$leaf" "$target" || exit 1
done < <(leaves "$files")

if [[ -z $uninstall ]]; then
	run --quiet nix-store --realise "$generation" --add-root "$roots/current-home"
	exit 0
fi

echo "Activating uninstall"
if nix-env -q | grep -q '^home-manager-path$'; then run --quiet nix-env -e home-manager-path; fi
if [[ -e $data ]]; then run rm "${verbose[@]}" -r "$data"; fi
if [[ -e $state/home-manager ]]; then run rm "${verbose[@]}" -r "$state/home-manager"; fi
if [[ -e $profile ]]; then run rm "${verbose[@]}" "$profile"*; fi
