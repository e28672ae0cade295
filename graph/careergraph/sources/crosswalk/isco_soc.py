"""ISCO-08 and SOC 2010, as the United States' policy committee for the SOC maps them."""

import re
from collections.abc import Iterator

from rdflib import URIRef

from careergraph.model import Mapping
from careergraph.sources import Files, Findings, soc
from careergraph.sources.crosswalk.mappings import MappingSet, Pair, mapping_set, nested
from careergraph.sources.workbooks import ENDINGS, sheets, table
from careergraph.terms import PREFIXES, SEMAPV, SKOS

_COLUMNS = {
    "isco": ("ISCO-08 Code",), "soc": ("2010 SOC Code",),
    # The titles are those of the classifications; the mark of a part follows from the pairs.
    "isco_title": ("ISCO-08 Title EN",), "soc_title": ("2010 SOC Title",), "part": ("part",),
    "comment": ("Comment 8/17/11",),
}  # fmt: skip

_ISCO = re.compile(r"[0-9]{1,4}")


def found(files: Files) -> MappingSet | None:
    """Return the set among the files, or None."""
    name = files.find(*(f"isco_soc_crosswalk{ending}" for ending in (*ENDINGS, ".csv")))
    if name is None:
        return None
    rights = ("U.S. Bureau of Labor Statistics on behalf of the Standard Occupational "
              "Classification Policy Committee. A work of the United States government, in the "
              "public domain in the United States (17 U.S.C. 105).")  # fmt: skip
    return mapping_set(files, name, "isco-soc", "Crosswalk from ISCO-08 to SOC 2010",
                       version="August 2012, updated June 2015", rights=rights)  # fmt: skip


def records(files: Files, group: MappingSet, findings: Findings) -> Iterator[Mapping]:
    """Yield how the groups of ISCO-08 lie to the codes of SOC 2010."""
    name = str(group.file.file_name)
    lines = next(iter(sheets(files, name, findings).values()), [])
    pairs: dict[Pair, None] = {}
    for row in table(files, name, lines, _COLUMNS, findings, needed=("isco", "soc")):
        pair = (row["isco"], row["soc"])
        if not (_ISCO.fullmatch(pair[0]) and soc.is_code(pair[1])):
            findings.note("code that is none of ISCO-08 or SOC; row left out",
                          f"{row.place}: {pair}")  # fmt: skip
        elif pair in pairs:
            findings.note("pair that stands twice; stated once", f"{row.place}: {pair}")
        else:
            pairs[pair] = None
    # Two bodies drew the lines of the two classifications: one to one is close, not the same.
    for (isco, code), relation in sorted(nested(pairs, same=SKOS.closeMatch).items()):
        yield group.says(URIRef(f"{PREFIXES['isco']}C{isco}"), relation, soc.concept(code, 2010),
                         SEMAPV.ManualMappingCuration)  # fmt: skip
