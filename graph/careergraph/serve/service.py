"""The ASGI application: what all requests share, and an exchange for each."""

import asyncio

from careergraph.serve import measures
from careergraph.serve.exchange import Exchange, Receive, Scope, Send, gathered
from careergraph.serve.headers import Headers, of_reply
from careergraph.serve.pool import Pool
from careergraph.serve.protocol import Job
from careergraph.serve.settings import Settings

_MOST_KEPT = 32
"""Answers that are kept, the last so many."""

_DRAIN = 60.0
"""Seconds for which answers from a graph that was replaced may still take."""


class Service:
    """The addresses over the workers of `pool`, which may be replaced while it runs."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool: Pool | None = None
        self.measures = measures.Measures(
            settings, lambda: self.pool.busy if self.pool else (0, 0, 0)
        )
        self.changing = asyncio.Lock()  # held by who makes the next graph
        self._closing: set[asyncio.Task[None]] = set()
        self._kept: dict[str, asyncio.Task[tuple[int, Headers, bytes]]] = {}

    def replace(self, fresh: Pool) -> None:
        """Give new requests to the workers of another pool; this one ends when it has answered."""
        old, self.pool = self.pool, fresh
        if old is not None:
            closing = asyncio.create_task(old.close(patience=_DRAIN))
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    async def kept(self, tag: str, asked: bytes) -> tuple[int, Headers, bytes]:
        """Return an answer that many ask for: it is made once for this version of the graph."""
        task = self._kept.pop(tag, None)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = asyncio.create_task(self._made(asked))
            task.add_done_callback(lambda made: made.cancelled() or made.exception())
        self._kept[tag] = task  # the last of all
        for old in list(self._kept)[:-_MOST_KEPT]:
            del self._kept[old]
        return await asyncio.shield(task)

    async def _made(self, asked: bytes) -> tuple[int, Headers, bytes]:
        assert self.pool is not None
        async with self.pool.asked(asked) as reply:
            body = reply.whole if reply.whole is not None else await gathered(reply)
            return reply.status, of_reply(reply.headers), body

    async def update(self, job: Job) -> None:
        """Change the graph; whoever asks after this sees the change. Raises Ended."""
        # what has begun is brought to its end, also when the client leaves
        await asyncio.shield(asyncio.create_task(self._update(job)))

    async def _update(self, job: Job) -> None:
        async with self.changing:
            assert self.pool is not None
            self.replace(await self.pool.updated(job["update"], job["using"], job["using-named"]))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        await Exchange(self, scope, receive, send).run()
