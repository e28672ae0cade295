"""The ladder as Python lays it out: columns, bundles, few crossings, boxes that keep apart."""

from itertools import combinations
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.pages.ladder import heights, ladder, layers, lettering, stages
from careergraph.pages.ladder.bundles import bundles
from careergraph.pages.ladder.drawing import MOST_STEPS
from careergraph.pages.payload import payload

Row = dict[str, Any]
LEVELS = [[(1, "Entry")], [(1, "Entry"), (2, "Mid")], [(2, "Mid")], [(3, "Senior")], []]


def role(label: str, levels: list[tuple[int, str]]) -> Row:
    return {"kind": "Role", "label": label, "iri": f"role:{label}", "levels": levels}


def step(start: int, end: int, status: str = "supported", kind: str = "Promotion") -> Row:
    return {"from": start, "to": end, "kind": kind, "status": status}


def world(steps: list[Row], count: int = 5) -> Row:
    nodes = [role(f"Role {n}", LEVELS[n % len(LEVELS)]) for n in range(count)]
    return {"nodes": nodes, "steps": steps, "answers": []}


@pytest.fixture(scope="module")
def careers_ladder(curated: ox.Store) -> Row:
    return ladder(payload(curated))


def test_columns_run_from_the_lowest_level_to_the_unknown() -> None:
    found = stages.columns(world([])["nodes"], [step(0, 4)])
    assert [c.heading for c in found] == ["Entry", "Entry or mid", "Mid", "Senior", stages.UNKNOWN]


def test_a_role_without_level_and_step_stands_beside_the_ladder() -> None:
    drawn = ladder(world([step(0, 2)]))
    assert drawn["aside"] == [4]
    assert sorted(box["node"] for box in drawn["boxes"]) == [0, 1, 2, 3]


def test_a_graph_without_steps_has_no_ladder() -> None:
    assert ladder(world([]))["width"] == 0


def test_of_too_many_steps_those_of_the_answers_are_drawn() -> None:
    steps = [step(a, b) for a in range(40) for b in range(40) if a % 5 < b % 5]
    crowd = world(steps, 40)
    assert len(steps) > MOST_STEPS
    assert ladder(crowd)["width"] == 0
    crowd["answers"] = [{"routes": [{"steps": [{"step": 7}, {"step": 300}, {}]}]}]
    drawn = ladder(crowd)
    assert {line["steps"] for line in drawn["lines"]} == {"7", "300"}
    assert drawn["left_out"] == len(steps) - 2
    assert drawn["aside"] == []
    assert len(drawn["boxes"]) == len({steps[n][e] for n in (7, 300) for e in ("from", "to")})


def test_steps_from_each_to_each_share_a_knot() -> None:
    nodes = [role(f"E{n}", LEVELS[0]) for n in range(3)] + [
        role(f"S{n}", LEVELS[3]) for n in range(3)
    ]
    steps = [step(a, b) for a in range(3) for b in range(3, 6)]
    (bundle,) = bundles(steps, {n: n // 3 for n in range(6)})
    assert (bundle.starts, bundle.ends, bundle.steps) == ((0, 1, 2), (3, 4, 5), tuple(range(9)))
    drawn = ladder({"nodes": nodes, "steps": steps})
    assert len(drawn["lines"]) == 6
    assert drawn["knots"][0]["title"].startswith("Each role on the left leads to each of the 3")


def test_steps_of_different_status_never_share_a_line() -> None:
    steps = [step(a, b, "supported" if b < 5 else "unknown") for a in range(3) for b in range(3, 6)]
    found = bundles(steps, {n: n // 3 for n in range(6)})
    assert all(len({steps[n]["status"] for n in bundle.steps}) == 1 for bundle in found)


ends = st.integers(0, 9)
steps_strategy = st.lists(
    st.builds(step, ends, ends, st.sampled_from(["supported", "unknown"])),
    min_size=1, max_size=25, unique_by=lambda s: (s["from"], s["to"]),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(steps_strategy)
def test_every_step_has_a_line_and_every_line_steps(steps: list[Row]) -> None:
    drawn = ladder(world(steps, 10))
    told = [set(map(int, line["steps"].split())) for line in drawn["lines"]]
    assert all(told)
    assert set().union(*told) == set(range(len(steps)))


@settings(max_examples=40, deadline=None)
@given(steps_strategy)
def test_no_box_covers_another(steps: list[Row]) -> None:
    boxes = ladder(world(steps, 10))["boxes"]
    for a, b in combinations(boxes, 2):
        beside = a["x"] + a["w"] <= b["x"] or b["x"] + b["w"] <= a["x"]
        assert beside or a["y"] + a["h"] <= b["y"] or b["y"] + b["h"] <= a["y"]


def test_the_order_takes_crossings_away() -> None:
    left, right = [("a",), ("b",), ("c",)], [("x",), ("y",), ("z",)]
    links = list(zip(left, right[::-1], strict=True))
    assert layers.crossings([left, right], links) == 3
    assert layers.crossings(layers.ordered([left, right], links), links) == 0


def test_heights_keep_the_order_and_the_room() -> None:
    a, b, x, y = (("a",), ("b",), ("x",), ("y",))
    room = dict.fromkeys((a, b, x, y), 20.0)
    found = heights.heights([[a, b], [x, y]], {(a, x): 1.0, (b, y): 1.0}, room)
    assert found[b] - found[a] >= 20
    assert found[a] == pytest.approx(found[x])


def test_no_layer_is_drawn_higher_than_the_tallest() -> None:
    left, right = [("a",)], [(str(n),) for n in range(4)]
    room = dict.fromkeys([*left, *right], 20.0)
    found = heights.heights([left, right], {(left[0], right[0]): 9.0}, room)
    assert 10 <= found[left[0]] <= 70
    assert max(found.values()) - min(found.values()) <= 60


def test_the_curated_ladder_is_the_same_each_time(curated: ox.Store, careers_ladder: Row) -> None:
    assert ladder(payload(curated)) == careers_ladder


def test_the_curated_ladder_has_few_lines_and_says_what_they_are(careers_ladder: Row) -> None:
    assert len(careers_ladder["lines"]) < 80
    looks = {line["class"] for line in careers_ladder["lines"]}
    assert looks == {"supported", "contested", "degree", "unknown"}
    notes = {t["text"] for box in careers_ladder["boxes"] for t in box["texts"] if t["note"]}
    assert notes == {"Degree needed", "Degree disputed", "No further degree"}


def test_names_break_into_balanced_lines() -> None:
    assert lettering.lines("Data Analyst", room=114, size=13) == ["Data Analyst"]
    found = lettering.lines("Human-Computer Interaction Specialist", room=114, size=13)
    assert found == ["Human-", "Computer", "Interaction", "Specialist"]


@given(st.text(max_size=300))
def test_a_name_of_any_length_fits_its_box(name: str) -> None:
    assert 1 <= len(lettering.lines(name, room=114, size=13)) <= 4
