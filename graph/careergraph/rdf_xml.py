"""What RDF/XML, and XML at all, can hold. Oxigraph does not look: it writes any name and character,
so that what came out could not be read. Here it is an error before that.
"""

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import pyoxigraph as ox

from careergraph.errors import FormatError

_STARTS = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_GOES_ON = rf"{_STARTS}\-.0-9\xb7\u0300-\u036f\u203f-\u2040"
_BEGINNING, _NAME_BACKWARDS = re.compile(f"[{_STARTS}]"), re.compile(f"[{_GOES_ON}]*")
"""Of NCName in Namespaces in XML 1.0: what stands for a property is an element's name."""

_RESERVED = frozenset(
    f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}"
    for name in ("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "Description",
                 "li", "aboutEach", "aboutEachPrefix", "bagID")
)  # fmt: skip
"""Names that mean something else in RDF/XML."""

_NO_CHARACTER = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""In UTF-8 what is no Char of XML 1.0, in no way of writing it."""


def named(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield triples as they are. Raises FormatError for a property whose IRI ends in no name."""
    seen: set[str] = set()
    for triple in triples:
        iri = triple.predicate.value
        if iri not in seen:
            if iri in _RESERVED or not _ends_in_a_name(iri):
                raise FormatError(f"RDF/XML cannot hold the property <{iri}>; Turtle can")
            seen.add(iri)
        yield triple


def _ends_in_a_name(iri: str) -> bool:
    """Looked at from the end, which takes no longer for a long IRI that ends in none."""
    found = _NAME_BACKWARDS.match(iri[::-1])
    return found is not None and bool(_BEGINNING.search(found[0]))


def check(content: bytes) -> None:
    """Raise FormatError when a file holds what XML cannot."""
    if found := _NO_CHARACTER.search(content):
        code = ord(found[0].decode())
        raise FormatError(f"XML cannot hold the character U+{code:04X}; JSON can")


class Checked(io.RawIOBase):
    """A file for XML. What is written goes on to `out`, or is refused with FormatError."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._end = b""  # the last bytes: a character may be cut in two

    def writable(self) -> bool:
        """Return that it is."""
        return True

    def write(self, data: Any) -> int:
        """Pass on some of the file."""
        with_end = self._end + bytes(data)
        check(with_end)
        self._end = with_end[-2:]
        return self._out.write(data)
