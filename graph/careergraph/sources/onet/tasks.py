"""Tasks, the work activities they are part of, and how they are rated."""

from collections.abc import Generator, Iterator
from typing import Any, TypeAlias

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.model import Concept
from careergraph.sources.files import Row
from careergraph.sources.onet.cells import absent, english, is_identifier
from careergraph.sources.onet.elements import coded
from careergraph.sources.onet.layout import (
    ACTIVITIES,
    EMERGING,
    TASK_ACTIVITIES,
    TASKS,
    WIDER_ACTIVITIES,
)
from careergraph.sources.onet.ratings import TASK_RATINGS, ratings
from careergraph.sources.onet.reading import Reading, text
from careergraph.sources.voice import digest
from careergraph.terms import CAREER, DCTERMS, ID

_Yielding: TypeAlias = Generator[Any, None, dict[str, URIRef]]
"""What yields nodes and claims, and at its end returns the nodes by their identifiers."""


def tasks(reading: Reading) -> Iterator[Any]:
    """Yield the tasks of each occupation, their activities and their ratings."""
    known = yield from _activities(reading)
    done = yield from _statements(reading, _parts(reading, known))
    yield from _emerging(reading, done)
    yield from ratings(reading, TASK_RATINGS, done)


def _activities(reading: Reading) -> _Yielding:
    """The detailed work activities and those above them; returns the IRI of each detailed one."""
    wider = yield from _wider(reading)
    found: dict[str, URIRef] = {}
    for row in reading.rows(ACTIVITIES):
        yield from _activity(reading, found, row, "activity", wider.get(row["wider"]))
    return found


def _wider(reading: Reading) -> _Yielding:
    found: dict[str, URIRef] = {}
    for row in reading.rows(WIDER_ACTIVITIES):
        above = reading.model.element(row["element"], CAREER.WorkActivity)
        yield from _activity(reading, found, row, "wider", above)
    return found


def _activity(
    reading: Reading, found: dict[str, URIRef], row: Row, column: str, above: URIRef | None
) -> Iterator[Any]:
    code, name = row[column], row[f"{column}_name"]
    if code in found:
        reading.note("duplicate row; left out", row, column)
    elif not is_identifier(code) or absent(name):
        reading.note("activity without identifier or name; left out", row, column)
    else:
        if above is None:
            reading.note("activity under none that is known; put under none", row, column)
        found[code] = iri = ID[f"onet/{code}"]
        yield Concept(iri, (CAREER.WorkActivity,), text(name), broader=(above,) if above else ())
        yield coded(iri, code)


def _parts(reading: Reading, known: dict[str, URIRef]) -> dict[str, dict[URIRef, Row]]:
    """The detailed activities that each task is part of, with the row that says so."""
    found: dict[str, dict[URIRef, Row]] = {}
    for row in reading.rows(TASK_ACTIVITIES):
        activity = known.get(row["activity"])
        parts = found.setdefault(row["task"], {})
        if activity is None:
            reading.note("activity that is not known; row left out", row, "activity")
        elif activity in parts:
            reading.note("duplicate row; left out", row, "task", "activity")
        else:
            parts[activity] = row
    return found


def _statements(reading: Reading, parts: dict[str, dict[URIRef, Row]]) -> _Yielding:
    """The tasks, and who performs them; returns the IRI of each."""
    found: dict[str, URIRef] = {}
    for role, row in reading.role_rows(TASKS):
        task = row["task"]
        if not is_identifier(task) or absent(row["words"]):
            reading.note("task without number or words; row left out", row, "task")
        elif task in found:
            reading.note("duplicate row; left out", row, "code", "task")
        else:
            found[task] = ID[f"onet/task-{task}"]
            yield Concept(found[task], (CAREER.Task,), text(row["words"]),
                          broader=tuple(parts.get(task, ())))  # fmt: skip
            yield from _performs(reading, role, found[task], row)
    for task in sorted(parts.keys() - found.keys()):
        for row in parts[task].values():
            reading.note("task that is not known; row left out", row, "task")
    return found


def _emerging(reading: Reading, done: dict[str, URIRef]) -> Iterator[Any]:
    """Tasks that have no number yet: new ones, and new wordings of old ones."""
    met: set[URIRef] = set()
    for role, row in reading.role_rows(EMERGING):
        key = digest(f"{row['code']} {row['words']}", size=6)
        task = ID[f"onet/emerging-task-{key}"]
        if task in met or absent(row["words"]):
            reading.note("duplicate row; left out", row, "code", "words")
            continue
        met.add(task)
        yield Concept(task, (CAREER.Task,), text(row["words"]))
        yield from _performs(reading, role, task, row, "Emerging")
        original = done.get(row["task"])
        if original:
            yield ox.Triple(ox.NamedNode(task), ox.NamedNode(DCTERMS.isVersionOf),
                            ox.NamedNode(original))  # fmt: skip
        elif not absent(row["task"]):
            reading.note("original task that is not known; left out", row, "task")


def _performs(reading: Reading, role: URIRef, task: URIRef, row: Row, *kinds: str) -> Iterator[Any]:
    kind = ", ".join([*kinds, *([] if absent(row["kind"]) else [row["kind"]])])
    said = {"text": english(kind)} if kind else {}
    yield from reading.says(row, role, CAREER.performs, object=task, **said)
