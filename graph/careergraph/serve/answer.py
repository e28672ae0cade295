"""What a job gives: a status, headers, and a body or what writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
JSON = "application/json"

Body = bytes | Callable[[BinaryIO], None]
"""All bytes, or a function that writes them, piece by piece, to a file."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a request, before it is compressed and sent."""

    body: Body
    media: str = TEXT
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """A request that cannot be answered: the status and one line that says why."""

    def __init__(self, status: int, reason: str, **headers: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = headers
