"""Which files and columns the text releases of O*NET have, from 29.0 on, and what they were called.

Releases up to 30.0 and the Excel files repeat titles and names of elements and scales in every row.
30.3 divided some files and gave others new names, and identifiers of activities a new form.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from careergraph.errors import ReadError
from careergraph.sources.files import Files, Row
from careergraph.sources.findings import Findings

ENDINGS = (".txt", ".tsv", ".csv")

CODE = {"code": ("O*NET-SOC Code",), "title": ("Title",)}
SAID = {"surveyed": ("Date",), "asked": ("Domain Source",)}
SURE = {
    "sample_size": ("N",),
    "standard_error": ("Standard Error",),
    "lower_bound": ("Lower CI Bound",),
    "upper_bound": ("Upper CI Bound",),
    "suppress": ("Recommend Suppress",),
    "not_relevant": ("Not Relevant",),
}
RATING = {
    **CODE,
    "element": ("Element ID",),
    "name": ("Element Name",),
    "task": ("Task ID",),
    "words": ("Task",),
    "scale": ("Scale ID",),
    "scale_name": ("Scale Name",),
    "category": ("Category",),
    "value": ("Data Value",),
    **SURE,
    **SAID,
}


@dataclass(frozen=True)
class Table:
    """A table: the columns by our names, and the files that hold it.

    Each of `files` is one way in which a release may divide it, the usual one first. Without a
    `needed` column it cannot be read. One that is not `expected` is no loss when it is missing,
    nor is one that was given up when the file `until` came.
    """

    files: tuple[tuple[str, ...], ...]
    columns: Mapping[str, Sequence[str]]
    needed: tuple[str, ...]
    expected: bool = True
    until: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names, without ending, of all files that may hold the table."""
        return tuple(name for way in self.files for name in way)

    def found(self, files: Files) -> tuple[list[str], list[str]]:
        """Return the files that hold the table, and the names of those that should, but are not.

        Of the ways to divide it, that of which most is there is meant, the usual one if none is.
        """
        ways = [{name: _find(files, name) for name in way} for way in self.files]
        way = max(ways, key=lambda way: sum(map(bool, way.values())) / len(way))
        return [f for f in way.values() if f], [name for name, file in way.items() if not file]

    def rows(self, files: Files, findings: Findings) -> Iterator[Row]:
        """Yield the rows of the table. A missing file is a finding."""
        there, missing = self.found(files)
        wanted = self.expected and not (self.until and _find(files, self.until))
        for name in missing if wanted else ():
            findings.note("file that is missing", f"{name}.txt")
        for file in there:
            yield from files.rows(file, self.columns, findings, needed=self.needed)

    def require(self, files: Files) -> None:
        """Raise ReadError when the table is not there."""
        there, missing = self.found(files)
        if not there:
            has = ", ".join(files.names[:5]) or "nothing"
            raise ReadError(
                f"{files.path}: no file '{missing[0]}.txt'; it has {has}. Take the text files of a "
                "release from https://www.onetcenter.org/database.html"
            )


def _find(files: Files, name: str) -> str | None:
    return files.find(*(name + ending for ending in ENDINGS))


def _table(
    *names: str, columns: Mapping[str, Sequence[str]], needed: str, expected: bool = True
) -> Table:
    return Table(tuple((name,) for name in names), columns, tuple(needed.split()), expected)


OCCUPATIONS = _table("Occupation Data", needed="code title",
                     columns={**CODE, "description": ("Description",)})  # fmt: skip
TITLES = _table("Alternate Titles", "Job Titles", needed="code alternate",
                columns={**CODE, "alternate": ("Alternate Title", "Job Title"),
                         "short": ("Short Title",), "from": ("Source(s)",)})  # fmt: skip
REPORTED = _table("Sample of Reported Titles", needed="code alternate",
                  columns={**CODE, "alternate": ("Reported Job Title",),
                           "shown": ("Shown in My Next Move",)})  # fmt: skip
ELEMENTS = _table("Content Model Reference", needed="element name",
                  columns={"element": ("Element ID",), "name": ("Element Name",),
                           "description": ("Description",)})  # fmt: skip

_CATEGORY = {"element": ("Element ID",), "name": ("Element Name",), "scale": ("Scale ID",),
             "scale_name": ("Scale Name",), "category": ("Category",),
             "description": ("Category Description",)}  # fmt: skip
