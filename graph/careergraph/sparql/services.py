"""Queries with calls in them: each SERVICE block is answered and its rows put in its place.

The rows become a VALUES. Only IRIs and whole numbers are written into it; other values (texts,
blank nodes) are fetched by a function while the engine runs, so that no text of the graph ever
becomes text of a query, and a blank node stays the one it is. An engine that takes no functions
writes all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from careergraph.sparql import faults, paths, route_service, scope
from careergraph.sparql.blocks import Query
from careergraph.sparql.calls import KNOWN, Call
from careergraph.sparql.engine import Answer, Engine, Functions
from careergraph.sparql.known import Known, compiled
from careergraph.sparql.loopless import Edge
from careergraph.sparql.parameters import Term
from careergraph.sparql.result import Row

_CELL = "https://w3id.org/careergraph/cell"
_ROW = "careergraphRow"


@dataclass
class Answered:
    """A query whose calls are answered one after the other.

    `tables` holds the rows of each call that is done; `shown` are the calls as the user wrote
    them, before parameters were put in, for the places in messages.
    """

    engine: Engine
    query: Query
    shown: Query
    known: Known
    tables: dict[int, tuple[tuple[str, ...], list[Row]]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The query for the engine."""
        return self._written(0, len(self.query.text))

    @property
    def functions(self) -> Functions:
        """The functions that the query for the engine uses."""
        return {ox.NamedNode(_CELL): self._cell}

    def solve(self) -> "Answered":
        """Answer every call: one whose variables another call gives comes after that one."""
        pending = [
            _at_home(call, shown)
            for call, shown in zip(self.query.calls, self.shown.calls, strict=True)
        ]
        while pending:
            call = next((c for c in pending if not self._waits(c, pending)), pending[0])
            pending.remove(call)
            self.tables[call.start] = self._table(call, pending)
        return self

    def _waits(self, call: Call, pending: Iterable[Call]) -> bool:
        given = {name for other in pending if other is not call for name in _gives(other)}
        return bool(_asks(call) & given)

    def _table(self, call: Call, pending: list[Call]) -> tuple[tuple[str, ...], list[Row]]:
        bound = self._bound(call, _asks(call), pending)
        if call.service == "pathSearch":
            question = paths.read(call)
            found = paths.rows(call, question, self._edges(call, question), bound)
            return question.columns, found
        return route_service.table(self.known.index(), self.known.ladder(), call, bound)

    def _bound(
        self, call: Call, wanted: set[str], pending: Iterable[Call]
    ) -> list[dict[str, Term]] | None:
        """The values of variables outside a call; None when the query binds none of them."""
        found = scope.patterns(self.query, call, wanted, pending=pending, written=self._written)
        for pattern in found if wanted else ():
            names = self._visible(pattern)
            if wanted & names:
                listed = " ".join(f"?{name}" for name in sorted(wanted & names))
                rows = self._ask(f"SELECT DISTINCT {listed} {{ {pattern} }}")
                return [
                    {n: t for n, t in zip(rows.columns, row, strict=True) if t is not None}
                    for row in rows.rows
                ]
        return None

    def _visible(self, pattern: str) -> set[str]:
        """The variables of a pattern; none when it cannot stand alone."""
        try:
            answer = self._ask(f"SELECT * {{ {pattern} }} LIMIT 0")
        except SyntaxError:
            return set()
        return {*answer.columns}

    def _ask(self, text: str) -> Answer:
        prologue = self.query.text[: self.query.prologue]
        return self.engine.ask(f"{prologue}\n{text}", self.functions)

    def _edges(self, call: Call, question: paths.Question) -> list[Edge]:
        inner = Answered(
            self.engine, self.query.inner(call), self._shown_inner(call), self.known
        ).solve()
        answer = self.engine.ask(inner.text, inner.functions)
        names = (question.start, question.end, *question.properties)
        missing = next(
            (a for a in call.arguments if a.variable in {*names} - {*answer.columns}), None
        )
        if missing:
            missing.refused(f"the pattern of the edges has no {missing.text}")
        at = [answer.columns.index(name) for name in names]
        found = ([row[i] for i in at] for row in answer.rows)
        return [Edge(a, b, tuple(more)) for a, b, *more in found if a is not None and b is not None]

    def _shown_inner(self, call: Call) -> Query:
        at = [c.start for c in self.query.calls].index(call.start)
        return self.shown.inner(self.shown.calls[at])

    def _written(self, start: int, end: int) -> str:
        """The text between two offsets, with the rows of the calls that are done."""
        pieces, at = [], start
        for number, call in enumerate(self.query.calls):
            if start <= call.start < end and call.start in self.tables:
                pieces += [self.query.text[at : call.start], self._values(number, call)]
                at = call.end
        return "".join([*pieces, self.query.text[at:end]])

    def _values(self, number: int, call: Call) -> str:
        columns, rows = self.tables[call.start]
        texts = [[self.engine.written(term) for term in row] for row in rows]
        fetched = [i for i in range(len(columns)) if any(row[i] is None for row in texts)]
        kept = [i for i in range(len(columns)) if i not in fetched]
        names = [*(f"?{columns[i]}" for i in kept), *[f"?{_ROW}"] * bool(fetched)]
        body = "".join(
            f"({' '.join([*(str(row[i]) for i in kept), *[str(n)] * bool(fetched)])})"
            for n, row in enumerate(texts)
        )
        values = f"VALUES ({' '.join(names)}) {{{body}}}"
        binds = "".join(
            f" BIND(<{_CELL}>({number}, ?{_ROW}, {i}) AS ?{columns[i]})" for i in fetched
        )
        chosen = " ".join(f"?{name}" for name in columns)
        return f"{{SELECT {chosen} {{{values}{binds}}}}}" if fetched else f"{{{values}}}"

    def _cell(self, table: ox.Literal, row: ox.Literal, column: ox.Literal) -> Term | None:
        call = self.query.calls[int(table.value)]
        return self.tables[call.start][1][int(row.value)][int(column.value)]


