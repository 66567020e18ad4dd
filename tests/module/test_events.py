# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Messages and state: what is open, what closes it, and what nobody may change."""
import uuid
from functools import partial

from people import (NS, access, allowed, check, mark_body, membership, outcome, quote, redact, refused, wait_for)
from suite import suite


def send_kind(client, room, kind, content):
    path = f"v3/rooms/{quote(room)}/send/{quote(kind)}/{uuid.uuid4().hex}"
    return client.call("PUT", path, content)["event_id"]


def both_refused(conversation, reason):
    """Neither side can write, and both still read."""
    sides = (conversation.practitioner.matrix, conversation.patient.matrix)
    held = sides[0].texts(conversation.room)
    for client in sides:
        refused(lambda c=client: c.send(conversation.room, "Nobody reads this"), reason, client.user_id)
        reads = client.texts(conversation.room)
        check(reads == held and held, f"{client.user_id} reads {reads}")


def both_allowed(conversation, text):
    for client in (conversation.practitioner.matrix, conversation.patient.matrix):
        allowed(lambda c=client: c.send(conversation.room, text))


@suite.test("R8-R10-practice-settings-hold-at-once-for-everybody")
def practice_settings(people):
    conversations = [people.pair(first="Hello"), people.pair(first="Hello")]
    other = people.pair(people.b, first="Hello")
    try:
        for switches, reason in (({"group_chat": True, "patient_chat": False}, "practice_chat_disabled"),
                                 ({"group_chat": False, "patient_chat": True}, "group_chat_disabled"),
                                 ({"group_chat": False, "patient_chat": False}, "group_chat_disabled"),
                                 ({"group_chat": "true", "patient_chat": True}, "group_chat_disabled"),
                                 ({"group_chat": True, "patient_chat": 1}, "practice_chat_disabled"),
                                 ({"group_chat": True}, "practice_chat_disabled")):
            people.a.settings(**switches)
            for conversation in conversations:
                both_refused(conversation, reason)
            both_allowed(other, "The other practice does not mind")
    finally:
        people.a.settings(group_chat=True, patient_chat=True)
    for conversation in conversations:
        both_allowed(conversation, "And on again")


@suite.test("R9-only-managers-change-the-settings")
def settings_by_whom(people):
    space, now = people.a.space, people.a.owner.matrix.state(people.a.space, NS + "settings")
    refused(lambda: people.ann.matrix.set_state(space, NS + "settings", {**now, "patient_chat": False}), "")
    refused(lambda: people.pat.matrix.set_state(space, NS + "settings", {**now, "patient_chat": False}), "")
    refused(lambda: people.carl.matrix.set_state(space, NS + "settings", {**now, "patient_chat": False}), "")
    check(people.ann.matrix.state(space, NS + "settings") == now, "changed all the same")
    allowed(lambda: people.manager.matrix.set_state(space, NS + "settings", now))


@suite.test("R10-a-practice-without-its-directory-is-closed")
def without_directory(people):
    mine, owner = people.pair(first="Hello"), people.a.owner.matrix
    now = owner.state(people.a.space, NS + "settings")
    try:
        for directory in (None, "", 7, "!nothing:localhost", "nonsense", people.b.directory, people.a.everyone,
                          people.a.space, mine.room):
            owner.set_state(people.a.space, NS + "settings", {**now, "directory": directory})
            both_refused(mine, "no_practice")
    finally:
        owner.set_state(people.a.space, NS + "settings", now)
    both_allowed(mine, "Found again")


@suite.test("R26-R27-disabled-covers-both-sides-and-all-practitioners")
def disabled(people):
    patient = people.patient(people.a)
    conversations = [people.a.conversation(people.practitioner(people.a), patient) for _ in range(2)]
    access(people.a, patient, "disabled", by=conversations[0].practitioner)
    for conversation in conversations:
        check(conversation.practitioner.matrix.state(conversation.room, "m.room.power_levels")["users"]
              [patient.user_id] == 10, "the levels alone close it: the test shows nothing")
        both_refused(conversation, "chat_disabled")
    both_allowed(people.pair(), "Other patients do not mind")


