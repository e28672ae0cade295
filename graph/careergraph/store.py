"""Opening, reading and writing graphs.

An open graph is an Oxigraph store: the data in its default graph, our ontology in the named graph
`terms.ONTOLOGY`. Queries see the union of both.
"""

import codecs
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from careergraph.address import is_address
from careergraph.encoding import IS_UTF_16, utf_16
from careergraph.errors import CareerGraphError, FormatError, ParseError, ReadError, WriteError
from careergraph.terms import CAREER, CATALOGUE, ONTOLOGY, PREFIXES, RDF, XSD

FORMATS: dict[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
"""File ending to RDF format."""

_ONTOLOGY = ox.NamedNode(ONTOLOGY)
_CATALOGUE = ox.NamedNode(CATALOGUE)
_DEFAULT = ox.DefaultGraph()
_DECIMAL = ox.NamedNode(XSD.decimal)


def shipped(name: str) -> Path:
    """Return the path of a shipped file or folder, such as `ontology/careergraph.ttl`.

    Raises ReadError when the installation lacks it.
    """
    package = Path(str(files("careergraph")))
    for root in (package / "_shipped", package.parents[1]):
        if (root / name).exists():
            return root / name
    raise ReadError(f"{name} is missing from this installation of careergraph; install it again")


Location = str | os.PathLike[str]

CURATED = "curated"
"""The location that stands for the shipped graph."""


def open_store(*locations: Location | None) -> ox.Store:
    """Return the graph at these locations, with links derived and the ontology beside it.

    A location is an RDF file, a folder of RDF files, a SPARQL endpoint's address, or `CURATED`;
    none at all means the curated graph. Several are read as one graph. A market, which is opened
    where it is, stands alone. Raises ReadError, FormatError or ParseError.
    """
    from careergraph import market  # late: most graphs are no markets

    homes = {each: home for each in locations if each and (home := market.home(each))}
    if homes and len(locations) == 1:
        return market.opened(*homes.values())
    if homes:
        one = next(iter(homes))
        raise FormatError(f"{one}: a market cannot be read together with other graphs")
    store = ox.Store()
    for location in [each for each in locations if each is not None] or [CURATED]:
        _load_location(store, location)
    return prepared(store)


def _load_location(store: ox.Store, location: Location) -> None:
    if location == CURATED:
        _load_folder(store, shipped("data"))
    elif is_address(location):
        _load_server(store, str(location))
    elif not str(location):
        raise ReadError("an empty name is no graph; name a file, a folder or an endpoint")
    elif Path(location).is_dir():
        _load_folder(store, Path(location))
    else:
        load(store, Path(location))


def prepared(store: ox.Store) -> ox.Store:
    """Return `store` itself, with the ontology in its named graph and every link derived."""
    load(store, shipped("ontology/careergraph.ttl"), graph=_ONTOLOGY)
    for quad in list(store.quads_for_pattern(None, None, None, _ONTOLOGY)):
        store.remove(ox.Quad(quad.subject, quad.predicate, quad.object, _DEFAULT))
    store.bulk_extend(list(links(store)))
    return store


def relations(store: ox.Store) -> set[ox.NamedNode]:
    """Return the measures that relate two nodes: an affirmed claim also gives the direct link."""
    kind = ox.NamedNode(CAREER.Relation)
    found = store.quads_for_pattern(None, ox.NamedNode(RDF.type), kind, _ONTOLOGY)
    return {quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode)}


def links(store: ox.Store) -> Iterable[ox.Quad]:
    """Return the direct link `subject measure object` of every affirmed claim that relates.

    Claims are those of the default graph; `market.linking` derives the links of a market.
    """
    found = store.query(
        f"""CONSTRUCT {{ ?s ?m ?o }} WHERE {{
            GRAPH <{ONTOLOGY}> {{ ?m a <{CAREER.Relation}> }}
            ?claim <{CAREER.measure}> ?m ; <{CAREER.subject}> ?s ; <{CAREER.object}> ?o ;
                   <{CAREER.polarity}> <{CAREER.affirmed}> . }}"""
    )
    assert isinstance(found, ox.QueryTriples)
    return (ox.Quad(t.subject, t.predicate, t.object, _DEFAULT) for t in found)


def load(store: ox.Store, path: Path, *, graph: ox.NamedNode | None = None) -> None:
    """Add the triples of an RDF file to `store`. Raises ReadError, FormatError or ParseError."""
    if path.suffix not in FORMATS:
        if not path.suffix and not path.exists():
            raise ReadError(f"cannot read {path}: there is no such file or folder")
        known = ", ".join(FORMATS)
        raise FormatError(f"{path}: no RDF format is known for '{path.suffix}'; known are {known}")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReadError(f"cannot read {path}: {_reason(error)}") from None
    _parse(store, content, FORMATS[path.suffix], name=str(path), graph=graph)


def _parse(
    store: ox.Store,
    content: bytes,
    fmt: ox.RdfFormat,
    *,
    name: str,
    graph: ox.NamedNode | None = None,
) -> None:
    content = content.removeprefix(codecs.BOM_UTF8)
    if utf_16(content):
        raise ParseError(f"cannot read {name}: {IS_UTF_16}")
    try:
        quads = list(ox.parse(content, format=fmt, base_iri="https://w3id.org/careergraph/id/"))
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        place = f"{name}, line {line}" if line else name
        detail = str(error.args[0]).split(": ", 1)[-1]
        raise ParseError(f"{place}: {detail}") from None
    target = graph or _DEFAULT
    store.bulk_extend(
        ox.Quad(q.subject, q.predicate, q.object, target) for q in _named(quads, name)
    )