def _at_home(call: Call, shown: Call) -> Call:
    """The call with the places at which the user wrote it."""
    arguments = tuple(
        replace(a, place=s.place) for a, s in zip(call.arguments, shown.arguments, strict=True)
    )
    return replace(call, place=shown.place, arguments=arguments)


_SIDES = ("pathSearch:source", "pathSearch:target")


def _asks(call: Call) -> set[str]:
    """The variables whose values a call needs from the query around it."""
    if call.service == "pathSearch":
        return {a.variable for a in call.arguments if a.variable and a.name in _SIDES}
    return route_service.asks(call)


def _gives(call: Call) -> set[str]:
    return set(call.variables) - _asks(call)


def check(query: Query) -> None:
    """Raise the error that says what is wrong with a query's text or with a call in it.

    Raises EvaluationError when the query asks another endpoint.
    """
    skeleton = query.without_calls()
    faults.refuse_service(skeleton)
    try:
        ox.Store().query(skeleton, prefixes=KNOWN)
    except SyntaxError as error:
        raise faults.syntax_error(skeleton, error, name=query.name) from None
    for call in query.calls:
        if call.service == "pathSearch":
            paths.read(call)
            check(query.inner(call))
        else:
            route_service.read(call)


def written(
    engine: Engine, text: str, shown: str, *, name: str = "", known: Known | None = None
) -> tuple[str, Functions]:
    """Return `text` with rows in the place of its calls, and the functions it then needs.

    `shown` is the text as the user wrote it, before parameters were put in: messages tell places
    in that. Raises QuerySyntaxError, QuestionError, UnknownNameError or EvaluationError.
    """
    at_hand = known or compiled(engine.store)
    found = Answered(engine, Query(text, name), Query(shown, name), at_hand).solve()
    return found.text, found.functions
