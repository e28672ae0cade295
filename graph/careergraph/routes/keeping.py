"""The columns of a ladder in files, so that the first question to a market need not wait."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, overload

import numpy as np
from rdflib import URIRef

from careergraph.heap import Heap, arrays
from careergraph.model import named
from careergraph.routes.arrays import Columns, Shape, columns, shape, shaped
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import CAUTIOUS, GENEROUS, Reading
from careergraph.routes.readings import viewed
from careergraph.routes.search import speaking

_IRIS = ("kinds", "places", "requirements", "skills")
_FIELDS = [f.name for f in fields(Columns) if f.init and f.name != "shape"]


def keep(ladder: Ladder, folder: Path) -> None:
    """Write the columns of the readings under which questions are asked; `recall` reads them."""
    form = shape(ladder)
    _write(folder / "shape.npz", {
        **Heap.of(form.roles).parts("roles"), **Heap.of(form.steps).parts("steps"),
        "start": form.start, "end": form.end,
    })  # fmt: skip
    for name, reading in _kept(ladder).items():
        of = columns(viewed(ladder, reading))
        parts: dict[str, Any] = {}
        for field in fields(of):
            held = getattr(of, field.name)
            if field.name in _IRIS:
                parts |= Heap.of(map(_text, held)).parts(field.name)
            elif isinstance(held, tuple):
                parts |= {f"{field.name}.{n}": each for n, each in enumerate(held)}
            elif isinstance(held, np.ndarray):
                parts[field.name] = held
        _write(folder / f"{name}.npz", parts)


def recall(ladder: Ladder, folder: Path) -> Ladder:
    """Return the ladder with what `keep` wrote; all of it is computed when it is not there."""
    if (folder / "shape.npz").exists():
        form = ladder.keep("shape", lambda: _shape(folder / "shape.npz"))
        for name, reading in _kept(ladder).items():
            _recalled(ladder, reading, form, folder / f"{name}.npz")
    return ladder


def _recalled(ladder: Ladder, reading: Reading, form: Shape, path: Path) -> None:
    held = arrays(path) if path.exists() else {}
    kept = {name.partition(".")[0] for name in held}
    if kept.issuperset(_FIELDS):  # else an earlier version wrote them, without what has joined
        key = ("columns", reading.name, reading.source)
        ladder.keep(key, lambda: _columns(ladder, form, held))


def _kept(ladder: Ladder) -> dict[str, Reading]:
    """The readings whose columns are kept, each with the name of its file."""
    alone = enumerate(speaking(ladder))
    found = {f"only-{n}": Reading("only", source) for n, source in alone}
    return {"cautious": CAUTIOUS, "generous": GENEROUS, **found}


def _text(held: Any) -> str:
    """An IRI, the IRI of a record, or several IRIs, with tabs between them."""
    if isinstance(held, frozenset):
        return "\t".join(sorted(held))
    return str(getattr(held, "iri", held))


def _write(path: Path, parts: dict[str, Any]) -> None:
    with path.open("wb") as out:
        np.savez(out, **parts)


def _shape(path: Path) -> Shape:
    held = arrays(path)
    roles = tuple(map(named, Heap.read(held, "roles")))
    return shaped(roles=roles, steps=_Iris(Heap.read(held, "steps")), start=held["start"],
                  end=held["end"], number={role: n for n, role in enumerate(roles)})  # fmt: skip


def _columns(ladder: Ladder, form: Shape, held: Any) -> Columns:
    parts: dict[str, Any] = {"shape": form}
    for name in _FIELDS:
        parts[name] = _part(ladder, name, held)
    return Columns(**parts)


def _part(ladder: Ladder, name: str, held: Any) -> Any:
    if name in held:
        if name not in _IRIS:
            return held[name]
        iris = Heap.read(held, name)
        if name == "places":
            return tuple(frozenset(map(named, filter(None, each.split("\t")))) for each in iris)
        if name == "requirements":
            return tuple(ladder.book.requirements[named(each)] for each in iris)
        return _Iris(iris) if name == "skills" else tuple(map(named, iris))
    count = sum(1 for each in held if each.startswith(f"{name}."))
    return tuple(held[f"{name}.{n}"] for n in range(count))


class _Iris(Sequence[URIRef]):
    """IRIs in a heap."""

    def __init__(self, heap: Heap) -> None:
        self._heap = heap

    def __len__(self) -> int:
        return len(self._heap)

    @overload
    def __getitem__(self, at: int) -> URIRef: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[URIRef]: ...
    def __getitem__(self, at: Any) -> Any:
        found = self._heap[at]
        return named(found) if isinstance(found, str) else [named(each) for each in found]
