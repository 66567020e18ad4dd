# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may invite whom, who may join what, and who has to leave."""
import secrets
from functools import partial
from types import SimpleNamespace

from people import (NS, access, allowed, check, mark_body, membership, outcome, quote, refused, wait_for)
from suite import suite


def kick(client, room, user):
    client.call("POST", f"v3/rooms/{quote(room)}/kick", {"user_id": user})


def leave(client, room):
    client.call("POST", f"v3/rooms/{quote(room)}/leave", {})


def wait_for_membership(client, room, user, *wanted):
    wait_for(lambda: membership(client, room, user) in wanted, 10,
             lambda: f"{' or '.join(wanted)}, not {membership(client, room, user)}")


@suite.test("R1-patient-cannot-invite")
def patient_invites(people):
    mine = people.pair()
    for who in (people.max.user_id, people.ann.matrix.user_id, people.carl.matrix.user_id, people.untyped.user_id,
                "@nobody:localhost"):
        refused(lambda w=who: mine.patient.matrix.invite(mine.room, w), "wrong_binding", who)
    refused(lambda: mine.patient.matrix.invite(people.a.space, people.max.user_id), "not_practitioner")


@suite.test("R1-patient-cannot-join-or-knock")
def patient_joins(people):
    mine, other = people.pair(), people.pair()
    plain = people.ann.matrix.create_room(preset="private_chat")
    for client in (mine.patient.matrix, people.untyped):
        for room in (people.a.space, people.a.directory, people.a.everyone, other.room, plain):
            me = f"v3/rooms/{quote(room)}/state/m.room.member/{quote(client.user_id)}"
            refused(partial(client.join, room), "not_practitioner", "join")
            refused(partial(client.call, "POST", f"v3/rooms/{quote(room)}/join", {}), "not_practitioner", "join")
            refused(partial(client.call, "PUT", me, {"membership": "join"}), "not_practitioner", "join by state")
            refused(partial(client.call, "POST", f"v3/knock/{quote(room)}", {}), "", "knock")
            check(membership(people.a.owner.matrix, people.a.space, client.user_id) == "", "a member all the same")


@suite.test("R1-nobody-makes-aliases-or-publishes")
def aliases(people):
    mine = people.pair()
    for client, room in ((mine.patient.matrix, mine.room), (mine.practitioner.matrix, mine.room),
                         (people.a.owner.matrix, people.a.everyone), (people.a.owner.matrix, people.a.space)):
        alias = quote(f"#{secrets.token_hex(4)}:localhost")
        refused(partial(client.call, "PUT", f"v3/directory/room/{alias}", {"room_id": room}), "never", "alias")
        refused(partial(client.call, "PUT", f"v3/directory/list/room/{quote(room)}", {"visibility": "public"}), "never")
    check(people.pat.matrix.call("GET", "v3/publicRooms")["chunk"] == [], "something is published")


@suite.test("R1-invitation-into-a-conversation-only-by-its-practitioner-of-its-patient")
def invitation(people):
    mine = people.pair()
    doctor, patient, room = mine.practitioner.matrix, mine.patient, mine.room
    for who in (people.ann.matrix.user_id, people.carl.matrix.user_id, people.max.user_id, people.untyped.user_id):
        refused(lambda w=who: doctor.invite(room, w), "wrong_binding", who)
    leave(patient.matrix, room)
    refused(lambda: patient.matrix.join(room), "wrong_binding", "back without an invitation")
    refused(lambda: people.ann.matrix.invite(room, patient.user_id), "wrong_binding", "a colleague's invitation")
    access(people.a, patient, "disabled")
    refused(lambda: doctor.invite(room, patient.user_id), "chat_disabled")
    access(people.a, patient, "enabled")
    doctor.invite(room, patient.user_id)
    wait_for_membership(doctor, room, patient.user_id, "join")
    kick(people.a.owner.matrix, people.a.space, doctor.user_id)
    leave(patient.matrix, room)
    refused(lambda: doctor.invite(room, patient.user_id), "practitioner_left")


