# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The matrix against the real Synapse, where it can be: talker.c behind a proxy, several of them at a time.

Each cell has a patient of its own: with a conversation and its history, or one
to whom nobody has written yet, where the request is one of the first message.
"""
import os
import queue
import shutil
import subprocess
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kills import SEND, Failure, FaultProxy, Process, check, wait_for
from results import Result

# pylint: disable=wrong-import-order -- of tests/synapse/tools, which kills.py has put on the path
from homeserver import Homeserver, Unavailable, set_up
from matrix import quote
from practice import Practice

WORKERS = 3
HISTORY = 45
# More than the 30 s after which a request is given up.
STALLED = 33
LIMIT = b'{"errcode":"M_LIMIT_EXCEEDED","error":"Too Many Requests"}'
LIMIT_MS = LIMIT[:-1] + b',"retry_after_ms":1500}'
HTML = b"<html><body>Something else</body></html>"
REQUESTS = {"send": ("PUT", SEND), "sync": ("GET", r"/v3/sync"), "createRoom": ("*", r"/createRoom"),
            "state": ("PUT", r"/state/"), "messages": ("GET", r"/messages\?")}
FIRST = ("createRoom", "state")
KINDS = {
    "refused": None,
    "reset": lambda proxy, *request: proxy.reset(*request),
    "answer-lost": lambda proxy, *request: proxy.cut(*request, after=True),
    "unheard": lambda proxy, *request: proxy.hold(*request),
    "stalled": lambda proxy, *request: proxy.hold(*request, after=True),
    "cut-in-the-head": lambda proxy, *request: proxy.cut_within(*request, "head"),
    "cut-in-the-body": lambda proxy, *request: proxy.cut_within(*request, "body"),
    "slow": lambda proxy, *request: proxy.trickle(*request, 3),
    "429-header": lambda proxy, *request: proxy.answer(*request, 429, LIMIT, [("Retry-After", "1")]),
    "429-body": lambda proxy, *request: proxy.answer(*request, 429, LIMIT_MS),
    "429-bare": lambda proxy, *request: proxy.answer(*request, 429, LIMIT),
    "5xx-html": lambda proxy, *request: proxy.answer(*request, 502, HTML),
    "wrong-json": lambda proxy, *request: proxy.answer(*request, 200, b'{"next_batch":'),
    "captive-portal": lambda proxy, *request: proxy.answer(*request, 200, HTML),
}


class Talker:
    """A practitioner, and talker.c with a proxy."""

    def __init__(self, part, number):
        self.practitioner = part.practice.practitioner(f"talker{number}")
        part.server.admin.unlimited(self.practitioner.matrix.user_id)
        self.proxy = FaultProxy("127.0.0.1", part.server.port)
        folder = part.folder / f"talker{number}"
        folder.mkdir()
        env = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", "G_DEBUG": "fatal-warnings",
               "BEDSIDE_PASSWORD": self.practitioner.password, "TZ": "Europe/Berlin"}
        self.process = Process([part.talker, folder, self.proxy.base, self.practitioner.name], folder / "log", env,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.said = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.wait("online")

    def _listen(self):
        for line in self.process.popen.stdout:
            self.said.put(line.rstrip("\n"))
        self.said.put(None)

    def hear(self, timeout=60):
        try:
            line = self.said.get(timeout=timeout)
        except queue.Empty as e:
            raise Failure(f"nothing was said within {timeout} s") from e
        check(line is not None, lambda: f"it ended: {self.process.popen.wait()} {self.process.said()}")
        return line

    def wait(self, wanted):
        while self.hear() != wanted:
            pass

    def tell(self, command):
        self.process.popen.stdin.write(command + "\n")
        self.process.popen.stdin.flush()

    def rows(self):
        """((state, text) of the rows, whether that is all)."""
        self.tell("show")
        rows = []
        while not (line := self.hear()).startswith("."):
            if not line.startswith(("unsent ", "talking")):
                rows.append(tuple(line.split(" ", 1)))
        return rows, line == "."

    def close(self):
        self.process.kill()
        self.proxy.close()


class SynapseCells:
    """As Cells; counts are of messages."""

    def __init__(self, talker, results, wanted):
        self.talker, self.results, self.numbers = talker, results, iter(range(1, 10**6))
        self.todo = [(kind, request) for kind in KINDS for request in REQUESTS
                     if not wanted or any(w in path_of(kind, request) for w in wanted)]
        self.folder, self.server, self.practice = Path(tempfile.mkdtemp(prefix="bedside-faults-")), None, None
        self.lock, self.free = threading.Lock(), []

    def run(self):
        try:
            set_up("synapse-setup.sh")
        except Unavailable as e:
            self.results.add(Result("/fault/synapse/what-is-needed", "Synapse", problem=str(e)))
            return
        try:
            self.server = Homeserver(self.folder / "server")
            self.practice = Practice(self.server)
            self.free = [Talker(self, n) for n in range(WORKERS)]
            with ThreadPoolExecutor(WORKERS) as pool:
                list(pool.map(lambda cell: self._one(*cell), self.todo))
        finally:
            for talker in self.free:
                talker.close()
            if self.server:
                self.server.stop()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _one(self, kind, request):
        with self.lock:
            talker, number = self.free.pop(), next(self.numbers)
        result = Result(path_of(kind, request), f"Synapse: {kind}", request,
                        again="tests/fault/run.py ... " + path_of(kind, request))
        try:
            self._cell(talker, kind, request, number, result)
        except Failure as e:
            result.problem = str(e)
            result.crashed = int(not talker.process.alive())
        except Exception as e:              # pylint: disable=broad-except -- one broken cell must not end the others
            result.problem = repr(e)
        finally:
            for fault in talker.proxy.faults:
                fault.release()
            talker.proxy.faults.clear()
            talker.proxy.listen()
            with self.lock:
                self.free.append(talker)
        self.results.add(result)

    def _cell(self, talker, kind, request, number, result):
        with self.lock:                 # one registration at a time: they have a nonce
            patient = self.practice.patient(f"Patient{number}", "Faults", "1970-01-01", f"portal-fault{number}")
        texts = [f"I write {n} of {number}" for n in range(1, 5)]
        room = None
        if request not in FIRST:
            room = self.practice.conversation(talker.practitioner, patient).room
        fault = self._strike(talker, kind, request) if request == "messages" else None
        if room:
            self._fill(talker, patient, room, request)
        talker.tell(f"talk {patient.key}")
        talker.wait("talking")
        fault = fault or self._strike(talker, kind, request)
        talker.tell(f"write {texts[0]}")
        talker.tell("older")
        if room:
            patient.matrix.send(room, "I say 1")
        talker.tell(f"write {texts[1]}")
        fault.wait(timeout=60)
        if kind == "refused":
            talker.proxy.refuse()
        self._look(talker, patient, texts)
        if kind in ("unheard", "stalled"):
            wait_for(lambda: len(fault.hits) > 1 or request == "createRoom" or self._arrived(talker, patient, texts),
                     STALLED + 30, "the request to be given up and made again")
        talker.tell(f"write {texts[2]}")
        if room:
            patient.matrix.send(room, "I say 2")
        self._look(talker, patient, texts)
        fault.release()
        talker.proxy.listen()
        talker.tell(f"write {texts[3]}")
        self._judge(talker, patient, texts, result)

    @staticmethod
    def _fill(talker, patient, room, request):
        """What was said before; so much at once that a sync leaves a gap, where older messages are to be asked for."""
        if request != "messages":
            patient.matrix.send(room, "Before")
            return
        syncs = talker.proxy.hold("GET", r"/v3/sync")
        patient.matrix.send(room, "This ends the long poll that is under way.")
        syncs.wait()
        for n in range(HISTORY):
            patient.matrix.send(room, f"Before {n}")
        syncs.release()

    @staticmethod
    def _strike(talker, kind, request):
        method, pattern = REQUESTS[request]
        make = KINDS[kind] or KINDS["reset"]
        return make(talker.proxy, method, pattern)

    def _room(self, talker, patient):
        """Of this pair; more than one is wrong."""
        matrix, found = talker.practitioner.matrix, []
        for room in matrix.call("GET", "v3/joined_rooms")["joined_rooms"]:
            binding = matrix.call("GET", f"v3/rooms/{quote(room)}/state/m.room.create/").get("org.bedside.chat", {})
            if binding.get("patient_key") == patient.key:
                found.append(room)
        check(len(found) < 2, f"{len(found)} rooms for one pair")
        return found[0] if found else None

    def _held(self, talker, patient):
        room = self._room(talker, patient)
        return talker.practitioner.matrix.texts(room) if room else []

    def _arrived(self, talker, patient, texts):
        return texts[1] in self._held(talker, patient)

    def _look(self, talker, patient, texts):
        """Nothing is said to be sent that the server has not got."""
        claimed = {text for state, text in talker.rows()[0] if state in ("sent", "read") and text in texts}
        if claimed:
            missing = claimed - set(self._held(talker, patient))
            check(not missing, f"shown as sent, and the server has it not: {missing}")

    def _judge(self, talker, patient, texts, result):
        held, rows = [], []

        def well():
            nonlocal held, rows
            held = self._held(talker, patient)
            rows, complete = talker.rows()
            return complete and set(texts) <= set(held) and [text for _, text in rows] == held and \
                all(state != "sending" for state, _ in rows)
        try:
            wait_for(well, 60, "", every=0.3)
        except Failure:
            shown = [text for _, text in rows]
            result.lost = len(set(texts) - set(held)) + len(set(held) - set(shown))
            result.doubled = sum(held.count(t) > 1 or shown.count(t) > 1 for t in set(held))
            raise Failure(f"the server holds {held[-8:]}; shown is {rows[-8:]}") from None
        result.doubled = sum(held.count(t) > 1 for t in set(texts))
        order = [t for t in held if t in texts]
        check(order == texts, f"another order: {order}")


def path_of(kind, request):
    return f"/fault/synapse/{kind}/{request}"
