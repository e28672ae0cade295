"""The service: a graph over HTTP, for programs and for people.

`run` starts it. One process speaks HTTP (`http_server`, `service`); it plans what answers a request
(`addresses`, `protocol`) and gives it as a job to a worker (`pool`), a process that was forked over
the open graph (`keeper`, `worker`) and that the system ends at its limits. What a job does is a
plain function of the graph (`jobs`, `querying`, `routing`, ...).
"""

from careergraph.serve.pool import Limits
from careergraph.serve.settings import Settings

__all__ = ["Limits", "Settings"]
