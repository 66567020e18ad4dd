# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a patient's own HTTP client may try, as a list: each attempt is one request and what must be answered.

Nothing in here needs a suite; another one can import ATTEMPTS and Scene, with tests/synapse/tools in the path.
"""
import secrets
from dataclasses import dataclass, field

from matrix import quote

NS = "org.bedside."
OK, CLOSED = (200, "", ""), (403, "M_FORBIDDEN", "chat_disabled")


def refusal(reason="", status=403, errcode="M_FORBIDDEN"):
    return status, errcode, reason


@dataclass
class Scene:
    """A patient with a conversation, and what is not for them. The events are messages in it."""
    patient: object                 # a Client, as everywhere below
    practitioner: object
    colleague: str                  # user id of a practitioner to whom the patient does not write
    stranger: str                   # user id of a practitioner of another practice
    other_patient: str
    room: str                       # the patient's conversation with the practitioner
    other_room: str                 # a conversation of another patient
    practice: object                # a Practice
    theirs: str                     # event of the practitioner
    own: str                        # event of the patient
    file: str                       # address of a file that the practitioner has uploaded: server/id
    path: str = field(init=False)

    def __post_init__(self):
        self.path = "/_matrix/client/v3/rooms/" + quote(self.room)


@dataclass(frozen=True)
class Attempt:
    """request(scene) is (method, path, body).

    shows: what of it a Bedside may show while chat is enabled, None: nothing. empty: a list in the answer that must be.
    """
    kind: str
    what: str
    request: object
    enabled: tuple
    disabled: tuple
    shows: str = None
    empty: str = None

    def expected(self, is_enabled):
        return self.enabled if is_enabled else self.disabled

    def make(self, scene):
        """(status, errcode, reason) that the server answered."""
        status, body = scene.patient.once(*self.request(scene))
        found = f"found {len(body[self.empty])}" if self.empty and body.get(self.empty) else ""
        return status, body.get("errcode", ""), body.get(NS + "reason", found)


ATTEMPTS = []


def attempt(kind, what, enabled, disabled=None, **more):
    """The decorated function is the request; without disabled the answer does not depend on it."""
    def add(request):
        ATTEMPTS.append(Attempt(kind, what, request, enabled, disabled or enabled, **more))
        return request
    return add


def sending(scene, kind, content):
    return "PUT", f"{scene.path}/send/{quote(kind)}/{secrets.token_hex(8)}", content


def state(scene, kind, content, key="", room=None):
    path = "/_matrix/client/v3/rooms/" + quote(room) if room else scene.path
    return "PUT", f"{path}/state/{quote(kind)}/{quote(key)}", content


def text(body, **more):
    return {"msgtype": "m.text", "body": body, **more}


def creating(**body):
    return "POST", "/_matrix/client/v3/createRoom", body


def joining(room):
    return "POST", "/_matrix/client/v3/join/" + quote(room), {}


def profile(scene, field_, value):
    return "PUT", f"/_matrix/client/v3/profile/{quote(scene.patient.user_id)}/{field_}", {field_: value}


# --- messages ---

@attempt("send", "a message", OK, CLOSED, shows="a new message")
def _(s):
    return sending(s, "m.room.message", text("Attempted message"))


@attempt("send", "a notice with a mention", OK, CLOSED, shows="a new message")
def _(s):
    return sending(s, "m.room.message", {"msgtype": "m.notice", "body": "Attempted notice",
                                         "m.mentions": {"user_ids": [s.practitioner.user_id], "room": True}})


@attempt("send", "an event of a type of their own", OK, CLOSED)
def _(s):
    return sending(s, "org.example.note", {"body": "Attempted note"})


@attempt("send", "a call", refusal(), CLOSED)
def _(s):
    return sending(s, "m.call.invite", {"call_id": "1", "lifetime": 60000, "version": 0, "offer": {}})


@attempt("edit", "their own message", OK, CLOSED, shows="the edited message")
def _(s):
    return sending(s, "m.room.message", text("* Attempted edit", **{
        "m.new_content": text("Attempted edit"), "m.relates_to": {"rel_type": "m.replace", "event_id": s.own}}))


@attempt("edit", "the practitioner's message", OK, CLOSED, shows="at most a message of the patient")
def _(s):
    return sending(s, "m.room.message", text("* Attempted forgery", **{
        "m.new_content": text("Attempted forgery"), "m.relates_to": {"rel_type": "m.replace", "event_id": s.theirs}}))


@attempt("react", "to the practitioner's message", OK, CLOSED, shows="at most the reaction")
def _(s):
    return sending(s, "m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": s.theirs,
                                                      "key": "Attempted " + secrets.token_hex(4)}})


@attempt("redact", "the practitioner's message", refusal(), CLOSED)
def _(s):
    return "PUT", f"{s.path}/redact/{quote(s.theirs)}/{secrets.token_hex(8)}", {"reason": "Attempted reason"}


@attempt("redact", "their own message", OK, CLOSED, shows="one message less")
def _(s):
    return "PUT", f"{s.path}/redact/{quote(s.own)}/{secrets.token_hex(8)}", {"reason": "Attempted reason"}


# --- state ---

@attempt("any state", "topic", refusal("wrong_shape"))
def _(s):
    return state(s, "m.room.topic", {"topic": "Attempted topic"})


@attempt("any state", "name", refusal("wrong_shape"))
def _(s):
    return state(s, "m.room.name", {"name": "Attempted name"})


@attempt("any state", "picture", refusal("wrong_shape"))
def _(s):
    return state(s, "m.room.avatar", {"url": "mxc://" + s.file})


@attempt("any state", "their own level", refusal("wrong_shape"))
def _(s):
    return state(s, "m.room.power_levels", {"users": {s.patient.user_id: 100}})


@attempt("any state", "encryption", refusal("encryption"))
def _(s):
    return state(s, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})


@attempt("any state", "pinned messages", refusal("wrong_shape"))
def _(s):
    return state(s, "m.room.pinned_events", {"pinned": [s.own]})


@attempt("any state", "tombstone", refusal("wrong_shape"))
def _(s):
    return state(s, "m.room.tombstone", {"body": "Attempted move", "replacement_room": s.other_room})


@attempt("any state", "of a type and key of their own", refusal("wrong_shape"))
def _(s):
    return state(s, "org.example.note", {"body": "Attempted note"}, s.patient.user_id)


@attempt("any state", "the practice's settings", refusal())
def _(s):
    return state(s, NS + "settings", {"v": 1, "group_chat": True, "patient_chat": True}, room=s.practice.space)


@attempt("any state", "chat enabled, in the directory", refusal())
def _(s):
    return state(s, NS + "access", {"v": 1, "chat": "enabled", "reason": ""}, "any", s.practice.directory)


@attempt("any state", "kick the practitioner", refusal())
def _(s):
    return "POST", f"{s.path}/kick", {"user_id": s.practitioner.user_id, "reason": "Attempted reason"}


@attempt("any state", "replace the conversation", refusal())
def _(s):
    return "POST", f"{s.path}/upgrade", {"new_version": "11"}


# --- people and rooms ---

@attempt("invite", "another practitioner into the conversation", refusal("wrong_binding"))
def _(s):
    return "POST", f"{s.path}/invite", {"user_id": s.colleague, "reason": "Attempted reason"}


@attempt("invite", "another patient into the conversation", refusal("wrong_binding"))
def _(s):
    return "POST", f"{s.path}/invite", {"user_id": s.other_patient}


@attempt("create", "an empty room", refusal("not_practitioner"))
def _(_s):
    return creating(name="Attempted room")


@attempt("create", "a room with the practitioner", refusal("not_practitioner"))
def _(s):
    return creating(preset="trusted_private_chat", is_direct=True, invite=[s.practitioner.user_id],
                    name="Attempted room")


@attempt("create", "a conversation with another practitioner", refusal("not_practitioner"))
def _(s):
    bound = {"v": 1, "practice": s.practice.space, "patient_key": "any", "patient": s.patient.user_id,
             "practitioner": s.colleague}
    return creating(preset="private_chat", room_version="11", invite=[s.colleague],
                    creation_content={"m.federate": False, NS + "chat": bound})


@attempt("create", "a practice that invites the practitioner", refusal("not_practitioner"))
def _(s):
    return creating(preset="private_chat", room_version="11", invite=[s.practitioner.user_id],
                    name="Attempted practice",
                    creation_content={"m.federate": False, "type": "m.space", NS + "practice": {"v": 1}})


@attempt("create", "a team conversation", refusal("not_practitioner"))
def _(s):
    return creating(preset="private_chat", room_version="11", invite=[s.practitioner.user_id], name="Attempted team",
                    creation_content={"m.federate": False, NS + "team": {"v": 1, "practice": s.practice.space}})


@attempt("join", "another patient's conversation", refusal("not_practitioner"))
def _(s):
    return joining(s.other_room)


@attempt("join", "the practice", refusal("not_practitioner"))
def _(s):
    return joining(s.practice.space)


@attempt("join", "the directory", refusal("not_practitioner"))
def _(s):
    return joining(s.practice.directory)


@attempt("join", "Everyone", refusal("not_practitioner"))
def _(s):
    return joining(s.practice.everyone)


@attempt("knock", "at the practice", refusal())
def _(s):
    return "POST", "/_matrix/client/v3/knock/" + quote(s.practice.space), {"reason": "Attempted reason"}


@attempt("knock", "at Everyone", refusal())
def _(s):
    return "POST", "/_matrix/client/v3/knock/" + quote(s.practice.everyone), {"reason": "Attempted reason"}


@attempt("alias", "for the conversation", refusal("never"))
def _(s):
    alias = f"#attempted-{secrets.token_hex(4)}:{s.patient.user_id.partition(':')[2]}"
    return "PUT", "/_matrix/client/v3/directory/room/" + quote(alias), {"room_id": s.room}


@attempt("publish", "the conversation", refusal("never"))
def _(s):
    return "PUT", "/_matrix/client/v3/directory/list/room/" + quote(s.room), {"visibility": "public"}


@attempt("directory search", "for practitioners and patients: nobody found", OK, empty="results")
def _(_s):
    return "POST", "/_matrix/client/v3/user_directory/search", {"search_term": "a"}


@attempt("directory search", "for published rooms: none found", OK, empty="chunk")
def _(_s):
    return "POST", "/_matrix/client/v3/publicRooms", {}


@attempt("a stranger's profile", "a practitioner's", refusal())
def _(s):
    return "GET", "/_matrix/client/v3/profile/" + quote(s.stranger), None


@attempt("a stranger's profile", "another patient's", refusal())
def _(s):
    return "GET", "/_matrix/client/v3/profile/" + quote(s.other_patient), None


# --- names, typing, presence ---

@attempt("display name per room", "in the conversation: kept out of it", OK)
def _(s):
    return state(s, "m.room.member", {"membership": "join", "displayname": "Attempted name"}, s.patient.user_id)


@attempt("display name everywhere", "in the profile", refusal(status=400))
def _(s):
    return profile(s, "displayname", "Attempted name")


@attempt("display name everywhere", "a picture in the profile", OK)
def _(s):
    return profile(s, "avatar_url", "mxc://" + s.file)


@attempt("typing", "in the conversation", OK, shows="at most that somebody types")
def _(s):
    return "PUT", f"{s.path}/typing/{quote(s.patient.user_id)}", {"typing": True, "timeout": 2000}


@attempt("typing", "in another patient's conversation", refusal())
def _(s):
    path = f"/_matrix/client/v3/rooms/{quote(s.other_room)}/typing/{quote(s.patient.user_id)}"
    return "PUT", path, {"typing": True, "timeout": 2000}


@attempt("typing", "presence with a text", OK)
def _(s):
    return ("PUT", f"/_matrix/client/v3/presence/{quote(s.patient.user_id)}/status",
            {"presence": "online", "status_msg": "Attempted status"})


@attempt("typing", "a message from device to device", OK)
def _(s):
    return ("PUT", f"/_matrix/client/v3/sendToDevice/org.example.note/{secrets.token_hex(8)}",
            {"messages": {s.practitioner.user_id: {"*": {"body": "Attempted note"}}}})


# --- what is not theirs ---

@attempt("the practice's rooms", "state of the practice", refusal())
def _(s):
    return "GET", f"/_matrix/client/v3/rooms/{quote(s.practice.space)}/state", None


@attempt("the practice's rooms", "rooms of the practice", refusal())
def _(s):
    return "GET", f"/_matrix/client/v1/rooms/{quote(s.practice.space)}/hierarchy", None


@attempt("the practice's rooms", "summary of the practice", refusal(status=404, errcode="M_NOT_FOUND"))
def _(s):
    return "GET", "/_matrix/client/v1/room_summary/" + quote(s.practice.space), None


@attempt("the practice's rooms", "patients in the directory", refusal())
def _(s):
    return "GET", f"/_matrix/client/v3/rooms/{quote(s.practice.directory)}/state", None


@attempt("the practice's rooms", "messages of Everyone", refusal())
def _(s):
    return "GET", f"/_matrix/client/v3/rooms/{quote(s.practice.everyone)}/messages?dir=b", None


@attempt("the practice's rooms", "members of Everyone", refusal())
def _(s):
    return "GET", f"/_matrix/client/v3/rooms/{quote(s.practice.everyone)}/members", None


@attempt("the practice's rooms", "a message to Everyone", refusal())
def _(s):
    path = f"/_matrix/client/v3/rooms/{quote(s.practice.everyone)}/send/m.room.message/{secrets.token_hex(8)}"
    return "PUT", path, text("Attempted message")


@attempt("the practice's rooms", "what the module tells practitioners", refusal())
def _(_s):
    return "GET", "/_synapse/client/bedside/v1/status", None


@attempt("the practice's rooms", "whether another account is a patient's", refusal())
def _(s):
    return "GET", "/_synapse/client/bedside/v1/account/" + quote(s.other_patient), None


@attempt("another patient's conversation", "read it", refusal())
def _(s):
    return "GET", f"/_matrix/client/v3/rooms/{quote(s.other_room)}/messages?dir=b", None


@attempt("another patient's conversation", "write in it", refusal())
def _(s):
    path = f"/_matrix/client/v3/rooms/{quote(s.other_room)}/send/m.room.message/{secrets.token_hex(8)}"
    return "PUT", path, text("Attempted message")


@attempt("another patient's conversation", "who is in it", refusal())
def _(s):
    return "GET", f"/_matrix/client/v3/rooms/{quote(s.other_room)}/joined_members", None


@attempt("media by address", "with an address that one knows", OK)
def _(s):
    return "GET", "/_matrix/client/v1/media/download/" + s.file, None


@attempt("media by address", "with an address that one guesses", refusal(status=404, errcode="M_NOT_FOUND"))
def _(s):
    return "GET", f"/_matrix/client/v1/media/download/{s.file.partition('/')[0]}/AAAAAAAAAAAAAAAAAAAAAAAA", None
