"""Updates of a graph in a file: applied to what the file states, written back, and only then seen.

What follows from the statements (direct links, the ontology beside them) is not the file's: an
update neither sees nor changes it, and it is derived anew.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from careergraph import market
from careergraph import store as stores
from careergraph.career_graph import CareerGraph
from careergraph.errors import EvaluationError, FormatError, ParameterError, QuerySyntaxError
from careergraph.sparql import faults
from careergraph.sparql.lexer import Token, closing, tokens
from careergraph.store import FORMATS
from careergraph.terms import PREFIXES

_OF_DATASETS = (".trig", ".nq", ".jsonld")


def opened(locations: Sequence[str]) -> tuple[CareerGraph, ox.Store]:
    """Return the graph in a file, and the store with what the file itself states.

    Raises FormatError unless there is one location, of a file; else as `open_graph` does.
    """
    path = Path(locations[0]) if len(locations) == 1 else None
    if path is None or market.home(path) or not path.is_file() or path.suffix not in FORMATS:
        known = ", ".join(FORMATS)
        raise FormatError(f"only a graph in one file can be written to: --graph FILE ({known})")
    stores.load(ox.Store(), path)  # says what is wrong with it, and where
    stated = ox.Store()
    stated.load(path.read_bytes(), format=FORMATS[path.suffix], base_iri=_BASE)
    return derived(stated), stated


_BASE = "https://w3id.org/careergraph/id/"


def derived(stated: ox.Store) -> CareerGraph:
    """Return the graph of what is stated, with what follows."""
    store = ox.Store()
    store.bulk_extend(stated)
    return CareerGraph(stores.prepared(store))


def apply(
    stated: ox.Store, text: str, path: Path, *, using: tuple[str, ...] = (),
    using_named: tuple[str, ...] = (),
) -> CareerGraph:  # fmt: skip
    """Change what is stated, and then the file at `path`; return the graph that it is now.

    Raises QuerySyntaxError, EvaluationError, FormatError or WriteError.
    """
    faults.refuse_depth(text)
    faults.refuse_service(text)
    if any(token.says("LOAD") for token in tokens(text)):
        raise EvaluationError("LOAD is refused: updates here never use the network or other files")
    if using or using_named:
        text = _with_dataset(text, using, using_named)
    prefixes = {name: iri for name, iri in PREFIXES.items() if f"{name}:" in text}
    try:
        stated.update(text, prefixes=prefixes, base_iri=_BASE)
    except SyntaxError as error:
        raise _syntax_error(error) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise EvaluationError(f"the update cannot be done: {error}") from None
    content, graph = _content(stated, path), derived(stated)
    stores.write_whole(path, content)  # the last of all: what fails before has changed nothing
    return graph


def _syntax_error(error: SyntaxError) -> QuerySyntaxError:
    found = re.match(r"error at (\d+):(\d+): (.*)", str(error.args[0]), re.DOTALL)
    if not found:
        return QuerySyntaxError(str(error.args[0]).splitlines()[0])
    what = found[3].splitlines()[0]
    shown = what if len(what) < 80 else "the update cannot be read on from here"
    return QuerySyntaxError(f"line {found[1]}, column {found[2]}: {shown}")


def _content(stated: ox.Store, path: Path) -> bytes:
    """What the file is to hold: sorted, blank nodes named by what is said of them."""
    dataset = ox.Dataset(stated)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    named = sorted({str(quad.graph_name) for quad in dataset} - {str(ox.DefaultGraph())})
    if path.suffix not in _OF_DATASETS:
        if named:
            raise FormatError(
                f"{path.name} can hold one graph, and the update makes {named[0]}; "
                f"serve a file of named graphs ({', '.join(_OF_DATASETS)}) for that"
            )
        return stores.serialise((quad.triple for quad in dataset), FORMATS[path.suffix])
    ordered = sorted(dataset, key=lambda quad: (str(quad.graph_name), *map(str, quad.triple)))
    prefixes = PREFIXES if path.suffix == ".trig" else None
    content = ox.serialize(ordered, format=FORMATS[path.suffix], prefixes=prefixes)
    assert content is not None
    return content


def _with_dataset(text: str, using: Sequence[str], named: Sequence[str]) -> str:
    """The update with a USING clause in each operation that has a pattern.

    Raises QuerySyntaxError when it states its own: SPARQL 1.1 Protocol 2.2.3 forbids both.
    """
    found = tokens(text)
    if any(token.says("USING") or token.says("WITH") for token in found):
        raise QuerySyntaxError("using-graph-uri is given, and the update itself has USING or WITH")
    clause = " ".join([*(f"USING {_iri(iri)}" for iri in using),
                       *(f"USING NAMED {_iri(iri)}" for iri in named)])  # fmt: skip
    pieces, at = [], 0
    for i, where in _wheres(found):
        pieces.append(text[at : where.start])
        if found[i - 1].says("DELETE"):  # DELETE WHERE { } takes no USING; its long form does
            end = closing(found, i + 1)
            assert end is not None
            pieces.append(text[found[i + 1].start : found[end].end])
        pieces.append(f" {clause} WHERE")
        at = where.end
    return "".join([*pieces, text[at:]])


def _wheres(found: Sequence[Token]) -> list[tuple[int, Token]]:
    """The WHERE of each operation, with its index: those that stand in no bracket."""
    depth, wheres = 0, []
    for i, token in enumerate(found):
        depth += (token.text == "{") - (token.text == "}")
        if not depth and token.says("WHERE"):
            wheres.append((i, token))
    return wheres


def _iri(iri: str) -> str:
    try:
        return str(ox.NamedNode(iri))
    except ValueError as error:
        raise ParameterError(f"not an IRI: {error}") from None
