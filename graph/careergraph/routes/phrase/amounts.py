"""Numbers in words or figures: '120k', '$120,000', 'six', 'half a year', '18 months'."""

import re
from decimal import Decimal

from careergraph.errors import QuestionError
from careergraph.wording import number as grouped

_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
          "nineteen", "twenty")  # fmt: skip
_HALF = re.compile(r"\s+and\s+a\s+half\Z", re.I)
_MOST_DIGITS = 60
_ROUND = 6
"""The most digits of a length that is told in years although it is a number of months."""

_PLAIN = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_SPACED = re.compile(r"(?<=[0-9])[\s\u00a0\u202f](?=[0-9]{3}(?![0-9]))")
_MONEY = re.compile(
    r"([-−]?)[^0-9−-]*([0-9][0-9.,]*)\s*(k|thousand)?(?:\s*(?:us\s*)?(?:\$|usd|dollars?|bucks))?"
    r"(?:\s*(?:a|an|per|each|/)\s*(?:year|yr|annum)|\s*(?:yearly|annually|p\.?a\.?))?", re.I
)  # fmt: skip
_AMBIGUOUS = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")
_LENGTH = re.compile(r"(?P<count>.+?)(?:\s+|(?<=[0-9]))(?P<unit>y|mo|mth)", re.S)
_AND_MONTHS = re.compile(r"ye?a?rs?,? (?:and )?(?P<months>\S+) m(?:o|th)")


def number(text: str) -> Decimal:
    """Return the number that a word or figures stand for.

    Raises QuestionError when commas and points are not placed as in 120,000.50.

    >>> number("six and a half"), number("120,000")
    (Decimal('6.5'), Decimal('120000'))
    """
    words = text.strip().casefold().replace("−", "-")
    half = _HALF.search(words)
    if half:
        return number(words[: half.start()]) + Decimal("0.5")
    if words in _WORDS:
        return Decimal(_WORDS.index(words))
    if len(words) > _MOST_DIGITS:
        raise QuestionError(f"a number of {len(words)} characters is too long to be meant")
    if not _PLAIN.fullmatch(words):
        raise QuestionError(
            f"cannot read {text.strip()!r} as a number; write thousands with a comma and decimals "
            "with a point, as in 120,000 or 2.5"
        )
    return Decimal(words.replace(",", ""))


def whole(text: str, of: str) -> int:
    """Return a number that can be counted, such as of steps.

    Raises QuestionError.
    """
    value = number(text)
    if value != value.to_integral_value():
        raise QuestionError(f"{value} {of} cannot be counted; give a whole number")
    return int(value)


def below(text: str, of: str) -> int:
    """Return the most that is less than a number of what can be counted. Raises QuestionError."""
    return whole(text, of) - 1


def money(text: str) -> Decimal:
    """Return an amount of US dollars a year: '120k', '$120,000', '120 thousand dollars a year'.

    Raises QuestionError, also for '120.000', which is 120 to some and 120,000 to others.
    """
    match = _MONEY.fullmatch(_SPACED.sub("", text.strip()))
    if not match:
        raise QuestionError(f"cannot read {text.strip()!r} as an amount; write it as $120,000")
    sign, figures, thousands = match.groups()
    figures = sign + figures.rstrip(".,")
    if thousands:
        return number(figures) * 1000
    if _AMBIGUOUS.fullmatch(figures):
        whole_part, decimals = figures.split(".")
        raise QuestionError(
            f"{figures!r} is {whole_part} to some and {whole_part},{decimals} to others; "
            f"write {whole_part} or {whole_part},{decimals}"
        )
    return number(figures)


def percent(text: str) -> Decimal:
    """Return so many percent as a share of 1. Raises QuestionError."""
    return number(text) / 100


def share(text: str) -> Decimal:
    """Return a share of 1: '72%', '72 percent', '72' or, up to 1, '0.72'. Raises QuestionError."""
    plain = re.sub(r"\s*(%|per\s?cent)\s*\Z", "", text.strip())
    right = "write it as 72% or 0.72"
    try:
        value = number(plain)
    except QuestionError:
        raise QuestionError(f"cannot read {text.strip()!r} as a share; {right}") from None
    if not 0 < value <= 100:
        raise QuestionError(f"a share lies above 0 and up to 100 %, not at {text.strip()}; {right}")
    return value if plain == text.strip() and value <= 1 else value / 100


def years(text: str) -> Decimal:
    """Return a length of time in years: 'six', '6 years', '18 months', 'half a year', 'a year',
    '2 years and 6 months'.

    Raises QuestionError.
    """
    words = " ".join(text.replace("+", " ").split()).casefold()
    if words.startswith("half"):
        return Decimal("0.5")
    if re.match(r"an?\s+year", words):
        return Decimal("1.5") if _HALF.search(words) else Decimal(1)
    length = _LENGTH.match(words)
    if not length:
        return number(words)
    if length["unit"] != "y":
        return months(length["count"])
    more = _AND_MONTHS.search(words)
    return number(length["count"]) + (months(more["months"]) if more else 0)


def months(text: str) -> Decimal:
    """Return so many months in years. Raises QuestionError."""
    return number(text) / 12


def length(value: Decimal) -> str:
    """Return a length of time as `years` reads it: '2.5 years', or '7 months' for no round part."""
    count = round(value * 12)
    exact = len(value.as_tuple().digits) > _ROUND and months(str(count)) == value
    return counted(count, "month") if exact else counted(value, "year")


def counted(value: Decimal | int, of: str) -> str:
    """Return a number of things: '1 step', '2.5 years'."""
    return f"{figures(value)} {of}{'' if value == 1 else 's'}"


def figures(value: Decimal | int) -> str:
    """Return a number as `number` and `money` read it, no smaller than 0: '120,000' or '2.5'."""
    return grouped(abs(Decimal(value)))


def dollars(value: Decimal) -> str:
    """Return US dollars as `money` reads them: '$120,000'.

    A zero is added to three decimals, so that nobody takes them for thousands.
    """
    plain = figures(value)
    return f"${plain}0" if re.fullmatch(_AMBIGUOUS, plain) else f"${plain}"
