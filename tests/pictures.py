#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""pictures.py PROGRAM FOLDER [NAME ...]

Takes a picture of every page of Bedside, light and dark, into FOLDER: those of
the README, and those that one looks at after a change of the window. The demo
practice is behind most; a real Synapse behind "sign-in", "empty" and "offline".
With names, only these: window conversation long narrow narrow-conversation
large sign-in empty offline question.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "synapse"))

from world import Session, World, wait_for  # noqa: E402 pylint: disable=wrong-import-position

DEMO = ("window", "conversation", "long", "narrow", "narrow-conversation", "large")
REAL = ("sign-in", "empty", "offline", "question")
SCHEMES = {"": "prefer-light", "-dark": "prefer-dark"}
EMPTY = 4000


def xdotool(session, *args):
    return subprocess.run(["xdotool", *map(str, args)], env=session.env, check=True, capture_output=True,
                          text=True).stdout.split()


def window_of(session):
    return wait_for(lambda: xdotool(session, "search", "--onlyvisible", "--class", "bedside"), 10, "a window")[-1]


def resize(session, width, height):
    xdotool(session, "windowsize", "--sync", window_of(session), width, height)


def take(session, path):
    """When what moves has come to rest."""
    before = None

    def look():
        nonlocal before
        subprocess.run(["import", "-window", window_of(session), str(path)], env=session.env, check=True)
        last, before = before, path.read_bytes()
        return last == before and len(before) > EMPTY
    wait_for(look, 15, f"{path.name} to come to rest", every=0.4)
    print(path, flush=True)


def open_demo(session, program, env):
    app = session.program(program, "--demo", env=env, timeout=30)
    app.wait_rows("Conversations", len, 30)
    return app


def open_conversation(app, name):
    app.wait_rows("Conversations", lambda rows: any(r.startswith(name) for r in rows))
    app.select("Conversations", name)
    app.wait_rows("Messages", len)


def demo_picture(program, name, path, scheme):
    env = {"ADW_DEBUG_COLOR_SCHEME": scheme}
    with tempfile.TemporaryDirectory(prefix="bedside-picture-") as folder, \
            Session(folder, keyring=False, size="1400x1000") as session:
        if name == "large":
            subprocess.run(["xprop", "-root", "-f", "RESOURCE_MANAGER", "8s", "-set", "RESOURCE_MANAGER",
                            "Xft.dpi: 192\n"], env=session.env, check=True)
        app = open_demo(session, program, env)
        if name.startswith("narrow"):
            resize(session, 360, 720)
        if name in ("conversation", "narrow-conversation", "large"):
            open_conversation(app, "Ada Lovelace")
        if name == "long":
            open_conversation(app, "Ben Okafor")
            app.call("scroll", list_name="Messages", fraction=0.3)
        take(session, path)


def real_picture(world, name, path, scheme):
    env = {"ADW_DEBUG_COLOR_SCHEME": scheme}
    world.case(name)
    desk = world.desk()
    try:
        if name == "sign-in":
            desk.start(**env)
            desk.fill_in("not the password")
            wait_for(lambda: desk.app.has("Sign In"), 15, "the page")
        else:
            desk.sign_in(**env)
        if name == "offline":
            desk.open(world.ada)
            world.server.stop()
            desk.write("This waits until the server is back.")
        if name == "question":
            desk.open(world.ada)
            world.server.stop()
            desk.write("This waits until the server is back.")
            desk.app.click("Main menu")
            desk.app.click("Sign Out")
        if name == "empty":
            desk.app.click("Team")
            desk.app.set_text("Search conversations", "nobody of that name")
        take(desk.session, path)
    finally:
        desk.close()


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    names = sys.argv[3:] or [*DEMO, *REAL]
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, scheme in SCHEMES.items():
        for name in (n for n in names if n in DEMO):
            demo_picture(program, name, folder / f"{name}{suffix}.png", scheme)
    if any(n in REAL for n in names):
        with World(program, folder / "evidence") as world:
            for suffix, scheme in SCHEMES.items():
                for name in (n for n in names if n in REAL):
                    real_picture(world, name, folder / f"{name}{suffix}.png", scheme)


if __name__ == "__main__":
    main()
