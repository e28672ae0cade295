"""Pictures of moves: whole without anything from elsewhere, the same bytes each time."""

import re
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.errors import FormatError, ParameterError
from careergraph.transitions import Counts, counted
from careergraph.transitions.disclosure import suppressed
from careergraph.transitions.figures import grouped
from careergraph.transitions.figures.figure import Figure
from careergraph.transitions.figures.flow_map import flow_map
from careergraph.transitions.figures.heat_map import Measure, heat_map, seriated
from careergraph.transitions.figures.sankey import sankey
from careergraph.transitions.figures.step_ladder import step_ladder
from careergraph.transitions.figures.svg import fitted, mark, place, width
from moves import any_moves, kitchen

LEVELS = {code: float(n) for n, code in enumerate("abcdef")} | {
    "cook": 2.0, "waiter": 1.0, "chef": 4.0,
}  # fmt: skip

DRAWN: dict[str, Callable[[Counts], Figure]] = {
    "sankey": sankey,
    "heat map": heat_map,
    "lift": lambda counts: heat_map(counts, measure="lift"),
    "flow map": flow_map,
    "ladder": lambda counts: step_ladder(counts, LEVELS),
}


@pytest.mark.parametrize("name", list(DRAWN))
def test_a_figure_is_whole_and_says_what_it_is(name: str) -> None:
    figure = DRAWN[name](kitchen())
    root = ElementTree.fromstring(figure.to_svg())
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.findtext(f"{space}title") == figure.title
    assert "Source: the kitchen" in (root.findtext(f"{space}desc") or "")
    texts = [e.text for e in root.iter(f"{space}text")]
    assert figure.title in texts
    assert any(t and t.startswith("Source: the kitchen, a year") for t in texts)
    assert figure.unit in texts


def test_a_figure_of_suppressed_counts_says_what_its_shares_are_of() -> None:
    drawn = heat_map(suppressed(kitchen(), below=3).counts)
    assert "without cells of fewer than 3 persons, so that shares are of what is" in drawn.source


@pytest.mark.parametrize("measure", ["share", "lift", "moves"])
@pytest.mark.parametrize("size", [1, 1000, 1_000_000])
def test_what_the_colours_mean_does_not_run_together_and_has_room(
    measure: Measure, size: int
) -> None:
    cells = [("abcdefg"[i], "abcdefg"[j], (1 + i * j) * size + i, 1.0)
             for i in range(7) for j in range(7) if i != j]  # fmt: skip
    figure = heat_map(counted(cells), measure=measure)
    told = re.findall(r'<text x="([\d.]+)"[^>]*>(from [^<]+)</text>', figure.to_svg())
    assert len({text for _, text in told}) == len(told) > 4
    ends = [float(x) + width(text, 11) for x, text in told]
    starts = [float(x) for x, _ in told[1:]]
    assert all(end < start for end, start in zip(ends, [*starts, figure.width], strict=True))


@pytest.mark.parametrize("name", list(DRAWN))
def test_a_page_has_its_table_and_asks_for_nothing(name: str) -> None:
    page = DRAWN[name](kitchen()).to_html()
    assert "default-src 'none'" in page
    addresses = set(re.findall(r"[a-z]+://[^\"'\s<]+", page))
    assert addresses == {"http://www.w3.org/2000/svg"}  # a name, nothing is fetched
    assert not re.search(r"<(script|img|link|iframe)|@import|url\(", page)
    assert page.count("<h1") == 1
    assert '<th scope="row">Cook</th>' in page
    assert '<html lang="en">' in page
    assert "@media print" in page


@pytest.mark.parametrize("name", list(DRAWN))
def test_two_drawings_have_the_same_bytes(name: str) -> None:
    assert DRAWN[name](kitchen()).to_html() == DRAWN[name](kitchen()).to_html()


@given(any_moves())
@settings(max_examples=25)
def test_any_moves_can_be_drawn(counts: Counts) -> None:
    for draw in DRAWN.values():
        ElementTree.fromstring(draw(counts).to_svg())


@pytest.mark.parametrize("name", list(DRAWN))
def test_a_label_is_words_and_nothing_else(name: str) -> None:
    evil = '"><script>alert(1)</script>&\x1b[2J\u202e'
    cells = [("cook", "chef", 3, 1.0), ("chef", "waiter", 2, 1.0), ("waiter", "cook", 1, 1.0)]
    page = DRAWN[name](counted(cells, labels=dict.fromkeys(("cook", "chef"), evil))).to_html()
    assert "<script" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])


