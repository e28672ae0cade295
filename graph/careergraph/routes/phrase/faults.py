"""What is said of a phrase that cannot be read: which word, what could stand there instead."""

import re

from careergraph.errors import CareerGraphError, QuestionError, UnknownNameError
from careergraph.names import KINDS as ALL_KINDS
from careergraph.names import Index
from careergraph.routes.phrase.lexicon import lexicon
from careergraph.routes.phrase.scanner import KINDS, Reading, grammar

EXAMPLE = "from entry role to senior role without further degree"

WORDS = {
    "_FROM": "from START", "_TO": "to GOAL", "$END": "the end",
    "ROLE": "a role", "LEVEL": "a level", "CREDENTIAL": "a credential",
    "INDUSTRY": "an industry", "SKILL": "a skill", "SOURCE": "a source", "KIND": "a kind of step",
    "_WITHOUT": "without further degree", "_FURTHER": "further", "_DEGREES": "degree",
    "_CREDENTIALS": "credential", "_HOLDING": "holding CREDENTIAL", "_KNOWING": "knowing SKILL",
    "EXPERIENCE": "N years of experience", "_AT_MOST": "at most N steps", "_IN": "in INDUSTRY",
    "_PAYING": "paying at least $N", "_PAY_NEVER_DROPS": "pay never drops",
    "_STAYING_IN": "staying in INDUSTRY", "_THROUGH": "through INDUSTRY",
    "_AVOIDING": "avoiding ROLE", "_ONLY_BY": "only by KIND OF STEP",
    "_ACCORDING_TO": "according to SOURCE", "_LEAVING_OUT": "leaving out SOURCE",
    "_UNDER": "under the cautious reading", "CAUTIOUS": "cautious", "GENEROUS": "generous",
    "_READING": "reading", "FASTEST": "fastest", "FEWEST_STEPS": "fewest steps",
    "BEST_PAID": "best paid", "FEWEST_NEW_SKILLS": "fewest new skills",
    "LEAST_CONTESTED": "least contested", "_FIRST": "first", "_WITH": "with CREDENTIAL",
    "NUMBER": "a number", "MONEY": "an amount such as $120,000", "A_YEAR": "half a year",
    "_STEPS": "steps", "_YEARS": "years", "_MONTHS": "months", "_NEW_SKILLS": "new skills",
    "_AT_LEAST": "at least", "_OR_MORE": "or more", "_PAY_CUT": "pay cut",
    "_LICENSED": "licensed roles", "_UNKNOWNS": "unknowns", "_ALLOWING": "allowing unknowns",
    "_EVERYTHING_KNOWN": "where everything is known", "_BEST": "best",
    "_DIFFERENT": "different routes", "_ROUTE": "route", "_ROUTES": "routes",
    "_ROLES": "roles", "_ROLES_AT": "roles at level LEVEL", "_LEVEL": "level",
    "_EXACTLY": "exactly LEVEL", "_OR_ABOVE": "or above",
}  # fmt: skip
"""How each terminal of the grammar reads to people; what is typed literally is in small letters."""

SYNONYMS = {"_IN": ("within",), "_HOLDING": ("having",), "_TO": ("become",)}
MOST_LISTED = 9
MOST_QUOTED = 60
SPOKEN = {"StepKind": "kind of step"}
_END = re.compile(r"\b(?:from|to|become)\b", re.I)
_JOINED = re.compile(r"(?:and|or|but|then)\b", re.I)
WHOLE = {"$END", "_TO"}
"""What can follow only where a clause is complete."""

STARTERS = ("_FROM", "_TO", "_ROLES", "_WITHOUT", "_HOLDING", "_KNOWING", "_WITH", "_AT_MOST",
             "_IN", "_PAYING", "_PAY_NEVER_DROPS", "_STAYING_IN", "_THROUGH", "_AVOIDING",
             "_ONLY_BY", "_ACCORDING_TO", "_LEAVING_OUT", "_UNDER", "_ALLOWING",
             "_EVERYTHING_KNOWN", "FASTEST", "BEST_PAID")  # fmt: skip


