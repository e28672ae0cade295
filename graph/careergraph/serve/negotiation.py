"""Which form of an answer a client gets: what it accepts, by preference, among what there is."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from careergraph.serve.answer import Refusal


class Form(NamedTuple):
    """A form of an answer: its name and ending, and its media types, the first that we send.

    It may be asked for by other names, too.
    """

    name: str
    media: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The header for an answer in this form."""
        return f"{self.media[0]}; charset=utf-8" if self.media[0] in _TEXTUAL else self.media[0]

    def is_called(self, name: str) -> bool:
        """Whether a client that names a form means this one."""
        return name in (self.name, *self.others, *self.media)


_TEXTUAL = ("text/csv", "text/tab-separated-values", "text/html", "text/turtle", "text/markdown",
            "text/plain")  # fmt: skip

PAGE = Form("html", ("text/html", "application/xhtml+xml"))
"""The form for people."""

_LONGEST = 2000
"""Characters of a header that are read: no client has so many wishes."""


def chosen(forms: tuple[Form, ...], *, accept: str, name: str = "") -> Form:
    """Return the form called `name`, or the best of those that `accept` allows; first come first.

    An `accept` that names no media range takes anything. Raises Refusal (406, or 400 for a name
    that is no form).
    """
    return _chosen(forms, accept[:_LONGEST], name)


@lru_cache(maxsize=1000)
def _chosen(forms: tuple[Form, ...], accept: str, name: str) -> Form:
    if name:
        asked = name.strip().lower().replace(" ", "+")  # a "+" in an address is a space
        found = next((form for form in forms if form.is_called(asked)), None)
        if found is None:
            known = ", ".join(form.name for form in forms)
            raise Refusal(
                400, f"no format is named {name[:40]!r} for this answer; there are {known}"
            )
        return found
    ranges = [each for each in _weighed(accept) if _RANGE.fullmatch(each[0])]
    if not ranges:
        return forms[0]
    # the first of the best; one is better by the type that it is sent as than by another of its
    best = max(forms, key=lambda form: (_quality(form, ranges), _of_media(form.media[0], ranges)))
    if _quality(best, ranges) <= 0:
        known = ", ".join(form.media[0] for form in forms)
        raise Refusal(406, f"nothing here is {accept[:200]!r}; this answer can be had as {known}")
    return best


_RANGE = re.compile(r"\*|\*/\*|[\w!#$&^.+-]+/(?:\*|[\w!#$&^.+-]+)")


def encoding(accepted: str, *, offered: tuple[str, ...] = ("zstd", "gzip")) -> str:
    """Return the content coding for a client, one of those offered or "" for none.

    Raises Refusal (406) for a client that takes neither of these nor what is not coded.
    """
    return _encoding(accepted[:_LONGEST], offered)


@lru_cache(maxsize=200)
def _encoding(accepted: str, offered: tuple[str, ...]) -> str:
    stated = _stated(accepted)
    other = stated.get("*", 0.0)
    best = max(offered, key=lambda name: stated.get(name, other))
    quality = stated.get(best, other)
    if quality > 0 and quality >= stated.get("identity", 0.0):
        return best
    if not takes_plain(accepted):
        raise Refusal(406, f"this can be had as it is, or coded as {' or '.join(offered)}")
    return ""


def has(tags: str, tag: str) -> bool:
    """Whether If-None-Match names an entity tag: weakly compared, as RFC 9110 has it there."""
    return tag.removeprefix("W/") in _TAG.findall(tags[:_LONGEST])


_TAG = re.compile(r'(?:^|,)\s*(?:W/)?("[^"]*")\s*(?=,|$)')


def takes_plain(accepted: str) -> bool:
    """Whether a client takes an answer that is not coded."""
    stated = _stated(accepted)
    return stated.get("identity", stated.get("*", 1.0)) > 0


def _stated(accepted: str) -> dict[str, float]:
    return {name.removeprefix("x-"): quality for name, quality in _weighed(accepted)}


def _weighed(header: str) -> Iterator[tuple[str, float]]:
    """The items of a header with their weights, 1 where none is stated; what is no weight is 1."""
    for item in _ITEM.findall(header[:_LONGEST]):
        name, *parameters = _PART.findall(item) or [""]
        if name.strip():
            yield name.strip().lower(), _weight(parameters)


_QUOTED = r'"(?:[^"\\]|\\.)*"'
_ITEM = re.compile(rf'(?:{_QUOTED}|[^,"]|")+')
_PART = re.compile(rf'(?:{_QUOTED}|[^;"]|")+')
_WEIGHT = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,10})?|\.\d{1,10})\s*", re.IGNORECASE)


def _weight(parameters: Sequence[str]) -> float:
    found = next((m for each in parameters if (m := _WEIGHT.fullmatch(each))), None)
    return min(float(found[1]), 1.0) if found else 1.0


def _quality(form: Form, ranges: Sequence[tuple[str, float]]) -> float:
    if (form.media[0], 0.0) in ranges:
        return 0.0  # what we send is refused, whatever else it may be called
    return max(_of_media(media, ranges) for media in form.media)


def _of_media(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of a media type: the most specific range that covers it tells."""
    covering = {media: 3, f"{media.partition('/')[0]}/*": 2, "*/*": 1, "*": 1}
    fitting = [(covering[name], quality) for name, quality in ranges if name in covering]
    return max(fitting)[1] if fitting else 0.0
