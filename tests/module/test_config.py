# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an administrator may write in homeserver.yaml, and which callbacks Synapse gets."""
import json

from people import TOP, check, wait_for
from suite import suite

from common import run

# Runs in Synapse's own Python; prints what became of each configuration.
PARSE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from bedside_practice import BedsidePractice
from synapse.module_api.errors import ConfigError
for config in json.loads(sys.argv[2]):
    try:
        c = BedsidePractice.parse_config(config)
        print(json.dumps(["ok", sorted(c.practices), c.auto_join, c.sweep_interval]))
    except ConfigError as e:
        print(json.dumps(["wrong", e.msg]))
"""
CALLBACKS = """
import json, sys
sys.path.insert(0, sys.argv[1])
from bedside_practice import BedsidePractice
class Api:
    def __init__(self):
        self.seen = []
    def __getattr__(self, name):
        return lambda *args, **callbacks: self.seen.append([name, *map(str, args[:1]), *callbacks])
api = Api()
BedsidePractice(BedsidePractice.parse_config({"practices": []}), api)
print(json.dumps(api.seen))
"""


def in_synapse(people, program, *args):
    out = run([people.server.program / "python", "-B", "-c", program, TOP / "data/synapse", *args])
    return [json.loads(line) for line in out.splitlines()]


@suite.test("config/right-ones")
def right(people):
    configs = [{"practices": []}, {"practices": ["!a:hs", "!b:hs"], "auto_join": False, "sweep_interval": 1.5}]
    check(in_synapse(people, PARSE, json.dumps(configs))
          == [["ok", [], True, 30], ["ok", ["!a:hs", "!b:hs"], False, 1.5]], "read otherwise")


@suite.test("config/wrong-ones-say-what-is-wrong")
def wrong(people):
    cases = {"practices is required": [None, [], "!a:hs", {}, {"auto_join": True}],
             "must be a list": [{"practices": x} for x in (None, "!a:hs", {}, 1)],
             "is no room id": [{"practices": [x]} for x in (None, "", "!", "#a:hs", "@a:hs", 1, [])],
             "unknown option practise": [{"practices": [], "practise": []}],
             "auto_join must be": [{"practices": [], "auto_join": x} for x in (None, 1, "yes")],
             "sweep_interval must be": [{"practices": [], "sweep_interval": x}
                                        for x in (None, 0, -1, 0.5, 3601, "30", True)]}
    pairs = [(said, config) for said, configs in cases.items() for config in configs]
    answers = in_synapse(people, PARSE, json.dumps([config for _, config in pairs]))
    for (said, config), got in zip(pairs, answers, strict=True):
        check(got[0] == "wrong" and said in got[1] and got[1].startswith("bedside_practice: "), f"{config}: {got}")


@suite.test("config/synapse-does-not-start-with-a-mistake")
def refuses_to_start(people):
    server = people.server
    good = dict(server.module)
    server.stop()
    try:
        server.module["practices"] = ["#riverside:localhost"]

        try:
            server.restart()
            check(False, "it started")
        except AssertionError as e:
            check("is no room id" in str(e), f"it said {e}")
    finally:
        server.module = good
        server.configure_module()


@suite.test("config/callbacks-that-cost-little")
def callbacks(people):
    seen, = in_synapse(people, CALLBACKS)
    names = {name for call in seen for name in call[1:]}
    check({"user_may_create_room", "user_may_join_room", "user_may_invite", "user_may_send_3pid_invite",
           "federated_user_may_invite", "user_may_publish_room", "user_may_create_room_alias", "check_event_for_spam",
           "check_username_for_spam", "on_create_room", "/_synapse/client/bedside/v1/status",
           "/_synapse/client/bedside/v1/account"} <= names, f"not registered: {names}")
    check(not names & {"check_event_allowed", "on_new_event"}, "with these a directory of thousands is slow")


@suite.test("config/a-practice-that-is-none-is-named-in-the-log")
def unknown_practice(people):
    good = list(people.server.module["practices"])
    log = people.server.folder / "homeserver.log"
    try:
        people.server.configure_module(practices=[*good, "!mistyped:localhost", people.a.everyone])
        for practice in ("!mistyped:localhost", people.a.everyone):
            wait_for(lambda p=practice: f"{p} in practices is no practice" in log.read_text(encoding="utf-8"), 10,
                     "a line in the log")
        check(people.ann.matrix.call("GET", "/_synapse/client/bedside/v1/status")["practices"] == [people.a.space],
              "not only the practice itself is enforced")
    finally:
        people.server.configure_module(practices=good)
