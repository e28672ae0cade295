"""One request and its answer: from bytes of HTTP to a plan, from a reply to bytes of HTTP.

This is the only part that waits, and it never touches a graph.
"""

import asyncio
import json
import marshal
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from careergraph.serve import editor_page, headers, measures, protocol
from careergraph.serve.addresses import allowed, planned
from careergraph.serve.answer import JSON, Answer, Refusal
from careergraph.serve.headers import Headers
from careergraph.serve.jobs import problem
from careergraph.serve.negotiation import encoding, has, takes_plain
from careergraph.serve.pool import Busy, Ended, Pool, Reply
from careergraph.serve.protocol import Job
from careergraph.serve.request import Request
from careergraph.serve.worker import FAULT, where

if TYPE_CHECKING:
    from careergraph.serve.service import Service

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_STATIC = "/static/"

_KEPT = ("page", "ontology", "dataset", "service")
"""Jobs whose answers are kept: a class room asks for the same page at once."""

_MARSHAL = 2
"""The version of marshal that writes the same job as the same bytes."""

_OLDEST = 16 << 20
"""Bytes that an answer in HTTP/1.0 may have: that has no pieces, and no sign of a broken stream."""


class Exchange:
    """One request and its answer."""

    def __init__(self, service: "Service", scope: Scope, receive: Receive, send: Send) -> None:
        self.service = service
        self.scope = scope
        self.receive = receive
        self.send = send
        self.started = time.perf_counter()
        self.status = 0
        self.bytes = 0
        self.kind = "other"
        self.note = ""
        self.query = ""  # for the log: what was asked

    async def run(self) -> None:
        """Answer it, and note how that went."""
        self.headers = headers.of_request(self.scope)
        gone = self.scope["state"].get("gone")
        if gone is not None:
            task = asyncio.current_task()
            assert task is not None
            gone.append(task.cancel)
        try:
            await self._answer()
        except asyncio.CancelledError:
            if gone is not None and self.scope["state"]["left"]():
                self.note = "client left"
            elif self.status:
                self.note = "stopped"
                raise  # and the answer breaks off
            else:
                self.note = "stopped"
                said = problem(503, "the service is being stopped", plain=self._plain())
                await self._give(said)
        except TimeoutError:
            self.note = "client stalled"
            self.scope["state"]["abort"]()
        except Exception as error:
            self.note = where(error)
            if self.status:
                raise
            await self._give(problem(500, FAULT, plain=self._plain()))
        finally:
            if gone is not None:
                gone.clear()
            self.service.measures.note(self)

    async def _answer(self) -> None:
        try:
            request = await self._request()
            if request.method == "OPTIONS":
                await self._give(Answer(b"", status=204, headers=_preflight(request)))
                return
            plan = planned(request) if not self._is_own(request) else None
            if plan is None:
                await self._give(self._own(request))
            elif isinstance(plan, Answer):
                await self._give(plan)
            elif plan["job"] == "update":
                self.kind, self.query = "update", plan["update"]
                await self._update(plan)
            else:
                self.kind = plan["job"]
                if self.service.settings.log_queries:
                    self.query = plan.get("query", "") or unquote_plus(request.query_string)
                await self._job(plan)
        except Refusal as refusal:
            if self.status:
                self.scope["state"]["close"]()
                return
            said = problem(
                refusal.status,
                refusal.reason,
                plain=self._plain(),
                accept=self.headers.get("accept", ""),
            )
            more = {name.replace("_", "-"): value for name, value in refusal.headers.items()}
            await self._give(Answer(said.body, said.media, said.status, {**more, **said.headers}))

    @property
    def _posted(self) -> bool:
        return bool(self.scope["method"] == "POST")

    def _plain(self) -> bool:
        path = str(self.scope["path"]).removeprefix(self.scope.get("root_path", ""))
        return path.startswith(("/sparql", "/graphs"))

    def _is_own(self, request: Request) -> bool:
        path = request.path
        return path in ("/", "/health", "/metrics") or path.startswith(_STATIC)

    def _own(self, request: Request) -> Answer:
        """What the server answers without a worker: its state, and the editor."""
        if request.method not in ("GET", "HEAD"):
            methods = allowed(request.path)
            raise Refusal(405, f"{request.path[:200]} takes {methods}", allow=methods)
        if request.path == "/metrics":
            return Answer(self.service.measures.exposed(), measures.MEDIA)
        if request.path.startswith(_STATIC):
            packing = encoding(self.headers.get("accept-encoding", ""), offered=("gzip",))
            known = self.headers.get("if-none-match", "")
            return editor_page.file(
                request.path.removeprefix(_STATIC), encoding=packing, known=known
            )
        return self._editor() if request.path == "/" else self._health()

    def _editor(self) -> Answer:
        settings, pool = self.service.settings, self.service.pool
        told = pool.told if pool else {}
        return editor_page.page({
            "name": editor_page.called(settings.locations), "writable": settings.writable,
            "version": told.get("version", ""), "triples": told.get("size"),
        })  # fmt: skip

    def _health(self) -> Answer:
        pool = self.service.pool
        ready = pool is not None and not pool.lost.is_set()
        said = {"status": "ready" if ready else "starting"}
        if ready and pool:
            said |= {"version": pool.told["version"]} if pool.told["version"] else {}
        return Answer(json.dumps(said).encode(), JSON, 200 if ready else 503)

    async def _request(self) -> Request:
        scope = self.scope
        sends = (
            self.headers.get("content-length", "0") != "0" or "transfer-encoding" in self.headers
        )
        if sends and scope["method"] in ("GET", "HEAD"):
            raise Refusal(400, f"{scope['method']} takes no body", connection="close")
        takes = scope["method"] in ("POST", "PUT", "PATCH")
        coded = self.headers.get("content-encoding", "identity")
        if takes and coded.lower() != "identity":
            raise Refusal(415, f"the body is coded as {coded[:40]!r}; send it as it is")
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        query = scope["query_string"].decode("latin-1")
        body = await self._body() if takes else b""
        root, mounted = self.service.settings.public_url, self.service.settings.root_path
        return Request(scope["method"], path, query, self.headers, body, root, mounted)

    async def _body(self) -> bytes:
        most = self.service.settings.most_bytes
        stated = self.headers.get("content-length", "0")
        too_much = Refusal(413, f"the body is larger than {most:,} bytes")
        if stated.isdigit() and int(stated) > most:
            raise too_much
        pieces, size = [], 0
        try:
            async with asyncio.timeout(self.service.settings.body_timeout):
                while True:
                    message = await self.receive()
                    if message["type"] == "http.disconnect":
                        raise asyncio.CancelledError
                    pieces.append(message["body"])
                    size += len(message["body"])
                    if size > most:
                        raise too_much
                    if not message.get("more_body"):
                        return b"".join(pieces)
        except TimeoutError:
            raise Refusal(408, "the body did not come in time", connection="close") from None

    async def _job(self, job: Job) -> None:
        pool = self.service.pool
        if pool is None:
            raise Refusal(503, "the graph is being opened", retry_after="1")
        job["accept"] = self.headers.get("accept", "")
        job["encoding"] = encoding(codings := self.headers.get("accept-encoding", ""))
        job["coded"] = not takes_plain(codings)
        job["seconds"] = pool.limits.time
        if job["job"] == "graph":  # it reads on from end to end, and can not run away
            job["seconds"] = pool.limits.transfer
        asked = marshal.dumps(job, _MARSHAL)
        version = "" if self._posted or headers.changes(job) else pool.told["version"]
        tag = headers.tag_of(version, asked)
        if tag and has(self.headers.get("if-none-match", ""), tag):
            await self._give(Answer(b"", status=304, headers=headers.cached(tag)))
            return
        try:
            if tag and job["job"] in _KEPT:
                status, said, body = await self.service.kept(tag, asked)
                await self._give_whole(status, said, body, tag if status == 200 else "")
                return
            async with pool.asked(asked) as reply:
                await self._reply(reply, tag)
        except Busy:
            raise Refusal(
                503, "too many queries are running; try again in a moment", retry_after="2"
            ) from None
        except Ended as ended:
            self.note = ended.by
            if self.status:
                self.scope["state"]["close"]()  # the answer breaks off, and a client sees that
                return
            raise _sorry(ended.by, pool) from None

    async def _update(self, job: Job) -> None:
        if not self.service.settings.writable:
            raise Refusal(403, protocol.NO_UPDATE)
        _refuse_strangers(self.headers)
        if self.service.pool is None:
            raise Refusal(503, "the graph is being opened", retry_after="1")
        try:
            await self.service.update(job)
        except Ended as ended:
            limits = self.service.settings.limits
            most = f"{limits.time:g} s, {limits.memory >> 20:,} MB"
            over = f"the update was ended by its limits ({most}) or from outside; nothing changed"
            raise Refusal(ended.status, ended.by or over) from None
        await self._give(Answer(b"", status=204))

    async def _reply(self, reply: Reply, tag: str) -> None:
        said = headers.of_reply(reply.headers)
        tag = tag if reply.status == 200 else ""
        if tag and self.headers.get("if-none-match", "").strip() == "*":  # any answer that is
            await self._give(Answer(b"", status=304, headers=headers.cached(tag)))
            return
        if reply.fault:
            self.note = reply.fault
        if reply.whole is not None:
            await self._give_whole(reply.status, said, reply.whole, tag)
            return
        if self.scope["http_version"] == "1.0":
            await self._give_whole(reply.status, said, await gathered(reply), tag)
            return
        await self._start(reply.status, [*said, *headers.tagged(tag)])
        if self.scope["method"] != "HEAD":
            async for piece in reply.pieces():
                self.bytes += len(piece)
                await self._say(piece, more=True)
        await self._say(b"")

    async def _say(self, piece: bytes, *, more: bool = False) -> None:
        """Send some of a body. Raises TimeoutError when the client takes nothing."""
        message = {"type": "http.response.body", "body": piece, "more_body": more}
        async with asyncio.timeout(self.service.settings.stall_timeout):
            await self.send(message)

    async def _give_whole(self, status: int, said: Headers, body: bytes, tag: str) -> None:
        """Send what is at hand by the short way that our server offers, else by ASGI's."""
        give = self.scope["state"].get("give")
        if give and self.scope["method"] != "HEAD":
            lines = headers.lines(said)
            if tag:
                lines += b"etag: %b\r\ncache-control: no-cache\r\n" % tag.encode()
            if give(status, lines, body):
                self.status, self.bytes = status, len(body)
                return
        await self._send(status, [*said, *headers.tagged(tag)], body)

    async def _give(self, answer: Answer) -> None:
        """Send an answer that is at hand."""
        assert isinstance(answer.body, bytes)
        await self._send(answer.status, headers.of_answer(answer), answer.body)

    async def _send(self, status: int, said: list[tuple[bytes, bytes]], body: bytes) -> None:
        if status not in (204, 304):
            said.append((b"content-length", str(len(body)).encode()))
        self.bytes = len(body)
        await self._start(status, said)
        await self._say(body)

    async def _start(self, status: int, said: list[tuple[bytes, bytes]]) -> None:
        self.status = status
        async with asyncio.timeout(self.service.settings.stall_timeout):
            await self.send({"type": "http.response.start", "status": status, "headers": said})


