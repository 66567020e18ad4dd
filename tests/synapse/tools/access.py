# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether all of a window can be used by keyboard and by ear: names, and what Tab reaches."""
import re

# The name of a widget's class or icon is what GTK falls back to when there is none.
NO_NAME = re.compile(r"^\s*$|^(Gtk|Adw|Bedside)[A-Z]\w*$|-symbolic$")
CONTAINERS = ("scroll pane", "frame", "filler", "panel", "window", "dialog", "application")
STACK_PAGE = "GtkStackPage"
FRAME_BUTTONS = ("Minimize", "Maximize", "Restore", "Close")
LISTS = ("list", "list box", "table", "tree table")


class Control:
    """One focusable object of a tree as driver.Service.tree() gives it."""

    def __init__(self, path, role, name, states):
        self.path, self.role, self.name, self.states = tuple(path), role, name, states

    def __str__(self):
        return f"{self.role} {self.name!r} at {'/'.join(map(str, self.path))}"


def _on_screen(place, window):
    """GTK calls everything visible: what a folded leaflet or a stack hides is beside its window, or has no size."""
    if place is None or window is None:
        return True
    x, _, width, height = place
    return width > 0 and height > 0 and x < window[2] and x + width > 0


def controls(tree, below=()):
    """What can have the focus and do something, in the part of the tree below a path."""
    windows = {path[0]: place for path, _, _, _, _, place in tree if len(path) == 1}
    return [Control(path, role, name, states) for path, role, name, states, _, place in tree
            if {"focusable", "sensitive", "visible"} <= set(states) and role not in CONTAINERS
            and tuple(path[:len(below)]) == tuple(below) and _on_screen(place, windows[path[0]])]


def unnamed(tree, below=()):
    """Focusable controls that a screen reader could only call by their class. libadwaita leaves the list inside of a
    group without a name, and newer versions let none be given: what is in it has names."""
    holding = {tuple(path[:-1]) for path, _, name, *_ in tree if name}
    return [c for c in controls(tree, below) if NO_NAME.search(c.name) and not (c.role in LISTS and c.path in holding)]


def twins(tree, below=()):
    """Names that two buttons of one page share: nobody could tell which is which."""
    seen, found = {}, []
    for c in controls(tree, below):
        first = seen.setdefault((c.role, c.name), c.path)
        if "button" in c.role and c.path[:len(first)] != first:
            found.append(c)
    return found


def _typed_into(session, program):
    """[path, role, name] of the entry that has the focus, in a list, empty if none has: libadwaita's entry rows do not
    tell."""
    before = {tuple(path): text for path, _, _, text in program.call("entries")}
    session.keys("x")
    changed = [stop for *stop, text in program.call("entries") if before.get(tuple(stop[0])) != text]
    if changed:
        session.keys("BackSpace")
    return changed[:1]


def _places(tree, stops):
    """The paths in the tree of what got the focus. Newer GTK does not count pages of stacks alike from above and from
    below: there, role and name tell."""
    there = {tuple(path): (role, name) for path, role, name, *_ in tree}
    places = []
    for path, role, name in stops:
        alike = [p for p, known in there.items() if known == (role, name)] if name else []
        wrong = there.get(tuple(path)) != (role, name)
        places.append(alike[0] if wrong and len(alike) == 1 else tuple(path))
    return places


def tab_through(session, program, key="Tab", limit=150):
    """Presses Tab until it goes round; the paths of what got the focus, in order."""
    program.call("watch_focus")
    program.call("focused", timeout=0.2)
    reached, silent = [], 0
    for _ in range(limit):
        session.keys(key)
        new = program.call("focused", timeout=1) or _typed_into(session, program)
        silent = 0 if new and new[-1] not in reached[-1:] else silent + 1
        if silent > 5 or (len(reached) > 1 and new and new[-1] == reached[0]):
            break
        reached += [stop for stop in new if stop not in reached]
    return _places(program.tree(every=True), reached)


def _touches(a, b):
    shorter = min(len(a), len(b))
    return a[:shorter] == b[:shorter]


def _hidden_pages(tree, reached):
    """Pages of stacks that are not shown: nothing tells them from the shown one but that Tab got into a sister."""
    pages = [tuple(path) for path, _, name, *_ in tree if name == STACK_PAGE]
    entered = {p for p in pages if any(r[:len(p)] == p for r in reached)}
    return [p for p in pages if p not in entered and any(p[:-1] == e[:-1] for e in entered)]


def rows_reached(tree, reached):
    """How many rows of each list Tab stopped at: {path of the list: number}."""
    lists = [tuple(path) for path, role, *_ in tree if role in LISTS]
    roles = {tuple(path): role for path, role, *_ in tree}
    # The rows of a form are controls of their own; those of a list view only hold what is theirs.
    return {p: len({r[:len(p) + 1] for r in reached if r[:len(p)] == p and len(r) > len(p)}) for p in lists
            if roles.get(p[:-1]) == "scroll pane"}


def unreached(tree, reached, below=()):
    """Controls that never got the focus. The rows of a list count as one, since the arrow keys move in it, but not the
    entries in it; the buttons of a window's frame are the window manager's."""
    every = [c for c in controls(tree, below) if c.name not in FRAME_BUTTONS]
    lists = [c.path for c in every if c.role in LISTS]
    outer = [p for p in lists if not any(p != q and p[:len(q)] == q for q in lists)]
    empty = [p for p in outer if not any(len(path) > len(p) and tuple(path[:len(p)]) == p for path, *_ in tree)]

    def stands_for_itself(control):
        inside = any(len(control.path) > len(p) and control.path[:len(p)] == p for p in outer)
        return control.path not in empty and (not inside or "editable" in control.states)

    # The arrow keys move between the tabs of one row: GTK's newer ones are one stop.
    stops = set(reached)
    tabs = [c.path[:-1] for c in every if c.role == "page tab" and c.path in stops]
    every = [c for c in every if c.role != "page tab" or c.path[:-1] not in tabs]
    hidden = _hidden_pages(tree, reached)
    return [c for c in every if stands_for_itself(c) and not any(_touches(c.path, r) for r in reached)
            and not any(c.path[:len(p)] == p for p in hidden)]
