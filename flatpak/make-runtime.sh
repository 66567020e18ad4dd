#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make-runtime.sh SUITE
#
# Makes what stands in for GNOME's Flatpak runtime and SDK, out of the packages of a
# Debian suite (trixie, sid), under the real ids, so that the manifest needs no change
# but the version. The lists are flatpak/runtime/ and build-aux/packages/build.txt.
# Prints the versions in it and, as its last line, the folder, by default in
# ${XDG_CACHE_HOME:-~/.cache}/bedside, with
#   installation/  a Flatpak installation with both, for FLATPAK_SYSTEM_DIR
#   branch         the GNOME version, which is the branch of both
#   versions       package and version, one a line
#
# Does nothing when that is complete; the folder's name has suite and lists in it, so
# that a changed list makes a new one. It appears whole or not at all; several may run
# at once: one works, the others wait. What nobody used for two weeks is removed. The
# mirror is the one that this machine's own apt uses. Ends with 3 when the mirror does
# not answer or the disk is too full.
#
# Needs the packages of build-aux/packages/flatpak.txt; about two minutes, 400 MB down,
# 2 GB on disk, 6 GB while it works.
# Environment: RUNTIME_MIRROR instead of the one of apt.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
suite=${1:?usage: make-runtime.sh SUITE}
format=1                # of the folder: a change makes all of them anew
room=6000000            # kB
cache=${XDG_CACHE_HOME:-$HOME/.cache}/bedside
arch=$(flatpak --default-arch)

fail() { echo "make-runtime.sh: $*" >&2; exit 3; }

# The packages of lists that are for this suite, separated by commas.
packages() {
  for list in "$@"; do
    sed 's/#.*//' "$top/$list"
  done | tr -s '[:blank:]' '\n' | sed "s/@$suite\$//" | grep -v -e '@' -e '^$' | sort -u | paste -s -d , -
}
platform=$(packages flatpak/runtime/platform.txt)
sdk=$(packages flatpak/runtime/platform.txt flatpak/runtime/sdk.txt build-aux/packages/build.txt)
key=$(echo "$format $arch $platform $sdk" | sha256sum | cut -c1-12)
folder=$cache/runtime-$suite-$key

ready() {
  [ -s "$folder/versions" ] || return 1
  touch "$folder"
  sed "s/^/# $suite: /" "$folder/versions"
  echo "$folder"
}

ready && exit 0
mkdir -p "$cache"
exec 9> "$folder.lock"
flock 9
ready && exit 0

# What an earlier run that was killed has left is ours to remove: we hold the lock.
rm -rf "$folder" "$folder".new.*
for old in "$cache"/runtime-*-????????????; do
  [ -d "$old" ] || continue
  [ -n "$(find "$old" -maxdepth 0 -type d -mtime +14)" ] || continue
  echo "# removing $old, which nobody used for two weeks"
  rm -rf "$old" "$old.lock"
done
free=$(df -Pk "$cache" | awk 'NR == 2 { print $4 }')
[ "$free" -ge "$room" ] || fail "needs $((room / 1000)) MB in $cache, and there are $((free / 1000)) MB"

mirror=${RUNTIME_MIRROR:-$("$top/build-aux/debian-mirror.sh")} || fail "no Debian mirror in the apt configuration"

work=$folder.new.$$
log=$work/log
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$work"

# flatpak-builder 1.2 asks for appstream-glib's program, which has gone from Debian since; 1.4 asks for what this calls.
appstream_compose() {
  cat > "$work/sdk/usr/bin/appstream-compose" <<'COMPOSE'
#!/bin/sh
set -eu
prefix=/app
name=
for word in "$@"; do
  case $word in
    --prefix=*) prefix=${word#*=} ;;
    --basename=*) name=${word#*=} ;;
  esac
done
share=$prefix/share
# 1.2 has put it where appstream-glib looked for it.
if [ -e "$share/appdata/$name.appdata.xml" ]; then
  mkdir -p "$share/metainfo"
  mv "$share/appdata/$name.appdata.xml" "$share/metainfo/$name.metainfo.xml"
  rmdir "$share/appdata"
fi
exec appstreamcli compose --prefix=/ --origin="$name" --components="$name" --result-root="$prefix" \
  --data-dir="$share/app-info/xmls" --icons-dir="$share/app-info/icons/flatpak" "$prefix"
COMPOSE
  chmod +x "$work/sdk/usr/bin/appstream-compose"
}

