# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A seeded Synapse in use. What is made anew when it changes stands in seeding.py."""
import json
import secrets
import shutil

from seeding import Client, Server, Voice, quote, seed


class Seeded(Server):
    """A copy of a seeded server, running. voice: whether an application service may speak for the patients."""

    def __init__(self, folder, count, voice=False):
        self.kept = seed(count)
        self.token = secrets.token_urlsafe(24) if voice else ""
        self.facts = json.loads((self.kept / "facts.json").read_text(encoding="utf-8"))
        super().__init__(folder)
        self.voice = Voice(self.base, token=self.token)

    def prepare(self):
        shutil.copytree(self.kept, self.folder)
        self.module = {"practices": [self.facts["practice"]]}

    def first_account(self):
        return Client(self.base, token=self.facts["admin"])

    def sign_in(self):
        """The practitioner, with a new device."""
        return self.client().login(self.facts["name"], self.facts["password"])

    def patient(self, number):
        """A Client signed in as the patient of this conversation, and the conversation's room."""
        patient = self.facts["patients"][number]
        answer = self.admin.call("POST", f"/_synapse/admin/v1/users/{quote(patient['user_id'])}/login", {})
        return Client(self.base, patient["user_id"], answer["access_token"]), patient["room"]

    def filter_ids(self):
        """Those that the practitioner's programs have uploaded, oldest first."""
        me, ids = self.sign_in(), []
        while me.once("GET", f"/_matrix/client/v3/user/{quote(me.user_id)}/filter/{len(ids)}")[0] == 200:
            ids.append(str(len(ids)))
        return ids
