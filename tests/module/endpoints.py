# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The endpoints of tests/data/client-server-api.txt as hostile requests: each placeholder is somebody else's."""
import itertools
import json
import re
import secrets
import subprocess
import urllib.parse
from dataclasses import dataclass

from suite import TOP

from matrix import quote
from practice import NS

LIST = TOP / "tests" / "data" / "client-server-api.txt"
SHORT = {"C": "/_matrix/client", "M": "/_matrix/media"}
PLACEHOLDER = re.compile(r"\{(\w+)\}")
# Ends the attacker's own session: asked for at last.
ENDING = ("POST /_matrix/client/v3/logout", "POST /_matrix/client/v3/logout/all",
          "POST /_matrix/client/v3/account/deactivate")

# Synapse's own list, as regular expressions of paths. Servlets that register one path each have no PATTERNS.
PATTERNS = """
import importlib, inspect, json, pkgutil
import synapse.rest.client as package
from synapse.http.servlet import RestServlet
found = []
for info in pkgutil.iter_modules(package.__path__):
    module = importlib.import_module("synapse.rest.client." + info.name)
    for _, cls in inspect.getmembers(module, inspect.isclass):
        if issubclass(cls, RestServlet):
            methods = [m for m in ("GET", "PUT", "POST", "DELETE") if hasattr(cls, "on_" + m)]
            found += [(m, p.pattern) for m in methods for p in getattr(cls, "PATTERNS", ())]
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Target:
    """What is not the attacker's: a room with an event in it, and somebody who is in it."""
    room: str
    event: str
    user: str
    device: str


def endpoints():
    """[(method, path with placeholders)] of the list."""
    found = []
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            method, path = line.split(" ")
            first, slash, rest = path.partition("/")
            found.append((method, SHORT[first] + slash + rest if first else path))
    return found


