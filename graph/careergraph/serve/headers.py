"""The headers of requests and of answers, and the entity tag by which a client knows an answer."""

import hashlib
import re
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from careergraph.serve.answer import Answer
from careergraph.serve.protocol import Job

Headers = tuple[tuple[bytes, bytes], ...]

_LOCKED = b"default-src 'none'; sandbox"
"""For what is no page: a browser that is led to it runs nothing of it."""

_FRAMED = b"frame-ancestors 'self'; object-src 'none'; base-uri 'self'"
"""For pages, beside the policy that each states itself, of which this is no part."""

_MAY_CHANGE = ("NOW", "RAND", "UUID", "BNODE", "SERVICE", "\\U00")
_CHANGING = re.compile(
    r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b|\bSERVICE\b(?!\s+(?:route|pathSearch):)|\\u00",
    re.IGNORECASE,
)
"""What has another value at each call, functions and other endpoints: such an answer has no
version. (A name may be written with escapes.)"""


def of_request(scope: MutableMapping[str, Any]) -> dict[str, str]:
    """Return the headers of a request; several of one name are joined by commas."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


@lru_cache(maxsize=256)
def of_reply(said: tuple[tuple[str, str], ...]) -> Headers:
    """Return the headers of a worker's reply, which are mostly the same ones."""
    headers = [(n.encode(), _UNSENDABLE.sub(b" ", v.encode("latin-1", "replace"))) for n, v in said]
    headers += _ALWAYS
    headers.append(_policy(next((v for n, v in said if n == "content-type"), "")))
    return tuple(headers)


@lru_cache(maxsize=256)
def lines(headers: Headers) -> bytes:
    """Return headers as they are sent."""
    return b"".join([b"%b: %b\r\n" % header for header in headers])


_UNSENDABLE = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")

_ALWAYS = [
    (b"vary", b"Accept, Accept-Encoding"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Retry-After"),
    (b"x-content-type-options", b"nosniff"),
]


def _policy(media: str) -> tuple[bytes, bytes]:
    return b"content-security-policy", _FRAMED if media.startswith("text/html") else _LOCKED


def of_answer(answer: Answer) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer that is at hand."""
    headers = [(b"content-type", answer.media.encode())] if answer.body else []
    headers += [(n.encode(), v.encode()) for n, v in answer.headers.items()]
    return [*headers, _policy(answer.media), *_ALWAYS]


def cached(tag: str) -> dict[str, str]:
    """Return the headers of an answer with an entity tag."""
    return {"etag": tag, "cache-control": "no-cache"}


def tagged(tag: str) -> Headers:
    """Return the same as bytes; none without a tag."""
    if not tag:
        return ()
    return (b"etag", tag.encode()), (b"cache-control", b"no-cache")


def tag_of(version: str, asked: bytes) -> str:
    """Return the entity tag of an answer: of this version of the graph, to this job, in this form.

    It is weak: without ORDER BY the rows may come in another order.
    """
    return version and f'W/"{version[:8]}-{hashlib.blake2b(asked, digest_size=9).hexdigest()}"'


def changes(job: Job) -> bool:
    """Return whether a query may have another answer each time it is asked."""
    text = job.get("query", "")
    raised = text.upper()
    return any(each in raised for each in _MAY_CHANGE) and bool(_CHANGING.search(text))
