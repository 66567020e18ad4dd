# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Bedside asks the module: GET below /_synapse/client/bedside/v1, for practitioners with a valid token."""
import math
import time
from collections import deque

from synapse.module_api import DirectServeJsonResource
from synapse.module_api.errors import Codes, SynapseError

BASE = "/_synapse/client/bedside/v1/"
LOOKUPS, PERIOD = 60, 60            # look-ups of accounts in so many seconds, for each practitioner and process


class _Resource(DirectServeJsonResource):
    isLeaf = True

    def __init__(self, api, rooms):
        super().__init__()
        self.api, self.rooms = api, rooms

    async def _async_render_GET(self, request):
        user = (await self.api.get_user_by_req(request)).user.to_string()
        if not await self.rooms.is_practitioner(user):
            raise SynapseError(403, "For practitioners only", Codes.FORBIDDEN)
        return 200, await self.answer(user, [part.decode("utf-8", "replace") for part in request.postpath])

    async def answer(self, user, path):
        raise NotImplementedError


class Status(_Resource):
    """status: that the rules are enforced, and for which of the practices that the caller belongs to."""

    async def answer(self, user, path):
        if path not in ([], [""]):
            raise SynapseError(404, "No such thing", Codes.NOT_FOUND)
        mine = [p for p in self.rooms.practices if await self.rooms.standing(p, user) in ("join", "invite")]
        return {"v": 1, "enforced": True, "practices": sorted(mine)}


class Account(_Resource):
    """account/{user_id}: whether this exact account exists, is a patient's, and has been used."""

    def __init__(self, api, rooms):
        super().__init__(api, rooms)
        self.limit = Limit(LOOKUPS, PERIOD)

    async def answer(self, user, path):
        if wait := self.limit.seconds_to_wait(user, time.monotonic()):
            raise SynapseError(429, "Too many requests", Codes.LIMIT_EXCEEDED, {"retry_after_ms": int(wait * 1000)},
                               {"Retry-After": str(math.ceil(wait))})
        whom = path[0] if len(path) == 1 else ""
        kind = await self.rooms.account_type(whom)
        exists = kind is not None or await self._has_no_type(whom)
        patient = kind == "patient"
        return {"exists": exists, "patient": patient,
                "signed_in": patient and await self.rooms.has_signed_in(whom)}

    async def _has_no_type(self, whom):
        """Such an account exists, but is not a patient's: nobody said so."""
        info = await self.api.get_userinfo_by_id(whom) if self.api.is_mine(whom) else None
        return info is not None and not info.is_deactivated


class Limit:
    """So many in a period for each name. Names that have not asked for a period are forgotten."""

    def __init__(self, count, period):
        self.count, self.period, self.asked = count, period, {}

    def seconds_to_wait(self, name, now):
        """0 if it may ask now, which then counts."""
        if name not in self.asked:
            self.asked = {n: times for n, times in self.asked.items() if times[-1] > now - self.period}
        times = self.asked.setdefault(name, deque())
        while times and times[0] <= now - self.period:
            times.popleft()
        if len(times) >= self.count:
            return times[0] + self.period - now
        times.append(now)
        return 0
