"""What a service is started with."""

import re
from dataclasses import dataclass, field
from math import isfinite

from careergraph.errors import ParameterError
from careergraph.serve.pool import Limits


@dataclass(frozen=True, slots=True)
class Settings:
    """Where it listens and what it lets pass; times are in seconds, sizes in bytes."""

    locations: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8000
    root_path: str = ""
    public_url: str = ""
    writable: bool = False
    services: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    most_bytes: int = 1 << 20
    most_header_bytes: int = 1 << 16
    most_connections: int = 1000
    header_timeout: float = 10.0
    body_timeout: float = 20.0
    stall_timeout: float = 30.0
    idle_timeout: int = 15
    opening: bool = False
    log: bool = True
    log_queries: bool = False

    def __post_init__(self) -> None:
        """Raise ParameterError for what no service could be started with."""
        if not isfinite(self.limits.time):
            raise ParameterError(f"a time limit of {self.limits.time} s is none; give seconds")
        if self.public_url and not _ADDRESS.fullmatch(self.public_url):
            raise ParameterError(
                f"{self.public_url!r} is no address of a service; one reads https://HOST/PATH"
            )
        if not re.fullmatch(r"(/[\w.~-]+)*", self.root_path, re.ASCII):
            raise ParameterError(f"{self.root_path!r} is no path; one reads /careers")


_ADDRESS = re.compile(r"https?://([\w.-]+|\[[\da-f:]+\])(:\d+)?(/[\w./~%-]*)?", re.ASCII)
