# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever is not in a practice leaves its directory and its team conversations: a removal may have stopped half-way."""
import logging

from . import rules

log = logging.getLogger(__name__)


class Sweep:
    """Looks at every configured practice; an error in one keeps nobody from the next."""

    def __init__(self, api, rooms):
        self.api, self.rooms, self.complained = api, rooms, set()

    async def run(self):
        for practice in sorted(self.rooms.practices):
            try:
                await self._practice(practice)
            except Exception:       # pylint: disable=broad-except -- tried again next time
                log.exception("Could not check who is in the rooms of practice %s", practice)

    async def _practice(self, practice):
        events = await self.api.get_room_state(
            practice, [(rules.CREATE, ""), (rules.SETTINGS, ""), (rules.CHILD, None)])
        contents = {key: event.content for key, event in events.items()}
        if rules.mark_of(contents.get((rules.CREATE, ""))).kind != rules.PRACTICE:
            if practice not in self.complained:
                self.complained.add(practice)
                log.warning("%s in practices is no practice of this server: nobody can write in it", practice)
            return
        rooms = {key for kind, key in contents if kind == rules.CHILD}
        rooms.add(rules.text(contents.get((rules.SETTINGS, "")), "directory"))
        members = await self.rooms.members(practice)
        for room in sorted(rooms - {""}):
            # Any room may be called a child of the space: only those that name it, too, are its own.
            mark = await self.rooms.mark(room)
            if mark.kind in (rules.DIRECTORY, rules.TEAM) and mark.practice == practice:
                await self._room(practice, members, room)

    async def _room(self, practice, members, room):
        for user, membership in (await self.rooms.members(room)).items():
            if membership not in ("join", "invite"):
                continue
            if members.get(user) == "join" and await self.rooms.is_practitioner(user):
                continue
            # Somebody may have joined both since the space was read.
            belongs = self.rooms.is_member if membership == "join" else self.rooms.may_be_invited
            if await belongs(practice, user):
                continue
            try:
                await self.api.update_room_membership(user, user, room, "leave")
            except Exception:       # pylint: disable=broad-except -- the others have to go all the same
                log.exception("Could not put somebody out of %s", room)
