"""The tables of an O*NET release as matrices: its occupations x what is said of them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from careergraph.sources.files import Files, Row
from careergraph.sources.findings import Findings
from careergraph.sources.onet import layout
from careergraph.transitions.model.similarity import TIERS
from careergraph.transitions.model.words import tf_idf, unit_rows

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

RATED = {
    "skills": (("Skills", "Essential Skills"), "IM"),
    "skill levels": (("Skills", "Essential Skills"), "LV"),
    "knowledge": (("Knowledge",), "IM"),
    "knowledge levels": (("Knowledge",), "LV"),
    "abilities": (("Abilities",), "IM"),
    "work activities": (("Work Activities",), "IM"),
    "work context": (("Work Context",), "CX"),
    "work styles": (("Work Styles",), "WI"),
    "interests": (("Interests", "Career Interest Types"), "OI"),
    "work values": (("Work Values",), "EX"),
}
"""Table to the files it may be in and the scale that is taken."""

ANSWERED = {"required education": "RL", "experience": "RW", "training": "PT"}
"""Table to the scale of Education, Training, and Experience whose shares it holds."""


class Detailed(NamedTuple):
    """Tables of detailed occupations by name, and sparse ones of what is counted of them."""

    codes: tuple[str, ...]
    tables: dict[str, "Array"]
    counted: dict[str, Any]


def read(files: Files, findings: Findings) -> Detailed:
    """Return the tables of a release; what it lacks is not among them.

    Raises ReadError when it has no occupations, or a file of it cannot be read.
    """
    layout.OCCUPATIONS.require(files)
    rows = [row for row in layout.OCCUPATIONS.rows(files, findings) if row["code"]]
    codes = tuple(sorted({row["code"] for row in rows}))
    place = {code: n for n, code in enumerate(codes)}
    tables = {name: _rated(files, findings, place, *there) for name, there in RATED.items()}
    answers = [row for row in _rows(files, findings, _EDUCATION) if row["category"]]
    tables |= {name: _answered(answers, scale, place) for name, scale in ANSWERED.items()}
    tables["zone"] = _zones(layout.ZONES.rows(files, findings), place)
    tables["related"] = _related(layout.RELATED.rows(files, findings), place)
    counted = {
        "titles": texts(_titles(files, findings, rows), place),
        "tasks": texts(_cells(layout.TASKS.rows(files, findings), "words"), place),
        "descriptions": texts(_cells(rows, "title", "description"), place),
        "activities": sets(_activities(files, findings), place),
        "technologies": sets(_cells(layout.TECHNOLOGY.rows(files, findings), "commodity"), place),
    }
    return Detailed(codes, {name: each for name, each in tables.items() if each.size},
                    {name: each for name, each in counted.items() if each.nnz})  # fmt: skip


_EDUCATION = ("Education, Training, and Experience", "Training and Experience", "Education")
Place = Mapping[str, int]
Pairs = Iterator[tuple[str, str]]


def _rows(files: Files, findings: Findings, names: Iterable[str]) -> Iterator[Row]:
    for name in names:
        found = files.find(*(name + ending for ending in layout.ENDINGS))
        if found:
            yield from files.rows(found, layout.RATING, findings, needed=("code", "value"))


def _rated(files: Files, findings: Findings, place: Place, names: tuple[str, ...],
           scale: str) -> "Array":  # fmt: skip
    cells = {(row["code"], row["element"]): value
             for row in _rows(files, findings, names)
             if row["scale"] == scale and (value := number(row["value"])) is not None}  # fmt: skip
    return table(cells, place)


def _answered(answers: list[Row], scale: str, place: Place) -> "Array":
    cells = {(row["code"], row["category"].zfill(3)): value
             for row in answers
             if row["scale"] == scale and (value := number(row["value"])) is not None}  # fmt: skip
    return shares(cells, place)


def shares(cells: Mapping[tuple[str, str], float], place: Place) -> "Array":
    """Return what part of those asked gave each answer, in the order of the answers' names."""
    found = table(cells, place)
    total = found.sum(axis=1, keepdims=True)
    part: Array = found / np.where(total > 0, total, np.nan)
    return part


def table(cells: Mapping[tuple[str, str], float], place: Place) -> "Array":
    """Return occupations x items from cells: of an occupation, of an item, a figure."""
    items = {item: n for n, item in enumerate(sorted({item for _, item in cells}))}
    found = np.full((len(place), len(items)), np.nan)
    for (code, item), value in cells.items():
        if code in place:
            found[place[code], items[item]] = value
    return found


def _zones(rows: Iterable[Row], place: Place) -> "Array":
    cells = {(row["code"], "zone"): value
             for row in rows if (value := number(row["zone"])) is not None}  # fmt: skip
    return table(cells, place)


def _related(rows: Iterable[Row], place: Place) -> "Array":
    found = np.zeros((len(place), len(place)))
    for row in rows:
        if row["code"] in place and row["related"] in place:
            found[place[row["code"]], place[row["related"]]] = TIERS.get(row["tier"], 0)
    return found if found.any() else np.zeros((0, 0))


def _titles(files: Files, findings: Findings, rows: list[Row]) -> Pairs:
    yield from _cells(rows, "title")
    for each in (layout.TITLES, layout.REPORTED):
        yield from _cells(each.rows(files, findings), "alternate")


def _activities(files: Files, findings: Findings) -> Pairs:
    """Each occupation with the activities of middling breadth that its tasks belong to."""
    wider = {row["activity"]: row["wider"] for row in layout.ACTIVITIES.rows(files, findings)}
    for row in layout.TASK_ACTIVITIES.rows(files, findings):
        if row["activity"] in wider:
            yield row["code"], wider[row["activity"]]


def _cells(rows: Iterable[Row], *columns: str) -> Pairs:
    for row in rows:
        yield row["code"], " ".join(row[column] for column in columns)


def texts(pairs: Pairs, place: Place) -> Any:
    """Return the words of all that is written of each occupation, weighed: a sparse matrix."""
    found: list[list[str]] = [[] for _ in place]
    for code, text in pairs:
        if code in place:
            found[place[code]].append(text)
    return tf_idf([" ".join(texts) for texts in found])


def sets(pairs: Pairs, place: Place) -> Any:
    """Return what each occupation has, rare things weighing more: log((1 + N) / (1 + n)).

    N are the occupations, n those that have the thing; rows of length 1 in a sparse matrix.
    """
    has = sorted({(code, item) for code, item in pairs if code in place and item})
    items = {item: n for n, item in enumerate(sorted({item for _, item in has}))}
    at = [place[code] for code, _ in has], [items[item] for _, item in has]
    found = sparse.csr_array((np.ones(len(has)), at), (len(place), len(items)))
    number = np.asarray(found.sum(axis=0)).ravel()
    return unit_rows(found.multiply(np.log((1 + len(place)) / (1 + number))[None]).tocsr())


def number(cell: str) -> float | None:
    """Return a finite number as it is written; None for anything else."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if np.isfinite(value) else None
