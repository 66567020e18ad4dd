#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""homeserver.py [NAME:PASSWORD[:admin][:TYPE] ...]: a throwaway Synapse on 127.0.0.1, until Ctrl+C.

Fresh data folder (SQLite), no federation, no outside look-ups. TYPE is an
account type: practitioner or patient (the default).
"""
import base64
import http.client
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from common import TOOLS, Failure, Process, check, free_port, wait_for
from matrix import Client

START = 60           # seconds until it must answer
PRACTICE = TOOLS.parents[2] / "data" / "synapse"
SAMPLE = PRACTICE / "homeserver.sample.yaml"
# Synapse as "python -m" runs it, with one more folder in which modules are found.
RUN = "import runpy, sys; sys.path.insert(0, {!r}); runpy.run_module('synapse.app.homeserver', run_name='__main__')"
FAST = {"per_second": 100000, "burst_count": 100000}


class Unavailable(Exception):
    """What the tests need is not on this machine and could not be had."""


def set_up(script):
    """Runs one of the set-up scripts; the folder that it has made."""
    done = subprocess.run([TOOLS / script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode == 3:
        raise Unavailable(done.stderr.strip().splitlines()[-1])
    check(done.returncode == 0, lambda: f"{script}: {done.returncode}\n{done.stdout}{done.stderr}")
    return Path(done.stdout.splitlines()[-1])


class Homeserver:
    """Can be stopped and started again with the same data and the same port.

    It is configured by the sample for practices, and enforces their rules unless module is False. settings: more of
    homeserver.yaml.
    """

    compress = False        # whether what it answers is packed

    def __init__(self, folder, program=None, name="localhost", module=True, **settings):
        self.folder, self.name, self.settings = Path(folder), name, settings
        # What stands in homeserver.yaml for the module; a look at who is where every second makes tests quick.
        self.module = {"practices": [], "sweep_interval": 1} if module else None
        self.program = program or set_up("synapse-setup.sh")
        self.secret = secrets.token_urlsafe(24)
        self.process = None
        self.prepare()
        self._start_somewhere()
        self.admin = self.first_account()

    def prepare(self):
        """What must be in its folder before it is started for the first time."""
        (self.folder / "media").mkdir(parents=True)
        (self.folder / "signing.key").write_text(
            "ed25519 a_test " + base64.b64encode(os.urandom(32)).decode().rstrip("=") + "\n", encoding="utf-8")

    def _start_somewhere(self):
        for n in range(5):                             # another program may take the port between look and use
            self.port = free_port()
            self.base = f"http://127.0.0.1:{self.port}"
            self._configure()
            try:
                return self.start()
            except Failure:
                if n == 4 or "in use" not in self.process.said() + self._log():
                    raise

    def first_account(self):
        """A Client signed in as the administrator."""
        return self.register("administrator", secrets.token_urlsafe(12), admin=True)

    def own_values(self):
        """What a fresh Synapse does not have."""
        return {
            "registration_shared_secret": self.secret,
            # All come from one address here, and make in minutes what a practice makes in weeks.
            "rc_login": {"address": FAST, "account": FAST, "failed_attempts": FAST},
            "rc_registration": FAST, "rc_room_creation": FAST, "rc_joins": {"local": FAST, "remote": FAST},
            "rc_joins_per_room": FAST, "rc_invites": {"per_room": FAST, "per_user": FAST, "per_issuer": FAST},
            "modules": [{"module": "bedside_practice.BedsidePractice", "config": self.module}] if self.module else [],
            **self.settings,
        }

    def _configure(self):
        d = self.folder
        values = {
            "server_name": self.name, "pid_file": f"{d}/pid",
            "listeners": [{"port": self.port, "type": "http", "tls": False, "bind_addresses": ["127.0.0.1"],
                           "resources": [{"names": ["client"], "compress": self.compress}]}],
            "database": {"name": "sqlite3", "args": {"database": f"{d}/homeserver.db"}},
            "media_store_path": f"{d}/media", "signing_key_path": f"{d}/signing.key", "log_config": f"{d}/log.yaml",
            "macaroon_secret_key": secrets.token_urlsafe(24),
            "form_secret": secrets.token_urlsafe(24), "report_stats": False, "bcrypt_rounds": 4,
            "trusted_key_servers": [], "suppress_key_server_warning": True,
            **self.own_values(),
        }
        log = {"version": 1, "disable_existing_loggers": False,
               "formatters": {"f": {"format": "%(asctime)s %(name)s %(levelname)s %(message)s"}},
               "handlers": {"file": {"class": "logging.FileHandler", "formatter": "f",
                                     "filename": f"{d}/homeserver.log"}},
               "root": {"level": "WARNING", "handlers": ["file"]}}
        (d / "homeserver.yaml").write_text(json.dumps(values), encoding="utf-8")        # JSON is YAML
        (d / "log.yaml").write_text(json.dumps(log), encoding="utf-8")

    def _log(self):
        log = self.folder / "homeserver.log"
        return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""

    def _answers(self):
        check(self.process.alive(), lambda: f"Synapse ended:\n{self.process.said()}")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/_matrix/client/versions")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def configs(self):
        """Of a key that is in several of these files, Synapse takes the last."""
        return [SAMPLE, self.folder / "homeserver.yaml"]

    def module_path(self):
        """Where the module is found."""
        return PRACTICE

    def start(self):
        """Returns when it answers."""
        env = {**os.environ, "LC_ALL": "C.UTF-8"}
        configs = [part for config in self.configs() for part in ("-c", config)]
        # -B: nothing is written beside the module's sources.
        self.process = Process([self.program / "python", "-B", "-c", RUN.format(str(self.module_path())), *configs],
                               self.folder / "stdout.log", env, self.folder, True)
        wait_for(self._answers, START, lambda: f"Synapse to answer; it said {self.process.said()} {self._log()}")

    def stop(self):
        """Ends it as its administrator would; nobody answers on its port from then on."""
        if self.process:
            self.process.stop()

    def configure_module(self, **config):
        """As an administrator does: changes what stands under the module's config, and starts Synapse again."""
        self.module.update(config)
        self.restart()

    def restart(self):
        """With what is to stand in its configuration now."""
        self.stop()
        self._configure()
        self.start()

    def enforce(self, practice):
        """From now on this practice is one of those that the module is for."""
        if self.module and practice not in self.module["practices"]:
            self.configure_module(practices=[*self.module["practices"], practice])

    def client(self):
        return Client(self.base)

    def register(self, name, password, user_type=None, admin=False, display_name=None):
        """A Client signed in as the new account."""
        return self.client().register(self.secret, name, password, user_type, admin, display_name)


def main():
    folder = Path(tempfile.mkdtemp(prefix="bedside-homeserver-"))
    started = time.monotonic()
    server = Homeserver(folder / "data")
    try:
        print(f"{server.base} answers after {time.monotonic() - started:.1f} s, data in {folder}")
        for account in sys.argv[1:]:
            name, password, *rest = account.split(":")
            kind = next((r for r in rest if r != "admin"), None)
            print("user", server.register(name, password, kind, "admin" in rest).user_id, flush=True)
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
