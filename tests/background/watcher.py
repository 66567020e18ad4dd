# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tray that shows nothing: what registers with it can be looked at and clicked on.

As a program it takes calls as JSON lines on stdin and answers on stdout, so
that it runs in the session of the program it is a tray for: see Tray.
"""
import json
import subprocess
import sys
from pathlib import Path

from gi.repository import Gio, GLib

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "synapse" / "tools"))

from common import Failure, Process, check  # noqa: E402 pylint: disable=wrong-import-position

NAME = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
XML = f"""<node><interface name="{NAME}">
<method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
<method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
<property name="RegisteredStatusNotifierItems" type="as" access="read"/>
<property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
<property name="ProtocolVersion" type="i" access="read"/>
<signal name="StatusNotifierItemRegistered"><arg type="s"/></signal>
<signal name="StatusNotifierHostRegistered"/>
</interface></node>"""


class Tray:
    """The tray in a process of its own; its calls as methods, see Service."""

    def __init__(self, session, python):
        self.process = Process([python, __file__], session.folder / "tray.log", session.env,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        session.processes.append(self.process)

    def __getattr__(self, call):
        return lambda **more: self._call(call, more)

    def _call(self, call, more):
        pipe = self.process.popen
        pipe.stdin.write(json.dumps([call, more]) + "\n")
        pipe.stdin.flush()
        line = pipe.stdout.readline()
        check(line, lambda: f"the tray ended in {call}: {self.process.said()}")
        answer = json.loads(line)
        if "failure" in answer:
            raise Failure(f"tray, {call}: {answer['failure']}")
        return answer["ok"]


class Service:
    def __init__(self):
        self.bus, self.owner, self.items = Gio.bus_get_sync(Gio.BusType.SESSION), 0, []
        interface = Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0]
        self.bus.register_object("/StatusNotifierWatcher", interface, self._on_call, self._on_get, None)
        self.bus.signal_subscribe("org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged",
                                  "/org/freedesktop/DBus", None, Gio.DBusSignalFlags.NONE, self._on_owner)

    def _on_call(self, _bus, sender, _path, _interface, method, parameters, invocation):
        if method == "RegisterStatusNotifierItem":
            name = parameters.unpack()[0]
            self.items.append(name if name.startswith(":") else sender)
        invocation.return_value(None)

    def _on_get(self, _bus, _sender, _path, _interface, name):
        return {"RegisteredStatusNotifierItems": GLib.Variant("as", self.items),
                "IsStatusNotifierHostRegistered": GLib.Variant("b", True),
                "ProtocolVersion": GLib.Variant("i", 0)}[name]

    def _on_owner(self, _bus, _sender, _path, _interface, _signal, parameters):
        name, _, owner = parameters.unpack()
        if not owner and name in self.items:
            self.items.remove(name)

    def start(self):
        """The desktop shows a tray."""
        self.owner = Gio.bus_own_name_on_connection(self.bus, NAME, Gio.BusNameOwnerFlags.NONE, None, None)

    def stop(self):
        """It has gone, with all that was in it."""
        Gio.bus_unown_name(self.owner)
        self.owner, self.items = 0, []

    def count(self):
        """How many icons there are."""
        return len(self.items)

    def click(self):
        """On the last icon."""
        self.bus.call(self.items[-1], "/StatusNotifierItem", ITEM, "Activate", GLib.Variant("(ii)", (0, 0)), None,
                      Gio.DBusCallFlags.NONE, 3000, None, None)

    def tooltip(self):
        return self.bus.call_sync(self.items[-1], "/StatusNotifierItem", "org.freedesktop.DBus.Properties", "Get",
                                  GLib.Variant("(ss)", (ITEM, "ToolTip")), None, Gio.DBusCallFlags.NONE, 3000,
                                  None).unpack()[0][2:]


def serve():
    service, loop = Service(), GLib.MainLoop()

    def on_line(channel, condition):
        line = sys.stdin.readline() if condition & GLib.IO_IN else ""
        if not line:
            loop.quit()
            return False
        call, more = json.loads(line)
        try:
            answer = {"ok": getattr(service, call)(**more)}
        except (GLib.Error, IndexError) as e:
            answer = {"failure": f"{type(e).__name__}: {e}"}
        print(json.dumps(answer), flush=True)
        return True
    GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, on_line)
    loop.run()


if __name__ == "__main__":
    serve()
