"""The page at the root of the service: a query box, the cookbook, and routes for a phrase.

The page and its files are static; the script is built from `editor/` by `make editor`. What the
page says of the graph is put into it as JSON, which it reads as data.
"""

import gzip
import json
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from careergraph.serve.answer import HTML, TEXT, Answer, Refusal
from careergraph.serve.negotiation import has
from careergraph.terms import CAREER, ID, PREFIXES

MEDIA_TYPES = {
    "editor.js": "text/javascript; charset=utf-8",
    "editor.css": "text/css; charset=utf-8",
    "mark.svg": "image/svg+xml",
    "LICENCES.txt": TEXT,
}
"""Every file under `static/` that is served, and as what."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
"""The Content-Security-Policy of the page: all is its own, and no script or style is in line.

Attributes of style are allowed: browsers write them into the query box while people type.
"""

_LOCKED = "default-src 'none'"
_ABOUT = '<script type="application/json" id="about">{}</script>'


def page(about: Mapping[str, Any]) -> Answer:
    """Return the page of a graph.

    `about` says of it `name`, `version`, the number of its `triples` and whether it is `writable`.
    The same `about` gives the same bytes.
    """
    known = {**about, "id": str(ID), "ontology": str(CAREER), "prefixes": PREFIXES}
    data = json.dumps(known, ensure_ascii=False, sort_keys=True)
    # No "<" is left with which a name could close the element.
    block = _ABOUT.replace("{}", data.replace("<", "\\u003c"))
    body = _read("editor.html").decode().replace(_ABOUT, block).encode()
    headers = {"content-security-policy": POLICY, "referrer-policy": "no-referrer"}
    return Answer(body, HTML, headers=headers | {"cache-control": "no-cache"})


def called(locations: Sequence[str]) -> str:
    """Return what people are told the graph at some locations is called: no path, no host."""
    names = [PurePath(urlsplit(each).path or each).name for each in locations]
    return " and ".join(filter(None, names)) or "Career graph"


def file(name: str, *, encoding: str = "", known: str = "") -> Answer:
    """Return a file of the page by its name under `static/`.

    `encoding` is "gzip" or "", `known` the entity tags of what the client has. Raises Refusal.
    """
    if name not in MEDIA_TYPES:
        raise Refusal(404, f"the editor has no file {name[:100]!r}")
    tag = f'"{sha256(_read(name)).hexdigest()[:16]}{encoding and f"-{encoding}"}"'
    headers = {"etag": tag, "cache-control": "no-cache", "content-security-policy": _LOCKED}
    if has(known, tag):
        return Answer(b"", status=304, headers=headers)
    if encoding == "gzip":
        return Answer(
            _packed(name), MEDIA_TYPES[name], headers=headers | {"content-encoding": encoding}
        )
    return Answer(_read(name), MEDIA_TYPES[name], headers=headers)


@cache
def _read(name: str) -> bytes:
    return (files("careergraph.serve") / "static" / name).read_bytes()


@cache
def _packed(name: str) -> bytes:
    return gzip.compress(_read(name), mtime=0)
