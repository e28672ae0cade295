"""An index in a file, so that the names of a market need not be read again."""

from dataclasses import fields
from pathlib import Path
from typing import Any

from careergraph.heap import Heap, arrays
from careergraph.names.columns import Columns
from careergraph.names.index import Index


def save(index: Index, path: Path) -> None:
    """Write an index to a file; `load` is the inverse."""
    import numpy as np  # late: most commands do not need it

    parts: dict[str, Any] = {}
    for owner in (index.columns, index.words):
        for field in fields(owner):
            name, held = f"{type(owner).__name__}.{field.name}", getattr(owner, field.name)
            if isinstance(held, str) or (len(held) and isinstance(held[0], str)):
                parts |= Heap.of([held] if isinstance(held, str) else held).parts(name)
            else:
                parts[name] = held if isinstance(held, np.ndarray) else np.array(held, np.int32)
    with path.open("wb") as out:
        np.savez(out, **parts)


def load(path: Path) -> Index:
    """Return the index in a file."""
    from careergraph.names.words import Words

    held = arrays(path)
    columns, words = (_parts(cls, held) for cls in (Columns, Words))
    words["texts"] = list(words["texts"])  # compared over and over, and not so many
    words["initials"] = "".join(words["initials"])
    return Index(Columns(**columns), Words(**words))


def _parts(cls: Any, held: Any) -> dict[str, Any]:
    return {field.name: _part(cls, field.name, held) for field in fields(cls)}


def _part(cls: type, field: str, held: Any) -> Any:
    name = f"{cls.__name__}.{field}"
    if f"{name}.ends" in held:
        return Heap.read(held, name)
    # single numbers are quicker from a list
    return held[name].tolist() if cls is Columns else held[name]
