# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What passed over a session bus, as dbus-monitor saw it."""
import re

from common import wait_for

HEAD = re.compile(r"^(?P<kind>method call|signal|method return|error) time=\S+ sender=(?P<sender>\S+) "
                  r"-> destination=(?P<to>.*?) serial=\d+(?: path=(?P<path>\S+); interface=(?P<interface>\S+); "
                  r"member=(?P<member>\S+))?")
STRING = re.compile(r'^ *(?:variant +)?(?:string|object path) "(.*)"$')
PLAIN = re.compile(r"^ *(?:variant +)?(?:u?int(?:16|32|64)|byte|double|boolean) (\S+)")


class Message:
    """A call or a signal: member, and every text and number in its arguments in reading order."""

    def __init__(self, head, lines):
        self.member = head["member"]
        self.words = [m[1] for m in (STRING.match(line) or PLAIN.match(line) for line in lines) if m]

    def __repr__(self):
        return f"{self.member}({', '.join(self.words)})"


class Notification:
    """A Notify call: what a daemon was asked to show."""

    def __init__(self, message):
        self.words = message.words
        self.replaces, self.title, self.body = int(self.words[1]), self.words[3], self.words[4]

    def __repr__(self):
        return f"{self.title!r}: {self.body!r}"


class BusLog:
    """Watches what matches the rules, from now on."""

    def __init__(self, session, *rules):
        self.process = session.monitor(*rules)

    def messages(self, *members):
        """Of these members, or all."""
        found, head, lines = [], None, []

        def finish():
            if head and head["kind"] in ("method call", "signal") and (not members or head["member"] in members):
                found.append(Message(head, lines))
        for line in self.process.said(10**7).splitlines():
            if match := HEAD.match(line):
                finish()
                head, lines = match, []
            else:
                lines.append(line)
        finish()
        return found

    def notifications(self):
        return [Notification(m) for m in self.messages("Notify")]

    def wait(self, count, *members, timeout=10):
        """Until there are so many of these; all of them."""
        wait_for(lambda: len(self.messages(*members)) >= count, timeout,
                 lambda: f"{count} of {members}, there are {self.messages()}")
        return self.messages(*members)
