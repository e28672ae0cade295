"""What is one calling, by codes of the SOC and of ISCO: professions, arts and trades."""

from careergraph.rules.leading import first_line, helps

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


_ENGINEERS = "17-2"
_MIXED = ("99", "13-1041")
"""How the codes end of what a group leaves over, and of those who watch over any kind of rules."""
_ARTS = ("11-903", "17-302", "27-101", "27-102", "43-601")
"""How the codes begin of those who head schools, of technicians of engineering, of artists,
designers and secretaries: broad occupations in which each has an art of their own."""


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
    if helps(one, other):
        return True
    called = profession(one)
    return called is not None and called == profession(other) and called != _ENGINEERS


def engineers(code: str) -> bool:
    """Whether a code of the SOC is of engineers."""
    return code.startswith(_ENGINEERS)


def licensed(code: str | None) -> bool:
    """Whether a code of the SOC is of health professionals other than nurses, each with a licence
    of their own."""
    return code is not None and code.startswith("29-1") and not code.startswith(_NURSES)
