# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One Synapse with the module and two practices, and short words for what is asked of it."""
import itertools
import secrets
import shutil
import tempfile
import uuid
from pathlib import Path

from suite import TOP

from common import Failure, check, wait_for
from homeserver import Homeserver
from matrix import MatrixError, quote
from practice import NS, Practice, levels, room_body

DENIED = (403, "M_FORBIDDEN")


class People:
    """In a with statement: two practices, A and B, their people, and people of neither."""

    def __init__(self, bedside, evidence):
        self.bedside, self.evidence = Path(bedside).resolve(), Path(evidence)
        self.folder = Path(tempfile.mkdtemp(prefix="bedside-module-"))
        self.numbers, self.server = itertools.count(1), None
        shutil.rmtree(self.evidence, ignore_errors=True)

    def __enter__(self):
        try:
            self.server = Homeserver(self.folder / "server")
            self.a = Practice(self.server, "Riverside Health", owner="owner-a")
            self.b = Practice(self.server, "Hillside Surgery", owner="owner-b")
            self.untyped = self.account("untyped", None)
            self._without_type(self.untyped)
            self.admin = self.server.admin
            self.admin_practitioner = self.account("admin-practitioner", "practitioner", admin=True)
            for practice in (self.a, self.b):
                self.admin.unlimited(practice.owner.matrix.user_id)
            self.ann, self.bea, self.manager = (self.practitioner(self.a, name) for name in ("ann", "bea", "manager"))
            self.make_manager(self.a, self.manager)
            self.carl = self.practitioner(self.b, "carl")
            self.pat, self.max = self.patient(self.a, "Pat"), self.patient(self.a, "Max")
            self.zoe = self.patient(self.b, "Zoe")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.server:
            self.server.stop()
            self.evidence.mkdir(parents=True, exist_ok=True)
            if (log := self.server.folder / "homeserver.log").exists():
                shutil.copy(log, self.evidence)
        shutil.rmtree(self.folder, ignore_errors=True)

    def case(self, _path):
        """A new test begins."""
        if not self.server.process.alive():
            self.server.start()

    # --- people ---

    def account(self, name, kind, admin=False):
        """A Client signed in as a new account, with no limit on what it may ask. Any name will do if it is "", but one
        of digits alone, which Synapse does not allow."""
        client = self.server.register(name or "any" + secrets.token_hex(4), secrets.token_urlsafe(9), kind, admin)
        self.server.admin.unlimited(client.user_id)
        return client

    def _without_type(self, client):
        self.admin_call("PUT", f"/_synapse/admin/v2/users/{quote(client.user_id)}", {"user_type": None})

    def admin_call(self, method, path, body=None):
        return self.server.admin.call(method, path, body)

    def practitioner(self, practice, name=""):
        new = practice.practitioner(name or f"practitioner{next(self.numbers)}")
        self.server.admin.unlimited(new.matrix.user_id)
        return new

    def patient(self, practice, given="", linked=True):
        number = next(self.numbers)
        return practice.patient(given or f"Patient{number}", "Testperson", "1985-12-10",
                                f"portal{number}" if linked else "")

    @staticmethod
    def make_manager(practice, practitioner):
        for room in (practice.space, practice.directory):
            power = practice.owner.matrix.state(room, "m.room.power_levels")
            power["users"][practitioner.matrix.user_id] = 90
            practice.owner.matrix.set_state(room, "m.room.power_levels", power)

    @staticmethod
    def conversation_body(practice, practitioner, patient):
        return chat_body(binding(practice, practitioner, patient))

    def pair(self, practice=None, first=""):
        """A new practitioner, a new patient and their conversation."""
        practice = practice or self.a
        return practice.conversation(self.practitioner(practice), self.patient(practice), first)


# --- words ---

def access(practice, patient, chat, by=None):
    (by or practice.owner).matrix.set_state(practice.directory, NS + "access", {"v": 1, "chat": chat, "reason": ""},
                                            patient.key)


def binding(practice, practitioner, patient, /, **other):
    return {"v": 1, "practice": practice.space, "patient_key": patient.key, "patient": patient.user_id,
            "practitioner": practitioner.matrix.user_id, **other}


def chat_body(bound, **other):
    """What Bedside asks for to start a conversation."""
    content = {"m.federate": False, NS + "chat": bound, **other.pop("creation_content", {})}
    return {"preset": "private_chat", "room_version": "11", "visibility": "private", "is_direct": True,
            "invite": [bound["patient"]], "creation_content": content, **other}


def mark_body(kind, content, invite=(), **other):
    """What Bedside asks for to make a space, a directory or a team conversation."""
    room_type = {"practice": "m.space", "directory": NS + "directory"}.get(kind)
    open_to_all = {"events_default": 50, "state_default": 50, "invite": 50} if kind == "team" else {}
    power = levels({}, {}, users_default=50, **open_to_all)
    del power["users"]                          # who creates it has 100 then
    return room_body(kind, content, {"join_rule": "invite"}, power, invite=list(invite),
                     creation_content={"type": room_type} if room_type else {}, **other)


def outcome(call):
    """(status, errcode, reason) of a request; status 200 if it was not refused."""
    try:
        call()
    except MatrixError as e:
        return e.status, e.errcode, e.body.get(NS + "reason", "")
    return 200, "", ""


def refused(call, reason, what=""):
    """It is refused with this reason of the module's; "" is a refusal of Synapse's own."""
    got = outcome(call)
    check(got == (*DENIED, reason), lambda: f"{what or 'it'} was answered {got}, not {(*DENIED, reason)}")


def allowed(call, what=""):
    got = outcome(call)
    check(got[0] == 200, lambda: f"{what or 'it'} was refused: {got}")


def rooms_of(client):
    """Everything that the person is in: whoever creates a room is."""
    return set(client.call("GET", "v3/joined_rooms")["joined_rooms"])


def redact(client, room, event):
    return client.call("PUT", f"v3/rooms/{quote(room)}/redact/{quote(event)}/{uuid.uuid4().hex}", {})


def membership(practice_or_client, room, user):
    client = getattr(practice_or_client, "owner", None)
    client = client.matrix if client else practice_or_client
    try:
        return client.state(room, "m.room.member", user)["membership"]
    except MatrixError as e:
        if e.status == 404:
            return ""
        raise


__all__ = ["DENIED", "Failure", "MatrixError", "NS", "People", "TOP", "access", "allowed", "binding", "chat_body",
           "check", "levels", "mark_body", "membership", "outcome", "quote", "redact", "refused", "room_body",
           "rooms_of", "wait_for"]
