"""Routes as rows of a query: our own search, called from SPARQL.

    SERVICE route: {
      [] route:from "entry role" ; route:to ?goal ; route:withoutFurtherDegree true ;
         route:reading "cautious" ; route:maxSteps 3 ;
         route:path ?path ; route:index ?i ; route:start ?a ; route:end ?b ; route:status ?status
    }

The rows tell the routes that `routes.search` finds for the same question, one row for each step of
each route; rows that agree in all columns asked for are one. Routes are numbered from 0, the best
first; the words are declared in `ontology/careergraph.ttl`.

A value is an IRI, a name as in a phrase, a number or true/false; `route:phrase` holds a whole
question, to which the other properties add. A variable in the place of a value takes each value
that the query around the block gives it, and one question is asked for each combination, at most
MOST_QUESTIONS of them; a combination that contradicts itself gives no rows. Where nothing gives
`route:from` or `route:to` a value, every role is one, and the variable names it in the answer; any
other property whose variable has no value sets no limit.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple, TypeVar

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.errors import EvaluationError, QuerySyntaxError, QuestionError, UnknownNameError
from careergraph.names import Index
from careergraph.routes import End, Ladder, Route, RouteQuery, RouteStep, phrase
from careergraph.routes.question import Reading
from careergraph.routes.search import search
from careergraph.sparql.calls import Argument, Call, given, number, truth, variable, whole
from careergraph.sparql.parameters import Term
from careergraph.sparql.result import Row, in_order
from careergraph.terms import CAREER

MOST_QUESTIONS = 1000
"""The most questions that one block may ask."""

_ANY = End("Any")
_SENIOR = End("Level", CAREER.senior, at_least=True)


class _Limit(NamedTuple):
    """A property that limits the question: the field it sets, and how its values are read."""

    field: str
    read: Callable[[Argument, Index], Any]
    many: bool = False


def _node(*kinds: str) -> Callable[[Argument, Index], URIRef]:
    def read(argument: Argument, index: Index) -> URIRef:
        return index.find(_words(argument), kinds=kinds)

    return read


def _words(argument: Argument) -> str:
    """The name of a node as a phrase would put it."""
    if isinstance(argument.term, ox.NamedNode):
        return f"<{argument.term.value}>"
    if isinstance(argument.term, ox.Literal) and not argument.term.datatype.value.endswith(
        ("integer", "decimal", "double", "boolean")
    ):
        return argument.term.value
    return argument.expected("a name or an IRI")


def _reading(argument: Argument, index: Index) -> Reading:
    return phrase.reading(_words(argument), index)


def _without(argument: Argument, index: Index) -> Reading:
    return phrase.reading(_words(argument), index, without=True)


def _word(argument: Argument, _: Index) -> str:
    return argument.term.value if isinstance(argument.term, ox.Literal) else argument.text


def _unknown(argument: Argument, index: Index) -> str:
    word = _word(argument, index)
    return word if word in ("allow", "forbid") else argument.expected('"allow" or "forbid"')


_LIMITS = {
    "withoutFurtherDegree": _Limit("without_further_degree", lambda a, _: truth(a)),
    "withoutFurtherCredential": _Limit("without_further_credential", lambda a, _: truth(a)),
    "highestDegree": _Limit("highest_degree", _node("Credential")),
    "holding": _Limit("holding", _node("Credential"), many=True),
    "skill": _Limit("skills", _node("Skill"), many=True),
    "experience": _Limit("experience", lambda a, _: number(a)),
    "maxSteps": _Limit("most_steps", lambda a, _: whole(a)),
    "maxYears": _Limit("most_years", lambda a, _: number(a)),
    "maxNewSkills": _Limit("most_new_skills", lambda a, _: whole(a)),
    "payAtLeast": _Limit("pay_at_least", lambda a, _: number(a)),
    "payNeverDrops": _Limit("pay_never_drops", lambda a, _: truth(a)),
    "stayIn": _Limit("stay_in", _node("Industry"), many=True),
    "through": _Limit("through", _node("Industry"), many=True),
    "avoid": _Limit("avoid", _node("Role"), many=True),
    "avoidLicensed": _Limit("avoid_licensed", lambda a, _: truth(a)),
    "kind": _Limit("kinds", _node("StepKind"), many=True),
    "counted": _Limit("counted", lambda a, _: truth(a)),
    "unknown": _Limit("unknown", _unknown),
    "reading": _Limit("reading", _reading),
    "withoutSource": _Limit("reading", _without),
    "objective": _Limit("objectives", _word, many=True),
    "k": _Limit("k", lambda a, _: whole(a)),
    "diverse": _Limit("diverse", lambda a, _: truth(a)),
    "degreeShare": _Limit("degree_share", lambda a, _: number(a)),
}

_COLUMNS: dict[str, Callable[[int, Route, int, RouteStep], Term]] = {
    "path": lambda n, _route, _i, _step: ox.Literal(n),
    "index": lambda _n, _route, i, _step: ox.Literal(i),
    "step": lambda _n, _route, _i, step: ox.NamedNode(step.step.iri),
    "start": lambda _n, _route, _i, step: ox.NamedNode(step.step.start),
    "end": lambda _n, _route, _i, step: ox.NamedNode(step.step.end),
    "status": lambda _n, route, _i, _step: ox.Literal(route.status.value),
    "stepStatus": lambda _n, _route, _i, step: ox.Literal(step.status.value),
    "steps": lambda _n, route, _i, _step: ox.Literal(len(route.steps)),
}

_ENDS = ("from", "to")
PARAMETERS = ("phrase", *_ENDS, *_LIMITS)
"""The properties that state the question."""

COLUMNS = tuple(_COLUMNS)
"""The properties that name a column of the answer."""

Given = dict[str, list[Argument]]


def read(call: Call) -> Given:
    """Return the arguments of a block by name. Raises QuerySyntaxError."""
    many = [name for name, limit in _LIMITS.items() if limit.many]
    once = [name for name in (*PARAMETERS, *COLUMNS) if name not in many]
    found = given(call, once=once, many=many)
    if call.pattern is not None:
        call.refused("a route: block holds no pattern; the steps of the graph are its edges")
    if found["reading"] and found["withoutSource"]:
        found["withoutSource"][0].refused("give route:reading or route:withoutSource, not both")
    _check_ends(call, found)
    columns = [variable(a) for name in COLUMNS for a in found[name]]
    twice = next((c for i, c in enumerate(columns) if c in columns[:i] or c in asks(call)), None)
    if twice:
        call.refused(f"?{twice} stands for two things in one SERVICE block; use another variable")
    return found


def _check_ends(call: Call, found: Given) -> None:
    ends = [name for name in _ENDS if found[name]]
    if found["phrase"] and ends:
        found[ends[0]][0].refused("give route:phrase or route:from and route:to, not both")
    missing = next((name for name in _ENDS if not found[name]), None)
    if missing and not found["phrase"]:
        call.refused(f"route:{missing} is missing from this SERVICE block")


def asks(call: Call) -> set[str]:
    """Return the variables that stand for values of the question."""
    columns = {f"route:{name}" for name in COLUMNS}
    return {a.variable for a in call.arguments if a.variable and a.name not in columns}


def table(
    index: Index, ladder: Ladder, call: Call, bound: Iterable[Mapping[str, Term]] | None
) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and the rows of a block, given the values of its variables.

    Raises QuestionError or UnknownNameError, with the place, and EvaluationError when it asks too
    many questions.
    """
    found = read(call)
    inputs = sorted(asks(call))
    columns = {variable(a): _COLUMNS[name] for name in COLUMNS for a in found[name]}
    _refuse_fixed(index, call, found)
    rows: dict[Row, None] = {}
    number = 0
    for values in _combinations(call, inputs, bound):
        for route in _routes(index, ladder, call, found, values):
            asked = tuple(_inputs(found, inputs, values, route))
            for i, step in enumerate(route.steps):
                answer = (column(number, route, i, step) for column in columns.values())
                rows[(*asked, *answer)] = None
            number += 1
    return (*inputs, *columns), list(rows)