async def gathered(reply: Reply) -> bytes:
    """Return the whole body. Raises Refusal when it is large, or Ended."""
    found = bytearray()
    async for piece in reply.pieces():
        found += piece
        if len(found) > _OLDEST:
            raise Refusal(505, "so large an answer is only given in HTTP/1.1")
    return bytes(found)


def _refuse_strangers(said: dict[str, str]) -> None:
    """Raise Refusal for an update that a page from elsewhere has a browser send.

    Its `Origin` tells; and a name that only leads to this machine, `Host`.
    """
    host = said.get("host", "")
    if _LOOPBACK.fullmatch(host.lower()) is None:
        raise Refusal(403, f"an update has to be sent to localhost, and came to {host[:100]!r}")
    origin = said.get("origin")
    if origin is not None and origin != f"http://{host}":
        raise Refusal(403, f"an update from a page of {origin[:100]} is refused")


_LOOPBACK = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?")


def _preflight(request: Request) -> dict[str, str]:
    """What a browser asks before a page from elsewhere may send a request; and what Allow tells."""
    methods = allowed(request.path)
    return {
        "allow": methods,
        "access-control-allow-methods": methods,
        "access-control-allow-headers": "Accept, Content-Type, If-None-Match, X-Requested-With",
        "access-control-max-age": "86400",
    }


def _sorry(by: str, pool: Pool) -> Refusal:
    """What a client is told of an answer that never came."""
    limits = pool.limits
    if by == "time":
        return Refusal(
            503, f"the query took longer than {limits.time:g} s, the most it may; make it cheaper "
            "(a LIMIT inside, fewer open patterns) or ask for less", retry_after="30",
        )  # fmt: skip
    if by == "memory":
        return Refusal(
            503, f"the query took more than {limits.memory >> 20:,} MB of memory, the most it may; "
            "ask for less at a time", retry_after="30",
        )  # fmt: skip
    if by == "crowd":
        return Refusal(
            503, "too many long queries are running; try again in a while", retry_after="10"
        )
    if by == "depth":
        return Refusal(400, "the query is nested deeper than can be read; make it simpler")
    if by == "room":
        return Refusal(503, "there is no room for a query of this length now", retry_after="10")
    if by == "keeper":
        return Refusal(503, "the graph is being opened again; try again", retry_after="1")
    if by in ("kill", "mistake", ""):
        return Refusal(503, "the query was ended from outside; try again", retry_after="1")
    return Refusal(500, "the query ended the process that worked on it")
