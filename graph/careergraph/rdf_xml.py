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
_ENDS_IN_A_NAME = re.compile(f"[{_STARTS}][{_GOES_ON}]*$")
"""NCName of Namespaces in XML 1.0: what stands for a property is an element's name."""

_NO_CHARACTER = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""In UTF-8 what is no Char of XML 1.0, in no way of writing it."""


def named(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield triples as they are. Raises FormatError for a property whose IRI ends in no name."""
    seen: set[str] = set()
    for triple in triples:
        iri = triple.predicate.value
        if iri not in seen:
            if not _ENDS_IN_A_NAME.search(iri):
                raise FormatError(f"RDF/XML has no name for the property <{iri}>; Turtle has")
            seen.add(iri)
        yield triple


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
        if found := _NO_CHARACTER.search(self._end + bytes(data)):
            code = ord(found[0].decode())
            raise FormatError(f"XML cannot hold the character U+{code:04X}; Turtle and JSON can")
        self._end = bytes(data[-2:])
        return self._out.write(data)