def _combinations(
    call: Call, inputs: list[str], bound: Iterable[Mapping[str, Term]] | None
) -> list[dict[str, Term]]:
    if bound is None:
        return [{}]
    rows = in_order({tuple(row.get(name) for name in inputs) for row in bound})
    if len(rows) > MOST_QUESTIONS:
        raise EvaluationError(
            f"{call.place}: the variables of this SERVICE block have {len(rows):,} combinations of "
            f"values, and at most {MOST_QUESTIONS:,} are asked; narrow them down"
        )
    return [{n: t for n, t in zip(inputs, row, strict=True) if t is not None} for row in rows]


def _routes(
    index: Index, ladder: Ladder, call: Call, found: Given, values: Mapping[str, Term]
) -> tuple[Route, ...]:
    """The routes for one combination of values; none when it is the values that are at fault."""
    try:
        query = _question(index, call, _filled(found, values))
        answer = _at(call.place, lambda: search(ladder, query))
    except (QuestionError, QuerySyntaxError, UnknownNameError):
        if values:
            return ()
        raise
    if not answer.complete:
        raise EvaluationError(
            f"{call.place}: the search had to stop before it knew all routes; ask for fewer with "
            "route:maxSteps, route:k or nearer ends"
        )
    return answer.routes


def _filled(found: Given, values: Mapping[str, Term]) -> Given:
    """The arguments with values for variables; those without one are left out."""
    return {
        name: [
            replace(a, term=values[a.variable], text=str(values[a.variable])) if a.variable else a
            for a in arguments
            if not a.variable or a.variable in values
        ]
        for name, arguments in found.items()
    }


