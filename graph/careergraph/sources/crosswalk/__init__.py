"""Crosswalks between classifications, as mapping sets of SSSOM, and the codes they are about.

Whatever is among the files is read: ESCO to O*NET (Nesta), SOC 2010 to 2018, ISCO-08 to SOC 2010,
CIP 2020 to SOC 2018, the codes of NAICS, ISIC and NACE, and any set in SSSOM. Each set is a source
of its own, which its mappings name. What Nesta publishes beside its crosswalk, the risk of
automation of the occupations that it maps, is read with it.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pyoxigraph as ox
from rdflib import Literal

from careergraph.errors import ReadError
from careergraph.model import Source
from careergraph.sources import Files, Findings, Release
from careergraph.sources.crosswalk import (
    automation_risk,
    cip_soc,
    code_lists,
    editions,
    esco_onet,
    isco_soc,
    sssom,
)
from careergraph.sources.crosswalk.mappings import MappingSet
from careergraph.terms import DCTERMS, ID

Part = tuple[MappingSet, Iterator[Any]]


def read(files: Files, findings: Findings) -> Release:
    """Return what the crosswalks and lists say. Raises ReadError when there is none."""
    parts = list(_parts(files, findings))
    if not parts:
        raise ReadError(
            f"{files.path}: no crosswalk; expected one such as esco_onet_crosswalk_Nov2020.csv, "
            "soc_2010_to_2018_crosswalk.xlsx, ISCO_SOC_Crosswalk.xls, "
            "CIP2020_SOC2018_Crosswalk.csv, naics_2022.json, or a set in SSSOM (*.sssom.tsv)"
        )
    names = tuple(group.name for group, _ in parts)
    if len(parts) == 1:
        ((group, said),) = parts
        return Release(group.source, chain((group.file,), said), names)
    whole = Source(
        ID["source/crosswalk"], Literal("Crosswalks between classifications", lang="en"),
        version=Literal("; ".join(
            f"{group.source.title} {group.source.version or ''}".rstrip() for group, _ in parts)),
        files=tuple(group.file.iri for group, _ in parts),
    )  # fmt: skip
    return Release(whole, _records(whole, parts), names)


def _parts(files: Files, findings: Findings) -> Iterator[Part]:
    """Each set among the files, with what it says."""
    soc = editions.read(files, findings)
    if soc is not None:
        yield soc.set, editions.records(soc)
    nesta = esco_onet.found(files, findings)
    if nesta is not None:
        yield nesta.crosswalk, esco_onet.records(files, nesta, soc, findings)
        if nesta.recommended is not None:
            yield nesta.recommended, iter(())
    risk = automation_risk.found(files)
    if risk is not None:
        yield risk, automation_risk.records(files, risk, findings)
    isco = isco_soc.found(files)
    if isco is not None:
        yield isco, isco_soc.records(files, isco, findings)
    cip = cip_soc.found(files)
    if cip is not None:
        yield cip, cip_soc.records(files, cip, findings)
    for each in code_lists.found(files):
        yield each.set, each.records(files, str(each.set.file.file_name), findings)
    for table in sssom.found(files, findings):
        yield table.set, sssom.records(table, findings)


def _records(whole: Source, parts: list[Part]) -> Iterator[Any]:
    for group, said in parts:
        yield group.source
        yield group.file
        yield ox.Triple(ox.NamedNode(whole.iri), ox.NamedNode(DCTERMS.hasPart),
                        ox.NamedNode(group.source.iri))  # fmt: skip
        yield from said
