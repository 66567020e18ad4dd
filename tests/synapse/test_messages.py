# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both sides send, both see, in order, once; the history stays."""
import json

from suite import suite
from world import check, wait_for

UNREAD = 60
EARLIER = 25


@suite.test("R18-patients-message-appears")
def message_appears(world):
    with world.desk() as desk:
        desk.sign_in()
        desk.open(world.ben)
        text = "The new dose is fine so far, a little tired in the evening."
        world.client.send(desk.with_ada.room, text)
        desk.wait_conversation(world.ada, ", 1 unread")
        desk.open(world.ada)
        desk.app.wait_row("Messages", f"^{world.ada.given} {world.ada.family}, {text}, \\d\\d:\\d\\d$")
        desk.wait_nothing_unread(world.ada)
        more = "And one while it is open: <b>5 & 6</b> \u2713 gr\u00fcn"
        world.client.send(desk.with_ada.room, more)
        expected = [(f"{world.ada.given} {world.ada.family}", t, None) for t in (text, more)]
        wait_for(lambda: desk.messages()[-2:] == expected, 15, lambda: f"both at the end of {desk.messages()}")


@suite.test("R18-answer-reaches-the-patient-once")
def answer_once(world):
    with world.desk() as desk:
        desk.sign_in()
        desk.open(world.ada)
        world.client.send(desk.with_ada.room, "May I take it with milk?")
        wait_for(lambda: "May I take it with milk?" in desk.texts(), 15, "the question")
        answers = ["Please take it with water.", "And not before breakfast.\nThank you \u2713"]
        for answer in answers:
            desk.write(answer)
        for answer in answers:
            world.client.wait("message", room=desk.with_ada.room, body=answer, msgtype="m.text")
            desk.wait_state(answer, "sent", "read")
        check(desk.app.text("Message", role="text") == "", "the composer is not empty")
        expected = [desk.with_ada.first, "May I take it with milk?", *answers]
        check(desk.held(desk.with_ada) == expected, lambda: f"the server holds {desk.held(desk.with_ada)}")
        check(world.client.texts(desk.with_ada.room)[-3:] == expected[-3:], "the patient sees something else")
        check(desk.texts() == expected, lambda: f"the rows are {desk.messages()}")
        for answer in answers:
            check(len(world.client.all("message", body=answer)) == 1, f"{answer!r} came more than once")
        uuids = [m["content"].get("org.bedside.id") for m in world.client.all("message", room=desk.with_ada.room)
                 if m["body"] in answers]
        check(len(set(uuids)) == 2 and all(uuids), f"uuids {uuids}")


@suite.test("R18-row-says-that-the-patient-has-read")
def read_by_the_patient(world):
    with world.desk() as desk:
        desk.sign_in()
        desk.open(world.ada)
        desk.write("See you on Thursday.")
        event = world.client.wait("message", room=desk.with_ada.room, body="See you on Thursday.")["event"]
        desk.wait_state("See you on Thursday.", "sent")
        world.client.read(desk.with_ada.room, event)
        desk.wait_state("See you on Thursday.", "read")
        desk.write("At nine.")
        desk.wait_state("At nine.", "sent")
        desk.wait_state("See you on Thursday.", "read")


@suite.test("read-here-is-read-on-the-server")
def read_by_the_practitioner(world):
    with world.desk() as desk:
        desk.sign_in()
        event = world.client.send(desk.with_ada.room, "Did you get my letter?")
        desk.wait_conversation(world.ada, ", 1 unread")
        check(not world.client.all("receipt", room=desk.with_ada.room, event=event), "read before it was shown")
        desk.open(world.ada)
        world.client.wait("receipt", room=desk.with_ada.room, event=event, **{"from": desk.practitioner.matrix.user_id})
        desk.app.kill()
        desk.start()
        desk.wait_nothing_unread(world.ada)