def _question(index: Index, call: Call, found: Given) -> RouteQuery:
    if found["phrase"]:
        words = found["phrase"][0]
        query = _at(words.place, lambda: phrase.parse(_words(words), index))
    else:
        start, goal = _end(index, found["from"]), _end(index, found["to"], goal=True)
        query = _at(call.place, lambda: RouteQuery(start, goal))
    limits = _limits(index, found)
    for name in ("holding", "skills", "stay_in", "through", "avoid", "kinds"):
        if name in limits:
            limits[name] = (*getattr(query, name), *limits[name])
    return _at(call.place, lambda: replace(query, **limits))


def _limits(index: Index, found: Given) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    for name, limit in _LIMITS.items():
        values = [_at(a.place, partial(limit.read, a, index)) for a in found[name]]
        if values:
            limits[limit.field] = tuple(values) if limit.many else values[0]
    return limits


def _end(index: Index, arguments: list[Argument], *, goal: bool = False) -> End:
    if not arguments:
        return _ANY
    words = _words(arguments[0])
    return _at(arguments[0].place, lambda: phrase.end(words, index, goal=goal))


T = TypeVar("T")


def _at(place: str, read: Callable[[], T]) -> T:
    """What `read` returns; its errors tell the place."""
    try:
        return read()
    except (QuestionError, UnknownNameError) as error:
        raise type(error)(f"{place}: {error}") from None


def _refuse_fixed(index: Index, call: Call, found: Given) -> None:
    """Raise what is wrong with the question itself, which no value of a variable can mend."""
    fixed = {name: [a for a in given if not a.variable] for name, given in found.items()}
    if fixed["phrase"]:
        _question(index, call, fixed)
        return
    _end(index, fixed["from"])
    _end(index, fixed["to"], goal=True)
    limits = _limits(index, fixed)
    _at(call.place, lambda: RouteQuery(_ANY, _SENIOR, **limits))


def _inputs(
    found: Given, inputs: list[str], values: Mapping[str, Term], route: Route
) -> Iterator[Term | None]:
    """The values of the variables that ask; an open end is named by the route."""
    ends = {"from": route.roles[0], "to": route.roles[-1]}
    named = {a.variable: ends[name] for name in _ENDS for a in found[name] if a.variable}
    for name in inputs:
        if name in values or name not in named:
            yield values.get(name)
        else:
            yield ox.NamedNode(named[name])
