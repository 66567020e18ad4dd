# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The patient's own client (patient/patient-bot.mjs on matrix-js-sdk), as an object."""
import itertools
import json
import os
import shutil
import subprocess
import threading

from common import TOOLS, Failure, Process, check
from homeserver import set_up


class PatientClient:
    """Signed in and in sync when made. What happens there is kept, in order."""

    def __init__(self, server, patient, folder, modules=None):
        modules = modules or set_up("node-setup.sh")
        folder.mkdir(parents=True)
        # Node looks for modules beside the program itself.
        shutil.copy(TOOLS / "patient" / "patient-bot.mjs", folder)
        (folder / "node_modules").symlink_to(modules / "node_modules")
        self.patient, self.ids = patient, itertools.count(1)
        self.happened, self.changed, self.ended = [], threading.Condition(), False
        env = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        self.process = Process([modules / "node", folder / "patient-bot.mjs", server.base, patient.name],
                               folder / "log", env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._write(patient.password)
        self.reader = threading.Thread(target=self._read, daemon=True, name=f"patient {patient.name}")
        self.reader.start()
        self.wait("ready", timeout=30)

    def _write(self, line):
        self.process.popen.stdin.write(line.encode() + b"\n")
        self.process.popen.stdin.flush()

    def _read(self):
        for line in self.process.popen.stdout:
            with self.changed:
                self.happened.append(json.loads(line))
                self.changed.notify_all()
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def all(self, what, **having):
        """Everything of this kind that happened, oldest first."""
        wanted = {"what": what, **having}.items()
        return [h for h in list(self.happened) if wanted <= {k: h.get(k) for k, _ in wanted}.items()]

    def wait(self, what, timeout=15.0, **having):
        """The first happening of this kind, now or later."""
        with self.changed:
            self.changed.wait_for(lambda: self.all(what, **having) or self.ended, timeout)
            found = self.all(what, **having)
        if not found:
            raise Failure(f"patient {self.patient.name}: no {what} {having} within {timeout:g} s; "
                          f"last was {self.happened[-3:]} {self.process.said()}")
        return found[0]

    def do(self, command, timeout=60, **more):
        """A command; its result. A refusal by the server is a Failure."""
        number = next(self.ids)
        self._write(json.dumps({"id": number, "do": command, **more}))
        result = self.wait("result", timeout, id=number)
        check(result["ok"], f"patient {self.patient.name}: {command}: {result}")
        return result

    def send(self, room, text):
        return self.do("send", room=room, text=text)["event"]

    def send_all(self, room, texts):
        return self.do("send-all", room=room, texts=texts)["events"]

    def read(self, room, event):
        self.do("read", room=room, event=event)

    def texts(self, room):
        """The messages of a conversation as the patient sees them."""
        return [m["body"] for m in self.do("timeline", room=room)["messages"]]

    def close(self):
        self.process.stop()
