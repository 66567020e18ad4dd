# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pure functions, without a server: the cases that Bedside runs, too, and contents that strangers may write."""
import importlib.util
import itertools
import json

from suite import TOP, suite

from common import check


def _load():
    """By its path: the package itself needs Synapse to be imported."""
    spec = importlib.util.spec_from_file_location("rules", TOP / "data/synapse/bedside_practice/rules.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


rules = _load()
BINDING = rules.Binding("!space:hs", "k1", "@pat:hs", "@ann:hs")
ODD = [None, True, False, 0, 1, 10, 1.5, "", "x", [], ["x"], {}, {"x": 1}, [[]], [{}]]


def cases():
    return json.loads((TOP / "tests/data/may-write.json").read_text(encoding="utf-8"))


@suite.test("rules/R10-R26-may-write")
def may_write(_):
    seen = set()
    for number, case in enumerate(cases()):
        expected = case.pop("reason")
        got = rules.may_write(**case)
        check(got == expected, f"case {number}: {got}, not {expected}, for {case}")
        seen.add(got)
    check(len(seen) == 10, f"not every reason occurs: {seen}")


@suite.test("rules/R10-R26-order-of-reasons")
def order(_):
    good = cases()[0]
    check(good.pop("reason") == "none", "the first case is not the good one")
    names = list(good)
    for broken in itertools.product((False, True), repeat=len(names)):
        facts = {name: good[name] != bad for name, bad in zip(names, broken)}
        first = next((name for name, bad in zip(names, broken) if bad), None)
        alone = rules.may_write(**{**good, **({first: not good[first]} if first else {})})
        check(rules.may_write(**facts) == alone, f"{facts}: not the reason of {first}")
    check(rules.may_write(**dict.fromkeys(names, False)) == "wrong_binding", "what is not known is allowed")


@suite.test("rules/odd-contents-close")
def odd_contents(_):
    settings = {"group_chat": True, "patient_chat": True}
    facts = {"practice_known": True, "is_practitioner": True, "membership": "join", "settings": settings,
             "patient": {"user_id": "@pat:hs"}, "access": {"chat": "enabled"}}
    check(rules.closed_reason(BINDING, **facts) == rules.OPEN, "the good case is closed")
    for odd in ODD:
        for key, reason in (("group_chat", "group_chat_disabled"), ("patient_chat", "practice_chat_disabled")):
            if odd is not True:
                got = rules.closed_reason(BINDING, **{**facts, "settings": {**settings, key: odd}})
                check(got == reason, f"{key} {odd!r}: {got}")
        got = rules.closed_reason(BINDING, **{**facts, "patient": {"user_id": odd}})
        check(got == "not_linked", f"user_id {odd!r}: {got}")
        got = rules.closed_reason(BINDING, **{**facts, "access": {"chat": odd}})
        check(got == "chat_disabled", f"chat {odd!r}: {got}")
    for change, reason in (({"settings": {}}, "group_chat_disabled"), ({"patient": {}}, "not_linked"),
                           ({"access": {}}, "chat_disabled"), ({"membership": "invite"}, "practitioner_left"),
                           ({"membership": ""}, "practitioner_left"), ({"is_practitioner": False}, "practitioner_left"),
                           ({"practice_known": False}, "no_practice")):
        got = rules.closed_reason(BINDING, **{**facts, **change})
        check(got == reason, f"{change}: {got}")


@suite.test("rules/odd-bindings-are-not-valid")
def odd_bindings(_):
    check(BINDING.valid, "the good binding is not valid")
    for field in rules.Binding._fields:
        for odd in ODD + ["@sender:hs"] * (field == "patient_key"):
            mark = rules.mark_of({rules.CHAT: {**BINDING.as_content(), field: odd}})
            check(mark.kind == rules.CHAT, f"{field} {odd!r}: not a conversation any more")
            check(odd == "x" or not mark.binding.valid, f"{field} {odd!r}: valid")
    for odd in ODD:
        check(rules.mark_of(odd).kind == "", f"{odd!r} marks a room")
        check(not rules.mark_of({rules.CHAT: odd}).binding.valid, f"{odd!r} is a binding")
        check(rules.mark_of({rules.TEAM: odd}).practice == "", f"{odd!r} names a practice")
    check(not BINDING._replace(patient="@ann:hs").valid, "a conversation with oneself")


@suite.test("rules/odd-requests-make-no-room")
def odd_requests(_):
    body = rules.conversation_body({}, BINDING)
    check(rules.wrong_body("@ann:hs", body) is None, "its own body is wrong")
    for key in ("creation_content", "invite", "visibility", "preset", "room_version"):
        for odd in ODD:
            # A content without our keys is another kind of room, which practitioners may make.
            other_room = key == "creation_content" and isinstance(odd, dict)
            check(other_room or rules.wrong_body("@ann:hs", {**body, key: odd}), f"{key} {odd!r} is right")
    for odd in ODD:
        if not isinstance(odd, dict):       # one without a type is Synapse's to refuse
            check(rules.wrong_body("@ann:hs", {"initial_state": [odd]}) == "never", f"initial_state [{odd!r}]")
    for number in (True, 1.0, 2, "1"):
        content = {"m.federate": False, rules.CHAT: {**BINDING.as_content(), "v": number}}
        check(rules.wrong_body("@ann:hs", {**body, "creation_content": content}) == "wrong_shape", f"v {number!r}")
    content = {"m.federate": 0, rules.CHAT: BINDING.as_content()}
    check(rules.wrong_body("@ann:hs", {**body, "creation_content": content}) == "wrong_shape", "m.federate 0")


@suite.test("rules/only-the-patients-level-changes")
def patients_level(_):
    old = rules.conversation_levels(BINDING)

    def with_users(**users):
        return {**old, "users": {**old["users"], **{"@" + name + ":hs": level for name, level in users.items()}}}
    for level in (0, 10):
        check(not rules.wrong_levels("@pat:hs", old, with_users(pat=level)), f"{level} is wrong")
    removed = {**old, "users": {"@ann:hs": 100}}
    check(not rules.wrong_levels("@pat:hs", old, removed), "the entry may go: 0 is the default")
    check(not rules.wrong_levels("@pat:hs", removed, with_users(pat=10)), "the entry may come back")
    wrong = [with_users(pat=level) for level in ODD + [9, 11, -1, 50, 100, "10", 10.0] if level is not True
             and not (type(level) is int and level in (0, 10))]
    wrong += [with_users(pat=True), with_users(pat=False), with_users(ann=99), with_users(eve=0), with_users(eve=100)]
    wrong += [{**old, "events_default": level} for level in (0, "10", 10.0, True)]
    wrong += [{**old, "events": {}}, {**old, "more": 1}, {k: v for k, v in old.items() if k != "ban"}, {}]
    wrong += [{**old, "users": odd} for odd in ODD] + ODD
    for new in wrong:
        check(rules.wrong_levels("@pat:hs", old, new), f"{new!r} is allowed")
    check(not rules.wrong_levels("@pat:hs", with_users(pat=50), old), "a wrong level cannot be mended")
