#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# build.sh [--sources] SUITE FOLDER [MANIFEST]
#
# Builds the Flatpak in FOLDER on the runtime that Debian's SUITE stands in for
# (make-runtime.sh), from the sources as they are, and installs it there: neither the
# person's own Flatpaks nor those of the system are seen or touched. What it prints is
# also in FOLDER/log. FOLDER has afterwards
#   runtime        what make-runtime.sh said
#   source/        what was built; with --sources that is all there is
#   environment    to be read by a shell: where runtime and app are installed
#   manifest.yml   what was built
#   repo/          for "flatpak build-bundle"
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
only_sources=
if [ "${1:-}" = --sources ]; then
  only_sources=yes
  shift
fi
suite=${1:?usage: build.sh SUITE FOLDER [MANIFEST]}
folder=${2:?usage: build.sh SUITE FOLDER [MANIFEST]}
manifest=${3:-$top/flatpak/org.bedside.Bedside.yml}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

"$top/flatpak/make-runtime.sh" "$suite" > "$folder/runtime"
runtime=$(tail -n 1 "$folder/runtime")
sed '$d' "$folder/runtime"

cat > "$folder/environment" <<ENVIRONMENT
FLATPAK_SYSTEM_DIR='$runtime/installation'
FLATPAK_USER_DIR='$folder/installation'
export FLATPAK_SYSTEM_DIR FLATPAK_USER_DIR
ENVIRONMENT
# shellcheck source=/dev/null
. "$folder/environment"

# Only what belongs to the project, without anybody's build folders.
sources() {
  git -C "$top" ls-files -z --cached --others --exclude-standard 2>/dev/null ||
    (cd "$top" && find . \( -name .git -o -path ./build -o -path './build-sanitize*' -o -path './_build*' \) -prune -o -type f -print0)
}
rm -rf "$folder/source.new" "$folder/installation"
mkdir -p "$folder/source.new" "$folder/installation"
sources | tar -C "$top" --create --null --files-from=- --ignore-failed-read |
  tar -C "$folder/source.new" --extract --touch
# What has not changed keeps its time, so that only what has changed is compiled again. The times of the project's folder
# do not tell: what came there while the last build ran is older than its objects.
if [ -d "$folder/source" ]; then
  (cd "$folder/source.new" && find . -type f) | while IFS= read -r file; do
    if cmp -s "$folder/source/$file" "$folder/source.new/$file"; then
      touch -r "$folder/source/$file" "$folder/source.new/$file"
    fi
  done
  rm -rf "$folder/source"
fi
mv "$folder/source.new" "$folder/source"
[ -z "$only_sources" ] || exit 0

branch=$(cat "$runtime/branch")
pinned=$(sed -n "s/^runtime-version: '\(.*\)'$/\1/p" "$manifest")
id=$(sed -n 's/^id: //p' "$manifest")
[ "$branch" = "$pinned" ] || echo "# runtime-version: $branch (of $suite) instead of $pinned, which the manifest names"
sed -e "s/^runtime-version: .*/runtime-version: '$branch'/" -e "s|^\( *path:\) \.\.$|\1 $folder/source|" "$manifest" \
  > "$folder/manifest.yml"

# Where there is no FUSE, as in many containers, the build folder is copied instead.
fuse=
[ -r /dev/fuse ] && [ -w /dev/fuse ] || fuse=--disable-rofiles-fuse
status=0
# shellcheck disable=SC2086
flatpak-builder --user --force-clean --ccache $fuse --state-dir="$folder/state" --repo="$folder/repo" "$folder/app" \
  "$folder/manifest.yml" > "$folder/log" 2>&1 </dev/null || status=$?
[ "$status" -eq 0 ] || { tail -n 60 "$folder/log" >&2; echo "build.sh: flatpak-builder ended with $status" >&2; exit 1; }
{ flatpak --user remote-add --no-gpg-verify bedside "file://$folder/repo" &&
  flatpak --user install -y --noninteractive bedside "$id"; } >> "$folder/log" 2>&1 </dev/null ||
  { tail -n 20 "$folder/log" >&2; echo "build.sh: could not install $id" >&2; exit 1; }
echo "# $id is built and installed on GNOME $branch, in $folder"
