"""What an analysis gives back: a table whose columns say what they hold, and what it rests on."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import import_module
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from careergraph.errors import MissingExtraError, ParameterError
from careergraph.transitions.counts import About

if TYPE_CHECKING:
    import pandas as pd

    from careergraph.transitions.counts import Array


class Column(NamedTuple):
    """A column of a table: its name, what its values say (unit and range), and the values.

    What is not known is None, or NaN among numbers.
    """

    name: str
    says: str
    values: "Sequence[Any] | Array"


def in_order(columns: "Iterable[Column]", order: "Array") -> tuple[Column, ...]:
    """Return columns with only these rows, in this order."""
    return tuple(c._replace(values=[c.values[n] for n in order]) for c in columns)


@dataclass(frozen=True, eq=False)
class Analysis:
    """A table with what it was computed from.

    `figures` are numbers of the whole table, `parameters` the thresholds that are part of the
    result, `about` says of what moves, and `warnings` what a reader must know beside it.
    """

    title: str
    columns: tuple[Column, ...]
    figures: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    about: About = field(default_factory=About)
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.columns[0].values) if self.columns else 0

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> list[Any]:
        """Return the values of a column as plain Python values. Raises ParameterError."""
        for column in self.columns:
            if column.name == name:
                return [plain(value) for value in column.values]
        raise ParameterError(f"no column is named {name!r}; there are: {', '.join(self.names)}")

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each row by the names of the columns, as plain Python values."""
        held = [self.column(name) for name in self.names]
        for values in zip(*held, strict=True):
            yield dict(zip(self.names, values, strict=True))

    def to_pandas(self) -> "pd.DataFrame":
        """Return the table; its `attrs` hold the rest. Raises MissingExtraError without pandas."""
        pandas = imported("pandas", "to_pandas()", "pandas")
        frame: pd.DataFrame = pandas.DataFrame({name: self.column(name) for name in self.names})
        frame.attrs.update(
            title=self.title, figures=dict(self.figures), parameters=dict(self.parameters),
            about=self.about, says={column.name: column.says for column in self.columns},
            warnings=self.warnings,
        )  # fmt: skip
        return frame

    def to_arrow(self) -> Any:
        """Return a `pyarrow.Table`; its metadata hold the rest as JSON, under `careergraph`, and
        what a column says, under `says` of its field. Raises MissingExtraError without PyArrow."""
        arrow = imported("pyarrow", "to_arrow()", "parquet")
        held = [arrow.array(self.column(name)) for name in self.names]
        fields = [
            arrow.field(column.name, values.type, metadata={"says": column.says})
            for column, values in zip(self.columns, held, strict=True)
        ]
        metadata = {"careergraph": json.dumps(finite(self.rest()), allow_nan=False)}
        return arrow.table(held, schema=arrow.schema(fields, metadata=metadata))

    def rest(self) -> dict[str, Any]:
        """Return what there is beside the table, by name."""
        return {"title": self.title, "figures": self.figures, "parameters": self.parameters,
                "about": asdict(self.about), "warnings": self.warnings}  # fmt: skip


def finite(value: Any) -> Any:
    """Return a value as JSON has it: no number is infinite there, nor none at all."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, Mapping):
        return {str(key): finite(each) for key, each in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [finite(each) for each in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def plain(value: Any) -> Any:
    """Return a value as Python has it: no number of numpy, and None for one that is not known.

    >>> import numpy as np
    >>> plain(np.int64(3)), plain(float("nan")), plain("cook")
    (3, None, 'cook')
    """
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and value != value else value


def imported(name: str, what: str, extra: str = "transitions") -> Any:
    """Return a module of an optional package; `what` needs it. Raises MissingExtraError.

    By its name, so that type checkers need not find it.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise MissingExtraError(
            f"{what} needs an extra: pip install 'careergraph[{extra}]'"
        ) from None
