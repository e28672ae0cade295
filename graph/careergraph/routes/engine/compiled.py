"""The kernels as machine code where it pays, and as plain Python where it does not.

Both run the same functions: numba, when it is installed, compiles them once for a machine and
keeps the result beside them, so that only the first search of a large graph ever waits for it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from time import monotonic
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from careergraph.routes.engine import adding, kernel

SMALL = 5_000
"""With no more steps than this, plain Python answers before machine code is loaded."""

MIDDLING = 50_000
"""With no more steps than this, plain Python most often does so, too."""

PATIENCE = 0.6
"""Seconds that plain Python is given in a process, on graphs not small, before machine code
is loaded: that takes as long."""

_left = PATIENCE
_plainly = False

_KERNELS: tuple[ModuleType, ...] = (kernel, adding)


@cache
def functions(compiled: bool) -> Any:
    """Return the functions of the kernels, as they stand or compiled. Raises ImportError."""
    plain = {name: f for module in _KERNELS for name, f in vars(module).items()
             if isinstance(f, FunctionType) and f.__module__ == module.__name__}  # fmt: skip
    return SimpleNamespace(**(_compiled(plain) if compiled else plain))


def _compiled(plain: dict[str, FunctionType]) -> dict[str, Any]:
    names = {name: value for module in _KERNELS for name, value in vars(module).items()}
    compiler = _compiler()
    found = {name: compiler(_rehomed(f, names)) for name, f in plain.items()}
    names.update(found)
    return found


def _compiler() -> Any:
    """What makes machine code of a function.

    Nothing in the kernels allocates, so no reference has to be counted; numba would count those of
    every column at every call, which takes half of the time. The switch is not public: a numba
    that has it no more only counts again.
    """
    njit = import_module("numba").njit  # an extra, which type checkers need not find
    try:
        return njit(cache=True, forceinline=True, _nrt=False)
    except (KeyError, TypeError):
        return njit(cache=True, forceinline=True)


def _rehomed(function: FunctionType, names: dict[str, Any]) -> FunctionType:
    """A copy of a function that finds the compiled functions under the names it calls."""
    copy = FunctionType(function.__code__, names, function.__name__, function.__defaults__)
    copy.__module__, copy.__qualname__ = function.__module__, function.__qualname__
    return copy


def is_large(steps: int) -> bool:
    """Whether a graph with this many steps is worth machine code, and numba is there for it."""
    return steps > SMALL and _has_compiler() and not _plainly


@contextmanager
def plainly(steps: int) -> Iterator[float]:
    """Have no machine code run in the block, and give the seconds that it may take; 0, and no such
    thing, where machine code is not to be waited for, or was waited for before."""
    global _left, _plainly
    if not SMALL < steps <= MIDDLING or not _has_compiler() or _left <= 0 or _plainly:
        yield 0.0
        return
    begun, _plainly = monotonic(), True
    try:
        yield _left
    finally:
        _plainly = False
        _left -= monotonic() - begun


@cache
def _has_compiler() -> bool:
    return find_spec("numba") is not None


def column(values: npt.NDArray[Any] | Sequence[int], kind: Any, compiled: bool) -> Any:
    """Return numbers as the kernels want them: an array of one kind, or a list."""
    if compiled:
        return np.ascontiguousarray(values, kind)
    return values.tolist() if isinstance(values, np.ndarray) else list(values)


def blank(size: int, compiled: bool, value: int = 0) -> Any:
    """Return a column of `size` places that hold `value`."""
    if not compiled:
        return [value] * size
    return np.full(size, value, np.int64) if value else np.zeros(size, np.int64)
