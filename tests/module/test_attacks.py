# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of everything a patient may try: what the server answers, and what two practitioners' Bedsides then show.

Practitioner and colleague sit at a desk each, with the conversation with this patient open. After each attempt another
patient writes to both: once that is there, whatever the attempt caused would be there, too.
"""
import re
from concurrent.futures import ThreadPoolExecutor

from attacks import ATTEMPTS, Scene
from people import Failure, access, check, quote, wait_for
from suite import suite

from world import Desk

OTHERS_NAME, OTHERS_WORDS = "Benedikta", "Marker of another patient"
UNNAMED = re.compile(r"^(Gtk|Adw|Bedside)[A-Z]\w*$")
AT_ONCE = 12
COUNT = re.compile(r"(New messages: )?\d+|\d\d:\d\d")


class Stage:
    """What a Desk needs to know: a practice, the attacking patient as Ada, and the other one as Ben."""

    def __init__(self, people, path):
        self.bedside, self.evidence, self.folder, self.path = people.bedside, people.evidence, people.folder, path
        self.server, self.practice, self.desks = people.server, people.a, []
        self.ada, self.ben = (people.patient(people.a, name) for name in ("Mallory", OTHERS_NAME))


class Table:
    """Makes every attempt, twice, and keeps what came of it."""

    def __init__(self, people, path):
        self.rows, self.problems, self.markers = [], [], 0
        self.stage = Stage(people, path)
        self.stranger = people.carl.matrix.user_id

    def fill(self):
        with Desk(self.stage, "desk1") as one, Desk(self.stage, "desk2") as two, ThreadPoolExecutor(2) as self.pool:
            self.desks = (one, two)
            for desk in self.desks:         # a program must be started from the main thread
                desk.sign_in()
                desk.open(self.stage.ada)
            self.scene = self._scene(one, two)
            for is_enabled in (True, False):
                if not is_enabled:
                    self._disable()
                self._phase(is_enabled)
            check(len(self.rows) == 2 * len(ATTEMPTS) > 100, f"only {len(self.rows)} attempts")
            check(not self.problems, lambda: "\n".join(self.problems))

    def _scene(self, one, two):
        patient, doctor = self.stage.ada.matrix, one.practitioner.matrix
        room = one.with_ada.room
        self.own = [patient.send(room, text) for text in ("First of the patient", "Second of the patient")]
        for desk in self.desks[:1]:
            wait_for(lambda d=desk: "Second of the patient" in d.texts(), 20, "the patient's messages")
        theirs = next(e["event_id"] for e in doctor.history(room) if e["sender"] == doctor.user_id)
        file = doctor.call("POST", "/_matrix/media/v3/upload?filename=letter", {"to": "nobody"})["content_uri"][6:]
        return Scene(patient, doctor, two.practitioner.matrix.user_id, self.stranger, self.stage.ben.user_id, room,
                     one.with_ben.room, self.stage.practice, theirs, self.own[0], file)

    def _disable(self):
        self.scene.own = self.own[1]
        access(self.stage.practice, self.stage.ada, "disabled")
        for desk in self.desks:
            desk.wait_conversation(self.stage.ada, ", chat disabled")

    def _phase(self, is_enabled):
        before = self._settle_and_look()
        for group in groups(is_enabled):
            answers = [attempt.make(self.scene) for attempt in group]
            shown = self._settle_and_look()
            if is_enabled and group[-1].shows:
                shown = self._look_again(SHOWN[group[-1].shows], before)
            seen = [changes(b, a) for b, a in zip(before, shown)]
            for attempt, answer in zip(group, answers):
                self.rows.append((attempt, is_enabled, answer, seen))
                self._judge(attempt, is_enabled, answer, seen, shown[0])
            before = shown
            if group[-1].kind == "typing":      # it would end by itself in the middle of the next attempt
                path = f"{self.scene.path}/typing/{quote(self.scene.patient.user_id)}"
                self.scene.patient.once("PUT", path, {"typing": False})
                before = self._settle_and_look()
        for desk in self.desks:
            desk.app.click("Team")
            desk.app.wait_rows("Conversations", lambda rows: rows == ["Everyone"], what="the team conversation alone")
            desk.app.click("Patients")
            desk.app.wait_rows("Conversations", lambda rows: len(rows) == 2, what="two patients and nobody else")
            desk.open(self.stage.ada)

    # --- the screens ---

    def _settle_and_look(self):
        """What both show when they have everything that the server has had so far."""
        self.markers += 1
        for desk in self.desks:
            self.stage.ben.matrix.send(desk.with_ben.room, f"{OTHERS_WORDS} {self.markers}")
        return list(self.pool.map(self._screen, self.desks))

    def _look_again(self, problem, before):
        """A row is drawn a moment after the list has it."""
        shown = []

        def look():
            shown[:] = self.pool.map(self._screen, self.desks)
            return not problem(shown[0], changes(before[0], shown[0]))
        try:
            wait_for(look, 5)
        except Failure:
            pass                    # said by whoever judges it
        return list(self.pool.map(self._screen, self.desks))

    def _screen(self, desk):
        """Every name in the window, but for widgets without one and what is about the other patient's markers."""
        desk.wait_conversation(self.stage.ben, f", {self.markers} unread")
        return sorted(n for n in desk.app.everything() if not UNNAMED.search(n) and not COUNT.fullmatch(n)
                      and OTHERS_WORDS not in n and OTHERS_NAME not in n)

    # --- what is right ---

    def _judge(self, attempt, is_enabled, answer, seen, screen):
        where = f"{attempt.kind}, {attempt.what}, {'enabled' if is_enabled else 'disabled'}"
        if answer != attempt.expected(is_enabled):
            self.problems.append(f"{where}: answered {answer}, not {attempt.expected(is_enabled)}")
        may_show = is_enabled and attempt.shows
        if seen[1] or (seen[0] and not may_show):
            self.problems.append(f"{where}: shown at the desks {seen}")
        if may_show and (problem := SHOWN[attempt.shows](screen, seen[0])):
            self.problems.append(f"{where}: {problem}: {seen[0]}")

    def lines(self):
        """Markdown: one line for each attempt."""
        yield "| a patient tries | | chat enabled | both Bedsides show | chat disabled | both Bedsides show |"
        yield "|---|---|---|---|---|---|"
        half = len(self.rows) // 2
        for (attempt, _, *enabled), (_, _, *disabled) in zip(self.rows[:half], self.rows[half:]):
            cells = [attempt.kind, attempt.what]
            for answer, seen in (enabled, disabled):
                cells += [" ".join(str(part) for part in answer if part), described(seen)]
            yield "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"


