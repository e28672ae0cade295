"""A question for routes in words people use, or in parts.

    [3 best routes] from START to GOAL [without further degree] [holding A and B]
        [in at most N steps] [within N years] [paying at least $N] [staying in INDUSTRY]
        [under the cautious reading | according to SOURCE | leaving out SOURCE] ...

START and GOAL are a role ("a Data Analyst"), a level ("entry role", "senior roles", "roles at
level senior"), an industry ("roles in healthcare"), any role or, for START, a credential ("machine
learning degree"). Where words could be taken in two ways, the printed question shows which it was:

- "senior", "lead" and "executive roles" take higher ones in; "entry" and "mid roles", and "roles
  at level senior", do not.
- "to a job in healthcare" asks for the roles of that industry, by any way; "to a senior job in
  healthcare" for senior roles by steps that all stay in it, so that the last one does.
- "without a master's" leaves at most a bachelor's; "less than 3 steps" at most 2, but "less than
  3 years" up to 3, which is a limit and no count.

What can be said, but is no limit, is refused with what can be asked instead ("without
certificates"). `grammar.lark` has it all, `words` the vocabulary; `print_query` is the inverse.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from rdflib import URIRef

from careergraph.errors import QuestionError
from careergraph.names import Index
from careergraph.routes.phrase import amounts, meaning, scanner
from careergraph.routes.phrase.faults import fault, unknown_name
from careergraph.routes.phrase.lexicon import lexicon
from careergraph.routes.phrase.printing import spell_clauses, spell_ends
from careergraph.routes.phrase.words import EXAMPLE
from careergraph.routes.question import CAUTIOUS, GENEROUS, End, Reading, RouteQuery

_ARTICLE = re.compile(r"\A(?:an?|the|any|some)\s+", re.I)
_PAIRS = (('"', '"'), ("“", "”"))
Amount = str | int | float | Decimal


class Limits(TypedDict, total=False):
    """What `compose` takes besides the ends; None, False and empty ask for nothing.

    Names are strings; years and pay may be words such as '18 months' and '120k'.
    """

    without_further_degree: bool
    without_further_credential: bool
    highest_degree: str | None
    holding: tuple[str, ...]
    skills: tuple[str, ...]
    experience: Amount | None
    max_steps: Amount | None
    max_years: Amount | None
    max_new_skills: Amount | None
    pay_at_least: Amount | None
    pay_never_drops: bool
    stay_in: tuple[str, ...]
    through: tuple[str, ...]
    avoid: tuple[str, ...]
    avoid_licensed: bool
    kinds: tuple[str, ...]
    counted: bool
    unknown: str | None
    reading: str | None
    without_source: str | tuple[str, ...] | None
    objectives: tuple[str, ...]
    k: int | None
    diverse: bool
    degree_share: Amount | None


def parse(text: str, index: Index) -> RouteQuery:
    """Return the question that `text` asks; `print_query` is the inverse.

    Raises QuestionError, which names the word it cannot read and what could stand there, or
    UnknownNameError with a suggestion when a name is not in the graph.
    """
    return meaning.query(_parts(text, index))


def _parts(text: str, index: Index) -> list[meaning.Part]:
    try:
        return meaning.question(scanner.read(_unquoted(text), index))
    except scanner.UnreadableError as error:
        raise fault(error.reading, index).error() from None


def _unquoted(text: str) -> str:
    """A phrase that stands in quotation marks as a whole, without them; no place changes."""
    bare = text.strip()
    whole = len(bare) > 2 and (bare[0], bare[-1]) in _PAIRS and not set(bare[1:-1]) & set('"“”')
    return text.replace(bare, f" {bare[1:-1]} ") if whole and " " in bare else text


def compose(
    index: Index, *, phrase: str | None = None, start: str | None = None,
    goal: str | None = None, **limits: Unpack[Limits],
) -> tuple[RouteQuery, str]:  # fmt: skip
    """Return the question put by a phrase, by its parts, or by both, and its words.

    Raises QuestionError when there is neither a phrase nor both ends, or when the parts contradict
    each other, and UnknownNameError.
    """
    if phrase and (start or goal):
        raise QuestionError("give a phrase or --from and --to, not both")
    if not phrase and not (start and goal):
        raise QuestionError(f"what is asked? Give a phrase such as '{EXAMPLE}', or --from and --to")
    options = list(_options(limits, index))
    query = meaning.query([*_asked(phrase, start or "", goal or "", index), *options])
    words = phrase.strip() if phrase else spell_ends(query.start, query.goal, index)
    clauses = spell_clauses(meaning.merged(options), index)
    return query, ", ".join([words.rstrip(" ?.!,;") if clauses else words, *clauses])


def _asked(phrase: str | None, start: str, goal: str, index: Index) -> list[meaning.Part]:
    if phrase:
        return _parts(phrase, index)
    return [("start", end(start, index)), ("goal", end(goal, index, goal=True))]


def end(text: str, index: Index, *, goal: bool = False) -> End:
    """Return the role, level, industry or (not for a goal) credential that `text` names.

    Raises UnknownNameError with a suggestion.
    """
    rule = "goal" if goal else "start"
    try:
        tree = scanner.read(text, index, start=rule)
    except scanner.UnreadableError:
        kinds = ("Role", "Level", *(() if goal else ("Credential",)), "Industry")
        after = "_TO" if goal else "_FROM"
        raise unknown_name(_plain(text), kinds, index, after) from None
    return meaning.only_end(tree)


def _plain(text: str) -> str:
    return _ARTICLE.sub("", text.strip().strip('"“”').rstrip("?.!,"))


def credential(text: str, index: Index) -> URIRef:
    """Return the credential that `text` names. Raises UnknownNameError with a suggestion."""
    return _node(text, "Credential", index)


def _node(text: str, kind: str, index: Index) -> URIRef:
    found = lexicon(index).get(text.strip(), kind) or lexicon(index).get(_plain(text), kind)
    if found is None:
        raise unknown_name(_plain(text), (kind,), index)
    return found


def reading(text: str, index: Index, *, without: bool = False) -> Reading:
    """Return the reading of that name, or the one of, or without, the source of that title.

    Raises UnknownNameError that lists the sources.
    """
    known = {"cautious": CAUTIOUS, "generous": GENEROUS}
    if text.strip().lower() in known and not without:
        return known[text.strip().lower()]
    return Reading("without" if without else "only", source(text, index))


def source(text: str, index: Index) -> URIRef:
    """Return the source that `text` names: its short name, its title or the beginning of it.

    Raises UnknownNameError that lists the sources.
    """
    known = lexicon(index)
    return known.get(_plain(text), "Source") or known.title(text) or _node(text, "Source", index)


def _options(limits: Limits, index: Index) -> Iterator[meaning.Part]:
    """The parts of a question that options ask for."""
    if limits.get("reading") and limits.get("without_source"):
        raise QuestionError("give --reading or --without-source, not both")
    left_out = limits.get("without_source")
    if isinstance(left_out, tuple) and len(left_out) > 1:
        raise QuestionError("one source can be left out at a time; give --without-source once")
    for option, value in limits.items():
        if value is None or value is False or value == ():
            continue
        if option not in _OPTIONS:
            known = ", ".join(_OPTIONS)
            raise QuestionError(f"there is no option {option!r} of a question; there are {known}")
        field, read = _OPTIONS[option]
        with naming(option):
            found = read(value, index)
        yield field, found


@contextmanager
def naming(option: str) -> Iterator[None]:
    """Let a QuestionError about the value of an option name the option."""
    try:
        yield
    except QuestionError as error:
        raise QuestionError(f"--{option.replace('_', '-')}: {error}") from None


def _nodes(kind: str) -> Callable[[Any, Index], tuple[URIRef, ...]]:
    return lambda names, index: tuple(_node(name, kind, index) for name in names)


def _counted(of: str) -> Callable[[Any, Index], int]:
    return lambda value, _index: amounts.whole(str(value), of)


def _unknown(value: str, _index: Index) -> str:
    if value not in ("allow", "forbid"):
        raise QuestionError(
            f"unknowns can be allowed or forbidden: 'allow' or 'forbid', not {value!r}"
        )
    return value


def _only(name: str | tuple[str, ...]) -> str:
    return name if isinstance(name, str) else name[0]


def _true(_value: bool, _index: Index) -> bool:
    return True


_OPTIONS: dict[str, tuple[str, Callable[[Any, Index], Any]]] = {
    "without_further_degree": ("without_further_degree", _true),
    "without_further_credential": ("without_further_credential", _true),
    "highest_degree": ("highest_degree", credential),
    "holding": ("holding", _nodes("Credential")),
    "skills": ("skills", _nodes("Skill")),
    "experience": ("experience", lambda value, _: amounts.years(str(value))),
    "max_steps": ("most_steps", _counted("steps")),
    "max_years": ("most_years", lambda value, _: amounts.years(str(value))),
    "max_new_skills": ("most_new_skills", _counted("skills")),
    "pay_at_least": ("pay_at_least", lambda value, _: amounts.money(str(value))),
    "pay_never_drops": ("pay_never_drops", _true),
    "stay_in": ("stay_in", _nodes("Industry")),
    "through": ("through", _nodes("Industry")),
    "avoid": ("avoid", _nodes("Role")),
    "avoid_licensed": ("avoid_licensed", _true),
    "kinds": ("kinds", _nodes("StepKind")),
    "counted": ("counted", _true),
    "unknown": ("unknown", _unknown),
    "reading": ("reading", reading),
    "without_source": ("reading", lambda name, index: reading(_only(name), index, without=True)),
    "objectives": ("objectives", lambda names, _: tuple(n.replace("-", "_") for n in names)),
    "k": ("k", _counted("routes")),
    "diverse": ("diverse", _true),
    "degree_share": ("degree_share", lambda value, _: amounts.share(str(value))),
}
"""Option to the field of `RouteQuery` it sets, and how its value is read."""
