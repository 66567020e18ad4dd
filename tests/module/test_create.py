# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""New rooms: who may make which, and what they are made of."""
import secrets
from functools import partial

from people import (NS, access, allowed, binding, chat_body, check, mark_body, membership, outcome, quote, refused,
                    rooms_of, wait_for)
from suite import suite


def ready(people, practice=None):
    """A practitioner and a patient to whom nobody has written yet, chat enabled."""
    practice = practice or people.a
    practitioner, patient = people.practitioner(practice), people.patient(practice)
    access(practice, patient, "enabled")
    return practitioner, patient


def refuses_rooms(client, bodies, reason):
    """Each is refused for the reason, and leaves nothing behind."""
    before = rooms_of(client)
    for what, body in bodies.items():
        refused(lambda b=body: client.create_room(**b), reason, what)
        refused(lambda b=body: client.call("PUT", "v3/createRoom/" + secrets.token_hex(4), b), reason, f"PUT {what}")
    check(rooms_of(client) == before, "a room was left behind")


@suite.test("R1-patient-cannot-create-a-room")
def patient_creates(people):
    ann, pat = people.ann.matrix.user_id, people.pat.matrix
    bound = binding(people.a, people.ann, people.pat)
    bodies = {"empty": {}, "with a practitioner": {"invite": [ann], "is_direct": True},
              "with a patient": {"invite": [people.max.user_id]}, "public": {"preset": "public_chat"},
              "published": {"visibility": "public"}, "trusted": {"preset": "trusted_private_chat", "invite": [ann]},
              "a conversation": chat_body(bound), "a practice": mark_body("practice", {"v": 1}),
              "a conversation of his own": chat_body({**bound, "practitioner": pat.user_id, "patient": ann}),
              "a team": mark_body("team", {"v": 1, "practice": people.a.space}),
              "a directory": mark_body("directory", {"v": 1, "practice": people.a.space}),
              "a replacement": {"creation_content": {"predecessor": {"room_id": people.a.everyone}}}}
    for client in (pat, people.untyped, people.admin):
        refuses_rooms(client, bodies, "not_practitioner")


