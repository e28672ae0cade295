"""What the service tells of itself: a line of log a request, and counts for Prometheus."""

import contextlib
import json
import sys
import time
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from careergraph.serve.service import Service, _Exchange

MEDIA = "text/plain; version=0.0.4; charset=utf-8"


_ENDS = frozenset(
    ("time", "memory", "depth", "crowd", "kill", "crash", "keeper", "fault", "client left",
     "client stalled")
)  # fmt: skip
"""What ends a job before its answer is whole."""

_LONGEST = 1000
"""Characters of a path that are logged."""


class Measures:
    """The counts of one service."""

    def __init__(self, service: "Service") -> None:
        self._service = service
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "careergraph_requests", "Requests answered.", ("job", "status"),
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "careergraph_request_seconds", "Time from the first byte of a request to the last of "
            "its answer.", ("job",), registry=self._registry,
            buckets=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30),
        )  # fmt: skip
        self._bytes = Counter(
            "careergraph_response_bytes", "Bytes of answers.", registry=self._registry
        )
        self._ended = Counter(
            "careergraph_jobs_ended", "Jobs that were ended, by what ended them.", ("by",),
            registry=self._registry,
        )  # fmt: skip
        for at, lane in enumerate(("fast", "slow", "waiting")):
            gauge = Gauge(f"careergraph_jobs_{lane}", f"Jobs now: {lane}.", registry=self._registry)
            gauge.set_function(partial(self._jobs, at))

    def _jobs(self, at: int) -> float:
        return self._service.pool.busy[at] if self._service.pool else 0

    @cache  # noqa: B019 -- it lives as long as the service
    def _of(self, kind: str, status: int) -> tuple[Counter, Histogram]:
        return self._requests.labels(kind, status), self._seconds.labels(kind)

    def note(self, exchange: "_Exchange") -> None:
        """Count a request that has been answered, and write its line."""
        seconds = time.perf_counter() - exchange.started
        counted = self._of(exchange.kind, exchange.status)
        counted[0].inc()
        counted[1].observe(seconds)
        self._bytes.inc(exchange.bytes)
        if exchange.note in _ENDS:
            self._ended.labels(exchange.note).inc()
        if self._service.settings.log:
            self._write(exchange, seconds)

    def refused(self, status: int) -> None:
        """Count what came over a connection and was no request."""
        self._of("none", status)[0].inc()

    def _write(self, exchange: "_Exchange", seconds: float) -> None:
        scope = exchange.scope
        said: dict[str, Any] = {
            "time": _clock(int(time.time())),
            "client": (scope.get("client") or ("",))[0],
            "method": scope["method"],
            "path": scope["path"][:_LONGEST],
            "status": exchange.status,
            "bytes": exchange.bytes,
            "ms": round(1000 * seconds, 1),
        }
        if exchange.note:
            said["note"] = exchange.note
        if self._service.settings.log_queries:
            said["query"] = scope["query_string"].decode("latin-1")
        with contextlib.suppress(OSError, ValueError):  # a log that is full or gone stops nothing
            sys.stderr.write(json.dumps(said) + "\n")

    def exposed(self) -> bytes:
        """Return the counts as Prometheus reads them."""
        return generate_latest(self._registry)


@lru_cache(maxsize=1)
def _clock(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))
