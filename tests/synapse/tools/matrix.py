# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small Matrix client of the tests' own (standard library only), to set up and to look at the server."""
import hashlib
import hmac
import http.client
import json
import threading
import time
import urllib.parse
import uuid

TRIES = 8


def quote(text):
    return urllib.parse.quote(text, safe="")


class MatrixError(Exception):
    def __init__(self, method, path, status, body):
        super().__init__(f"{method} {path}: {status} {body}")
        self.status, self.body = status, body
        self.errcode = body.get("errcode", "") if isinstance(body, dict) else ""


class Client:
    """One account on one server. Waits out rate limits, as every client has to."""

    def __init__(self, base, user_id="", token="", device=""):
        self.base, self.user_id, self.token, self.device = base, user_id, token, device
        self.url = urllib.parse.urlsplit(base)
        self.local = threading.local()

    def _connection(self):
        if not getattr(self.local, "connection", None):
            self.local.connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=60)
        return self.local.connection

    def once(self, method, path, body=None):
        """One request, path from the root on; status and body of the answer, {} if that is no JSON."""
        status, answer, data = self._ask(method, path, body)
        is_json = answer.headers.get_content_type() == "application/json"
        return status, json.loads(data or b"{}") if is_json else {}

    def once_as_text(self, method, path, body=None):
        """One request, path from the root on; status and the answer's headers and body as they came, escapes undone."""
        status, answer, data = self._ask(method, path, body)
        text = data.decode(errors="replace")
        if answer.headers.get_content_type() == "application/json":
            text = json.dumps(json.loads(data or b"{}"), ensure_ascii=False)
        return status, f"{answer.headers}{text}"

    def _ask(self, method, path, body):
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        connection = self._connection()
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            self.local.connection = None
            raise
        return answer.status, answer, data

    def call(self, method, path, body=None):
        """One request, path from /_matrix/client/ on unless it begins with a slash."""
        if not path.startswith("/"):
            path = "/_matrix/client/" + path
        for n in range(TRIES):
            try:
                status, data = self.once(method, path, body)
            except (ConnectionError, http.client.HTTPException):
                if n > 0:
                    raise
                continue        # a kept connection that the server has closed meanwhile
            if status == 429 and n < TRIES - 1:
                time.sleep(min(data.get("retry_after_ms", 500) / 1000, 10))
                continue
            if status >= 300:
                raise MatrixError(method, path, status, data)
            return data
        raise MatrixError(method, path, 0, {"error": "gave up"})

    # --- accounts ---

    def register(self, secret, name, password, user_type=None, admin=False, display_name=None):
        """Through the shared-secret API; this client is the new account from then on."""
        nonce = self.call("GET", "/_synapse/admin/v1/register")["nonce"]
        parts = [nonce, name, password, "admin" if admin else "notadmin"] + ([user_type] if user_type else [])
        mac = hmac.new(secret.encode(), "\0".join(parts).encode(), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": password, "admin": admin, "mac": mac,
                "displayname": display_name or name}
        if user_type:
            body["user_type"] = user_type
        return self._be(self.call("POST", "/_synapse/admin/v1/register", body))

    def login(self, name, password):
        return self._be(self.call("POST", "v3/login", {
            "type": "m.login.password", "identifier": {"type": "m.id.user", "user": name}, "password": password}))

    def _be(self, answer):
        self.user_id, self.token, self.device = answer["user_id"], answer["access_token"], answer["device_id"]
        return self

    def devices_of(self, user_id):
        """For administrators: the ids of a user's devices."""
        return [d["device_id"] for d in
                self.call("GET", f"/_synapse/admin/v2/users/{quote(user_id)}/devices")["devices"]]

    def unlimited(self, user_id):
        """For administrators: no limit on this user's messages."""
        self.call("POST", f"/_synapse/admin/v1/users/{quote(user_id)}/override_ratelimit",
                  {"messages_per_second": 0, "burst_count": 0})

    # --- rooms ---

    def create_room(self, **body):
        return self.call("POST", "v3/createRoom", body)["room_id"]

    def join(self, room):
        self.call("POST", f"v3/join/{quote(room)}", {})

    def invite(self, room, user_id):
        self.call("POST", f"v3/rooms/{quote(room)}/invite", {"user_id": user_id})

    def state(self, room, kind, key=""):
        return self.call("GET", f"v3/rooms/{quote(room)}/state/{quote(kind)}/{quote(key)}")

    def set_state(self, room, kind, content, key=""):
        return self.call("PUT", f"v3/rooms/{quote(room)}/state/{quote(kind)}/{quote(key)}", content)["event_id"]

    def send(self, room, text, **content):
        path = f"v3/rooms/{quote(room)}/send/m.room.message/test-{uuid.uuid4().hex}"
        return self.call("PUT", path, {"msgtype": "m.text", "body": text, **content})["event_id"]

    def history(self, room):
        """All events of a room that are no state, oldest first."""
        events, start = [], ""
        while True:
            page = self.call("GET", f"v3/rooms/{quote(room)}/messages?dir=b&limit=100{start}")
            events += [e for e in page["chunk"] if "state_key" not in e]
            if "end" not in page:
                return events[::-1]
            start = "&from=" + quote(page["end"])

    def texts(self, room):
        """The texts of all messages that the server holds, oldest first: what counts in the end."""
        return [e["content"].get("body") for e in self.history(room) if e["type"] == "m.room.message"]