_ANSWERS = ("scale", "category", "description")
CATEGORIES = (
    Table((("Education, Training, and Experience Categories",),
           ("Education Categories", "Training and Experience Categories")), _CATEGORY, _ANSWERS),
    Table((("Work Context Categories",),), _CATEGORY, _ANSWERS, expected=False),
    Table((("Task Categories",),), _CATEGORY, _ANSWERS, expected=False),
)  # fmt: skip

ZONES = _table("Job Zones", needed="code zone",
               columns={**CODE, "zone": ("Job Zone",), **SAID})  # fmt: skip
ZONE_REFERENCE = _table("Job Zone Reference", needed="zone name", columns={
    "zone": ("Job Zone",), "name": ("Name",), "experience": ("Experience",),
    "education": ("Education",), "training": ("Job Training",), "examples": ("Examples",),
    "svp": ("SVP Range",)})  # fmt: skip
RELATED = _table("Related Occupations", needed="code related index", columns={
    **CODE, "related": ("Related O*NET-SOC Code",), "related_title": ("Related Title",),
    "tier": ("Relatedness Tier",), "index": ("Index", "Related Index")})  # fmt: skip

TASKS = _table("Task Statements", needed="code task words", columns={
    **CODE, "task": ("Task ID",), "words": ("Task",), "kind": ("Task Type",),
    "sample_size": ("Incumbents Responding",), **SAID})  # fmt: skip
EMERGING = _table("Emerging Tasks", needed="code words", columns={
    **CODE, "words": ("Task",), "kind": ("Category",), "task": ("Original Task ID",),
    "original": ("Original Task",), **SAID})  # fmt: skip
TASK_ACTIVITIES = _table("Tasks to DWAs", needed="task activity", columns={
    **CODE, "task": ("Task ID",), "words": ("Task",), "activity": ("DWA ID", "DWA Element ID"),
    "activity_name": ("DWA Title", "DWA Element Name"), **SAID})  # fmt: skip
_ABOVE = {"element": ("Element ID", "GWA Element ID"), "name": ("Element Name", "GWA Element Name"),
          "wider": ("IWA ID", "IWA Element ID"), "wider_name": ("IWA Title", "IWA Element Name"),
          }  # fmt: skip
WIDER_ACTIVITIES = _table("IWA Reference", "GWAs to IWAs", columns=_ABOVE,
                          needed="element wider wider_name")  # fmt: skip
ACTIVITIES = _table("DWA Reference", "GWAs to IWAs to DWAs", needed="wider activity activity_name",
                    columns={**_ABOVE, "activity": ("DWA ID", "DWA Element ID"),
                             "activity_name": ("DWA Title", "DWA Element Name")})  # fmt: skip

_EXAMPLE = {**CODE, "example": ("Example", "Workplace Example"), "commodity": ("Commodity Code",),
            "commodity_name": ("Commodity Title",), "element": ("Element ID",),
            "name": ("Element Name",), "hot": ("Hot Technology",),
            "demand": ("In Demand",)}  # fmt: skip
TECHNOLOGY = _table("Technology Skills", "Software Skills", columns=_EXAMPLE, needed="code example")
TOOLS = Table((("Tools Used",),), _EXAMPLE, ("code", "example"), until="Software Skills")
COMMODITIES = _table("UNSPSC Reference", needed="commodity name", expected=False, columns={
    "commodity": ("Commodity Code",), "name": ("Commodity Title",), "class": ("Class Code",),
    "class_name": ("Class Title",), "family": ("Family Code",), "family_name": ("Family Title",),
    "segment": ("Segment Code",), "segment_name": ("Segment Title",)})  # fmt: skip

UNREAD = frozenset({
    "Abilities to Work Activities", "Abilities to Work Context", "Basic Interests to RIASEC",
    "Career Interest Type Keywords", "Essential Skills to Work Activities",
    "Essential Skills to Work Context", "Interests Illustrative Activities",
    "Interests Illustrative Occupations", "Level Scale Anchors", "Occupation Level Metadata",
    "RIASEC Keywords", "Scales Reference", "Skills to Work Activities", "Skills to Work Context",
    "Specific Interest Areas to Career Interest Types", "Survey Booklet Locations",
    "Transferable Skills to Work Activities", "Transferable Skills to Work Context",
    "Work Styles to Work Activities", "Work Styles to Work Context",
    "ONET_Read_Me", "Read Me",
})  # fmt: skip
"""Files of a release that say nothing of occupations, or nothing that others do not."""
