#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""pictures.py PROGRAM FOLDER [NAME ...]

Takes a picture of every page of Bedside, light and dark, into FOLDER: those of
the README, and those that one looks at after a change of the window. The demo
practice is behind most; a real Synapse behind "sign-in", "empty" and "offline".
With names, only these: window conversation long narrow narrow-conversation
large sign-in empty offline question, of the person: bubble bubble-empty
bubble-narrow preferences quiet-hours desktop lock lock-passcode lock-wrong
lock-narrow lock-large lock-preferences choose-passcode, of the practice: practice-settings
practitioners patient-access profile profile-disabled portal-settings set-up
practice-id switcher, and of the directory: directory patient-form link-portal
unlink invite letter remove import, and of chatting: new-chat new-chat-enable
new-chat-refused new-chat-team new-chat-off first first-long disabled enable off
team. What cannot be shown with one server, one practitioner and no file is
drawn by build/tests/ui/gallery, practice-gallery and directory-gallery (empty
directory; columns, progress and result of an import).
"""
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "synapse"))

# pylint: disable=wrong-import-position
from world import Session, World, wait_for  # noqa: E402
from screens import edit_patient_access, wait_can_write  # noqa: E402
# pylint: enable=wrong-import-position

DEMO = ("window", "conversation", "long", "narrow", "narrow-conversation", "large")
PERSONAL = ("bubble", "bubble-empty", "bubble-narrow", "preferences", "quiet-hours", "desktop", "lock",
            "lock-passcode", "lock-wrong", "lock-narrow", "lock-large", "lock-preferences", "choose-passcode")
PRACTICE = ("practice-settings", "practitioners", "patient-access", "profile", "profile-disabled", "portal-settings",
            "set-up", "practice-id", "switcher", "directory", "patient-form", "link-portal", "unlink", "invite",
            "letter", "remove", "import")
CHATTING = ("new-chat", "new-chat-enable", "new-chat-refused", "new-chat-team", "new-chat-off", "first", "first-long",
            "disabled", "enable", "off", "team")
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


def take(session, path, window=None):
    """When what moves has come to rest."""
    before = None

    def look():
        nonlocal before
        subprocess.run(["import", "-window", window or window_of(session), str(path)], env=session.env, check=True)
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


def enlarge(session):
    """Text of twice the size."""
    subprocess.run(["xprop", "-root", "-f", "RESOURCE_MANAGER", "8s", "-set", "RESOURCE_MANAGER", "Xft.dpi: 192\n"],
                   env=session.env, check=True)


def demo_picture(program, name, path, scheme):
    env = {"ADW_DEBUG_COLOR_SCHEME": scheme}
    with tempfile.TemporaryDirectory(prefix="bedside-picture-") as folder, \
            Session(folder, keyring=False, size="1400x1000") as session:
        if name == "large":
            enlarge(session)
        app = open_demo(session, program, env)
        if name.startswith("narrow"):
            resize(session, 360, 720)
        if name in ("conversation", "narrow-conversation", "large"):
            open_conversation(app, "Ada Lovelace")
        if name == "long":
            open_conversation(app, "Ben Okafor")
            app.call("scroll", list_name="Messages", fraction=0.3)
        take(session, path)


def menu(app, item):
    app.click("Main menu")
    app.click(item)


def profile(app, name, *buttons):
    open_conversation(app, name)
    for button in ("Patient profile", *buttons):
        app.click(button)


def practice_settings(app, *clicks):
    menu(app, "Practice settings")
    for name in clicks:
        app.click(name)


def patient_access(app):
    practice_settings(app, "Edit")
    app.click("Group chat", role=["check box", "switch", "toggle button"], timeout=20)


def new_chat(app, patient=None, tab="Patients"):
    app.click(tab)
    app.click("New Chat")
    if patient:
        app.wait_rows("Patients found", lambda rows: any(r.startswith(patient) for r in rows))
        app.select("Patients found", patient)


def new_chat_team(app):
    new_chat(app, tab="Team")
    wait_for(lambda: app.has("Search colleagues"), 10, "colleagues")
    # A check button has no action of its own.
    for key in ("Tab", "space", "Tab", "space"):
        app.session.keys(key)


def first(app, patient="Fenella Marchbanks"):
    new_chat(app, patient)
    app.click("Start Chat")
    wait_for(lambda: "focused" in app.states("Message", role="text"), 10, "the composer")


def first_long(app):
    """The longest name, small."""
    resize(app.session, 360, 720)
    new_chat(app, "Wilhelmina")
    app.click("Start Chat")
    wait_for(lambda: "focused" in app.states("Message", role="text"), 10, "the composer")


def enable(app):
    open_conversation(app, "Chloe Dubois")
    app.click("Enable chat")
    wait_for(lambda: app.has("Enable"), 5, "the question")


def switch_off(app):
    open_conversation(app, "Ada Lovelace")
    practice_settings(app)
    edit_patient_access(app, chat=False)
    wait_can_write(app, False)
    wait_for(lambda: not app.has("Save"), 5, "the dialog to close")
    app.session.keys("Escape")


def new_chat_off(app):
    switch_off(app)
    wait_for(lambda: not app.has("General"), 5, "the settings to close")
    app.click("New Chat")


def team(app):
    app.click("Team")
    open_conversation(app, "Everyone")


def set_up(app):
    menu(app, "Join or set up a practice")
    app.set_text("Name of the practice", "Half Moon Street")


def practice_id(app):
    set_up(app)
    app.click("Set up a practice")
    wait_for(lambda: app.has("Go to the practice"), 20, "the practice id")


def switcher(app):
    menu(app, "Join or set up a practice")
    wait_for(lambda: app.has("Join"), 10, "an invitation to a practice")
    for name in [n for n in app.names("push button") if n == "Join" or "Harbour" in n and n.startswith("Join")][:1]:
        app.click(name)
    wait_for(lambda: app.has("New Chat"), 20, "the conversations")
    app.click("Main menu")


def directory(app, who, *clicks):
    menu(app, "Patient directory")
    app.wait_rows("Patients in the directory", lambda rows: len(rows) > 5)
    app.select("Patients in the directory", who)
    for name in clicks:
        app.click(name, timeout=20)


def patient_form(app):
    """With what is wrong, and who is there already."""
    directory(app, "Ada Lovelace", "Add patient")
    app.set_text("Given name", "Ada")
    app.set_text("Family name", "Lovelace")
    app.set_text("Birth date", "10.12.85")
    app.click("Save")


def letter(app):
    directory(app, "Wilhelmina", "Add patient")
    app.set_text("Given name", "Hedwiga Emerentia Klothilde")
    app.set_text("Family name", "Ritterspitz-Morgenweck-Zwetschgenbaum")
    app.set_text("Birth date", "7 Oct 1922")
    app.click("Save")
    app.wait_rows("Patients in the directory", lambda rows: any(r.startswith("Hedwiga") for r in rows))
    app.select("Patients in the directory", "Hedwiga")
    for name in ("Patient profile", "Invite to portal", "Invite"):
        app.click(name, timeout=20)
    wait_for(lambda: "sensitive" in app.states("Print letter"), 20, "the letter")


def bubble(app, width=0):
    if width:
        resize(app.session, width, 720)
    wait_for(lambda: new_messages(app) not in (None, 0), 15, "new messages")
    app.click(f"New messages: {new_messages(app)}")
    wait_for(lambda: app.has("Mark all as read"), 5, "the list")


def new_messages(app):
    """What the bubble says; there are two where there is room for one pane only."""
    return next((int(n.rsplit(" ", 1)[1]) for n in app.names() if n.startswith("New messages: ")), None)


def bubble_empty(app):
    bubble(app)
    app.click("Mark all as read")
    app.click("Mark as read")
    wait_for(lambda: new_messages(app) == 0, 20, "all to be read")
    app.click("New messages: 0")


def preferences(app, *pages):
    menu(app, "Preferences")
    for name in pages:
        app.click(name, role="page tab")


def quiet_hours(app):
    preferences(app, "Quiet hours")
    for day in ("Monday", "Tuesday"):
        app.click(day, role=["check box", "switch", "toggle button"])


def lock(app, passcode=None, wrong=0, width=0):
    """With a passcode, and so many wrong ones; without, there is nothing to be asked for."""
    if width:
        resize(app.session, width, 720)
    if passcode:
        choose_passcode(app, passcode)
        app.click("Save")
        wait_for(lambda: app.states("Change passcode", role="push button"), 20, "the passcode")
        app.session.keys("Escape")
        wait_for(lambda: "Preferences" not in app.call("windows"), 5, "the preferences to close")
    app.session.keys("ctrl+l")
    wait_for(lambda: app.has("Bedside is locked"), 10, "the lock page")
    for _ in range(wrong):
        wait_for(lambda: "focused" in app.states("Passcode", role=["text", "password text"])
                 and "sensitive" in app.states("Unlock"), 60, "the next try")
        app.session.keys("0", "0", "Return")


def choose_passcode(app, passcode="tuer4"):
    preferences(app, "Lock")
    app.click("Choose passcode", window="Preferences", timeout=20)
    wait_for(lambda: app.has("New passcode again"), 20, "the dialog")
    for name in ("New passcode", "New passcode again"):
        app.set_text(name, passcode)


OPENERS = {"bubble": bubble, "bubble-empty": bubble_empty, "bubble-narrow": lambda app: bubble(app, 360),
           "preferences": preferences, "quiet-hours": quiet_hours, "desktop": lambda app: preferences(app, "Desktop"),
           "lock": lock, "lock-passcode": lambda app: lock(app, "tuer4"),
           "lock-wrong": lambda app: lock(app, "tuer4", 1), "lock-narrow": lambda app: lock(app, "tuer4", 1, 360),
           "lock-large": lambda app: lock(app, "tuer4", 1),
           "lock-preferences": lambda app: preferences(app, "Lock"), "choose-passcode": choose_passcode,
           "directory": lambda app: directory(app, "Chloe Dubois"), "patient-form": patient_form,
           "link-portal": lambda app: directory(app, "Yusuf", "Patient profile", "Link portal"),
           "unlink": lambda app: directory(app, "Chloe Dubois", "Patient profile", "Link portal", "Unlink"),
           "invite": lambda app: directory(app, "Harold", "Patient profile", "Invite to portal"), "letter": letter,
           "remove": lambda app: directory(app, "Wilhelmina", "Remove patient"),
           "import": lambda app: directory(app, "Chloe Dubois", "Import"),
           "practice-settings": practice_settings,
           "practitioners": lambda app: practice_settings(app, "Practitioners"),
           "patient-access": patient_access, "profile": lambda app: profile(app, "Ada Lovelace"),
           "profile-disabled": lambda app: profile(app, "Chloe Dubois"),
           "portal-settings": lambda app: profile(app, "Chloe Dubois", "Portal settings"),
           "set-up": set_up, "practice-id": practice_id, "switcher": switcher,
           "new-chat": new_chat, "new-chat-enable": lambda app: new_chat(app, "Chloe Dubois"),
           "new-chat-refused": lambda app: new_chat(app, "Beatrix Thornbury"), "new-chat-team": new_chat_team,
           "new-chat-off": new_chat_off, "first": first, "first-long": first_long,
           "disabled": lambda app: open_conversation(app, "Chloe Dubois"), "enable": enable, "off": switch_off,
           "team": team}


def practice_picture(program, name, path, scheme):
    """With all that is on the screen: dialogs and menus are windows of their own."""
    with tempfile.TemporaryDirectory(prefix="bedside-picture-") as folder, \
            Session(folder, keyring=False, size="1100x820") as session:
        env = {"ADW_DEBUG_COLOR_SCHEME": scheme}
        if name.endswith("-large"):
            enlarge(session)
        app = open_demo(session, program, env)
        OPENERS[name](app)
        take(session, path, "root")


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
    names = sys.argv[3:] or [*DEMO, *PERSONAL, *PRACTICE, *CHATTING, *REAL]
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, scheme in SCHEMES.items():
        for name in (n for n in names if n in DEMO):
            demo_picture(program, name, folder / f"{name}{suffix}.png", scheme)
        for name in (n for n in names if n in (*PERSONAL, *PRACTICE, *CHATTING)):
            practice_picture(program, name, folder / f"{name}{suffix}.png", scheme)
    if any(n in REAL for n in names):
        with World(program, folder / "evidence") as world:
            for suffix, scheme in SCHEMES.items():
                for name in (n for n in names if n in REAL):
                    real_picture(world, name, folder / f"{name}{suffix}.png", scheme)


if __name__ == "__main__":
    main()
