"""What is wrong with spells, or odd: counted, with the first rows; nothing goes silently."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from careergraph.sources.findings import EXAMPLES, Findings
from careergraph.transitions.codes import alike, uneven
from careergraph.transitions.engines import Table, rows
from careergraph.transitions.moves import Extracted
from careergraph.transitions.rule import Rule
from careergraph.transitions.spells import Spells

CodeLists = Mapping[str, frozenset[str]]
"""The codes of a classification, or of each of its versions, by its name."""

_LARGEST_YEARS = 1000
_DAYS = 365.2425


@dataclass(frozen=True)
class Scan:
    """What one pass over all rows tells: how many there are, and how many of them can be used.

    `short` are passed over for being shorter than the rule allows.
    """

    rows: int
    usable: int
    short: int


def scan(spells: Spells, rule: Rule, findings: Findings) -> Scan:
    """Note every row that cannot be used, and every weight, and return how many rows there are.

    The row is left out; of a weight that cannot be used, the move counts, and weighs nothing.
    """
    table = spells.table
    brief = (table.end - table.start < rule.shortest).fill_null(False)
    kinds = ["fault", "brief"] + (["weight_fault"] if "weight_fault" in table.columns else [])
    marked = table.mutate(brief=brief)
    found = rows(marked.group_by(kinds).aggregate(n=marked.count()), spells.name)
    for kind in kinds[:1] + kinds[2:]:
        for fault in sorted({row[kind] for row in found} - {None}):
            count = sum(row["n"] for row in found if row[kind] == fault)
            faulty = table.filter(table[kind] == fault)
            what = f"spell left out: {fault}" if kind == "fault" else f"{fault}, taken for 0"
            findings.add(what, count, _first(spells, faulty))
    usable = [row for row in found if row["fault"] is None]
    everything = sum(row["n"] for row in found)
    if not everything:
        findings.note("no spell at all", spells.name)
    return Scan(everything, sum(row["n"] for row in usable),
                sum(row["n"] for row in usable if row["brief"]))  # fmt: skip


def _first(spells: Spells, table: Table) -> list[str]:
    some = table.select("row").order_by("row").limit(EXAMPLES)
    return [row["row"] for row in rows(some, spells.name)]


def tally(scanned: Scan, found: Extracted, rule: Rule) -> dict[str, int]:
    """Return what became of all spells, in words for people."""
    between = "begun with another of the person" if rule.every is None else "between two intervals"
    return {
        "spells": scanned.rows,
        "left out": scanned.rows - scanned.usable,
        "shorter than the rule allows": scanned.short,
        between: _passed(scanned, found),
        **found.told(),
    }


def _passed(scanned: Scan, found: Extracted) -> int:
    """How many spells lead to nothing, not even to no move."""
    kept = sum(each.spells for each in found.outcomes.values())
    return scanned.usable - scanned.short - kept


def pairs(spells: Spells, scanned: Scan, found: Extracted, rule: Rule, findings: Findings) -> None:
    """Note the spells of a person that overlap, or begin at once, from what became of them."""
    if rule.every is None and (passed := _passed(scanned, found)):
        what = "spell passed over: it begins with another of the person"
        findings.add(what, passed, _tied(spells))
    for name, what in (("overlap", "overlapping spells, no move"),
                       ("open", "a spell without an end, though another began later")):  # fmt: skip
        outcome = found.outcomes[name]
        if outcome.count:
            mine = spells.usable.filter(spells.usable.person == outcome.person)
            findings.add(what, outcome.count, _first(spells, mine))


def _tied(spells: Spells) -> list[str]:
    """The first spells of a person that begin at once."""
    table = spells.usable
    each = table.group_by("person", "start").aggregate(n=table.count())
    some = rows(each.filter(each.n > 1).order_by("person", "start").limit(1), spells.name)
    return [row for at in some for row in _first(
        spells, table.filter((table.person == at["person"]) & (table.start == at["start"]))
    )]  # fmt: skip


def period(spells: Spells, rule: Rule, findings: Findings) -> None:
    """Note a window in which nothing lies, and years in which nobody began anything."""
    table = spells.usable
    size = _DAYS if spells.dated else 1
    year = (table.start / size).floor().cast("int64")
    each = rows(table.group_by(year=year).aggregate(n=table.count()), spells.name)
    years = sorted(row["year"] for row in each)
    if not years:
        return
    since, until = (spells.number(time, "window") for time in (rule.since, rule.until))
    if (since is not None and years[-1] < since // size) or (
        until is not None and years[0] > until // size
    ):
        there = f"spells begin from {_year(spells, years[0])} to {_year(spells, years[-1])}"
        findings.note("an empty window", there)
    if years[-1] - years[0] < _LARGEST_YEARS:
        empty = sorted(set(range(years[0], years[-1])) - set(years))
        what = "a year" if spells.dated else "a time"
        findings.add(f"{what} in which no spell begins, between others", len(empty),
                     (_year(spells, each) for each in empty))  # fmt: skip


def _year(spells: Spells, number: int) -> str:
    return str(1970 + number if spells.dated else number)


# ---------------------------------------------------------------- codes


def codes(
    spells: Spells, findings: Findings, *, lists: CodeLists | None = None, level: int | None = None
) -> None:
    """Note codes that are unknown, of several versions or shapes, or written in several ways."""
    table = spells.usable
    each = rows(table.group_by(code=table.occupation).aggregate(n=table.count()), spells.name)
    counts: Counter[str] = Counter()
    for row in each:
        counts[row["code"][:level]] += row["n"]
    if level and (fault := uneven(row["code"] for row in each)):
        findings.note(fault, f"level {level}")
    judge_codes(counts, findings, lists=lists or {}, level=level)


def judge_codes(
    counts: Mapping[str, int], findings: Findings, *, lists: CodeLists, level: int | None = None
) -> None:
    """Note what is odd about codes, of which `counts` says how often each is used."""
    known = {name: frozenset(code[:level] for code in held) for name, held in lists.items()}
    everything = frozenset().union(*known.values())
    if known:
        _add(findings, "code that is in no list", counts, set(counts) - everything)
        for name, mine in _alone(counts, known):
            _add(findings, f"code that only {name} has, beside those of others", counts, mine)
    else:
        _shapes(counts, findings)
    _spellings(counts, findings)


def _add(findings: Findings, what: str, counts: Mapping[str, int], found: Iterable[str]) -> None:
    """Note so many codes, each with the number of spells in it, the most frequent first."""
    odd = sorted(found, key=lambda code: (-counts[code], code))
    findings.add(what, len(odd), (f"{code!r} ({counts[code]:,})" for code in odd))


def _alone(counts: Mapping[str, int], known: CodeLists) -> Iterator[tuple[str, set[str]]]:
    """The codes in use that one list alone has: when more than one has any, versions are mixed."""
    alone = {}
    for name, held in known.items():
        others = frozenset().union(*(codes for other, codes in known.items() if other != name))
        if mine := set(counts) & (held - others):
            alone[name] = mine
    if len(alone) > 1:
        yield from alone.items()


def _shapes(counts: Mapping[str, int], findings: Findings) -> None:
    """Note codes of another shape than most, as 15-1252.00 among 15-1252; titles have no shape."""
    shapes: Counter[str] = Counter()
    for code, n in counts.items():
        shapes[_shape(code)] += n
    if not shapes:
        return
    usual, n = shapes.most_common(1)[0]
    if "9" not in usual or 2 * n <= shapes.total():
        return
    odd = [code for code in counts if _shape(code) != usual]
    example = min(code for code in counts if _shape(code) == usual)
    _add(findings, f"code of another shape than most, which are like {example!r}", counts, odd)
    strange = [code for code in counts if not code.isascii()]
    _add(findings, "code with characters beyond ASCII", counts, strange)


def _shape(code: str) -> str:
    return re.sub(r"[^\W\d_]+", "A", re.sub(r"\d+", "9", code))


def _spellings(counts: Mapping[str, int], findings: Findings) -> None:
    """Note codes that are likely one, and lost characters."""
    for several in alike(counts):
        _add(findings, "code written in several ways, each taken for its own", counts, several)
    lost = [code for code in counts if "\ufffd" in code or "Ã" in code]
    _add(findings, "code whose characters were lost in a conversion", counts, lost)


def audited(
    spells: Spells, rule: Rule, found: Extracted, findings: Findings, *,
    lists: CodeLists | None = None,
) -> Scan:  # fmt: skip
    """Note all that is wrong with spells and with what was made of them. Returns what was read."""
    scanned = scan(spells, rule, findings)
    pairs(spells, scanned, found, rule, findings)
    period(spells, rule, findings)
    codes(spells, findings, lists=lists, level=rule.level)
    return scanned
