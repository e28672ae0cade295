"""A source for tests: it says whatever a test put into `STATED` under the words of its one file.

Each release also rates one role in one skill.
"""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from rdflib import Literal

from careergraph.model import Claim, Role, Skill, Source
from careergraph.sources import SOURCES, Files, Findings, Release
from careergraph.terms import CAREER, ID

NAME = "paper"
SOURCE = ID["source/paper"]
STATED: dict[str, list[object]] = {}
RATED = (
    Role(ID["role/zealot"], (CAREER.Role,), Literal("Zealot", lang="en")),
    Skill(ID["skill/zeal"], (CAREER.Skill,), Literal("zeal", lang="en")),
    Claim(ID["claim/zeal"], ID["role/zealot"], CAREER.importance, CAREER.affirmed, CAREER.stated,
          SOURCE, object=ID["skill/zeal"], minimum=Decimal(5), maximum=Decimal(5),
          unit=CAREER.scaleFrom1To5),
)  # fmt: skip


def read(files: Files, findings: Findings) -> Release:
    version = files.text("paper.txt", findings)
    source = Source(SOURCE, Literal("A paper", lang="en"), version=Literal(version))
    return Release(source, iter([*RATED, *STATED[version]]))


def written(folder: Path, version: str, stated: Iterable[object]) -> Path:
    """A release to import, once `SOURCES` has the source."""
    assert SOURCES[NAME] == __name__
    STATED[version] = list(stated)
    folder.mkdir(parents=True)
    (folder / "paper.txt").write_text(version)
    return folder
