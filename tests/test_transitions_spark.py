"""The same rows from DuckDB and from Spark: one set of expressions, no engine-specific line."""

import random
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared import SHARED
from spark import missing, session

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing() or "there is Spark"),
    pytest.mark.filterwarnings("ignore"),  # Spark's and py4j's own
]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    from careergraph.transitions import engines

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spark = session(tmp_path_factory.mktemp("spark"))
        yield {"duckdb": engines.duckdb(), "spark": engines.spark()}
        spark.stop()


def randomised(path: Path, *, persons: int, seed: int) -> Path:
    """Write spells as they come: tied, nested, open, blank, impossible, and in any script."""
    draw = random.Random(seed)
    occupations = [
        "11-1011",
        "11-1021",
        "15-1252",
        " 15-1252 ",
        "Köchin",
        "料理人",
        "cook, head",
        "",
    ]
    employers = ["A", "B", "", "é"]
    weights = ["1", "0.1", "2.5", "", "-1", "1e3", "nan", "12415024.9", ".3333333"]
    lines = ["person,start,end,occupation,employer,weight"]
    for person in range(persons):
        for _ in range(draw.randint(1, 5)):
            begun = draw.randint(0, 12)
            start = draw.choice([f"2001-01-{begun + 1:02}"] * 20 + ["", "2001-02-30", "soon"])
            end = f"2001-01-{begun + draw.randint(-1, 9) + 1:02}"
            end = draw.choice([end] * 9 + ["", "9999-12-31", "2001-13-01"])
            who = draw.choice([str(person)] * 40 + [""])
            cells = (who, start, end, draw.choice(occupations), draw.choice(employers),
                     draw.choice(weights))  # fmt: skip
            lines.append(",".join(f'"{c}"' if "," in c else c for c in cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_both_engines_find_the_same_in_randomised_spells(
    engines: dict[str, Any], tmp_path: Path
) -> None:
    from datetime import date

    from careergraph.sources.findings import Findings
    from careergraph.transitions import audit, moves, spells
    from careergraph.transitions.engines import rows
    from careergraph.transitions.rule import Rule

    path = randomised(tmp_path / "spells.csv", persons=3000, seed=5)
    read = {name: spells.read(str(path), backend=each) for name, each in engines.items()}
    window = {"since": date(2001, 1, 3), "until": date(2001, 1, 15)}
    rules = [
        Rule(), Rule(gap=3, shortest=1, ties="all", overlap=None, weigh="destination"),
        Rule(ties="none", change="either", level=2, **window), Rule(change="employer", overlap=2),
        Rule(every=2, **window), Rule(every=3, level=2, weigh="none"),
    ]  # fmt: skip
    for rule in rules:
        made = {
            name: sorted(
                (tuple(row.values()) for row in rows(
                    moves.moves(each, rule, carried=("employer",)), name)), key=repr)
            for name, each in read.items()
        }  # fmt: skip
        assert made["duckdb"] == made["spark"], rule
        assert len(made["duckdb"]) > 100
    told = []
    for each in read.values():
        found, findings = moves.extracted(each, rules[1]), Findings()
        scanned = audit.audited(each, rules[1], found, findings)
        counts = found.counts
        told.append((counts.codes, *(held.toarray().tolist() for held in (
            counts.persons, counts.weight, counts.distinct)), found.outcomes, scanned,
            list(map(str, findings))))  # fmt: skip
    assert told[0] == told[1]


@pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason="the data sets are looked for in ../shared/data"
)
def test_both_engines_find_the_same_in_the_panels(engines: dict[str, Any]) -> None:
    from careergraph.transitions import moves, spells
    from careergraph.transitions.rule import Rule

    men = {"person": "Identifier", "start": "Age", "end": "Age", "occupation": "Choice"}
    panel = {"person": "nr", "start": "year", "end": "year"}
    for name, columns, pairs, away in (
        ("keane-wolpin-1997/kw_97_data.csv", men, 12359, 3975),
        ("nlsy-wage-panel/wage_panel.csv", panel, 3815, 1613),
    ):
        found = [
            moves.extracted(
                spells.read(str(SHARED / "data" / name), columns=columns, backend=each),
                Rule(every=1),
            )
            for each in engines.values()
        ]
        counts = [each.counts for each in found]
        assert counts[0].codes == counts[1].codes
        for held in ("persons", "distinct", "weight"):
            here, there = (getattr(each, held).toarray().tolist() for each in counts)
            assert here == there
        assert (counts[0].persons.sum(), counts[0].moves.sum()) == (pairs, away)
        assert found[0].outcomes == found[1].outcomes
