"""In what field of work a role is: by its code in the SOC, or in ISCO for want of one."""

import re
from collections.abc import Iterable

from careergraph.model import Claim

_SOC = re.compile(r"/soc-\d{4}/(\d\d-\d{4})$")
_ISCO = re.compile(r"/isco/C(\d+)$")

GENERAL = "11"
"""The field of those who manage whole organisations, and of managers of nothing in particular."""

MANAGED = {
    "11-2011": "27", "11-2021": "13", "11-2022": "41", "11-2032": "27", "11-2033": "13",
    "11-3012": "43", "11-3013": "37", "11-3021": "15", "11-3031": "13", "11-3051": "51",
    "11-3061": "13", "11-3071": "53", "11-3111": "13", "11-3121": "13", "11-3131": "13",
    "11-9013": "45", "11-9021": "47", "11-9031": "25", "11-9032": "25", "11-9033": "25",
    "11-9039": "25", "11-9041": "17", "11-9051": "35", "11-9071": "39", "11-9072": "39",
    "11-9081": "39", "11-9111": "29", "11-9121": "19", "11-9131": "43", "11-9141": "41",
    "11-9151": "21", "11-9161": "33", "11-9171": "39", "11-9179": "39",
}  # fmt: skip
"""The field in which those work whom managers of these codes of the SOC manage, by their titles.

The SOC puts all managers into one major group, so that no cook could be promoted to manage a
restaurant within one field.
"""

SUPPORTED = {"31": "29"}
"""Fields that are one line of work with another: healthcare support and healthcare practice."""

_CODES_OF_ISCO = {
    "22": "29", "32": "29", "53": "31", "23": "25", "25": "15", "35": "15", "51": "35", "71": "47",
    "72": "51", "75": "51", "81": "51", "82": "51", "83": "53", "91": "37", "52": "41", "41": "43",
    "42": "43", "43": "43", "44": "43", "24": "13", "61": "45", "62": "45", "92": "45",
}  # fmt: skip
"""The major group of the SOC in which most of a sub-major group of ISCO-08 is."""


def code(memberships: Iterable[Claim]) -> str | None:
    """Return the first code of the SOC among the groups of a role, else of ISCO as `C...`."""
    groups = [str(each.object) for each in memberships]
    socs = [found[1] for each in groups if (found := _SOC.search(each))]
    iscos = [f"C{found[1]}" for each in groups if (found := _ISCO.search(each))]
    return next(iter((*socs, *iscos)), None)


def field(code: str) -> str:
    """Return the field of a code: two digits of the SOC where it is known, else `C` and ISCO's.

    >>> field("15-1252"), field("11-9051"), field("C2512"), field("C3115")
    ('15', '35', '15', 'C31')
    """
    if code.startswith("C"):
        return SUPPORTED.get(found, found) if (found := _CODES_OF_ISCO.get(code[1:3])) else code[:3]
    major = MANAGED.get(code, code[:2])
    return SUPPORTED.get(major, major)


def minor_group(code: str) -> str | None:
    """Return the minor group of ISCO-08 that a code of it is in: three digits."""
    return code[:4] if code.startswith("C") and len(code) > 3 else None


def skill_level(code: str) -> float | None:
    """Return the skill level of ISCO-08 for a code of it, 1 to 4; managers lie at 3.5."""
    if not code.startswith("C"):
        return None
    major = code[1]
    levels = {"1": 3.5, "2": 4.0, "3": 3.0, "9": 1.0, "0": 2.0}
    return levels.get(major, 2.0)
