# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on disk cannot be read; and a test that this search would have found it."""
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


def clinical(world, desk):
    texts = {DRAFT, UNSENT, FROM_PATIENT, desk.with_ada.first, world.practice.name}
    for p in (world.ada, world.ben, world.chloe):
        texts |= {p.given, p.family, p.birth_date, p.title.rpartition(", ")[2]}
    return texts


def stored(world, desk):
    """Those of them that must be on disk in some form: the birth date is not kept as it is shown."""
    shown = {p.title.rpartition(", ")[2] for p in (world.ada, world.ben, world.chloe)}
    return clinical(world, desk) - shown - {world.practice.name}


def where(desk):
    """Home, and what Bedside printed."""
    return desk.session.folder


@suite.test("R31-nothing-readable-on-disk")
def nothing_readable(world):
    with world.desk() as desk:
        fill(desk)
        kept = [f for f in (desk.session.home / ".local/share/bedside").rglob("*") if f.is_file()]
        check(sum(f.stat().st_size for f in kept) > 10000, f"the cache is nearly empty: {kept}")
        secrets = desk.secrets()
        check(len(secrets) >= 3, "the tokens that the server gave were not seen")
        for moment in ("while it runs", "after kill -9"):
            found = search(where(desk), clinical(world, desk) | secrets)
            check(not found, f"{moment}: {found}")
            desk.app.kill()
        desk.start(G_MESSAGES_DEBUG="all")
        desk.wait_conversation(world.ada)
        desk.app.stop()
        found = search(where(desk), clinical(world, desk) | secrets)
        check(not found, f"after another start: {found}")
        said = "\n".join(program.process.said(10**7) for program in desk.session.programs)
        people = (world.ada.user_id, world.ben.user_id, world.ada.key, desk.practitioner.matrix.user_id)
        ids = [i for i in people if i in said]
        check(not ids, f"in the log: {ids}")


@suite.test("R31-search-finds-all-with-the-null-sealer")
def null_sealer(world):
    with world.desk() as desk:
        fill(desk, BEDSIDE_NULL_SEALER="1")
        wanted = stored(world, desk)
        found = {}

        def look():
            found.update(search(desk.session.home, wanted))
            return set(found) == wanted
        wait_for(look, 15, lambda: f"to find what is not sealed; not found were {wanted - set(found)}", 0.5)
        check(not search(where(desk), desk.secrets()), "a secret is on disk")
