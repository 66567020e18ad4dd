# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""New messages: bubble, tray and notification tell of them, and clear when they are read, here or elsewhere."""
import re
from concurrent.futures import ThreadPoolExecutor

from bystanders import Bystanders
from patient import PatientClient
from suite import suite
from world import Failure, check, wait_for

MANY, PATIENTS = 300, 30
BUBBLE = re.compile(r"^New messages: (\d+)$")
# What is not told must not be told late either: longer than Bedside gathers messages, in seconds.
LATE = 5


def bubble(app):
    """The number in the speech bubble; None: there is none yet."""
    found = {m[1] for m in map(BUBBLE.match, app.names(["push button", "toggle button", "button"])) if m}
    check(len(found) <= 1, lambda: f"bubbles {found}")
    return int(found.pop()) if found else None


def wait_bubble(app, count, timeout=15):
    wait_for(lambda: bubble(app) == count, timeout, lambda: f"a bubble of {count}, not {bubble(app)}")


def wait_tray(bystanders, is_new, timeout=15):
    """Until the icon in the tray says that there are new messages, or none; the icon."""
    def look():
        icon = bystanders.tray()
        return icon and (icon["status"] == "NeedsAttention") == is_new and icon
    return wait_for(look, timeout, lambda: f"a tray that says so; it says {bystanders.tray()}")


def wait_shown(bystanders, count, timeout=15):
    """Until so many notifications are shown; they."""
    wait_for(lambda: len(bystanders.shown()) == count, timeout,
             lambda: f"{count} notifications; told were {bystanders.told()}")
    return bystanders.shown()


def check_stays(condition, seconds, what):
    """That something that must not happen does not: awaited for as long as it would take."""
    try:
        wait_for(lambda: not condition(), seconds, "")
    except Failure:         # the time is over, as it should be
        return
    check(False, what)


@suite.test("R21-R22-R23-a-patients-message-is-told")
def told(world):
    with world.desk() as desk:
        bystanders = Bystanders(desk.session)
        app = desk.sign_in()
        wait_bubble(app, 0)
        quiet = wait_tray(bystanders, False)
        check(not bystanders.told(), lambda: f"told at the start: {bystanders.told()}")
        text = "The rash is <b>gone</b> since yesterday."
        world.client.send(desk.with_ada.room, text)
        wait_bubble(app, 1)
        loud = wait_tray(bystanders, True)
        check(loud["icon"] != quiet["icon"] and loud["tooltip"] != quiet["tooltip"], f"{quiet} and {loud}")
        one, = wait_shown(bystanders, 1)
        said = " ".join([one["title"], one["body"], *loud["menu"], loud["tooltip"]])
        for secret in (world.ada.given, world.ada.family, "rash", "gone", "1931"):
            check(secret not in said, f"{secret!r} is told to whoever looks: {said}")
        check_stays(lambda: len(bystanders.told()) == 1, LATE, f"told again: {bystanders.told()}")
        check(app.has("New messages: 1"), "the bubble forgot")
        desk.open(world.ada)
        wait_bubble(app, 0)
        wait_tray(bystanders, False)
        wait_shown(bystanders, 0)


@suite.test("R24-read-on-another-device-clears-all")
def read_elsewhere(world):
    with world.desk() as desk:
        bystanders = Bystanders(desk.session)
        app = desk.sign_in()
        other = PatientClient(world.server, desk.practitioner, desk.session.folder / "other-device")
        try:
            event = world.client.send(desk.with_ada.room, "May I shower with the plaster?")
            wait_bubble(app, 1)
            wait_tray(bystanders, True)
            wait_shown(bystanders, 1)
            other.read(desk.with_ada.room, event)
            wait_bubble(app, 0)
            wait_tray(bystanders, False)
            wait_shown(bystanders, 0)
            # What was read there before it came here is never told.
            before = len(bystanders.told())
            own = other.send(desk.with_ada.room, "Yes, it is waterproof.")
            other.read(desk.with_ada.room, own)
            check_stays(lambda: len(bystanders.told()) == before, LATE, f"an own message was told: {bystanders.told()}")
            check(bubble(app) == 0, "an own message is new")
        finally:
            other.close()


@suite.test("R22-mark-as-read-and-reply-from-the-notification")
def buttons(world):
    with world.desk() as desk:
        bystanders = Bystanders(desk.session)
        app = desk.sign_in()
        event = world.client.send(desk.with_ada.room, "Shall I come fasting?")
        one, = wait_shown(bystanders, 1)
        marks = [a for a in one["actions"] if "mark-read" in a]
        check(marks, lambda: f"no Mark as read among {one['actions']}")
        bystanders.press(one["id"], marks[0])
        wait_bubble(app, 0)
        wait_shown(bystanders, 0)
        world.client.wait("receipt", room=desk.with_ada.room, event=event, **{"from": desk.practitioner.matrix.user_id})
        check(app.selected("Conversations") == [], "Mark as read opened a conversation")
        world.client.send(desk.with_ada.room, "And what about my tablets?")
        one, = wait_shown(bystanders, 1)
        bystanders.press(one["id"], next(a for a in one["actions"] if "reply" in a))
        wait_for(lambda: "focused" in app.states("Message", role="text"), 10, "the composer with the focus")
        check("And what about my tablets?" in desk.texts(), lambda: f"another conversation: {desk.texts()}")
        wait_shown(bystanders, 0)


@suite.test("R22-messages-that-came-while-closed-are-told-once")
def while_closed(world):
    with world.desk() as desk:
        bystanders = Bystanders(desk.session)
        app = desk.sign_in()
        wait_bubble(app, 0)
        app.stop()
        world.client.send_all(desk.with_ada.room, [f"Reading {n} this morning" for n in range(5)])
        app = desk.start()
        wait_bubble(app, 1)
        wait_shown(bystanders, 1)
        check_stays(lambda: len(bystanders.told()) == 1, LATE, f"a burst became several: {bystanders.told()}")
        app.stop()
        wait_for(lambda: not bystanders.shown(), 10, "what would do nothing without Bedside to be withdrawn")
        app = desk.start()
        wait_bubble(app, 1)
        check_stays(lambda: len(bystanders.told()) == 1, LATE, f"old messages were told: {bystanders.told()}")


def patient_with_news(world, practitioner, number):
    patient = world.practice.patient(f"Ottilie{number}", "Castleford", "1990-01-01", f"portal-many-{number}")
    made = world.practice.conversation(practitioner, patient, first="")
    patient.matrix.send(made.room, f"Question number {number}")


def colleagues_with_news(world, practitioner, number):
    """Of those a server makes more in the same time."""
    room = world.practice.team(f"Colleagues {number}")
    practitioner.matrix.join(room)
    world.practice.owner.matrix.send(room, f"Remark number {number}")


@suite.test("R22-signing-in-with-300-new-conversations-raises-none")
def many(world):
    practitioner = world.practice.practitioner("busydoctor")
    for account in (practitioner, world.practice.owner):
        world.server.admin.unlimited(account.matrix.user_id)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: patient_with_news(world, practitioner, n), range(PATIENTS)))
        list(pool.map(lambda n: colleagues_with_news(world, practitioner, n), range(MANY - PATIENTS)))
    with world.desk(practitioner=practitioner, conversations=False) as desk:
        bystanders = Bystanders(desk.session)
        app = desk.sign_in()
        wait_bubble(app, MANY, 60)
        wait_tray(bystanders, True)
        check_stays(lambda: not bystanders.told(), LATE, f"told: {bystanders.told()[:3]}")
