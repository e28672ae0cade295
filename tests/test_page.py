"""The page as Python builds it: its payload, its layout, and what its HTML may hold."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph import claims, names
from careergraph import store as stores
from careergraph.career_graph import CareerGraph
from careergraph.errors import QuestionError
from careergraph.pages import asking, html, kinds, layout, page
from careergraph.pages.columns import packed, unpacked
from careergraph.pages.payload import payload
from careergraph.pages.repeats import DIGITS, MARK, shortened, whole
from careergraph.terms import CAREER, ID, PREFIXES, RDF, SKOS
from shared import payload_text
from worlds import Market, Need, marketed

HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture
def small(small_world: ox.Store) -> dict[str, Any]:
    return payload(small_world)


@pytest.fixture(scope="module")
def curated_page(curated: ox.Store) -> str:
    return page(curated, title="Careers")


def node(found: dict[str, Any], iri: str) -> dict[str, Any]:
    return next(n for n in found["nodes"] if n["iri"] == iri)


def data_of(text: str) -> dict[str, Any]:
    data = dict(json.loads(payload_text(text)))
    for name in ("nodes", "steps", "links", "claims", "evidence"):
        data["page"][name] = unpacked(data["page"][name])
    return data


# ---------------------------------------------------------------- the payload


def test_nodes_are_things_and_not_claims_or_scales(small: dict[str, Any]) -> None:
    assert {n["kind"] for n in small["nodes"]} == {"Role", "Skill", "Industry", "Credential"}
    assert [n["label"] for n in small["nodes"][:4]] == [
        "Data Analyst", "Data Lead", "Data Scientist", "Data Steward",
    ]  # fmt: skip


def test_a_role_tells_its_levels_names_and_what_nobody_knows(small: dict[str, Any]) -> None:
    steward = node(small, "role:steward")
    assert steward["levels"] == [(1, "Entry")]
    assert steward["alt"] == ["Steward"]
    assert steward["unknown"] == ["pay", "requires"]
    assert "unknown" not in node(small, "role:scientist")


def test_pay_keeps_each_range_with_its_scope(small: dict[str, Any]) -> None:
    assert node(small, "role:scientist")["pay"] == [["95,000 to 150,000 US dollars a year", ""]]


def test_steps_run_from_role_to_role_with_their_status(small: dict[str, Any]) -> None:
    found = {s["label"]: (s["kind"], s["status"]) for s in small["steps"]}
    assert found == {
        "Data Analyst to Data Scientist": ("Promotion", "supported"),
        "Data Scientist to Data Lead": ("Promotion", "unknown"),
        "Data Steward to Data Analyst": ("Promotion", "supported"),
    }


def test_a_requirement_is_a_link_to_its_credentials_and_a_denial_is_none(
    small: dict[str, Any],
) -> None:
    number = {n["iri"]: i for i, n in enumerate(small["nodes"])}
    ends = (number["role:scientist"], number["credential:masters"])
    links = [x for x in small["links"] if (x["from"], x["to"]) == ends]
    assert len(links) == 1
    assert [small["claims"][c].get("denied", False) for c in links[0]["claims"]] == [False]


def test_every_claim_belongs_to_what_it_is_about(small_world: ox.Store) -> None:
    found = payload(small_world)
    assert len(found["claims"]) == len(claims.read(small_world).claims)
    for claim_number, claim in enumerate(found["claims"]):
        owner = found["nodes"][claim["node"]] if "node" in claim else found["steps"][claim["step"]]
        assert claim_number in owner["claims"]


def test_a_claim_can_be_looked_up(small: dict[str, Any]) -> None:
    scientist = node(small, "role:scientist")
    said = [small["claims"][c] for c in scientist["claims"]]
    needs = next(c for c in said if c.get("strength") == "typical")
    evidence = small["evidence"][needs["evidence"]]
    assert small["sources"][evidence["source"]]["title"] == "First source"
    ((section, rest),) = evidence["places"]
    assert small["sections"][section] + rest == "section 'Opening', characters 0–9"
    assert evidence["stance"] == "Stated"


def test_a_curated_claim_shows_its_rule_with_its_definition(small: dict[str, Any]) -> None:
    step = next(s for s in small["steps"] if s["status"] == "unknown")
    evidence = small["evidence"][small["claims"][step["claims"][0]]["evidence"]]
    rule = small["rules"][evidence["rule"]]
    assert rule == {
        "iri": "rule:guess", "label": "Guess", "definition": "A curator's guess, for tests.",
    }  # fmt: skip


def test_degrees_are_needed_contested_denied_or_not_known(
    small: dict[str, Any], curated: ox.Store
) -> None:
    assert node(small, "role:scientist")["further"] == "contested"
    assert "further" not in node(small, "role:steward")
    found = {n["label"]: n.get("further") for n in payload(curated)["nodes"] if n["kind"] == "Role"}
    assert found["Research Scientist"] == "needed"
    assert found["Data Scientist"] == "contested"
    assert found["AI Specialist"] == "denied"
    assert found["Data Analyst"] is None


def test_who_denies_a_lower_degree_denies_the_higher_ones_too() -> None:
    """That no degree at all is needed says of a master's that it is not; the other way round, that
    no master's is needed does not say so of a bachelor's."""
    asked = ((1, ("d5", "d6", "d7", "d8")), (1, ("d6",)), (1, ("d7",)), (1, ("d8",)))
    denials = tuple(Need(("r", n), n, False, 0, "typical") for n in range(len(asked)))
    nodes = payload(marketed(Market(len(asked), (), asked, denials, ())))["nodes"]
    found = {n["label"]: n.get("further") for n in nodes if n["kind"] == "Role"}
    assert [found[f"Role {n}"] for n in range(len(asked))] == ["denied", "denied", "denied", None]


def test_clashing_claims_stand_on_two_sides(small: dict[str, Any]) -> None:
    (group,) = small["conflicts"]
    polarities = [[small["claims"][c].get("denied", False) for c in s] for s in group["sides"]]
    assert polarities == [[False], [True]]


def test_an_answer_is_tied_to_the_nodes_and_steps_of_the_page(small_world: ox.Store) -> None:
    found = payload(small_world, answers=[small_answer()])
    (answer,) = found["answers"]
    (route,) = answer["routes"]
    assert [found["nodes"][r["node"]]["iri"] for r in route["roles"]] == [
        "role:steward", "role:analyst",
    ]  # fmt: skip
    assert found["steps"][route["steps"][0]["step"]]["iri"] == "step:steward-analyst"
    assert route["steps"][0]["requires"] == ["A master's degree (typical)"]
    assert answer["whyNot"] == ["hold a master's degree"]


def test_an_answer_about_other_roles_keeps_its_words(small_world: ox.Store) -> None:
    answer = small_answer()
    answer["routes"][0]["roles"][0] = {"iri": f"{ID}role/elsewhere", "label": "Elsewhere"}
    found = payload(small_world, answers=[answer])
    assert found["answers"][0]["routes"][0]["roles"][0] == {"label": "Elsewhere"}


def small_answer() -> dict[str, Any]:
    steward, analyst = f"{ID}role/steward", f"{ID}role/analyst"
    return {
        "question": "from Data Steward to Data Analyst",
        "status": "supported",
        "routes": [
            {
                "status": "supported",
                "roles": [
                    {"iri": steward, "label": "Data Steward", "level": "entry"},
                    {"iri": analyst, "label": "Data Analyst", "level": None},
                ],
                "steps": [
                    {
                        "iri": f"{ID}step/steward-analyst",
                        "from": steward,
                        "to": analyst,
                        "kind": "Promotion",
                        "requires": [{"label": "A master's degree", "strength": "typical"}],
                        "years": None,
                        "claims": [f"{ID}claim/steward-analyst"],
                        "status": "supported",
                    }
                ],
                "costs": {"steps": 1},
                "weakest": {"iri": f"{ID}step/steward-analyst", "why": "one source"},
            }
        ],
        "why_not": [{"change": "hold a master's degree", "route": None}],
    }


def test_every_curated_claim_is_about_something_on_the_page(curated: ox.Store) -> None:
    found = payload(curated)
    homeless = [c for c in found["claims"] if "node" not in c and "step" not in c]
    assert homeless == []


# ---------------------------------------------------------------- rows as columns

cells = st.one_of(
    st.integers(-1, 3),
    st.text("ab|é", max_size=4),
    st.booleans(),
    st.lists(st.integers(0, 2), max_size=2),
)


@given(st.lists(st.dictionaries(st.sampled_from("abc"), cells), max_size=8))
def test_rows_survive_as_columns(rows: list[dict[str, Any]]) -> None:
    packed_rows = json.loads(json.dumps(packed(rows)))
    assert json.dumps(sorted_keys(unpacked(packed_rows))) == json.dumps(sorted_keys(rows))


def sorted_keys(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [dict(sorted(row.items())) for row in rows]


def test_columns_are_shorter_than_rows() -> None:
    rows = [{"name": f"role:data-{n}", "kind": "Role", "number": n} for n in range(100)]
    assert len(json.dumps(packed(rows))) < len(json.dumps(rows)) / 3


# ---------------------------------------------------------------- repeats


@given(st.text("ab~é\U0001f600", max_size=60) | st.text(max_size=40).map(lambda t: t * 3))
def test_a_text_survives_without_its_repeats(text: str) -> None:
    assert whole(shortened(text)) == text


def test_repeats_are_told_in_letters_that_html_leaves_alone() -> None:
    assert not set(DIGITS + MARK) & set("<>&'\"\\ \n`")
    assert len(set(DIGITS + MARK)) == len(DIGITS) + 1
    text = json.dumps([f"claim:data-analyst-requires-{n}" for n in range(200)])
    assert len(shortened(text)) < len(text) / 3


# ---------------------------------------------------------------- the words and marks


def test_every_drawn_kind_can_be_searched_by_name() -> None:
    assert set(kinds.DRAWN) <= set(names.KINDS)


def test_every_measure_that_is_worded_exists(curated: ox.Store) -> None:
    declared = {q.subject.value for q in curated.quads_for_pattern(None, None, None, None)}
    for local in (*kinds.INCOMING, *kinds.FIRST_MEASURES):
        assert str(CAREER[local]) in declared


def test_no_two_kinds_look_alike() -> None:
    looks = [(k.shape, k.colour) for k in kinds.DRAWN.values()]
    assert len(set(looks)) == len(looks)


def css() -> str:
    sheets = files("careergraph.pages") / "templates/css"
    return "\n".join(
        sheets.joinpath(f"{name}.css").read_text(encoding="utf-8") for name in html._SHEETS
    )


def palettes() -> Iterator[dict[str, str]]:
    light = css()[: css().index('[data-theme="dark"]')]
    dark = css()[css().index('[data-theme="dark"]') : css().index("color-scheme: dark")]
    for block in (light, dark):
        yield dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_is_readable_in_light_and_dark() -> None:
    inks = ("ink", "ink-soft", "accent", "guess", "warn", "good", "degree")
    pairs = [(ink, ground) for ink in inks for ground in ("bg", "panel", "field", "soft")]
    pairs += [(x, f"{x}-bg") for x in ("good", "warn", "guess", "bad")]
    pairs += [("on-accent", "accent")]
    for palette in palettes():
        for ink, ground in pairs:
            assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)


def test_marks_stand_out_in_light_and_dark() -> None:
    for palette in palettes():
        for kind in kinds.DRAWN.values():
            for ground in ("bg", "panel"):
                assert contrast(kind.colour, palette[ground]) >= 3, (kind.label, ground)


def test_lines_stand_out_in_light_and_dark() -> None:
    for palette in palettes():
        for ink in ("line-ink", "warn", "degree", "range"):
            for ground in ("bg", "panel"):
                assert contrast(palette[ink], palette[ground]) >= 3, (ink, ground)


def test_no_text_is_smaller_than_12_pixels() -> None:
    sizes = [float(s) for s in re.findall(r"font(?:-size)?: [^;]*?([\d.]+)px", css())]
    assert min(sizes) >= 12


# ---------------------------------------------------------------- the layout


def test_positions_are_the_same_each_time() -> None:
    edges, boxes = [(0, 1), (1, 2), (2, 0), (3, 4)], [(40.0, 15.0)] * 5
    assert layout.positions(5, edges, boxes=boxes) == layout.positions(5, edges, boxes=boxes)


def test_boxes_do_not_overlap() -> None:
    edges = [(a, b) for a, b in combinations(range(40), 2) if (a * b) % 7 == 1]
    boxes = [(30.0, 12.0)] * 40
    places = layout.positions(40, edges, boxes=boxes)
    for (x, y), (u, v) in combinations(places, 2):
        assert abs(x - u) > 57 or abs(y - v) > 22


def test_no_node_lies_under_a_name() -> None:
    edges = [(a, b) for a, b in combinations(range(60), 2) if (a * b) % 11 == 1]
    names = dict.fromkeys(range(0, 60, 4), 120.0)
    places = layout.positions(60, edges, boxes=[(8.0, 8.0)] * 60, names=names)
    for node in names:
        x, y = places[node]
        assert [p for p in places if x < p[0] < x + 120 and abs(p[1] - y) < 8] == []


def test_columns_draw_nodes_to_the_left_and_right() -> None:
    edges = [(i, i + 1) for i in range(19)]
    places = layout.positions(20, edges, boxes=[(10.0, 10.0)] * 20, columns={0: 1.0, 19: -1.0})
    assert places[0][0] > 0 > places[19][0]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_every_graph_gets_a_finite_place_for_every_node(data: st.DataObject) -> None:
    count = data.draw(st.integers(0, 12))
    ends = st.integers(0, max(count - 1, 0))
    edges = data.draw(st.lists(st.tuples(ends, ends), max_size=20)) if count else []
    places = layout.positions(count, edges, boxes=[(10.0, 10.0)] * count)
    assert len(places) == count
    assert all(abs(value) < 1e5 for place in places for value in place)


# ---------------------------------------------------------------- the file


def test_the_same_graph_gives_the_same_bytes(small_world: ox.Store) -> None:
    again = stores.open_store(Path(__file__).parent / "small_world.ttl")
    assert page(small_world) == page(again)


def test_a_graph_without_data_still_has_a_page() -> None:
    assert "<title>Career graph</title>" in page(stores.prepared(ox.Store()))


@pytest.mark.parametrize("data", ["", f'<{ID}role/a> a <{CAREER.Role}> ; <{SKOS.prefLabel}> "A" .'])
def test_a_graph_without_sources_has_a_page_and_is_asked(tmp_path: Path, data: str) -> None:
    (tmp_path / "graph.ttl").write_text(data)
    graph = CareerGraph(stores.open_store(tmp_path / "graph.ttl"))
    assert "<title>Career graph</title>" in graph.html()
    with pytest.raises(QuestionError, match=r"the same role|cannot read"):
        graph.route("from A to A")


def test_the_page_points_nowhere(curated_page: str) -> None:
    rest = re.sub(r'id="(?:payload|vis|asking)">.*?</script>', "", curated_page, flags=re.S)
    rest = re.sub(r"<!--.*?-->", "", rest, flags=re.S)
    assert re.findall(r"https?://[^\s\"'<]+", rest) == ["http://www.w3.org/2000/svg"]
    named = set(re.findall(r"https?://[^\s\"'<]+", json.dumps(data_of(curated_page))))
    assert named <= set(PREFIXES.values())
    assert "sourceMappingURL" not in curated_page
    assert not re.search(r"<(link|script|img|iframe)[^>]+(src|href)=\"(?!data:)", curated_page)


def test_the_policy_allows_its_three_scripts_and_nothing_else(curated_page: str) -> None:
    (own,) = re.findall(r"<script>(.*?)</script>", curated_page, re.S)
    vis = re.search(r'<script type="text/plain" id="vis">(.*?)</script>', curated_page, re.S)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', curated_page)
    assert vis
    assert policy
    hashed = (hashlib.sha256(s.encode()).digest() for s in (whole(vis[1]), own, asking.script()))
    digests = [base64.b64encode(digest).decode() for digest in hashed]
    directives = policy[1].replace("&#39;", "'")
    allowed = re.search(r"script-src ([^;]+);", directives)
    assert allowed
    assert allowed[1].split() == [f"'sha256-{d}'" for d in digests]
    assert directives.startswith("default-src 'none';")


def test_the_library_is_whole_and_named_with_its_licence(curated_page: str) -> None:
    vis = re.search(r'<script type="text/plain" id="vis">(.*?)</script>', curated_page, re.S)
    assert vis
    assert whole(vis[1]) == html._vis_script()
    assert "<!--" not in vis[1]
    comment = re.search(r"<!--\s*vis-network(.*?)-->", curated_page, re.S)
    assert comment
    for words in ("@version 9.1.2", "@copyright (c) 2011-2017 Almende B.V", "MIT License"):
        assert words in re.sub(" +", " ", comment[1])


def test_our_scripts_never_write_html() -> None:
    for name in (*html.SCRIPTS, *(f"ask/{part}" for part in asking.PARTS)):
        source = files("careergraph.pages") / f"templates/js/{name}.js"
        code = re.sub(r"/\*.*?\*/", "", source.read_text(encoding="utf-8"), flags=re.S)
        for unsafe in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert unsafe not in code, (name, unsafe)


@pytest.mark.parametrize("folder", ["js", "js/ask", "css"])
def test_our_sources_have_no_text_of_several_lines(folder: str) -> None:
    """The page leaves out indentation, which must not change what a text says."""
    sources = files("careergraph.pages") / "templates" / folder
    for source in (each for each in sources.iterdir() if each.is_file()):
        for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), start=1):
            assert line.count("`") % 2 == 0, (source.name, number)
            assert not line.endswith("\\"), (source.name, number)


def test_every_script_and_style_sheet_is_in_the_page() -> None:
    templates = files("careergraph.pages") / "templates"
    assert {f"{n}.js" for n in html.SCRIPTS} == {
        f.name for f in (templates / "js").iterdir() if f.is_file()
    }
    assert {f"{n}.css" for n in html._SHEETS} == {f.name for f in (templates / "css").iterdir()}


def test_a_hostile_label_stays_data(small_world: ox.Store) -> None:
    role = ox.NamedNode(f"{ID}role/hostile")
    small_world.extend(
        [
            ox.Quad(role, ox.NamedNode(RDF.type), ox.NamedNode(CAREER.Role)),
            ox.Quad(role, ox.NamedNode(SKOS.prefLabel), ox.Literal(HOSTILE)),
        ]
    )
    text = page(small_world, title=HOSTILE, answers=[{"question": HOSTILE, "status": "none"}])
    assert "<img" not in text
    assert text.count("</script>") == 4
    assert text.count("</style>") == 2
    labels = {n["label"] for n in data_of(text)["page"]["nodes"]}
    assert HOSTILE in labels


def test_pyvis_holds_a_node_and_an_edge_for_all_that_is_drawn(small: dict[str, Any]) -> None:
    network = html._network(small)
    assert network.num_nodes() == len(small["nodes"])
    assert network.num_edges() == len(small["links"]) + len(small["steps"])
    assert [n["id"] for n in network.nodes] == list(range(len(small["nodes"])))


def test_the_curated_page_is_small(curated_page: str) -> None:
    assert len(curated_page.encode()) < 700_000


def test_every_node_of_the_page_has_an_address(curated_page: str) -> None:
    nodes = data_of(curated_page)["page"]["nodes"]
    iris = [n["iri"] for n in nodes]
    assert len(set(iris)) == len(iris)
    assert "role:data-scientist" in iris


def test_the_file_of_the_shipped_graph_is_small(curated: ox.Store) -> None:
    assert len(page(curated).encode()) < 700_000
