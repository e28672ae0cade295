"""Triples in the syntaxes that programs ask for; the same triples give the same bytes."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from careergraph import store as stores
from careergraph.errors import FormatError
from careergraph.export import json_ld
from careergraph.rdf_xml import check, named


class Form(NamedTuple):
    """A syntax of RDF: its media type, and what writes triples and a remark on them in it."""

    media_type: str
    write: Callable[[Iterable[ox.Triple], str], bytes]


def _turtle(triples: Iterable[ox.Triple], note: str) -> bytes:
    return _comment(note) + stores.serialise(triples, ox.RdfFormat.TURTLE)


def _lines(triples: Iterable[ox.Triple], note: str) -> bytes:
    return _comment(note) + stores.serialise(triples, ox.RdfFormat.N_TRIPLES)


def _comment(note: str) -> bytes:
    return b"".join(f"# {line}\n".encode() for line in note.splitlines())


def _xml(triples: Iterable[ox.Triple], note: str) -> bytes:
    told = list(named(stores.ordered(triples)))
    content = stores.serialise(told, ox.RdfFormat.RDF_XML)
    check(content)
    declared, _, rest = content.partition(b"\n")
    remark = f"<!-- {note.replace('--', '- -')} -->\n".encode() if note else b""
    return declared + b"\n" + remark + rest


def _json_ld(triples: Iterable[ox.Triple], note: str) -> bytes:
    """The remark stands beside the context, under a key that a reader of JSON-LD passes over."""
    content = json_ld.render(stores.ordered(triples))
    if not note:
        return content
    return b'{"note": ' + json.dumps(note, ensure_ascii=False).encode() + b", " + content[1:]


FORMS: Mapping[str, Form] = {
    "ttl": Form("text/turtle", _turtle),
    "jsonld": Form("application/ld+json", _json_ld),
    "nt": Form("application/n-triples", _lines),
    "rdf": Form("application/rdf+xml", _xml),
}
"""Every syntax by the ending of its files; the first is the one for who names none."""


def render(triples: Iterable[ox.Triple], form: str, *, note: str = "") -> bytes:
    """Return triples in the syntax of a file ending, `ttl`, with a remark for who reads it.

    Raises FormatError when there is no such syntax or it cannot hold them.
    """
    if form not in FORMS:
        raise FormatError(f"no form is named {form!r}; there are: {', '.join(FORMS)}")
    return FORMS[form].write(set(triples), note)
