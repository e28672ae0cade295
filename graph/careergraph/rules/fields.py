"""In what field of work a role is: by its code in the SOC, or in ISCO for want of one."""

import re
from collections.abc import Iterable

from careergraph.model import Claim

_SOC = re.compile(r"/soc-\d{4}/(\d\d-\d{4})$")
_ISCO = re.compile(r"/isco/C(\d+)$")

GENERAL = "11"
"""The field of those who manage whole organisations, and of managers of nothing in particular."""

MANAGED = {
    "11-2011": ("27-1011", "27-1024", "41-3011"), "11-2021": ("13-1161", "41-3011", "41-4"),
    "11-2022": ("41-1", "41-2", "41-3011", "41-302", "41-309", "41-4", "41-9"),
    "11-2032": ("27-303",), "11-2033": ("13-1131", "27-303"),
    "11-3012": ("43-",), "11-3013": ("37-", "49-9"), "11-3021": ("15-1", "15-205"),
    "11-3031": ("13-2", "43-3"), "11-3051": ("51-", "17-2112", "17-3026"),
    "11-3061": ("13-102", "43-3061"), "11-3071": ("53-", "43-5", "13-1081"),
    "11-3111": ("13-114",), "11-3121": ("13-107", "13-114", "13-115", "43-4161"),
    "11-3131": ("13-115",), "11-9013": ("45-", "19-101", "19-4012"),
    "11-9021": ("47-", "17-1", "17-2051", "17-3"), "11-9031": ("25-201", "39-901"),
    "11-9032": ("25-2", "25-9031", "21-1012"), "11-9033": ("25-1", "25-9031", "21-1012"),
    "11-9039": ("25-2", "25-3", "25-9", "13-115"), "11-9041": ("17-",), "11-9051": ("35-",),
    "11-9071": ("39-1013", "39-301"), "11-9072": ("39-3", "39-903"), "11-9081": ("39-6", "43-4081"),
    "11-9111": ("29-", "31-"), "11-9121": ("19-1", "19-2", "15-202", "15-203", "15-204"),
    "11-9141": ("41-9",),
    "11-9151": ("21-",), "11-9161": ("33-1", "33-2", "33-3"), "11-9171": ("39-4",),
    "11-9179": ("39-",),
}  # fmt: skip
"""How the codes begin of those whom managers of these codes of the SOC manage, by their titles.

The SOC puts all managers into one major group, so that no cook could be promoted to manage a
restaurant within one field. The first is the field of the manager.
"""

SUPERVISORS = {
    "33-2": "33-1021", "33-3": "33-1012", "33-301": "33-1011", "33-9": "33-1099",
    "33-903": "33-1091",
    "35-2": "35-1011", "35-202": "35-1012", "35-3": "35-1012", "35-9": "35-1012",
    "37-201": "37-1011", "37-3": "37-1012",
    "39-2": "39-1022", "39-3": "39-1014", "39-301": "39-1013", "39-4": "39-1022",
    "39-5": "39-1022", "39-6": "39-1022", "39-7": "39-1022", "39-9": "39-1022",
    "39-903": "39-1014",
    "41-2": "41-1011", "41-3": "41-1012", "41-4": "41-1012", "41-9": "41-1012", "43-": "43-1011",
    "43-502": "", "43-503": "", "43-505": "11-9131",
    "45-": "45-1011", "47-": "47-1011", "49-": "49-1011", "51-": "51-1011", "53-3": "53-1043",
    "53-7": "53-1043", "53-706": "53-1042",
}  # fmt: skip
"""By how a code of the SOC begins, the code of its first-line supervisors, by their titles; who
carry messages or send others out are not led in the office."""


_ISCO_SUPERVISORS = {
    "C3121": ("C811", "C9311"), "C3122": ("C72", "C73", "C75", "C81", "C82", "C932"),
    "C3123": ("C71", "C741", "C8342", "C9312", "C9313"), "C3341": ("C41", "C42", "C43", "C44"),
    "C3434": ("C5120",), "C5151": ("C911", "C5152", "C5153"), "C5222": ("C522", "C523", "C524"),
}  # fmt: skip
"""By the codes of ISCO-08 of supervisors, how the codes begin of those whom they supervise, by
their titles and by what ISCO says of them."""


def supervised(code: str) -> tuple[str, ...]:
    """Return how the codes of ISCO begin of those whom a code of it supervises.

    >>> supervised("C3121"), supervised("C2512")
    (('C811', 'C9311'), ())
    """
    return _ISCO_SUPERVISORS.get(code[:5], ())


def supervisors(code: str) -> str | None:
    """Return the code of those who supervise a code of the SOC; None where the SOC names none.

    >>> supervisors("33-3012"), supervisors("47-2111"), supervisors("29-1141")
    ('33-1011', '47-1011', None)
    """
    kept = (code[:length] for length in (6, 4, 3))
    found = next((SUPERVISORS[each] for each in kept if each in SUPERVISORS), None)
    return None if first_line(code) else found or None


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
    """Whether a code of the SOC leads those of another, or leads in part whom that one leads; of
    supervisors, all whom they supervise.

    >>> leads_from("47-1011", "47-2111"), leads_from("11-9021", "47-1011")
    (True, True)
    >>> leads_from("11-9171", "39-1022")
    False
    >>> leads_from("11-2021", "13-1199"), leads_from("11-3031", "11-2033")
    (False, False)
    """
    whom, own = led(code), led(start)
    if first_line(code) and not own:
        return supervisors(start) == code
    if first_line(start) and not first_line(code):
        return bool(own) and all(each.startswith(whom) for each in own)
    return any(
        each.startswith(other) or other.startswith(each) for each in own or (start,)
        for other in whom if own or each.startswith(other)
    )  # fmt: skip


