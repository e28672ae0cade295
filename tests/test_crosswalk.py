"""Crosswalks are mapping sets: who maps what to what, how, and how surely."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import URIRef

import shared
from careergraph.errors import ReadError
from careergraph.model import Claim, Concept, Industry, Mapping, RoleGroup, triples
from careergraph.sources.crosswalk import read
from careergraph.terms import CAREER, ID, PREFIXES, SEMAPV, SKOS, SSSOM
from shared import SHARED, faults_of
from workbook import workbook

DATA = SHARED / "data"
needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the data sets are looked for in ../shared/data"
)

ESCO = PREFIXES["esco.occupation"]
MAYOR, GUARD = f"{ESCO}00000000-0000-4000-8000-000000000001", f"{ESCO}{'2' * 8}"


class Read(shared.Read):
    """All that a folder says, and what was found while reading."""

    def __init__(self, path: Path) -> None:
        super().__init__(read, path)

    def mappings(self, name: str) -> list[Mapping]:
        """The mappings of one set."""
        return [m for m in self.of(Mapping) if m.source == ID[f"source/crosswalk-{name}"]]

    def pairs(self, name: str) -> dict[tuple[str, str], URIRef]:
        """The relation of each pair of a set, by the ends of the IRIs."""
        return {(_end(m.subject), _end(m.object)): m.predicate for m in self.mappings(name)}


def _end(iri: str) -> str:
    return iri.removeprefix(str(ID)).removeprefix(PREFIXES["isco"])


def written(path: Path, **files: str) -> Path:
    """A folder of files of text; `__` in a name stands for a dot."""
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        (path / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return path


EDITIONS = """2010 SOC Code;2010 SOC Title;2018 SOC Code;2018 SOC Title
11-1011;Chief Executives;11-1011;Chief Executives
15-1132;Software Developers, Applications (##);15-1252;Software Developers (##)
15-1133;Software Developers, Systems Software;15-1252;Software Developers (##)
29-2021;Dental Hygienists;29-1292;Dental Hygienists
29-1060;Physicians;29-1210;Physicians
29-1060;Physicians;29-1240;Surgeons
29-1069;All Other;29-1240;Surgeons
29-1069;All Other;29-1229;Other Physicians
51-1000;Whole;51-1001;Part A
51-1000;Whole;51-1002;Part B
51-1000;Whole;51-1002;Part B
xx;No code;11-1011;Chief Executives
"""


def test_editions_nest_by_who_has_one_partner(tmp_path: Path) -> None:
    read = Read(written(tmp_path, soc_2010_to_2018_crosswalk__csv=EDITIONS))
    assert read.pairs("soc-2010-2018") == {
        ("soc-2010/11-1011", "soc-2018/11-1011"): SKOS.exactMatch,
        ("soc-2010/15-1132", "soc-2018/15-1252"): SKOS.broadMatch,
        ("soc-2010/15-1133", "soc-2018/15-1252"): SKOS.broadMatch,
        ("soc-2010/29-2021", "soc-2018/29-1292"): SKOS.exactMatch,
        ("soc-2010/29-1060", "soc-2018/29-1210"): SKOS.narrowMatch,
        ("soc-2010/29-1060", "soc-2018/29-1240"): SKOS.relatedMatch,
        ("soc-2010/29-1069", "soc-2018/29-1240"): SKOS.relatedMatch,
        ("soc-2010/29-1069", "soc-2018/29-1229"): SKOS.narrowMatch,
        ("soc-2010/51-1000", "soc-2018/51-1001"): SKOS.narrowMatch,
        ("soc-2010/51-1000", "soc-2018/51-1002"): SKOS.narrowMatch,
    }
    labels = {g.iri: str(g.label) for g in read.of(RoleGroup)}
    assert labels[ID["soc-2010/15-1132"]] == "Software Developers, Applications"
    assert not any(iri.startswith(ID["soc-2018"]) for iri in labels)
    assert {f.what: f.count for f in read.findings} == {
        "pair that stands twice; stated once": 1,
        "code that is no SOC code; row left out": 1,
    }


def nesta(code: str, *, title: str = "x", confidence: str = "2.0", uri: str = MAYOR) -> str:
    """A row of the crosswalk; the number within is that of the occupation."""
    return f"7,mayor,1111,{code},{title},['mayor'],0.81,{confidence},{uri}\n"


NESTA = ("id,esco_occupation,isco_code,onet_code,onet_occupation,matching_job_titles,"
         "semantic_similarity,confidence,concept_uri\n")  # fmt: skip


@pytest.mark.parametrize(
    ("code", "target", "relation", "justification"),
    [
        ("11-1011.00", "onet/11-1011.00", SKOS.closeMatch, SEMAPV.CompositeMatching),
        ("29-2021.00", "onet/29-1292.00", SKOS.closeMatch, SEMAPV.MappingChaining),
        ("15-1132.00", "onet/15-1252.00", SKOS.broadMatch, SEMAPV.MappingChaining),
        ("11-1011.03", "onet/11-1011.00", SKOS.broadMatch, SEMAPV.MappingChaining),
        ("29-1060.00", "onet-soc-2010/29-1060.00", SKOS.closeMatch, SEMAPV.CompositeMatching),
        ("99-0000.00", "onet-soc-2010/99-0000.00", SKOS.closeMatch, SEMAPV.CompositeMatching),
    ],
)
def test_an_old_code_moves_on_only_when_it_has_a_single_successor(
    tmp_path: Path, code: str, target: str, relation: URIRef, justification: URIRef
) -> None:
    read = Read(written(tmp_path, soc_2010_to_2018_crosswalk__csv=EDITIONS,
                        esco_onet_crosswalk_MCC__csv=NESTA + nesta(code)))  # fmt: skip
    (mapping,) = read.mappings("esco-onet")
    assert (mapping.subject, mapping.object) == (URIRef(MAYOR), ID[target])
    assert (mapping.predicate, mapping.justification) == (relation, justification)


def test_without_the_editions_beside_it_an_old_code_stays_and_is_said(tmp_path: Path) -> None:
    read = Read(written(tmp_path, esco_onet_crosswalk_MCC__csv=NESTA + nesta("11-1011.00")))
    (mapping,) = read.mappings("esco-onet")
    assert mapping.object == ID["onet-soc-2010/11-1011.00"]
    what = "O*NET-SOC 2010 code that has no crosswalk to SOC 2018 beside it; kept as it is"
    assert read.findings.count(what) == 1


def test_a_code_that_onet_still_has_for_the_same_title_is_todays(tmp_path: Path) -> None:
    listed = "O*NET-SOC Code\tTitle\tDescription\n11-1011.03\tChief Officers\tx\n"
    path = written(tmp_path, esco_onet_crosswalk_MCC__csv=NESTA
                   + nesta("11-1011.03", title="chief officers"))  # fmt: skip
    (path / "Occupation Data.txt").write_text(listed)
    (mapping,) = Read(path).mappings("esco-onet")
    assert (mapping.object, mapping.predicate) == (ID["onet/11-1011.03"], SKOS.closeMatch)


def test_confidence_is_kept_on_a_scale_to_one_and_the_similarity_beside_it(
    tmp_path: Path,
) -> None:
    rows = "".join(nesta("11-1011.00", confidence=c, uri=f"{ESCO}{n}")
                   for n, c in enumerate(("0.5", "1.0", "2", "3", "", "x")))  # fmt: skip
    rows += nesta("?", uri=f"{ESCO}y") + nesta("11-1011.00", uri="urn:x")
    read = Read(written(tmp_path, esco_onet_crosswalk_Nov2020__csv=NESTA + rows))
    confidences = [m.confidence for m in read.mappings("esco-onet")]
    assert confidences == [Decimal("0.25"), Decimal("0.5"), Decimal(1)]
    scores = [t for t in read.of(ox.Triple) if t.predicate.value == str(SSSOM.similarity_score)]
    assert [t.object.value for t in scores] == ["0.81"] * 3
    assert {f.what: f.count for f in read.findings} == {
        "O*NET-SOC 2010 code that has no crosswalk to SOC 2018 beside it; kept as it is": 3,
        "confidence that is not 0.5, 1 or 2; row left out": 3,
        "code that is no O*NET-SOC code; left out": 1,
        "row without an ESCO occupation of its own; left out": 1,
    }


def test_recommended_options_are_a_set_of_their_own(tmp_path: Path) -> None:
    option = "\"('11-1011.00', 'ceo', 0.8, 'na')\""
    options = (f"id,esco_title,Recommended option\n7,mayor,{option}\n8,cook,{option}\n7,mayor,\n"
               "7,mayor,both options are suitable\n")  # fmt: skip
    read = Read(written(tmp_path, esco_onet_crosswalk_MCC__csv=NESTA + nesta("11-1011.00"),
                        esco_onet_recommended__csv=options))  # fmt: skip
    (mapping,) = read.mappings("esco-onet-recommended")
    assert mapping.justification == SEMAPV.UnspecifiedMatching
    assert mapping.confidence is None
    assert [f.count for f in read.findings] == [2, 1, 1, 1]


RISK = "id,occupation,risk,prevalence,risk_category,concept_uri\n"
AT_RISK = f"1,mayor,3.307599,0.800032,Low risk,{MAYOR}\n2,guard,3.9,0.0,High risk,{GUARD}\n"


def test_the_risk_of_automation_is_a_score_with_its_category(tmp_path: Path) -> None:
    read = Read(written(tmp_path, mcc_risk_All_occupations__csv=RISK + AT_RISK))
    assert read.release.name == "crosswalk-automation-risk"
    found = {(c.subject, c.measure): c for c in read.of(Claim)}
    risk = found[URIRef(MAYOR), CAREER.automationRisk]
    assert (risk.minimum, risk.maximum, str(risk.text)) == (
        Decimal("3.307599"), Decimal("3.307599"), "Low risk")  # fmt: skip
    assert risk.source == read.release.source.iri
    assert str(found[URIRef(GUARD), CAREER.automationRisk].text) == "High risk"
    shares = [found[URIRef(iri), CAREER.bottleneckShare].minimum for iri in (MAYOR, GUARD)]
    assert shares == [Decimal("80.0032"), Decimal(0)]
    assert not list(read.findings)
    assert faults_of(read.release.source, read.records) == []


def test_a_risk_that_cannot_be_used_is_left_out_and_said(tmp_path: Path) -> None:
    rows = (f"3,mayor,1.5,0.5,Other,{MAYOR}\n4,x,3,0.5,Other,urn:x\n5,x,3,0.5,Other,\n"
            f"6,x,6,0.5,Other,{ESCO}a\n7,x,,0.5,Other,{ESCO}b\n8,x,nan,0.5,Other,{ESCO}c\n"
            f"9,x,3,0.5,Medium,{ESCO}d\n10,x,3,1.5,Other,{ESCO}e\n")  # fmt: skip
    read = Read(written(tmp_path, mcc_risk_All_occupations__csv=RISK + AT_RISK + rows))
    risks = [c for c in read.of(Claim) if c.measure == CAREER.automationRisk]
    assert [str(c.subject) for c in risks] == [MAYOR, GUARD, f"{ESCO}e"]
    assert risks[0].minimum == Decimal("3.307599")
    assert {f.what: f.count for f in read.findings} == {
        "occupation that stands twice; stated once": 1,
        "row without an ESCO occupation; left out": 2,
        "risk that is no number from 1 to 5; row left out": 3,
        "risk that is none of High risk, Low risk, Other; row left out": 1,
        "share of bottlenecks that is no number from 0 to 1; left out": 1,
    }


def test_groups_of_isco_are_mapped_to_the_edition_of_soc_that_is_meant(tmp_path: Path) -> None:
    workbook(tmp_path / "ISCO_SOC_Crosswalk.xlsx", one=[
        ["Bureau of Labor Statistics"], [],
        ["ISCO-08 Code", "ISCO-08 Title EN", "part", "2010 SOC Code", "2010 SOC Title"],
        ["0110", "Officers", "*", "55-1011 ", "Air Crew"],
        ["0110", "Officers", "*", "55-1012", "Launch"],
        ["315", "Controllers", "", "53-2022", "Airfield"],
        ["x", "Odd", "", "53-2022", "Airfield"],
    ])  # fmt: skip
    read = Read(tmp_path)
    assert read.pairs("isco-soc") == {
        ("C0110", "soc-2010/55-1011"): SKOS.narrowMatch,
        ("C0110", "soc-2010/55-1012"): SKOS.narrowMatch,
        ("C315", "soc-2010/53-2022"): SKOS.closeMatch,
    }
    assert [f.count for f in read.findings] == [1]


def test_fields_of_study_are_mapped_unless_there_is_no_match(tmp_path: Path) -> None:
    pairs = ("CIP2020Code,CIP2020Title,SOC2018Code,SOC2018Title\n"
             "11.0701,Computer Science.,15-1221,Scientists\n11.0702,Art.,99-9999,NO MATCH\n"
             "99.9999,NO MATCH,13-1074,Contractors\n11.0701,Computer Science.,x,y\n")  # fmt: skip
    listed = ('CIPFamily,CIPCode,Action,CIPTitle\n="11",="11",No substantive changes,COMPUTERS.\n'
              '="11",="11.07",No substantive changes,"Computer Science."\n'
              '="11",="11.0701",No substantive changes,"Computer Science."\n'
              '="11",="11.09",Deleted,"Gone."\n')  # fmt: skip
    read = Read(written(tmp_path, CIP2020_SOC2018_Crosswalk__csv=pairs, CIPCode2020__csv=listed))
    assert read.pairs("cip-soc") == {("cip-2020/11.0701", "soc-2018/15-1221"): SKOS.relatedMatch}
    fields = {_end(c.iri): (str(c.label), [*map(_end, c.broader)]) for c in read.of(Concept)}
    assert fields["cip-2020/11.0701"] == ("Computer Science", ["cip-2020/11.07"])
    assert fields["cip-2020/11.07"] == ("Computer Science", ["cip-2020/11"])
    assert "cip-2020/11.09" not in fields
    assert [f.count for f in read.findings] == [1, 1, 1, 1]


def test_industries_have_codes_and_what_is_above_them(tmp_path: Path) -> None:
    naics = ('{"taxonomies": {"2": [{"id": "31", "name": "Manufacturing"}], '
             '"3": [{"id": "321", "name": "Wood"}, {"id": "x", "name": "?"}]}}')  # fmt: skip
    isic = ('{"sections": [{"section": "a", "description": "Farming", "divisions": '
            '[{"division": "01", "description": "Crops", "groups": []}]}]}')  # fmt: skip
    nace = ('"code";"parentCode";"level";"name";"shortName";"notes"\n"01";"A";"2";"Crops"\n'
            '"A";"";"1";"Farming";"";""\n"V";"";"1";"Extraterritorial";"";""\n'
            '"01.110";"01";"5";"Ours";"";""\n')  # fmt: skip
    read = Read(written(tmp_path, naics_2022__json=naics, isic4_en__json=isic, nace__csv=nace))
    above = {i.iri: i.broader for i in read.of(Industry)}
    assert above[ID["naics-2022/321"]] == (ID["naics-2022/31-33"],)
    division = URIRef("https://unstats.un.org/classifications/ISIC/rev4/01")
    assert above[division] == (URIRef("https://unstats.un.org/classifications/ISIC/rev4/A"),)
    crops = URIRef("http://data.europa.eu/ux2/nace2.1/01")
    assert above[crops] == (URIRef("http://data.europa.eu/ux2/nace2.1/A"),)
    assert [f.what for f in read.findings] == [
        "code of a country's own level below NACE; left out",
        "code that is none of NAICS; left out",
    ]


SET = """#curie_map:
#  job: "https://example.org/job/"
#  esco: http://data.europa.eu/esco/occupation/
#mapping_set_id: https://example.org/set
#mapping_set_title: 'Our jobs'
#license: https://creativecommons.org/publicdomain/zero/1.0/
#mapping_set_version: "3"
subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tpredicate_modifier\tcomment
job:1\tskos:closeMatch\tesco:a\tsemapv:LexicalMatching\t0.7\t\t"a ""quoted""\tword"
job:1\tskos:closeMatch\tesco:a\tsemapv:LexicalMatching\t0.7\t\t
job:2\tskos:exactMatch\tsoc-2018:11-1011\tsemapv:ManualMappingCuration\t\t\t
job:3\tskos:exactMatch\tesco:b\tsemapv:ManualMappingCuration\t\tNot\t
job:3\tskos:exactMatch\tsssom:NoTermFound\tsemapv:ManualMappingCuration\t\t\t
job:3\towl:sameAs\tesco:b\tsemapv:ManualMappingCuration\t\t\t
job:3\tskos:exactMatch\tesco:b\tsemapv:ManualMappingCuration\t1.7\t\t
job:3\tskos:exactMatch\tnowhere:b\tsemapv:ManualMappingCuration\t\t\t
job:3\tskos:exactMatch\tesco:b\t\t\t\t
"""


def test_any_set_in_sssom_is_read_under_its_own_prefixes(tmp_path: Path) -> None:
    read = Read(written(tmp_path, ours__sssom__tsv=SET))
    source = read.release.source
    assert source.iri == URIRef("https://example.org/set")
    assert (str(source.title), str(source.version)) == ("Our jobs", "3")
    one, two = read.of(Mapping)
    assert (one.subject, one.object) == (URIRef("https://example.org/job/1"), URIRef(f"{ESCO}a"))
    assert (one.confidence, one.justification) == (Decimal("0.7"), SEMAPV.LexicalMatching)
    assert (two.object, two.confidence) == (ID["soc-2018/11-1011"], None)
    assert {f.what: f.count for f in read.findings} == {
        "mapping that stands twice; stated once": 1,
        "mapping that denies; left out": 1,
        "mapping to nothing: no term was found": 1,
        "mapping by another relation than those of SKOS; left out": 1,
        "confidence that is no number from 0 to 1; mapping left out": 1,
        "identifier that is empty or of no declared prefix; mapping left out": 2,
    }


def test_a_set_whose_last_row_is_cut_short_says_so_in_which_line_of_the_file(
    tmp_path: Path,
) -> None:
    whole = SET.splitlines(keepends=True)[:-1]
    cut = "".join(whole) + "job:9\tskos:exactMatch\tesco.occupation:b\tsemapv:Lexi"
    (found,) = (f for f in Read(written(tmp_path, ours__sssom__tsv=cut)).findings
                if "cut short" in f.what)  # fmt: skip
    assert found.examples == [f"ours.sssom.tsv, line {len(whole) + 1}"]


def test_a_tiny_confidence_is_written_without_exponent(tmp_path: Path) -> None:
    table = "subject_id,predicate_id,object_id,mapping_justification,confidence\n"
    row = "esco.skill:a,skos:closeMatch,esco.skill:b,semapv:LexicalMatching,0.00000012\n"
    (mapping,) = Read(written(tmp_path, x__sssom__csv=table + row)).of(Mapping)
    assert [t.object.value for t in triples([mapping]) if "confidence" in t.predicate.value] == [
        "0.00000012"
    ]


def test_the_metadata_of_a_set_may_lie_beside_it(tmp_path: Path) -> None:
    header, table = SET.split("subject_id", 1)
    read = Read(written(tmp_path, ours__sssom__tsv=f"subject_id{table}",
                        ours__sssom__yml=header.replace("#", "")))  # fmt: skip
    assert len(read.of(Mapping)) == 2


def test_a_set_without_a_needed_column_and_a_folder_without_a_set_are_errors(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, x__sssom__tsv="subject_id\tobject_id\na:b\tc:d\n")
    read = Read
    with pytest.raises(ReadError, match="no column 'predicate_id'"):
        read(path)
    with pytest.raises(ReadError, match=r"no crosswalk; expected one such as esco_onet"):
        read(written(tmp_path / "empty", note__txt="x"))
    with pytest.raises(ReadError, match=r"naics_2022\.json"):
        read(written(tmp_path / "bad", naics_2022__json="{"))


def test_the_samples_break_no_rule(tmp_path: Path) -> None:
    read = Read(written(tmp_path, soc_2010_to_2018_crosswalk__csv=EDITIONS, ours__sssom__tsv=SET,
                        esco_onet_crosswalk_MCC__csv=NESTA + nesta("11-1011.00")))  # fmt: skip
    assert faults_of(read.release.source, read.records) == []
    assert Read(tmp_path).records == read.records


# ---------------------------------------------------------------- the publishers' own files


@needs_data
def test_the_crosswalks_have_their_publishers_counts(tmp_path: Path) -> None:
    for folder in ("nesta-mcc", "census-soc-crosswalks", "cip-soc"):
        for file in (DATA / folder).iterdir():
            if file.name != "SOURCE.txt":
                (tmp_path / file.name).symlink_to(file)
    read = Read(tmp_path)
    assert len(read.mappings("esco-onet")) == 1680
    assert Counter(m.confidence for m in read.mappings("esco-onet")) == {
        Decimal("0.25"): 65, Decimal("0.5"): 1100, Decimal(1): 515}  # fmt: skip
    assert len(read.mappings("isco-soc")) == 1125
    assert len(read.mappings("soc-2010-2018")) == 900
    unmatched = read.findings.count("field of study that matches no occupation")
    assert unmatched == 194
    strays = read.findings.count("occupation that matches no field of study")
    assert len(read.mappings("cip-soc")) == 6097 - unmatched - strays
    options = 1680 - read.findings.count("occupation without a recommended option")
    in_words = read.findings.count("recommended option in words; left out")
    assert len(read.mappings("esco-onet-recommended")) == options - in_words


@needs_data
def test_the_risks_of_automation_have_their_publishers_counts(tmp_path: Path) -> None:
    name = "mcc_risk_All_occupations.csv"
    (tmp_path / name).symlink_to(DATA / "nesta-mcc" / name)
    read = Read(tmp_path)
    risks = [c for c in read.of(Claim) if c.measure == CAREER.automationRisk]
    assert Counter(str(c.text) for c in risks) == {"High risk": 217, "Low risk": 181, "Other": 1229}
    assert not list(read.findings)


@needs_data
def test_the_lists_of_codes_have_their_publishers_counts() -> None:
    counts = Counter(i.iri.rpartition("/")[0] for i in Read(DATA / "codes").of(Industry))
    assert counts == {
        str(ID["naics-2022"]): 2125,
        "https://unstats.un.org/classifications/ISIC/rev4": 766,
        "http://data.europa.eu/ux2/nace2.1": 1783 - 736,
    }
