# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first message of a conversation, with Bedside killed before, during and after each of its requests.

However that ends, there is one room for the pair afterwards, one message in
it, chat is enabled and the patient may write. RUNS says how often each point
is tried (1); a table of all points comes at the end. Without a window: see
headless/headless.c.
"""
import itertools
import json
import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from suite import suite
from world import Failure, FaultProxy, check, wait_for

from common import Process
from matrix import MatrixError, quote

RUNS = int(os.environ.get("RUNS", "1"))
WORKERS = 3
ACCESS = r"/state/org\.bedside\.access/"
LEVELS = r"/rooms/(?!{known})[^/]+/state/m\.room\.power_levels"
SEND = r"/send/m\.room\.message/"

# name, method, what is looked for in the request's target; sync: the one that shows the room that was made.
REQUESTS = [("access-read", "GET", ACCESS), ("access-written", "PUT", ACCESS), ("create-room", "PUT", r"/createRoom/"),
            ("sync", "GET", r"/v3/sync"), ("send", "PUT", SEND), ("levels-read", "GET", LEVELS),
            ("levels-written", "PUT", LEVELS)]
PASSED_ON = ("PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "G_MESSAGES_DEBUG")


@dataclass
class Outcome:
    """What the server holds of one pair, as it should be."""
    rooms: int = 1
    messages: int = 1
    access: str = "enabled"
    level: int = 10


class Desk:
    """One practitioner whose Bedside has no window; works for one run after the other."""
    numbers = itertools.count(1)

    def __init__(self, world, same=None):
        """same: another computer of that desk's practitioner."""
        number = next(Desk.numbers)
        self.world, self.name = world, same.name if same else f"headless{number}"
        self.practitioner = same.practitioner if same else world.practice.practitioner(self.name)
        world.server.admin.unlimited(self.practitioner.matrix.user_id)
        self.folder = world.folder / f"headless-{number}"
        self.folder.mkdir()
        self.proxy = FaultProxy("127.0.0.1", world.server.port)
        self.process, self.pairs = None, {}         # room: patient

    def start(self, *arguments):
        env = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        env |= {"HOME": str(self.folder), "LC_ALL": "C.UTF-8", "G_DEBUG": "fatal-warnings",
                "BEDSIDE_PASSWORD": self.practitioner.password, "XDG_CACHE_HOME": str(self.folder / "xdg")}
        self.process = Process([self.world.headless, self.folder, self.proxy.base, self.name, *arguments],
                               self.folder / "log", env)

    def wait_said(self, line, timeout=60):
        def look():
            check(self.process.alive(), lambda: f"it ended: {self.process.said()}")
            return line in self.process.said(100000).splitlines()
        wait_for(look, timeout, lambda: f"{line!r}, and not only {self.process.said()!r}")

    def kill(self):
        if self.process:
            self.process.kill()
            self.process = None

    def close(self):
        self.kill()
        self.proxy.close()

    # --- what the server holds ---

    def rooms(self, patient):
        """Every room of the server that is bound to this pair, whoever is in it."""
        admin, found, start = self.world.server.admin, [], 0
        while start is not None:
            page = admin.call("GET", f"/_synapse/admin/v1/rooms?limit=500&from={start}")
            found += [r["room_id"] for r in page["rooms"]
                      if r["creator"] == self.practitioner.matrix.user_id and r["room_id"] not in self.others(patient)]
            start = page.get("next_batch")
        return [room for room in found if self.binding(room).get("patient_key") == patient.key]

    def others(self, patient):
        return {room for room, other in self.pairs.items() if other is not patient}

    def binding(self, room):
        state = self.world.server.admin.call("GET", f"/_synapse/admin/v1/rooms/{quote(room)}/state?type=m.room.create")
        contents = (e["content"] for e in state["state"] if e["type"] == "m.room.create")
        return next(contents, {}).get("org.bedside.chat", {})       # none while it is being made

    def outcome(self, patient, text):
        rooms, matrix = self.rooms(patient), self.practitioner.matrix
        texts = [held for room in rooms for held in matrix.texts(room)]
        try:
            access = matrix.state(self.world.practice.directory, "org.bedside.access", patient.key).get("chat", "")
        except MatrixError:
            access = "none"
        level = -1
        if len(rooms) == 1:
            level = matrix.state(rooms[0], "m.room.power_levels")["users"].get(patient.user_id, -1)
            self.pairs[rooms[0]] = patient
        return Outcome(len(rooms), len(texts) if set(texts) <= {text} else -1, access, level)

    # --- one run ---

    def fault(self, method, pattern, moment):
        if moment == "under-way":
            return self.proxy.delay(method, pattern, 0)
        return self.proxy.hold(method, pattern, after=moment == "answered")

    def run(self, point, patient):
        """Bedside is killed there and started again; what has become of it."""
        name, method, pattern, moment = point
        text = f"Good morning, {patient.given}."
        known = "|".join(re.escape(quote(room)) for room in self.pairs) or "none"
        pattern = pattern.format(known=known)
        begun = len(self.proxy.asked)
        fault = None if name == "sync" else self.fault(method, pattern, moment)
        self.start(patient.key, text)
        if name == "sync":
            self.wait_said("online")
            fault = self.fault(method, pattern, moment)
            wait_for(lambda: any(a.delivered for a in self.proxy.asked[begun:] if "/createRoom" in a.target), 60,
                     "an answer to createRoom")
        fault.wait(timeout=60)
        if moment == "under-way":           # so that the server is still busy with it when Bedside comes back
            wait_for(lambda: fault.hits[0].forwarded, 10, "the request to be forwarded", every=0.002)
        self.kill()
        fault.remove()
        self.start()
        self.wait_said("online")
        self.wait_said("sent")
        want = Outcome()
        try:
            wait_for(lambda: self.outcome(patient, text) == want, 30, "", every=0.3)
        except Failure:
            pass
        self.kill()
        return self.outcome(patient, text)


