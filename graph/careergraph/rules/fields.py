"""In what field of work a role is: by its code in the SOC, or in ISCO for want of one."""

import re
from collections.abc import Iterable

from careergraph.model import Claim

_SOC = re.compile(r"/soc-\d{4}/(\d\d-\d{4})$")
_ISCO = re.compile(r"/isco/C(\d+)$")

GENERAL = "11"
"""The field of those who manage whole organisations, and of managers of nothing in particular."""

MANAGED = {
    "11-2011": ("27-1", "27-3", "41-3", "13-1161"), "11-2021": ("13-1161", "41-3", "41-4"),
    "11-2022": ("41-",), "11-2032": ("27-3", "13-1161"), "11-2033": ("13-1131", "27-3"),
    "11-3012": ("43-",), "11-3013": ("37-", "49-9"), "11-3021": ("15-",),
    "11-3031": ("13-2", "43-3"), "11-3051": ("51-", "17-2112", "17-3026"),
    "11-3061": ("13-102", "43-3061"), "11-3071": ("53-", "43-5", "13-1081"),
    "11-3111": ("13-114",), "11-3121": ("13-107", "13-114", "13-115", "43-4161"),
    "11-3131": ("13-115",), "11-9013": ("45-", "19-101", "19-4012"),
    "11-9021": ("47-", "17-1", "17-2051", "17-3"), "11-9031": ("25-201", "39-901"),
    "11-9032": ("25-2", "25-9", "21-1012"), "11-9033": ("25-1", "25-9", "21-1012"),
    "11-9039": ("25-", "13-115"), "11-9041": ("17-",), "11-9051": ("35-",),
    "11-9071": ("39-1013", "39-3"), "11-9072": ("39-", "27-2"), "11-9081": ("39-6", "43-4081"),
    "11-9111": ("29-", "31-"), "11-9121": ("19-",), "11-9141": ("41-9", "13-202"),
    "11-9151": ("21-",), "11-9161": ("33-",), "11-9171": ("39-4",), "11-9179": ("39-",),
}  # fmt: skip
"""How the codes begin of those whom managers of these codes of the SOC manage, by their titles.

The SOC puts all managers into one major group, so that no cook could be promoted to manage a
restaurant within one field. The first is the field of the manager.
"""

SUPERVISORS = {
    "33-2": "33-1021", "33-3": "33-1012", "33-301": "33-1011", "33-9": "33-1091",
    "35-2": "35-1011", "35-3": "35-1012", "35-9": "35-1012", "37-2": "37-1011", "37-3": "37-1012",
    "39-2": "39-1022", "39-3": "39-1014", "39-301": "39-1013", "39-4": "39-1022",
    "39-5": "39-1022", "39-6": "39-1022", "39-7": "39-1022", "39-9": "39-1022",
    "41-2": "41-1011", "41-3": "41-1012", "41-4": "41-1012", "41-9": "41-1012", "43-": "43-1011",
    "43-505": "11-9131",
    "45-": "45-1011", "47-": "47-1011", "49-": "49-1011", "51-": "51-1011", "53-3": "53-1043",
    "53-7": "53-1043", "53-706": "53-1042",
}  # fmt: skip
"""By how a code of the SOC begins, the code of its first-line supervisors, by their titles."""


def supervisors(code: str) -> str | None:
    """Return the code of those who supervise a code of the SOC; None where the SOC names none.

    >>> supervisors("33-3012"), supervisors("47-2111"), supervisors("29-1141")
    ('33-1011', '47-1011', None)
    """
    kept = (code[:length] for length in (6, 4, 3))
    found = next((SUPERVISORS[each] for each in kept if each in SUPERVISORS), None)
    return None if first_line(code) else found


def closely(code: str) -> bool:
    """Whether the supervisors of a code of the SOC lead few trades, not those of a major group.

    >>> closely("37-2011"), closely("51-9021")
    (True, False)
    """
    return any(code.startswith(each) for each in SUPERVISORS if len(each) > 3)


def leads(code: str) -> bool:
    """Whether those of a code lead others: managers and supervisors, in the SOC or in ISCO-08.

    >>> [leads(each) for each in ("11-9051", "47-1011", "17-1011", "C3122", "C7212")]
    [True, True, False, True, False]
    """
    if code.startswith("C"):
        return code.startswith(("C1", "C312", "C3341", "C5151", "C5222"))
    return code.startswith("11-") or first_line(code)


