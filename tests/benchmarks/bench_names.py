"""Names found by what people type, beside SQLite's trigrams and rapidfuzz, on the same strings.

    PYTHONPATH=tests python -m benchmarks.bench_names

The strings are all titles and alternate titles of ESCO and O*NET. From a seeded sample of them
queries are made: typos (one or two slips of the keys, spaces among them), prefixes (the first 70 %
of the letters) and reversed words. A hit is right when the node found first bears the name sought;
for a prefix also when it bears another that begins with what was typed (`fits`), since what was
left out cannot be known. It is told, too, how often the best of all searches would be right: one
that knows every name and, where several begin so, gives the node that bears most of them.
"""

import random
import sqlite3
import statistics
import string
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from careergraph.names import Index, Name, key
from careergraph.names.collected import KINDS
from careergraph.names.columns import columns
from careergraph.sources import Files, Findings, reader
from shared import SHARED

RELEASES = (("esco", SHARED / "data" / "esco-1.1.1"), ("onet", SHARED / "data" / "onet-30.1"))
SAMPLE, SEED = 500, 7
SLOW = {"rapidfuzz WRatio": 50}
"""How many of the queries are put to those who go through all names for each."""

OURS = "careergraph"

Find = Callable[[str], str | None]
"""Gives the node found first for what was typed, or None."""


@dataclass(frozen=True)
class Row:
    """How often one way to search is right, and how long it takes at the median."""

    engine: str
    queries: str
    right: float
    fits: float
    milliseconds: float


def names() -> list[Name]:
    """Return the names of ESCO and O*NET, in the order of an index."""
    found = set()
    for source, path in RELEASES:
        for record in reader(source)(Files(path), Findings()).records:
            kind = type(record).__name__
            if kind in KINDS and hasattr(record, "label"):
                found.add(Name(str(record.label), record.iri, kind, True))
                others = getattr(record, "alt_labels", ())
                found |= {Name(str(each), record.iri, kind, False) for each in others}
    return sorted(found, key=lambda n: (KINDS.index(n.kind), not n.preferred, n.text, n.iri))


def typo(text: str, rng: random.Random) -> str:
    """Return a text with one or two slips of the keys."""
    for _ in range(rng.choice((1, 2))):
        n, letter = rng.randrange(len(text)), rng.choice(string.ascii_lowercase)
        swapped = text[n + 1 : n + 2] + text[n]
        text = rng.choice((
            text[:n] + text[n + 1 :], text[:n] + letter + text[n:],
            text[:n] + letter + text[n + 1 :], text[:n] + swapped + text[n + 2 :],
        ))  # fmt: skip
    return text


def prefix(text: str, _rng: random.Random) -> str:
    """Return the first 70 % of a text, four letters at least."""
    return text[: max(4, round(len(text) * 0.7))]


def turned(text: str, _rng: random.Random) -> str:
    """Return the words of a text in reverse order."""
    return " ".join(reversed(text.split()))


QUERIES = {"typos": typo, "prefixes": prefix, "reversed words": turned}


def ours(index: Index) -> Find:
    """Return our own search."""

    def find(text: str) -> str | None:
        found = index.search(text, cutoff=40)
        return str(found[0][0].iri) if found else None

    index.words.resembling("open", most=1, spans=[(0, 1)])
    return find


