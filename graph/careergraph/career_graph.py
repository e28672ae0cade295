"""`CareerGraph`, what `open` returns: the rooms of this package, joined for a user."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from careergraph import claims, names, store, wording
from careergraph.address import is_address
from careergraph.names import Index
from careergraph.shelf import Tables
from careergraph.terms import CAREER, RDF
from careergraph.wording import Labels

if TYPE_CHECKING:
    import networkx
    import rdflib

    from careergraph.answers import BoundAnswer
    from careergraph.pages.views import Views
    from careergraph.profiles import Profile
    from careergraph.routes import Ladder, RouteAnswer, RouteQuery
    from careergraph.sparql import Result
    from careergraph.sparql.engine import Engine
    from careergraph.sparql.known import Known
    from careergraph.sparql.vocabulary import Vocabulary

HEADLINE = "from entry role to senior role without further degree"
"""The question the project exists for; its answer is on every page of the curated graph."""


class CareerGraph:
    """An open graph. It is only read: every method returns a new value.

    The views below are computed when they are first asked for, and kept; a market has them in files
    in its `home`. A graph on a server answers queries there; the views are computed here, from a
    copy that is made when the first of them is asked for. Of a part, `whole` is how many claims all
    of the graph holds; else it is None.
    """

    def __init__(
        self, opened: ox.Store | Engine, *, whole: int | None = None, home: Path | None = None
    ) -> None:
        self._opened = opened
        self.whole = whole
        self.home = home

    @cached_property
    def store(self) -> ox.Store:
        """The Oxigraph store with the data and the ontology; that of a server is fetched now."""
        return self._opened if isinstance(self._opened, ox.Store) else self._opened.store

    @cached_property
    def tables(self) -> Tables:
        """The records of the graph."""
        return Tables(self.store, folder=self.home / "records" if self.home else None)

    @property
    def is_here(self) -> bool:
        """Whether the graph is open here, and not on a server."""
        return isinstance(self._opened, ox.Store)

    @property
    def engine(self) -> Engine:
        """What answers queries: the store itself, or the server where the graph is."""
        from careergraph.sparql.engine import engine

        return engine(self._opened)

    @cached_property
    def book(self) -> claims.Book:
        """All claims, and how they stand to each other."""
        return claims.read(self.store, tables=self.tables)

    @cached_property
    def index(self) -> Index:
        """Every name, ready to be looked up."""
        kept = self.home / "names.npz" if self.home else None
        return names.load(kept) if kept and kept.exists() else names.read(self.store)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The classes, properties and fixed values that a query can use."""
        from careergraph.sparql import vocabulary

        return vocabulary.read(self.store)

    @cached_property
    def labels(self) -> Labels:
        """What every node is called."""
        return wording.Labels(self.store)

    @cached_property
    def ladder(self) -> Ladder:
        """The steps, compiled for the route search."""
        from careergraph.routes import compile_ladder

        ladder = compile_ladder(self.store, self.book, tables=self.tables)
        if self.home:
            from careergraph.routes.keeping import recall

            recall(ladder, self.home / "routes")
        return ladder

    @cached_property
    def is_market(self) -> bool:
        """Whether it is too large for a page that holds its claims: the page is an overview."""
        from careergraph.pages import is_market

        return is_market(self.index, self.book)

    @property
    def views(self) -> Views:
        """What a page is made from."""
        from careergraph.pages.views import Views

        return Views(self.store, self.tables, self.book, self.index, self.labels, self.ladder)

    @property
    def known(self) -> Known:
        """What queries need besides the store."""
        from careergraph.sparql.known import Known

        return Known(lambda: self.index, lambda: self.ladder)

    def route(self, asked: str | RouteQuery, *, question: str = "") -> BoundAnswer:
        """Return the routes that answer a phrase or a `RouteQuery`, whose words are `question`.

        The answer can be told in many forms: `answer.to_markdown()`, `answer.page("routes.html")`.
        Raises QuestionError when the phrase cannot be read or no role can be start or goal, and
        UnknownNameError, with a suggestion, when a name is not in the graph.
        """
        from careergraph.answers import bound
        from careergraph.errors import QuestionError
        from careergraph.routes import RouteQuery, parse, search

        if not isinstance(asked, (str, RouteQuery)):
            raise QuestionError(f"a question is a phrase or a RouteQuery, and {asked!r} is neither")
        if isinstance(asked, str):
            return bound(search(self.ladder, parse(asked, self.index), question=asked), self)
        return bound(search(self.ladder, asked, question=question), self)

    def query(self, text: str, /, **parameters: object) -> Result:
        """Return the result of SPARQL text or of a cookbook query by name.

        Parameters are bound as RDF terms, and may be names of nodes. Raises QuerySyntaxError,
        NoSuchQueryError or ParameterError.
        """
        from careergraph.sparql import recipe, run

        found = recipe(text).text if re.fullmatch(r"[\w-]+", text.strip()) else text
        return run(self.engine, found, parameters=parameters, known=self.known)

    def profile(self, name: str) -> Profile:
        """Return all that is said of the node with this name. Raises UnknownNameError."""
        from careergraph.profiles import profile

        iri = self.index.find(name)
        label = self.index.label(iri)
        others = sorted({n.text for n in self.index.of_node(iri) if n.text != label})
        return profile(iri, kind=self.index.kind(iri) or "", names=tuple(others),
                       ladder=self.ladder, labels=self.labels)  # fmt: skip

    def network(self) -> networkx.MultiDiGraph[str]:
        """Return the whole graph for networkx; `network.to_rdf` is the inverse."""
        from careergraph.network import from_rdf

        return from_rdf(self.store)

    def rdf(self) -> rdflib.Graph:
        """Return an rdflib graph on the same store, data and ontology together."""
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(store=OxigraphStore(store=self.store), default_union=True)

    def part(self, nodes: Iterable[str]) -> CareerGraph:
        """Return the part that nodes make, by IRI, with the claims on and among them.

        Whatever it says still has its source and place: see `careergraph.part`.
        """
        from careergraph.part import part

        return CareerGraph(part(self.store, nodes), whole=self.whole or self._claims())

    def _claims(self) -> int:
        if self.home:
            return len(self.book.claims)
        kind, claim = ox.NamedNode(RDF.type), ox.NamedNode(CAREER.Claim)
        return sum(1 for _ in store.said(self.store, None, kind, claim))

    def around(self, name: str, *, hops: int = 1) -> CareerGraph:
        """Return the part that lies at most `hops` relations or steps from the node of this name.

        Raises UnknownNameError, with a suggestion, and QuestionError when `hops` is negative.
        """
        from careergraph.excerpts import around

        return around(self, name, hops=hops).graph

    def page(
        self, path: str | os.PathLike[str], *, around: str | None = None, hops: int = 1,
        title: str | None = None, answers: RouteAnswer | Iterable[RouteAnswer] | None = None,
        ask: Iterable[str] = (), k: int | None = 10,
    ) -> None:  # fmt: skip
        """Write one self-contained HTML file that shows the graph and answers to questions.

        With `around` it shows the part at most `hops` relations or steps from the node of this
        name. `ask` are phrases that the page offers as questions, with the answers of this graph
        and, in a part, all that these rest on. Without them and `answers` the headline question is
        asked of a whole graph that can answer it and is no market; `k` is the most routes shown of
        each.

        Raises WriteError, as `around` and `route` do, and QuestionError when a part is to `ask` or
        `k` is less than 1.
        """
        content = self.html(around=around, hops=hops, title=title, answers=answers, ask=ask, k=k)
        store.write_whole(path, content.encode("utf-8"))

    def html(
        self, *, around: str | None = None, hops: int = 1, title: str | None = None,
        answers: RouteAnswer | Iterable[RouteAnswer] | None = None, ask: Iterable[str] = (),
        k: int | None = 10,
    ) -> str:  # fmt: skip
        """Return the page that `page` writes; given answers with routes, it opens on the ladder."""
        from careergraph import excerpts
        from careergraph.pages import page
        from careergraph.routes.answer import RouteAnswer, check_shown

        check_shown(k)
        asked = self.answers(ask)
        if isinstance(answers, RouteAnswer):
            answers = [answers]
        given = None if answers is None else [self.as_json(answer, k=k) for answer in answers]
        if around is not None:
            excerpt = excerpts.page_around(self, around, hops=hops, asked=asked, k=k)
            told = (*(given or ()), *excerpt.answers)
            return replace(excerpt, title=title or excerpt.title, answers=told).html()
        usual = self._usual() if given is None and not asked else []
        told = (*(given or ()), *(answer.to_dict(k=k) for answer in (*asked, *usual)))
        view = "ladder" if any(answer["routes"] for answer in given or ()) else "map"
        phrases = [answer.question for answer in asked]
        return page(
            self.store, title=title, answers=told, asked=phrases, view=view, whole=self.whole,
            views=self.views,
        )  # fmt: skip

    def answers(self, ask: Iterable[str]) -> list[BoundAnswer]:
        """Return the answer to each phrase, each once.

        Raises as `route` does, and QuestionError of a part: a way may lead through what it lacks.
        """
        from careergraph.errors import QuestionError

        phrases = dict.fromkeys([ask] if isinstance(ask, str) else ask)
        if phrases and self.whole is not None:
            raise QuestionError(
                "a part does not know every way; ask the graph that it was taken from: "
                "graph.page(FILE, around=NAME, ask=PHRASES)"
            )
        return [self.route(phrase) for phrase in phrases]

    def _repr_html_(self) -> str:
        from careergraph.notebook import framed

        return framed(self)

    def _usual(self) -> list[BoundAnswer]:
        """The headline's answer. A part has none, since routes may lead through what it lacks; in
        a market thousands of routes would answer it."""
        from careergraph.errors import QuestionError

        if self.whole is not None or self.home is not None:
            return []
        try:
            return [self.route(HEADLINE)]
        except QuestionError:
            return []

    def as_json(self, answer: RouteAnswer, *, k: int | None = None) -> Mapping[str, Any]:
        """Return an answer as JSON values, with at most `k` routes."""
        from careergraph.answers import bound

        return bound(answer, self).to_dict(k=k)

    def as_text(self, answer: RouteAnswer, *, k: int | None = None) -> str:
        """Return an answer for reading, with at most `k` routes and where each is cited from."""
        from careergraph.answers import bound

        return bound(answer, self).to_text(k=k)


def open_graph(*locations: str | os.PathLike[str] | None) -> CareerGraph:
    """Return the curated graph, or the one at a file, folder, market or SPARQL endpoint.

    Several locations are read as one graph; "curated" stands for the shipped one. Raises
    ReadError, FormatError or ParseError.
    """
    from careergraph import market

    home = market.home(locations[0]) if len(locations) == 1 and locations[0] else None
    if home:  # asked once: an import may make another the current one at any moment
        return CareerGraph(market.opened(home), home=home)
    if len(locations) == 1 and (there := _pushed(str(locations[0]))):
        return CareerGraph(there)
    return CareerGraph(store.open_store(*locations))


def _pushed(location: str) -> Engine | None:
    """The graph that was pushed to a server, to be asked there."""
    if not is_address(location):
        return None
    from careergraph import remote

    return remote.opened(location)
