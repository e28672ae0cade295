"""What the Bureau of Labor Statistics publishes is read as it says it, and no more."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from rdflib import URIRef

import shared
from careergraph.errors import ReadError
from careergraph.model import Claim, Estimate, Industry, Requirement, RoleGroup, Source
from careergraph.rules.fields import published_with
from careergraph.sources.bls import read
from careergraph.terms import CAREER, ID
from shared import SHARED, faults_of
from workbook import Cell, workbook

OEWS = SHARED / "data" / "bls-oews"
PROJECTIONS = SHARED / "data" / "bls-employment-projections"
ONET = SHARED / "data" / "onet-30.1" / "db_30_1.zip"
TOP = "#  = indicates a wage equal to or greater than $115.00 per hour or $239,200 per year "

HEAD: list[Cell] = [
    "AREA", "AREA_TITLE", "AREA_TYPE", "NAICS", "NAICS_TITLE", "I_GROUP", "OWN_CODE", "OCC_CODE",
    "OCC_TITLE", "O_GROUP", "TOT_EMP", "EMP_PRSE", "H_MEAN", "A_MEAN", "MEAN_PRSE", "H_PCT10",
    "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90", "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75",
    "A_PCT90",
]  # fmt: skip


def wages(
    code: str, title: str, level: str, jobs: Cell, *pay: Cell, sector: str = ""
) -> list[Cell]:
    """A row; `pay` is mean, error and percentiles a year, or those an hour when 'hourly' leads."""
    unknown: list[Cell] = ["*"] * 5
    hourly = bool(pay) and pay[0] == "hourly"
    mean, error, *percentiles = pay[1:] if hourly else pay
    name = "Health Care and Social Assistance" if sector else "Cross-industry"
    where = ["99", "U.S.", "1", sector or "000000", name, "", "58" if sector else "1235"]
    means = [mean, "*", error] if hourly else ["*", mean, error]
    ends = [*percentiles, *unknown] if hourly else [*unknown, *percentiles]
    return [*where, code, title, level, jobs, 1.2, *means, *ends]


NATIONAL = [
    HEAD,
    wages("11-0000", "Management Occupations", "major", 900, 140000, 0.2, 1, 2, 3, 4, 5),
    wages("11-1010", "Chief Executives", "broad", 211850, 262930, 0.9, 73710, 126080, 206420,
          "#", "#"),
    wages("11-1011", "Chief Executives", "detailed", 211850, 262930, 0.9, 73710, 126080, 206420,
          "#", "#"),
    wages("29-1022", "Surgeons", "detailed", "**", 360240, 6.9, "#", "#", "#", "#", "#"),
    wages("27-2011", "Actors", "detailed", 38800, "hourly", 44.4, 15.9, 14, 16.94, 23.33, 41.09,
          97.19),
    wages("13-1020", "Buyers", "broad", 100, 5, 0.1, 1, 2, 3, 4, 5),
    wages("13-1020", "Buyers", "detailed", 100, 5, 0.1, 1, 2, 3, 4, 5),
    wages("99-XXXX", "Odd", "detailed", 100, 5, 0.1, 1, 2, 3, 4, 5),
    wages("53-7199", "Movers", "detailed", 100, "*", "*", *["*"] * 5),
    wages("53-7121", "Loaders", "detailed", 100, "x", 0.1, 9, 2, 3, 4, 5),
]  # fmt: skip


def oews(path: Path) -> Path:
    """A national table with all that can be the matter, and one of a sector."""
    path.mkdir(exist_ok=True)
    workbook(path / "national_M2024_dl.xlsx", data=NATIONAL, Field_Descriptions=[[TOP]])
    sector = [HEAD, wages("11-1011", "Chief Executives", "detailed", 30, 200000, 2.5, 1, 2, 3, 4,
                          5, sector="62")]  # fmt: skip
    workbook(path / "natsector_M2023_dl.xlsx", data=sector, Field_Descriptions=[[TOP]])
    return path


def projections(path: Path) -> Path:
    """One row of each table for a few occupations."""
    path.mkdir(exist_ok=True)
    head = ["2024 National Employment Matrix title", "2024 National Employment Matrix code"]
    entry = [
        "Typical education needed for entry",
        "Work experience in a related occupation",
        "Typical on-the-job training needed to attain competency in the occupation",
    ]
    workbook(path / "occupation.xlsx", Table_1__2=[
        ["Table 1.2 Occupational projections (Employment in thousands)"],
        [*head, "Occupation type", "Employment, 2024", "Employment, 2034",
         "Employment change, percent, 2024–34", "Percent self employed, 2024",
         "Occupational openings, 2024–34 annual average", "Median annual wage, dollars, 2024[1]"],
        ["    Chief executives", "11-1011", "Line item", 309.4, 322.7, 4.3, 25.9, 22.2, 206420],
        ["    Word processors and typists, except legal", "43-9022", "Line item", 40, 25.6, -36.1,
         "—", "", ">=$239,200"],
        ["Footnotes:"],
        ["[1] Data are from another program."],
    ], Table_1__10=[
        [*head, "Labor force exit rate, 2024–34 annual average",
         "Occupational transfer rate, 2024–34 annual average"],
        ["Chief executives", "11-1011", 3.1, 4.2],
    ])  # fmt: skip
    workbook(path / "education.xlsx", Table_5__3=[
        ["Table 5.3 Educational attainment for workers 25 years and older, 2022–23 (Percent)"],
        [*head, "Less than high school diploma", "High school diploma or equivalent",
         "Some college, no degree", "Associate's degree", "Bachelor's degree", "Master's degree",
         "Doctoral or professional degree"],
        ["Chief executives[1]", "11-1011", 1.5, 7.8, 13.1, 5.3, 40.7, 24.7, 6.9],
        ["[1] This occupation is not an exact match"],
    ], Table_5__4=[
        ["Table 5.4 Education and training assignments by detailed occupation, 2024"],
        [*head, *entry],
        ["Chief executives", "11-1011", "Bachelor's degree", "5 years or more", "None"],
        ["Actors", "27-2011", "Some college, no degree", "None", "Long-term on-the-job training"],
        ["Loaders", "53-7121", "No formal educational credential", "Less than 5 years",
         "Short-term on-the-job training"],
        ["Electricians", "47-2111", "High school diploma or equivalent", "None", "Apprenticeship"],
        ["Others", "53-7199", "A doctorate in moving", "—", "None"],
    ])  # fmt: skip
    return path


class Read(shared.Read):
    """All that a folder says, and what was found while reading."""

    def __init__(self, path: Path) -> None:
        super().__init__(read, path)

    def claims(self, code: str, measure: URIRef, **parts: Any) -> list[Claim]:
        """The claims on a group and measure with these parts."""
        return [c for c in self.of(Claim)
                if c.subject == ID[f"soc-2018/{code}"] and c.measure == measure
                and all(getattr(c, name) == value for name, value in parts.items())]  # fmt: skip

    def ends(self, code: str, measure: URIRef, **parts: Any) -> tuple[Decimal | None, ...]:
        """Both ends of the only such claim."""
        (claim,) = self.claims(code, measure, **parts)
        return claim.minimum, claim.maximum


def test_wages_are_claims_with_statistic_place_period_and_error(tmp_path: Path) -> None:
    read = Read(oews(tmp_path))
    (mean,) = read.claims("11-1011", CAREER.pay, statistic=CAREER.mean, industry=None)
    assert (mean.minimum, mean.maximum, mean.unit) == (262930, 262930, CAREER.usdPerYear)
    assert mean.place == ID["place/united-states"]
    assert mean.period == ID["period/2024-05"]
    assert mean.stance == CAREER.stated
    assert mean.source == ID["source/bls-oews"]
    (error,) = [e for e in read.of(Estimate) if e.iri == mean.iri]
    assert error.relative_error == Decimal("0.9")
    one = {"industry": None}
    assert read.ends("11-1011", CAREER.pay, statistic=CAREER.median, **one) == (206420, 206420)
    (jobs,) = read.claims("11-1011", CAREER.employment, industry=None)
    assert (jobs.minimum, jobs.unit, jobs.rounded_to) == (211850, CAREER.jobs, 10)


def test_a_top_coded_wage_is_a_range_without_upper_end(tmp_path: Path) -> None:
    read = Read(oews(tmp_path))
    chief = {"industry": None, "statistic": CAREER.decileRange}
    assert read.ends("11-1011", CAREER.pay, **chief) == (73710, None)
    for statistic in (CAREER.median, CAREER.decileRange, CAREER.quartileRange):
        assert read.ends("29-1022", CAREER.pay, statistic=statistic) == (239200, None)
    what = "wage of the publisher's limit or more; stated without an upper end"
    assert read.findings.count(what) == 7


def test_hourly_wages_are_read_where_there_are_no_yearly_ones(tmp_path: Path) -> None:
    read = Read(oews(tmp_path))
    assert read.claims("27-2011", CAREER.pay) == []
    deciles = {"statistic": CAREER.decileRange, "unit": CAREER.usdPerHour}
    assert read.ends("27-2011", CAREER.hourlyPay, **deciles) == (14, Decimal("97.19"))


def test_figures_of_a_sector_have_its_industry_and_a_population_of_their_own(
    tmp_path: Path,
) -> None:
    read = Read(oews(tmp_path))
    (sector,) = read.claims("11-1011", CAREER.employment, industry=ID["naics-2022/62"])
    (every,) = read.claims("11-1011", CAREER.employment, industry=None)
    assert sector.population != every.population
    assert sector.period == ID["period/2023-05"]
    assert [str(i.label) for i in read.of(Industry)] == ["Health Care and Social Assistance"]


def test_groups_nest_and_what_is_not_published_or_not_readable_is_said(tmp_path: Path) -> None:
    read = Read(oews(tmp_path))
    groups = {g.iri: g for g in read.of(RoleGroup)}
    assert groups[ID["soc-2018/11-1011"]].broader == (ID["soc-2018/11-1010"],)
    assert groups[ID["soc-2018/11-1010"]].broader == (ID["soc-2018/11-0000"],)
    assert {finding.what: finding.count for finding in read.findings} == {
        "code that is no SOC code; row left out": 1,
        "wage of the publisher's limit or more; stated without an upper end": 7,
        "employment that is not published": 1,
        "group that stands in a table twice; stated once": 1,
        "wage that is not published": 4,
        "number that cannot be read; left out": 1,
        "range whose lower end is above its upper; left out": 1,
    }


def test_projections_are_claims_on_now_then_and_the_years_between(tmp_path: Path) -> None:
    read = Read(projections(tmp_path))
    then = {"period": ID["period/2034"]}
    assert read.ends("11-1011", CAREER.employment, **then) == (322700, 322700)
    assert read.ends("43-9022", CAREER.growth) == (Decimal("-36.1"), Decimal("-36.1"))
    (openings,) = read.claims("11-1011", CAREER.openings)
    assert (openings.minimum, openings.unit) == (22200, CAREER.jobsPerYear)
    assert openings.period == ID["period/2024-2034"]
    (transfers,) = read.claims("11-1011", CAREER.transferRate)
    assert (transfers.minimum, transfers.unit) == (Decimal("4.2"), CAREER.percentPerYear)
    (wage,) = read.claims("43-9022", CAREER.pay)
    assert (wage.minimum, wage.maximum) == (239200, None)
    assert wage.said_by == (ID["agent/bls-oews"],)
    labels = {str(g.label) for g in read.of(RoleGroup)}
    assert {"Chief Executives", "Word Processors and Typists, Except Legal"} <= labels


def test_entry_education_is_a_typical_requirement_and_none_denies_any(tmp_path: Path) -> None:
    read = Read(projections(tmp_path))
    bachelor, five = (ID["requirement/bachelors-degree"], ID["requirement/5-years-of-experience"])
    asked = read.claims("11-1011", CAREER.requires)
    assert [(c.object, c.strength) for c in asked] == [
        (bachelor, CAREER.typical), (five, CAREER.typical)]  # fmt: skip
    (denial,) = read.claims("53-7121", CAREER.requires)
    assert denial.polarity == CAREER.denied
    (unneeded,) = [r for r in read.of(Requirement) if r.iri == denial.object]
    assert ID["credential/bachelors-degree"] in unneeded.alternatives
    (college,) = read.claims("27-2011", CAREER.requires)
    assert college.object == ID["requirement/some-college"]
    what = "category that is not known; left out"
    assert read.findings.count(what) == 1


def test_experience_and_training_are_ranges_as_the_publisher_defines_them(tmp_path: Path) -> None:
    read = Read(projections(tmp_path))
    for code, years, months in (
        ("11-1011", (5, None), (0, 0)),
        ("53-7121", (0, 5), (0, 1)),
        ("27-2011", (0, 0), (12, None)),
    ):
        assert read.ends(code, CAREER.experienceNeeded) == years
        assert read.ends(code, CAREER.trainingTime) == months
    assert read.claims("47-2111", CAREER.trainingTime) == []
    (training,) = read.claims("47-2111", CAREER.onTheJobTraining)
    assert str(training.text) == "Apprenticeship"


def test_attainment_is_a_share_for_each_kind_with_its_footnote(tmp_path: Path) -> None:
    read = Read(projections(tmp_path))
    shares = read.claims("11-1011", CAREER.attainmentShare)
    assert {str(c.object).rpartition("/")[2]: c.minimum for c in shares} == {
        "less-than-high-school": Decimal("1.5"), "high-school-diploma": Decimal("7.8"),
        "some-college": Decimal("13.1"), "associates-degree": Decimal("5.3"),
        "bachelors-degree": Decimal("40.7"), "masters-degree": Decimal("24.7"),
        "professional-degree": Decimal("6.9"),
    }  # fmt: skip
    assert {c.period for c in shares} == {ID["period/2022-2023"]}
    assert {str(c.text) for c in shares} == {"This occupation is not an exact match"}


def test_a_table_as_csv_says_the_same_as_the_workbook(tmp_path: Path) -> None:
    text = ("2024 National Employment Matrix title,2024 National Employment Matrix code,"
            '"Labor force exit rate, 2024–34 annual average",'
            '"Occupational transfer rate, 2024–34 annual average"\n'
            "Chief executives,11-1011,3.1,4.2\nAll other,11-9199,3.1\n")  # fmt: skip
    path = tmp_path / "csv"
    path.mkdir()
    (path / "table_1_10_separations.csv").write_text(text, encoding="utf-8")
    read, other = Read(path), Read(projections(tmp_path / "xlsx"))
    rate = CAREER.exitRate
    assert read.ends("11-1011", rate) == other.ends("11-1011", rate)
    assert read.findings.count("row of 3 cells where the header has 4") == 1


def test_a_release_is_called_after_the_programmes_in_it(tmp_path: Path) -> None:
    outlook = Read(projections(tmp_path / "outlook"))
    assert outlook.release.name == "bls-projections"
    assert outlook.release.source.iri == ID["source/bls-projections"]
    assert not outlook.of(Source)
    wages = Read(oews(tmp_path / "wages")).release
    assert wages.parts == ("bls-oews-national", "bls-oews-sector")
    assert (wages.name, wages.source.iri) == ("bls-oews-national+sector", ID["source/bls-oews"])
    oews(tmp_path / "outlook")
    assert Read(tmp_path / "outlook").release.name == "bls-oews-national+oews-sector+projections"


def test_two_programmes_are_two_sources_of_one_release(tmp_path: Path) -> None:
    oews(tmp_path)
    read = Read(projections(tmp_path))
    assert [s.iri for s in read.of(Source)] == [ID["source/bls-oews"], ID["source/bls-projections"]]
    assert str(read.release.source.version) == (
        "Occupational Employment and Wage Statistics: May 2024, May 2023; "
        "Employment Projections: 2024–34"
    )
    again = Read(tmp_path)
    assert again.records == read.records
    iris = Counter(r.iri for r in read.records if not isinstance(r, Estimate) and hasattr(r, "iri"))
    assert max(iris.values()) == 1


def test_the_sample_breaks_no_rule(tmp_path: Path) -> None:
    oews(tmp_path)
    projections(tmp_path)
    read = Read(tmp_path)
    assert faults_of(read.release.source, read.records) == []


def test_what_is_no_workbook_or_lacks_a_column_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("x")
    with pytest.raises(ReadError, match=r"no file of the Bureau.*national_M2024_dl\.xlsx"):
        Read(tmp_path / "a")
    whole = oews(tmp_path / "b") / "national_M2024_dl.xlsx"
    whole.write_bytes(whole.read_bytes()[:500])
    with pytest.raises(ReadError, match="cut short or no workbook"):
        Read(tmp_path / "b")
    workbook(whole, data=[["OCC_CODE", "OCC_TITLE"], ["11-1011", "x"]])
    with pytest.raises(ReadError, match="no column 'TOT_EMP'; it has OCC_CODE, OCC_TITLE"):
        Read(tmp_path / "b")


# ---------------------------------------------------------------- the publisher's own files


@pytest.mark.skipif(not OEWS.is_dir(), reason="the data sets are looked for in ../shared/data")
def test_the_wage_survey_has_the_publishers_counts() -> None:
    read = Read(OEWS)
    assert len(read.of(RoleGroup)) == 1 + 22 + 94 + 455 + 831 - 7  # 7 are both broad and detailed
    national = [c for c in read.of(Claim)
                if c.measure == CAREER.employment and c.industry is None]  # fmt: skip
    assert len(national) == 1396
    assert len(read.of(Industry)) == 20
    rows = {(c.subject, c.industry) for c in read.of(Claim) if c.industry}
    unpublished = read.findings.count("employment that is not published")
    assert unpublished == 676
    twice = read.findings.count("group that stands in a table twice; stated once")
    assert twice == 7 + 109
    assert len(rows) <= 16376 - 109
    employed = [c for c in read.of(Claim) if c.measure == CAREER.employment and c.industry]
    assert len(employed) == 16376 - 109 - unpublished
    chief = {"statistic": CAREER.decileRange, "industry": None}
    assert read.ends("11-1011", CAREER.pay, **chief) == (73710, None)


@pytest.mark.skipif(not PROJECTIONS.is_dir(), reason="they are looked for in ../shared/data")
def test_the_projections_have_the_publishers_counts() -> None:
    read = Read(PROJECTIONS)
    asked = Counter(
        (str(c.object).rpartition("/")[2], c.affirms)
        for c in read.of(Claim) if c.measure == CAREER.requires
    )  # fmt: skip
    assert asked == {
        ("high-school-diploma", True): 326, ("bachelors-degree", True): 178,
        ("formal-educational-credential", False): 109, ("professional-degree", True): 73,
        ("postsecondary-nondegree-award", True): 51, ("associates-degree", True): 48,
        ("masters-degree", True): 40, ("some-college", True): 7,
        ("5-years-of-experience", True): 28,
    }  # fmt: skip
    measured = Counter(c.measure for c in read.of(Claim))
    assert measured[CAREER.growth] == measured[CAREER.transferRate] == 1113
    assert measured[CAREER.attainmentShare] == 833 * 7
    needed = Counter((c.minimum, c.maximum) for c in read.of(Claim)
                     if c.measure == CAREER.experienceNeeded)  # fmt: skip
    assert needed == {(0, 0): 716, (0, 5): 88, (5, None): 28}


@pytest.mark.skipif(not (OEWS.is_dir() and PROJECTIONS.is_dir()), reason="as above")
def test_both_programmes_give_a_group_the_same_label() -> None:
    """Two labels in one language would make the graph of both break a rule."""
    one, other = ({g.iri: g.label for g in Read(p).of(RoleGroup)} for p in (OEWS, PROJECTIONS))
    differing = {code: (one[code], other[code]) for code in one.keys() & other.keys()
                 if one[code] != other[code]}  # fmt: skip
    assert differing == {}
    assert len(one.keys() & other.keys()) == 1111


@pytest.mark.skipif(not (OEWS.is_dir() and ONET.is_file()), reason="as above")
def test_what_is_published_is_found_for_every_civilian_occupation() -> None:
    """The office publishes some detailed occupations under one code, which the rules know."""
    with ZipFile(ONET) as archive:
        [name] = [n for n in archive.namelist() if n.endswith("/Occupation Data.txt")]
        rows = archive.read(name).decode("utf-8").splitlines()[1:]
    codes = {ID[f"soc-2018/{row[:7]}"] for row in rows if not row.startswith("55-")}
    pay = (CAREER.pay, CAREER.hourlyPay)
    paid = {c.subject for c in Read(OEWS).of(Claim) if c.measure in pay}
    asked = {c.subject for c in Read(PROJECTIONS).of(Claim) if c.measure == CAREER.requires}

    def lacking(known: set[URIRef]) -> set[URIRef]:
        return {c for c in codes if c not in known and URIRef(published_with(c)) not in known}

    assert lacking(paid) == {ID["soc-2018/45-3031"]}  # who fish and hunt: not in the survey
    assert lacking(asked) == set()