def _named(quads: list[ox.Quad], name: str) -> Iterable[ox.Quad]:
    """The quads with blank nodes called after their file and what is said of them.

    Parsers make names up at random; these are the same each time (RDF Dataset Canonicalization)
    and different for each file.
    """
    if not any(isinstance(t, ox.BlankNode) for q in quads for t in (q.subject, q.object)):
        return quads
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    tag = "".join(c for c in Path(name).name if c.isascii() and c.isalnum())

    def renamed(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Any:
        return ox.BlankNode(f"{tag}{term.value}") if isinstance(term, ox.BlankNode) else term

    return [ox.Quad(renamed(q.subject), q.predicate, renamed(q.object)) for q in dataset]


def _load_folder(store: ox.Store, folder: Path) -> None:
    found = sorted(p for p in folder.iterdir() if p.suffix in FORMATS and p.is_file())
    if not found:
        raise ReadError(f"{folder}: no RDF file here ({', '.join(FORMATS)})")
    for path in found:
        load(store, path)


def _load_server(store: ox.Store, address: str) -> None:
    from careergraph import remote  # late: most graphs are here

    store.bulk_extend(quad for quad in remote.everything(address) if quad.graph_name != _ONTOLOGY)


def said(
    store: ox.Store, subject: ox.NamedNode | ox.BlankNode | None = None,
    predicate: ox.NamedNode | None = None, object: ox.NamedNode | ox.BlankNode | None = None,
) -> Iterator[ox.Quad]:  # fmt: skip
    """Yield the quads of the data that match: those of every graph but the ontology's.

    What describes the graphs of a market is left out, too. A market holds a graph a source; what
    two sources state alike comes twice.
    """
    found = store.quads_for_pattern(subject, predicate, object, None)
    beside = (_ONTOLOGY, _CATALOGUE)
    return (quad for quad in found if quad.graph_name not in beside)


def data(store: ox.Store) -> list[ox.Triple]:
    """Return the triples of the data, sorted: all but the ontology."""
    return ordered({quad.triple for quad in said(store)})


def ordered(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return triples in the order in which they are written: by subject, its type first."""
    return sorted(triples, key=_order)


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    is_type = triple.predicate.value == str(RDF.type)
    return (str(triple.subject), not is_type, str(triple.predicate), str(triple.object))


def serialise(triples: Iterable[ox.Triple], fmt: ox.RdfFormat) -> bytes:
    """Return the triples as bytes, in a fixed order: same triples, same bytes."""
    told = ordered(triples)
    prefixes = None
    if fmt in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG):
        told = [readable(triple) for triple in told]
        prefixes = _used(told)
    content = ox.serialize(told, format=fmt, prefixes=prefixes)
    assert content is not None
    return content


def readable(triple: ox.Triple) -> ox.Triple:
    """The triple with a decimal as Turtle's short form: Oxigraph keeps no trailing zeros."""
    value = triple.object
    if not isinstance(value, ox.Literal) or value.datatype != _DECIMAL:
        return triple
    if not re.fullmatch("-?[0-9]+", value.value):
        return triple
    pointed = ox.Literal(f"{value.value}.0", datatype=_DECIMAL)
    return ox.Triple(triple.subject, triple.predicate, pointed)


def _used(triples: list[ox.Triple]) -> dict[str, str]:
    iris = {term.value for t in triples for term in t if isinstance(term, ox.NamedNode)}
    iris |= {t.object.datatype.value for t in triples if isinstance(t.object, ox.Literal)}
    return {p: ns for p, ns in sorted(PREFIXES.items()) if any(i.startswith(ns) for i in iris)}


def check_target(path: str | os.PathLike[str]) -> None:
    """Raise WriteError when `path` lies in no folder, leads nowhere, or is a folder or a device."""
    try:
        target = Path(path)
        target.resolve()  # raises RuntimeError for links that lead in a circle, ValueError for NUL
        if not target.parent.is_dir():
            fault = f"there is no folder {target.parent}; make it first"
        elif target.is_dir():
            fault = "it is a folder; name a file"
        elif target.exists() and not target.is_file():
            fault = "it is not an ordinary file"
        else:
            return
    except RuntimeError:
        fault = "its symbolic links lead in a circle"
    except (OSError, ValueError) as error:
        fault = getattr(error, "strerror", None) or str(error)
    raise WriteError(f"cannot write {path}: {fault}")


def write_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Replace the file at `path` by `content`, whole or not at all. Raises WriteError."""
    with replacing(path) as out:
        out.write(content)


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Give a file to write to, which takes the place of the one at `path` in the end, or never.

    What fails on the way leaves the old one as it was. A symbolic link stays one: the file that it
    leads to is replaced. Raises WriteError.
    """
    check_target(path)
    target = Path(path).resolve()
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        _UNFINISHED.add(temporary)
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(_mode(target))
        Path(temporary).replace(target)
        _UNFINISHED.discard(temporary)
    except OSError as error:
        _discard(temporary)
        if isinstance(error, CareerGraphError):  # what was to be written could not be read
            raise
        raise WriteError(f"cannot write {path}: {_reason(error)}") from None
    except BaseException:
        _discard(temporary)
        raise


_UNFINISHED: set[str] = set()
"""Files that are being written."""


def _discard(temporary: str | None) -> None:
    if temporary:
        _UNFINISHED.discard(temporary)
        Path(temporary).unlink(missing_ok=True)


def discard_unfinished() -> None:
    """Remove what is being written, for a process that is about to end on the spot."""
    for each in [*_UNFINISHED]:
        _discard(each)


def _mode(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(getattr(error, "reason", error))
