"""Counted moves made ready for a market: small cells taken out, and told what they are of.

What is written is what `sources.moves` reads. Of each origin stand there the destinations that may
be told, those who stayed, and all others together; where these would give somebody away, nothing is
told of the origin.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from careergraph.errors import ParameterError
from careergraph.market.building import Progress
from careergraph.market.importing import Imported, import_release, silent
from careergraph.model import Claim
from careergraph.sources import Files, Findings, moves
from careergraph.sources.moves import ABOUT, CODES, MOVES, REST, SCHEMES
from careergraph.store import write_whole
from careergraph.transitions.counts import Counts, off_diagonal
from careergraph.transitions.disclosure import Disclosed, suppressed

Cell = tuple[str, str, int, float]


@dataclass(frozen=True)
class Told:
    """What counted moves are of: `name` begins the IRIs of what is said, `codes` is what the codes
    are of (`onet`, `soc-2018`, `isco-08`, `iri`, or any name where the roles of each are given)."""

    name: str
    title: str
    begins: int
    ends: int
    place: str
    codes: str
    licence: str | None = None
    rights: str | None = None


@dataclass(frozen=True)
class Published:
    """What came of publishing: the import, what was taken out, and of which origins nothing is
    told."""

    imported: Imported
    disclosed: Disclosed
    untold: tuple[str, ...]


def publish(
    counts: Counts, told: Told, *, into: Path, below: int, roles: Path | None = None,
    keep: Path | None = None, progress: Progress = silent,
) -> Published:  # fmt: skip
    """Suppress what is small in some counts, and import the rest into a market.

    `roles` is a table of code, title and role, for codes that no classification of the market has.
    With `keep`, the files that are imported are left in that folder. Raises ParameterError for
    counts that were split, years in the wrong order, `codes` of which nothing is known and counts
    of which nothing would be told, and what an import raises; the market is then as it was.
    """
    _refuse(told, roles)
    disclosed = suppressed(counts, below=below)
    cells, untold = release(counts, disclosed)
    texts = {ABOUT: _about(told, below), MOVES: _table(cells)}
    if roles is not None:
        texts[CODES] = roles.read_text(encoding="utf-8-sig")
    elif counts.labels:
        texts[CODES] = _codes(disclosed.counts)
    with TemporaryDirectory() as made:
        _write(texts, Path(made))
        _refuse_nothing(Path(made), below)
        if keep is not None:
            _write(texts, keep)
        done = import_release("moves", keep or made, into=into, progress=progress)
    return Published(done, disclosed, untold)


def _refuse(told: Told, roles: Path | None) -> None:
    if told.begins > told.ends:
        raise ParameterError(f"the first year, {told.begins}, comes after the last, {told.ends}")
    if roles is None and told.codes not in SCHEMES:
        raise ParameterError(
            f"no codes are known as {told.codes!r}; there are: {', '.join(SCHEMES)}; any other "
            "name needs the roles of each code"
        )


def _refuse_nothing(folder: Path, below: int) -> None:
    """Refuse files of which nothing would be told: they would take the place of what is known."""
    findings = Findings()
    if any(isinstance(record, Claim) for record in moves.read(Files(folder), findings).records):
        return
    strange = findings.kind(moves.NO_ROLE)
    if strange is None:
        raise ParameterError(f"nothing can be published: all moves are in cells of fewer than "
                             f"{below} persons, or would reveal those")  # fmt: skip
    raise ParameterError(f"nothing can be published: {strange}; say what the codes are of, or "
                         "which roles are counted in each")  # fmt: skip


def _write(texts: Mapping[str, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        write_whole(folder / name, text.encode("utf-8"))


def release(counts: Counts, disclosed: Disclosed) -> tuple[list[Cell], tuple[str, ...]]:
    """Return the cells that are published, sorted, and the origins of which nothing is told.

    What all others come to is told only where it is what is missing from a sum that may be known:
    where those who stayed are among what is missing, it is not.
    """
    below = disclosed.counts.about.suppressed_below
    hidden = off_diagonal(counts.persons - disclosed.counts.persons)
    weights = off_diagonal(counts.weight - disclosed.counts.weight).sum(axis=1).tolist()
    secrets = frozenset(disclosed.origins)
    untold, cells = [], list(_cells(disclosed.counts))
    for n, code in enumerate(counts.codes):
        rest, gone = int(hidden[[n], :].sum()), hidden[[n], :].count_nonzero()
        secret = code in secrets or disclosed.withheld.cells[n, n]
        if rest and (rest < below or gone < 2 or secret):
            untold.append(code)
        elif rest:
            cells.append((code, REST, rest, weights[n]))
    nothing_of = set(untold)
    return sorted(cell for cell in cells if cell[0] not in nothing_of), tuple(untold)


def _cells(counts: Counts) -> Iterator[Cell]:
    persons, weight = counts.persons.tocoo(), counts.weight
    for i, j, n in zip(persons.row.tolist(), persons.col.tolist(), persons.data.tolist(),
                       strict=True):  # fmt: skip
        if n != int(n):
            raise ParameterError(
                f"{counts.codes[i]} to {counts.codes[j]}: {n:g} persons; only what was counted can "
                "be published, and a crosswalk split it"
            )
        if n:
            yield counts.codes[i], counts.codes[j], int(n), float(weight[i, j])


def _about(told: Told, below: int) -> str:
    values = {"name": told.name, "title": told.title, "from": told.begins, "to": told.ends,
              "place": told.place, "codes": told.codes, "threshold": below,
              "licence": told.licence, "rights": told.rights}  # fmt: skip
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()
             if value is not None)  # fmt: skip
    return "\n".join(lines) + "\n"


def _table(cells: list[Cell]) -> str:
    rows = ([origin, destination, n, f"{weight:.6f}".rstrip("0").rstrip(".")]
            for origin, destination, n, weight in cells)  # fmt: skip
    return _csv([["origin", "destination", "persons", "weight"], *rows])


def _codes(counts: Counts) -> str:
    rows = ([code, counts.label(code), ""] for code in counts.codes)
    return _csv([["code", "title", "role"], *rows])


def _csv(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
