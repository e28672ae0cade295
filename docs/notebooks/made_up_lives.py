"""Spells of people who never lived, in a town whose true ways of moving are known.

Everybody begins somewhere between 2012 and 2019, holds job after job until the end of 2024, and
moves as `WAYS` says. Then the faults are put in that registers have: see `spoiled`. All chance
comes from `random.Random(seed).random()`, which gives the same numbers in every version of Python.
"""

import csv
import math
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

COLUMNS = ("person", "start", "end", "occupation", "weight")

WAYS: Mapping[str, Mapping[str, float]] = {
    "Kitchen helper": {"Cook": 0.40, "Waiter": 0.34, "Cleaner": 0.23, "Care assistant": 0.03},
    "Cook": {"Chef": 0.45, "Kitchen helper": 0.30, "Waiter": 0.23, "Cleaner": 0.02},
    "Chef": {"Cook": 0.68, "Shop manager": 0.28, "Waiter": 0.04},
    "Waiter": {"Sales assistant": 0.47, "Cook": 0.25, "Kitchen helper": 0.25, "Nurse": 0.03},
    "Cleaner": {"Care assistant": 0.53, "Kitchen helper": 0.44, "Waiter": 0.03},
    "Care assistant": {"Nurse": 0.45, "Cleaner": 0.25, "Sales assistant": 0.20, "Clerk": 0.10},
    "Nurse": {"Care assistant": 0.58, "Clerk": 0.40, "Shop manager": 0.02},
    "Sales assistant": {
        "Clerk": 0.35, "Shop manager": 0.30, "Waiter": 0.20, "Care assistant": 0.15,
    },
    "Shop manager": {"Sales assistant": 0.50, "Clerk": 0.35, "Chef": 0.15},
    "Clerk": {"Sales assistant": 0.40, "Shop manager": 0.35, "Care assistant": 0.15, "Nurse": 0.10},
}  # fmt: skip
"""Where those go who leave an occupation, and with what probability: the truth."""

BEGIN = {"Kitchen helper": 0.25, "Cleaner": 0.2, "Waiter": 0.25, "Sales assistant": 0.3}
RECODED, SINCE = "Clerk", date(2019, 1, 1)
"""What is called "Office worker" in all that is written down from this day on."""

_LAST = date(2024, 12, 31)


def truth() -> dict[tuple[str, str], float]:
    """Return the true probability of each destination of those who leave an occupation."""
    return {(i, j): chance for i, ways in WAYS.items() for j, chance in ways.items()}


def write(path: Path, *, persons: int = 1500, seed: int = 1) -> None:
    """Write the spells of so many people as CSV, faults and all."""
    chance = Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for person in range(1, persons + 1):
            weight = f"{300 + 200 * chance.random():.1f}"
            for spell in spoiled(life(chance), chance):
                rows.writerow((person, *spell, "" if chance.random() < 0.002 else weight))


def life(chance: Random) -> Iterator[tuple[date, date | None, str]]:
    """Yield the jobs of one person: start, end (None: it goes on) and occupation."""
    at = date(2012, 1, 1) + timedelta(days=int(chance.random() * 8 * 365))
    occupation = _drawn(BEGIN, chance)
    while at < _LAST:
        end = at + timedelta(days=60 + int(-700 * math.log(1 - chance.random())))
        yield at, end if end < _LAST else None, occupation
        if chance.random() > 0.35:  # the others begin the same with another employer
            occupation = _drawn(WAYS[occupation], chance)
        at = end + timedelta(days=5 + int(-25 * math.log(1 - chance.random())))


def spoiled(
    spells: Iterator[tuple[date, date | None, str]], chance: Random
) -> Iterator[tuple[str, str, str]]:
    """Yield spells as a register has them.

    Clerks have another name since `SINCE`, and those who are clerks then change it as if they had
    moved. In 1 of 300 the end comes before the start, 1 of 300 has no occupation, 1 of 60 is
    written down 45 days too long, and after 1 of 40 somebody helps in a kitchen for three days.
    """
    for start, end, occupation in spells:
        for since, until, name in _recoded(start, end, occupation):
            fault = chance.random()
            if fault < 1 / 300 and until:
                since, until = until, since
            elif fault < 2 / 300:
                name = ""
            elif fault < 2 / 300 + 1 / 60 and until:
                until += timedelta(days=45)
            yield str(since), str(until or ""), name
            if 0.5 < fault < 0.5 + 1 / 40 and until:
                begun = until + timedelta(days=1)
                yield str(begun), str(begun + timedelta(days=2)), "Kitchen helper"


def _recoded(
    start: date, end: date | None, occupation: str
) -> Iterator[tuple[date, date | None, str]]:
    if occupation != RECODED or (end and end < SINCE):
        yield start, end, occupation
    elif start >= SINCE:
        yield start, end, "Office worker"
    else:
        yield start, SINCE - timedelta(days=1), occupation
        yield SINCE, end, "Office worker"


def _drawn(ways: Mapping[str, float], chance: Random) -> str:
    at = chance.random() * sum(ways.values())
    for name, share in ways.items():
        at -= share
        if at < 0:
            return name
    return name
