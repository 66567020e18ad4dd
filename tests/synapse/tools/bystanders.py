# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop has beside a program: a daemon that shows notifications and a panel with a tray.

They stand on a session's bus, show nothing and remember what they were told. As a
program it takes calls as JSON lines on stdin and answers on stdout: see Bystanders.
"""
import hashlib
import json
import subprocess
import sys

from common import TOOLS, Process, check

NOTIFICATIONS, NOTIFICATIONS_PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
WATCHER, WATCHER_PATH = "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher"
ITEM, ITEM_PATH, MENU = "org.kde.StatusNotifierItem", "/StatusNotifierItem", "com.canonical.dbusmenu"
DAEMON_XML = f"""<node><interface name="{NOTIFICATIONS}">
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method>
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{{sv}}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>"""
WATCHER_XML = f"""<node><interface name="{WATCHER}">
<method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
<method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
<property name="RegisteredStatusNotifierItems" type="as" access="read"/>
<property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
<property name="ProtocolVersion" type="i" access="read"/>
<signal name="StatusNotifierHostRegistered"/><signal name="StatusNotifierItemRegistered"><arg type="s"/></signal>
</interface></node>"""


class Bystanders:
    """bystanders.py in a process of the session. In a with statement, or close() it."""

    def __init__(self, session):
        self.process = Process(["/usr/bin/python3", TOOLS / "bystanders.py"], session.folder / "bystanders.log",
                               session.env, append=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        session.processes.append(self.process)
        check(self._ask("is_there"), "no daemon and no panel on the bus")

    def _ask(self, call, *values):
        pipe = self.process.popen
        pipe.stdin.write(json.dumps([call, *values]) + "\n")
        pipe.stdin.flush()
        line = pipe.stdout.readline()
        check(line, lambda: f"the bystanders ended in {call}: {self.process.said()}")
        answer = json.loads(line)
        check("failure" not in answer, lambda: f"{call}: {answer['failure']}")
        return answer["ok"]

    def told(self):
        """Every notification since the start: {"id", "title", "body", "actions"}."""
        return self._ask("told")

    def shown(self):
        """Those of them that are not withdrawn."""
        return self._ask("shown")

    def press(self, number, action):
        """As if somebody pressed a button of a notification."""
        return self._ask("press", number, action)

    def tray(self):
        """{"status", "icon", "title", "tooltip", "menu": [label]} of the one icon in the tray; None: there is none.

        icon: its name, or what tells one picture from another.
        """
        return self._ask("tray")

    def choose(self, label):
        """As if somebody chose this in the menu of the icon."""
        return self._ask("choose", label)


class Service:
    """The names on the bus and what they were told."""

    def __init__(self):
        from gi.repository import Gio, GLib  # pylint: disable=import-outside-toplevel -- only in this process
        self.gio, self.glib = Gio, GLib
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.notifications, self.withdrawn, self.items, self.owned = [], set(), [], set()
        for name, path, xml, call in ((NOTIFICATIONS, NOTIFICATIONS_PATH, DAEMON_XML, self._on_daemon),
                                      (WATCHER, WATCHER_PATH, WATCHER_XML, self._on_watcher)):
            info = Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]
            self.bus.register_object(path, info, call, self._get, None)
            Gio.bus_own_name_on_connection(self.bus, name, Gio.BusNameOwnerFlags.NONE,
                                           lambda _, owned: self.owned.add(owned), None)

    # --- called on the bus ---

    def _on_daemon(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        values = parameters.unpack()
        if method == "Notify":
            _, replaces, _, title, body, actions, _, _ = values
            number = replaces or len(self.notifications) + 1
            self.notifications.append({"id": number, "title": title, "body": body, "actions": actions[::2]})
            self.withdrawn.discard(number)
            invocation.return_value(self.glib.Variant("(u)", (number,)))
        elif method == "CloseNotification":
            self.withdrawn.add(values[0])
            invocation.return_value(None)
            self._emit("NotificationClosed", "(uu)", values[0], 3)
        elif method == "GetCapabilities":
            invocation.return_value(self.glib.Variant("(as)", (["actions", "body", "body-markup"],)))
        else:
            invocation.return_value(self.glib.Variant("(ssss)", ("bystanders", "Bedside", "1", "1.2")))

    def _on_watcher(self, _bus, sender, _path, _interface, method, _parameters, invocation):
        if method == "RegisterStatusNotifierItem":
            self.items.append(sender)
        invocation.return_value(None)

    def _get(self, _bus, _sender, _path, _interface, name):
        values = {"RegisteredStatusNotifierItems": self.glib.Variant("as", self.items),
                  "IsStatusNotifierHostRegistered": self.glib.Variant("b", True),
                  "ProtocolVersion": self.glib.Variant("i", 0)}
        return values[name]

    def _emit(self, name, kind, *values):
        self.bus.emit_signal(None, NOTIFICATIONS_PATH, NOTIFICATIONS, name, self.glib.Variant(kind, values))

    def _call(self, path, interface, method, kind=None, *values):
        return self.bus.call_sync(self.items[-1], path, interface, method, kind and self.glib.Variant(kind, values),
                                  None, self.gio.DBusCallFlags.NONE, 5000).unpack()

    # --- asked by the test ---

    def is_there(self):
        while self.owned != {NOTIFICATIONS, WATCHER}:
            self.glib.MainContext.default().iteration(True)
        return True

    def told(self):
        return self.notifications

    def shown(self):
        newest = {n["id"]: n for n in self.notifications}
        return [n for number, n in newest.items() if number not in self.withdrawn]

    def press(self, number, action):
        self._emit("ActionInvoked", "(us)", number, action)
        # As daemons do with every notification that is not resident.
        self.withdrawn.add(number)
        self._emit("NotificationClosed", "(uu)", number, 2)
        return True

    def _menu(self):
        """[(id, label)] of the items that can be chosen, in order."""
        _, (_, _, items) = self._call(self.menu_path, MENU, "GetLayout", "(iias)", 0, -1, [])
        return [(number, more["label"]) for number, more, _ in items
                if more.get("visible", True) and more.get("type") != "separator"]

    def tray(self):
        if not self.items:
            return None
        try:
            (of_item,) = self._call(ITEM_PATH, "org.freedesktop.DBus.Properties", "GetAll", "(s)", ITEM)
            self.menu_path = of_item["Menu"]
            return {"status": of_item["Status"], "title": of_item["Title"],
                    "icon": of_item["IconName"] or hashlib.sha1(repr(of_item["IconPixmap"]).encode()).hexdigest(),
                    "tooltip": " ".join(of_item["ToolTip"][2:]), "menu": [label for _, label in self._menu()]}
        except self.glib.Error as e:
            if e.matches(self.gio.dbus_error_quark(), self.gio.DBusError.SERVICE_UNKNOWN):
                return None             # it has gone from the bus
            raise

    def choose(self, label):
        self.tray()
        number = next(number for number, text in self._menu() if text == label)
        self._call(self.menu_path, MENU, "Event", "(isvu)", number, "clicked", self.glib.Variant("i", 0), 0)
        return True


def serve():
    service = Service()
    lines = service.glib.IOChannel.unix_new(sys.stdin.fileno())
    loop = service.glib.MainLoop()

    def on_line(channel, condition):
        line = channel.readline() if condition & service.glib.IO_IN else ""
        if not line:
            loop.quit()
            return False
        call, *values = json.loads(line)
        try:
            answer = {"ok": getattr(service, call)(*values)}
        except Exception as e:              # pylint: disable=broad-except -- told to the other side, whatever it is
            answer = {"failure": f"{type(e).__name__}: {e}"}
        print(json.dumps(answer), flush=True)
        return True

    service.glib.io_add_watch(lines, service.glib.PRIORITY_DEFAULT, service.glib.IO_IN | service.glib.IO_HUP, on_line)
    loop.run()


if __name__ == "__main__":
    serve()
