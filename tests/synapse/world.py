# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of this suite share: one Synapse with one practice, and a desk for each practitioner.

Every test works with a practitioner of its own, so none depends on another.
"""
import itertools
import re
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "tools"))

# pylint: disable=wrong-import-position -- the tools are not installed
from common import Failure, check, wait_for  # noqa: E402
from fault_proxy import FaultProxy  # noqa: E402
from homeserver import Homeserver, set_up  # noqa: E402
from patient import PatientClient  # noqa: E402
from practice import Practice  # noqa: E402
from session import Session  # noqa: E402

SEND = r"/rooms/[^/]+/send/m\.room\.message/"
MESSAGE_ROW = re.compile(r"^(?P<who>.*?), (?P<text>.*), (?P<time>\d\d:\d\d)"
                         r"(?:, (?P<state>sending|sent|read|not sent))?$", re.S)
PEOPLE = [("Quillonia", "Brackenwater", "1931-07-23", "portal-q"),
          ("Thaddeusz", "\u00dcbelacker-Nnamdi", "1985-12-10", "portal-t"),
          ("Marisolde", "Vintergatan", "2003-02-01", "")]


class World:
    """In a with statement: makes everything, and ends everything."""

    def __init__(self, bedside, evidence, headless="headless"):
        self.bedside, self.evidence = Path(bedside).resolve(), Path(evidence)
        self.headless = Path(headless).resolve()
        self.folder = Path(tempfile.mkdtemp(prefix="bedside-synapse-"))
        self.numbers, self.path, self.desks, self.client = itertools.count(1), "", [], None
        self.server = None
        shutil.rmtree(self.evidence, ignore_errors=True)

    def __enter__(self):
        try:
            self.server = Homeserver(self.folder / "server")
            self.practice = Practice(self.server)
            self.ada, self.ben, self.chloe = self.practice.patients(PEOPLE)
            self.client = PatientClient(self.server, self.ada, self.folder / "patient", set_up("node-setup.sh"))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for desk in list(self.desks):
            desk.close()
        if self.client:
            self.client.close()
        if self.server:
            self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def case(self, path):
        """A new test begins, with the server up whatever the last one did."""
        self.path = path
        if not self.server.process.alive():
            self.server.start()

    def desk(self, **more):
        """A new practitioner with a conversation with Ada and one with Ben, at a desktop of their own."""
        return Desk(self, f"doctor{next(self.numbers)}", **more)


class Desk:
    """A practitioner and their Bedside. In a with statement: keeps evidence when the test fails.

    practitioner: an account that is there already; conversations: whether there are some with Ada and Ben.
    """

    def __init__(self, world, name, direct=False, keyring=True, practitioner=None, conversations=True):
        self.world, self.app = world, None
        self.practitioner = practitioner or world.practice.practitioner(name)
        if conversations:
            self.with_ada, self.with_ben = (world.practice.conversation(self.practitioner, patient)
                                            for patient in (world.ada, world.ben))
        self.session = Session(world.folder / name, keyring)
        self.proxy = FaultProxy("127.0.0.1", world.server.port)
        self.server = world.server.base if direct else self.proxy.base
        world.desks.append(self)

    def __enter__(self):
        return self

    def __exit__(self, kind, problem, _):
        try:
            if kind:
                self._keep_evidence()
            else:
                self.check_complaints()
        finally:
            self.close()

    def _keep_evidence(self):
        folder = self.world.evidence / self.world.path.strip("/").replace("/", "-")
        self.session.evidence(folder)
        lines = (f"{a.when:.3f} {a.method} {a.target} {'forwarded' if a.forwarded else 'held'} {a.status} "
                 f"{'answered' if a.delivered else ''}\n" for a in list(self.proxy.asked))
        (folder / "requests.txt").write_text("".join(lines), encoding="utf-8")
        print(f"# evidence in {folder}", flush=True)

    def check_complaints(self):
        complaints = [line for program in self.session.programs for line in program.complaints()]
        check(not complaints, lambda: "Bedside complained: " + " | ".join(complaints[:5]))
        for line in (line for program in self.session.programs for line in program.long_turns()):
            print(f"# {line}", flush=True)

    def close(self):
        if self in self.world.desks:
            self.world.desks.remove(self)
            self.session.close()
            self.proxy.close()

    # --- Bedside ---

    def start(self, *arguments, **env):
        """Runs the built program in this session."""
        self.app = self.session.program(self.world.bedside, *arguments, env=env)
        return self.app

    def restart(self, **env):
        """After a kill -9."""
        self.app.kill()
        return self.start(**env)

    def fill_in(self, password=None):
        self.app.set_text("Server", self.server, timeout=15)
        self.app.set_text("User name", self.practitioner.name)
        self.app.set_text("Password", password or self.practitioner.password)
        self.app.click("Sign In")

    def sign_in(self, **env):
        """Starts Bedside, signs in and waits for the conversations."""
        self.start(**env)
        self.fill_in()
        if hasattr(self, "with_ada"):
            self.wait_conversation(self.world.ada)
            self.wait_conversation(self.world.ben)
        return self.app

    def wait_conversation(self, patient, more="", timeout=20):
        """Until there is one row for the patient, ending with more (", 2 unread"); the row."""
        return self.app.wait_row("Conversations", f"^{re.escape(patient.title)}.*{more}$", timeout)

    def wait_nothing_unread(self, patient):
        """Until the patient's row says nothing but who it is."""
        self.app.wait_row("Conversations", f"^{re.escape(patient.title)}$")

    def open(self, patient):
        """Opens a conversation and waits until its messages are there."""
        self.app.select("Conversations", patient.title, timeout=15)
        self.app.wait_rows("Messages", bool, what="any message")

    def write(self, text):
        """Types into the composer of the open conversation and sends."""
        self.app.set_text("Message", text)
        self.app.click("Send")
        # A button that is not clicked by mouse or key acts a quarter of a second later.
        wait_for(lambda: self.app.text("Message", role="text") == "", 5, "the composer to be empty again")

    def messages(self):
        """(who, text, state) of the rows of the open conversation, in order."""
        rows = [MESSAGE_ROW.match(row) for row in self.app.rows("Messages")]
        return [(m["who"], m["text"], m["state"]) for m in rows if m]

    def texts(self):
        return [text for _, text, _ in self.messages()]

    def wait_state(self, text, *states, timeout=20):
        """Until the one row with this own message says one of the states."""
        def look():
            return [s for who, t, s in self.messages() if t == text and who == "You"] in [[s] for s in states]
        wait_for(look, timeout, lambda: f"{text!r} to be {' or '.join(states)}; rows {self.messages()[-6:]}")

    # --- the server ---

    def held(self, conversation):
        """The texts that the server holds: what counts."""
        return self.practitioner.matrix.texts(conversation.room)

    def wait_held(self, conversation, text, count=1, timeout=30):
        wait_for(lambda: self.held(conversation).count(text) >= count, timeout,
                 lambda: f"{text!r} {count} times on the server, which holds {self.held(conversation)[-6:]}")

    def without_echo(self):
        """From now on no sync tells Bedside what has arrived; the fault to release."""
        syncs = self.proxy.hold("GET", "/v3/sync")
        self.practitioner.matrix.send(self.with_ben.room, "This ends the long poll that is under way.")
        syncs.wait()
        return syncs

    def secrets(self):
        """Password, and all tokens that the server has given out to Bedside."""
        found = {self.practitioner.password}
        for asked in self.proxy.requests("POST", "/v3/(login|refresh)$"):
            if asked.status == 200:
                found |= {asked.json()[key] for key in ("access_token", "refresh_token")}
        return found | {a.token for a in list(self.proxy.asked) if a.token}


__all__ = ["Desk", "Failure", "FaultProxy", "MESSAGE_ROW", "SEND", "World", "check", "wait_for"]