def trigrams(every: Sequence[Name]) -> Find:
    """Return SQLite's full text search over trigrams, best rank first."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE names USING fts5(key, iri UNINDEXED, tokenize='trigram')")
    base.executemany("INSERT INTO names VALUES (?, ?)",
                     ((key(name.text), str(name.iri)) for name in every))  # fmt: skip

    def find(text: str) -> str | None:
        sought = key(text)
        parts = sorted({sought[n : n + 3] for n in range(len(sought) - 2)})
        if not parts:
            return None
        asked = " OR ".join('"' + part.replace('"', '""') + '"' for part in parts)
        row = base.execute("SELECT iri FROM names WHERE key MATCH ? ORDER BY rank LIMIT 1",
                           (asked,)).fetchone()  # fmt: skip
        return row[0] if row else None

    return find


def fuzzy(every: Sequence[Name]) -> Find:
    """Return rapidfuzz over all keys."""
    from rapidfuzz import fuzz, process

    keys = [key(name.text) for name in every]

    def find(text: str) -> str | None:
        found = process.extractOne(key(text), keys, scorer=fuzz.WRatio)
        return str(every[found[2]].iri) if found else None

    return find


def measured(every: Sequence[Name], *, sample: int = SAMPLE, seed: int = SEED) -> Iterator[Row]:
    """Yield a row for each kind of query and each way to search."""
    rng = random.Random(seed)
    index = Index(columns(every))
    chosen = sampled(every, sample=sample, rng=rng)
    borne: dict[str, set[str]] = {}
    for name in every:
        borne.setdefault(str(name.iri), set()).add(key(name.text))
    engines: dict[str, Find] = {
        OURS: ours(index), "SQLite FTS5 trigrams": trigrams(every), "rapidfuzz WRatio": fuzzy(every)
    }  # fmt: skip
    for what, change in QUERIES.items():
        asked = [(text, change(text, rng)) for text in chosen]
        for engine, find in engines.items():
            yield _row(engine, what, find, asked[: SLOW.get(engine, sample)], borne)


def sampled(every: Sequence[Name], *, sample: int, rng: random.Random) -> list[str]:
    """Return the texts that queries are made from."""
    return rng.sample([name.text for name in every if len(name.text) > 4], sample)


def _row(
    engine: str, what: str, find: Find, asked: Sequence[tuple[str, str]],
    borne: dict[str, set[str]],
) -> Row:  # fmt: skip
    right = fits = 0
    times = []
    for meant, typed in asked:
        begun = time.perf_counter()
        found = find(typed)
        times.append(time.perf_counter() - begun)
        keys = borne.get(found or "", set())
        hit = key(meant) in keys
        right += hit
        begins = what == "prefixes" and any(each.startswith(key(typed)) for each in keys)
        fits += hit or begins
    return Row(engine, what, right / len(asked), fits / len(asked), statistics.median(times) * 1e3)


def attainable(every: Sequence[Name], typed: Iterable[str]) -> float:
    """Return how often a search that knows every name can expect to be right with prefixes.

    Any of the names that begin so may be meant, each as likely as another.
    """
    meant = Counter(key(name.text) for name in every)
    bearers: dict[str, set[str]] = {}
    for name in every:
        bearers.setdefault(key(name.text), set()).add(str(name.iri))
    ordered = sorted(meant)

    def best(prefix: str) -> float:
        begin, right = bisect_left(ordered, prefix), Counter[str]()
        begun = list(takewhile(lambda each: each.startswith(prefix), ordered[begin:]))
        for each in begun:
            right.update(dict.fromkeys(bearers[each], meant[each]))
        return max(right.values(), default=1) / (sum(meant[each] for each in begun) or 1)

    return statistics.fmean(best(key(text)) for text in typed)


def table(rows: Sequence[Row]) -> str:
    """Return rows as Markdown; times as multiples of ours."""
    best: dict[str, Any] = {row.queries: row.milliseconds for row in rows if row.engine == OURS}
    lines = ["| queries | engine | right at first hit | fits what was typed | median, of ours |",
             "|---|---|---:|---:|---:|"]  # fmt: skip
    lines += [
        f"| {r.queries} | {r.engine} | {r.right:.1%} | {r.fits:.1%} "
        f"| x{r.milliseconds / best[r.queries]:.1f} ({r.milliseconds:.1f} ms) |"
        for r in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the table, or why there is none."""
    if not all(path.exists() for _, path in RELEASES):
        print("names: not measured: the classifications are looked for in ../shared/data")
        return
    every = names()
    print(f"\n## Search among {len(every):,} names\n")
    print(table(list(measured(every))))
    rng = random.Random(SEED)
    typed = [prefix(text, rng) for text in sampled(every, sample=SAMPLE, rng=rng)]
    print(
        f"\nOf these prefixes the best of all searches can expect {attainable(every, typed):.1%}."
    )


if __name__ == "__main__":
    main()
