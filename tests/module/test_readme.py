# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An administrator follows data/synapse/README.md: each of its commands, on a Synapse that has just been installed.

What the README does "in the app" is played with the requests that the app makes.
"""
import re
import secrets
import shutil

from people import TOP, MatrixError, NS, access, allowed, binding, chat_body, check, outcome, quote, refused, wait_for
from suite import suite

from common import Process
from homeserver import Homeserver
from matrix import Client
from practice import Practice, Practitioner

BLOCK = re.compile(r"^###? (?P<title>.*?)$|^```sh\n(?P<commands>.*?)^```$", re.M | re.S)
SETTING = re.compile(r"^(\w+)=\S+ +#", re.M)
PASSWORD = "administrator's " + secrets.token_hex(4)


class FreshSynapse(Homeserver):
    """As it is after the packages were installed: no module, no accounts, Synapse's own limits."""

    def __init__(self, folder, program):
        self.machine = folder / "machine"
        self.conf, self.environment = self.machine / "conf.d", self.machine / "environment"
        self.conf.mkdir(parents=True)
        self.environment.touch()
        super().__init__(folder / "synapse", program, module=False)

    def own_values(self):
        return {}

    def first_account(self):
        return None

    def configs(self):
        return [self.folder / "homeserver.yaml", self.conf]

    def module_path(self):
        found = re.findall(r"^PYTHONPATH=(.*)$", self.environment.read_text(encoding="utf-8"), re.M)
        return found[-1] if found else "/nonexistent"


class Machine:
    """The administrator's shell: one bash, with a systemctl that restarts this Synapse."""

    def __init__(self, server):
        self.server, self.count = server, 0
        self.bin, self.folder = server.machine / "bin", server.machine / "copy"
        shutil.copytree(TOP / "data" / "synapse", self.folder)
        self.bin.mkdir()
        self._program("systemctl", 'echo "$@" > "$0.asked.new"; mv "$0.asked.new" "$0.asked"\n'
                                   'while [ -e "$0.asked" ]; do sleep 0.05; done\n')
        self._program("chown", '[ "$1" = matrix-synapse ] && [ -e "$2" ]\n')       # the user is not on this machine
        self._program("register_new_matrix_user",
                      f'exec {server.program}/python -m synapse._scripts.register_new_matrix_user "$@"\n')
        answers = server.machine / "answers"
        answers.write_text(f"{PASSWORD}\n{PASSWORD}\n", encoding="utf-8")
        self.answers = answers
        env = {"PATH": f"{self.bin}:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(server.machine), "LC_ALL": "C.UTF-8",
               "no_proxy": "*"}
        self.bash = Process(["bash", "-euo", "pipefail"], server.machine / "shell.log", env, self.folder, stdin=-1)

    def _program(self, name, commands):
        path = self.bin / name
        path.write_text("#!/bin/sh\n" + commands, encoding="utf-8")
        path.chmod(0o755)

    def run(self, commands):
        """Types the commands; what they printed. One that fails ends the shell."""
        self.count += 1
        mark, before = f"@@ {self.count} @@", len(self.bash.said(10**7))
        typed = f"{{\n{commands}\n}} < {self.answers}\necho '{mark}'\n"
        self.bash.popen.stdin.write(typed.encode())
        self.bash.popen.stdin.flush()

        def done():
            self._serve()
            return mark in self.bash.said(10**7) or not self.bash.alive()
        wait_for(done, 60, lambda: f"an end of: {commands}")
        said = self.bash.said(10**7)[before:]
        check(mark in said, lambda: f"a command has failed:\n{commands}\n{said}")
        return said

    def _serve(self):
        asked = self.bin / "systemctl.asked"
        if asked.exists():
            check(asked.read_text(encoding="utf-8").split() == ["restart", "matrix-synapse"], "another systemctl")
            self.server.stop()
            self.server.start()
            asked.unlink()

    def close(self):
        self.bash.kill()


class InTheApp(Practice):
    """Set up by somebody who has an account already."""

    def _account(self, name, kind):
        return Practitioner(name, "", sign_in(self.server, name, "a first password to change"))


def sign_in(server, name, password):
    return Client(server.base).login(name, password)


def blocks():
    """(title of the section, commands) in the order of the README."""
    title, found = "", []
    for match in BLOCK.finditer((TOP / "data/synapse/README.md").read_text(encoding="utf-8")):
        if match["title"]:
            title = match["title"]
        else:
            found.append((title, match["commands"]))
    return found


