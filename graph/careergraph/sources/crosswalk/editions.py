"""SOC 2010 to SOC 2018, as the Bureau of Labor Statistics lays the two editions side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from typing import Any

from rdflib import URIRef

from careergraph.sources import Files, Findings, soc
from careergraph.sources.crosswalk.mappings import MappingSet, Pair, mapping_set, nested
from careergraph.sources.workbooks import ENDINGS, sheets, table
from careergraph.terms import SEMAPV, SKOS

_PATTERNS = ("soc_2010_to_2018_crosswalk*", "*soc*2010*soc*2018*")
_COLUMNS = {
    "old": ("2010 SOC Code",), "old_title": ("2010 SOC Title",),
    "new": ("2018 SOC Code",),
    # Not read: this copy misspells some, and a code must not have two labels.
    "new_title": ("2018 SOC Title",),
}  # fmt: skip


@dataclass(frozen=True)
class Editions:
    """The pairs of codes of the two editions, in order, and the titles of those of 2010.

    The codes of 2018 have their titles from those who publish figures on them.
    """

    set: MappingSet
    pairs: tuple[Pair, ...]
    titles: dict[str, str]

    @cached_property
    def relations(self) -> dict[Pair, URIRef]:
        """How each pair's first code lies to its second."""
        return nested(self.pairs, same=SKOS.exactMatch)

    @cached_property
    def successors(self) -> dict[str, tuple[str, URIRef]]:
        """The code of 2018 that has taken the place of one of 2010, where it is a single one."""
        onward: dict[str, list[str]] = {}
        for old, new in self.pairs:
            onward.setdefault(old, []).append(new)
        return {old: (new[0], self.relations[old, new[0]])
                for old, new in onward.items() if len(new) == 1}  # fmt: skip


def read(files: Files, findings: Findings) -> Editions | None:
    """Return the crosswalk between the editions, or None when there is none among the files."""
    names = [n for p in _PATTERNS for n in files.names
             if fnmatch(n.lower(), p) and n.lower().endswith((*ENDINGS, ".csv"))]  # fmt: skip
    if not names:
        return None
    name, *others = dict.fromkeys(names)
    for other in others:
        findings.note("second copy of a crosswalk; not read", other)
    lines = next(iter(sheets(files, name, findings).values()), [])
    pairs: dict[Pair, None] = {}
    titles: dict[str, str] = {}
    for row in table(files, name, lines, _COLUMNS, findings, needed=("old", "old_title", "new")):
        pair = (row["old"], row["new"])
        if not all(map(soc.is_code, pair)):
            findings.note("code that is no SOC code; row left out", f"{row.place}: {pair}")
        elif pair in pairs:
            findings.note("pair that stands twice; stated once", f"{row.place}: {pair}")
        else:
            pairs[pair] = None
            titles.setdefault(pair[0], soc.unmarked(row["old_title"]))
    rights = ("U.S. Bureau of Labor Statistics. A work of the United States government, in the "
              "public domain in the United States (17 U.S.C. 105).")  # fmt: skip
    found = mapping_set(files, name, "soc-2010-2018", "Crosswalk from SOC 2010 to SOC 2018",
                        rights=rights)  # fmt: skip
    return Editions(found, tuple(pairs), titles)


def records(editions: Editions) -> Iterator[Any]:
    """Yield the codes of 2010 and how they lie to those of 2018."""
    for code in sorted(editions.titles):
        yield from soc.group(code, editions.titles[code], edition=2010)
    for old, new in sorted(editions.pairs):
        yield editions.set.says(
            soc.concept(old, 2010), editions.relations[old, new], soc.concept(new),
            SEMAPV.ManualMappingCuration,
        )  # fmt: skip
