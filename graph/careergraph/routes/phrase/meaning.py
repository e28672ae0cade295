"""What a tree of the grammar asks for: the parts of a question, merged into one."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rdflib import URIRef

from careergraph.errors import QuestionError
from careergraph.routes.phrase import amounts
from careergraph.routes.phrase.words import BELOW, EXACT_LEVELS, REFUSED
from careergraph.routes.question import (
    CAUTIOUS,
    GENEROUS,
    End,
    EndKind,
    Objective,
    Reading,
    RouteQuery,
)

if TYPE_CHECKING:
    from lark import Token, Tree

Part = tuple[str, Any]
"""A field of `RouteQuery` and what is asked of it."""

OBJECTIVES: dict[str, Objective] = {
    "FASTEST": "years",
    "FEWEST_STEPS": "steps",
    "BEST_PAID": "pay",
    "FEWEST_NEW_SKILLS": "new_skills",
    "LEAST_CONTESTED": "contested",
    "MOST_COUNTED": "counted",
}
PAPERS = ("certificates", "any_degree")
"""What can be ruled out together, as without further credentials, but neither alone."""

LISTS = ("holding", "skills", "through", "avoid", "objectives")
"""The fields that may be given in several clauses, all of which then hold."""

SPOKEN = {"most_steps": "steps", "most_years": "years", "most_new_skills": "new skills",
           "pay_at_least": "pay", "highest_degree": "the highest degree",
           "degree_share": "the degree share", "k": "how many routes",
           "stay_in": "industries to stay in", "kinds": "kinds of step", "reading": "the reading",
           "unknown": "what to do with unknowns"}  # fmt: skip
END_KINDS: dict[str, EndKind] = {
    "role": "Role", "credential": "Credential", "industry": "Industry", "any_role": "Any",
    "level": "Level", "level_or_above": "Level", "level_exactly": "Level",
}  # fmt: skip


def question(tree: "Tree[Token]") -> list[Part]:
    """Return the parts of a whole question, its start and goal among them."""
    names = iter(("start", "goal") if tree.data == "forth" else ("goal", "start"))
    found: list[Part] = []
    last = ""
    for child in _trees(tree):
        if child.data in END_KINDS:
            last = next(names)
            found.append((last, end(child)))
        elif child.data == "in_industry" and last == "start" and len(found) == 1:
            raise QuestionError(
                "an industry after the start could be that of the start alone or of the whole "
                "route; say 'staying in INDUSTRY' after the goal, or 'from roles in INDUSTRY'"
            )
        found += parts(child)
    return found


def end(tree: "Tree[Token]") -> End:
    """Return the start or goal that a tree names.

    "Senior roles" takes higher ones in, and so do lead and executive ones; a mid or an entry role
    is only that.
    """
    rule = str(tree.data)
    named = [*_iris(tree)]
    iri = named[0] if named else None
    reaches_up = rule == "level_or_above" or (rule == "level" and iri not in EXACT_LEVELS)
    if rule == "any_role":
        return End("Any")
    others = tuple(named[1:]) if rule == "role" else ()
    return End(END_KINDS[rule], iri, at_least=reaches_up, others=others)


def only_end(tree: "Tree[Token]") -> End:
    """Return the start or goal of a text that names nothing else."""
    return end(next(_trees(tree)))


def parts(tree: "Tree[Token]") -> Iterator[Part]:
    """Yield what a clause, and each one inside it, asks for."""
    rule = str(tree.data)
    if rule in _MEANINGS:
        yield from _MEANINGS[rule](tree)
    if rule not in _MEANINGS or rule == "the_one":
        for child in _trees(tree):
            yield from parts(child)


def merged(found: Iterable[Part]) -> dict[str, Any]:
    """Return the fields of a question; lists are joined in order.

    Raises QuestionError when two parts ask different things of one field, and for what cannot be
    asked alone.
    """
    fields: dict[str, Any] = {}
    for name, value in found:
        if name in LISTS:
            fields[name] = (*fields.get(name, ()), *value)
        elif fields.setdefault(name, value) != value:
            raise QuestionError(_said_twice(name, fields[name], value))
    papers = {rule: fields.pop(rule) for rule in PAPERS if rule in fields}
    if len(papers) == len(PAPERS) or (
        "certificates" in papers and "without_further_degree" in fields
    ):
        fields["without_further_credential"] = True
    if papers and not fields.keys() & {"without_further_degree", "without_further_credential"}:
        raise _refusal(*next(iter(papers.items())))
    return fields


def _said_twice(name: str, *values: Any) -> str:
    what = SPOKEN.get(name, name)
    if all(isinstance(value, int | Decimal) for value in values):
        return f"{what}: {values[0]} and {values[1]} are both asked for; say one"
    return f"{what}: two different things are asked for; say one"


def query(found: Iterable[Part]) -> RouteQuery:
    """Return the question with these parts. Raises QuestionError when they contradict."""
    return RouteQuery(**merged(found))


def _trees(tree: "Tree[Token]") -> "Iterator[Tree[Token]]":
    return (child for child in tree.children if not isinstance(child, str))


def _tokens(tree: "Tree[Token]") -> "list[Token]":
    return [child for child in tree.children if isinstance(child, str)]


def _iris(tree: "Tree[Token]") -> Iterator[URIRef]:
    return (URIRef(iri) for token in _tokens(tree) for iri in token.split(" "))


def _refusal(rule: str, token: "Token") -> QuestionError:
    """The error for what can be said, but not answered."""
    place = (token.start_pos or 0) + 1
    return QuestionError(f"{str(token)!r} (character {place}): {REFUSED[rule]}")


def _refused(tree: "Tree[Token]") -> Iterator[Part]:
    raise _refusal(str(tree.data), _tokens(tree)[0])


def _paper(tree: "Tree[Token]") -> Iterator[Part]:
    """Certificates or degrees as such, which are ruled out together or not at all."""
    return iter([(str(tree.data), _tokens(tree)[0])])


def _lower_degree(tree: "Tree[Token]") -> Iterator[Part]:
    """The lowest of the degrees named is ruled out, and each above it."""
    lowest = min(_tokens(tree), key=lambda token: [*BELOW].index(token.type))
    return iter([("highest_degree", URIRef(lowest))])


def _nodes(field: str) -> Callable[["Tree[Token]"], Iterator[Part]]:
    """The meaning of a clause that lists nodes."""
    return lambda tree: iter([(field, tuple(_iris(tree)))])


def _said_so(field: str, value: Any) -> Callable[["Tree[Token]"], Iterator[Part]]:
    """The meaning of a clause that always says the same."""
    return lambda tree: iter([(field, value)])


def _amount(field: str, read: Callable[[str], int | Decimal]) -> Any:
    """The meaning of a clause with a number in it."""
    return lambda tree: iter([(field, read(str(_tokens(tree)[0])))])


def _reading(name: Any) -> Any:
    """The meaning of a clause that names a source."""
    return lambda tree: iter([("reading", Reading(name, next(_iris(tree))))])


_MEANINGS: dict[str, Callable[["Tree[Token]"], Iterator[Part]]] = {
    "most_steps": _amount("most_steps", lambda text: amounts.whole(text, "steps")),
    "most_years": _amount("most_years", amounts.number),
    "most_months": _amount("most_years", amounts.months),
    "a_year": _amount("most_years", amounts.years),
    "fewer_steps": _amount("most_steps", lambda text: amounts.below(text, "steps")),
    "fewer_new_skills": _amount("most_new_skills", lambda text: amounts.below(text, "skills")),
    "most_new_skills": _amount("most_new_skills", lambda text: amounts.whole(text, "skills")),
    "no_new_skills": _said_so("most_new_skills", 0),
    "experience": _amount("experience", amounts.years),
    "pay_at_least": _amount("pay_at_least", amounts.money),
    "pay_never_drops": _said_so("pay_never_drops", True),
    "degree_share": _amount("degree_share", amounts.percent),
    "highest_degree": lambda tree: iter([("highest_degree", URIRef(_tokens(tree)[-1]))]),
    "lower_degree": _lower_degree,
    "any_degree": _paper,
    "certificates": _paper,
    "lowest_degree": _refused,
    "least": _refused,
    "no_experience": _said_so("experience", Decimal(0)),
    "without_further_degree": _said_so("without_further_degree", True),
    "without_further_credential": _said_so("without_further_credential", True),
    "holding": _nodes("holding"),
    "skills": _nodes("skills"),
    "stay_in": _nodes("stay_in"),
    "in_industry": _nodes("stay_in"),
    "through": _nodes("through"),
    "avoid": _nodes("avoid"),
    "avoid_licensed": _said_so("avoid_licensed", True),
    "kinds": _nodes("kinds"),
    "counted": _said_so("counted", True),
    "reading": lambda tree: iter(
        [("reading", CAUTIOUS if _tokens(tree)[0].type == "CAUTIOUS" else GENEROUS)]
    ),
    "only": _reading("only"),
    "leaving_out": _reading("without"),
    "allow": _said_so("unknown", "allow"),
    "forbid": _said_so("unknown", "forbid"),
    "objective": lambda tree: iter([("objectives", (OBJECTIVES[_tokens(tree)[0].type],))]),
    "the_one": _said_so("k", 1),
    "k": _amount("k", lambda text: amounts.whole(text, "routes")),
    "diverse": _said_so("diverse", True),
}