def test_bands_are_as_thick_as_their_moves_are_many() -> None:
    figure = sankey(kitchen())
    bands = re.findall(r"<title>([^<]+): (\d+) persons</title><path d=\"M [\d.]+ ([\d.]+) C[^V]+V",
                       figure.to_svg())  # fmt: skip
    assert {name: int(n) for name, n, _ in bands} == {
        "Cook to Head chef": 3, "Cook to Waiter": 1, "Waiter to Cook": 1,
    }  # fmt: skip
    assert sum(figure.table.column("persons")) == 5


def test_what_is_not_among_the_largest_is_with_the_others() -> None:
    pairs = [(i, j) for i in range(9) for j in range(9) if i != j]
    cells = [(str(i), str(j), i + j, 1.0) for i, j in pairs]
    figure = sankey(counted(cells), most=3)
    drawn, left_out = re.findall(r"([\d,]+) (?:persons who|between others)", figure.unit)
    assert int(drawn) + int(left_out) == sum(cell[2] for cell in cells)
    assert "all others" in figure.table.column("origin")


def test_groups_are_drawn_in_place_of_occupations() -> None:
    merged = grouped.grouped(kitchen(), {"cook": "kitchen", "chef": "kitchen"})
    assert merged.codes == ("kitchen", "no group")
    assert merged.persons.toarray().tolist() == [[14, 1], [1, 4]]
    assert merged.weight.sum() == kitchen().weight.sum()
    assert merged.about.source == "the kitchen"


def test_alike_occupations_are_beside_each_other() -> None:
    """Two circles, mixed: each comes out in one piece."""
    circles = np.array([[float(i % 2 == j % 2 and i != j) for j in range(8)] for i in range(8)])
    parity = [int(n) % 2 for n in seriated(circles)]
    assert sum(a != b for a, b in pairwise(parity)) == 1


@given(any_moves())
def test_an_order_has_each_once(counts: Counts) -> None:
    assert sorted(seriated(counts.moves.toarray())) == list(range(len(counts.codes)))


def test_up_is_solid_and_down_is_dashed() -> None:
    figure = step_ladder(kitchen(), LEVELS)
    lines = re.findall(r"<title>([^<]+)</title><path ([^>]+)/>", figure.to_svg())
    dashed = {name: "dasharray" in attributes for name, attributes in lines}
    assert dashed == {
        "Cook to Head chef: 3 persons, up": False,
        "Waiter to Cook: 1 persons, up": False,
        "Cook to Waiter: 1 persons, down": True,
    }
    assert figure.table.column("from_level")[0] == "Level 2"


def test_many_levels_are_cut_into_bands_of_as_many() -> None:
    cells = [(f"{n:02}", f"{(n + 5) % 20:02}", 3, 1.0) for n in range(20)]
    levels = {f"{n:02}": 1000.0 + n for n in range(20)}
    figure = step_ladder(counted(cells), levels, bands=4)
    assert len(set(figure.table.column("from_level"))) == 4
    assert "1,000 to 1,004" in figure.to_svg()


def test_on_a_map_occupations_stand_where_they_are_put() -> None:
    places = {"cook": (0.0, 0.0), "chef": (1.0, 1.0)}
    figure = flow_map(kitchen(), places=places)
    dots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', figure.to_svg())
    assert dots == [("800", "40"), ("80", "820")]  # y leads upwards
    with pytest.raises(ParameterError, match="0 of the occupations have a place"):
        flow_map(kitchen(), places={"pilot": (0.0, 0.0)})


def test_balanced_flows_have_no_net() -> None:
    even = counted([("a", "b", 3, 1.0), ("b", "a", 3, 1.0)])
    with pytest.raises(ParameterError, match="no flow is left"):
        flow_map(even, net=True)
    assert "cook" in flow_map(kitchen(), net=True).to_svg().casefold()


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(ParameterError, match="no moves are counted"):
        sankey(counted([("a", "a", 3, 1.0)]))
    with pytest.raises(ParameterError, match="no move leads from one level to another"):
        step_ladder(kitchen(), {"cook": 1.0, "chef": 1.0})
    with pytest.raises(ParameterError, match="0 of the occupations have a level"):
        step_ladder(kitchen(), {"pilot": 1.0})
    with pytest.raises(FormatError, match=r"no figure is written as '.png'"):
        sankey(kitchen()).render(".png")


@given(st.text(max_size=60), st.floats(20, 300))
def test_a_fitted_text_has_room(text: str, room: float) -> None:
    short = fitted(text, room, 10)
    assert short == text or (short.endswith("…") and width(short, 10) <= max(room, 12))


@given(st.floats(-1e4, 1e4))
def test_places_are_short(value: float) -> None:
    assert float(place(value)) == pytest.approx(value, abs=0.051)
    assert re.fullmatch(r"-?\d+(\.\d)?", place(value))


def test_an_attribute_is_escaped() -> None:
    assert mark("g", aria_label='a "b" <c>') == '<g aria-label="a &quot;b&quot; &lt;c&gt;"/>'
