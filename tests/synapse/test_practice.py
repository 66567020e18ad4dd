# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice's rules with the Bedsides of two practitioners side by side, on a server that enforces them."""
import itertools
import re
from concurrent.futures import ThreadPoolExecutor

from matrix import MatrixError
from screens import (edit_patient_access, open_practice_settings, search_patient, set_portal_chat,
                     start_chat, wait_can_write)
from suite import suite
from world import check, wait_for

AT_ONCE = 1.0           # seconds
NUMBERS = itertools.count(1)


def new_patient(world):
    """A patient of this test alone, with a portal."""
    n = next(NUMBERS)
    return world.practice.patient("Cosima", f"Halvorsen-Nr{n}", f"1977-03-{n % 28 + 1:02}", f"cosima{n}")


def rooms_of(world, practitioner, patient):
    """The rooms of this pair, as the server has them."""
    rooms = practitioner.matrix.call("GET", "v3/joined_rooms")["joined_rooms"]
    found = []
    for room in rooms:
        binding = practitioner.matrix.state(room, "m.room.create").get("org.bedside.chat", {})
        if binding.get("patient_key") == patient.key and binding.get("practitioner") == practitioner.matrix.user_id:
            found.append(room)
    return found


def level_of(desk, room, patient):
    return desk.practitioner.matrix.state(room, "m.room.power_levels")["users"][patient.user_id]


class Closing:
    """Looks from another thread when the open conversation of a desk is closed."""

    def __init__(self, desk):
        self.pool = ThreadPoolExecutor(1)
        self.at = self.pool.submit(desk.app.call, "lost_state", name="Message", role="text", state="sensitive",
                                   timeout=30)

    def seconds_after(self, moment):
        """How long it took, at most: looking takes its time, too."""
        with self.pool:
            return self.at.result() - moment


def saved_at(desk, kind):
    """When Save sent this state to the server: a button acts a moment after AT-SPI has pressed it."""
    sent = wait_for(lambda: desk.proxy.requests("PUT", f"/state/{re.escape(kind)}"), 5, f"{kind} to be sent")
    return sent[-1].when


def refusal(matrix, room, text):
    """The reason with which the server refuses a message; "" if it takes it."""
    try:
        matrix.send(room, text)
        return ""
    except MatrixError as e:
        check(e.status == 403, lambda: str(e))
        return e.body.get("org.bedside.reason", e.errcode)


@suite.test("R2-R12-first-message-starts-the-conversation")
def first_message(world):
    patient = new_patient(world)
    with world.desk(conversations=False) as desk:
        desk.sign_in()
        start_chat(desk.app, patient.title, patient.family)
        check(not rooms_of(world, desk.practitioner, patient), "there is a room before the first message")
        desk.write("Good morning, your results are here.")
        desk.wait_conversation(patient)
        desk.wait_state("Good morning, your results are here.", "sent", "read")
        rooms = rooms_of(world, desk.practitioner, patient)
        check(len(rooms) == 1, lambda: f"rooms {rooms}")
        access = desk.practitioner.matrix.state(world.practice.directory, "org.bedside.access", patient.key)
        check(access["chat"] == "enabled", lambda: f"access {access}")
        wait_for(lambda: patient.matrix.call("GET", "v3/joined_rooms")["joined_rooms"] == rooms, 10,
                 "the patient to be in the room")
        wait_for(lambda: level_of(desk, rooms[0], patient) == 10, 10, "the patient's level to be raised")
        check(patient.matrix.texts(rooms[0]) == ["Good morning, your results are here."], "the patient sees others")
        check(refusal(patient.matrix, rooms[0], "Thank you, I shall look.") == "", "the patient cannot answer")
        desk.app.wait_row("Messages", "Thank you, I shall look.")
        # R13: choosing the patient again leads to the same conversation.
        start_chat(desk.app, patient.title, patient.family)
        check("Thank you, I shall look." in desk.texts(), "another conversation is open")
        check(len(rooms_of(world, desk.practitioner, patient)) == 1, "there are two rooms")


@suite.test("R3-R4-who-cannot-be-chosen")
def not_startable(world):
    portalless = world.practice.patient("Fenno", "Nichteinladung", "1950-01-02")
    with world.desk(conversations=False) as desk:
        desk.sign_in()
        for patient in (portalless, invited(world), unlinked(world)):
            row = search_patient(desk.app, patient.title, patient.family)
            check(len(row) > len(patient.title) + 2, lambda: f"no reason in {row!r}")
            # AT-SPI selects insensitive rows, too: the rule must hold all the same.
            desk.app.select("Patients found", patient.title)
            for button in ("Start Chat", "Enable and Start Chat"):
                check("sensitive" not in desk.app.states(button), lambda: f"{button} is sensitive for {row!r}")
            desk.session.keys("Escape")
        check(not rooms_of(world, desk.practitioner, portalless), "a room was made")


def _with_portal(world, patient, **more):
    content = {"v": 1, "given": patient.given, "family": patient.family, "birth_date": patient.birth_date, **more}
    world.practice.owner.matrix.set_state(world.practice.directory, "org.bedside.patient", content, patient.key)
    return patient


def invited(world):
    return _with_portal(world, world.practice.patient("Ilvy", "Eingeladen", "1961-02-03"), portal="invited")


def unlinked(world):
    return _with_portal(world, world.practice.patient("Tarek", "Ohneverbindung", "1972-03-04"), portal="activated")


