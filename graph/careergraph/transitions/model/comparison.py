"""`careergraph transitions evaluate` as a function: files in, the scores of all models out."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions.counts import Counts, counted
from careergraph.transitions.model import evaluation, finding, gathering, observed, predictors
from careergraph.transitions.model.evaluation import Evaluation, Score
from careergraph.transitions.model.features import Features, compared
from careergraph.transitions.model.known import Known
from careergraph.transitions.model.logit import Weight

if TYPE_CHECKING:
    import numpy.typing as npt

    from careergraph.career_graph import CareerGraph

    Array = npt.NDArray[Any]


SHOWN = 5
"""How many codes are named of those that something is wrong with."""


@dataclass(frozen=True)
class Comparison:
    """The scores of all models, what they were scored on, and how they came about.

    `split` says which origins were told from which, `removed` the pairs that were left out as
    recodings, `without` the data that was not there, `weights` what each feature counts for in the
    conditional logit over all features, learnt from all of the first file; empty when nothing is
    known of the occupations. Of the `destinations` nobody who was learnt from moved into
    `unreached`; `unseen` are the codes that are in the second file alone, and `twins` codes that
    differ by zeros before them alone.
    """

    evaluation: Evaluation
    destinations: int
    unreached: int
    split: str
    unseen: tuple[str, ...]
    twins: tuple[tuple[str, ...], ...]
    removed: tuple[tuple[str, str], ...]
    without: tuple[str, ...]
    weights: tuple[Weight, ...]

    def values(self) -> dict[str, Any]:
        """Return all of it as plain values, the best model first."""
        return {
            "models": [_values(score) for score in self._ranked()],
            "split": self.split,
            "origins": self.evaluation.origins,
            "moves": self.evaluation.moves,
            "destinations": self.destinations,
            "unreached": self.unreached,
            "unseen": list(self.unseen),
            "twins": [list(each) for each in self.twins],
            "undefined": self.undefined(),
            "removed": [list(pair) for pair in self.removed],
            "without": list(self.without),
            "weights": [{**each._asdict(), **_rounded(each)} for each in self.weights],
        }

    def undefined(self) -> dict[str, str]:
        """Return the measures that these moves leave without a number, and why."""
        score = self.evaluation.scores[0]
        return {measure: why for measure, why in evaluation.UNDEFINED.items()
                if math.isnan(score[measure].value)}  # fmt: skip

    def told(self) -> list[str]:
        """Return what one should know before one trusts the scores, a line each."""
        found = []
        if self.unseen:
            found.append(f"{len(self.unseen):,} codes are in no move that was learnt from "
                         f"({_first(self.unseen)})")  # fmt: skip
        if self.twins:
            pairs = [" and ".join(each) for each in self.twins]
            found.append(f"{len(pairs):,} codes differ from others by zeros before them alone, and "
                         f"are taken for different occupations ({_first(pairs)})")  # fmt: skip
        found += [f"{measure} is not defined: {why}" for measure, why in self.undefined().items()]
        found += [f"done without {each}" for each in self.without]
        if not self.weights:
            found.append("nothing is known of these occupations, so that only the sizes of "
                         "destinations are compared; name a market as --graph, or as --data a "
                         "folder with " + ", ".join(gathering.FOLDERS.values()))  # fmt: skip
        return found

    def text(self) -> str:
        """Return a table for people: each measure with its interval of 95 %."""
        measures = [m for m in evaluation.MEASURES if m != "spearman"]
        table = [["", *measures]]
        table += [[score.name, *(_shown(score, m) for m in measures)] for score in self._ranked()]
        wide = [max(len(row[n]) for row in table) for n in range(len(table[0]))]
        shown = ["  ".join(cell.ljust(w) for cell, w in zip(row, wide, strict=True)).rstrip()
                 for row in table]  # fmt: skip
        said = [f"{self.evaluation.moves:,} moves out of {self.evaluation.origins:,} occupations "
                f"into any of {self.destinations:,}; {self.split}."]  # fmt: skip
        if self.unreached:
            said.append(f"Into {self.unreached:,} of these nobody moved who was learnt from.")
        said += [f"Left out as a change of codes: {a} to {b}, both ways." for a, b in self.removed]
        said += [f"Done without: {each}." for each in self.without]
        weights = [f"  {w.feature}: {w.weight:+.2f} [{w.low:+.2f}, {w.high:+.2f}]"
                   for w in self.weights[:12]]  # fmt: skip
        if weights:
            weights = ["", "What a standard deviation adds to the log odds, given all others:",
                       *weights]  # fmt: skip
        return "\n".join([*said, "", *shown, *weights]) + "\n"

    def _ranked(self) -> list[Score]:
        return sorted(self.evaluation.scores, key=lambda score: score["perplexity"].value)


def _shown(score: Score, measure: str) -> str:
    figure = score[measure]
    if math.isnan(figure.value):
        return "not defined"
    digits = 1 if measure == "perplexity" else 3
    return f"{figure.value:.{digits}f} [{figure.low:.{digits}f}, {figure.high:.{digits}f}]"


def _values(score: Score) -> dict[str, Any]:
    figures = {measure: score[measure] for measure in evaluation.MEASURES}
    return {
        "name": score.name,
        **{measure: _number(figure.value) for measure, figure in figures.items()},
        "calibration": score.calibration,
        "intervals": {measure: [_number(figure.low), _number(figure.high)]
                      for measure, figure in figures.items()},
    }  # fmt: skip


def _rounded(weight: Weight) -> dict[str, float | None]:
    return {name: _number(getattr(weight, name)) for name in ("weight", "low", "high")}


def _number(value: float) -> float | None:
    """What JSON can hold: it has no word for what is no number."""
    return round(value, 6) if math.isfinite(value) else None


def _first(names: Sequence[str]) -> str:
    return ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")


def evaluate(train: Path, test: Path | None = None, *, graph: "CareerGraph | None" = None,
             occupations: Path | None = None, data: Path | None = None,
             number: int = evaluation.FOLDS, seed: int = 0,
             by_group: bool = False) -> Comparison:  # fmt: skip
    """Return how well moves are told that were not learnt from: those of `test`, or of each fold.

    What is known of occupations comes from `graph`, or from data sets in the folders of `data`, by
    default those around that of `train`. `occupations` lists their names and jobs. With `by_group`
    the folds are of whole minor SOC groups. Raises ReadError and ParseError for the files, and
    ParameterError when an occupation of `test` was learnt from.
    """
    learnt = observed.moves(train)
    counts, origins = together(learnt, observed.moves(test) if test else None)
    removed = observed.recodings(counts)
    counts = observed.without(counts, removed)
    profiles = finding.profiles(counts.codes, train, graph=graph, data=data,
                                occupations=occupations)  # fmt: skip
    features = compared(profiles)
    known = Known.of(counts, origins)
    every = predictors.available(features)
    if test is None:
        groups = [code[:4] for code in profiles.groups] if by_group else None
        parts = evaluation.folds(known, number, seed=seed, groups=groups)
        scores = evaluation.by_folds(known, every, parts, seed=seed)
        whole = "of whole minor groups " if by_group else ""
        split = f"each of {len(parts)} folds of origins {whole}told from the others (seed {seed})"
    else:
        others = np.array([n for n, code in enumerate(counts.codes) if code not in set(origins)])
        scores = evaluation.on_others(known, every, others, seed=seed)
        split = f"told from the {len(origins):,} occupations of {train.name}"
    unreached = int((known.seen.sum(axis=0) == 0).sum())
    unseen = tuple(code for code in counts.codes if code not in learnt.number)
    return Comparison(scores, len(counts.codes) - 1, unreached, split, unseen, twins(counts.codes),
                      tuple(removed), features.without,
                      _weights(known.among(known.origins), features))  # fmt: skip


def together(train: Counts, test: Counts | None) -> tuple[Counts, list[str]]:
    """Return both counts over the states of either, and the origins of the first.

    Raises ParameterError when both have rows of the same origin, zeros before its code or not.
    """
    origins = [_origins(each) for each in (train, test) if each is not None]
    if test is None:
        return train, origins[0]
    both = sorted(set(origins[0]) & set(origins[1]))
    if both:
        raise ParameterError(
            f"{len(both)} occupations are origins in both files ({_first(both)}); what is asked "
            "must not have been learnt from"
        )
    known = {_plain(code): code for code in origins[0]}
    same = [f"{known[_plain(code)]} and {code}" for code in origins[1] if _plain(code) in known]
    if same:
        raise ParameterError(
            f"{len(same)} occupations are origins in both files but for zeros before the code "
            f"({_first(same)}); write codes alike in both, and ask none that was learnt from"
        )
    cells = [cell for each in (train, test) for cell in _cells(each)]
    labels = {**test.labels, **train.labels}
    return counted(cells, labels=labels, about=train.about), origins[0]


def twins(codes: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the codes that differ by zeros before them alone, those of a kind together."""
    kinds: dict[str, list[str]] = {}
    for code in sorted(codes):
        kinds.setdefault(_plain(code), []).append(code)
    return tuple(tuple(kind) for kind in kinds.values() if len(kind) > 1)


def _plain(code: str) -> str:
    return code.lstrip("0") or "0"


def _origins(counts: Counts) -> list[str]:
    out = np.asarray(counts.persons.sum(axis=1)).ravel()
    return [code for code, number in zip(counts.codes, out.tolist(), strict=True) if number]


def _cells(counts: Counts) -> list[tuple[str, str, int, float]]:
    weight = counts.weight.tocoo()
    persons = counts.persons.tocsr()
    return [(counts.codes[i], counts.codes[j], int(persons[i, j]), w)
            for i, j, w in zip(weight.row.tolist(), weight.col.tolist(), weight.data.tolist(),
                               strict=True)]  # fmt: skip


def _weights(known: Known, features: Features) -> tuple[Weight, ...]:
    if not features.learnt:
        return ()
    return tuple(predictors.fitted_logit(known, features).table())
