"""What a service is started with."""

from dataclasses import dataclass, field

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
