"""A question for routes in words people use.

    from START to GOAL [without further degree] [holding A and B] [in at most N steps]
        [under the cautious|generous reading] [according to SOURCE | leaving out SOURCE]

START and GOAL are a role ("a Data Analyst"), a level ("entry role", "senior roles", "roles at
level senior") or, for START, a credential ("machine learning degree").
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from rdflib import URIRef

from careergraph.errors import QuestionError, UnknownNameError
from careergraph.names import Index
from careergraph.routes.question import CAUTIOUS, GENEROUS, End, Reading, RouteQuery
from careergraph.terms import CAREER

EXAMPLE = "from entry role to senior role without further degree"

_FROM_TO = re.compile(r"\s*(?:routes?\s+)?from\s+(?P<start>.+?)\s+to\s+(?P<rest>.+)\Z", re.I | re.S)
_ROLES = r"(?:roles?|positions?|jobs?|careers?)"
_EXACT_LEVEL = re.compile(
    rf"{_ROLES}\s+at\s+(?:the\s+)?(?:level\s+)?(?P<level>.+?)(?:\s+level)?\Z", re.I
)
_LEVEL = re.compile(rf"(?P<level>.+?)(?:[\s-]level)?(?:\s+{_ROLES})?\Z", re.I)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A limit that may follow the goal: how it is spelled, and what it does to the question."""

    pattern: re.Pattern[str]
    apply: Callable[[RouteQuery, re.Match[str], Index], RouteQuery]


def parse(text: str, index: Index) -> RouteQuery:
    """Return the question that `text` asks.

    Raises QuestionError, which quotes the words it cannot read and says what could stand there,
    or UnknownNameError with a suggestion when a name is not in the graph.
    """
    match = _FROM_TO.match(text)
    if not match:
        raise QuestionError(
            f"cannot read {text.strip()!r}: expected 'from START to GOAL', as in {EXAMPLE!r}"
        )
    goal, clauses = _split(match["rest"])
    query = RouteQuery(end(match["start"], index), end(goal, index, goal=True))
    for clause in clauses:
        query = _apply(query, clause, index)
    return query


def compose(
    index: Index, *, phrase: str | None = None, start: str | None = None,
    goal: str | None = None, without_further_degree: bool = False,
    holding: tuple[str, ...] = (), max_steps: int | None = None,
    reading: str | None = None, without_source: str | None = None,
) -> tuple[RouteQuery, str]:  # fmt: skip
    """Return the question put by a phrase, by its parts, or by both, and its words.

    Raises QuestionError when there is neither a phrase nor both ends.
    """
    if phrase and (start or goal):
        raise QuestionError("give a phrase or --from and --to, not both")
    if not phrase and not (start and goal):
        raise QuestionError(f"what is asked? Give a phrase such as '{EXAMPLE}', or --from and --to")
    query = (
        parse(phrase, index)
        if phrase
        else RouteQuery(end(start or "", index), end(goal or "", index, goal=True))
    )
    words = [phrase.strip() if phrase else f"from {start} to {goal}"]
    if without_further_degree:
        query = replace(query, without_further_degree=True)
        words += ["without further degree"]
    if holding:
        query = replace(query, holding=query.holding + tuple(credential(c, index) for c in holding))
        words += [f"holding {' and '.join(holding)}"]
    if max_steps is not None:
        query = replace(query, most_steps=max_steps)
        words += [f"in at most {max_steps} steps"]
    if reading or without_source:
        query = replace(query, reading=_reading(reading, without_source, index))
        words += [_spoken(reading, without_source)]
    return query, " ".join(words)


def _spoken(name: str | None, without: str | None) -> str:
    if name is None:
        return f"leaving out {without}"
    plain = name.lower() in ("cautious", "generous")
    return f"under the {name} reading" if plain else f"according to {name}"


def _reading(name: str | None, without: str | None, index: Index) -> Reading:
    if name and without:
        raise QuestionError("give --reading or --without-source, not both")
    return reading(name, index) if name else reading(without or "", index, without=True)


def end(text: str, index: Index, *, goal: bool = False) -> End:
    """Return the role, level or (not for a goal) credential that `text` names.

    Raises UnknownNameError with a suggestion.
    """
    words = re.sub(r"\A(?:an?|the|any|some)\s+", "", text.strip().rstrip("?.!,"), flags=re.I)
    exact = _EXACT_LEVEL.match(words)
    if exact:
        return End("Level", index.find(exact["level"], kinds=("Level",)))
    for kind in ("Role", "Level", "Credential"):
        match = _LEVEL.match(words) if kind == "Level" else None
        found = _find(index, match["level"] if match else words, kind)
        if found and not (goal and kind == "Credential"):
            return End(kind, found, at_least=kind == "Level" and _reaches_up(found, goal))
    kinds = ("Role", "Level") if goal else ("Role", "Level", "Credential")
    what = "role or level" if goal else "role, level or credential"
    guesses = " or ".join(map(repr, index.suggest(words, kinds=kinds)))
    hint = f"did you mean {guesses}?" if guesses else "'careergraph search TEXT' looks for names"
    raise UnknownNameError(f"no {what} {words!r}; {hint}")


