"""Who leads whom: managers and supervisors by their codes in the SOC and in ISCO-08."""

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
