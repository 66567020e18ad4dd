# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bedside in its sandbox: the demo practice, what it can reach and what not, the keyring."""
from common import check, wait_for
from suite import suite
from traces import search

TEXT = "Good morning! Does Tuesday at ten suit you?"
OUT_OF_REACH = ("org.freedesktop.Notifications", "org.freedesktop.secrets", "org.freedesktop.FileManager1",
                "org.kde.StatusNotifierItem-1-1", "ca.desrt.dconf")


def open_first(app):
    """Opens the newest conversation; its row's name and birth date."""
    row = app.wait_rows("Conversations", len, 40, "the first conversation")[0]
    title = ", ".join(row.split(", ")[:2])
    app.select("Conversations", title)
    app.wait_rows("Messages", len, 20, f"the messages of {title}")
    return title


@suite.test("demo-conversation")
def demo(world):
    with world.session(keyring=False) as session:
        app = session.app("--demo")
        name = open_first(app).split(", ", maxsplit=1)[0]
        app.set_text("Message", TEXT)
        app.click("Send")
        app.wait_row("Messages", f"^You, {TEXT.replace('?', '[?]')}, .*, (sent|read)$", 20)
        ours = [0]

        def answered(rows):
            ours[0] = next((i for i, r in enumerate(rows) if r.startswith(f"You, {TEXT}")), len(rows))
            return any(r.startswith(f"{name}, ") for r in rows[ours[0] + 1:])
        app.wait_rows("Messages", answered, 40, f"the answer of {name}")


@suite.test("out-of-reach")
def out_of_reach(world):
    """What the portals are for cannot be had without them."""
    with world.session() as session:
        session.notification_daemon()
        (session.home / "Documents").mkdir()
        (session.home / "Documents" / "letter.txt").write_text("private", encoding="utf-8")
        for name in OUT_OF_REACH[:2]:
            check(session.owner(name), f"{name} is not even outside of the sandbox")
        for name in OUT_OF_REACH:
            status, said = session.inside("gdbus", "call", "--session", "-d", name, "-o", "/", "-m",
                                          "org.freedesktop.DBus.Peer.Ping")
            check(status not in (0, None), lambda name=name, said=said: f"{name} answers: {said}")
        status, said = session.inside("cat", str(session.home / "Documents" / "letter.txt"))
        check(status not in (0, None) and "private" not in said, f"the home folder can be read: {said}")
        status, said = session.inside("sh", "-c", f"echo x > {session.home}/Documents/new")
        check(not (session.home / "Documents" / "new").exists(), "the home folder can be written")
        # So that all of this is not only because nothing works.
        status, said = session.inside("gdbus", "call", "--session", "-d", "org.freedesktop.portal.Desktop", "-o",
                                      "/org/freedesktop/portal/desktop", "-m",
                                      "org.freedesktop.DBus.Properties.Get", "org.freedesktop.portal.Notification",
                                      "version")
        check(status == 0, lambda: f"the portal does not answer: {said}")


def sign_in(app, server, user, password):
    wait_for(lambda: app.states("Sign In", role=["push button", "button"], timeout=0), 40, "the sign-in page")
    for name, value in (("Server", server), ("User name", user), ("Password", password)):
        app.set_text(name, value)
    app.click("Sign In", role=["push button", "button"], timeout=20)


@suite.test("R31-keyring-through-the-portal")
def keyring(world):
    with world.session() as session, world.server() as (server, user, password):
        monitor = session.monitor("interface='org.freedesktop.portal.Secret'")
        app = session.app()
        sign_in(app, server, user, password)
        title = open_first(app)
        check("member=RetrieveSecret" in monitor.said(10**6), "the Secret portal was not asked")
        app.quit()

        kept = session.app_data() / "data" / "keyrings" / "default.keyring"
        check(kept.exists(), lambda: f"no keyring among {[str(f) for f in session.app_data().rglob('*')]}")
        check(kept.stat().st_mode & 0o077 == 0, f"others may read it: {kept.stat().st_mode:o}")
        traces = search(session.app_data(), [password, title.split(", ", maxsplit=1)[0]])
        check(not traces, lambda: f"in the open: {traces}")

        again = session.app()
        again.wait_rows("Conversations", lambda rows: any(r.startswith(title) for r in rows), 40, "still signed in")
        again.quit()


@suite.test("activated-over-D-Bus")
def activated(world):
    """As a launcher of GNOME starts it, and as a notification does that is clicked when Bedside is not running."""
    with world.session() as session:
        app = session.activated_app()
        wait_for(lambda: app.states("Sign In", role=["push button", "button"], timeout=0), 40, "the sign-in page")
        check("Bedside" in app.call("windows"), lambda: f"windows {app.call('windows')}")
        app.quit()
