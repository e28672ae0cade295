"""The cookbook: shipped queries with a name, each of which also runs as it stands.

A query file begins with comment lines that say what it answers; lines indented further continue
the one above:

    #+ title: Roles by pay
    #+ summary: Roles whose claimed pay overlaps a range.
    #+ columns: [role, roleLabel, minimum, maximum]
    #+ parameters:
    #+   low: xsd:decimal, optional, the least pay in US dollars a year
    #+   industry: Industry, optional, where the role is held

The first VALUES of the query names the same parameters and gives an example of each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from careergraph.encoding import IS_UTF_16, utf_16
from careergraph.errors import NoSuchQueryError, ReadError
from careergraph.sparql.parameters import Parameter
from careergraph.sparql.parameters import declared as parameters_of

if TYPE_CHECKING:
    from careergraph.sparql.result import Result


@dataclass(frozen=True, slots=True)
class Recipe:
    """A query with what its header says of it; `columns` are the columns of its answer.

    `file` is what messages about faults in the text name: its file, or nothing.
    """

    name: str
    text: str = field(repr=False)
    title: str = ""
    summary: str = ""
    columns: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    file: str = ""

    def run(self, store: ox.Store, **parameters: object) -> "Result":
        """Return the answer. Without parameters the examples in the query are its values."""
        from careergraph.sparql.run import run

        return run(store, self.text, parameters=parameters, name=self.file)


def parse(text: str, *, name: str = "", file: str = "") -> Recipe:
    """Return the recipe in a query's text; a text without header gives one without title."""
    header = _header(text)
    columns = header.get("columns", [""])[0].strip("[] ")
    return Recipe(
        name=name,
        text=text,
        title=" ".join(header.get("title", ())),
        summary=" ".join(header.get("summary", ())),
        columns=tuple(c.strip() for c in columns.split(",") if c.strip()),
        parameters=parameters_of(text, header.get("parameters", []) if header else None),
        file=file,
    )


def _header(text: str) -> Mapping[str, list[str]]:
    """Return the values of each header line, those continued as further items."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#+"):
            continue
        if line.startswith("#+  "):
            current.append(line[2:].strip())
        else:
            key, _, value = line[2:].strip().partition(":")
            current = found[key] = [value.strip()] if value.strip() else []
    return found


@cache
def recipes() -> tuple[Recipe, ...]:
    """Return every shipped query, sorted by name."""
    from careergraph.store import shipped

    files = sorted(shipped("ontology/queries").glob("*.rq"))
    return tuple(parse(path.read_text("utf-8"), name=path.stem, file=path.name) for path in files)


def recipe(name: str) -> Recipe:
    """Return the shipped query `name`; `_`, a space and case count as in `roles-by-pay`.

    Raises NoSuchQueryError with a suggestion.
    """
    wanted = name.strip().lower().replace("_", "-").replace(" ", "-").removesuffix(".rq")
    found = {each.name: each for each in recipes()}
    if wanted in found:
        return found[wanted]
    raise NoSuchQueryError(f"no query is named {name!r}{_suggestion(wanted, list(found))}")


def _suggestion(wanted: str, names: list[str]) -> str:
    from rapidfuzz import fuzz, process

    near = process.extractOne(wanted, names, scorer=fuzz.WRatio, score_cutoff=60)
    return f"; did you mean {near[0]!r}?" if near else ""


def read(path: Path) -> Recipe:
    """Return the query in a file. Raises ReadError."""
    try:
        with path.open("rb") as file:
            content = whole(file, str(path))
    except OSError as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(f"cannot read {path}: {error.strerror}") from None
    return decoded(content, file=str(path))


_LONGEST = 16 << 20
"""Bytes that a query may have."""


def whole(file: BinaryIO, name: str) -> bytes:
    """Return all of a file that is to be a query. Raises ReadError when it is far too long."""
    content = file.read(_LONGEST + 1)
    if len(content) > _LONGEST:
        raise ReadError(f"cannot read {name}: more than {_LONGEST >> 20} MB are no query")
    return content


def decoded(content: bytes, *, file: str) -> Recipe:
    """Return the query in the bytes of `file`. Raises ReadError when they are not UTF-8."""
    if utf_16(content):
        raise ReadError(f"cannot read {file}: {IS_UTF_16}")
    try:
        return parse(content.decode("utf-8-sig"), name=Path(file).stem, file=file)
    except UnicodeDecodeError as error:
        raise ReadError(f"cannot read {file}: byte {error.start + 1} is not UTF-8") from None


def named_or_file(query: str) -> Recipe:
    """Return the shipped query of this name, or the one in the file `query`.

    What looks like a path (an ending, a separator) or exists as a file is a file. Raises
    NoSuchQueryError or ReadError.
    """
    if "{" in query:
        raise NoSuchQueryError("this looks like SPARQL, not a name; put -e before it")
    path = Path(query)
    looks_like_a_path = path.suffix in (".rq", ".sparql") or len(path.parts) > 1
    return read(path) if looks_like_a_path or path.is_file() else recipe(query)


def described(recipe: Recipe) -> str:
    """Return what a query answers and how to ask it, for people, in several lines."""
    lines = [f"{recipe.title} ({recipe.name})", "", *wrap(recipe.summary, 88), ""]
    for each in recipe.parameters:
        about = f"{each.kind}{', may be left out' if each.optional else ''}: {each.meaning}"
        lines.append(f"  --param {each.name}={_quoted(each.example or '...')}")
        lines += wrap(about, 80, initial_indent=" " * 6, subsequent_indent=" " * 6)
    lines.append(f"  columns: {', '.join(recipe.columns)}")
    return "\n".join(lines) + "\n"


def _quoted(example: str) -> str:
    return f"'{example}'" if " " in example else example