class Reader:
    """Somebody who follows the README, and looks after each section whether it did what it says."""

    def __init__(self, machine):
        self.machine, self.server = machine, machine.server
        self.practice = self.kim = None
        self.values = {"server": self.server.base, "name": "localhost", "conf": self.server.conf,
                       "environment": self.server.environment, "modules": self.server.machine / "lib",
                       "register": "register_new_matrix_user"}
        self.after = {"1. Install the module": self.installed, "2. Configure Synapse": self.configured,
                      "4. Accounts for the practitioners": self.practitioners, "6. Name the practice to the module":
                      self.enforced, "7. Lift the limits of the managers": self.unlimited,
                      "8. Accounts for the patients": self.patients, "When somebody leaves": self.left,
                      "A newer version": self.still_enforced}
        self.before = {"5. Set up the practice, in the app": self.set_up}

    def follow(self):
        every = blocks()
        titles = [title for title, _ in every]
        check(set(self.after) | set(self.before) <= set(titles), f"sections have other names: {titles}")
        for n, (title, commands) in enumerate(every):
            if title in self.before:
                self.before.pop(title)()
            said = self.machine.run(self.with_values(commands))
            if title in self.after and title not in titles[n + 1:]:
                self.after.pop(title)(said)
        check(not self.after, f"not looked after: {list(self.after)}")

    def with_values(self, commands):
        """Settings are this machine's; a new one would have no value here."""
        return SETTING.sub(lambda m: f"{m[1]}='{self.values[m[1]]}' #", commands)

    def installed(self, _said):
        check((self.values["modules"] / "bedside_practice" / "rules.py").exists(), "the module is not there")
        check(self.server.module_path() == str(self.values["modules"]), "Synapse would not find it")

    def configured(self, said):
        check("M_MISSING_TOKEN" in said and "M_UNRECOGNIZED" not in said, f"the README says otherwise: {said}")
        secret = self.server.conf / "registration.yaml"
        check(secret.stat().st_mode & 0o077 == 0, "everybody can read the secret")

    def practitioners(self, _said):
        self.kim = sign_in(self.server, "kim", "another first password")
        check(self.status(self.kim)["enforced"] is True, "kim is no practitioner")
        check(self.kim.call("GET", "v3/profile/%40kim%3Alocalhost")["displayname"] == "Kim Sato, nurse", "another name")
        got = outcome(lambda: self.kim.call("PUT", "v3/profile/%40kim%3Alocalhost/displayname", {"displayname": "x"}))
        check(got[:2] == (400, "M_FORBIDDEN"), f"a new name was answered {got}")

    @staticmethod
    def status(client):
        return client.call("GET", "/_synapse/client/bedside/v1/status")

    def set_up(self):
        self.practice = InTheApp(self.server, owner="robin")
        check(self.status(self.practice.owner.matrix)["practices"] == [], "it is enforced already")
        self.values["practice"] = self.practice.space

    def enforced(self, _said):
        check(self.status(self.practice.owner.matrix)["practices"] == [self.practice.space], "it is not enforced")

    def unlimited(self, _said):
        owner, directory = self.practice.owner.matrix, self.practice.directory
        for n in range(70):         # 50 and two a second are what the sample allows to others
            path = f"/_matrix/client/v3/rooms/{quote(directory)}/state/{NS}patient/k{n}"
            person = {"v": 1, "given": f"{n}", "family": "x", "birth_date": "2000-01-01"}
            status, answer = owner.once("PUT", path, person)
            check(status == 200, f"entry {n}: {status} {answer}")
        owner.invite(self.practice.space, self.kim.user_id)
        for room in (self.practice.space, directory, self.practice.everyone):
            allowed(lambda r=room: self.kim.join(r))

    def patients(self, _said):
        patient, owner = Client(self.server.base, "@ada.l:localhost"), self.practice.owner
        entry = {"v": 1, "given": "Ada", "family": "L", "birth_date": "1985-12-10", "user_id": patient.user_id}
        owner.matrix.set_state(self.practice.directory, NS + "patient", entry, "k0")
        account = "/_synapse/client/bedside/v1/account/" + quote(patient.user_id)
        expected = {"exists": True, "patient": True, "signed_in": False}
        check(self.kim.call("GET", account) == expected, "it counts as activated")
        patient.login("ada.l", "as it stands in the letter")
        patient.call("GET", "v3/account/whoami")
        wait_for(lambda: self.kim.call("GET", account)["signed_in"], 20, "the account to be activated", 0.5)
        key = type("Key", (), {"key": "k0", "user_id": patient.user_id})
        access(self.practice, key, "enabled")
        room = self.kim.create_room(**chat_body(binding(self.practice, Practitioner("kim", "", self.kim), key)))
        self.kim.send(room, "Good morning")
        wait_for(lambda: outcome(lambda: patient.texts(room))[0] == 200, 10, "the patient to be in the conversation")
        check(patient.texts(room) == ["Good morning"], "the patient reads something else")
        levels = self.kim.state(room, "m.room.power_levels")
        self.kim.set_state(room, "m.room.power_levels", {**levels, "users": {**levels["users"], patient.user_id: 10}})
        allowed(lambda: patient.send(room, "Good morning to you"))
        refused(lambda: patient.create_room(invite=[self.kim.user_id]), "not_practitioner")

    def left(self, _said):
        check(outcome(lambda: self.kim.call("GET", "v3/account/whoami"))[0] == 401, "kim is still signed in")
        try:
            sign_in(self.server, "kim", "another first password")
            check(False, "kim can sign in again")
        except MatrixError as e:
            check(e.status == 403, str(e))

    def still_enforced(self, _said):
        self.enforced("")


@suite.test("readme/from-a-fresh-synapse-to-a-working-practice")
def follow(people):
    server = machine = None
    try:
        server = FreshSynapse(people.folder / "fresh", people.server.program)
        machine = Machine(server)
        Reader(machine).follow()
    finally:
        for thing in filter(None, (machine and machine.bash, server and server.process)):
            thing.kill()
        if machine:
            people.evidence.mkdir(parents=True, exist_ok=True)
            shutil.copy(server.machine / "shell.log", people.evidence / "readme-shell.log")
