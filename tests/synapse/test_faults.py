# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bedside killed and the server gone at the worst moments: what was written arrives, in order, once.

What counts is what the server holds. That nothing comes twice is asked after
a later message of the same conversation has arrived: they are sent in order.
"""
from suite import suite
from world import SEND, check, wait_for

LATER = "And this one afterwards."


def check_once(desk, text):
    """The text is on the server once, and stays so until a later message is there."""
    desk.wait_held(desk.with_ada, text)
    desk.wait_state(text, "sent", "read")
    desk.write(LATER)
    desk.wait_state(LATER, "sent", "read")
    held = desk.held(desk.with_ada)
    check(held == [desk.with_ada.first, text, LATER], f"the server holds {held}")
    wait_for(lambda: desk.texts() == held, 10, lambda: f"the same rows, not {desk.messages()}")


@suite.test("R18-killed-before-the-send-was-forwarded")
def killed_before(world):
    with world.desk() as desk:
        desk.sign_in()
        desk.open(world.ada)
        send = desk.proxy.hold("PUT", SEND)
        desk.write("Not forwarded yet.")
        send.wait()
        desk.app.kill()
        send.remove()
        check(desk.held(desk.with_ada) == [desk.with_ada.first], "it reached the server: the test shows nothing")
        desk.start()
        desk.wait_conversation(world.ada)
        desk.open(world.ada)
        check_once(desk, "Not forwarded yet.")


@suite.test("R18-killed-before-the-send-was-answered")
def killed_after(world):
    with world.desk() as desk:
        desk.sign_in()
        desk.open(world.ada)
        syncs = desk.proxy.hold("GET", "/v3/sync", after=True)      # the echo would tell that it arrived
        send = desk.proxy.hold("PUT", SEND, after=True)
        desk.write("Forwarded, not answered.")
        send.wait()
        desk.app.kill()
        send.remove()
        syncs.remove()
        check(desk.held(desk.with_ada).count("Forwarded, not answered.") == 1,
              "it is not on the server: the test shows nothing")
        desk.start()
        desk.wait_conversation(world.ada)
        desk.open(world.ada)
        check_once(desk, "Forwarded, not answered.")
        tries = {a.target for a in desk.proxy.requests("PUT", SEND) if b"Forwarded, not answered." in a.body}
        check(len(tries) == 1, f"another transaction id for the same message: {tries}")


@suite.test("R18-answer-to-the-send-is-lost")
def answer_lost(world):
    with world.desk() as desk:
        desk.sign_in()
        desk.open(world.ada)
        lost = desk.proxy.cut("PUT", SEND, after=True, times=1)
        desk.write("The answer to this is lost.")
        lost.wait()
        check_once(desk, "The answer to this is lost.")


@suite.test("R18-rate-limit-keeps-the-order")
def rate_limited(world):
    with world.desk() as desk:
        desk.sign_in()
        desk.open(world.ada)
        limit = desk.proxy.answer("PUT", SEND, 429, b'{"errcode":"M_LIMIT_EXCEEDED","error":"Too Many Requests",'
                                  b'"retry_after_ms":1000}', [("Retry-After", "1")], times=1)
        desk.write("First, and told to wait.")
        limit.wait()
        desk.write("Second.")
        for text in ("First, and told to wait.", "Second."):
            desk.wait_state(text, "sent", "read")
        held = desk.held(desk.with_ada)
        check(held == [desk.with_ada.first, "First, and told to wait.", "Second."], f"the server holds {held}")


@suite.test("R19-written-while-the-server-was-gone")
def server_gone(world):
    with world.desk(direct=True) as desk:
        desk.sign_in()
        desk.open(world.ada)
        world.server.stop()
        texts = ["Written without a server.", "And a second one."]
        for text in texts:
            desk.write(text)
        for text in texts:
            desk.wait_state(text, "sending")
        desk.restart()
        desk.wait_conversation(world.ada)
        desk.open(world.ada)
        wait_for(lambda: desk.texts()[-2:] == texts, 10, lambda: f"both messages at the end of {desk.messages()}")
        world.server.start()
        for text in texts:
            desk.wait_held(desk.with_ada, text, timeout=60)
            desk.wait_state(text, "sent", "read")
        desk.write(LATER)
        desk.wait_state(LATER, "sent", "read")
        held = desk.held(desk.with_ada)
        check(held == [desk.with_ada.first, *texts, LATER], f"the server holds {held}")
        for text in texts:
            world.client.wait("message", timeout=30, room=desk.with_ada.room, body=text)
