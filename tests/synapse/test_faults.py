# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bedside killed and the server gone at the worst moments: what was written arrives, in order, once.

What counts is what the server holds. That nothing comes twice is asked after
a later message of the same conversation has arrived: they are sent in order.
"""
from suite import suite
from world import SEND, check, wait_for

LATER = "And this one afterwards."


def check_once(desk, text, others=()):
    """The text is on the server once, and stays so until a later message is there."""
    desk.wait_held(desk.with_ada, text)
    desk.wait_state(text, "sent", "read")
    desk.write(LATER)
    desk.wait_state(LATER, "sent", "read")
    held = desk.held(desk.with_ada)
    check(held == [desk.with_ada.first, text, *others, LATER], f"the server holds {held}")
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


def killed_after(desk, text, others):
    """Kills Bedside when the server has the text, but did not say so; others are written before the next start."""
    world = desk.world
    desk.sign_in()
    desk.open(world.ada)
    syncs = desk.without_echo()
    send = desk.proxy.hold("PUT", SEND, after=True)
    desk.write(text)
    send.wait()
    desk.app.kill()
    send.remove()
    syncs.remove()
    check(desk.held(desk.with_ada).count(text) == 1, "it is not on the server: the test shows nothing")
    world.client.send_all(desk.with_ada.room, others)
    desk.start()
    desk.wait_conversation(world.ada)
    desk.open(world.ada)
    check_once(desk, text, others)
    tries = {a.target for a in desk.proxy.requests("PUT", SEND) if text.encode() in a.body}
    check(len(tries) == 1, f"another transaction id for the same message: {tries}")


@suite.test("R18-killed-before-the-send-was-answered")
def killed_before_answer(world):
    with world.desk() as desk:
        killed_after(desk, "Forwarded, not answered.", [])


@suite.test("R18-killed-before-the-answer-and-a-gap-after-it")
def killed_before_answer_and_gap(world):
    with world.desk() as desk:
        killed_after(desk, "In the gap.", [f"So much later, number {n}" for n in range(1, 31)])


@suite.test("R18-answer-to-the-send-is-lost")
def answer_lost(world):
    with world.desk() as desk:
        desk.sign_in()
        desk.open(world.ada)
        syncs = desk.without_echo()
        # More than once, because libsoup tries a PUT again by itself when a kept connection ends.
        lost = desk.proxy.cut("PUT", SEND, after=True, times=3)
        text = "The answer to this is lost."
        desk.write(text)
        lost.wait(3, timeout=40)
        desk.wait_state(text, "sent", "read")       # by another try: nothing else could tell
        check(desk.held(desk.with_ada).count(text) == 1, f"the server holds {desk.held(desk.with_ada)}")
        syncs.release()
        check_once(desk, text)


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
