# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in and out, what is left behind, and the names that all tests rely on."""
import re

from suite import suite
from traces import search
from world import check, wait_for

from matrix import MatrixError

SIGN_IN_PAGE = ("Server", "User name", "Password")


def cache(desk):
    return desk.session.home / ".local" / "share" / "bedside"


def wait_for_sign_in_page(app):
    wait_for(lambda: app.states("Sign In", role=["push button", "button"], timeout=0), 20, "the sign-in page")


@suite.test("sign-in")
def sign_in(world):
    with world.desk() as desk:
        app = desk.start()
        wait_for_sign_in_page(app)
        for name in SIGN_IN_PAGE:
            check("editable" in app.states(name, role=["text", "entry", "password text"]), f"no entry {name!r}")
        desk.fill_in()
        for patient in (world.ada, world.ben):
            row = desk.wait_conversation(patient)
            check(row.startswith(patient.title), row)
        check(len(app.rows("Conversations")) == 2, lambda: f"Patients shows {app.rows('Conversations')}")
        check(app.selected("Conversations") == [], "a conversation is open that nobody chose")
        wait_for(lambda: app.has(world.practice.name), 10, "the practice's name")
        check(desk.session.keyring_items(), "nothing in the keyring")
        app.click("Team")
        app.wait_rows("Conversations", lambda rows: rows == ["Everyone"], what="the team conversation")
        urls = [a.target for a in desk.proxy.asked]
        check(not any("access_token" in url for url in urls), "a token in an address")


@suite.test("wrong-password")
def wrong_password(world):
    with world.desk() as desk:
        app = desk.start()
        wait_for_sign_in_page(app)
        before = set(app.names("label"))
        desk.fill_in("wrong " + desk.practitioner.password)
        said = wait_for(lambda: [n for n in set(app.names("label")) - before if re.search("password", n, re.I)], 15,
                        lambda: f"a message about the password; there is {sorted(set(app.names('label')) - before)}")
        check(not any("M_" in n or "403" in n for n in said), f"a message for programmers: {said}")
        check(desk.session.keyring_items() == [], "something in the keyring")
        check(len(desk.proxy.requests("POST", "/v3/login$")) == 1, "the wrong password was tried again")
        desk.fill_in()
        desk.wait_conversation(world.ada)


@suite.test("names-of-the-contract")
def names(world):
    with world.desk() as desk:
        app = desk.sign_in()
        buttons = ["push button", "button", "toggle button"]
        for name in ("Patients", "Team", "Hide inactive conversations", "Main menu"):
            check(app.states(name, role=buttons), f"no button {name!r} among {app.names(buttons)}")
        check("pressed" in app.states("Patients", role=buttons), "Patients is not the tab at the start")
        check("editable" in app.states("Search conversations", role=["entry", "text"]), "no entry Search conversations")

        app.click("Sort: newest first")
        check(wait_for(lambda: app.has("Sort: oldest first"), 5, "Sort: oldest first"), "")
        app.click("Sort: oldest first")
        wait_for(lambda: app.has("Sort: newest first"), 5, "Sort: newest first")
        app.click("Hide inactive conversations")
        wait_for(lambda: "pressed" in app.states("Hide inactive conversations", role=buttons), 5, "the funnel on")
        app.click("Team")
        wait_for(lambda: "pressed" in app.states("Team", role=buttons)
                 and "pressed" not in app.states("Patients", role=buttons), 5, "Team pressed and Patients not")
        app.click("Patients")

        app.set_text("Search conversations", world.ben.family)
        app.wait_rows("Conversations", lambda rows: len(rows) == 1 and rows[0].startswith(world.ben.title))
        app.set_text("Search conversations", "")
        app.wait_rows("Conversations", lambda rows: len(rows) == 2)
        desk.open(world.ada)
        check(app.states("Messages", role=["list", "list box"]), "no list Messages")
        check("multi line" in app.states("Message", role="text"), "no text view Message")
        check(app.states("Send", role=buttons), "no button Send")
        check(app.has("New messages: 0", role=buttons), "no bubble")

        app.click("Main menu")
        for name in ("Sign Out", "About Bedside"):
            check(wait_for(lambda n=name: app.states(n, role="menu item"), 5, f"menu item {name}"), name)


@suite.test("R29-name-and-birth-date-from-the-directory")
def identity(world):
    with world.desk() as desk:
        app = desk.sign_in()
        for patient in (world.ada, world.ben):
            desk.open(patient)
            day = patient.title.rpartition(", ")[2]
            wait_for(lambda p=patient, d=day: any(f"{p.given} {p.family}" in n for n in app.names("label"))
                     and any(d in n for n in app.names("label")), 10, f"{patient.title} over the conversation")
        own = f"~{world.ada.name}~"
        check(not [n for n in app.names() if own in n], "the name that the patient gave himself is shown")


@suite.test("sign-out-ends-the-session-everywhere")
def sign_out(world):
    with world.desk() as desk:
        user, admin = desk.practitioner.matrix.user_id, world.server.admin
        before = set(admin.devices_of(user))
        app = desk.sign_in()
        check(len(set(admin.devices_of(user)) - before) == 1, "not one new device")
        wait_for(lambda: [f for f in cache(desk).rglob("*") if f.is_file()], 10, "something in the cache folder")
        token = desk.proxy.requests("GET", "/v3/sync")[-1].token
        app.click("Main menu")
        app.click("Sign Out")
        wait_for_sign_in_page(app)
        wait_for(lambda: set(admin.devices_of(user)) == before, 10, "the device to be gone")
        whoami = world.server.client()
        whoami.token = token
        try:
            whoami.call("GET", "v3/account/whoami")
            check(False, "the token still works")
        except MatrixError as e:
            check(e.status == 401, str(e))
        wait_for(lambda: desk.session.keyring_items() == [], 10,
                 lambda: f"an empty keyring, not {desk.session.keyring_items()}")
        wait_for(lambda: not [f for f in cache(desk).rglob("*") if f.is_file()], 10,
                 lambda: f"an empty cache folder, not {list(cache(desk).rglob('*'))}")
        check(app.text("Password", role=["text", "entry", "password text"]) == "", "the password is still there")
        desk.restart()
        wait_for_sign_in_page(desk.app)
        found = search(desk.session.home, {world.ada.family, world.ben.family, desk.with_ada.first})
        check(not found, f"left on disk: {found}")