@suite.test("R26-R27-R28-disabled-by-one-closed-for-all")
def disable_for_all(world):
    patient = new_patient(world)
    with world.desk(conversations=False) as a, world.desk(conversations=False) as b:
        with_a, with_b = (world.practice.conversation(desk.practitioner, patient) for desk in (a, b))
        for desk in (a, b):
            desk.sign_in()
            desk.wait_conversation(patient)
            desk.open(patient)
            wait_can_write(desk.app, True, 10)
        closing = Closing(b)
        set_portal_chat(a.app, False)
        took = closing.seconds_after(saved_at(a, "org.bedside.access"))
        print(f"# B's conversation was closed {took:.2f} s after A's Save", flush=True)
        check(took < AT_ONCE, f"it took {took:.2f} s")
        wait_can_write(a.app, False, 5)
        for conversation in (with_a, with_b):
            for matrix in (patient.matrix, conversation.practitioner.matrix):
                why = refusal(matrix, conversation.room, "Can you hear me?")
                check(why == "chat_disabled", lambda: f"{matrix.user_id}: {why!r}")
            check(patient.matrix.texts(conversation.room) == [conversation.first], "the patient cannot read any more")
        for desk in (a, b):
            check(with_a.first in desk.texts(), "the history is not shown")
            desk.wait_conversation(patient, ", chat disabled")
        # B enables it again by New Chat, and is back in the same conversation.
        start_chat(b.app, patient.title, patient.family, "Enable and Start Chat")
        wait_can_write(a.app, True, 5)
        wait_can_write(b.app, True, 5)
        b.write("Here we are again.")
        b.wait_held(with_b, "Here we are again.")
        check(rooms_of(world, b.practitioner, patient) == [with_b.room], "there is another room")
        wait_for(lambda: refusal(patient.matrix, with_b.room, "Good to hear from you.") == "", 10,
                 "the patient to be able to write")
        b.app.wait_row("Messages", "Good to hear from you.")
        check(refusal(patient.matrix, with_a.room, "And to you.") == "", "not restored with A")


@suite.test("R6-R8-R10-saved-settings-reach-both-at-once")
def settings_reach_both(world):
    with world.desk() as a, world.desk() as b, \
            world.desk(practitioner=world.practice.owner, conversations=False) as manager:
        for desk in (a, b, manager):
            desk.sign_in()
        for desk in (a, b):
            desk.open(world.ada)
            wait_can_write(desk.app, True, 10)
        try:
            open_practice_settings(manager.app)
            edit_patient_access(manager.app, chat=False, button="Cancel")
            content = world.practice.owner.matrix.state(world.practice.space, "org.bedside.settings")
            check(content["patient_chat"] is True, "Cancel has changed something")
            closings = [Closing(desk) for desk in (a, b)]
            edit_patient_access(manager.app, chat=False)
            took = max(closing.seconds_after(saved_at(manager, "org.bedside.settings")) for closing in closings)
            print(f"# both conversations were closed {took:.2f} s after Save", flush=True)
            check(took < AT_ONCE, f"it took {took:.2f} s")
            why = refusal(world.ada.matrix, a.with_ada.room, "Hello?")
            check(why == "practice_chat_disabled", lambda: f"the patient: {why!r}")
            a.app.click("New Chat", timeout=10)
            wait_for(lambda: any("disabled" in name for name in a.app.names(role="label")), 5, "New Chat to say why")
            check("sensitive" not in a.app.states("Start Chat"), "a conversation can be started")
            a.session.keys("Escape")
            check(not a.app.rows("Conversations")[0].endswith("chat disabled"), "conversations became inactive")
        finally:
            world.practice.settings(group_chat=True, patient_chat=True)
        for desk in (a, b):
            wait_can_write(desk.app, True, 10)


@suite.test("R9-only-managers-change-the-settings")
def managers_only(world):
    with world.desk(conversations=False) as desk:
        desk.sign_in()
        open_practice_settings(desk.app)
        check("sensitive" not in desk.app.states("Edit"), "a practitioner can edit them")


@suite.test("R1-foreign-invitation-is-declined-and-never-shown")
def foreign_invitation(world):
    stranger = world.server.register("stranger-dr", "s3cret-enough", "practitioner")
    with world.desk(conversations=False) as desk:
        desk.sign_in()
        me = desk.practitioner.matrix.user_id
        room = stranger.create_room(preset="private_chat", name="Cheap tablets", invite=[me])

        def declined():
            return stranger.state(room, "m.room.member", me)["membership"] == "leave"
        wait_for(declined, 20, "the invitation to be declined")
        check(not any("Cheap tablets" in name for name in desk.app.names()), "it is shown")


@suite.test("set-up-and-join")
def set_up_and_join(world):
    """From two accounts without a practice to the first message of a colleague."""
    owner, colleague = (Account(world, name) for name in ("founder", "joiner"))
    with world.desk(practitioner=owner, conversations=False) as a, \
            world.desk(practitioner=colleague, conversations=False) as b:
        a.start()
        a.fill_in()
        a.app.set_text("Name of the practice", "Harbour Street Clinic", timeout=20)
        a.app.click("Set up a practice")
        practice = wait_for(lambda: next((name for name in a.app.names() if name.startswith("!")), None), 30,
                            "the practice id")
        world.server.enforce(practice)
        settings = owner.matrix.state(practice, "org.bedside.settings")
        check(settings["group_chat"] is True and settings["directory"], lambda: f"settings {settings}")
        owner.matrix.invite(practice, colleague.matrix.user_id)
        b.start()
        b.fill_in()
        b.app.click("Join", timeout=20)
        wait_for(lambda: {practice, settings["directory"]} <= set(
            colleague.matrix.call("GET", "v3/joined_rooms")["joined_rooms"]), 20, "the practice to be joined")
        b.app.click("Team", timeout=20)
        b.app.wait_row("Conversations", "^Everyone", 20)


class Account:
    """A practitioner without a practice."""

    def __init__(self, world, name):
        self.name, self.password = name, f"{name}-s3cret"
        self.matrix = world.server.register(name, self.password, "practitioner")
