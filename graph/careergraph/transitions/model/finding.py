"""Where a model of moves finds what is known of occupations: a market, or data sets beside.

Moves lie in a folder among others, such as those of O*NET and the BLS; a crosswalk to O*NET-SOC
codes and a list of occupations may lie in the same folder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from careergraph.errors import ParameterError, ReadError
from careergraph.transitions.model import gathering, observed
from careergraph.transitions.model.features import Features, compared
from careergraph.transitions.model.profiles import Profiles

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph


def features(codes: Sequence[str], moves: Path, *, graph: "CareerGraph | None" = None,
             data: Path | None = None, occupations: Path | None = None) -> Features:  # fmt: skip
    """Return the features of pairs of occupations, from where `profiles` finds them.

    Raises ParameterError when nothing is known of any of these occupations, and ReadError and
    ParseError for the files.
    """
    found = profiles(codes, moves, graph=graph, data=data, occupations=occupations)
    if not found.tables:
        raise ParameterError(
            f"a model of moves finds nothing about these occupations ({'; '.join(found.without)}); "
            "name a market as the graph, or as the data a folder with onet-*, bls-oews* and "
            "bls-employment*"
        )
    return compared(found)


def profiles(codes: Sequence[str], moves: Path, *, graph: "CareerGraph | None" = None,
             data: Path | None = None, occupations: Path | None = None) -> Profiles:  # fmt: skip
    """Return what is known of occupations whose moves are in a file.

    It comes from `graph`, or from data sets in the folders of `data`, by default those around that
    of `moves`. `occupations` lists their names and jobs, by default `occ_names_employment*.csv`
    beside the moves. What was not found is told in `without`. Raises ReadError, also when `data` is
    no folder, and ParseError.
    """
    if data is not None and not data.is_dir():
        raise ReadError(
            f"no folder {data}; name the one that {', '.join(gathering.FOLDERS.values())} are in"
        )
    path = gathering.beside(moves)
    parts = gathering.crosswalk(path, codes) if path else None
    if graph is not None:
        from careergraph.transitions.model import in_graph

        found = in_graph.gathered(codes, graph, parts)
    else:
        found = gathering.gathered(codes, data or moves.resolve().parent.parent, parts)
    listed = occupations or _list_beside(moves)
    return found if listed is None else _employed(found, observed.occupations(listed))


def _list_beside(moves: Path) -> Path | None:
    return next(iter(sorted(moves.parent.glob("occ_names_employment*.csv"))), None)


def _employed(profiles: Profiles, listed: Mapping[str, observed.Occupation]) -> Profiles:
    """The jobs that a list tells; where it tells none, those that the data sets do."""
    told: Sequence[float | None] = [
        listed[code].employed if code in listed else None for code in profiles.codes
    ]
    jobs = np.array([np.nan if value is None else value for value in told], float)
    if np.isnan(jobs).all():
        return profiles
    known = profiles.employed if profiles.employed is not None else np.full(len(jobs), np.nan)
    return replace(profiles, employed=np.where(np.isnan(jobs), known, jobs))
