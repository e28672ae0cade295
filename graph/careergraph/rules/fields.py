"""In what field of work a role is: by its code in the SOC, or in ISCO for want of one."""

import re
from collections.abc import Iterable

from careergraph.model import Claim
from careergraph.rules.leading import MANAGED

_SOC = re.compile(r"/soc-\d{4}/(\d\d-\d{4})$")
_ISCO = re.compile(r"/isco/C(\d+)$")

GENERAL = "11"
"""The field of those who manage whole organisations, and of managers of nothing in particular."""

SUPPORTED = {"31": "29"}
"""Fields that are one line of work with another: healthcare support and healthcare practice."""

_CODES_OF_ISCO = {
    "22": "29", "32": "29", "53": "31", "23": "25", "25": "15", "35": "15", "51": "35", "71": "47",
    "72": "51", "75": "51", "81": "51", "82": "51", "83": "53", "91": "37", "52": "41", "41": "43",
    "42": "43", "43": "43", "44": "43", "24": "13", "61": "45", "62": "45", "92": "45",
}  # fmt: skip
"""The major group of the SOC in which most of a sub-major group of ISCO-08 is."""


OF_MANY_CALLINGS = ("11", "13", "15", "17", "19", "21", "23", "25", "27", "29", "33", "35", "39",
                    "41", "43", "47", "49",
                    *(f"{major}-{n}" for major in ("51", "53") for n in range(10)))  # fmt: skip
"""Fields that hold callings of many kinds: a buyer of goods is no adviser on pensions, although
both are in business and finance; no more is a roofer an electrician."""


_MANY_TRADES = ("51", "53")
"""Major groups of the SOC that hold trades of many kinds: who minds one machine knows it, not all.
Here each minor group is a field."""


def one_major_group_of_trades(one: str | None, other: str | None) -> bool:
    """Whether two codes of the SOC are of one major group that holds trades of many kinds."""
    return one is not None and other is not None and one[:2] == other[:2] in _MANY_TRADES


_APART = ("C21", "C26", "C34")
"""Sub-major groups of ISCO-08 that hold several fields: law, letters and the arts, to name one."""


def code(memberships: Iterable[Claim]) -> str | None:
    """Return the first code of the SOC among the groups of a role, else of ISCO as `C...`."""
    groups = [str(each.object) for each in memberships]
    socs = [soc for each in groups if (soc := code_of(each))]
    iscos = [f"C{found[1]}" for each in groups if (found := _ISCO.search(each))]
    return next(iter((*socs, *iscos)), None)


def code_of(group: str) -> str | None:
    """Return the code of a detailed occupation of the SOC; None for any other group."""
    found = _SOC.search(group)
    return found[1] if found else None


_TOGETHER = {
    "53-1042": "53-1047", "53-1043": "53-1047", "53-1044": "53-1047", "53-1049": "53-1047",
    "25-9042": "25-9045", "25-9043": "25-9045", "25-9049": "25-9045",
    "25-2055": "25-2052", "25-2056": "25-2052", "21-1011": "21-1018", "21-1014": "21-1018",
    "51-2022": "51-2028", "51-2023": "51-2028",
}  # fmt: skip
"""Codes of the SOC which the statistical office publishes under one of its own."""


def published_with(group: str) -> str:
    """Return the group under which a detailed occupation of the SOC is published together with
    others, if it is: a code of the statistical office, or the broad occupation.

    >>> published_with("soc-2018/53-1043"), published_with("soc-2018/13-1023")
    ('soc-2018/53-1047', 'soc-2018/13-1020')
    """
    head, slash, code = group.rpartition("/")
    return f"{head}{slash}{_TOGETHER.get(code, f'{code[:-1]}0')}"


def field(code: str) -> str:
    """Return the field of a code: two digits of the SOC where it is known, else `C` and ISCO's.

    >>> field("15-1252"), field("11-9051"), field("51-9021"), field("C3115")
    ('15', '35', '51-9', 'C31')
    """
    if code.startswith("C"):
        apart = code[:4] if code.startswith(_APART) else code[:3]
        found = _CODES_OF_ISCO.get(code[1:3], apart)
        if found in _MANY_TRADES:
            return code[:4]
        return SUPPORTED.get(found, found)
    whom = MANAGED.get(code, (code,))[0]
    major = whom[:2]
    if major in _MANY_TRADES and whom == code:
        return code[:4]
    return SUPPORTED.get(major, major)


def minor_group(code: str) -> str | None:
    """Return the minor group of ISCO-08 that a code of it is in: three digits."""
    return code[:4] if code.startswith("C") and len(code) > 3 else None


def unit_group(code: str) -> str | None:
    """Return the unit group of ISCO-08 that a code of it is: four digits."""
    return code[:5] if code.startswith("C") and len(code) > 4 else None


def one_unit(one: str, other: str) -> bool:
    """Whether two codes are of one unit group of ISCO that is more than what its minor group
    leaves over.

    >>> one_unit("C5120", "C5120"), one_unit("C2149", "C2149"), one_unit("C3435", "C3435")
    (True, False, False)
    """
    unit = unit_group(one)
    return unit is not None and unit == unit_group(other) and not unit.endswith(("9", "C3435"))


def degree_is_typical(code: str) -> bool:
    """Whether ISCO-08 puts those of a code at skill level 4: professionals, managers but those of
    hotels, shops and the like, and commissioned officers."""
    return code.startswith(("C2", "C11", "C12", "C13", "C01"))


def skill_level(code: str) -> float | None:
    """Return the skill level of ISCO-08 for a code of it, 1 to 4; managers lie at 3.5."""
    if not code.startswith("C"):
        return None
    major = code[1]
    levels = {"1": 3.5, "2": 4.0, "3": 3.0, "9": 1.0, "0": 2.0}
    return levels.get(major, 2.0)