@suite.test("R1-nobody-else-joins-a-conversation-not-even-invited-by-an-administrator")
def brought_in(people):
    mine = people.pair()
    for who in (people.bea, people.carl, people.a.owner):
        refused(lambda w=who: w.matrix.join(mine.room), "wrong_binding", "a colleague joins")
    admin = people.account("", "practitioner", admin=True)
    people.a.owner.matrix.invite(people.a.space, admin.user_id)
    admin.join(people.a.space)
    patient = people.patient(people.a)
    access(people.a, patient, "enabled")
    room = admin.create_room(**people.conversation_body(people.a, SimpleNamespace(matrix=admin), patient))
    for client, reason in ((people.bea.matrix, "wrong_binding"), (people.max.matrix, "not_practitioner")):
        allowed(lambda c=client: admin.invite(room, c.user_id), "Synapse does not ask about administrators")
        refused(lambda c=client: c.join(room), reason)


@suite.test("members/patient-accepts-himself-where-that-is-configured")
def without_auto_join(people):
    try:
        people.server.configure_module(auto_join=False)
        doctor, patient = people.practitioner(people.a), people.patient(people.a)
        access(people.a, patient, "enabled")
        body = people.conversation_body(people.a, doctor, patient)
        accepts, waits = doctor.matrix.create_room(**body), doctor.matrix.create_room(**body)
        for room in (accepts, waits):
            allowed(lambda r=room: doctor.matrix.send(r, "Good morning"))
            check(membership(doctor.matrix, room, patient.user_id) == "invite", "joined by the module")
        allowed(lambda: patient.matrix.join(accepts))
    finally:
        people.server.configure_module(auto_join=True)
    check(membership(doctor.matrix, waits, patient.user_id) == "invite", "joined without a message")
    doctor.matrix.send(waits, "Are you there?")
    wait_for_membership(doctor.matrix, waits, patient.user_id, "join")


@suite.test("members/practitioners-are-invited-to-the-practice")
def to_the_practice(people):
    new = people.account("", "practitioner")
    space, manager = people.a.space, people.manager.matrix
    refused(lambda: people.ann.matrix.invite(space, new.user_id), "", "by one who is no manager")
    refused(lambda: people.carl.matrix.invite(space, new.user_id), "", "by one of another practice")
    for who in (people.pat.user_id, people.untyped.user_id, people.zoe.user_id, "@nobody:localhost"):
        refused(lambda w=who: manager.invite(space, w), "not_practitioner", who)
    refused(lambda: new.join(space), "", "without an invitation")
    manager.invite(space, new.user_id)
    for room in (space, people.a.directory, people.a.everyone):
        allowed(lambda r=room: new.join(r))
    check(len(people.a.owner.matrix.state(people.a.directory, NS + "patient", people.pat.key)) > 3, "no entry")
    refused(lambda: kick(manager, people.a.everyone, new.user_id), "", "in a team all have the same level")
    for room in (people.a.directory, space):
        allowed(lambda r=room: kick(manager, r, new.user_id), "the manager removes")
    wait_for_membership(manager, people.a.everyone, new.user_id, "leave")
    refused(lambda: new.join(people.a.directory), "not_member")
    refused(lambda: new.join(people.a.everyone), "not_member")


@suite.test("members/directory-and-teams-are-for-members")
def to_directory_and_teams(people):
    carl, new = people.carl.matrix, people.account("", "practitioner")
    manager, bea = people.manager.matrix, people.bea.matrix
    team = people.ann.matrix.create_room(**mark_body("team", {"v": 1, "practice": people.a.space}))
    for room, client in ((people.a.directory, manager), (team, people.ann.matrix), (people.a.everyone, bea)):
        refused(lambda c=client, r=room: c.invite(r, carl.user_id), "not_member", "one of another practice")
        refused(lambda c=client, r=room: c.invite(r, people.pat.user_id), "not_practitioner", "a patient")
        refused(lambda r=room: carl.invite(r, new.user_id), "not_member", "by one of another practice")
        refused(lambda r=room: carl.join(r), "not_member", "joins")
    allowed(lambda: people.ann.matrix.invite(team, bea.user_id), "a colleague")
    refused(lambda: manager.invite(people.a.directory, new.user_id), "not_member", "one who is not invited yet")
    manager.invite(people.a.space, new.user_id)
    for room, client in ((people.a.directory, manager), (team, people.ann.matrix)):
        allowed(lambda c=client, r=room: c.invite(r, new.user_id), "one who is invited")
        refused(lambda r=room: new.join(r), "not_member", "before the space")
    new.join(people.a.space)
    for room in (people.a.directory, team):
        allowed(lambda r=room: new.join(r))