# One system: first the platform's packages, which are taken out, then those of the SDK next to them. The first two
# options of a mirror that is a frozen snapshot: its Release file is past its date; signatures are checked all the same.
system() {
  rm -rf "$work/platform" "$work/sdk"
  mkdir -p "$work/platform" "$work/sdk"
  mmdebstrap --variant=minbase --skip=check/empty --format=null \
    --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Retries "3"' \
    --aptopt='Apt::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/info/*' --dpkgopt='path-exclude=/usr/share/locale/*/LC_MESSAGES/*' \
    --include="$platform" \
    --customize-hook="copy-out /usr /etc $work/platform" \
    --customize-hook="APT_CONFIG=\$MMDEBSTRAP_APT_CONFIG apt-get -q -y -o DPkg::Chroot-Directory=\"\$1\" \
      install $(echo "$sdk" | tr , ' ')" \
    --customize-hook="copy-out /usr /etc $work/sdk" \
    --customize-hook="chroot \"\$1\" dpkg-query -W libgtk-4-1 libadwaita-1-0 libglib2.0-0t64 libsoup-3.0-0 \
      libsecret-1-0 libgnutls30t64 libsqlite3-0 gcc > $work/packages" \
    "$suite" /dev/null "$mirror" > "$log" 2>&1
}

tries=1
echo "# making the stand-in runtime out of Debian's $suite"
until system; do
  if [ $tries -eq 3 ]; then
    tail -n 20 "$log" >&2
    fail "could not unpack $suite"
  fi
  echo "# that failed, trying again" >&2
  sleep $((tries * 5))
  tries=$((tries + 1))
done
sed 's/:[a-z0-9]*\t/ /; s/\t/ /' "$work/packages" > "$work/versions"
# libadwaita 1.N came with GNOME 41+N.
minor=$(sed -n 's/^libadwaita-1-0 1\.\([0-9]*\)\..*/\1/p' "$work/versions")
[ -n "$minor" ] || fail "no version of libadwaita in $(cat "$work/versions")"
branch=$((41 + minor))

# A system as "flatpak build-export --runtime" wants it: usr/ (which becomes /usr), usr/etc (which becomes /etc).
export_runtime() {
  tree=$work/$1
  mv "$tree/etc" "$tree/usr/etc"
  mkdir "$tree/files"                           # asked for, not used
  # What a sandbox brings itself.
  for name in apt fstab group group- gshadow gshadow- host.conf hostname hosts localtime machine-id mtab passwd passwd- \
              resolv.conf shadow shadow- subgid subuid timezone; do
    rm -rf "$tree/usr/etc/$name"
  done
  rm -rf "${tree:?}/usr/local" "$tree/usr/share/bug" "$tree/usr/share/lintian"
  # Flatpak makes the linker's cache of it.
  printf '%s\n' /app/lib 'include /run/flatpak/ld.so.conf.d/app-*.conf' 'include /etc/ld.so.conf.d/*.conf' \
    'include /run/flatpak/ld.so.conf.d/runtime-*.conf' > "$tree/usr/etc/ld.so.conf"
  cat > "$tree/metadata" <<METADATA
[Runtime]
name=$2
runtime=org.gnome.Platform/$arch/$branch
sdk=org.gnome.Sdk/$arch/$branch

[Environment]
GI_TYPELIB_PATH=/app/lib/girepository-1.0
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share
METADATA
  flatpak build-export --runtime --arch="$arch" "$work/repo" "$tree" "$branch" >> "$log" 2>&1 ||
    { tail -n 20 "$log" >&2; fail "could not export $2"; }
  rm -rf "$tree"
}

# Of this kind the installation shares its files with the repository.
ostree init --repo="$work/repo" --mode=bare-user-only
export_runtime platform org.gnome.Platform
appstream_compose
export_runtime sdk org.gnome.Sdk

# "--user" does not ask a service of the system, which is not there in a container.
user() { FLATPAK_USER_DIR=$work/installation flatpak --user "$@" >> "$log" 2>&1; }
{ user remote-add --no-gpg-verify stand-in "file://$work/repo" &&
  user install -y --noninteractive stand-in "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch" &&
  user remote-modify --url="file://$folder/repo" stand-in; } ||
  { tail -n 20 "$log" >&2; fail "could not install the runtime"; }

echo "$branch" > "$work/branch"
rm -f "$work/packages"
mv "$work" "$folder"
ready
