# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on disk after a day of work cannot be read; and a test that this search would have found it.

Ids of rooms and events stand in the clear in the cache: they are made of chance and say nothing about anybody.
"""
from bystanders import Bystanders
from common import run
from suite import suite
from traces import search
from world import SEND, check, wait_for

DRAFT = "Halfwritten thoughts about Mondaymorning"
UNSENT = "Unsentmessage about the bloodcount"
FROM_PATIENT = "Confidentialia of the patient, gr\u00fcn \u2713"


def fill(desk, **env):
    """Leaves every kind of text behind: names, both sides' messages, one that is not sent, a draft."""
    world = desk.world
    desk.sign_in(G_MESSAGES_DEBUG="all", **env)
    desk.open(world.ada)
    world.client.send(desk.with_ada.room, FROM_PATIENT)
    wait_for(lambda: FROM_PATIENT in desk.texts(), 15, "the patient's message")
    held = desk.proxy.hold("PUT", SEND)
    desk.write(UNSENT)
    held.wait()
    desk.app.set_text("Message", DRAFT)
    desk.open(world.ben)            # a draft is kept at the latest when one leaves the conversation
    return held


# Of the day: a patient who is added, two who are imported, what is looked for, and what is told by notification.
ADDED = ("Wilhelmine", "Osterkamp-Yilmaz", "1944-05-19")
IMPORTED = [("Balthasar", "Quistorp", "1951-11-08"), ("Eleonora", "Zwetschgenbaum", "1987-06-30")]
LOOKED_FOR = "Brackenwat"
PRIVACY = {"nothing": "Lastnightsfever went up again", "name": "Todaysfever is down to normal",
           "text": "Tomorrowsdose shall stay the same"}


def add_patient(app):
    given, family, birth_date = ADDED
    app.click("Main menu", timeout=10)
    app.click("Patient directory", timeout=5)
    app.click("Add patient", timeout=10)
    app.set_text("Given name", given)
    app.set_text("Family name", family)
    app.set_text("Birth date", birth_date)
    app.click("Save", timeout=5)
    app.wait_row("Patients in the directory", f"^{given} {family}", 20)


def import_patients(desk):
    """With GTK's own dialog, in which a path can be typed."""
    app, path = desk.app, desk.session.folder / "usb-stick" / "patients.csv"
    path.parent.mkdir()
    lines = [f"{given},{family},{birth_date}" for given, family, birth_date in IMPORTED]
    path.write_text("\n".join(["Given name,Family name,Birth date", *lines, ""]), encoding="utf-8")
    app.click("Import", timeout=10)
    app.click("Choose file", timeout=10)
    wait_for(lambda: app.has("Choose a list of patients"), 10, "the dialog")
    desk.session.keys("ctrl+l")
    run(["xdotool", "type", "--delay", "15", str(path)], env=desk.session.env)
    desk.session.keys("Return")
    app.click("Start import", timeout=10)
    app.click("Done", timeout=30)
    for given, family, _ in IMPORTED:
        app.wait_row("Patients in the directory", f"^{given} {family}", 20)
    path.unlink()
    desk.session.keys("Escape")


def be_told(desk, bystanders):
    """A message of the patient at each level of privacy."""
    for level, text in PRIVACY.items():
        run(["gsettings", "set", "org.bedside.Bedside", "privacy", level], env=desk.session.env)
        before = len(bystanders.told())
        desk.world.client.send(desk.with_ada.room, text)
        wait_for(lambda: len(bystanders.told()) > before, 20, f"a notification ({level})")      # pylint: disable=W0640
    check(any(PRIVACY["text"] in n["body"] for n in bystanders.told()), "the text was never told")


def spend_day(desk, bystanders):
    held = fill(desk)
    add_patient(desk.app)
    import_patients(desk)
    be_told(desk, bystanders)
    desk.app.set_text("Search conversations", LOOKED_FOR)
    desk.app.wait_rows("Conversations", lambda rows: len(rows) == 1, what="what was looked for")
    desk.app.set_text("Search conversations", "")
    return held