def fault(reading: Reading, index: Index) -> CareerGraphError:
    """Return the error for a text that was read as far as `reading`."""
    text, at, accepted = reading.text, reading.position, reading.accepted()
    word = _word(text, at)
    if not word or not (_names_an_end(reading) or _END.search(text, at)):
        return _too_little(reading, accepted)
    if text[at] in '"“' and not re.search('["”]', text[at + 1 :]):
        return QuestionError(f"the quotation mark at character {at + 1} is never closed")
    if near := _near(word, accepted):
        return QuestionError(f"cannot read {word!r} (character {at + 1}); did you mean {near!r}?")
    return _unknown(reading, accepted, index) or _unreadable(reading, accepted)


def unknown_name(
    name: str, kinds: tuple[str, ...], index: Index, *, place: int | None = None
) -> UnknownNameError:
    """Return the error for a name that no node of `kinds` has; `place` counts from 1."""
    where = f" (character {place})" if place else ""
    other = next((k for k in ALL_KINDS if lexicon(index).get(name, k)), None)
    if other and other not in kinds:
        hint = f"that is {_with_article(_spoken(other))}"
    elif kinds == ("Source",):
        hint = f"there are {_sources(index)}"
    else:
        guesses = " or ".join(map(repr, index.suggest(name[:MOST_QUOTED], kinds=kinds)))
        hint = (
            f"did you mean {guesses}?" if guesses else "'careergraph search TEXT' looks for names"
        )
    return UnknownNameError(f"no {_one_of(kinds)} {_short(name)!r}{where}; {hint}")


def _sources(index: Index) -> str:
    titles = sorted({n.iri: n.text for n in index.names if n.kind == "Source"}.items())
    return ", ".join(f"'{iri.rsplit('/', 1)[-1]}' ({title})" for iri, title in titles)


def _names_an_end(reading: Reading) -> bool:
    return any(token.type in (*KINDS, "_FROM", "_TO", "_ROLES") for token in reading.tokens)


def _leads_somewhere(text: str, at: int) -> bool:
    """Whether what cannot be read at the very beginning is followed by 'to'."""
    return bool(grammar().keywords["_TO"].match(text, _boundary(text, at)))


def _too_little(reading: Reading, accepted: set[str]) -> QuestionError:
    last = reading.tokens[-1] if reading.tokens else None
    incomplete = not _names_an_end(reading) or accepted & {"_FROM", "_TO"}
    if last and last.type not in ("_FROM", "_TO") and not incomplete:
        so_far = _short(reading.text[last.start_pos or 0 :].strip())
        return QuestionError(f"after {so_far!r} there could stand {_listed(accepted)}")
    return QuestionError(
        f"cannot read {_short(reading.text.strip())!r}: expected 'from START to GOAL', as in "
        f"{EXAMPLE!r}"
    )


def _unknown(reading: Reading, accepted: set[str], index: Index) -> UnknownNameError | None:
    """The error for a name, where one is needed, or what stands there resembles one."""
    text, at = reading.text, reading.position
    kinds = tuple(kind for terminal, kind in KINDS.items() if terminal in accepted)
    if not kinds or (text[at].isdigit() and accepted & {"NUMBER", "MONEY", "EXPERIENCE"}):
        return _longer_name(reading, index)
    name = _name(text, at)
    needed = not accepted & {*WHOLE, "NUMBER"} or text[at] in '"“'
    needed = needed or (not reading.tokens and _leads_somewhere(text, at))
    if needed or index.suggest(name[:MOST_QUOTED], kinds=kinds):
        return unknown_name(name, kinds, index, place=at + 1)
    return _longer_name(reading, index)


