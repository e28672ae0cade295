"""The parameters of a query: the first VALUES names them and gives an example of each.

Values are put into that row as RDF terms, written by Oxigraph; nothing is ever formatted into the
text of a query.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.errors import ParameterError
from careergraph.model import to_oxigraph
from careergraph.names import KINDS
from careergraph.sparql.lexer import Token, tokens
from careergraph.terms import XSD, expand

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_NUMBERS = ("xsd:decimal", "xsd:integer", "xsd:gYear", "xsd:double")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name to be given a value.

    `kind` is a kind of node ("Role", "Role or RoleGroup", "node" for any), a datatype
    ("xsd:decimal"), or empty when the query does not say. An `optional` one may stay open, which
    leaves the answer unrestricted. `example` is the value the query holds as it stands, as text.
    """

    name: str
    kind: str = ""
    optional: bool = False
    meaning: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """The first VALUES of a query: its variables, its body's place, its first row as text."""

    names: tuple[str, ...]
    start: int
    end: int
    examples: tuple[str, ...]
    single: bool


def declared(text: str, header: Sequence[str] | None) -> tuple[Parameter, ...]:
    """Return the parameters of a query: those its header describes, in the order of its VALUES.

    Without a header (None) every variable of the first VALUES is one.
    """
    row = _row(text)
    if row is None:
        return ()
    described = {name.strip(): rest for name, _, rest in (h.partition(":") for h in header or ())}
    if header is not None and not described:
        return ()
    return tuple(
        _parameter(name, example, described.get(name, ""))
        for name, example in zip(row.names, row.examples, strict=True)
    )


def _parameter(name: str, example: str, described: str) -> Parameter:
    kind, _, meaning = (part.strip() for part in described.partition(","))
    optional = meaning.startswith("optional")
    if optional:
        meaning = meaning.removeprefix("optional").lstrip(", ")
    return Parameter(name, kind, optional, meaning, "" if example == "UNDEF" else example)


Find = Callable[[str, tuple[str, ...]], URIRef]
"""Gives the node of one of some kinds that a text names, or raises UnknownNameError."""

Holds = Callable[[ox.NamedNode], bool]
"""Tells whether a graph knows a node at all."""


def bind(
    holds: Holds, text: str, known: Sequence[Parameter], values: Mapping[str, object],
    *, find: Find,
) -> str:  # fmt: skip
    """Return `text` with its parameter row replaced by `values`, of which `find` reads names.

    A parameter left out becomes open when it is optional; one the header does not describe keeps
    the value it has in the text. Raises ParameterError or UnknownNameError.
    """
    if not values:
        return text
    row = _row(text)
    _check(known, values)
    assert row is not None  # else _check has raised
    terms = [_written(holds, find, parameter, values) for parameter in known]
    body = terms[0] if row.single else f"({' '.join(terms)})"
    return f"{text[: row.start]} {body} {text[row.end :]}"


def _check(known: Sequence[Parameter], values: Mapping[str, object]) -> None:
    names = [parameter.name for parameter in known]
    unknown = sorted(set(values) - set(names))
    if unknown and not names:
        raise ParameterError(
            f"no parameter is named {unknown[0]!r}: this query takes none; a query names its "
            "parameters in its first VALUES, such as VALUES (?role) { (role:data-scientist) }"
        )
    if unknown:
        raise ParameterError(f"no parameter is named {unknown[0]!r}; there are: {', '.join(names)}")
    missing = [p for p in known if p.kind and not p.optional and values.get(p.name) is None]
    if missing:
        wanted = f"{missing[0].kind}, {missing[0].meaning}".rstrip(", ")
        raise ParameterError(f"the parameter {missing[0].name!r} needs a value: {wanted}")


def _written(
    holds: Holds, find: Find, parameter: Parameter, values: Mapping[str, object]
) -> str:  # fmt: skip
    if parameter.name not in values:
        return "UNDEF" if parameter.kind else parameter.example or "UNDEF"
    value = values[parameter.name]
    return "UNDEF" if value is None else str(term(holds, find, parameter, value))