def first_line(code: str) -> bool:
    """Whether a code of the SOC is of first-line supervisors."""
    return code[2:4] == "-1" and code[:2] >= "33"


_HELPERS = {
    "47-3011": ("47-202", "47-2044"), "47-3012": ("47-203",), "47-3013": ("47-2111",),
    "47-3014": ("47-214", "47-2161"), "47-3015": ("47-2152",), "47-3016": ("47-2181",),
    "49-9098": ("49-",), "51-9198": ("51-",),
}  # fmt: skip
"""Of those who help in a trade, by their titles, how the codes of it begin."""


def helper(code: str) -> bool:
    """Whether those of a code of the SOC help in a trade, by their titles."""
    return code in _HELPERS or code.startswith("47-301")


def helps(one: str, other: str) -> bool:
    """Whether those of a code of the SOC help those of another in their trade.

    >>> helps("47-3013", "47-2111"), helps("47-3013", "47-2152")
    (True, False)
    """
    return other.startswith(_HELPERS.get(one, ("-",)))


_NURSES = ("29-114", "29-115", "29-116", "29-117", "29-2061")
_PHYSICIANS = ("29-121", "29-122")
_POLICE = ("C5412", "C3355")


_STUDIED = {
    "21-1": 7, "25-2": 6, "33-3": 4, "53-2": 4, "53-4": 4, "53-5": 4,
    "29-1": 7, "19-1": 7, "19-2": 7, "19-3": 7, "17-2": 4, "17-1": 7, "23-1": 4, "25-1": 7,
    "C222": 4, "C22": 5, "C2634": 5, "C231": 5, "C232": 4, "C233": 4, "C234": 5, "C2352": 5,
    "C2635": 5, "C315": 5,
    "C261": 4, "C211": 5, "C213": 5, "C2166": 0, "C216": 5, "C21": 4,
}  # fmt: skip
"""How the codes begin of what one studies for, and how much of a code names one such study."""


def profession(code: str) -> str | None:
    """Return the profession of a code that one enters by its own studies; None where others can.

    Engineers, scientists, lawyers and teachers studied their subject, health professionals,
    counsellors and social workers are licensed each to their own, the police and
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


_ENGINEERS = "17-2"
_MIXED = ("99", "13-1041")
"""How the codes end of what a group leaves over, and of those who watch over any kind of rules."""
_ARTS = ("11-903", "17-302", "27-101", "27-102", "43-601")
"""How the codes begin of those who head schools, of technicians of engineering, of artists,
designers and secretaries: broad occupations in which each has an art of their own."""

OF_MANY_CALLINGS = ("11", "13", "15", "17", "19", "21", "23", "25", "27", "29", "33", "35", "39",
                    "41", "43", "47", "49",
                    *(f"{major}-{n}" for major in ("51", "53") for n in range(10)))  # fmt: skip
"""Fields that hold callings of many kinds: a buyer of goods is no adviser on pensions, although
both are in business and finance; no more is a roofer an electrician."""


def apart(one: str, other: str) -> bool:
    """Whether two codes of the SOC are of one broad occupation in which each has an art of its own,
    or of supervisors of different trades.

    >>> apart("27-1024", "27-1021"), apart("35-1012", "35-1011"), apart("35-2012", "35-2014")
    (True, True, False)
    """
    if one == other:
        return False
    arts = one[:6] == other[:6] and one.startswith(_ARTS)
    return arts or (first_line(one) and first_line(other))


def one_calling(one: str, other: str) -> bool:
    """Whether two codes of the SOC are of one broad occupation or one profession.

    Engineers are of one profession, but not of one calling; what a group merely leaves over is of
    none.

    >>> one_calling("13-2051", "13-2054"), one_calling("29-1141", "29-1171")
    (True, True)
    >>> one_calling("17-2141", "17-2161"), one_calling("15-1299", "15-1299")
    (False, False)
    """
    if one[:6] == other[:6]:
        return not (one.endswith(_MIXED) if one == other else apart(one, other))
    called = profession(one)
    if helps(one, other):
        return True
    return called is not None and called == profession(other) and called != _ENGINEERS


def engineers(code: str) -> bool:
    """Whether a code of the SOC is of engineers."""
    return code.startswith(_ENGINEERS)


_MANY_TRADES = ("51", "53")
"""Major groups of the SOC that hold trades of many kinds: who minds one machine knows it, not all.
Here each minor group is a field."""


def one_major_group_of_trades(one: str | None, other: str | None) -> bool:
    """Whether two codes of the SOC are of one major group that holds trades of many kinds."""
    return one is not None and other is not None and one[:2] == other[:2] in _MANY_TRADES


def licensed(code: str | None) -> bool:
    """Whether a code of the SOC is of health professionals other than nurses, each with a licence
    of their own."""
    return code is not None and code.startswith("29-1") and not code.startswith(_NURSES)


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
