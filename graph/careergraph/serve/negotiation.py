"""Which form of an answer a client gets: what it accepts, by preference, among what there is."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from careergraph.serve.answer import Refusal


class Form(NamedTuple):
    """A form of an answer: its name and ending, and its media types, the first that we send."""

    name: str
    media: tuple[str, ...]

    @property
    def content_type(self) -> str:
        """The header for an answer in this form."""
        return f"{self.media[0]}; charset=utf-8" if self.media[0] in _TEXTUAL else self.media[0]


_TEXTUAL = ("text/csv", "text/tab-separated-values", "text/html", "text/turtle", "text/markdown",
            "text/plain")  # fmt: skip


@lru_cache(maxsize=1000)
def chosen(forms: tuple[Form, ...], *, accept: str, name: str = "") -> Form:
    """Return the form called `name`, or the best of those that `accept` allows; first come first.

    An empty `accept` takes anything. Raises Refusal (406, or 400 for a name that is no form).
    """
    if name:
        found = next((form for form in forms if form.name == name), None)
        if found is None:
            known = ", ".join(form.name for form in forms)
            raise Refusal(
                400, f"no format is named {name[:40]!r} for this answer; there are {known}"
            )
        return found
    ranges = _ranges(accept)
    if not ranges:
        return forms[0]
    best = max(forms, key=lambda form: _quality(form, ranges))  # the first of the best
    if _quality(best, ranges) <= 0:
        known = ", ".join(form.media[0] for form in forms)
        raise Refusal(406, f"nothing here is {accept[:200]!r}; this answer can be had as {known}")
    return best


def encoding(accepted: str, *, offered: tuple[str, ...] = ("zstd", "gzip")) -> str:
    """Return the content coding for a client, one of those offered or "" for none."""
    return _encoding(accepted[:_LONGEST], offered)


_LONGEST = 200
"""Characters of a header that are kept in memory, for whoever sends the same."""


@lru_cache(maxsize=1000)
def _encoding(accepted: str, offered: tuple[str, ...]) -> str:
    ranges = dict(_ranges(accepted))
    best = max(offered, key=lambda name: ranges.get(name, ranges.get("*", 0.0)))
    return best if ranges.get(best, ranges.get("*", 0.0)) > 0 else ""


def _ranges(accept: str) -> list[tuple[str, float]]:
    """The ranges of a header with their qualities, 1 where none is stated."""
    found = []
    for part in accept.split(",")[:50]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name:
            found.append((name, _stated(parameters)))
    return found


def _stated(parameters: Sequence[str]) -> float:
    for each in parameters:
        if each.startswith("q="):
            try:
                return min(max(float(each[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _quality(form: Form, ranges: Sequence[tuple[str, float]]) -> float:
    return max(_of_media(media, ranges) for media in form.media)


def _of_media(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of a media type: the most specific range that covers it tells."""
    covering = {media: 3, f"{media.partition('/')[0]}/*": 2, "*/*": 1, "*": 1}
    fitting = [(covering[name], quality) for name, quality in ranges if name in covering]
    return max(fitting)[1] if fitting else 0.0