def term(
    holds: Holds, find: Find, parameter: Parameter, value: object
) -> ox.NamedNode | ox.Literal:  # fmt: skip
    """Return the RDF term that `value` means as this parameter.

    RDF terms and records stand for themselves, numbers and dates become literals, and a text is
    read by the parameter's kind: as a literal, or as the name of a node.
    """
    value = getattr(value, "iri", value)
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    if isinstance(value, URIRef):
        return _iri(parameter, str(value))
    if isinstance(value, Literal):
        return to_oxigraph(value)
    if isinstance(value, str):
        return _read(holds, find, parameter, value)
    if parameter.kind and ":" not in parameter.kind:
        raise ParameterError(f"{parameter.name}={value!r}: expected the name of a {parameter.kind}")
    if isinstance(value, bool | int | float):
        return ox.Literal(value)
    if isinstance(value, Decimal) and value.is_finite():
        return ox.Literal(f"{value:f}", datatype=ox.NamedNode(XSD.decimal))
    if type(value) is date:
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(XSD.date))
    raise ParameterError(
        f"{parameter.name}={value!r}: expected a name, an IRI, a number, a date or an RDF term"
    )


def _iri(parameter: Parameter, iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise ParameterError(f"{parameter.name}={iri!r} is not an IRI: {error}") from None


def _read(
    holds: Holds, find: Find, parameter: Parameter, text: str
) -> ox.NamedNode | ox.Literal:  # fmt: skip
    kind = parameter.kind or _kind_of(parameter.example)
    if kind == "xsd:string":
        return ox.Literal(text)
    if kind in _NUMBERS:
        return _number(parameter, kind, text)
    if kind.startswith("xsd:"):
        return ox.Literal(text, datatype=ox.NamedNode(str(expand(kind))))
    if not parameter.kind and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return _number(parameter, "xsd:decimal" if "." in text else "xsd:integer", text)
    return _node(holds, find, parameter, text)


def _kind_of(example: str) -> str:
    """What an example tells of a parameter that the header does not describe."""
    if example.startswith(("'", '"')):
        return "xsd:string"
    return "xsd:decimal" if re.match(r"[+-]?\.?\d", example) else ""


def _number(parameter: Parameter, kind: str, text: str) -> ox.Literal:
    plain = text.strip().replace(",", "").replace("_", "").removeprefix("$")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    whole = kind in ("xsd:integer", "xsd:gYear")
    if not number.is_finite() or (whole and number != number.to_integral_value()):
        wanted = "a whole number" if whole else "a number"
        raise ParameterError(f"{parameter.name}={text!r}: expected {wanted}, such as 95000")
    written = f"{number:f}" if not whole else f"{int(number):04d}" if "Year" in kind else plain
    return ox.Literal(written, datatype=ox.NamedNode(str(expand(kind))))


def _node(holds: Holds, find: Find, parameter: Parameter, text: str) -> ox.NamedNode:
    iri = expand(text.strip())
    if iri is not None and holds(node := _iri(parameter, iri)):
        return node
    kinds: Iterable[str] = parameter.kind.split(" or ") if parameter.kind else ("node",)
    return ox.NamedNode(find(text, KINDS if "node" in kinds else tuple(kinds)))


def _row(text: str) -> _Row | None:
    """Find the first VALUES; None when there is none or it is not written out in full."""
    found = tokens(text)
    at = next((i for i, token in enumerate(found) if token.says("VALUES")), None)
    opening = next((i for i in range(at or 0, len(found)) if found[i].text == "{"), None)
    if at is None or opening is None:
        return None
    closing = next((i for i in range(opening, len(found)) if found[i].text == "}"), None)
    names = tuple(t.text[1:] for t in found[at:opening] if t.kind == "variable")
    if closing is None or not names:
        return None
    single = found[at + 1].kind == "variable"
    examples = _examples(text, found[opening + 1 : closing], len(names))
    return _Row(names, found[opening].end, found[closing].start, examples, single)


def _examples(text: str, body: list[Token], count: int) -> tuple[str, ...]:
    """The terms of the first row as written; a literal may be several adjacent tokens."""
    terms: list[str] = []
    end = -1
    for token in body:
        if token.text in ("(", ")"):
            continue
        if token.start == end:
            terms[-1] += token.text
        else:
            terms.append(token.text)
        end = token.end
    return (*terms[:count], *[""] * (count - len(terms)))
