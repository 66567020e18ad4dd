# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A patient's and a foreign practitioner's own HTTP clients go through the whole client-server API.

They know every id of the practice, as if they had seen a backup. Nothing that is the practice's comes back, and
nothing in it changes. A colleague of the same practice sees its people, but no conversation of another's.
"""
from collections import Counter

from endpoints import ENDING, Target, asked, endpoints, requests, unlisted
from matrix import Client
from people import check, quote, rooms_of
from suite import suite

# Stand nowhere but in what the attackers must not see.
DOCTOR, PATIENT, BORN, WORDS, TEAM_WORDS = ("Dr Larkspurblue", "Quillfeather", "1931-07-19",
                                            "Secretive words about marigolds", "Team words about foxgloves")
ROLES = {"a patient": "pat", "a foreign practitioner": "carl", "a colleague": "ann"}
COLLEAGUE = "a colleague"


class Victims:
    """A practitioner and a patient of practice A with a conversation, and everything around it."""

    def __init__(self, people):
        self.practice = people.a
        self.doctor = people.practitioner(people.a)
        admin_path = "/_synapse/admin/v2/users/" + quote(self.doctor.matrix.user_id)
        people.admin_call("PUT", admin_path, {"displayname": DOCTOR})
        self.patient = people.a.patient(PATIENT, "Zambranotti", BORN, f"portal{next(people.numbers)}")
        self.conversation = people.a.conversation(self.doctor, self.patient, WORDS)
        self.doctor.matrix.send(people.a.everyone, TEAM_WORDS)
        self.clients = [self.doctor.matrix, self.patient.matrix]
        self.secrets = [DOCTOR, PATIENT, "Zambranotti", BORN, WORDS, TEAM_WORDS, self.patient.key]

    def targets(self):
        """Every room of theirs, with an event in it and each of the people in it."""
        a = self.practice
        for room in (self.conversation.room, a.space, a.directory, a.everyone):
            reader = self.doctor.matrix
            event = reader.call("GET", f"v3/rooms/{quote(room)}/messages?dir=b&limit=1")["chunk"][0]["event_id"]
            people = self.clients if room == self.conversation.room else self.clients[:1]
            for client in people:
                yield Target(room, event, client.user_id, client.device)

    def view(self):
        """All that an attack could have changed."""
        return {client.user_id: self._view_of(client) for client in self.clients}

    def conversation_view(self):
        """As view(), of the conversation alone."""
        return {client.user_id: {"conversation": self._room(client, self.conversation.room)} for client in self.clients}

    @staticmethod
    def _room(client, room):
        state = client.call("GET", f"v3/rooms/{quote(room)}/state")
        return sorted(e["event_id"] for e in state), [e["event_id"] for e in client.history(room)]

    @classmethod
    def _view_of(cls, client):
        user = quote(client.user_id)
        rooms = {room: cls._room(client, room) for room in sorted(rooms_of(client))}
        sync = client.call("GET", "v3/sync?timeout=0&full_state=true")
        return {
            "rooms": rooms,
            "invitations": sorted(sync.get("rooms", {}).get("invite", {})),
            "account data": sync.get("account_data", {}).get("events", []),
            "profile": client.call("GET", f"v3/profile/{user}"),
            "devices": sorted((d["device_id"], d.get("display_name"))
                              for d in client.call("GET", "v3/devices")["devices"]),
            "pushers": client.call("GET", "v3/pushers"),
            "rules": client.call("GET", "v3/pushrules/"),
            "keys": client.call("POST", "v3/keys/query", {"device_keys": {client.user_id: []}}),
        }


class Attack:
    """One attacker, who is signed in anew: some of the requests end the session."""

    def __init__(self, people, role, victims):
        self.role, self.victims = role, victims
        self.secrets = [WORDS] if role == COLLEAGUE else victims.secrets
        account = getattr(people, ROLES[role])
        client = Client(people.server.base)
        self.client = client.login(account.matrix.user_id, account.password)
        self.statuses, self.problems, self.made = {}, [], 0

    def run(self):
        listed = endpoints()
        for method, path in [e for e in listed if " ".join(e) not in ENDING] + [
                e for e in listed if " ".join(e) in ENDING]:
            targets = list(self.victims.targets()) if "{" in path or method == "POST" else list(
                self.victims.targets())[:1]
            counted = self.statuses.setdefault(f"{method} {path}", Counter())
            for target in targets:
                for request in requests(method, path, target):
                    counted[self._make(*request)] += 1

    def _make(self, method, path, body):
        status, answer = self.client.once_as_text(method, path, body)
        self.made += 1
        said = asked(path, body)
        leaked = [secret for secret in self.secrets if secret in answer and secret not in said]
        if leaked:
            self.problems.append(f"{self.role}: {method} {path} answered {status} with {leaked}")
        if status >= 500 and status != 501:
            self.problems.append(f"{self.role}: {method} {path} answered {status}: {answer[:200]}")
        return status


@suite.test("attacks/every-endpoint-of-the-server-is-in-the-list")
def complete(people):
    missing = unlisted(people.server.program / "python")
    check(not missing, lambda: "not in tests/data/client-server-api.txt: " + "; ".join(missing))


@suite.test("attacks/nothing-of-others-comes-back-from-any-endpoint")
def every_endpoint(people):
    victims = Victims(people)
    for role in ROLES:
        before = victims.conversation_view() if role == COLLEAGUE else victims.view()
        attack = Attack(people, role, victims)
        attack.run()
        check(not attack.problems, lambda a=attack: "\n".join(a.problems))
        check(len(attack.statuses) == len(endpoints()) > 190 and attack.made > 500, f"only {attack.made} requests")
        after = victims.conversation_view() if role == COLLEAGUE else victims.view()
        for user, view in before.items():
            changed = {part: (view[part], after[user][part]) for part in view if view[part] != after[user][part]}
            check(not changed, lambda r=role, c=changed: f"{r} has changed {c}")
        print(f"# {role}: {attack.made} requests, answered", dict(sum(attack.statuses.values(), Counter())), flush=True)


@suite.test("attacks/the-search-for-others-words-finds-them-where-they-are")
def search_finds(people):
    """The same search over what the practitioner may see: it can find every one of them."""
    victims = Victims(people)
    attack = Attack(people, "a patient", victims)
    attack.client = victims.doctor.matrix
    found = set()
    for path in (f"/_matrix/client/v3/rooms/{quote(room)}/{what}" for room in rooms_of(attack.client)
                 for what in ("state", "messages?dir=b&limit=100")):
        _, answer = attack.client.once_as_text("GET", path)
        found |= {secret for secret in victims.secrets if secret in answer}
    check(found == set(victims.secrets), lambda: f"not found: {set(victims.secrets) - found}")