@suite.test("R28-enabling-restores-the-same-conversation")
def enabled_again(people):
    mine = people.pair(first="Before")
    for chat in ("disabled", "enabled", "disabled", "enabled"):
        access(people.a, mine.patient, chat, by=people.ann)
        if chat == "enabled":
            both_allowed(mine, "Again")
        else:
            both_refused(mine, "chat_disabled")
    check(mine.patient.matrix.texts(mine.room) == ["Before"] + ["Again"] * 4, "not all is there")


@suite.test("R26-disabled-in-one-practice-not-in-the-other")
def two_practices(people):
    here = people.pair()
    owner, there = people.b.owner.matrix, "0123456789abcdef"
    entry = {"v": 1, "given": "P", "family": "Q", "birth_date": "1985-12-10", "portal": "activated",
             "user_id": here.patient.user_id}
    owner.set_state(people.b.directory, NS + "patient", entry, there)
    patient = type(here.patient)(there, "P", "Q", "1985-12-10", here.patient.name, "", here.patient.matrix)
    other = people.b.conversation(people.carl, patient)
    access(people.a, here.patient, "disabled")
    refused(lambda: here.patient.matrix.send(here.room, "no"), "chat_disabled")
    both_allowed(other, "Here it is enabled")


@suite.test("R4-who-is-not-linked-any-more-cannot-write")
def unlinked(people):
    mine = people.pair(first="Hello")
    entry = people.ann.matrix.state(people.a.directory, NS + "patient", mine.patient.key)
    for user in ("", None, people.max.user_id, mine.patient.user_id.upper()):
        people.ann.matrix.set_state(people.a.directory, NS + "patient", {**entry, "user_id": user}, mine.patient.key)
        both_refused(mine, "not_linked")
    event = people.ann.matrix.set_state(people.a.directory, NS + "patient", entry, mine.patient.key)
    both_allowed(mine, "Linked again")
    redact(people.ann.matrix, people.a.directory, event)
    both_refused(mine, "not_linked")


@suite.test("events/practitioner-who-has-left")
def practitioner_left(people):
    kicked, deactivated, retyped = (people.pair(first="Hello") for _ in range(3))
    people.manager.matrix.call("POST", f"v3/rooms/{quote(people.a.space)}/kick",
                               {"user_id": kicked.practitioner.matrix.user_id})
    both_refused(kicked, "practitioner_left")
    user = quote(deactivated.practitioner.matrix.user_id)
    people.admin_call("POST", f"/_synapse/admin/v1/deactivate/{user}", {})
    refused(lambda: deactivated.patient.matrix.send(deactivated.room, "Anybody there?"), "practitioner_left")
    user = quote(retyped.practitioner.matrix.user_id)
    people.admin_call("PUT", f"/_synapse/admin/v2/users/{user}", {"user_type": None})
    refused(lambda: retyped.patient.matrix.send(retyped.room, "Anybody there?"), "practitioner_left")
    refused(lambda: retyped.practitioner.matrix.send(retyped.room, "Yes"), "wrong_binding")


