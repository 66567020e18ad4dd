#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""demo-walk.py PROGRAM PICTURE

What `make run` does where there is no display: opens Bedside on the demo
practice on a virtual one, opens a conversation, sends a message, waits for the
reply, takes a picture, starts a chat with another patient, disables and enables
it again for that patient and for the practice, and says so. Ends with 1 and
what was seen instead if anything of it did not happen.
"""
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "synapse" / "tools"))

from common import Failure, check, wait_for  # noqa: E402 pylint: disable=wrong-import-position
from screens import (  # noqa: E402 pylint: disable=wrong-import-position
    edit_patient_access, open_practice_settings, set_portal_chat, start_chat, wait_can_write)
from session import Session  # noqa: E402 pylint: disable=wrong-import-position

EMPTY = 5000        # bytes: a picture of one colour is smaller
TEXT = "Good morning! Does Tuesday at ten suit you?"
FIRST = "Welcome to our chat! Your letter is ready at the front desk."
NEW, NEW_WORDS = "Fenella Marchbanks, 4 Apr 2004", "fene"      # a patient of the demo without a conversation


def say(text):
    print(text, flush=True)


def open_conversation(app):
    """Opens the first conversation; the name of its patient."""
    if app.has("Sign In"):
        app.click("Sign In")
        say("Signed in to the demo practice.")
    rows = app.wait_rows("Conversations", len, 30, "the first conversation")
    say(f"The sidebar shows {len(rows)} conversations.")
    name, born = rows[0].split(", ")[:2]
    # What follows changes as soon as the conversation is read.
    app.select("Conversations", f"{name}, {born}")
    app.wait_rows("Messages", lambda messages: any(m.startswith((f"{name}, ", "You, ")) for m in messages), 15,
                  f"the messages of {name}")
    say(f"Opened the conversation with {name}.")
    return name


def answer(rows, name):
    """The row of the patient behind ours."""
    at = next((i for i, row in enumerate(rows) if row.startswith(f"You, {TEXT}")), None)
    behind = rows[at + 1:] if at is not None else []
    return next((row for row in behind if row.startswith(f"{name}, ")), None)


def walk(app):
    say("Bedside is open.")
    name = open_conversation(app)
    app.set_text("Message", TEXT)
    app.click("Send")
    sent = app.wait_row("Messages", f"^You, {TEXT.replace('?', '[?]')}, .*, (sent|read)$")
    say(f"Sent: {sent}")
    rows = app.wait_rows("Messages", lambda messages: answer(messages, name), 30, f"the reply of {name}")
    say(f"Received: {answer(rows, name)}")


def walk_new_chat(app):
    start_chat(app, NEW, NEW_WORDS)
    say(f"New Chat: found {NEW} by {NEW_WORDS!r} and started.")
    app.set_text("Message", FIRST)
    app.click("Send")
    say(f"Sent: {app.wait_row('Messages', f'^You, {FIRST}, .*, (sent|read)$')}")
    say(f"In the list now: {app.wait_row('Conversations', f'^{NEW}')}")


def walk_portal_settings(app):
    for enabled in (False, True):
        set_portal_chat(app, enabled)
        wait_can_write(app, enabled)
        say(f"Portal settings: chat {'enabled' if enabled else 'disabled'} for the patient, and the composer follows.")


def walk_practice_settings(session, app):
    open_practice_settings(app)
    for enabled in (False, True):
        edit_patient_access(app, chat=enabled)
        wait_can_write(app, enabled)
        say(f"Practice settings: chat {'enabled' if enabled else 'disabled'} for the practice; the composer follows.")
    session.keys("Escape")


def take_picture(session, picture):
    """When what moves has come to rest: two pictures in a row are the same, and show something."""
    before = None

    def look():
        nonlocal before
        session.screenshot(picture)
        last, before = before, picture.read_bytes()
        return last == before and len(before) > EMPTY
    wait_for(look, 10, "a picture that does not change any more", every=0.3)


def show(session, start, picture):
    """The whole walk. start(): starts Bedside on the demo practice."""
    evidence = picture.with_name("demo-evidence")
    with session:
        try:
            app = start(session)
            walk(app)
            take_picture(session, picture)
            walk_new_chat(app)
            walk_portal_settings(app)
            walk_practice_settings(session, app)
            app.stop()
            check(not app.complaints(), lambda: "Bedside complained:\n" + "\n".join(app.complaints()))
        except Failure as failure:
            session.evidence(evidence)
            sys.exit(f"This did not work: {failure}\nWhat was seen is in {evidence}.")
    say(f"The picture of it is {picture}.")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, picture = (Path(a).resolve() for a in sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="bedside-demo-") as folder:
        show(Session(folder, keyring=False), lambda session: session.program(program, "--demo", timeout=30), picture)


if __name__ == "__main__":
    main()