def said_today(world, desk):
    people = {part for given, family, birth_date in [ADDED, *IMPORTED] for part in (given, family, birth_date)}
    return clinical(world, desk) | people | set(PRIVACY.values()) | {LOOKED_FOR}


def identities(world, desk):
    people = {p.user_id for p in (world.ada, world.ben)} | {desk.practitioner.matrix.user_id}
    return people | {p.key for p in (world.ada, world.ben, world.chloe)}


def clinical(world, desk):
    texts = {DRAFT, UNSENT, FROM_PATIENT, desk.with_ada.first, world.practice.name}
    for p in (world.ada, world.ben, world.chloe):
        texts |= {p.given, p.family, p.birth_date, p.title.rpartition(", ")[2]}
    return texts


def stored(world, desk):
    """Those of them that must be on disk in some form: the birth date is not kept as it is shown."""
    shown = {p.title.rpartition(", ")[2] for p in (world.ada, world.ben, world.chloe)}
    return clinical(world, desk) - shown - {world.practice.name}


def search_all(world, desk, moment):
    """Home with its configuration, cache, state and temporary files; what was printed; the runtime folder."""
    wanted = said_today(world, desk) | identities(world, desk) | desk.secrets()
    for folder in (desk.session.folder, desk.session.run):
        found = search(folder, wanted)
        check(not found, lambda: f"{moment}: {found}")          # pylint: disable=cell-var-from-loop


@suite.test("R31-nothing-readable-on-disk")
def a_day(world):
    with world.desk() as desk:
        bystanders = Bystanders(desk.session)
        unsent = spend_day(desk, bystanders)
        profile = desk.session.home / ".local/share/bedside"
        kept = [f for f in profile.rglob("*") if f.is_file()]
        check(sum(f.stat().st_size for f in kept) > 10000, f"the cache is nearly empty: {kept}")
        check(len(desk.secrets()) >= 3, "the tokens that the server gave were not seen")
        search_all(world, desk, "while it runs")
        desk.app.kill()
        search_all(world, desk, "after kill -9")
        desk.start(G_MESSAGES_DEBUG="all")
        desk.wait_conversation(world.ada)
        desk.app.stop()
        search_all(world, desk, "when it has ended")
        recent = desk.session.home / ".local/share/recently-used.xbel"
        check(not recent.exists() or "usb-stick" not in recent.read_text(encoding="utf-8"),
              "the list of patients is among the recently used files")

        # Signing out, with a kill while the server is being told: the next start goes on with it.
        unsent.remove()
        held = desk.proxy.hold("POST", "/logout")
        desk.start()
        desk.wait_conversation(world.ada)
        desk.app.click("Main menu", timeout=10)
        desk.app.click("Sign Out", timeout=5)
        desk.app.click("Sign Out", timeout=5)           # the draft would be lost
        held.wait()
        desk.app.kill()
        desk.start()
        wait_for(lambda: desk.app.has("Sign In"), 20, "the sign-in page")
        wait_for(lambda: not [f for f in profile.rglob("*") if f.is_file()], 10,
                 lambda: f"an empty profile, not {list(profile.rglob('*'))}")
        check(not desk.session.keyring_items(), lambda: f"in the keyring: {desk.session.keyring_items()}")
        desk.app.stop()
        search_all(world, desk, "after signing out")


@suite.test("R31-search-finds-all-with-the-null-sealer")
def null_sealer(world):
    with world.desk() as desk:
        fill(desk, BEDSIDE_NULL_SEALER="1")
        wanted = stored(world, desk) | identities(world, desk)
        found = {}

        def look():
            found.update(search(desk.session.home, wanted))
            return set(found) == wanted
        wait_for(look, 15, lambda: f"to find what is not sealed; not found were {wanted - set(found)}", 0.5)
        check(not search(desk.session.folder, desk.secrets()), "a secret is on disk")
