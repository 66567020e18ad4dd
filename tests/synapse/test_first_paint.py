# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device on which nothing is stored: the list stands there, and is of use, before the first sync is answered."""
from suite import suite
from world import check, wait_for

SYNC = r"/v3/sync\?"
SLIDING = r"/org\.matrix\.simplified_msc3575/sync"


@suite.test("R18-R29-used-before-the-first-sync-is-answered")
def used_before(world):
    with world.desk() as desk:
        sync = desk.proxy.hold("GET", SYNC)
        desk.sign_in()
        check(not [a for a in desk.proxy.requests("GET", SYNC) if a.delivered], "sync was answered")
        check([a.status for a in desk.proxy.requests("POST", SLIDING)] == [200, 200], "sliding sync was not asked")
        desk.open(world.ada)
        wait_for(lambda: desk.texts() == [desk.with_ada.first], 10, lambda: f"the first message: {desk.messages()}")
        desk.write("Before the first sync.")
        desk.wait_state("Before the first sync.", "sending")
        world.client.send_all(desk.with_ada.room, ["I write meanwhile."])
        sync.release()
        sync.remove()
        desk.wait_held(desk.with_ada, "Before the first sync.")
        desk.wait_state("Before the first sync.", "sent", "read")
        wait_for(lambda: desk.texts() == desk.held(desk.with_ada), 10, lambda: f"the same rows, not {desk.messages()}")

