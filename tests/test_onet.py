"""O*NET is read as published, in the layouts of its releases; what is left out is said."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import XSD, Literal, URIRef

from careergraph import store as stores
from careergraph.check import check
from careergraph.errors import ReadError
from careergraph.model import Claim, Concept, Estimate, Role, Skill, records, triples
from careergraph.sources import Files, Findings, reader
from careergraph.sources.onet import answers
from careergraph.sources.onet.layout import CATEGORIES
from careergraph.sources.onet.release import source
from careergraph.sources.onet.soc import MAJOR_GROUPS
from careergraph.tables import uncollected
from careergraph.terms import CAREER, DCTERMS, ID, SKOS
from shared import SHARED

SAMPLES = Path(__file__).parent / "samples" / "onet"
SAMPLE = SAMPLES / "db_30_1_text"
RENAMED = SAMPLES / "db_30_3_text"
REAL = SHARED / "data" / "onet-30.1" / "db_30_1.zip"

CHIEF = ID["onet/11-1011.00"]
SUSTAINABILITY = ID["onet/11-1011.03"]
DEVELOPER = ID["onet/15-1252.00"]

NOT_IN_THE_SAMPLE = {
    "Abilities.txt", "Task Ratings.txt", "Tools Used.txt", "Work Activities.txt",
    "Work Context.txt",
}  # fmt: skip


class Read:
    """Everything that was read of a release."""

    def __init__(self, path: Path) -> None:
        self.findings = Findings()
        release = reader("onet")(Files(path), self.findings)
        self.source, self.records = release.source, list(release.records)
        self.claims = [r for r in self.records if isinstance(r, Claim)]
        self.estimates = {r.iri: r for r in self.records if isinstance(r, Estimate)}
        self.concepts = {r.iri: r for r in self.records if isinstance(r, Concept)}
        self.triples = {r for r in self.records if isinstance(r, ox.Triple)}

    def claim(self, subject: URIRef, measure: URIRef, object: str | None = None) -> Claim:
        """The one claim on these."""
        (found,) = (
            c for c in self.claims
            if (c.subject, c.measure) == (subject, measure)
            and object in (None, str(c.object).removeprefix(ID))
        )  # fmt: skip
        return found

    def measured(self) -> Counter[str]:
        """How many claims there are on each measure."""
        return Counter(c.measure.removeprefix(CAREER) for c in self.claims)

    def said(self) -> dict[str, list[str]]:
        """The findings, but for the files that the sample leaves out."""
        found = {each.what: each.examples for each in self.findings}
        missing = [n for n in found.pop("file that is missing", ()) if n not in NOT_IN_THE_SAMPLE]
        return found | ({"file that is missing": missing} if missing else {})


def all_triples(items: Iterable[Any]) -> list[ox.Triple]:
    return [t for i in items for t in ([i] if isinstance(i, ox.Triple) else triples([i]))]


def says(read: Read, subject: URIRef, prop: URIRef, text: str) -> bool:
    wanted = ox.NamedNode(subject), ox.NamedNode(prop), text
    return any((t.subject, t.predicate, t.object.value) == wanted for t in read.triples)


@pytest.fixture(scope="module")
def sample() -> Read:
    return Read(SAMPLE)


def changed(tmp_path: Path, name: str, old: str, new: str) -> Read:
    """The sample, read with one file changed."""
    folder = copytree(SAMPLE, tmp_path / "db_30_1_text")
    path = folder / name
    text = path.read_bytes().decode() if path.exists() else ""
    assert old in text
    path.write_bytes((text.replace(old, new, 1) if old else text + new).encode())
    return Read(folder)


# ---------------------------------------------------------------- what becomes what


def test_the_source_names_release_licence_and_publisher(sample: Read) -> None:
    assert str(sample.source.title) == "O*NET 30.1 Database"
    assert (str(sample.source.version), str(sample.source.issued)) == ("30.1", "2025-12")
    assert str(sample.source.rights) == (
        "O*NET 30.1 Database by the U.S. Department of Labor, Employment and Training "
        "Administration (USDOL/ETA), CC BY 4.0"
    )
    assert sample.source.licence == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert len(sample.source.files) == 21


def test_an_occupation_is_a_role_with_its_other_names_once_each(sample: Read) -> None:
    role = sample.concepts[CHIEF]
    assert isinstance(role, Role)
    assert str(role.label) == "Chief Executives"
    assert [str(name) for name in role.alt_labels] == [
        "Agency Owner", "CEO (Chief Executive Officer)", "CEO", "Chief Diversity Officer (CDO)",
    ]  # fmt: skip
    assert says(sample, CHIEF, SKOS.notation, "11-1011.00")
    words = (
        "Communicate and coordinate with management, shareholders, customers, and employees to "
        "address sustainability issues. Enact or oversee a corporate sustainability strategy."
    )
    assert says(sample, SUSTAINABILITY, DCTERMS.description, words)


def test_an_occupation_belongs_to_the_group_that_its_code_names(sample: Read) -> None:
    for code in ("11-1011.00", "11-1011.03"):
        assert sample.claim(ID[f"onet/{code}"], CAREER.memberOf).object == ID["soc-2018/11-1011"]
    group = sample.concepts[ID["soc-2018/11-1011"]]
    assert (str(group.label), group.broader) == ("Chief Executives", (ID["soc-2018/11-0000"],))
    assert str(sample.concepts[ID["soc-2018/11-0000"]].label) == "Management Occupations"
    assert len(MAJOR_GROUPS) == 23


def test_a_rating_is_a_claim_that_keeps_how_sure_it_is(sample: Read) -> None:
    claim = sample.claim(CHIEF, CAREER.importance, "onet/2.C.4.a")
    assert (claim.minimum, claim.maximum, claim.unit) == (
        Decimal("3.6"), Decimal("3.6"), CAREER.scaleFrom1To5,
    )  # fmt: skip
    assert (claim.stance, claim.source) == (CAREER.stated, ID["source/onet"])
    assert sample.estimates[claim.iri] == Estimate(
        claim.iri,
        sample_size=28,
        standard_error=Decimal("0.2062"),
        lower_bound=Decimal("3.1738"),
        upper_bound=Decimal("4.0201"),
        suppress=Literal("false", datatype=XSD.boolean),
        surveyed=Literal("2023-08", datatype=XSD.gYearMonth),
        asked=Literal("Incumbent", lang="en"),
    )
    level = sample.claim(CHIEF, CAREER.requiredLevel, "onet/2.C.4.a")
    assert level.unit == CAREER.scaleFrom0To7
    assert str(sample.estimates[level.iri].not_relevant) == "false"
    doubtful = sample.claim(DEVELOPER, CAREER.requiredLevel, "onet/2.B.3.e")
    assert str(sample.estimates[doubtful.iri].suppress) == "true"


def test_elements_are_skills_under_what_the_content_model_puts_above_them(sample: Read) -> None:
    skill, knowledge = (sample.concepts[ID[f"onet/{e}"]] for e in ("2.A.1.e", "2.C.4.a"))
    assert str(skill.label) == str(knowledge.label) == "Mathematics"
    assert (skill.types, knowledge.types) == ((CAREER.Skill,), (CAREER.Knowledge,))
    assert skill.broader == (ID["onet/2.A.1"],)
    assert sample.concepts[ID["onet/2.A.1"]].broader == (ID["onet/2.A"],)
    assert ID["onet/2.D.3"] not in sample.concepts  # of which no claim speaks


def test_each_answer_on_education_is_a_claim_and_no_requirement_is_derived(sample: Read) -> None:
    shares = [c for c in sample.claims if c.measure == CAREER.educationShare]
    assert len(shares) == 12
    assert 99 < sum(c.minimum or 0 for c in shares) < 101
    assert {c.unit for c in shares} == {CAREER.percent}
    bachelor = sample.concepts[ID["onet/2.D.1-RL-6"]]
    assert (str(bachelor.label), bachelor.broader) == ("Bachelor's Degree", (ID["onet/2.D.1"],))
    experience = sample.concepts[ID["onet/3.A.1-RW-7"]]
    assert str(experience.label) == "Related Work Experience: over 2 years, up to and including " \
                                    "4 years"  # fmt: skip
    assert says(sample, experience.iri, CAREER.rank, "7")
    certification = sample.claim(DEVELOPER, CAREER.importance, "onet/2.D.4.a")
    assert certification.unit == CAREER.scaleFrom1To5
    assert not {c.measure for c in sample.claims} & {CAREER.requires, CAREER.level}


def test_a_job_zone_is_a_number_and_a_node_with_what_it_takes(sample: Read) -> None:
    claim = sample.claim(DEVELOPER, CAREER.jobZone)
    assert (claim.minimum, claim.object) == (4, ID["onet/job-zone-4"])
    zone = sample.concepts[ID["onet/job-zone-4"]]
    assert str(zone.label) == "Job Zone Four: Considerable Preparation Needed"
    assert says(sample, zone.iri, CAREER.rank, "4")
    assert says(sample, zone.iri, SKOS.scopeNote, "SVP Range: (7.0 to < 8.0)")


def test_a_related_occupation_has_its_place_and_tier(sample: Read) -> None:
    claim = sample.claim(CHIEF, CAREER.relatedRole)
    assert (claim.object, claim.minimum, claim.maximum, claim.unit, str(claim.text)) == (
        SUSTAINABILITY, 10, 10, CAREER.rankOrder, "Primary-Long",
    )  # fmt: skip


def test_technologies_differ_by_their_signs_and_hot_is_said_of_the_technology(sample: Read) -> None:
    used = {str(c.object).removeprefix(ID) for c in sample.claims
            if (c.subject, c.measure) == (DEVELOPER, CAREER.usesTechnology)}  # fmt: skip
    assert {f"onet/technology-{n}" for n in ("c", "c-sharp", "c-plus-plus", "python")} <= used
    python = ID["onet/technology-python"]
    assert sample.claim(python, CAREER.hotTechnology).affirms
    assert sample.claim(DEVELOPER, CAREER.demandedTechnology, "onet/technology-python")
    (commodity,) = sample.concepts[python].broader
    assert sample.concepts[commodity].types == (CAREER.Commodity,)
    family = sample.concepts[sample.concepts[commodity].broader[0]].broader[0]
    assert sample.concepts[family].broader == (ID["unspsc/43000000"],)


def test_a_task_is_performed_and_is_part_of_work_activities(sample: Read) -> None:
    claim = sample.claim(CHIEF, CAREER.performs, "onet/task-8823")
    assert str(claim.text) == "Core"
    assert sample.estimates[claim.iri].sample_size == 95
    parts = sample.concepts[ID["onet/task-20461"]].broader
    detailed = ID["onet/4.A.2.a.4.I09.D03"]
    assert detailed in parts
    assert len(parts) == 2
    (wider,) = sample.concepts[detailed].broader
    assert (wider, sample.concepts[wider].broader) == (
        ID["onet/4.A.2.a.4.I09"], (ID["onet/4.A.2.a.4"],),
    )  # fmt: skip
    assert sample.concepts[ID["onet/4.A.2.a.4"]].types == (CAREER.WorkActivity,)


def test_an_emerging_task_has_a_node_and_names_the_one_it_revises(sample: Read) -> None:
    emerging = [c for c in sample.claims if str(c.text).startswith("Emerging")]
    assert sorted(str(c.text) for c in emerging) == ["Emerging, New", "Emerging, Revision"]
    (link,) = (t for t in sample.triples if t.predicate == ox.NamedNode(DCTERMS.isVersionOf))
    assert link.object == ox.NamedNode(ID["onet/task-8823"])


def test_high_points_are_the_places_of_interests_and_values(sample: Read) -> None:
    places = {(str(c.object).removeprefix(ID), c.minimum) for c in sample.claims
              if c.measure in (CAREER.interestRank, CAREER.workValueRank)}  # fmt: skip
    assert places == {
        ("onet/1.B.1.e", 1), ("onet/1.B.1.f", 2),  # no third interest is said
        ("onet/1.B.2.c", 1), ("onet/1.B.2.f", 2), ("onet/1.B.2.a", 3),
    }  # fmt: skip
    assert sample.claim(CHIEF, CAREER.workStyleImpact, "onet/1.D.1.a").maximum == Decimal("2.3")
    assert sample.claim(CHIEF, CAREER.workStyleRank).minimum == 7  # the other sample has none


def test_the_sample_holds_in_the_shapes(sample: Read) -> None:
    store = ox.Store()
    store.extend(ox.Quad(*t) for t in all_triples([sample.source, *sample.records]))
    stores.prepared(store)
    assert [str(f) for f in check(store) if f.severity != "warning"] == []
    labels = {str(skill.label) for skill in records(store, Skill)}
    assert {"Mathematics", "Programming", "Python"} <= labels


# ---------------------------------------------------------------- releases


def test_only_files_that_are_missing_are_found_missing(sample: Read) -> None:
    assert sample.said() == {}
    assert {f"{n}" for each in sample.findings for n in each.examples} <= NOT_IN_THE_SAMPLE


def test_release_30_3_says_the_same_under_its_new_names(sample: Read) -> None:
    renamed = Read(RENAMED)
    assert (str(renamed.source.version), str(renamed.source.issued)) == ("30.3", "2026-05")
    values = (CAREER.workValueExtent, CAREER.workValueRank)
    assert {c for c in sample.claims if c.measure not in values} == set(renamed.claims)
    assert {each.what for each in renamed.findings} == {"file that is missing"}
    python = renamed.concepts[ID["onet/technology-python"]]
    assert str(renamed.concepts[python.broader[0]].label) == (
        "Object or component oriented development software"
    )


def test_columns_that_repeat_names_change_nothing(tmp_path: Path, sample: Read) -> None:
    folder = copytree(SAMPLE, tmp_path / "db_30_1_text")
    for path in folder.glob("*.txt"):
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        for after, name in (("O*NET-SOC Code", "Title"), ("Scale ID", "Scale Name")):
            cells = header.split("\t")
            if after in cells and name not in cells:
                at = cells.index(after) + 1
                header, *lines = (
                    "\t".join([*row[:at], word, *row[at:]])
                    for word, row in zip(
                        [name, *["A name"] * len(lines)],
                        (line.split("\t") for line in (header, *lines)), strict=True)
                )  # fmt: skip
        blank = [re.sub(r"(?<=\t)n/a(?=\t|$)", "", line) for line in lines]
        path.write_text("\n".join((header, *blank, "")), encoding="utf-8")
    named = Read(folder)
    assert named.said() == {}
    assert (named.claims, named.estimates) == (sample.claims, sample.estimates)


def test_a_zip_reads_as_its_folder_does_and_the_same_each_time(
    tmp_path: Path, sample: Read
) -> None:
    with zipfile.ZipFile(tmp_path / "db_30_1_text.zip", "w") as archive:
        for path in sorted(SAMPLE.iterdir()):
            archive.write(path, f"db_30_1_text/{path.name}")
    assert all_triples(Read(tmp_path / "db_30_1_text.zip").records) == all_triples(sample.records)


def test_without_a_read_me_the_folder_names_the_release(tmp_path: Path) -> None:
    folder = copytree(SAMPLE, tmp_path / "db_29_3_text")
    (folder / "ONET_Read_Me.txt").unlink()
    assert str(source(Files(folder), Findings()).title) == "O*NET 29.3 Database"
    found = Findings()
    assert source(Files(folder.rename(tmp_path / "onet")), found).version is None
    assert [str(each) for each in found] == ["1 × release that is not named: onet"]


RATING = "\t".join(["O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value", "N",
                    "Standard Error", "Lower CI Bound", "Upper CI Bound", "Recommend Suppress",
                    "Not Relevant", "Date", "Domain Source"])  # fmt: skip
COUNTED = RATING.replace("Data Value", "Category\tData Value").replace("\tNot Relevant", "")


def rows(header: str, *lines: str) -> str:
    return "\n".join((header, *(line.replace(" | ", "\t") for line in lines), ""))


def test_files_that_the_sample_lacks_are_read_with_the_same_code(tmp_path: Path) -> None:
    folder = copytree(SAMPLE, tmp_path / "db_30_1_text")
    sure = "20 | 0.1 | 2.0 | 4.0 | N"
    content = {
        "Abilities": rows(RATING, f"11-1011.00 | 1.A.1 | Cognitive Abilities | LV | 5 | {sure} | Y "
                          "| 08/2023 | Analyst"),
        "Work Context": rows(COUNTED,
            f"11-1011.00 | 4.C.1 | Talk | CX | n/a | 4.5 | {sure} | 08/2023 | Incumbent",
            f"11-1011.00 | 4.C.1 | Talk | CXP | 2 | 30.5 | {sure} | 08/2023 | Incumbent"),
        "Work Context Categories": rows(
            "Element ID\tElement Name\tScale ID\tCategory\tCategory Description",
            "4.C.1 | Talk | CXP | 2 | Once a year or more"),
        "Task Ratings": rows(COUNTED.replace("Element ID\tElement Name", "Task ID"),
            f"11-1011.00 | 8823 | IM | n/a | 4.5 | {sure} | 08/2023 | Incumbent",
            f"11-1011.00 | 8823 | RT | n/a | 98 | {sure} | 08/2023 | Incumbent",
            f"11-1011.00 | 8823 | FT | 3 | 20.5 | {sure} | 08/2023 | Incumbent"),
        "Task Categories": rows("Scale ID\tCategory\tCategory Description",
                                "FT | 3 | More than monthly"),
        "Tools Used": rows("O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title",
                           "11-1011.00 | Notebook computers | 43211503 | Notebook computer"),
    }  # fmt: skip
    for name, text in content.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with (folder / "Content Model Reference.txt").open("a", encoding="utf-8") as model:
        model.write("1.A.1\tCognitive Abilities\tOf the mind.\n4.C.1\tTalk\tn/a\n")
    read = Read(folder)
    assert {each.what: each.examples for each in read.findings} == {
        "file that is missing": ["Work Activities.txt"]
    }
    ability = read.claim(CHIEF, CAREER.requiredLevel, "onet/1.A.1")
    assert str(read.estimates[ability.iri].not_relevant) == "true"
    assert read.claim(CHIEF, CAREER.contextScore, "onet/4.C.1").minimum == Decimal("4.5")
    share = read.claim(CHIEF, CAREER.contextShare, "onet/4.C.1-CXP-2")
    assert str(read.concepts[share.object or CHIEF].label) == "Talk: once a year or more"
    assert read.claim(CHIEF, CAREER.importance, "onet/task-8823").minimum == Decimal("4.5")
    assert read.claim(CHIEF, CAREER.relevance, "onet/task-8823").unit == CAREER.percent
    assert read.claim(ID["onet/task-8823"], CAREER.frequencyShare, "onet/FT-3")
    assert read.claim(CHIEF, CAREER.usesTool, "onet/tool-notebook-computers")
    assert str(read.concepts[ID["unspsc/43211503"]].label) == "Notebook computer"


# ---------------------------------------------------------------- what is wrong is said

FAULTS = {
    "a code of no occupation": (
        "Skills.txt", "15-1252.00", "99-9999.00",
        "code without an occupation; row left out", "99-9999.00"),
    "words for a number": (
        "Skills.txt", "\tIM\t4", "\tIM\tn/a", "value that is no number; row left out", "n/a"),
    "a number beyond its scale": (
        "Skills.txt", "\tIM\t3", "\tIM\t33", "value outside its scale; row left out", "IM, 33"),
    "a scale that is not known": (
        "Skills.txt", "\tLV\t", "\tZZ\t", "scale that is not known; row left out", "ZZ"),
    "an element that is not known": (
        "Knowledge.txt", "2.C.4.a", "2.C.9.z",
        "element that is not known; row left out", "2.C.9.z"),
    "an answer that is not known": (
        "Education, Training, and Experience.txt", "\tRL\t6\t", "\tRL\t60\t",
        "category that is not known; row left out", "RL, 60"),
    "a standard error in words": (
        "Knowledge.txt", "\t0.2062\t", "\tsmall\t",
        "standard error that cannot be read; left out", "small"),
    "bounds upside down": (
        "Knowledge.txt", "\t3.1738\t4.0201", "\t4.0201\t3.1738",
        "bounds that are upside down; left out", "4.0201, 3.1738"),
    "a flag that is neither": (
        "Knowledge.txt", "\tN\tn/a", "\tmaybe\tn/a",
        "suppress that cannot be read; left out", "maybe"),
    "a date of another form": (
        "Job Zones.txt", "08/2023", "August", "surveyed that cannot be read; left out", "August"),
    "a job zone 9": (
        "Job Zones.txt", "\t4\t", "\t9\t", "job zone that is not 1 to 5; row left out", ", 9"),
    "a job zone of which nothing is said": (
        "Job Zone Reference.txt", "\r\n5\t", "\r\n3\t",
        "job zone that is not described", "job zone 5"),
    "a related code of no occupation": (
        "Related Occupations.txt", "11-1011.03", "11-1011.99",
        "related code without an occupation; row left out", "11-1011.99"),
    "a task of no statement": (
        "Tasks to DWAs.txt", "\t20461\t", "\t99\t", "task that is not known; row left out", "99"),
    "an activity of no reference": (
        "Tasks to DWAs.txt", "4.A.2.a.4.I09.D03", "4.A.9",
        "activity that is not known; row left out", "4.A.9"),
    "an activity under none": (
        "DWA Reference.txt", "\t4.A.2.a.4.I09\t", "\t4.A.9\t",
        "activity under none that is known; put under none", "4.A.2.a.4.I09.D03"),
    "a revised task of no statement": (
        "Emerging Tasks.txt", "\t8823\t", "\t99\t",
        "original task that is not known; left out", "99"),
    "a technology in another spelling": (
        "Technology Skills.txt", "Microsoft Excel", "Microsoft EXCEL",
        "name in another spelling; read as one", "Microsoft Excel"),
    "neither hot nor not": (
        "Technology Skills.txt", "\tY\t", "\t?\t", "neither Y nor N; read as N", "?"),
    "an identifier that no IRI can hold": (
        "Task Statements.txt", "\t8823\t", "\t88 23\t",
        "task without number or words; row left out", "88 23"),
    "a column that is not known": (
        "Job Zones.txt", "\tDate", "\tWhen", "column that is not known; left out", "When"),
    "a file that is not known": (
        "Wages.txt", "", "x", "file that is not known; left out", "Wages.txt"),
    "an element twice": (
        "Content Model Reference.txt", "", "1\tWorker Characteristics\tx\r\n",
        "duplicate row; left out", ": 1"),
    "an occupation twice": (
        "Occupation Data.txt", "", "11-1011.00\tChiefs\tx\r\n",
        "duplicate row; left out", "11-1011.00"),
    "a rating twice": (
        "Interests.txt", "", "11-1011.00\t1.B.1.a\tRealistic\tOI\t5\t11/2023\tExpert\r\n",
        "duplicate row; left out", "11-1011.00, 1.B.1.a, OI"),
    "a code of another form": (
        "Occupation Data.txt", "", "12\tTwelve\tx\r\n",
        "occupation without code or title; row left out", "12, Twelve"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_used_is_found_and_nothing_else_is_lost(
    fault: str, tmp_path: Path, sample: Read
) -> None:
    name, old, new, what, where = FAULTS[fault]
    read = changed(tmp_path, name, old, new)
    found = read.said()
    assert what in found, found
    assert where in found[what][0]
    lost = len(sample.claims) - len(read.claims)
    assert 0 <= lost <= 2, "one row, and what it says of two things"
    all_triples(read.records)  # what is kept can be written


def test_a_release_without_occupations_is_refused_with_what_would_be_right(tmp_path: Path) -> None:
    (tmp_path / "Occupation Data.xlsx").write_bytes(b"")
    with pytest.raises(ReadError, match=r"no file 'Occupation Data\.txt'; it has Occ.* text files"):
        Read(tmp_path)


def test_a_table_without_a_needed_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"Skills\.txt: no column 'Data Value'"):
        changed(tmp_path, "Skills.txt", "Data Value", "Value")


# ---------------------------------------------------------------- what answers mean


def test_the_meaning_of_answers_is_what_their_words_say() -> None:
    words = {(row["scale"], int(row["category"])): row["description"]
             for row in CATEGORIES[0].rows(Files(SAMPLE), Findings())}  # fmt: skip
    assert {n for scale, n in words if scale == "RL"} == answers.LOWEST_DEGREE.keys()
    for scale, years in (("RW", answers.YEARS_OF_EXPERIENCE), ("PT", answers.YEARS_OF_TRAINING),
                         ("OJ", answers.YEARS_OF_TRAINING)):  # fmt: skip
        assert {n for each, n in words if each == scale} == years.keys()
        for n, (low, high) in years.items():
            said = [Decimal(number) / (12 if unit == "month" else 1) for number, unit in
                    re.findall(r"(\d+) (month|year)", words[scale, n])]  # fmt: skip
            ends = [end for end in (low, high) if end]
            assert len(said) == len(ends), words[scale, n]
            assert all(abs(a - b) < Decimal("0.01") for a, b in zip(said, ends, strict=True))


def test_each_degree_is_the_lowest_that_the_answer_implies() -> None:
    assert [degree.name if degree else None for degree in answers.LOWEST_DEGREE.values()] == [
        None, "high-school-diploma", "high-school-diploma", "high-school-diploma",
        "associates-degree", "bachelors-degree", "bachelors-degree", "masters-degree",
        "masters-degree", "professional-degree", "doctorate", "doctorate",
    ]  # fmt: skip


# ---------------------------------------------------------------- the release itself


@pytest.fixture(scope="module")
def real() -> Read:
    if not REAL.exists():
        pytest.skip("O*NET is not part of the project: it is looked for in ../shared/data")
    with uncollected():
        return Read(REAL)


def test_the_whole_release_is_read_without_loss(real: Read) -> None:
    assert [str(each) for each in real.findings] == [
        "5 × file that is missing: Abilities.txt; Work Activities.txt; Work Context.txt, …"
    ]
    assert len([r for r in real.records if isinstance(r, Role)]) == 1016
    assert real.measured() == {
        "memberOf": 1016, "jobZone": 923, "relatedRole": 18460,
        "importance": 62580 // 2 + 59004 // 2 + 564 + 563, "requiredLevel": 62580 // 2 + 59004 // 2,
        "educationShare": 10536, "experienceShare": 9658, "siteTrainingShare": 7902,
        "jobTrainingShare": 7902, "usesTechnology": 32773, "demandedTechnology": 2493,
        "hotTechnology": 171, "performs": 18796 + 328, "interestScore": 5538,
        "interestRank": 2769 - 447, "workStyleImpact": 18711, "workStyleRank": 4304,
        "workValueExtent": 5244, "workValueRank": 2622 - 1,
    }  # fmt: skip


def test_the_counts_are_those_of_the_publisher(real: Read) -> None:
    zones = Counter(c.minimum for c in real.claims if c.measure == CAREER.jobZone)
    assert zones == {1: 33, 2: 298, 3: 213, 4: 225, 5: 154}
    classes = Counter(each.removeprefix(CAREER) for c in real.concepts.values() for each in c.types)
    assert (classes["Technology"], classes["Task"], classes["RoleGroup"]) == (
        8785, 18796 + 328, 867 + 23,
    )  # fmt: skip
    assert (classes["Skill"], classes["Knowledge"], classes["AnswerCategory"]) == (35, 33, 41)
    tasks = [c for c in real.concepts.values() if CAREER.Task in c.types]
    assert sum(len(task.broader) for task in tasks) == 23850
    for kind, ratings in (("Skill", 62580), ("Knowledge", 59004)):
        of = {iri for iri, c in real.concepts.items() if CAREER[kind] in c.types}
        found = [c for c in real.claims if c.object in of and c.measure != CAREER.usesTechnology]
        assert len(found) == ratings
        assert all(c.iri in real.estimates for c in found)


def test_every_alternate_title_is_a_name_of_its_occupation(real: Read) -> None:
    names = {str(role.iri).rpartition("/")[2]: {str(role.label), *map(str, role.alt_labels)}
             for role in real.concepts.values() if isinstance(role, Role)}  # fmt: skip
    header, *lines = Files(REAL).text("Alternate Titles.txt", Findings()).split("\n")
    cells = [line.split("\t") for line in lines if line]
    assert header.split("\t")[2] == "Alternate Title"
    assert len(cells) == 56505
    assert [c for c in cells if c[2].strip() not in names[c[0]]] == []


def test_every_node_of_the_release_that_is_named_is_described(real: Read) -> None:
    named = {c.object for c in real.claims if c.object} | {c.subject for c in real.claims}
    named |= {above for c in real.concepts.values() for above in c.broader}
    assert named - real.concepts.keys() == set()
    iris = [c.iri for c in real.claims]
    assert len(iris) == len(set(iris))
