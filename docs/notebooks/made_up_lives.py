"""Spells of people who never lived, in a town whose true ways of moving are known.

Everybody begins somewhere between 2012 and 2019, holds job after job until the end of 2024, and
moves as `WAYS` says. Then the faults are put in that registers have: see `spoiled`. All chance comes
from `random.Random(seed).random()`, which gives the same numbers in every version of Python.
"""

import csv
import math
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

COLUMNS = ("person", "start", "end", "occupation", "weight")

WAYS: Mapping[str, Mapping[str, float]] = {
    "Kitchen helper": {"Cook": 0.45, "Waiter": 0.25, "Cleaner": 0.20, "Care assistant": 0.10},
    "Cook": {"Chef": 0.40, "Kitchen helper": 0.20, "Waiter": 0.15, "Care assistant": 0.15,
             "Sales assistant": 0.10},
    "Chef": {"Cook": 0.55, "Shop manager": 0.45},
    "Waiter": {"Sales assistant": 0.45, "Cook": 0.25, "Care assistant": 0.20, "Clerk": 0.10},
    "Cleaner": {"Kitchen helper": 0.40, "Care assistant": 0.35, "Sales assistant": 0.25},
    "Care assistant": {"Nurse": 0.50, "Cleaner": 0.20, "Sales assistant": 0.20, "Clerk": 0.10},
    "Nurse": {"Care assistant": 0.50, "Clerk": 0.50},
    "Sales assistant": {"Clerk": 0.35, "Shop manager": 0.30, "Waiter": 0.20, "Care assistant": 0.15},
    "Shop manager": {"Sales assistant": 0.60, "Clerk": 0.40},
    "Clerk": {"Sales assistant": 0.55, "Shop manager": 0.45},
}  # fmt: skip
"""Where those go who leave an occupation, and with what probability: the truth."""

BEGIN = {"Kitchen helper": 0.25, "Cleaner": 0.2, "Waiter": 0.25, "Sales assistant": 0.3}
RECODED, SINCE = "Clerk", date(2019, 1, 1)
"""What is called "Office worker" in all that is written down from this day on."""

_LAST = date(2024, 12, 31)


def truth() -> dict[tuple[str, str], float]:
    """Return the true probability of each destination of those who leave an occupation."""
    return {(i, j): chance for i, ways in WAYS.items() for j, chance in ways.items()}


def write(path: Path, *, persons: int = 3000, seed: int = 1) -> None:
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
        at = end + timedelta(days=1 + int(-25 * math.log(1 - chance.random())))


def spoiled(
    spells: Iterator[tuple[date, date | None, str]], chance: Random
) -> Iterator[tuple[str, str, str]]:
    """Yield spells as a register has them.

    Clerks have another name since `SINCE`, and those who are clerks then change it as if they had
    moved. In 1 of 300 the end comes before the start, 1 of 300 has no occupation, in 1 of 60 the
    last fortnight of a job overlaps with the next, and 1 of 150 is a job of three days beside it.
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
            elif fault < 2 / 300 + 1 / 60 + 1 / 150:
                yield str(since), str(since + timedelta(days=3)), "Kitchen helper"
            yield str(since), str(until or ""), name


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