def groups(is_enabled):
    """Attempts after which one looks at the screens: one that may show something, or several that may not."""
    group = []
    for attempt in ATTEMPTS:
        alone = is_enabled and (attempt.shows or group and group[-1].shows)
        if group and (alone or len(group) >= AT_ONCE or attempt.kind != "typing" == group[-1].kind):
            yield group
            group = []
        group.append(attempt)
    yield group


def changes(before, after):
    """[+name or -name] of what came and went."""
    left = list(before)
    came = []
    for name in after:
        if name in left:
            left.remove(name)
        else:
            came.append("+" + name)
    return came + ["-" + name for name in left]


def described(seen):
    if not any(seen):
        return "nothing"
    return "; ".join(f"{who}: {', '.join(what) or 'nothing'}" for who, what in zip(("practitioner", "colleague"), seen))


# What is wrong with what the practitioner's screen shows after an attempt that may show something, "" if nothing is.

def new_message(_screen, seen):
    rows = [s for s in seen if s.startswith("+") and re.search(r", Attempted (message|notice), \d\d:\d\d$", s)]
    return "" if len(rows) == 1 and "Mallory" in rows[0] else "not one new row"


def edited(screen, seen):
    return "" if any(re.search(r"^\+.*Mallory.*, Attempted edit, ", s) for s in seen) and not any(
        ", First of the patient, " in n for n in screen) else "not the edited text"


def redacted(screen, _seen):
    still_there = any("Attempted edit" in n or "First of the patient" in n for n in screen)
    return "the text is still there" if still_there else ""


def practitioners_unchanged(_screen, seen):
    forged = [s for s in seen if s.startswith(("+You, ", "-You, "))]
    return f"a message of the practitioner changed: {forged}" if forged else ""


SHOWN = {"a new message": new_message, "the edited message": edited, "one message less": redacted,
         "at most a message of the patient": practitioners_unchanged, "at most the reaction": practitioners_unchanged,
         "at most that somebody types": practitioners_unchanged}


@suite.test("attacks/R1-R26-R29-what-the-server-answers-and-what-both-bedsides-show")
def attacks(people):
    table = Table(people, "module/attacks")
    try:
        table.fill()
    finally:
        lines = list(table.lines()) if table.rows and len(table.rows) % 2 == 0 else []
        people.evidence.mkdir(parents=True, exist_ok=True)
        (people.evidence / "attack-table.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
        for line in lines:
            print("# " + line, flush=True)