def _longer_name(reading: Reading, index: Index) -> UnknownNameError | None:
    """The error for 'junior data analyst', of which 'junior' alone could be read."""
    last = reading.tokens[-1] if reading.tokens else None
    if last is None or last.type not in KINDS:
        return None
    start, between = last.start_pos or 0, reading.text[last.end_pos : reading.position]
    if between.strip(" -"):
        return None
    before = Reading(reading.text, reading.start, start, reading.tokens[:-1]).accepted()
    kinds = tuple(kind for terminal, kind in KINDS.items() if terminal in before)
    name = reading.text[start : _boundary(reading.text, reading.position)].strip()
    guesses = index.suggest(name[:MOST_QUOTED], kinds=kinds)
    if guesses and guesses[0] != index.label(last):
        return unknown_name(name, kinds, index, place=start + 1)
    return None


def _unreadable(reading: Reading, accepted: set[str]) -> QuestionError:
    word, place = _word(reading.text, reading.position), reading.position + 1
    if accepted & WHOLE or not reading.tokens:
        where = f"cannot read {word!r} (character {place}); there could stand"
    else:
        begun = reading.text[reading.tokens[-1].start_pos : reading.position]
        where = f"cannot read {begun + word!r}: at {word!r} (character {place}) could stand"
    return QuestionError(f"{where} {_listed(accepted)}")


def _near(word: str, accepted: set[str]) -> str | None:
    """The keyword of which `word` seems to be a slip of the keys."""
    from rapidfuzz.distance import OSA

    plain = word.casefold()
    first = [WORDS[t].split()[0] for t in WORDS if t in accepted and not _is_noun(t)]
    first += [w for t, words in SYNONYMS.items() if t in accepted for w in words]
    if len(plain) < 4:
        first = [w for w in first if w[0] == plain[0] or sorted(w) == sorted(plain)]
    distance, keyword = min(((OSA.distance(plain, w), w) for w in first), default=(99, ""))
    near = 0 < distance <= (1 if len(plain) < 6 else 2)
    return keyword if near and len(plain) > 1 else None


def _is_noun(terminal: str) -> bool:
    """Whether a terminal is said by what it is, not by what is typed."""
    return WORDS[terminal].startswith(("a ", "an ", "the "))


def _listed(accepted: set[str]) -> str:
    found = [WORDS[t] if _is_noun(t) else repr(WORDS[t]) for t in WORDS
             if t in accepted and t != "$END"]  # fmt: skip
    if len(found) > MOST_LISTED:
        return ", ".join(found[:MOST_LISTED]) + " or another limit"
    return " or ".join(filter(None, (", ".join(found[:-1]), *found[-1:])))


def _name(text: str, at: int) -> str:
    """What seems to be meant as a name: quoted, or up to the next keyword or pause."""
    quoted = re.compile('["“]([^"”]*)').match(text, at)
    return quoted[1] if quoted else text[at : _boundary(text, at)].strip()


def _boundary(text: str, start: int) -> int:
    """Where, after the word at `start`, a clause begins or the text pauses; a dozen words on at
    most."""
    for count, word in enumerate(re.finditer(r"\S+", text[start : start + 1000])):
        at = start + word.start()
        if count and (count > 12 or _begins_clause(text, at)):
            return at
        pause = re.search(r"[,;:!?\"]|\.\Z", word[0])
        if pause and pause.start():
            return at + pause.start()
    return len(text)


def _begins_clause(text: str, at: int) -> bool:
    keywords = grammar().keywords
    return bool(_JOINED.match(text, at)) or any(keywords[t].match(text, at) for t in STARTERS)


def _word(text: str, at: int) -> str:
    found = re.compile(r"\S+").match(text, at)
    return _short(found[0].rstrip(",;.:!?") or found[0]) if found else ""


def _short(text: str) -> str:
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}…"


def _one_of(kinds: tuple[str, ...]) -> str:
    """'role, level or credential'; industries are left out of it, being said as 'roles in'."""
    shown = [_spoken(k) for k in kinds if k != "Industry" or "Role" not in kinds]
    return " or ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _spoken(kind: str) -> str:
    """The kind in small words: 'RoleGroup' is 'role group'."""
    return SPOKEN.get(kind) or re.sub(r"(?<!^)(?=[A-Z])", " ", kind).lower()


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