@suite.test("members/who-is-not-in-the-space-leaves-directory-and-teams")
def swept(people):
    owner, gone, stays = people.a.owner.matrix, people.practitioner(people.a), people.practitioner(people.a)
    retyped, declined = people.practitioner(people.a), people.account("", "practitioner")
    team = people.ann.matrix.create_room(**mark_body("team", {"v": 1, "practice": people.a.space}))
    owner.set_state(people.a.space, "m.space.child", {"via": ["localhost"]}, people.b.everyone)
    people.ann.matrix.set_state(people.a.space, "m.space.child", {"via": ["localhost"]}, team)
    for who in (gone, stays):
        people.ann.matrix.invite(team, who.matrix.user_id)
        who.matrix.join(team)
    owner.invite(people.a.space, declined.user_id)
    people.ann.matrix.invite(team, declined.user_id)
    rooms = (people.a.directory, people.a.everyone, team)
    try:
        people.server.configure_module(sweep_interval=3600)
        kick(owner, people.a.space, gone.matrix.user_id)
        leave(declined, people.a.space)
        people.admin_call("PUT", f"/_synapse/admin/v2/users/{quote(retyped.matrix.user_id)}", {"user_type": "patient"})
        for room in (people.a.everyone, team):
            refused(lambda r=room: gone.matrix.send(r, "Still here"), "not_member")
            allowed(lambda r=room: stays.matrix.send(r, "Hello"))
        for kind in ("patient", "access"):
            refused(lambda k=kind: gone.matrix.set_state(people.a.directory, NS + k, {}, people.pat.key), "not_member")
        for room in rooms:
            check(membership(people.ann.matrix, room, gone.matrix.user_id) == "join", "gone before the module looked")
    finally:
        people.server.configure_module(sweep_interval=1)
    for room in rooms:
        wait_for_membership(people.ann.matrix, room, gone.matrix.user_id, "leave")
        check(membership(people.ann.matrix, room, people.bea.matrix.user_id) in ("join", ""), "bea had to go")
    for room in rooms[:2]:
        wait_for_membership(people.ann.matrix, room, retyped.matrix.user_id, "leave")
    wait_for_membership(people.ann.matrix, team, declined.user_id, "leave")
    for room in rooms:
        check(membership(people.ann.matrix, room, stays.matrix.user_id) == "join", "a member had to go")
    check(membership(people.carl.matrix, people.b.everyone, people.carl.matrix.user_id) == "join",
          "the other practice lost somebody")
    refused(lambda: gone.matrix.join(people.a.everyone), "not_member")


@suite.test("members/the-directory-is-the-one-that-the-settings-name")
def directory_of_the_settings(people):
    owner, space, gone = people.a.owner.matrix, people.a.space, people.practitioner(people.a)
    settings = owner.state(space, NS + "settings")
    other = owner.create_room(**mark_body("directory", {"v": 1, "practice": space}, [gone.matrix.user_id]))
    gone.matrix.join(other)
    try:
        kick(owner, space, gone.matrix.user_id)
        wait_for_membership(owner, people.a.directory, gone.matrix.user_id, "leave")
        check(membership(owner, other, gone.matrix.user_id) == "join", "out of a room that nobody named")
        owner.set_state(space, NS + "settings", {**settings, "directory": other})
        wait_for_membership(owner, other, gone.matrix.user_id, "leave")
    finally:
        owner.set_state(space, NS + "settings", settings)


@suite.test("members/a-changed-name-still-reaches-the-conversation")
def changed_name(people):
    mine = people.pair()
    path = f"v3/rooms/{quote(mine.room)}/state/m.room.member/{quote(mine.patient.user_id)}"
    for chat in ("enabled", "disabled"):
        access(people.a, mine.patient, chat)
        got = outcome(partial(mine.patient.matrix.call, "PUT", path, {"membership": "join", "displayname": "Dr. Who"}))
        check(got[0] == 200, f"a member may not be told of again: {got}")
        name = mine.practitioner.matrix.state(mine.room, "m.room.member", mine.patient.user_id).get("displayname")
        check(name == f"~{mine.patient.name}~", f"his name for this room became {name}")
