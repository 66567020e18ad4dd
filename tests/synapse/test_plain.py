# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server without the module: the levels that each practitioner's Bedside keeps are all there is, and it says so."""
from homeserver import Homeserver
from practice import Practice
from screens import open_practice_settings, set_portal_chat, wait_can_write
from suite import suite
from world import Desk, check, wait_for

NOT_ENFORCED = "does not enforce"       # what every place says in which it matters


class PlainWorld:
    """The same as World for a Desk, on a server of its own."""

    def __init__(self, world):
        self.bedside, self.evidence, self.path, self.desks = world.bedside, world.evidence, world.path, []
        self.folder = world.folder / "plain"
        self.server = Homeserver(self.folder / "server", module=False)

    def __enter__(self):
        try:
            self.practice = Practice(self.server)
            self.ada, self.ben = self.practice.patients([("Annegret", "Ohneschutz", "1944-05-06", "portal-a"),
                                                         ("Bertil", "Freiwillig", "1955-06-07", "portal-b")])
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.server.stop()


def level(conversation):
    levels = conversation.practitioner.matrix.state(conversation.room, "m.room.power_levels")
    return levels["users"].get(conversation.patient.user_id, 0)


@suite.test("R26-R27-plain-server-levels-follow")
def levels_follow(world):
    with PlainWorld(world) as plain, Desk(plain, "a") as a, Desk(plain, "b") as b, \
            Desk(plain, "m", practitioner=plain.practice.owner, conversations=False) as manager:
        for desk in (a, b):
            desk.sign_in()
        a.open(plain.ada)
        b.open(plain.ada)
        wait_can_write(a.app, True)
        set_portal_chat(a.app, False)
        wait_can_write(b.app, False)
        for desk in (a, b):
            wait_for(lambda d=desk: level(d.with_ada) == 0, 20, "the patient's level to be lowered")
            check(level(desk.with_ben) == 10, "another patient's level was lowered")
        manager.start()
        manager.fill_in()
        wait_for(lambda: any(NOT_ENFORCED in name for name in manager.app.names()), 30, "the manager to be told")
        open_practice_settings(manager.app)
        wait_for(lambda: any(NOT_ENFORCED in name for name in manager.app.names()), 10, "the settings to say so")
