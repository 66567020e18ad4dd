# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""That the Flatpak can be built without a warning, what is in it, and what it may do."""
import configparser
import re

from common import check, run
from sandbox import ID
from suite import TOP, suite

# What the tools say of each other, not of Bedside.
OF_OTHERS = re.compile(r"Running the setup command as `meson \[options\]`")
# The whole of it: notifications, keyring, background, files, links and network state are the portals' matter.
PERMISSIONS = {
    "Context": {"shared": {"network", "ipc"}, "sockets": {"x11", "wayland", "fallback-x11"}, "devices": {"dri"}},
    "Session Bus Policy": {"org.kde.StatusNotifierWatcher": {"talk"}},
}
# The second icon is the tray's, when there are new messages.
EXPORTS = {
    f"share/applications/{ID}.desktop", f"share/dbus-1/services/{ID}.service",
    f"share/icons/hicolor/scalable/apps/{ID}.svg", f"share/icons/hicolor/scalable/apps/{ID}.NewMessages.svg",
    f"share/icons/hicolor/symbolic/apps/{ID}-symbolic.svg", f"share/metainfo/{ID}.metainfo.xml",
}
# The id has the upper case letter that GNOME's ids have.
REMARKS = {"cid-contains-uppercase-letter"}


def flatpak(world, *args):
    return run(["flatpak", *args], env={"PATH": "/usr/bin:/bin", "HOME": str(world.folder), "LC_ALL": "C.UTF-8",
                                        **world.build.env})


@suite.test("build-without-a-warning")
def build_without_warning(world):
    for line in world.build.make().splitlines():
        print(line if line.startswith("#") else f"# {line}", flush=True)
    warnings = [line for line in world.build.log().splitlines()
                if re.search(r"\bwarning\b", line, re.I) and not OF_OTHERS.search(line)]
    check(not warnings, lambda: f"{len(warnings)} warnings: " + " | ".join(warnings[:8]))
    manifest = (world.build.folder / "manifest.yml").read_text(encoding="utf-8")
    check("-Dprofile=release" in manifest, "this is not what ships")


@suite.test("manifests-differ-in-profile-only")
def manifests(world):
    def lines(name):
        text = (TOP / "flatpak" / name).read_text(encoding="utf-8")
        text = text.replace("profile=development", "profile=release").replace(f"{ID}.Devel", ID)
        return [line for line in text.splitlines() if not line.startswith("#")]
    check(lines(f"{ID}.yml") == lines(f"{ID}.Devel.yml"), "the manifests differ in more than id and profile")
    world.build.check()


@suite.test("no-permission-beyond-the-list")
def permissions(world):
    world.build.check()
    parser = configparser.ConfigParser()
    parser.optionxform = str
    parser.read_string(flatpak(world, "info", "--user", "--show-permissions", ID))
    found = {section: {key: set(filter(None, value.split(";"))) for key, value in parser[section].items()}
             for section in parser.sections()}
    check(found == PERMISSIONS, lambda: f"{found}, not {PERMISSIONS}")


@suite.test("exports")
def exports(world):
    world.build.check()
    top = world.build.exports()
    found = {str(f.relative_to(top)) for f in top.rglob("*") if not f.is_dir()
             and f.name not in ("mimeinfo.cache", "icon-theme.cache", ".mimeinfo.cache")}
    found = {f for f in found if not f.startswith("bin/") and not f.endswith("index.theme")}
    check(found == EXPORTS, lambda: f"{sorted(found)}, not {sorted(EXPORTS)}")
    desktop = (top / "share" / "applications" / f"{ID}.desktop").read_text(encoding="utf-8")
    check(re.search(r"^DBusActivatable=true$", desktop, re.M), "cannot be activated over D-Bus")
    check(re.search(rf"^Exec=.*flatpak run .*--command=gapplication {ID} action {ID} new-chat$", desktop, re.M),
          lambda: f"no action New Chat in {desktop}")


@suite.test("metainfo")
def metainfo(world):
    """With the appstreamcli of the SDK, which is the one that the stores have."""
    world.build.check()
    file = world.build.folder / "app" / "files" / "share" / "metainfo" / f"{ID}.metainfo.xml"
    command = f"appstreamcli validate --pedantic --no-net --no-color {file} || true"
    said = flatpak(world, "run", "--command=sh", f"--filesystem={file.parent}:ro",
                   f"org.gnome.Sdk//{world.build.branch()}", "-c", command)
    remarks = set(re.findall(r"^[EWIP]: [^:\n]*:(?:\d+|~): (\S+)", said, re.M))
    check("alidation" in said and remarks == REMARKS, lambda: said)
