"""Links as runs of small numbers: for each start, how far it is from the last, and its ends."""

from collections.abc import Iterable, Iterator, Sequence

Pair = tuple[int, int]


def wires(pairs: Sequence[Pair]) -> list[int]:
    """Return sorted pairs as one list: for each start its gap, the number of its ends, and the
    gaps between these. `pairs_of` is the inverse; `js/wires.js` has it too.

    >>> wires([(2, 5), (2, 9), (3, 0)])
    [2, 2, 5, 4, 1, 1, 0]
    """
    found: list[int] = []
    before = 0
    for start, ends in _runs(pairs):
        found += [start - before, len(ends), *_gaps(ends)]
        before = start
    return found


def _runs(pairs: Iterable[Pair]) -> Iterator[tuple[int, list[int]]]:
    run: list[int] = []
    last = -1
    for start, end in pairs:
        if start != last and run:
            yield last, run
            run = []
        last = start
        run.append(end)
    if run:
        yield last, run


def _gaps(ends: Sequence[int]) -> list[int]:
    return [end - before for before, end in zip([0, *ends], ends, strict=False)]


def pairs_of(found: Sequence[int]) -> list[Pair]:
    """Return the pairs that were written as wires.

    >>> pairs_of([2, 2, 5, 4, 1, 1, 0])
    [(2, 5), (2, 9), (3, 0)]
    """
    pairs: list[Pair] = []
    at = start = 0
    while at < len(found):
        start += found[at]
        end = 0
        for gap in found[at + 2 : at + 2 + found[at + 1]]:
            end += gap
            pairs.append((start, end))
        at += 2 + found[at + 1]
    return pairs
