# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTP proxy on 127.0.0.1 between a program and its server, that fails where a test wants it to.

    proxy = FaultProxy("127.0.0.1", 8008)
    fault = proxy.hold("PUT", r"/send/m\\.room\\.message/", after=True)
    ...
    fault.wait()             # a matching request has been forwarded, and its answer is here
    fault.cut()              # ... and never reaches the program
    fault.remove()           # from now on such requests pass

A request is matched by method and by a regular expression looked for in its
target. The oldest matching fault acts. All calls are safe from any thread.
The proxy knows no Matrix; it keeps what was asked, and the tokens it saw in
headers, in memory only.
"""
import asyncio
import json
import re
import socket
import struct
import threading
import time
from dataclasses import dataclass, field

from common import Failure

HEAD = 65536
BODY_HEADERS = re.compile(rb"(?im)^(content-length|transfer-encoding):\s*(.*?)\r?$")
HOP = re.compile(rb"(?im)^(connection|keep-alive|proxy-connection|host):.*\r\n")
TOKEN = re.compile(rb"(?im)^authorization:\s*bearer\s+(\S+)\r?$")


@dataclass
class Asked:
    """One request that arrived, and what became of it."""
    method: str
    target: str
    when: float
    token: str = field(default="", repr=False)
    body: bytes = field(default=b"", repr=False)
    forwarded: bool = False
    status: int = 0             # 0: not answered (yet)
    delivered: bool = False
    answer: bytes = field(default=b"", repr=False)      # as it is on the wire

    def json(self):
        """The content of an answer."""
        head, _, body = self.answer.partition(b"\r\n\r\n")
        if re.search(rb"(?im)^transfer-encoding:\s*chunked", head):
            chunks, rest = [], body
            while size := int((line := rest.partition(b"\r\n"))[0].split(b";")[0], 16):
                chunks.append(line[2][:size])
                rest = line[2][size + 2:]
            body = b"".join(chunks)
        return json.loads(body)


class Fault:
    """What happens to matching requests until it is removed. Made by FaultProxy only."""

    def __init__(self, proxy, method, pattern, kind, times, **how):
        self.proxy, self.method, self.kind, self.left, self.how = proxy, method, kind, times, how
        self.pattern = re.compile(pattern)
        self.hits = []                              # the Asked it acted on
        self.changed = threading.Condition()
        self.verdict = asyncio.Future(loop=proxy.loop) if kind in ("before", "after") else None

    def matches(self, asked):
        return self.left != 0 and self.method in ("*", asked.method) and self.pattern.search(asked.target)

    def hit(self, asked):
        with self.changed:
            self.hits.append(asked)
            self.changed.notify_all()

    def wait(self, count=1, timeout=20.0):
        """Until count requests are where the fault acts; the last of them."""
        with self.changed:
            if not self.changed.wait_for(lambda: len(self.hits) >= count, timeout):
                seen = [f"{a.method} {a.target}" for a in self.proxy.asked[-5:]]
                raise Failure(f"{self.method} {self.pattern.pattern}: {len(self.hits)} of {count} requests within "
                              f"{timeout:g} s; last were {seen}")
            return self.hits[count - 1]

    def _decide(self, verdict):
        def settle():
            if self.verdict and not self.verdict.done():
                self.verdict.set_result(verdict)
        self.proxy.loop.call_soon_threadsafe(settle)

    def release(self):
        """What is held goes on its way; what comes later is not held."""
        self.remove()
        self._decide("go")

    def cut(self):
        """The connections of what is held are cut, and of what comes until remove() too."""
        self._decide("cut")

    def remove(self):
        """Later requests are not concerned. What is held stays held."""
        self.left = 0


class FaultProxy:
    """Runs in a thread of its own until close()."""

    def __init__(self, host, port):
        self.upstream = (host, port)
        self.asked, self.faults, self.writers = [], [], set()
        self.server, self.port = None, 0
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True, name="fault proxy")
        self.thread.start()
        self.listen()

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    # --- what a test calls ---

    def listen(self):
        """Takes connections again, on the same port."""
        async def start():
            self.server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=HEAD)
            self.port = self.server.sockets[0].getsockname()[1]
        if not self.server:
            self._run(start())

    def refuse(self):
        """As if nobody was there: connections are refused, and those that exist are cut."""
        async def stop():
            self.server.close()
            for writer in set(self.writers):
                writer.transport.abort()
        if self.server:
            self._run(stop())
            self.server = None

    def close(self):
        self.refuse()
        async def finish():
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
        self._run(finish())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()

    def _add(self, *args, **how):
        fault = Fault(self, *args, **how)
        self.faults.append(fault)
        return fault

    def hold(self, method, pattern, after=False, times=-1):
        """Keeps requests before they are forwarded, or (after) when the server has answered."""
        return self._add(method, pattern, "after" if after else "before", times)

    def delay(self, method, pattern, seconds, times=-1):
        """Forwards them later."""
        return self._add(method, pattern, "delay", times, seconds=seconds)

    def cut(self, method, pattern, after=False, times=-1):
        """Cuts the connection instead of forwarding, or (after) instead of answering."""
        return self._add(method, pattern, "cut-after" if after else "cut-before", times)

    def reset(self, method, pattern, times=-1):
        """Resets the connection instead of forwarding."""
        return self._add(method, pattern, "cut-before", times, reset=True)

    def cut_within(self, method, pattern, part, times=-1):
        """Forwards, then cuts the connection in the middle of the answer's "head" or "body"."""
        return self._add(method, pattern, "cut-within", times, part=part)

    def trickle(self, method, pattern, seconds, times=-1):
        """Forwards; the answer comes in small parts and takes that long."""
        return self._add(method, pattern, "trickle", times, seconds=seconds)

    def answer(self, method, pattern, status, body=b"{}", headers=(), times=-1):
        """Answers by itself; the server is not asked."""
        return self._add(method, pattern, "answer", times, status=status, body=body, headers=tuple(headers))

    def requests(self, method, pattern):
        """What was asked so far, forwarded or not."""
        return [a for a in list(self.asked) if method in ("*", a.method) and re.search(pattern, a.target)]

    # --- the connection ---

    async def _serve(self, reader, writer):
        self.writers.add(writer)
        try:
            while await self._one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            self.writers.discard(writer)
            writer.transport.abort() if writer.is_closing() else writer.close()

    async def _one(self, reader, writer):
        """One request of a connection; whether the connection goes on."""
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        token = TOKEN.search(head)
        asked = Asked(method, target, time.monotonic(), token[1].decode("latin-1") if token else "")
        self.asked.append(asked)
        if re.search(rb"(?im)^expect:\s*100-continue\r?$", head):
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        asked.body = await self._body(head, reader)
        fault = next((f for f in self.faults if f.matches(asked)), None)
        if fault:
            fault.left -= 1
        if not await self._act(fault, asked, ("before", "cut-before", "delay"), reader):
            if fault.how.get("reset"):
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                                           struct.pack("ii", 1, 0))
                writer.transport.abort()
            return False
        if fault and fault.kind == "answer":
            fault.hit(asked)
            answer, status = self._made_up(fault), fault.how["status"]
        else:
            answer, status = await self._forward(head, asked), None
        asked.status = status or int(answer.split(b" ", 2)[1])
        asked.answer = answer
        if not await self._act(fault, asked, ("after", "cut-after"), reader):
            return False
        if fault and fault.kind in ("cut-within", "trickle"):
            fault.hit(asked)
            return await self._in_part(fault, answer, writer)
        writer.write(answer)
        await writer.drain()
        asked.delivered = True
        return BODY_HEADERS.search(answer.partition(b"\r\n\r\n")[0] + b"\r\n") is not None

    @staticmethod
    async def _in_part(fault, answer, writer):
        """What the program gets of the answer; the connection ends with it."""
        head = answer.index(b"\r\n\r\n") + 4
        if fault.kind == "cut-within":
            writer.write(answer[:head // 2 if fault.how["part"] == "head" else head + (len(answer) - head) // 2])
            await writer.drain()
            return False
        step = len(answer) // 12 + 1
        for at in range(0, len(answer), step):
            writer.write(answer[at:at + step])
            await writer.drain()
            await asyncio.sleep(fault.how["seconds"] / 12)
        return False

    async def _act(self, fault, asked, kinds, reader):
        """What the fault does at this point; False when the connection is to be cut."""
        if not fault or fault.kind not in kinds:
            return True
        fault.hit(asked)
        if fault.kind == "delay":
            await asyncio.sleep(fault.how["seconds"])
        elif fault.verdict is not None:
            # A program that was killed while its request is held must not have sent it after all.
            gone = asyncio.ensure_future(reader.read(1))
            await asyncio.wait({fault.verdict, gone}, return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                return False
            gone.cancel()
            await asyncio.gather(gone, return_exceptions=True)
        return not fault.kind.startswith("cut") and (fault.verdict is None or fault.verdict.result() == "go")

    async def _body(self, head, reader):
        """The body that belongs to a head, as it is on the wire."""
        fields = {name.lower(): value.lower() for name, value in BODY_HEADERS.findall(head)}
        if fields.get(b"transfer-encoding") == b"chunked":
            body = b""
            while True:
                line = await reader.readuntil(b"\r\n")
                size = int(line.split(b";")[0], 16)
                body += line + await reader.readexactly(size + 2)
                if size == 0:
                    return body
        return await reader.readexactly(int(fields.get(b"content-length", 0)))

    async def _forward(self, head, asked):
        """The server's whole answer, on a connection of its own."""
        host, port = self.upstream
        reader, writer = await asyncio.open_connection(host, port, limit=HEAD)
        try:
            lines = HOP.sub(b"", head[:-2])
            writer.write(lines + f"Host: {host}:{port}\r\nConnection: close\r\n\r\n".encode() + asked.body)
            await writer.drain()
            asked.forwarded = True
            answer = await reader.read(-1)
        finally:
            writer.close()
        if not answer:
            raise ConnectionResetError
        top, _, rest = answer.partition(b"\r\n\r\n")
        return HOP.sub(b"", top + b"\r\n") + b"\r\n" + rest

    @staticmethod
    def _made_up(fault):
        body = fault.how["body"]
        kind = "text/html" if body.startswith(b"<") else "application/json"
        lines = [f"HTTP/1.1 {fault.how['status']} Test", f"Content-Length: {len(body)}", f"Content-Type: {kind}",
                 *(f"{k}: {v}" for k, v in fault.how["headers"])]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