def unlisted(python):
    """What Synapse answers and the list does not have. Paths of old versions count as those of v3."""
    said = subprocess.run([python, "-c", PATTERNS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    samples = [(m, PLACEHOLDER.sub(word, path)) for m, path in endpoints() for word in ("displayname", "avatar_url")]
    missing = []
    for method, pattern in json.loads(said.stdout):
        if not any(m == method and re.match(pattern, path) for m, path in samples):
            missing.append(f"{method} {pattern}")
    return missing


STATE_TYPES = (("m.room.member", "{user}"), ("m.room.power_levels", ""), (NS + "settings", ""), (NS + "patient", "any"),
               (NS + "access", "any"), ("m.room.create", ""))
BACKUP = {"algorithm": "m.megolm_backup.v1.curve25519-aes-sha2", "auth_data": {"public_key": "any", "signatures": {}}}


def _auth(target):
    return {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": target.user}, "password": "guessed"}


def _sliding(t):
    return {"lists": {"all": {"ranges": [[0, 99]], "required_state": [["*", "*"]], "timeline_limit": 20}},
            "room_subscriptions": {t.room: {"required_state": [["*", "*"]], "timeline_limit": 20}}}


# What is sent along, by the end of the path; {} where nothing stands here.
BODIES = {
    "POST /v3/login": _auth,
    "POST /v3/refresh": lambda t: {"refresh_token": "guessed"},
    "POST /v3/register": lambda t: {"username": t.user[1:].partition(":")[0], "password": "x" * 20,
                                    "auth": {"type": "m.login.dummy"}},
    "POST /account/password": lambda t: {"new_password": "x" * 20, "auth": _auth(t)},
    "POST /account/deactivate": lambda t: {"auth": _auth(t), "erase": True},
    "POST /filter": lambda t: {"room": {"rooms": [t.room]}},
    "POST /v3/search": lambda t: {"search_categories": {"room_events": {
        "search_term": "about", "filter": {"rooms": [t.room]}, "event_context": {"include_profile": True},
        "include_state": True}}},
    "PUT /send/": lambda t: {"msgtype": "m.text", "body": "Attempted message"},
    "PUT /state/": lambda t: {"v": 1, "membership": "join", "users": {t.user: 100}, "chat": "disabled",
                             "room_version": "11"},
    "PUT /typing/": lambda t: {"typing": True, "timeout": 1000},
    "POST /read_markers": lambda t: {"m.fully_read": t.event, "m.read": t.event, "m.read.private": t.event},
    "POST /upgrade": lambda t: {"new_version": "11"},
    "POST /v3/createRoom": lambda t: {"invite": [t.user], "preset": "trusted_private_chat"},
    "POST /invite": lambda t: {"user_id": t.user},
    "POST /kick": lambda t: {"user_id": t.user},
    "POST /ban": lambda t: {"user_id": t.user},
    "POST /unban": lambda t: {"user_id": t.user},
    "PUT /directory/room/": lambda t: {"room_id": t.room},
    "PUT /directory/list/": lambda t: {"visibility": "public"},
    "POST /user_directory/search": lambda t: {"search_term": "Lark"},
    "PUT /profile/": lambda t: {"displayname": "Attempted name"},
    "PUT /presence/": lambda t: {"presence": "unavailable", "status_msg": "Attempted status"},
    "PUT /suspend/": lambda t: {"suspended": True},
    "PUT /lock/": lambda t: {"locked": True},
    "PUT /devices/": lambda t: {"display_name": "Attempted name"},
    "DELETE /devices/": lambda t: {"auth": _auth(t)},
    "POST /delete_devices": lambda t: {"devices": [t.device], "auth": _auth(t)},
    "POST /keys/query": lambda t: {"device_keys": {t.user: []}},
    "POST /keys/claim": lambda t: {"one_time_keys": {t.user: {t.device: "signed_curve25519"}}},
    "POST /keys/signatures/upload": lambda t: {t.user: {t.device: {"user_id": t.user, "device_id": t.device}}},
    "POST /room_keys/version": lambda t: BACKUP,
    "PUT /room_keys/version/": lambda t: BACKUP,
    "POST /account_status": lambda t: {"user_ids": [t.user]},
    "POST /simplified_msc3575/sync": _sliding,
    "POST /report": lambda t: {"reason": "Attempted report"},
    "POST /pushers/set": lambda t: {"kind": "http", "app_id": "org.example", "pushkey": "x", "app_display_name": "x",
                                    "device_display_name": "x", "lang": "en",
                                    "data": {"url": "http://127.0.0.1:9/_matrix/push/v1/notify"}},
}

QUERIES = {
    "/v3/sync": lambda t: "timeout=0&full_state=true&filter=" + quote(json.dumps({"room": {"rooms": [t.room]}})),
    "/v3/events": lambda t: "timeout=0&room_id=" + quote(t.room),
    "/messages": lambda t: "dir=b&limit=100",
    "/timestamp_to_event": lambda t: "ts=1&dir=f",
    "/hierarchy": lambda t: "suggested_only=false",
    "/context/": lambda t: "limit=100",
    "/mutual_rooms": lambda t: "user_id=" + quote(t.user),
    "/register/available": lambda t: "username=" + quote(t.user[1:].partition(":")[0]),
    "/keys/changes": lambda t: "from=s0_0_0_0_0_0_0_0_0_0&to=s9_0_0_0_0_0_0_0_0_0",
    "/preview_url": lambda t: "url=http%3A%2F%2F127.0.0.1%2F",
    "/thumbnail/": lambda t: "width=32&height=32",
}


def _of(table, key, target):
    """The entry whose last word the path ends with or contains, the longest of them."""
    method, _, path = key.partition(" ")
    fitting = [name for name in table if _fits(name, method, path)]
    return table[max(fitting, key=len)](target) if fitting else None


def _fits(name, method, path):
    wanted, blank, part = name.rpartition(" ")
    return (not blank or wanted == method) and (path.endswith(part) or part.endswith("/") and part in path)


def requests(method, path, target):
    """(method, path with query, body) of each way to ask this for what is the target's."""
    names = PLACEHOLDER.findall(path)
    values = {"roomId": [target.room], "roomIdOrAlias": [target.room], "eventId": [target.event],
              "userId": [target.user], "deviceId": [target.device], "txnId": [secrets.token_hex(8)],
              "roomAlias": ["#practice:" + target.user.partition(":")[2]], "relType": ["m.replace"],
              "receiptType": ["m.read"], "keyName": ["displayname", "avatar_url"], "type": ["m.direct"],
              "tag": ["m.favourite"], "filterId": ["0"], "version": ["1"], "kind": ["underride"],
              "ruleId": [".m.rule.message"], "mediaId": ["AAAAAAAAAAAAAAAAAAAAAAAA"], "fileName": ["letter"],
              "serverName": [target.user.partition(":")[2]], "medium": ["email"], "authType": ["m.login.dummy"]}
    if "stateKey" in names:
        pairs = [(kind, key.format(user=target.user)) for kind, key in STATE_TYPES]
    else:
        pairs = [("m.room.message", "")]
    body = None if method == "GET" else _of(BODIES, f"{method} {path}", target) or {}
    query = _of(QUERIES, f"{method} {path}", target) if method == "GET" else ""
    rest = [name for name in names if name not in ("eventType", "stateKey")]
    for pair in pairs:
        for chosen in itertools.product(*(values.get(name, ["any"]) for name in rest)):
            known = {**dict(zip(rest, chosen)), "eventType": pair[0], "stateKey": pair[1]}
            filled = PLACEHOLDER.sub(lambda found, k=known: quote(k[found[1]]), path)
            yield method, filled + ("?" + query if query else ""), body


def asked(path, body):
    """Everything that the attacker has said in a request, as text."""
    return urllib.parse.unquote(path) + json.dumps(body, ensure_ascii=False)
