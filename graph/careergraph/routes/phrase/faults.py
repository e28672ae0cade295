"""What is said of a phrase that cannot be read: which word, what could stand there instead."""

import re
from dataclasses import dataclass

from careergraph.errors import CareerGraphError, QuestionError, UnknownNameError
from careergraph.names import KINDS as ALL_KINDS
from careergraph.names import Index
from careergraph.routes.phrase.lexicon import iri_at, lexicon, suggest
from careergraph.routes.phrase.scanner import KINDS, Reading, grammar, reads_on
from careergraph.routes.phrase.words import (
    COVERED,
    EXAMPLE,
    HINTS,
    SPOKEN,
    STARTERS,
    SYNONYMS,
    UNASKED,
    WHOLE,
    WORDS,
)

MOST_LISTED = 4
MOST_QUOTED = 60
_MOST_MENDED = 20
_EXPECTED = f"expected 'from START to GOAL', as in {EXAMPLE!r}"
_ONE_EACH = "a question has one start and one goal; ask for another one by itself"
_END = re.compile(r"\b(?:from|to|become)\b", re.I)
_JOINED = re.compile(r"(?:and|or|but|then)\b", re.I)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text, where, and what could stand there instead.

    A mend is either typed as it is, or has a noun ('a role') or capitals (`N`, `CREDENTIAL`) for
    what is to be filled in.
    """

    message: str
    at: int
    length: int
    mends: tuple[str, ...] = ()
    of_name: bool = False

    def error(self) -> CareerGraphError:
        """Return the error that says so."""
        return (UnknownNameError if self.of_name else QuestionError)(self.message)


def fault(reading: Reading, index: Index) -> Fault:
    """Return what is wrong with a text that was read as far as `reading`."""
    text, at, accepted = reading.text, reading.position, reading.accepted()
    word = _word(text, at)
    if not word:
        return _unfinished(reading, accepted)
    if not (_names_an_end(reading) or _END.search(text, at)):
        return _at(f"cannot read {word!r} (character {at + 1}): {_EXPECTED}", reading)
    if text[at] in '"“' and not re.search('["”]', text[at + 1 :]):
        return _at(f"the quotation mark at character {at + 1} is never closed", reading)
    if near := _near(reading, word, accepted, index):
        said = f"cannot read {word!r} (character {at + 1}); did you mean {near!r}?"
        return _at(said, reading, near)
    return (_unknown(reading, accepted, index) or _out_of_place(reading, accepted, index)
            or _unreadable(reading, accepted))  # fmt: skip


def unknown_name(
    name: str, kinds: tuple[str, ...], index: Index, after: str = ""
) -> UnknownNameError:
    """Return the error for a name that no node of `kinds` has, asked for after a terminal."""
    hint, _ = _hint(name, kinds, index, after)
    return UnknownNameError(f"no {_one_of(kinds)} {_short(name)!r}; {hint}")


def _at(message: str, reading: Reading, *mends: str) -> Fault:
    """A fault of the word that could not be read."""
    length = len(_word(reading.text, reading.position))
    return Fault(message, reading.position, length, mends)


def _of_name(name: str, kinds: tuple[str, ...], index: Index, reading: Reading, at: int) -> Fault:
    hint, mends = _hint(name, kinds, index, after=_keyword(reading))
    said = f"no {_one_of(kinds)} {_short(name)!r} (character {at + 1}); {hint}"
    return Fault(said, at, len(name), mends, of_name=True)


def _hint(
    name: str, kinds: tuple[str, ...], index: Index, after: str = ""
) -> tuple[str, tuple[str, ...]]:
    """What to say to a name that no node of `kinds` has, and the names that could be meant."""
    other = next((k for k in ALL_KINDS if lexicon(index).get(name, k)), None)
    if other and other not in kinds:
        more = HINTS.get((after, other), "").format(name=_short(name))
        return f"that is {_with_article(_spoken(other))}{more}", ()
    if kinds == ("Source",):
        return f"there are {_sources(index)}", ()
    guesses = suggest(name[:MOST_QUOTED], kinds, index)
    if not guesses:
        return "'careergraph search TEXT' looks for names", ()
    return f"did you mean {' or '.join(map(repr, guesses))}?", tuple(guesses)


def _sources(index: Index) -> str:
    titles = sorted({n.iri: n.text for n in index.of_kind("Source")}.items())
    return ", ".join(f"'{iri.rsplit('/', 1)[-1]}' ({title})" for iri, title in titles)


def _names_an_end(reading: Reading) -> bool:
    return any(token.type in (*KINDS, "_FROM", "_TO", "_ROLES") for token in reading.tokens)


def _leads_somewhere(text: str, at: int) -> bool:
    """Whether what cannot be read at the very beginning is followed by 'to'."""
    return bool(grammar().keywords["_TO"].match(text, _boundary(text, at)))


def _unfinished(reading: Reading, accepted: set[str]) -> Fault:
    """The fault of a text that ends too early."""
    text, end = reading.text.strip(), len(reading.text)
    last = reading.tokens[-1] if reading.tokens else None
    if last and not accepted & {"_FROM", "_TO"}:
        so_far = _short(reading.text[last.start_pos or 0 :].strip())
        listed, mends = _listed(accepted)
        return Fault(f"after {so_far!r} there could stand {listed}", end, 0, mends)
    missing = f"{_short(text)!r} does not say"
    if last and accepted & {"_FROM", "_TO"} == {"_TO"}:
        return Fault(f"{missing} where to; {_EXPECTED}", end, 0, ("to GOAL",))
    if last and accepted & {"_FROM", "_TO"} == {"_FROM"}:
        return Fault(f"{missing} from where; {_EXPECTED}", end, 0, ("from START",))
    return Fault(f"cannot read {_short(text)!r}: {_EXPECTED}", end, 0)


def _unknown(reading: Reading, accepted: set[str], index: Index) -> Fault | None:
    """The fault of a name, where one is needed, or what stands there resembles one."""
    text, at = reading.text, reading.position
    kinds = _kinds(accepted)
    if not kinds or (text[at].isdigit() and accepted & {"NUMBER", "MONEY", "EXPERIENCE"}):
        return _longer_name(reading, index)
    name = _name(text, at)
    needed = not accepted & {*WHOLE, "NUMBER"} or text[at] in '"“'
    needed = needed or (not reading.tokens and _leads_somewhere(text, at))
    if _begins_clause(text, at):
        return None
    if needed or index.suggest(name[:MOST_QUOTED], kinds=kinds):
        return _of_name(name, kinds, index, reading, at)
    return _longer_name(reading, index)


def _kinds(accepted: set[str]) -> tuple[str, ...]:
    """The kinds of node whose name is asked for where these terminals can stand."""
    asked = {t for t in accepted if not UNASKED.get(t, set()) & accepted}
    return tuple(kind for terminal, kind in KINDS.items() if terminal in asked)


def _longer_name(reading: Reading, index: Index) -> Fault | None:
    """The fault of 'junior data analyst', of which 'junior' alone could be read."""
    last = reading.tokens[-1] if reading.tokens else None
    if last is None or last.type not in KINDS:
        return None
    start, between = last.start_pos or 0, reading.text[last.end_pos : reading.position]
    if between.strip(" -"):
        return None
    before = Reading(reading.text, reading.start, start, reading.tokens[:-1])
    accepted = before.accepted()
    kinds = _kinds(accepted)
    name = reading.text[start : _boundary(reading.text, reading.position)].strip()
    guesses = index.suggest(name[:MOST_QUOTED], kinds=kinds)
    if guesses and index.label(last) not in guesses:
        return _of_name(name, kinds, index, before, start)
    return None


def _out_of_place(reading: Reading, accepted: set[str], index: Index) -> Fault | None:
    """The fault of a name that is known, but of a kind that is said otherwise."""
    text, at = reading.text, reading.position
    if _END.match(text, at) and "ROLE" not in accepted:
        return _at(f"cannot read {_word(text, at)!r} (character {at + 1}): {_ONE_EACH}", reading)
    for found in lexicon(index).at(text, at, ALL_KINDS):
        name, hint = text[at : found.end], HINTS.get((_keyword(reading), found.kind))
        if hint:
            what = f"that is {_with_article(_spoken(found.kind))}{hint.format(name=_short(name))}"
            return _at(f"cannot read {_short(name)!r} (character {at + 1}): {what}", reading)
        if found.kind in ("Role", "Level") and not {"_FROM", "_TO"} <= accepted:
            return _at(f"cannot read {_short(name)!r} (character {at + 1}): {_ONE_EACH}", reading)
    return None


def _keyword(reading: Reading) -> str:
    """The last terminal that was read and is no name."""
    return next((t.type for t in reversed(reading.tokens) if t.type not in KINDS), "")


def _unreadable(reading: Reading, accepted: set[str]) -> Fault:
    word, place = _word(reading.text, reading.position), reading.position + 1
    if accepted & WHOLE or not reading.tokens:
        where = f"cannot read {word!r} (character {place}); there could stand"
    else:
        begun = reading.text[reading.tokens[-1].start_pos : reading.position]
        where = f"cannot read {begun + word!r}: at {word!r} (character {place}) could stand"
    listed, mends = _listed(accepted)
    return _at(f"{where} {listed}", reading, *mends)


def _near(reading: Reading, word: str, accepted: set[str], index: Index) -> str | None:
    """The keyword of which `word` seems to be a slip of the keys, and with which one reads on."""
    from rapidfuzz.distance import OSA

    plain = word.casefold()
    if not 1 < len(plain) <= _MOST_MENDED:
        return None
    first = {WORDS[t].split()[0] for t in WORDS if t in accepted and WORDS[t] and not _is_noun(t)}
    first |= {w for t, words in SYNONYMS.items() if t in accepted for w in words}
    if len(plain) < 4:
        first = {
            w for w in first if (w[0] == plain[0] and len(plain) > 2) or sorted(w) == sorted(plain)
        }
    ranked = sorted((OSA.distance(plain, w), w) for w in first)
    most = 1 if len(plain) < 6 else 2
    near = (w for distance, w in ranked if 0 < distance <= most)
    return next((w for w in near if reads_on(reading.mended(w, len(word)), len(w), index)), None)


def _is_noun(terminal: str) -> bool:
    """Whether a terminal is said by what it is, not by what is typed."""
    return WORDS[terminal].startswith(("a ", "an ", "the "))


def _listed(accepted: set[str]) -> tuple[str, tuple[str, ...]]:
    """What could stand somewhere, in words, and as it is typed: the likeliest few."""
    shown = [t for t in WORDS if t in accepted and WORDS[t] and t != "$END"
             and COVERED.get(t) not in accepted]  # fmt: skip
    found = [WORDS[t] if _is_noun(t) else repr(WORDS[t]) for t in shown]
    mends = tuple(WORDS[t] for t in shown[:MOST_LISTED])
    if len(found) > MOST_LISTED:
        more = "or another limit" if "_AT_MOST" in accepted else "or the like"
        return f"{', '.join(found[:MOST_LISTED])} {more}", mends
    return " or ".join(filter(None, (", ".join(found[:-1]), *found[-1:]))), mends


def _name(text: str, at: int) -> str:
    """What seems to be meant as a name: quoted, prefixed, or up to the next keyword or pause."""
    quoted = re.compile('["“]([^"”]*)').match(text, at)
    return quoted[1] if quoted else iri_at(text, at) or text[at : _boundary(text, at)].strip()


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
