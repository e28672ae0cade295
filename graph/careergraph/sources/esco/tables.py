"""A release of ESCO as tables: which files there are, and what they say together.

Columns differ between releases: 1.0 has no `inScheme`, 1.2 adds `naceCode` and labels beside each
IRI. Columns and files that only repeat what stands elsewhere are known and not read.
"""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from careergraph.errors import ReadError
from careergraph.sources.esco import concept_tables, link_tables
from careergraph.sources.esco.cells import LANGUAGE, Cells
from careergraph.sources.esco.concepts import Concept, Translation
from careergraph.sources.esco.link_tables import Member, Share
from careergraph.sources.esco.links import Link
from careergraph.sources.files import Files
from careergraph.sources.findings import Findings

_KNOWN = (*concept_tables.FILES, *link_tables.FILES, link_tables.HIERARCHY, r"\w+Collection",
          "conceptSchemes", "greenShareOcc", "dictionary")  # fmt: skip


class Tables:
    """The tables of a release. Raises ReadError when the occupations are not among them."""

    version = ""

    def __init__(self, files: Files, findings: Findings) -> None:
        self._files, self._findings, self._cells = files, findings, Cells(files, findings)
        self._concepts = {stem: self._languages(stem) for stem in concept_tables.FILES}
        if not self._concepts["occupations"]:
            raise ReadError(
                f"{files.path}: no occupations_en.csv (or of another language) and no RDF file; "
                "give the folder or zip of ESCO's classification as downloaded"
            )
        self._links = {stem: self._first(stem) for stem in link_tables.FILES}
        pillar = self._links["broaderRelationsSkillPillar"]
        self._hierarchy = None if pillar else self._first(link_tables.HIERARCHY)
        self._schemes, self._shares = self._first("conceptSchemes"), self._first("greenShareOcc")
        pattern = re.compile(rf"(\w+?)Collection{LANGUAGE}", re.I)
        stems = {match[1] for name in files.names if (match := pattern.fullmatch(name))}
        self._collections = {stem: self._first(f"{stem}Collection") for stem in sorted(stems)}
        self._check_names()

    def _languages(self, stem: str) -> dict[str, str]:
        """The file of each language, English first."""
        found = {
            (match[1] or "en").lower(): name
            for name in self._files.names
            if (match := re.fullmatch(stem + LANGUAGE, name, re.I))
        }
        return dict(sorted(found.items(), key=lambda item: (item[0] != "en", item[0])))

    def _first(self, stem: str) -> str | None:
        """The file of the first language, where the files of all say the same."""
        return next(iter(self._languages(stem).values()), None)

    @property
    def names(self) -> list[str]:
        """The files that are read, sorted."""
        several = (name for found in self._concepts.values() for name in found.values())
        single = (*self._links.values(), *self._collections.values(), self._hierarchy,
                  self._schemes, self._shares)  # fmt: skip
        return sorted({name for name in (*several, *single) if name})

    def _check_names(self) -> None:
        """Note the files that ought to be there and are not, and those that nobody knows."""
        for stem, found in {**self._concepts, **self._links}.items():
            if not found:
                self._findings.note("file that is not there; what it says is missing", stem)
            elif isinstance(found, dict) and "en" not in found:
                self._findings.note("names in other languages only", ", ".join(found.values()))
        known = re.compile(f"({'|'.join(_KNOWN)}){LANGUAGE}", re.I)
        for name in self._files.names:
            if name.lower().endswith(".csv") and not known.fullmatch(name):
                self._findings.note("file that is not known; left out", name)

    def concepts(self) -> Iterator[Concept | Translation]:
        """Yield each concept, and its words in each further language."""
        return concept_tables.concepts(self._concepts, self._cells)

    def links(self) -> Iterator[Link]:
        """Yield the links of the hierarchies and the relations."""
        for stem, name in self._links.items():
            if name is not None:
                yield from link_tables.links(name, stem, self._cells)
        if self._hierarchy is not None:
            yield from link_tables.levels(self._hierarchy, self._cells)

    def schemes(self) -> Iterator[tuple[str, str, str]]:
        """Yield the IRI of each concept scheme, the language and the name."""
        if self._schemes is not None:
            language = next(iter(self._languages("conceptSchemes")))
            yield from link_tables.schemes(self._schemes, language, self._cells)

    def members(self) -> Iterator[Member]:
        """Yield the members of each collection."""
        for collection, name in self._collections.items():
            if name is not None:
                yield from link_tables.members(name, collection, self._cells)

    def shares(self) -> Iterator[Share]:
        """Yield how green each occupation and group of occupations is."""
        if self._shares is not None:
            yield from link_tables.shares(self._shares, self._cells)

    def texts(self) -> Iterator[ox.Triple]:
        """Yield nothing: the tables have all names and texts of a concept in its row."""
        yield from ()
