# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tools do what the other tests take for granted: a proxy that never fails would show nothing."""
import base64
import os
import threading

from fault_proxy import FaultProxy
from matrix import Client, MatrixError
from suite import suite
from traces import search
from world import SEND, check, wait_for


def in_background(function, *args):
    """The thread, and the list that gets what went wrong."""
    problems = []

    def work():
        try:
            function(*args)
        except OSError as e:
            problems.append(e)
    thread = threading.Thread(target=work)
    thread.start()
    return thread, problems


@suite.test("tools/proxy-fails-where-it-should")
def proxy(world):
    doctor = world.practice.practitioner("tools-proxy")
    room = world.practice.conversation(doctor, world.ben, first="").room
    between = FaultProxy("127.0.0.1", world.server.port)
    try:
        through = Client(between.base, doctor.matrix.user_id, doctor.matrix.token)
        through.send(room, "passes")
        for after, held in ((False, ["passes"]), (True, ["passes", "kept after"])):
            fault = between.hold("PUT", SEND, after=after)
            thread, problems = in_background(Client(between.base, doctor.matrix.user_id, doctor.matrix.token).send,
                                             room, f"kept {'after' if after else 'before'}")
            fault.wait()
            check(doctor.matrix.texts(room) == held, f"the server holds {doctor.matrix.texts(room)}, not {held}")
            fault.cut()
            thread.join(10)
            check(problems, "the program got an answer")
            fault.remove()
        between.refuse()
        try:
            through.call("GET", "versions")
            check(False, "not refused")
        except OSError:
            pass
        between.listen()
        through.send(room, "passes again")
        check(doctor.matrix.texts(room) == ["passes", "kept after", "passes again"], "not what was sent")
        check(not [a for a in between.asked if b"kept before" in a.body and a.forwarded], "forwarded after all")
    finally:
        between.close()


@suite.test("tools/search-finds-every-form")
def traces(world):
    secret, other = "Gr\u00fcnewald-Oduya", "Notanywhere"
    plain = secret.encode()
    hidden = {"plain": b"x" + plain + b"y", "small": b"x" + secret.lower().encode(), "hex": plain.hex().encode(),
              "le": "x".encode() + secret.encode("utf-16-le"), "be": secret.encode("utf-16-be"),
              "json": b'{"family":"Gr\\u00fcnewald-Oduya"}'}
    for n in range(3):
        hidden[f"base64-{n}"] = base64.b64encode(b"abc"[:n] + plain + b"tail")
        hidden[f"base64-le-{n}"] = base64.urlsafe_b64encode(b"abc"[:n] + secret.encode("utf-16-le") + b"tail")
    for name, content in hidden.items():
        folder = world.folder / f"traces-{name}"
        folder.mkdir()
        (folder / "file").write_bytes(os.urandom(5000) + content + os.urandom(5000))
        found = search(folder, {secret, other})
        check(set(found) == {secret}, f"{name}: found {found}")
    folder = world.folder / "traces-none"
    folder.mkdir()
    (folder / "file").write_bytes(os.urandom(200000))
    check(not search(folder, {secret, other}), "found what is not there")
    (folder / secret).touch()
    check(search(folder, {secret, other}), "did not find the name of a file")


@suite.test("tools/practice-has-its-shape")
def practice(world):
    doctor = world.practice.practitioner("tools-shape")
    conversation = world.practice.conversation(doctor, world.ada)
    patient = world.ada.matrix
    for what, forbidden in {
            "topic": lambda: patient.set_state(conversation.room, "m.room.topic", {"topic": "mine"}),
            "invitation": lambda: patient.invite(conversation.room, world.ben.user_id),
            "space": lambda: patient.state(world.practice.space, "m.room.create"),
            "directory": lambda: patient.join(world.practice.directory),
            "Everyone": lambda: patient.join(world.practice.everyone)}.items():
        try:
            forbidden()
            check(False, f"a patient may do this: {what}")
        except MatrixError as e:
            check(e.status == 403, f"{what}: {e}")
    world.client.send(conversation.room, "Patients may write.")
    wait_for(lambda: "Patients may write." in doctor.matrix.texts(conversation.room), 5, "the patient's message")
    levels = doctor.matrix.state(conversation.room, "m.room.power_levels")
    doctor.matrix.set_state(conversation.room, "m.room.power_levels",
                            {**levels, "users": {**levels["users"], world.ada.user_id: 0}})
    try:
        patient.send(conversation.room, "Disabled patients may not.")
        check(False, "a disabled patient may write")
    except MatrixError as e:
        check(e.status == 403, str(e))
