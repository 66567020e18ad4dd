# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the rules have to know, read from the server for every question: nothing is kept.

Any number of worker processes may run this, each sees what the practice's
rooms say now. Only single state events are read, never a room's whole state,
because a directory holds thousands.
"""
from . import rules


class Rooms:
    """Rooms and accounts of the server, as the rules see them."""

    def __init__(self, api, practices):
        self.api, self.practices = api, practices

    # --- accounts ---

    async def account_type(self, user):
        """Exactly what the administrator has set; None for strangers, and for those who are gone."""
        info = await self.api.get_userinfo_by_id(user) if user and self.api.is_mine(user) else None
        return info.user_type if info and not info.is_deactivated else None

    async def is_practitioner(self, user):
        return await self.account_type(user) == "practitioner"

    async def are_practitioners(self, users):
        return all([await self.is_practitioner(user) for user in users])

    async def has_signed_in(self, user):
        """Whether a program has ever asked for anything with a token of theirs. The server keeps addresses for four
        weeks, and days for ever."""
        return bool(await self.api.get_user_ip_and_agents(user)) or await self._has_row(
            "SELECT 1 FROM user_daily_visits WHERE user_id = ? LIMIT 1", user)

    # --- rooms ---

    async def contents(self, room, *keys):
        """The contents of these state events (type, state key), {} for each that is not there."""
        events = await self.api.get_room_state(room, keys) if room else {}
        return [events[key].content if key in events else {} for key in keys]

    async def members(self, room):
        """Everybody's membership: {user: "join"}."""
        events = await self.api.get_room_state(room, [(rules.MEMBER, None)])
        return {user: rules.text(event.content, "membership") for (_, user), event in events.items()}

    async def membership(self, room, user):
        return rules.text((await self.contents(room, (rules.MEMBER, user)))[0], "membership")

    async def mark(self, room):
        return rules.mark_of((await self.contents(room, (rules.CREATE, "")))[0])

    async def standing(self, practice, user):
        """Membership in a practice's space, "" if it is no practice. It need not be configured: it is set up first."""
        create, member = await self.contents(practice, (rules.CREATE, ""), (rules.MEMBER, user))
        return rules.text(member, "membership") if rules.mark_of(create).kind == rules.PRACTICE else ""

    async def is_member(self, practice, user):
        return await self.standing(practice, user) == "join" and await self.is_practitioner(user)

    async def may_be_invited(self, practice, user):
        """To a directory or team: members, and those who are invited to become one."""
        return await self.standing(practice, user) in ("join", "invite") and await self.is_practitioner(user)

    async def closed_reason(self, binding):
        """Why nobody may write in a conversation with this binding, or rules.OPEN."""
        known = binding.valid and binding.practice in self.practices
        create, settings, member = await self.contents(
            binding.practice if known else "", (rules.CREATE, ""), (rules.SETTINGS, ""),
            (rules.MEMBER, binding.practitioner))
        directory, patient, access = await self.contents(
            rules.text(settings, "directory"), (rules.CREATE, ""), (rules.PATIENT, binding.patient_key),
            (rules.ACCESS, binding.patient_key))
        # Settings may name any room: only one that names the practice, too, is its directory.
        known = known and rules.mark_of(create).kind == rules.PRACTICE \
            and rules.mark_of(directory) == rules.Mark(rules.DIRECTORY, binding.practice)
        return rules.closed_reason(
            binding, practice_known=known, is_practitioner=await self.is_practitioner(binding.practitioner),
            membership=rules.text(member, "membership"), settings=settings, patient=patient, access=access)

    async def sender_of_message(self, room, event_id):
        """Who has sent this event, "" if it is not of this room or is a state event."""
        row = await self._row("SELECT sender FROM events WHERE event_id = ? AND room_id = ? AND state_key IS NULL",
                              event_id, room)
        return row[0] if row else ""

    # --- two questions that the module API does not answer ---

    async def _row(self, sql, *args):
        def read(txn):
            txn.execute(sql, args)
            return txn.fetchone()
        return await self.api.run_db_interaction("bedside_practice_read", read)

    async def _has_row(self, sql, *args):
        return await self._row(sql, *args) is not None
