"""Choosing the rules: a preset, and single thresholds by the names of the fields of `Settings`.

    most = 5
    related = [0.2, 0.07, 0.04]

    [causeways]
    viable = 0.95

is a file of rules, in TOML. With the table `causeways`, though it be empty, transitions are judged
as Nesta does.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from careergraph.encoding import IS_UTF_16, utf_16
from careergraph.errors import ParameterError, ParseError, ReadError
from careergraph.rules.settings import Causeways, Settings

PRESETS: dict[str, Settings] = {"default": Settings(), "nesta": Settings.nesta()}
"""The settings that have a name."""

_SHARES = {"causeways.viable", "causeways.highly", "near_best.stay", "near_best.pivot",
           "near_best.rise", "confidence", "surely"}  # fmt: skip
_SHARE, _SIMILARITY, _AMOUNT = (0, 1), (-1, 1), (0, 1000)


@dataclass(frozen=True)
class Choice:
    """What was chosen: a preset, and values that take the place of some of it, as JSON has them.

    Only what was named is in it, so that all else gets better with the version.
    """

    preset: str = "default"
    values: Mapping[str, Any] = field(default_factory=dict)

    def settings(self) -> Settings:
        """Return what it comes to. Raises ParameterError on a name or a value that is none."""
        if self.preset not in PRESETS:
            there = ", ".join(PRESETS)
            raise ParameterError(f"no preset of rules is named {self.preset!r}; there are {there}")
        found: Settings = _table(PRESETS[self.preset], self.values, "")
        return found

    def as_json(self) -> dict[str, Any]:
        """Return the choice as JSON values."""
        return asdict(self)

    def text(self) -> str:
        """Return the choice in words."""
        values = ", ".join(f"{name} = {_shown(value)}" for name, value in _flat(self.values))
        return f"{self.preset}, with {values}" if values else self.preset


def choice(preset: str | None, settings: Settings | Mapping[str, Any] | None) -> Choice | None:
    """Return what these two say, or None when neither says anything.

    Raises ParameterError on a name or a value that is none.
    """
    if preset is None and settings is None:
        return None
    if isinstance(settings, Settings):
        if preset is not None:
            raise ParameterError("name a preset, or give whole settings: they leave nothing to it")
        known = (name for name, each in PRESETS.items() if each == settings)
        preset = next(known, None)
        settings = {} if preset else {n: v for n, v in asdict(settings).items() if v is not None}
    found = Choice(preset or "default", _plain(settings or {}))
    found.settings()
    return found


def read(path: str | Path, *, preset: str | None = None) -> Choice:
    """Return the choice that a file of rules makes, over a preset.

    Raises ReadError, ParameterError when there is no such preset, and ParseError, which names the
    file, the key and what would be right.
    """
    Choice(preset or "default").settings()
    made = Choice(preset or "default", _toml(path))
    try:
        made.settings()
    except ParameterError as error:
        raise ParseError(f"{path}: {error}") from None
    return made


def _toml(path: str | Path) -> dict[str, Any]:
    """What a file in TOML says. Raises ReadError and ParseError."""
    text = _text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fault, line = _fault(str(error), text)
        raise ParseError(f"{path}, line {line}: {fault}; {_RIGHT}") from None


def _text(path: str | Path) -> str:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(f"cannot read {path}: {error.strerror or error}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        fault = IS_UTF_16 if utf_16(content) else "it is not UTF-8, which is expected"
        raise ParseError(f"cannot read {path}: {fault}") from None


_RIGHT = "write a rule a line, such as: most = 5"


def _fault(message: str, text: str) -> tuple[str, int]:
    """What is wrong with a text, and in which line: the last one, where it is not said."""
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)\Z", message)
    if place and place[1]:
        return message[: place.start()], int(place[1])
    return message[: place.start() if place else None], text.rstrip().count("\n") + 1


def _plain(value: Any) -> Any:
    """A value as JSON would have it, so that what is kept is what was named."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value


def _flat(values: Mapping[str, Any], above: str = "") -> list[tuple[str, Any]]:
    found = []
    for name, value in sorted(values.items()):
        table = isinstance(value, Mapping) and value
        found += _flat(value, f"{above}{name}.") if table else [(above + name, value)]
    return found


def _table(before: Any, values: Any, above: str) -> Any:
    """Settings, or a table in them, with other values; `above` begins the names of these."""
    if not isinstance(values, Mapping):
        raise ParameterError(f"{above[:-1]} must be a table, [{above[:-1]}], not {_shown(values)}")
    record = isinstance(before, (Settings, Causeways))
    known = {f.name: getattr(before, f.name) for f in fields(before)} if record else before
    for name in values:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"did you mean {above}{near[0]}?" if near else f"there are {', '.join(known)}"
            raise ParameterError(f"no rule is named {above}{name}; {hint}")
    made = {name: _value(known[name], value, above + name) for name, value in values.items()}
    return replace(before, **made) if record else {**before, **made}


def _value(before: Any, value: Any, name: str) -> Any:
    """A value of the kind that stood there before."""
    if before is None or isinstance(before, (Causeways, Mapping)):
        return _table(Causeways() if before is None else before, value, f"{name}.")
    if not isinstance(before, tuple):
        return _number(before, value, name)
    if not isinstance(value, list) or len(value) != len(before):
        raise ParameterError(f"{name} must be a list of {len(before)} numbers, such as "
                             f"{_shown(before)}, not {_shown(value)}")  # fmt: skip
    return tuple(_number(*pair, name) for pair in zip(before, value, strict=True))


def _number(before: Any, value: Any, name: str) -> Any:
    whole = isinstance(before, int)
    least, most = (
        _SHARE if name in _SHARES else _SIMILARITY if isinstance(before, float) else _AMOUNT
    )
    kinds = int if whole else (int, float)
    number = isinstance(value, kinds) and not isinstance(value, bool)
    if not number or not least <= value <= most:
        kind = "a whole number" if whole else "a number"
        raise ParameterError(f"{name} must be {kind} from {least} to {most}, not {_shown(value)}")
    return Decimal(str(value)) if isinstance(before, Decimal) else type(before)(value)


def _shown(value: Any) -> str:
    return json.dumps(value, default=str)[:60]