@suite.test("events/every-kind-of-message-while-disabled")
def every_kind(people):
    mine = people.pair(first="Hello")
    first = mine.practitioner.matrix.history(mine.room)[0]["event_id"]
    own = mine.patient.matrix.send(mine.room, "Mine")
    kinds = {"m.room.message": {"msgtype": "m.text", "body": "* changed", "m.new_content": {"body": "changed"},
                                "m.relates_to": {"rel_type": "m.replace", "event_id": own}},
             "m.reaction": {"m.relates_to": {"rel_type": "m.annotation", "event_id": first, "key": "+"}},
             "m.room.encrypted": {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x"},
             "m.sticker": {"body": "x", "url": "mxc://localhost/x"}, "org.example.anything": {}, "m.call.invite": {}}
    access(people.a, mine.patient, "disabled")
    for client in (mine.practitioner.matrix, mine.patient.matrix):
        for kind, content in kinds.items():
            refused(partial(send_kind, client, mine.room, kind, content), "chat_disabled", kind)
    access(people.a, mine.patient, "enabled")
    for kind, content in kinds.items():
        if kind != "m.call.invite":
            allowed(partial(send_kind, mine.patient.matrix, mine.room, kind, content), kind)
    refused(partial(send_kind, mine.patient.matrix, mine.room, "m.call.invite", {}), "", "a call")


@suite.test("events/a-practitioner-takes-back-what-he-wrote-at-any-time")
def redactions(people):
    mine = people.pair(first="Wrong patient!")
    doctor, patient, room = mine.practitioner.matrix, mine.patient.matrix, mine.room
    first = doctor.history(room)[0]["event_id"]
    theirs = [patient.send(room, "One"), patient.send(room, "Two")]
    created = next(e for e in doctor.call("GET", f"v3/rooms/{quote(room)}/state") if e["type"] == "m.room.join_rules")
    elsewhere = people.pair(first="Elsewhere").practitioner.matrix
    access(people.a, mine.patient, "disabled")
    refused(lambda: redact(patient, room, theirs[0]), "chat_disabled", "the patient his own")
    refused(lambda: redact(doctor, room, theirs[0]), "chat_disabled", "the practitioner the patient's")
    refused(lambda: redact(doctor, room, created["event_id"]), "wrong_shape", "state")
    got = outcome(lambda: redact(doctor, room, "$nothing"))
    check(got[0] in (403, 404), f"nothing was redacted: {got}")
    refused(lambda: redact(elsewhere, room, first), "", "a colleague")
    allowed(lambda: redact(doctor, room, first), "his own")
    check(doctor.texts(room)[0] is None and mine.patient.matrix.texts(room)[0] is None, "it is still there")
    access(people.a, mine.patient, "enabled")
    allowed(lambda: redact(patient, room, theirs[1]), "the patient his own while enabled")


@suite.test("R26-state-of-a-conversation-never-changes-but-for-the-patients-level")
def state(people):
    mine = people.pair()
    doctor, patient, room = mine.practitioner.matrix, mine.patient.matrix, mine.room
    kinds = {"m.room.name": {"name": "x"}, "m.room.topic": {"topic": "a message, too"},
             "m.room.avatar": {"url": "mxc://x/y"}, "m.room.join_rules": {"join_rule": "public"},
             "m.room.guest_access": {"guest_access": "can_join"},
             "m.room.history_visibility": {"history_visibility": "world_readable"},
             "m.room.pinned_events": {"pinned": []},
             "m.room.tombstone": {"body": "gone", "replacement_room": people.a.everyone},
             "m.room.canonical_alias": {}, "m.room.server_acl": {"allow": ["*"]}, "org.example.note": {"text": "x"}}
    for kind, content in kinds.items():
        for client in (doctor, patient):
            refused(lambda c=client, k=kind, n=content: c.set_state(room, k, n), "wrong_shape", kind)
    for client in (doctor, patient):
        refused(lambda c=client: c.set_state(room, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"}),
                "encryption")
    power = doctor.state(room, "m.room.power_levels")

    def users(**changed):
        return {**power, "users": {**power["users"], **changed}}
    for new in (users(**{patient.user_id: 100}), users(**{patient.user_id: 5}),
                users(**{people.ann.matrix.user_id: 100}), users(**{doctor.user_id: 99}),
                {**power, "events_default": 0}, {"users": power["users"]}, {}):
        refused(lambda n=new: doctor.set_state(room, "m.room.power_levels", n), "wrong_shape", str(new))
    refused(lambda: doctor.set_state(room, "m.room.power_levels", power, "other"), "wrong_shape", "another key")
    refused(lambda: patient.set_state(room, "m.room.power_levels", users(**{patient.user_id: 0})), "wrong_shape")
    for level in (0, 10, 0):
        allowed(lambda n=level: doctor.set_state(room, "m.room.power_levels", users(**{patient.user_id: n})))
    access(people.a, mine.patient, "disabled")
    allowed(lambda: doctor.set_state(room, "m.room.power_levels", users(**{patient.user_id: 10})), "while disabled")


@suite.test("events/directory-is-written-by-members")
def directory(people):
    key, owner = "fedcba9876543210", people.a.owner.matrix
    entry = {"v": 1, "given": "New", "family": "Person", "birth_date": "1999-09-09", "portal": "invited",
             "invited_by": people.ann.matrix.user_id, "org.example.unknown": [1, {"kept": True}]}
    for kind, content in (("patient", entry), ("access", {"v": 1, "chat": "enabled", "reason": "", "more": 1})):
        for client in (people.carl.matrix, people.pat.matrix, people.untyped, people.admin):
            refused(lambda c=client, k=kind, n=content: c.set_state(people.a.directory, NS + k, n, key), "")
        events = [person.matrix.set_state(people.a.directory, NS + kind, {**content, "n": n}, key)
                  for n, person in enumerate((people.ann, people.manager))]
        check(owner.state(people.a.directory, NS + kind, key) == {**content, "n": 1}, "not kept as it was written")
        for event in events:
            allowed(lambda e=event: redact(people.manager.matrix, people.a.directory, e), "removed")
        check(owner.state(people.a.directory, NS + kind, key) == {}, "still there")
    refused(lambda: people.ann.matrix.send(people.a.directory, "no place to talk"), "")


@suite.test("events/teams-are-written-to-by-members")
def teams(people):
    allowed(lambda: people.ann.matrix.send(people.a.everyone, "Hello everyone"))
    refused(lambda: people.carl.matrix.send(people.a.everyone, "Hello"), "")
    refused(lambda: people.pat.matrix.send(people.a.everyone, "Hello"), "")
    team = people.ann.matrix.create_room(**mark_body("team", {"v": 1, "practice": people.a.space}))
    owner = people.a.owner.matrix
    for client, room in ((people.ann.matrix, team), (owner, people.a.everyone), (owner, people.a.directory),
                         (owner, people.a.space)):
        for kind, content, reason in (("encryption", {"algorithm": "m.megolm.v1.aes-sha2"}, "encryption"),
                                      ("join_rules", {"join_rule": "public"}, "never"),
                                      ("join_rules", {"join_rule": "knock"}, "never"), ("join_rules", {}, "never"),
                                      ("history_visibility", {"history_visibility": "world_readable"}, "never")):
            refused(lambda c=client, r=room, k=kind, n=content: c.set_state(r, "m.room." + k, n), reason, kind)
        gone = {"body": "gone", "replacement_room": people.b.everyone}
        refused(lambda c=client, r=room, n=gone: c.set_state(r, "m.room.tombstone", n), "never", "a tombstone")
    allowed(lambda: people.ann.matrix.set_state(team, "m.room.name", {"name": "Night shift"}))


@suite.test("events/rooms-from-before-the-module")
def from_before(people):
    server, config = people.server, people.server.module
    try:
        server.module = None
        server.restart()
        patient, doctor = people.patient(people.a), people.practitioner(people.a)
        plain = doctor.matrix.create_room(preset="trusted_private_chat", invite=[patient.user_id])
        patient.matrix.join(plain)
        allowed(lambda: patient.matrix.send(plain, "Nobody refuses this"))
        conversation = people.a.conversation(doctor, patient)
        topic = {"topic": "Nobody refuses this either"}
        allowed(lambda: doctor.matrix.set_state(conversation.room, "m.room.topic", topic))
    finally:
        server.module = config
        server.configure_module()
    refused(lambda: patient.matrix.send(plain, "Now it is"), "not_practitioner")
    both_allowed(conversation, "This is bound")
    check(membership(doctor.matrix, plain, patient.user_id) == "join", "he cannot read any more")
    wait_for(lambda: patient.matrix.texts(plain) == ["Nobody refuses this"], 5, "to read what was")
