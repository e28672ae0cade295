"""In what encoding a text is that ought to be UTF-8."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

LOOKED_AT = 200
"""How many of the first bytes tell UTF-16 that does not begin with its mark."""

IS_UTF_16 = "it is UTF-16, and UTF-8 is expected; save it as UTF-8"
"""What is said of a file that is UTF-16 where only UTF-8 is read."""


def utf_16(content: bytes) -> str | None:
    """Return the name that Python has for the UTF-16 of some bytes, or None when they are no such.

    Windows writes it, with a mark at the beginning; without one, every other byte of what is
    mostly ASCII is zero.

    >>> utf_16("occupation".encode("utf-16-le")), utf_16(b"occupation")
    ('utf-16-le', None)
    """
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    first = content[:LOOKED_AT]
    for codec, zeros, others in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if first[zeros::2] and not any(first[zeros::2]) and all(first[others::2]):
            return codec
    return None
