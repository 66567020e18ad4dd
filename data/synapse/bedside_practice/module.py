# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Synapse asks before things happen.

Neither check_event_allowed nor on_new_event is used: with either one Synapse
loads the whole state of a room for every event in it, which a directory of
thousands of patients does not bear. An error in here refuses what was asked.
"""
import logging
from typing import NamedTuple

from synapse.module_api import NOT_SPAM
from synapse.module_api.errors import Codes, ConfigError, SynapseError

from . import rules
from .resources import BASE, Account, Status
from .rooms import Rooms
from .sweep import Sweep

log = logging.getLogger(__name__)
# The invitation is there a moment after it was allowed.
JOIN_AFTER = (0.1, 0.4, 1, 3, 10)


class Config(NamedTuple):
    """What stands under config: in homeserver.yaml."""
    practices: frozenset
    auto_join: bool = True
    sweep_interval: float = 30


def refuse(reason):
    """An answer that tells the client why, in a word that it can look up."""
    return Codes.FORBIDDEN, {rules.NS + "reason": reason}


class BedsidePractice:
    """The module; Synapse makes one in each of its processes."""

    def __init__(self, config, api):
        self.api, self.config = api, config
        self.rooms = Rooms(api, config.practices)
        api.register_spam_checker_callbacks(
            user_may_create_room=self.may_upgrade, user_may_join_room=self.may_join, user_may_invite=self.may_invite,
            user_may_send_3pid_invite=self.never, federated_user_may_invite=self.never,
            user_may_publish_room=self.never, user_may_create_room_alias=self.never,
            check_event_for_spam=self.check_event, check_username_for_spam=self.hide_user)
        api.register_third_party_rules_callbacks(on_create_room=self.on_create)
        api.register_web_resource(BASE + "status", Status(api, self.rooms))
        api.register_web_resource(BASE + "account", Account(api, self.rooms))
        # In one process only: Synapse sees to that.
        api.looping_background_call(Sweep(api, self.rooms).run, config.sweep_interval * 1000,
                                    desc="bedside_practice_sweep")
        log.info("Enforcing the rules of %d practice(s)", len(config.practices))

    @staticmethod
    def parse_config(config):
        """Checks what the administrator has written; Synapse does not start with a mistake."""
        def wrong(message):
            raise ConfigError("bedside_practice: " + message)

        if not isinstance(config, dict) or "practices" not in config:
            wrong("practices is required, a list of room ids. It may be empty, until a practice is set up")
        if unknown := sorted(str(key) for key in config.keys() - set(Config._fields)):
            wrong(f"unknown option {', '.join(unknown)}; there are {', '.join(Config._fields)}")
        practices = config["practices"]
        if not isinstance(practices, list):
            wrong("practices must be a list of room ids; it may be empty: []")
        for practice in practices:
            if not isinstance(practice, str) or not practice.startswith("!") or len(practice) < 2:
                wrong(f"{practice!r} in practices is no room id: those begin with ! "
                      "(Bedside shows a practice's id in its settings)")
        if not isinstance(config.get("auto_join", True), bool):
            wrong("auto_join must be true or false")
        seconds = config.get("sweep_interval", 30)
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 1 <= seconds <= 3600:
            wrong("sweep_interval must be a number of seconds from 1 to 3600")
        return Config(frozenset(practices), config.get("auto_join", True), seconds)

    # --- for everybody ---

    async def never(self, *_):
        return refuse("never")

    async def hide_user(self, profile, requester):
        """Whether to leave somebody out of what the user directory finds: patients find nobody, nobody finds them."""
        return not await self.rooms.are_practitioners([requester, profile["user_id"]])

    # --- new rooms ---

    async def on_create(self, requester, body, _is_admin):
        """Before anything exists, and for server administrators too, whom the spam checker's callbacks let pass."""
        creator = requester.user.to_string()
        reason = await self._not_created_because(creator, body)
        if reason is not None:
            raise SynapseError(403, "You are not permitted to create this room", *refuse(reason))

    async def _not_created_because(self, creator, body):
        if not await self.rooms.is_practitioner(creator):
            return "not_practitioner"
        if (reason := rules.wrong_body(creator, body)) is not None:
            return reason
        mark = rules.mark_of(body.get("creation_content"))
        if mark.kind == rules.CHAT:
            return await self._no_conversation_because(body, mark.binding)
        # Whoever could not be invited is refused here, or a room would stay behind that nobody wants.
        if not await self.rooms.are_practitioners(rules.invited(body)):
            return "not_practitioner"
        if mark.kind not in (rules.DIRECTORY, rules.TEAM):
            return None
        if not await self.rooms.is_member(mark.practice, creator):
            return "not_member"
        welcome = [await self.rooms.may_be_invited(mark.practice, user) for user in rules.invited(body)]
        return None if all(welcome) else "not_member"

    async def _no_conversation_because(self, body, binding):
        if await self.rooms.account_type(binding.patient) != "patient":
            return "not_patient"
        if (reason := await self.rooms.closed_reason(binding)) != rules.OPEN:
            return reason
        right = rules.conversation_body(body, binding)
        body.clear()
        body.update(right)
        return None

    async def may_upgrade(self, _user, config):
        """Asked for every new room, but on_create has decided by then; for an upgrade only this is asked, and the room
        that replaces ours would not be ours any more."""
        return refuse("never") if "predecessor" in config.get("creation_content", {}) else NOT_SPAM

    # --- who is where ---

    async def may_invite(self, inviter, invitee, room):
        mark = await self.rooms.mark(room)
        if mark.kind == rules.CHAT:
            return await self._may_invite_patient(inviter, invitee, room, mark.binding)
        if not await self.rooms.are_practitioners([inviter, invitee]):
            return refuse("not_practitioner")
        if mark.kind in (rules.DIRECTORY, rules.TEAM) and not (
                await self.rooms.is_member(mark.practice, inviter)
                and await self.rooms.may_be_invited(mark.practice, invitee)):
            return refuse("not_member")
        return NOT_SPAM

    async def _may_invite_patient(self, inviter, invitee, room, binding):
        if inviter != binding.practitioner or invitee != binding.patient:
            return refuse("wrong_binding")
        if (reason := await self.rooms.closed_reason(binding)) != rules.OPEN:
            return refuse(reason)
        self._join_soon(invitee, room)
        return NOT_SPAM

    async def may_join(self, user, room, is_invited):
        """Asked for join -> join, too, which is a changed name; is_invited is false then."""
        mark = await self.rooms.mark(room)
        if mark.kind == rules.CHAT and user == mark.binding.patient:
            known = is_invited and mark.practice in self.config.practices
            return NOT_SPAM if known or await self.rooms.membership(room, user) == "join" else refuse("wrong_binding")
        if not await self.rooms.is_practitioner(user):
            return refuse("not_practitioner")
        if mark.kind == rules.CHAT:
            return NOT_SPAM if user == mark.binding.practitioner else refuse("wrong_binding")
        if mark.kind in (rules.DIRECTORY, rules.TEAM) and not await self.rooms.is_member(mark.practice, user):
            return refuse("not_member")
        return NOT_SPAM

    def _join_soon(self, patient, room):
        if self.config.auto_join:
            self.api.run_as_background_process("bedside_practice_join", self._join, patient, room)

    async def _join(self, patient, room):
        """Accepts the invitation in the patient's place as soon as it is there. If all tries miss it, so does the next
        message of the practitioner."""
        for seconds in JOIN_AFTER:
            await self.api.sleep(seconds)
            membership = await self.rooms.membership(room, patient)
            if membership == "invite":
                await self.api.update_room_membership(patient, patient, room, "join")
            if membership in ("invite", "join", "ban"):
                return

    # --- events ---

    async def check_event(self, event):
        """Messages, redactions and state, but memberships and what createRoom itself sends."""
        mark = await self.rooms.mark(event.room_id)
        if mark.kind == rules.CHAT:
            return await self._check_conversation(event, mark.binding)
        if not await self.rooms.is_practitioner(event.sender):
            return refuse("not_practitioner")
        if mark.kind in (rules.DIRECTORY, rules.TEAM) and not await self.rooms.is_member(mark.practice, event.sender):
            return refuse("not_member")
        if event.is_state() and mark.kind:
            if event.type == rules.ENCRYPTION:
                return refuse("encryption")
            if event.type == rules.TOMBSTONE or rules.opens(event.type, event.content):
                return refuse("never")
        return NOT_SPAM

    async def _check_conversation(self, event, binding):
        practitioner = event.sender == binding.practitioner and await self.rooms.is_practitioner(event.sender)
        if not practitioner and event.sender != binding.patient:
            return refuse("wrong_binding")
        if event.is_state():
            return await self._check_state(event, binding.patient, practitioner)
        if event.type == rules.REDACTION:
            sender = await self.rooms.sender_of_message(event.room_id, event.redacts or "")
            if not sender:
                return refuse("wrong_shape")
            if practitioner and sender == event.sender:
                return NOT_SPAM             # a mistake of one's own may be taken back at any time
        if (reason := await self.rooms.closed_reason(binding)) != rules.OPEN:
            return refuse(reason)
        if practitioner and await self.rooms.membership(event.room_id, binding.patient) == "invite":
            self._join_soon(binding.patient, event.room_id)
        return NOT_SPAM

    async def _check_state(self, event, patient, practitioner):
        """A conversation's state never changes, but for the patient's level."""
        if not practitioner or event.type != rules.LEVELS or event.state_key != "":
            return refuse("encryption" if event.type == rules.ENCRYPTION else "wrong_shape")
        old, = await self.rooms.contents(event.room_id, (rules.LEVELS, ""))
        return refuse("wrong_shape") if rules.wrong_levels(patient, old, event.content) else NOT_SPAM
