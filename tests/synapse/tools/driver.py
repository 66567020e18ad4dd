# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a GTK 4 program over AT-SPI, by role and accessible name (pyatspi; GTK 4.8 and newer).

    app = App("bedside")                        # argv[0] of the program, without its folder
    app.set_text("Search conversations", "Ada")
    app.select("Conversations", "Ada Lovelace")
    app.click("Send")

Every look-up waits for its object, up to a time limit, and then raises Failure
with what there is instead. Objects come and go while one looks at them: an
error of the bus counts as "not there yet". Nothing is cached, so that what is
read is what the program says now.

As a program it takes calls as JSON lines on stdin and answers on stdout, since
one process can only talk to the session it was started in: see session.Driver.
"""
import json
import re
import sys
import time
from collections import deque

import pyatspi
from gi.repository import Atspi, Gio, GLib

from common import Failure, wait_for

BUTTONS = ("push button", "button", "toggle button", "page tab", "menu item", "radio menu item", "check menu item",
           "link")
SWITCHES = ("check box", "switch", "toggle button")
TEXTS = ("text", "entry", "password text")
WINDOWS = ("frame", "dialog", "window", "alert")
LIST = ("list", "list box")
LONG = 30            # find() does not look into lists with more rows: rows(), row(), select() do
POLL = 0.03          # seconds between two looks


def await_it(condition, timeout, what):
    """wait_for, with errors of the bus counting as "not yet"."""
    error = None

    def look():
        nonlocal error
        try:
            return condition()
        except (GLib.Error, LookupError, NotImplementedError) as e:
            error = e
            return None

    return wait_for(look, timeout, lambda: f"{what() if callable(what) else what} ({error or 'no error'})", POLL)


def fits(name, wanted):
    if wanted is None:
        return True
    if isinstance(wanted, re.Pattern):
        return bool(wanted.search(name))
    # AdwMessageDialog 1.2 names its buttons twice over: "Save Save".
    return name in (wanted, f"{wanted} {wanted}")


def actions(node):
    """The names of what can be done to an object."""
    try:
        action = node.queryAction()
    except NotImplementedError:     # a stack page, for one
        return []
    return [action.getName(i) for i in range(action.nActions)]


def do(node, name):
    """Runs an action by name. GTK runs it in an idle handler or timer: await the effect."""
    names = actions(node)
    if name not in names:
        raise Failure(f"{node.name!r} has no action {name}, only {names}")
    return node.queryAction().doAction(names.index(name))


def states(node):
    return {pyatspi.stateToString(s) for s in node.getState().getStates()}


def children(node):
    return [c for c in (node.getChildAtIndex(i) for i in range(node.childCount)) if c is not None]


class App:
    """One running program."""

    def __init__(self, name, timeout=15.0, pid=None):
        def there():
            return next((a for a in pyatspi.Registry.getDesktop(0)
                         if a is not None and a.name == name and pid in (None, a.get_process_id())), None)
        self.root = await_it(there, timeout, f"program {name} on the accessibility bus")
        # The cache of libatspi is only right while its main loop runs; ours does not.
        Atspi.Accessible.set_cache_mask(self.root, Atspi.Cache.NONE)

    # --- finding ---

    def nodes(self, root=None, every=False):
        """Breadth first, without the rows of long lists unless all are wanted: 200 rows cost half a second."""
        todo = deque([root or self.root])
        while todo:
            node = todo.popleft()
            yield node
            try:
                todo.extend(children(node) if every or node.childCount <= LONG else ())
            except GLib.Error:      # gone since
                continue

    def find_all(self, role, name=None, within=None, having=None):
        roles = (role,) if isinstance(role, str) else role
        for node in self.nodes(within):
            try:
                if (role is None or node.getRoleName() in roles) and fits(node.name, name) \
                        and (having is None or having(node)):
                    yield node
            except GLib.Error:
                continue

    def find(self, role, name=None, within=None, timeout=5.0, having=None):
        """role: one or several; name: exact, a compiled pattern, or None for any; having: a further condition."""
        def instead():
            return f"no {role} {name!r}; there is {sorted({n.name for n in self.find_all(role, None, within)})}"
        return await_it(lambda: next(self.find_all(role, name, within, having), None), timeout, instead)

    def has(self, role, name=None, within=None):
        return next(self.find_all(role, name, within), None) is not None

    def window(self, name=None, timeout=5.0):
        """A dialog or window of the program, to look only in there."""
        return await_it(lambda: next((w for w in children(self.root)
                                      if w.getRoleName() in WINDOWS and fits(w.name, name)), None),
                        timeout, lambda: f"window {name!r} among {[w.name for w in children(self.root)]}")

    # --- doing ---

    def click(self, name, role=BUTTONS, within=None, timeout=5.0):
        """A menu button is two objects of one name; the one inside has the action. Insensitive is not clickable. The
        action of a switch has another name."""
        def action(node):
            return next((a for a in ("click", "toggle") if a in actions(node)), None)
        node = self.find(role, name, within, timeout, lambda n: action(n) and "sensitive" in states(n))
        do(node, action(node))
        return node

    def is_on(self, node):
        return bool(states(node) & {"checked", "pressed"})

    def set_text(self, name, text, role=TEXTS, within=None, timeout=5.0):
        node = self.find(role, name, within, timeout, lambda n: "EditableText" in pyatspi.listInterfaces(n))
        if not node.queryEditableText().setTextContents(text):
            raise Failure(f"{name!r} took no text")
        return node

    def text(self, name, role=TEXTS + ("label",), within=None, timeout=5.0):
        """The text of an entry, text view or label. An end of -1 gives '' on GTK 4.8: ask with the length."""
        text = self.find(role, name, within, timeout, lambda n: "Text" in pyatspi.listInterfaces(n)).queryText()
        return text.getText(0, text.characterCount)

    # --- lists ---

    def list(self, name, within=None, timeout=5.0):
        return self.find(LIST, name, within, timeout)

    def rows(self, name, within=None, timeout=5.0):
        """The labels of the rows that exist, in order: of a long list about 200 around the visible ones."""
        return await_it(lambda: [[row.name for row in children(self.list(name, within, timeout))]], timeout, name)[0]

    def selected(self, name, within=None):
        """The labels of the selected rows, among those that exist."""
        return [row.name for row in children(self.list(name, within)) if "selected" in states(row)]

    def row(self, list_name, prefix, within=None, timeout=5.0):
        """(index among the list's children, object) of the first row whose label begins with prefix."""
        def look():
            return next(((i, r) for i, r in enumerate(children(self.list(list_name, within, 0)))
                         if r.name.startswith(prefix)), None)
        return await_it(look, timeout, lambda: f"no row {prefix!r} in {list_name}: {self.rows(list_name, within)[:8]}")

    def select(self, list_name, prefix, within=None, timeout=15.0):
        """Selects a row and waits until it says so. The index is asked for again if rows moved in between.
        AT-SPI selects insensitive and unselectable rows, too: look at states(row) for "sensitive"."""
        def choose():
            try:
                index, row = self.row(list_name, prefix, within, 0)
            except Failure:             # it may come yet
                return None
            if "selected" not in states(row):
                self.list(list_name, within, 0).querySelection().selectChild(index)
            return "selected" in states(row) and row.name.startswith(prefix) and row
        return await_it(choose, timeout,
                        lambda: f"{prefix!r} in {list_name} selected; rows {self.rows(list_name, within)[:8]}")

    def row_action(self, list_name, prefix, action, within=None, timeout=5.0):
        """A class action of the row widget, which is the child of the list item. Disabled actions are not listed."""
        def look():
            _, row = self.row(list_name, prefix, within, 0)
            return next((n for n in self.nodes(row) if action in actions(n)), None)
        return do(await_it(look, timeout, f"{action} of {prefix!r}"), action)

    def scroll(self, list_name, fraction, within=None):
        """Moves the scroll bar beside a list: 0 is the top, 1 the bottom."""
        pane = next(p for p in self.find_all("scroll pane", None, within)
                    if any(c.name == list_name for c in children(p)))
        for node in self.nodes(children(pane)[-1]):       # the vertical bar comes last
            if "Value" in pyatspi.listInterfaces(node):
                value = node.queryValue()
                value.currentValue = value.minimumValue + fraction * (value.maximumValue - value.minimumValue)
                return value.currentValue
        raise Failure(f"{list_name} has no scroll bar")


def keyring_items():
    """[label, attributes] of everything in this session's keyring, locked or not."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    def get(path, interface, name):
        return bus.call_sync("org.freedesktop.secrets", path, "org.freedesktop.DBus.Properties", "Get",
                             GLib.Variant("(ss)", ("org.freedesktop.Secret." + interface, name)), None,
                             Gio.DBusCallFlags.NONE, 5000).unpack()[0]

    return [[get(item, "Item", "Label"), get(item, "Item", "Attributes")]
            for collection in get("/org/freedesktop/secrets", "Service", "Collections")
            for item in get(collection, "Collection", "Items")]


def keyring_is_open():
    """Whether there is a keyring service whose default collection can be used without asking anybody."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    try:
        path = bus.call_sync("org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
                             "ReadAlias", GLib.Variant("(s)", ("default",)), None,
                             Gio.DBusCallFlags.NO_AUTO_START, 5000).unpack()[0]
        return path != "/" and not bus.call_sync(
            "org.freedesktop.secrets", path, "org.freedesktop.DBus.Properties", "Get",
            GLib.Variant("(ss)", ("org.freedesktop.Secret.Collection", "Locked")), None,
            Gio.DBusCallFlags.NO_AUTO_START, 5000).unpack()[0]
    except GLib.Error:
        return False


class Service:
    """The driver's calls with plain values in and out, for another process."""

    def __init__(self):
        self.app, self.got_focus, self.kept = None, [], []

    def _within(self, more):
        window = more.pop("window", None)
        if window:
            more["within"] = self.app.window(window)
        pattern = more.pop("pattern", None)
        if pattern:
            more["name"] = re.compile(pattern)
        return more

    def connect(self, name, pid, timeout):
        self.app = App(name, timeout, pid)

    def click(self, **more):
        self.app.click(**self._within(more))        # what was clicked may be gone by now

    def act(self, action):
        """An action of the window, by its name."""
        do(self.app.find(WINDOWS, having=lambda node: action in actions(node)), action)

    def set_text(self, **more):
        self.app.set_text(**self._within(more))

    def text(self, **more):
        return self.app.text(**self._within(more))

    def rows(self, name, **more):
        return self.app.rows(name, **self._within(more))

    def selected(self, name, **more):
        return self.app.selected(name, **self._within(more))

    def select(self, list_name, prefix, **more):
        return self.app.select(list_name, prefix, **self._within(more)).name

    def row_action(self, list_name, prefix, action, **more):
        self.app.row_action(list_name, prefix, action, **self._within(more))

    def scroll(self, list_name, fraction, **more):
        self.app.scroll(list_name, fraction, **self._within(more))

    def states(self, role=None, **more):
        """The states of the first such object, [] if there is none."""
        more = self._within(more)
        try:
            return sorted(states(self.app.find(role, timeout=more.pop("timeout", 0), **more)))
        except Failure:
            return []

    def lost_state(self, state, role=None, timeout=10, **more):
        """When the first such object had lost a state, by the clock that all processes share. The object is looked for
        once: looking takes longer than what is measured with this."""
        node = self.app.find(role, **self._within(more))
        await_it(lambda: state not in states(node), timeout, lambda: f"{node.name!r} is still {state}")
        return time.monotonic()

    def names(self, role=None, **more):
        """The names of all objects of a role (or of several)."""
        names = []
        for node in self.app.find_all(role, **self._within(more)):
            try:
                names.append(node.name)
            except (GLib.Error, LookupError):   # gone since
                continue
        return [n for n in names if n]

    def everything(self):
        """Every name there is, breadth first: names() with a third of its questions to the program."""
        found, todo = [], deque([self.app.root])
        while todo:
            node = todo.popleft()
            try:
                found.append(node.name)
                todo.extend(c for c in map(node.getChildAtIndex, range(node.childCount)) if c is not None)
            except (GLib.Error, LookupError):   # gone since
                continue
        return [name for name in found if name]

    def said(self):
        """All that a screen reader could say: names, descriptions and texts."""
        return sorted({text for node in self.app.nodes(every=True) for text in self._said(node)})

    def hold(self):
        """Keeps all objects that there are, to be asked by held()."""
        self.kept = list(self.app.nodes(every=True))
        return len(self.kept)

    def held(self):
        """What those of hold() say by now that still answer, out of the window or in it."""
        return sorted({text for node in self.kept for text in self._said(node)})

    @staticmethod
    def _said(node):
        try:
            yield from filter(None, [node.name, node.description])
            text = node.queryText()
            yield text.getText(0, text.characterCount)
        except (GLib.Error, LookupError, NotImplementedError):
            return

    def windows(self):
        return [w.name for w in children(self.app.root) if w.getRoleName() in WINDOWS]

    def tree(self, every=False):
        """[path, role, name, states, actions, place] of every object. path: indexes from the program's root; place:
        x, y, width and height in its window, None where it has none."""
        # Newer GTK tells of the page that a stack shows once for each page of the stack.
        found, todo, seen = [], [((), self.app.root)], set()
        while todo:
            path, node = todo.pop(0)
            try:
                if node.path in seen:
                    continue
                seen.add(node.path)
                found.append([list(path), node.getRoleName(), node.name, sorted(states(node)), actions(node),
                              self._place(node)])
                if every or node.childCount <= LONG:
                    todo += [((*path, i), c) for i, c in enumerate(children(node))]
            except (GLib.Error, LookupError):
                continue
        return found

    @staticmethod
    def _place(node):
        try:
            at = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        except NotImplementedError:
            return None
        return [at.x, at.y, at.width, at.height]

    def watch_focus(self):
        """From now on focused() knows what got the focus."""
        self.got_focus = []
        pyatspi.Registry.registerEventListener(self._focus_changed, "object:state-changed:focused")

    def _focus_changed(self, event):
        if event.detail1 and event.source.get_process_id() == self.app.root.get_process_id():
            self.got_focus.append(event.source)

    def focused(self, timeout=0.5, quiet=0.03):
        """[path, role, name] of the objects that got the focus since the last call: waits for the first, and until no
        more come."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if GLib.MainContext.default().iteration(False):
                if self.got_focus:
                    end = min(end, time.monotonic() + quiet)
            else:
                time.sleep(0.002)
        found, self.got_focus = self.got_focus, []
        return [[self._path(node), node.getRoleName(), node.name] for node in found]

    def entries(self):
        """[path, role, name, text] of everything that can be typed into."""
        found = []
        for node in self.app.nodes():
            try:
                if "editable" in states(node):
                    text = node.queryText()
                    found.append([self._path(node), node.getRoleName(), node.name,
                                  text.getText(0, text.characterCount)])
            except (GLib.Error, LookupError, NotImplementedError):
                continue
        return found

    def _path(self, node):
        """As tree() has it: GTK counts hidden brothers in getIndexInParent, but not among the children."""
        path, below = [], None
        while node is not None and node != self.app.root:
            parent = node.parent
            brothers = children(parent) if parent is not None and parent.childCount <= LONG else []
            if node not in brothers and below is not None:      # a page of a stack is another object seen from inside
                shown = [b for b in brothers if below in children(b)] or [b for b in brothers if "showing" in states(b)]
                node = shown[0] if node.getIndexInParent() < 0 and shown else node
            path.insert(0, brothers.index(node) if node in brothers else node.getIndexInParent())
            below, node = node, parent
        return path

    @staticmethod
    def keyring_items():
        return keyring_items()

    @staticmethod
    def keyring_is_open():
        return keyring_is_open()


def serve():
    service = Service()
    for line in sys.stdin:
        call, more = json.loads(line)
        start = time.monotonic()
        try:
            answer = {"ok": getattr(service, call)(**more)}
        except Failure as e:
            answer = {"failure": str(e)}
        except Exception as e:              # pylint: disable=broad-except -- told to the other side, whatever it is
            answer = {"failure": f"{type(e).__name__}: {e}"}
        print(json.dumps({**answer, "seconds": time.monotonic() - start}), flush=True)


if __name__ == "__main__":
    serve()