def _find(index: Index, text: str, kind: str) -> URIRef | None:
    try:
        return index.find(text, kinds=(kind,))
    except UnknownNameError:
        return None


def _reaches_up(level: URIRef, goal: bool) -> bool:
    """ "Senior roles" takes higher ones in; an entry role is only that."""
    return goal or level != CAREER.entry


_STARTERS = re.compile(
    r"[\s,;]+(?=(?:and\s+)?(?:without|with\s+no|holding|having|within|in\s+at\s+most|(?<!\sin\s)at\s+most|"
    r"under\s+(?:the\s+)?(?:cautious|generous)|according\s+to|leaving\s+out)\b)",
    re.I,
)


def _split(rest: str) -> tuple[str, list[str]]:
    goal, *clauses = _STARTERS.split(rest.strip())
    clauses = [re.sub(r"\Aand\s+", "", c.strip(" ,;.?!"), flags=re.I) for c in clauses]
    return goal, [c for c in clauses if c]


def _apply(query: RouteQuery, text: str, index: Index) -> RouteQuery:
    for clause in _CLAUSES:
        match = clause.pattern.fullmatch(text)
        if match:
            return clause.apply(query, match, index)
    raise QuestionError(
        f"cannot read {text!r}; there could stand 'without further degree', 'holding CREDENTIAL', "
        "'in at most N steps', 'under the cautious reading', 'according to SOURCE' or "
        "'leaving out SOURCE'"
    )


def _holding(query: RouteQuery, match: re.Match[str], index: Index) -> RouteQuery:
    names = re.split(r"\s*,\s*|\s+and\s+", match["names"])
    held = tuple(credential(name, index) for name in names if name)
    return replace(query, holding=(*query.holding, *held))


def credential(text: str, index: Index) -> URIRef:
    """Return the credential that `text` names. Raises UnknownNameError with a suggestion."""
    words = re.sub(r"\A(?:an?|the)\s+", "", text.strip(), flags=re.I)
    return index.find(words, kinds=("Credential",))


def reading(text: str, index: Index, *, without: bool = False) -> Reading:
    """Return the reading of that name, or the one of, or without, the source of that title."""
    known = {"cautious": CAUTIOUS, "generous": GENEROUS}
    if text.lower() in known and not without:
        return known[text.lower()]
    return Reading("without" if without else "only", source(text, index))


def source(text: str, index: Index) -> URIRef:
    """Return the source that `text` names: its short name, its title or the beginning of it.

    Raises UnknownNameError that lists the sources.
    """
    wanted = text.strip().casefold()
    sources = sorted({n.iri: n.text for n in index.names if n.kind == "Source"}.items())
    for iri, title in sources:
        if wanted in (iri.rsplit("/", 1)[-1], iri, title.casefold()) or (
            len(wanted) > 3 and title.casefold().startswith(wanted)
        ):
            return iri
    known = ", ".join(f"'{iri.rsplit('/', 1)[-1]}' ({title})" for iri, title in sources)
    raise UnknownNameError(f"no source {text.strip()!r}; there are {known}")


_CLAUSES = (
    _Clause(
        re.compile(
            r"(?:without|with\s+no)\s+(?:an?y?\s+)?(?:further|another|additional|more|new|other)\s+"
            r"(?:academic\s+|university\s+)?(?:degrees?|education|study|studies|schooling)", re.I
        ),
        lambda query, _match, _index: replace(query, without_further_degree=True),
    ),
    _Clause(re.compile(r"(?:holding|having)\s+(?P<names>.+)", re.I | re.S), _holding),
    _Clause(
        re.compile(r"(?:within|in\s+at\s+most|at\s+most)\s+(?P<n>\d+)\s+steps?", re.I),
        lambda query, match, _index: replace(query, most_steps=int(match["n"])),
    ),
    _Clause(
        re.compile(r"(?:under\s+(?:the\s+)?)?(?P<name>cautious|generous)(?:\s+reading)?", re.I),
        lambda query, match, index: replace(query, reading=reading(match["name"], index)),
    ),
    _Clause(
        re.compile(r"according\s+to\s+(?:the\s+)?(?P<name>.+)", re.I | re.S),
        lambda query, match, index: replace(query, reading=reading(match["name"], index)),
    ),
    _Clause(
        re.compile(r"leaving\s+out\s+(?:the\s+)?(?P<name>.+)", re.I | re.S),
        lambda query, match, index: replace(
            query, reading=reading(match["name"], index, without=True)
        ),
    ),
)  # fmt: skip