def led(code: str) -> tuple[str, ...]:
    """Return how the codes begin of those whom a code of the SOC leads; empty when nobody says.

    >>> led("47-1011"), led("11-9051"), led("47-2111")
    (('47-',), ('35-',), ())
    """
    named = tuple(each for each, supervisor in SUPERVISORS.items() if supervisor == code)
    return MANAGED.get(code, named)


def leads_from(code: str, start: str) -> bool:
    """Whether a code of the SOC leads those of another, or leads in part whom that one leads.

    >>> leads_from("47-1011", "47-2111"), leads_from("11-9021", "47-1011")
    (True, True)
    >>> leads_from("11-2021", "13-1199"), leads_from("11-3031", "11-2033")
    (False, False)
    """
    whom, own = led(code), led(start)
    if first_line(code) and not own:
        return supervisors(start) == code
    return any(
        each.startswith(other) or other.startswith(each) for each in own or (start,)
        for other in whom if own or each.startswith(other)
    )  # fmt: skip


def first_line(code: str) -> bool:
    """Whether a code of the SOC is of first-line supervisors."""
    return code[2:4] == "-1" and code[:2] >= "33"


_NURSES = ("29-114", "29-115", "29-116", "29-117", "29-2061")
_PHYSICIANS = ("29-121", "29-122")
_POLICE = ("C5412", "C3355")


_STUDIED = {
    "21-1": 7, "33-3": 4, "53-2": 4, "53-4": 4, "53-5": 4,
    "29-1": 7, "19-1": 6, "19-2": 6, "19-3": 6, "17-2": 4, "17-1": 6, "23-1": 4, "25-1": 7,
    "C222": 4, "C22": 5, "C2634": 5, "C231": 5, "C2635": 5, "C315": 5,
    "C261": 4, "C211": 5, "C213": 5, "C2166": 0,
    "C21": 4,
}  # fmt: skip
"""How the codes begin of what one studies for, and how much of a code names one such study."""


def profession(code: str) -> str | None:
    """Return the profession of a code that one enters by its own studies; None where others can.

    Engineers, scientists, lawyers and teachers at universities studied their subject, health
    professionals, counsellors and social workers are licensed each to their own, the police and
    the crews of ships, trains and aircraft are trained by their own: likeness in what is done opens
    none of them.

    >>> profession("17-2011"), profession("29-1171"), profession("C2634"), profession("13-2011")
    ('17-2', '29-114', 'C2634', None)
    """
    if code.startswith(_NURSES):
        return _NURSES[0]
    if code.startswith(_PHYSICIANS):
        return _PHYSICIANS[0]
    if code.startswith(_POLICE):
        return _POLICE[0]
    found = next((code[:n] for begin, n in _STUDIED.items() if code.startswith(begin)), "")
    return found or None


def physician(code: str) -> bool:
    """Whether a code of the SOC or of ISCO is of doctors of medicine or dentistry."""
    return code.startswith((*_PHYSICIANS, "29-124", "29-102", "C221", "C2261"))


SUPPORTED = {"31": "29"}
"""Fields that are one line of work with another: healthcare support and healthcare practice."""

_CODES_OF_ISCO = {
    "22": "29", "32": "29", "53": "31", "23": "25", "25": "15", "35": "15", "51": "35", "71": "47",
    "72": "51", "75": "51", "81": "51", "82": "51", "83": "53", "91": "37", "52": "41", "41": "43",
    "42": "43", "43": "43", "44": "43", "24": "13", "61": "45", "62": "45", "92": "45",
}  # fmt: skip
"""The major group of the SOC in which most of a sub-major group of ISCO-08 is."""


OF_MANY_CALLINGS = ("11", "13", "19", "21", "23", "25", "27", "29", "33", "39")
"""Fields that hold callings of many kinds: a buyer of goods is no adviser on pensions, although
both are in business and finance."""

_MANY_TRADES = ("51", "53")
"""Major groups of the SOC that hold trades of many kinds: who minds one machine knows it, not all.
Here each minor group is a field."""

_APART = ("C21", "C26", "C34")
"""Sub-major groups of ISCO-08 that hold several fields: law, letters and the arts, to name one."""


def code(memberships: Iterable[Claim]) -> str | None:
    """Return the first code of the SOC among the groups of a role, else of ISCO as `C...`."""
    groups = [str(each.object) for each in memberships]
    socs = [found[1] for each in groups if (found := _SOC.search(each))]
    iscos = [f"C{found[1]}" for each in groups if (found := _ISCO.search(each))]
    return next(iter((*socs, *iscos)), None)


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
