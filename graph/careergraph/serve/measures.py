"""What the service tells of itself: a line of log a request, and counts for Prometheus."""

import json
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, MutableMapping
from functools import lru_cache
from itertools import accumulate
from typing import Any, Protocol

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.utils import floatToGoString

from careergraph.serve.log import Log
from careergraph.serve.settings import Settings

MEDIA = "text/plain; version=0.0.4; charset=utf-8"


_ENDS = frozenset(
    ("time", "memory", "depth", "crowd", "kill", "crash", "keeper", "fault", "stopped",
     "client left", "client stalled")
)  # fmt: skip
"""What ends a job before its answer is whole."""

_BOUNDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
"""Seconds by which the times of requests are sorted into groups."""

_LONGEST = 1000
"""Characters of a path that are logged."""


class Answered(Protocol):
    """What is told of a request that has been answered, as `Exchange` has it.

    `note` is what ended it, `query` what was asked, for a log with queries.
    """

    scope: MutableMapping[str, Any]
    started: float
    status: int
    bytes: int
    kind: str
    note: str
    query: str


class Measures:
    """The counts of one service: kept as plain numbers, and put together when they are asked for.

    A request is counted in a microsecond so, and in ten by the counters of prometheus_client.
    """

    def __init__(self, settings: Settings, busy: Callable[[], tuple[int, int, int]]) -> None:
        """`busy` tells how many jobs run in the fast lane, in the slow one, and wait."""
        self.log = Log()
        self._settings = settings
        self._busy = busy
        self._requests: Counter[tuple[str, int]] = Counter()
        self._times: dict[str, list[int]] = {}  # by kind: how many took up to each bound, and more
        self._seconds: dict[str, float] = {}
        self._ended: Counter[str] = Counter()
        self._bytes = 0
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def note(self, exchange: Answered) -> None:
        """Count a request that has been answered, and write its line."""
        seconds = time.perf_counter() - exchange.started
        self._count(exchange.kind, exchange.status, seconds)
        self._bytes += exchange.bytes
        if exchange.note in _ENDS:
            self._ended[exchange.note] += 1
        if self._settings.log:
            self._write(exchange, seconds)

    def refused(self, status: int) -> None:
        """Count what came over a connection and was no request."""
        self._requests["none", status] += 1

    def _count(self, kind: str, status: int, seconds: float) -> None:
        self._requests[kind, status] += 1
        if kind not in self._times:
            self._times[kind], self._seconds[kind] = [0] * (len(_BOUNDS) + 1), 0.0
        self._times[kind][bisect_left(_BOUNDS, seconds)] += 1
        self._seconds[kind] += seconds

    def collect(self) -> Iterator[Metric]:
        """Yield the counts as prometheus_client has them."""
        requests = CounterMetricFamily(
            "careergraph_requests", "Requests answered.", labels=("job", "status")
        )
        for (kind, status), count in sorted(self._requests.items()):
            requests.add_metric((kind, str(status)), count)
        yield requests
        times = HistogramMetricFamily(
            "careergraph_request_seconds", "Time from the first byte of a request to the last of "
            "its answer.", labels=("job",),
        )  # fmt: skip
        for kind, counts in sorted(self._times.items()):
            bounds = [*map(floatToGoString, _BOUNDS), "+Inf"]
            buckets = list(zip(bounds, accumulate(counts), strict=True))
            times.add_metric((kind,), buckets, self._seconds[kind])
        yield times
        yield CounterMetricFamily(
            "careergraph_response_bytes", "Bytes of answers.", value=self._bytes
        )
        ended = CounterMetricFamily(
            "careergraph_jobs_ended", "Jobs that were ended, by what ended them.", labels=("by",)
        )
        for by, count in sorted(self._ended.items()):
            ended.add_metric((by,), count)
        yield ended
        yield CounterMetricFamily(
            "careergraph_log_lines_lost", "Lines of the log that nobody read in time.",
            value=self.log.lost,
        )  # fmt: skip
        for lane, jobs in zip(("fast", "slow", "waiting"), self._busy(), strict=True):
            yield GaugeMetricFamily(f"careergraph_jobs_{lane}", f"Jobs now: {lane}.", value=jobs)

    def _write(self, exchange: Answered, seconds: float) -> None:
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
        if self._settings.log_queries and exchange.query:
            said["query"] = exchange.query
        self.log.write(json.dumps(said))

    def exposed(self) -> bytes:
        """Return the counts as Prometheus reads them."""
        return generate_latest(self._registry)


@lru_cache(maxsize=1)
def _clock(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))