class Office:
    """What the tests of this file share, made when the first of them begins."""

    def __init__(self, world):
        self.world, self.table, self.numbers = world, {}, itertools.count(1)
        self.desks = [Desk(world) for _ in range(min(WORKERS, RUNS))]
        self.free, self.lock = list(self.desks), threading.Lock()
        world.desks.append(self)

    def close(self):
        for desk in self.desks:
            desk.close()
        if self.table:
            self.print_table()

    def patient(self):
        number = next(self.numbers)
        return self.world.practice.patient(f"Patient{number}", "Firstmessage", "1970-01-01", f"portal-first{number}")

    def one(self, point):
        with self.lock:
            desk = self.free.pop()
        try:
            return desk.run(point, self.patient())
        finally:
            desk.kill()
            with self.lock:
                self.free.append(desk)

    def try_point(self, name, point):
        with ThreadPoolExecutor(len(self.desks)) as pool:
            outcomes = list(pool.map(self.one, [point] * RUNS))
        self.table[name] = outcomes
        bad = [o for o in outcomes if o != Outcome()]
        check(not bad, lambda: f"{len(bad)} of {RUNS} runs ended otherwise: {bad[:5]}")

    def print_table(self):
        print(f"# {'killed at':<24} runs  rooms!=1  messages!=1  access  level")
        for name, outcomes in self.table.items():
            wrong = [sum(getattr(o, f) != getattr(Outcome(), f) for o in outcomes)
                     for f in ("rooms", "messages", "access", "level")]
            print(f"# {name:<24} {len(outcomes):4}  {wrong[0]:8}  {wrong[1]:11}  {wrong[2]:6}  {wrong[3]:5}")


def office(world):
    return next((d for d in world.desks if isinstance(d, Office)), None) or Office(world)


def add_point(name, method, pattern, moment):
    title = f"{name}-{moment}"

    @suite.test(f"R2-first-message-killed/{title}")
    def killed(world):
        office(world).try_point(title, (name, method, pattern, moment))


for request in REQUESTS:
    for when in ("asked", "under-way", "answered"):
        if when != "under-way" or request[1] == "PUT":
            add_point(*request, when)


@suite.test("R2-first-message-killed/two-at-once")
def two_at_once(world):
    """Two practitioners write to the same patient for the first time: each has a conversation with him."""
    here = office(world)
    desks = [here.desks[0], Desk(world)]
    here.desks.append(desks[1])
    patient = here.patient()
    for desk in desks:
        desk.start(patient.key, f"From {desk.name}.")
    for desk in desks:
        desk.wait_said("sent")
    for desk in desks:
        wait_for(lambda d=desk: d.outcome(patient, f"From {d.name}.") == Outcome(), 30,
                 lambda d=desk: json.dumps(vars(d.outcome(patient, f"From {d.name}."))))
        desk.kill()


@suite.test("R2-first-message-two-devices")
def two_devices(world):
    """One practitioner writes to a patient for the first time, on two computers at once."""
    here = office(world)
    one = here.desks[0]
    other = Desk(world, same=one)
    here.desks.append(other)
    for _ in range(RUNS):
        patient = here.patient()
        texts = {desk: f"From {desk.folder.name}." for desk in (one, other)}
        for desk in texts:
            desk.start(patient.key, texts[desk])
        for desk in texts:
            desk.wait_said("sent")
        matrix = one.practitioner.matrix

        def joined(of=patient):
            mine = matrix.call("GET", "v3/joined_rooms")["joined_rooms"]
            return [room for room in one.rooms(of) if room in mine]
        # If the server has made two rooms, the newer one is left.
        wait_for(lambda: len(joined()) == 1, 30, lambda: f"one conversation, not {joined()}")
        held = sorted(matrix.texts(joined()[0]))
        check(held == sorted(texts.values()), f"the server holds {held}")
        for desk in texts:
            desk.kill()
            desk.pairs[joined()[0]] = patient