@suite.test("R2-conversation-is-made-as-the-rules-say")
def conversation(people):
    practitioner, patient = ready(people)
    me, bound = practitioner.matrix, binding(people.a, practitioner, patient)
    room = me.create_room(**chat_body(
        bound, name="Dr. Ann", topic="Call me", room_alias_name="ann",
        power_level_content_override={"users_default": 100},
        initial_state=[{"type": "m.room.join_rules", "content": {"join_rule": "public"}},
                       {"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}},
                       {"type": "m.room.power_levels", "content": {"users": {patient.user_id: 100}}}]))
    state = {(e["type"], e["state_key"]): e["content"] for e in me.call("GET", f"v3/rooms/{quote(room)}/state")}
    check({k for k, _ in state} == {"m.room.create", "m.room.member", "m.room.power_levels", "m.room.join_rules",
                                    "m.room.guest_access", "m.room.history_visibility"}, f"state: {sorted(state)}")
    power = state["m.room.power_levels", ""]
    check(power["users"] == {me.user_id: 100, patient.user_id: 0} and power["events_default"] == 10
          and power["users_default"] == 0 and power["invite"] == 100, f"levels: {power}")
    check(state["m.room.join_rules", ""] == {"join_rule": "invite"}
          and state["m.room.guest_access", ""] == {"guest_access": "forbidden"}
          and state["m.room.history_visibility", ""] == {"history_visibility": "shared"}, f"state: {state}")
    create = state["m.room.create", ""]
    check(create[NS + "chat"] == bound and create["m.federate"] is False and create["room_version"] == "11",
          f"create: {create}")
    wait_for(lambda: membership(me, room, patient.user_id) == "join", 5, "the patient to be joined by the module")


@suite.test("R2-patient-cannot-write-before-the-first-message-made-the-room")
def first_message(people):
    practitioner, patient = ready(people)
    room = practitioner.matrix.create_room(**chat_body(binding(people.a, practitioner, patient)))
    wait_for(lambda: membership(practitioner.matrix, room, patient.user_id) == "join", 5, "the patient to be joined")
    refused(lambda: patient.matrix.send(room, "too early"), "", "before he is raised")
    practitioner.matrix.send(room, "Good morning")
    power = practitioner.matrix.state(room, "m.room.power_levels")
    power["users"][patient.user_id] = 10
    practitioner.matrix.set_state(room, "m.room.power_levels", power)
    allowed(lambda: patient.matrix.send(room, "Good morning to you"))


@suite.test("create/again-with-the-same-transaction-is-the-same-conversation")
def same_transaction(people):
    practitioner, patient = ready(people)
    body, path = chat_body(binding(people.a, practitioner, patient)), "v3/createRoom/" + secrets.token_hex(4)
    rooms = {practitioner.matrix.call("PUT", path, body)["room_id"] for _ in range(2)}
    check(len(rooms) == 1, f"two rooms: {rooms}")


@suite.test("create/conversation-of-others-or-of-another-shape")
def wrong_conversation(people):
    practitioner, patient = ready(people)
    access(people.a, people.max, "enabled")
    bound = binding(people.a, practitioner, patient)
    colleague, other = people.bea.matrix.user_id, people.max.user_id
    refuses_rooms(practitioner.matrix, {
        "a colleague's": chat_body({**bound, "practitioner": colleague}),
        "nobody's": chat_body({**bound, "practitioner": ""}),
        "without the patient": chat_body(bound, invite=[]), "another patient": chat_body(bound, invite=[other]),
        "patient and colleague": chat_body(bound, invite=[patient.user_id, colleague]),
        "patient twice": chat_body(bound, invite=[patient.user_id] * 2)}, "wrong_binding")
    without = {key: {k: v for k, v in bound.items() if k != key} for key in ("v", "practice", "patient_key")}
    refuses_rooms(practitioner.matrix, {
        **{f"no {key}": chat_body(content) for key, content in without.items()},
        "key like a user": chat_body({**bound, "patient_key": patient.user_id}),
        "more in it": chat_body({**bound, "more": 1}), "v 2": chat_body({**bound, "v": 2}),
        "federated": chat_body(bound, creation_content={"m.federate": True}),
        "of a type": chat_body(bound, creation_content={"type": "m.space"}),
        "and a team": chat_body(bound, creation_content={NS + "team": {"v": 1, "practice": people.a.space}}),
        "with a predecessor": chat_body(bound, creation_content={"predecessor": {"room_id": people.a.everyone}}),
        "version 10": chat_body(bound, room_version="10"), "version 12": chat_body(bound, room_version="12"),
        "trusted": chat_body(bound, preset="trusted_private_chat"), "no list": chat_body(bound, invite="x"),
        "content a list": {**chat_body(bound), "creation_content": []}}, "wrong_shape")
    refuses_rooms(practitioner.matrix, {
        "published": chat_body(bound, visibility="public"), "public": chat_body(bound, preset="public_chat"),
        "mail": chat_body(bound, invite_3pid=[{"medium": "email"}])}, "never")
    refuses_rooms(practitioner.matrix, {
        "a colleague as patient": chat_body({**bound, "patient": colleague}),
        "nobody": chat_body({**bound, "patient": "@nobody:localhost"}),
        "an account without type": chat_body({**bound, "patient": people.untyped.user_id}),
        "elsewhere": chat_body({**bound, "patient": "@pat:example.org"})}, "not_patient")


@suite.test("R4-no-conversation-with-a-patient-who-is-not-linked")
def not_linked(people):
    practitioner, patient = ready(people)
    unlinked = people.patient(people.a, linked=False)
    access(people.a, unlinked, "enabled")
    bound = binding(people.a, practitioner, patient)
    refuses_rooms(practitioner.matrix, {
        "an entry without account": chat_body({**bound, "patient_key": unlinked.key}),
        "another's entry": chat_body({**bound, "patient_key": people.max.key}),
        "no entry": chat_body({**bound, "patient_key": "nothing"}),
        "another account": chat_body({**bound, "patient": people.zoe.user_id})}, "not_linked")
    practitioner.matrix.set_state(people.a.directory, NS + "patient", {}, patient.key)
    refuses_rooms(practitioner.matrix, {"a removed patient": chat_body(bound)}, "not_linked")


@suite.test("R10-no-conversation-while-section-3-does-not-hold")
def closed(people):
    practitioner, patient = ready(people)
    body = chat_body(binding(people.a, practitioner, patient))
    access(people.a, patient, "disabled")
    refuses_rooms(practitioner.matrix, {"disabled": body}, "chat_disabled")
    access(people.a, patient, "enabled")
    try:
        people.a.settings(group_chat=True, patient_chat=False)
        refuses_rooms(practitioner.matrix, {"chat off": body}, "practice_chat_disabled")
        people.a.settings(group_chat=False, patient_chat=False)
        refuses_rooms(practitioner.matrix, {"group chat off": body}, "group_chat_disabled")
    finally:
        people.a.settings(group_chat=True, patient_chat=True)
    allowed(lambda: practitioner.matrix.create_room(**body))
    people.a.owner.matrix.call("POST", f"v3/rooms/{quote(people.a.space)}/kick",
                               {"user_id": practitioner.matrix.user_id})
    refuses_rooms(practitioner.matrix, {"removed": body}, "practitioner_left")


@suite.test("create/conversation-in-a-practice-that-is-not-mine")
def foreign(people):
    _, patient = ready(people)
    carl = people.carl
    refuses_rooms(carl.matrix, {"theirs": chat_body(binding(people.a, carl, patient))}, "practitioner_left")
    refuses_rooms(carl.matrix, {"mine, their patient": chat_body(
        binding(people.b, carl, patient))}, "not_linked")
    refuses_rooms(carl.matrix, {"no practice": chat_body(
        binding(people.b, carl, people.zoe, practice=people.a.everyone))}, "no_practice")


@suite.test("create/a-room-without-our-keys")
def other_rooms(people):
    me, colleague = people.ann.matrix, people.bea.matrix.user_id
    for client in (me, people.admin_practitioner):
        refuses_rooms(client, {
            "with a patient": {"invite": [people.pat.user_id]},
            "and a colleague": {"invite": [colleague, people.pat.user_id]},
            "nobody": {"invite": ["@nobody:localhost"]}, "without type": {"invite": [people.untyped.user_id]},
            "elsewhere": {"invite": ["@ann:example.org"]}}, "not_practitioner")
        refuses_rooms(client, {
            "public": {"preset": "public_chat"}, "published": {"visibility": "public"},
            "alias": {"room_alias_name": "riverside"}, "mail": {"invite_3pid": [{"medium": "email"}]},
            "readable by all": {"initial_state": [{"type": "m.room.history_visibility",
                                                   "content": {"history_visibility": "world_readable"}}]},
            "knock": {"initial_state": [{"type": "m.room.join_rules", "content": {"join_rule": "knock"}}]}}, "never")
        refuses_rooms(client, {"odd": {"invite": [1]}, "odder": {"creation_content": [1]}}, "wrong_shape")
    allowed(lambda: me.create_room(preset="private_chat", invite=[colleague]), "colleagues among themselves")


@suite.test("create/practice-directory-and-team-before-it-is-configured")
def set_up(people):
    owner, colleague = (people.account("", "practitioner") for _ in range(2))
    space = owner.create_room(**mark_body("practice", {"v": 1}, name="New Practice"))
    directory = owner.create_room(**mark_body("directory", {"v": 1, "practice": space}, name="Directory"))
    owner.create_room(**mark_body("team", {"v": 1, "practice": space}, name="Everyone"))
    allowed(lambda: owner.set_state(space, "m.space.child", {"via": ["localhost"]}, directory))
    allowed(lambda: owner.set_state(space, NS + "settings", {"v": 1, "group_chat": True, "patient_chat": True,
                                                             "directory": directory}))
    allowed(lambda: owner.invite(space, colleague.user_id))
    allowed(lambda: colleague.join(space))
    patient = people.account("", "patient")
    owner.set_state(directory, NS + "patient", {"v": 1, "given": "A", "family": "B", "birth_date": "1985-12-10",
                                                "user_id": patient.user_id, "portal": "activated"}, "k1")
    owner.set_state(directory, NS + "access", {"v": 1, "chat": "enabled", "reason": ""}, "k1")
    bound = {"v": 1, "practice": space, "patient_key": "k1", "patient": patient.user_id, "practitioner": owner.user_id}
    check(owner.call("GET", "/_synapse/client/bedside/v1/status")["practices"] == [], "it is listed already")
    refuses_rooms(owner, {"not configured yet": chat_body(bound)}, "no_practice")
    before = list(people.server.module["practices"])
    try:
        people.server.enforce(space)
        check(owner.call("GET", "/_synapse/client/bedside/v1/status")["practices"] == [space], "it is not listed")
        allowed(lambda: owner.create_room(**chat_body(bound)))
    finally:
        people.server.configure_module(practices=before)


@suite.test("create/practice-directory-or-team-of-another-shape")
def wrong_marks(people):
    space, me = people.a.space, people.ann.matrix
    good = {"v": 1, "practice": space}
    bodies = {"practice of no type": {**mark_body("practice", {"v": 1}), "creation_content": {
                  "m.federate": False, NS + "practice": {"v": 1}}},
              "practice with more": mark_body("practice", {"v": 1, "owner": me.user_id}),
              "directory of no type": {**mark_body("directory", good), "creation_content": {
                  "m.federate": False, NS + "directory": good}},
              "team of v 2": mark_body("team", {**good, "v": 2}), "team of nothing": mark_body("team", {"v": 1}),
              "team a text": mark_body("team", space),
              "team of version 12": {**mark_body("team", good), "room_version": "12"},
              "team trusted": {**mark_body("team", good), "preset": "trusted_private_chat"},
              "team and directory": {**mark_body("team", good), "creation_content": {
                  "m.federate": False, NS + "team": good, NS + "directory": good}},
              "team federated": {**mark_body("team", good), "creation_content": {NS + "team": good}}}
    refuses_rooms(me, bodies, "wrong_shape")


@suite.test("create/team-conversation-of-the-practice")
def teams(people):
    space, bea, carl = people.a.space, people.bea.matrix.user_id, people.carl.matrix
    content = {"v": 1, "practice": space}
    room = people.ann.matrix.create_room(**mark_body("team", content, [bea], name="Nurses"))
    allowed(lambda: people.bea.matrix.join(room))
    invited = people.account("", "practitioner")
    people.manager.matrix.invite(space, invited.user_id)
    allowed(lambda: people.ann.matrix.create_room(**mark_body("team", content, [invited.user_id])), "one invited")
    refuses_rooms(carl, {"theirs": mark_body("team", content), "their directory": mark_body("directory", content)},
                  "not_member")
    refuses_rooms(people.ann.matrix, {
        "a stranger": mark_body("team", content, [carl.user_id]),
        "and bea": mark_body("team", content, [bea, carl.user_id]),
        "no space": mark_body("team", {"v": 1, "practice": room}),
        "unknown": mark_body("team", {"v": 1, "practice": "!nothing:localhost"})}, "not_member")
    patient = mark_body("team", content, [people.pat.user_id])
    refuses_rooms(people.ann.matrix, {"a patient": patient}, "not_practitioner")


@suite.test("create/administrators-are-bound-like-everybody")
def administrators(people):
    _, patient = ready(people)
    admin = people.admin_practitioner
    body = chat_body({**binding(people.a, people.ann, patient), "practitioner": admin.user_id})
    refuses_rooms(admin, {"not of the practice": body}, "practitioner_left")
    people.a.owner.matrix.invite(people.a.space, admin.user_id)
    admin.join(people.a.space)
    access(people.a, patient, "disabled")
    refuses_rooms(admin, {"disabled": body}, "chat_disabled")
    access(people.a, patient, "enabled")
    power = admin.state(admin.create_room(**{**body, "power_level_content_override": {"users_default": 100}}),
                        "m.room.power_levels")
    check(power["users_default"] == 0, f"an administrator's levels: {power}")
    admin.call("POST", f"v3/rooms/{quote(people.a.space)}/leave", {})


@suite.test("create/no-upgrade")
def upgrade(people):
    conversation_ = people.pair()
    team = people.ann.matrix.create_room(**mark_body("team", {"v": 1, "practice": people.a.space}))
    for client, room in ((conversation_.practitioner.matrix, conversation_.room), (people.ann.matrix, team),
                         (people.a.owner.matrix, people.a.directory), (people.a.owner.matrix, people.a.space)):
        before = rooms_of(client)
        for version in ("11", "12"):
            refused(partial(client.call, "POST", f"v3/rooms/{quote(room)}/upgrade", {"new_version": version}), "never")
        check(rooms_of(client) == before, "a new room is there all the same")
        check(outcome(partial(client.state, room, "m.room.tombstone"))[0] == 404, "it has a tombstone")
