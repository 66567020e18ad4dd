#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a practice on a homeserver, in exactly the shape that Bedside expects.

A practice is a space, a directory of patients, a team conversation named
Everyone and, for each pair, a conversation bound to practitioner and patient.
All power levels are given in full: an override replaces what the preset says.
"""
import datetime
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

NS = "org.bedside."
CLOSED = [{"type": "m.room.guest_access", "state_key": "", "content": {"guest_access": "forbidden"}},
          {"type": "m.room.history_visibility", "state_key": "", "content": {"history_visibility": "shared"}}]
STATE_AT_100 = ("name", "topic", "avatar", "power_levels", "history_visibility", "join_rules", "encryption",
                "server_acl", "tombstone")


@dataclass
class Practitioner:
    """An account of type practitioner that has joined the practice."""
    name: str
    password: str
    matrix: object          # a Client signed in as the practitioner


@dataclass
class Patient:
    """A person in the directory; user_id and matrix are the portal, if there is one."""
    key: str
    given: str
    family: str
    birth_date: str
    name: str = ""
    password: str = ""
    matrix: object = None

    @property
    def user_id(self):
        return self.matrix.user_id if self.matrix else ""

    @property
    def title(self):
        """As every row and header of Bedside begins: Ada Lovelace, 10 Dec 1985."""
        day = datetime.date.fromisoformat(self.birth_date)
        return f"{self.given} {self.family}, {day.day} {day:%b} {day.year}"


@dataclass
class Conversation:
    """A room bound to one practitioner and one patient."""
    room: str
    practitioner: Practitioner
    patient: Patient
    first: str = field(default="")


def levels(users, events, **more):
    """A complete level event: what is not listed here could be changed by a preset."""
    every = {f"m.room.{kind}": 100 for kind in STATE_AT_100}
    return {"users": users, "users_default": 0, "events_default": 100, "state_default": 100, "invite": 100, "kick": 100,
            "ban": 100, "redact": 100, "notifications": {"room": 100}, "events": {**every, **events}, **more}


def room_body(key, content, join_rule, power, **more):
    return {"preset": "private_chat", "room_version": "11", "visibility": "private",
            "creation_content": {"m.federate": False, NS + key: content, **more.pop("creation_content", {})},
            "initial_state": CLOSED + [{"type": "m.room.join_rules", "state_key": "", "content": join_rule}]
            + more.pop("initial_state", []),
            "power_level_content_override": power, **more}


class Practice:
    """The owner makes it; practitioners and patients are added as a test needs them."""

    def __init__(self, server, name="Riverside Health", team="Everyone", owner="owner"):
        self.server, self.name = server, name
        self.owner = self._account(owner, "practitioner")
        self.rooms = {}                             # name of a team conversation: room
        matrix = self.owner.matrix
        staff = {"users": {matrix.user_id: 100}, "users_default": 50}
        self.space = matrix.create_room(**room_body(
            "practice", {"v": 1}, {"join_rule": "invite"}, name=name, creation_content={"type": "m.space"},
            power=levels(events={NS + "settings": 90, "m.space.child": 50, "m.room.power_levels": 90,
                                 "m.room.name": 90}, invite=90, kick=90, ban=90, redact=90, **staff)))
        members = self.members = {"join_rule": "restricted",
                                  "allow": [{"type": "m.room_membership", "room_id": self.space}]}
        self.directory = matrix.create_room(**room_body(
            "directory", {"v": 1, "practice": self.space}, members, name="Directory",
            creation_content={"type": NS + "directory"},
            power=levels(events={NS + "patient": 50, NS + "access": 50, "m.room.redaction": 50,
                                 "m.room.power_levels": 90}, invite=90, kick=90, ban=90, redact=90, **staff)))
        self.everyone = self.team(team)
        for room in (self.directory, self.everyone):
            matrix.set_state(self.space, "m.space.child", {"via": [server.name]}, room)
        self.settings(group_chat=True, patient_chat=True)
        server.enforce(self.space)

    def team(self, name):
        """A new team conversation, which whoever is of the practice may join."""
        power = levels({self.owner.matrix.user_id: 100}, {f"m.room.{kind}": 50 for kind in ("name", "topic", "avatar")},
                       users_default=50, events_default=50, state_default=50, invite=50, kick=50, ban=50, redact=50)
        room = self.owner.matrix.create_room(
            **room_body("team", {"v": 1, "practice": self.space}, self.members, name=name, power=power))
        self.rooms[name] = room
        return room

    def _account(self, name, kind):
        password = secrets.token_urlsafe(9)
        return Practitioner(name, password, self.server.register(name, password, kind))

    def settings(self, **switches):
        self.owner.matrix.set_state(self.space, NS + "settings", {"v": 1, **switches, "directory": self.directory})

    def practitioner(self, name):
        """A new account, in space, directory and Everyone."""
        new = self._account(name, "practitioner")
        self.owner.matrix.invite(self.space, new.matrix.user_id)
        for room in (self.space, self.directory, self.everyone):
            new.matrix.join(room)
        return new

    def patient(self, given, family, birth_date, name="", matrix=None):
        """A new person in the directory; with a portal if a name for the account is given, or an account."""
        new = Patient(secrets.token_hex(8), given, family, birth_date, name)
        if name:
            new.password = secrets.token_urlsafe(9)
            # What the patient calls himself is never what Bedside shows.
            new.matrix = self.server.register(name, new.password, "patient", display_name=f"~{name}~")
            self.server.admin.unlimited(new.user_id)
        content = {"v": 1, "given": given, "family": family, "birth_date": birth_date,
                   "portal": "activated" if new.matrix else "none"}
        if new.matrix:
            content["user_id"] = new.user_id
        self.owner.matrix.set_state(self.directory, NS + "patient", content, new.key)
        return new

    def patients(self, people):
        """Several at once: (given, family, birth_date, name or "") each."""
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(lambda p: self.patient(*p), people))

    def conversation_body(self, me, key, other, level=0):
        """What is asked for to make a conversation; level: the patient's, from the beginning."""
        power = levels({me: 100, other: level}, {"m.call.invite": 100}, events_default=10)
        return room_body(
            "chat", {"v": 1, "practice": self.space, "patient_key": key, "patient": other, "practitioner": me},
            {"join_rule": "invite"}, power=power, is_direct=True, invite=[other])

    def conversation(self, practitioner, patient, first="Good morning, how are you today?"):
        """Chat enabled, room made, first message sent, and only then the patient may write."""
        matrix, other = practitioner.matrix, patient.user_id
        matrix.set_state(self.directory, NS + "access", {"v": 1, "chat": "enabled", "reason": ""}, patient.key)
        room = matrix.create_room(**self.conversation_body(matrix.user_id, patient.key, other))
        patient.matrix.join(room)
        if first:
            matrix.send(room, first)
        current = matrix.state(room, "m.room.power_levels")
        current["users"][other] = 10
        matrix.set_state(room, "m.room.power_levels", current)
        return Conversation(room, practitioner, patient, first)
