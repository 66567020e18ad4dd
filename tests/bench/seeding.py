#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""seeding.py COUNT: a real Synapse with a practitioner who has that many conversations.

Made once, kept in your cache folder, and copied for each use. It is made in memory, by an application service (which
may speak for everybody, and writes at the times that it gives), and without the module: its rules would be asked
for each request, and all that is made here keeps them. Used it is as a practice has it: with the module, packing what
it answers; but without limits and without a cache of answers, because one practitioner signs in again and again.
"""
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOOLS = HERE.parent / "synapse" / "tools"
sys.path.insert(0, str(TOOLS))

# pylint: disable=wrong-import-position -- the tools are not installed
from common import CACHE, check, wait_for  # noqa: E402
from homeserver import FAST, Homeserver, set_up  # noqa: E402
from matrix import Client, quote  # noqa: E402
from practice import NS, Practice  # noqa: E402

MEMORY = Path("/dev/shm")
WRITERS = 6
GIVEN = ("Ada", "Ben", "Chloe", "Dmitri", "Elif", "Farah", "Goran", "Hana", "Ines", "Jamal", "Kofi", "Lena")
FAMILY = ("Okafor", "Lovelace", "Dubois", "Vintergatan", "Castellanos", "Brackenwater", "Yildiz", "Ivanova", "Nnamdi")
TEXTS = ("Good morning, how are you today?", "Please drink enough and rest, and tell me tomorrow how the night was.",
         "The new dose is fine so far, thank you.")
DAY = 24 * 3600 * 1000


class Voice(Client):
    """The application service, which speaks for somebody and at some time."""

    def say(self, who, room, text, when, number):
        path = f"v3/rooms/{quote(room)}/send/m.room.message/seed-{number}?user_id={quote(who)}&ts={when}"
        self.call("PUT", path, {"msgtype": "m.text", "body": text})


class Server(Homeserver):
    """What is seeded, and what is used."""

    compress = True
    token = ""      # of the application service, if there is one

    def own_values(self):
        values = {**super().own_values(), "rc_message": FAST, "enable_registration": False,
                  "caches": {"sync_response_cache_duration": "0s"}}
        if self.token:
            (self.folder / "service.yaml").write_text(json.dumps({
                "id": "seed", "url": None, "as_token": self.token, "hs_token": secrets.token_urlsafe(24),
                "sender_localpart": "seed", "rate_limited": False,
                "namespaces": {"users": [{"exclusive": False, "regex": ".*"}], "rooms": [], "aliases": []}}))
            values["app_service_config_files"] = [str(self.folder / "service.yaml")]
        return values


class Empty(Server):
    """Before it is seeded."""

    def __init__(self, folder):
        self.token = secrets.token_urlsafe(24)
        super().__init__(folder, module=False, gc_thresholds=[50000, 20, 20])

    def own_values(self):
        return {**super().own_values(), "caches": {"global_factor": 8.0}}


class Seed:
    """Fills a server."""

    def __init__(self, server, count):
        self.server, self.count = server, count
        self.voice = Voice(server.base, token=server.token)
        # Always the same, and the newest conversation is as old as what was seeded.
        self.now = int(time.time() * 1000)

    def person(self, n):
        name = f"patient{n:05}"
        given, family = GIVEN[n % len(GIVEN)], FAMILY[n % len(FAMILY)]
        birth_date = f"{1930 + n % 80}-{1 + n % 12:02}-{1 + n % 28:02}"
        return {"key": f"{n:016x}", "user_id": f"@{name}:{self.server.name}", "name": name,
                "given": given, "family": f"{family} {n}", "birth_date": birth_date}

    def register(self, person):
        self.voice.call("POST", "v3/register", {"type": "m.login.application_service", "username": person["name"],
                                                "inhibit_login": True})

    @staticmethod
    def enter(practice, p):
        """In the directory. (All at once, when the room is made, takes Synapse longer: the square of their number.)"""
        practice.owner.matrix.set_state(practice.directory, NS + "patient", {
            "v": 1, "given": p["given"], "family": p["family"], "birth_date": p["birth_date"],
            "portal": "activated", "user_id": p["user_id"]}, p["key"])
        practice.owner.matrix.set_state(practice.directory, NS + "access",
                                        {"v": 1, "chat": "enabled", "reason": ""}, p["key"])

    def conversation(self, practice, doctor, number, person):
        """Three messages; in every third conversation the last is the patient's, and not read."""
        me, other = doctor.matrix.user_id, person["user_id"]
        self.enter(practice, person)
        room = doctor.matrix.create_room(**practice.conversation_body(me, person["key"], other, level=10))
        self.voice.call("POST", f"v3/join/{quote(room)}?user_id={quote(other)}", {})
        first = self.now - DAY * (number % 300) - number * 60_000
        for n, text in enumerate(TEXTS):
            self.voice.say(other if n == 2 and number % 3 == 0 else me, room, text, first + n * 5000, f"{number}-{n}")
        return {**person, "room": room}

    def run(self):
        """What a user of the server has to know."""
        people = [self.person(n) for n in range(self.count)]
        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(self.register, people))
            practice = Practice(self.server)
            doctor = practice.practitioner("doctor")
            made = list(pool.map(lambda n: self.conversation(practice, doctor, n, people[n]), range(self.count)))
        return {"practice": practice.space, "name": doctor.name, "password": doctor.password,
                "user_id": doctor.matrix.user_id, "admin": self.server.admin.token, "patients": made}


def key_of(program, count):
    """What the seeded server is made by and of."""
    made_by = [Path(__file__), TOOLS / "practice.py", program / ".synapse-ready"]
    return f"bench-{count}-" + hashlib.sha256(b"".join(p.read_bytes() for p in made_by)).hexdigest()[:12]


def seed(count):
    """The folder with the seeded server, which is made if it is not there yet; who comes meanwhile waits."""
    kept = CACHE / key_of(set_up("synapse-setup.sh"), count)
    with open(kept.with_name(kept.name + ".lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            make(count, kept)
    return kept


def make(count, kept):
    """The folder kept, which appears whole or not at all."""
    started = time.monotonic()
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="bedside-seed-", dir=memory))
    server = None
    try:
        server = Empty(folder / "server")
        facts = Seed(server, count).run()
        server.stop()
        (folder / "server" / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
        check(not (folder / "server" / "homeserver.db-wal").exists(), "Synapse did not close its database")
        fresh = kept.with_name(f"{kept.name}.{os.getpid()}")
        shutil.copytree(folder / "server", fresh, ignore=shutil.ignore_patterns("*.log", "service.yaml"))
        fresh.rename(kept)
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder)
    print(f"# seeded {count} conversations in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)


def main():
    print(seed(int(sys.argv[1])))


if __name__ == "__main__":
    main()
