# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules as pure functions: no server, no clock, nothing kept.

Contents come from strangers: whatever is missing or has another type than it
should closes a conversation or refuses a room, and never raises.
"""
from collections.abc import Mapping, Sequence
from typing import NamedTuple

NS = "org.bedside."
CHAT, PRACTICE, DIRECTORY, TEAM = NS + "chat", NS + "practice", NS + "directory", NS + "team"
SETTINGS, PATIENT, ACCESS = NS + "settings", NS + "patient", NS + "access"
CREATE, MEMBER, LEVELS = "m.room.create", "m.room.member", "m.room.power_levels"
ENCRYPTION, TOMBSTONE, REDACTION, CHILD = "m.room.encryption", "m.room.tombstone", "m.room.redaction", "m.space.child"

VERSION = "11"              # in rooms of version 12 a creator can never be demoted
OPEN = "none"               # what may_write() returns when both sides may
LEVEL_ENABLED, LEVEL_DISABLED = 10, 0
STATE_AT_100 = ("m.room.name", "m.room.topic", "m.room.avatar", LEVELS, "m.room.history_visibility",
                "m.room.join_rules", ENCRYPTION, "m.room.server_acl", TOMBSTONE, "m.call.invite")


# --- reading ---

def text(content, key):
    """The string of this key, "" if there is none."""
    value = content.get(key) if isinstance(content, Mapping) else None
    return value if isinstance(value, str) else ""


def same(a, b):
    """Equal as JSON: in Python 1, 1.0 and True are the same."""
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if _is_list(a) and _is_list(b):
        return len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and a == b


def _is_list(value):
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


class Binding(NamedTuple):
    """Whose conversation a room is: fixed in m.room.create."""
    practice: str
    patient_key: str
    patient: str
    practitioner: str

    @property
    def valid(self):
        return all(self) and not self.patient_key.startswith("@") and self.patient != self.practitioner

    def as_content(self):
        return {"v": 1, **self._asdict()}


class Mark(NamedTuple):
    """What a room is to a practice: kind is one of our keys, "" for a room that is none of ours."""
    kind: str
    practice: str = ""
    binding: Binding | None = None


def mark_of(create):
    """The mark in the content of m.room.create. A conversation, the strictest kind, wins over all others."""
    create = create if isinstance(create, Mapping) else {}
    kind = next((key for key in (CHAT, DIRECTORY, TEAM, PRACTICE) if key in create), "")
    if kind == CHAT:
        binding = Binding(*(text(create[CHAT], key) for key in Binding._fields))
        return Mark(kind, binding.practice, binding)
    return Mark(kind, text(create[kind], "practice") if kind in (DIRECTORY, TEAM) else "")


# --- may write ---

def may_write(*, binding_valid, practice_known, practitioner_joined, group_chat, patient_chat, linked, chat_enabled,
              both_joined, encrypted):
    """Why nobody may write in a conversation, or OPEN: the first reason in this order.

    Bedside has the same function; tests/data/may-write.json holds the cases of both.
    """
    in_order = ((binding_valid, "wrong_binding"),
                (practice_known, "no_practice"),
                (practitioner_joined, "practitioner_left"),
                (group_chat, "group_chat_disabled"),
                (patient_chat, "practice_chat_disabled"),
                (linked, "not_linked"),
                (chat_enabled, "chat_disabled"),
                (both_joined, "left"),
                (not encrypted, "encrypted"))
    return next((reason for holds, reason in in_order if not holds), OPEN)


def closed_reason(binding, *, practice_known, is_practitioner, membership, settings, patient, access):
    """May write, out of the contents that the server holds.

    both_joined and encrypted are what only a client can be wrong about: a server takes messages from those only who
    are joined, the first one while the patient is still invited; and this module lets no conversation be encrypted.
    """
    return may_write(binding_valid=binding.valid,
                     practice_known=practice_known,
                     practitioner_joined=is_practitioner and membership == "join",
                     group_chat=settings.get("group_chat") is True,
                     patient_chat=settings.get("patient_chat") is True,
                     linked=binding.patient != "" and text(patient, "user_id") == binding.patient,
                     chat_enabled=text(access, "chat") == "enabled",
                     both_joined=True,
                     encrypted=False)


# --- new rooms ---

def conversation_levels(binding):
    """Complete, since an override replaces what the preset says. Closed by default: who is not listed cannot write."""
    return {"users": {binding.practitioner: 100, binding.patient: LEVEL_DISABLED}, "users_default": 0,
            "events_default": LEVEL_ENABLED, "state_default": 100, "invite": 100, "kick": 100, "ban": 100,
            "redact": 100, "events": dict.fromkeys(STATE_AT_100, 100), "notifications": {"room": 100}}


def conversation_body(body, binding):
    """The request to create a conversation as it has to be: the client decides nothing but whose it is."""
    state = {"m.room.guest_access": {"guest_access": "forbidden"},
             "m.room.history_visibility": {"history_visibility": "shared"},
             "m.room.join_rules": {"join_rule": "invite"}}
    return {"preset": "private_chat", "visibility": "private", "room_version": VERSION,
            "is_direct": body.get("is_direct") is True, "invite": [binding.patient],
            "creation_content": {"m.federate": False, CHAT: binding.as_content()},
            "initial_state": [{"type": kind, "state_key": "", "content": content} for kind, content in state.items()],
            "power_level_content_override": conversation_levels(binding)}


def invited(body):
    """Who is invited with the request, None if that cannot be read."""
    everybody = body.get("invite", [])
    readable = _is_list(everybody) and all(isinstance(user, str) for user in everybody)
    return list(everybody) if readable else None


def wrong_body(creator, body):
    """Why this request can be no room of ours, whoever asks; None if it can."""
    content = body.get("creation_content", {})
    if not isinstance(content, Mapping) or invited(body) is None:
        return "wrong_shape"
    if body.get("visibility", "private") != "private" or body.get("preset", "private_chat") == "public_chat" \
            or body.get("invite_3pid"):
        return "never"
    mark = mark_of(content)
    if mark.kind == CHAT:
        return _wrong_conversation(creator, body, content, mark.binding)
    if body.get("room_alias_name") or _opens_with(body.get("initial_state", [])):
        return "never"
    return _wrong_mark(body, content, mark) if mark.kind else None


def _wrong_conversation(creator, body, content, binding):
    if binding.practitioner != creator or invited(body) != [binding.patient]:
        return "wrong_binding"
    right = binding.valid and body.get("room_version") == VERSION and body.get("preset") == "private_chat" \
        and same(content, {"m.federate": False, CHAT: binding.as_content()})
    return None if right else "wrong_shape"


def _wrong_mark(body, content, mark):
    kinds = [key for key in (PRACTICE, DIRECTORY, TEAM) if key in content]
    of_its_own = {"v": 1} if mark.kind == PRACTICE else {"v": 1, "practice": mark.practice}
    room_type = {PRACTICE: "m.space", DIRECTORY: DIRECTORY}.get(mark.kind)
    right = len(kinds) == 1 and same(content[mark.kind], of_its_own) and content.get("type") == room_type \
        and content.get("m.federate") is False and body.get("room_version") == VERSION \
        and body.get("preset") == "private_chat"
    return None if right else "wrong_shape"


def _opens_with(state):
    return not _is_list(state) or any(
        not isinstance(event, Mapping) or opens(event.get("type"), event.get("content")) for event in state)


def opens(kind, content):
    """Whether such a state event would let in or let read people whom nobody has invited."""
    return (kind == "m.room.join_rules" and text(content, "join_rule") not in ("invite", "restricted", "private")) \
        or (kind == "m.room.history_visibility" and text(content, "history_visibility") == "world_readable")


# --- a conversation's state ---

def wrong_levels(patient, old, new):
    """Whether anything but the patient's own level, 10 or 0, changes."""
    levels, others = zip(*(_levels_apart(content, patient) for content in (old, new)))
    return type(levels[1]) is not int or levels[1] not in (LEVEL_ENABLED, LEVEL_DISABLED) or not same(*others)


def _levels_apart(content, patient):
    """The patient's level, and the rest of the event without it."""
    users = content.get("users") if isinstance(content, Mapping) else None
    if not isinstance(users, Mapping):
        return None, content
    return users.get(patient, LEVEL_DISABLED), {**content, "users": {u: n for u, n in users.items() if u != patient}}
