"""What release of O*NET a folder or zip holds."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from rdflib import XSD, Literal, URIRef

from careergraph.model import Source, SourceFile
from careergraph.sources.files import Files
from careergraph.sources.findings import Findings
from careergraph.sources.onet import layout
from careergraph.sources.onet.ratings import RATED, TASK_RATINGS
from careergraph.sources.onet.reading import SOURCE, text
from careergraph.terms import ID

LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")

_TABLES = (*(value for value in vars(layout).values() if isinstance(value, layout.Table)),
           *layout.CATEGORIES, *(rated.table for rated in (*RATED, TASK_RATINGS)))  # fmt: skip
_READ = frozenset(name.lower() for table in _TABLES for name in table.names)
_UNREAD = frozenset(name.lower() for name in layout.UNREAD)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip


def _is_of(names: frozenset[str], file: str) -> bool:
    path = PurePath(file)
    return path.suffix.lower() in layout.ENDINGS and path.stem.lower() in names


def check_names(files: Files, findings: Findings) -> None:
    """Note each file that no release of O*NET has."""
    for name in files.names:
        if not _is_of(_READ, name) and not _is_of(_UNREAD, name):
            findings.note("file that is not known; left out", name)


def _files(files: Files) -> list[SourceFile]:
    return [
        SourceFile(ID[f"source/onet/{re.sub('[^a-z0-9.]+', '-', name.lower())}"], Literal(name),
                   Literal(files.sha256(name)))
        for name in files.names if _is_of(_READ, name)
    ]  # fmt: skip


def release_files(files: Files) -> Iterator[SourceFile]:
    """Yield the files of a release that are read."""
    yield from _files(files)


def source(files: Files, findings: Findings) -> Source:
    """Return O*NET as a source, with the release that its Read Me or its folder names."""
    version, issued = _version(files, findings)
    name = f"O*NET {version} Database" if version else "O*NET Database"
    if not version:
        findings.note("release that is not named", str(files.path.name))
    return Source(
        SOURCE,
        text(name),
        version=Literal(version) if version else None,
        issued=Literal(issued, datatype=XSD.gYearMonth) if issued else None,
        licence=LICENCE,
        rights=text(f"{name} by the U.S. Department of Labor, Employment and Training "
                    "Administration (USDOL/ETA), CC BY 4.0"),
        files=tuple(file.iri for file in _files(files)),
    )  # fmt: skip


def _version(files: Files, findings: Findings) -> tuple[str | None, str | None]:
    """The number of a release and the month in which it came out, so far as they are known."""
    read_me = files.find("*Read*Me.txt")
    words = files.text(read_me, findings) if read_me else ""
    named = re.search(r"O\*NET\D{0,3} (\d+\.\d+) Database", words)
    month = re.search(rf"({'|'.join(_MONTHS)}) (\d{{4}}) Release", words)
    if named:
        issued = f"{month[2]}-{_MONTHS.index(month[1]) + 1:02}" if month else None
        return named[1], issued
    called = re.search(r"db_(\d+)_(\d+)", str(files.path.name))
    return (f"{called[1]}.{called[2]}" if called else None), None
