# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Bedside asks the module, and what the user directory tells."""
import secrets
import sqlite3
from functools import partial

from people import allowed, check, outcome, quote, wait_for
from suite import suite

STATUS, ACCOUNT = ("/_synapse/client/bedside/v1/" + name for name in ("status", "account/"))


def look_up(people, user, by=None):
    return (by or people.ann).matrix.call("GET", ACCOUNT + quote(user))


@suite.test("status/is-for-practitioners-and-lists-their-own-practices")
def status(people):
    both = people.practitioner(people.a)
    people.b.owner.matrix.invite(people.b.space, both.matrix.user_id)
    none = people.account("", "practitioner")
    for client, practices in ((people.ann.matrix, [people.a.space]), (people.carl.matrix, [people.b.space]),
                              (both.matrix, sorted([people.a.space, people.b.space])), (none, [])):
        check(client.call("GET", STATUS) == {"v": 1, "enforced": True, "practices": practices}, client.user_id)
    for client in (people.pat.matrix, people.untyped, people.admin):
        check(outcome(partial(client.call, "GET", STATUS))[:2] == (403, "M_FORBIDDEN"), client.user_id)
    check(outcome(partial(people.server.client().call, "GET", STATUS))[:2] == (401, "M_MISSING_TOKEN"), "no token")
    check(outcome(partial(none.call, "GET", STATUS + "/x"))[0] == 404, "something below it")
    check(outcome(partial(none.call, "POST", STATUS, {}))[0] in (404, 405), "POST")


@suite.test("R3-account-tells-whether-the-portal-is-activated")
def signed_in(people):
    password = secrets.token_urlsafe(9)
    patient = people.server.register("fresh" + secrets.token_hex(3), password, "patient")
    expected = {"exists": True, "patient": True, "signed_in": False}
    check(look_up(people, patient.user_id) == expected, f"before: {look_up(people, patient.user_id)}")
    patient.login(patient.user_id, password)
    check(look_up(people, patient.user_id) == expected, f"without a request: {look_up(people, patient.user_id)}")
    patient.call("GET", "v3/account/whoami")
    wait_for(lambda: look_up(people, patient.user_id) == {**expected, "signed_in": True}, 20, "to be signed in", 1)


@suite.test("R4-account-tells-whether-it-is-a-patients")
def kinds(people):
    gone = people.account("", "patient")
    people.admin_call("POST", f"/_synapse/admin/v1/deactivate/{quote(gone.user_id)}", {})
    nothing, other = {"exists": False, "patient": False, "signed_in": False}, {"exists": True, "patient": False,
                                                                              "signed_in": False}
    for user, expected in ((people.pat.user_id, {"exists": True, "patient": True, "signed_in": True}),
                           (people.bea.matrix.user_id, other), (people.untyped.user_id, other),
                           (people.admin.user_id, {"exists": True, "patient": True, "signed_in": True}),
                           (gone.user_id, nothing), ("@nobody:localhost", nothing), ("@pat:example.org", nothing),
                           (people.pat.user_id.upper(), nothing), (people.pat.name, nothing), ("@", nothing),
                           ("@:localhost", nothing), ("@pat%:localhost", nothing), ("@p_t:localhost", nothing)):
        got = look_up(people, user)
        check(got == expected, f"{user}: {got}, not {expected}")
    for path in (ACCOUNT, ACCOUNT + quote(people.pat.user_id) + "/more"):
        check(outcome(partial(people.ann.matrix.call, "GET", path))[0] in (200, 404)
              and not people.ann.matrix.call("GET", path).get("exists"), path)
    for client in (people.pat.matrix, people.untyped, people.admin):
        got = outcome(partial(client.call, "GET", ACCOUNT + quote(people.max.user_id)))
        check(got[:2] == (403, "M_FORBIDDEN"), f"{client.user_id}: {got}")


@suite.test("account/is-limited")
def limited(people):
    doctor, path = people.practitioner(people.a).matrix, ACCOUNT + quote("@nobody:localhost")
    answers = [doctor.once("GET", path) for _ in range(62)]
    check([status for status, _ in answers] == [200] * 60 + [429] * 2, f"{[status for status, _ in answers]}")
    body = answers[-1][1]
    check(body["errcode"] == "M_LIMIT_EXCEEDED" and 0 < body["retry_after_ms"] <= 60000, f"{body}")
    allowed(lambda: look_up(people, "@nobody:localhost"), "others")
    allowed(lambda: doctor.call("GET", STATUS), "the status")


@suite.test("R1-user-directory-shows-no-patients-and-nothing-to-patients")
def user_directory(people):
    mine = people.pair()
    doctor, patient = mine.practitioner.matrix, mine.patient.matrix

    def found(client, text):
        answer = client.call("POST", "v3/user_directory/search", {"search_term": text, "limit": 50})
        return {user["user_id"] for user in answer["results"]}

    def known():
        """Synapse itself would show them to each other."""
        with sqlite3.connect(f"file:{people.server.folder}/homeserver.db?mode=ro", uri=True) as db:
            pairs = set(db.execute("SELECT user_id, other_user_id FROM users_who_share_private_rooms"))
        return {(doctor.user_id, patient.user_id), (patient.user_id, doctor.user_id)} <= pairs
    wait_for(known, 30, "the user directory to know of the conversation", 0.2)
    wait_for(lambda: people.ann.matrix.user_id in found(doctor, "ann"), 30, "a colleague to be found")
    for text in (mine.patient.name, f"~{mine.patient.name}~", "portal", patient.user_id):
        check(found(doctor, text) == set(), f"a practitioner finds {found(doctor, text)} for {text}")
    for text in (mine.practitioner.name, doctor.user_id, "ann", "owner", "portal", mine.patient.name):
        check(found(patient, text) == set(), f"a patient finds {found(patient, text)} for {text}")
        check(found(people.untyped, text) == set(), "an account without type finds somebody")