@suite.test("R19-sixty-messages-written-while-away")
def while_away(world):
    with world.desk() as desk:
        earlier = [f"Long ago, number {n:02}" for n in range(1, EARLIER + 1)]
        for text in earlier:
            desk.practitioner.matrix.send(desk.with_ada.room, text)
        desk.sign_in()
        limit = json.loads(desk.proxy.requests("POST", "/filter$")[-1].body)["room"]["timeline"]["limit"]
        check(limit < min(UNREAD, EARLIER), f"a timeline limit of {limit} leaves no gap to fill")
        desk.app.stop()
        texts = [f"While you were away, number {n:02}" for n in range(1, UNREAD + 1)]
        world.client.send_all(desk.with_ada.room, texts)
        desk.start()
        desk.wait_conversation(world.ada, f", {UNREAD} unread")
        desk.open(world.ada)
        wait_for(lambda: desk.texts()[-UNREAD:] == texts, 20, lambda: f"all in order, once, in {desk.texts()}")

        def scrolled_up():
            """Older messages than these are loaded when one gets there."""
            desk.app.call("scroll", list_name="Messages", fraction=0)
            return desk.texts() == [desk.with_ada.first, *earlier, *texts]
        wait_for(scrolled_up, 20, lambda: f"what was before them, too; the rows are {desk.texts()[:3]} ...", 0.5)
        desk.app.wait_row("Messages", "^Beginning of the conversation$")
        check(desk.proxy.requests("GET", "/messages"), "the test shows nothing: there was no gap to fill")


@suite.test("R20-history-is-there-before-the-server-answers")
def stored_first(world):
    with world.desk() as desk:
        desk.sign_in()
        desk.open(world.ada)
        world.client.send(desk.with_ada.room, "This one is stored.")
        desk.write("And so is this one.")
        desk.wait_state("And so is this one.", "sent", "read")
        expected = [desk.with_ada.first, "This one is stored.", "And so is this one."]
        wait_for(lambda: sorted(desk.texts()) == sorted(expected), 10, lambda: f"all three, not {desk.texts()}")
        before = desk.texts()
        desk.app.kill()
        everything = desk.proxy.hold("*", "")
        first = len(desk.proxy.asked)
        desk.start()
        desk.wait_conversation(world.ada)
        desk.wait_conversation(world.ben)
        desk.open(world.ada)
        wait_for(lambda: desk.texts() == before, 10, lambda: f"{before}, not {desk.texts()}")
        everything.wait()
        check(not [a for a in desk.proxy.asked[first:] if a.delivered], "the server has answered something")
        everything.release()
        world.client.send(desk.with_ada.room, "And this one is new.")
        wait_for(lambda: desk.texts() == [*before, "And this one is new."], 20,
                 lambda: f"the new one in {desk.texts()}")


@suite.test("R30-arriving-message-moves-nothing")
def moves_nothing(world):
    with world.desk() as desk:
        app = desk.sign_in()
        desk.open(world.ada)
        app.point_at("Message", "text")
        wait_for(lambda: "focused" in app.states("Message", role="text"), 5, "the focus in the composer")
        app.set_text("Message", "half of an ans")
        world.client.send(desk.with_ada.room, "Are you there?")
        wait_for(lambda: "Are you there?" in desk.texts(), 15, "the message")
        check("focused" in app.states("Message", role="text"), "the focus moved")
        check(app.text("Message", role="text") == "half of an ans", "the composer changed")
        desk.open(world.ben)
        desk.wait_nothing_unread(world.ada)
        world.client.send(desk.with_ada.room, "Hello?")
        desk.wait_conversation(world.ada, ", 1 unread")
        selected = app.selected("Conversations")
        check(len(selected) == 1 and selected[0].startswith(world.ben.title), f"the selection moved to {selected}")
        check(app.text("Message", role="text") == "", "a draft in the wrong conversation")
        desk.open(world.ada)
        wait_for(lambda: app.text("Message", role="text") == "half of an ans", 5, "the draft in its own")
