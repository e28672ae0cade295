"""Text as gzip in base64, which a browser opens by itself: the same text gives the same bytes."""

import gzip
from base64 import b64decode, b64encode

_NO_TIME = 0
_UNKNOWN_SYSTEM = b"\xff"
_SYSTEM_AT = 9


def squeezed(text: str) -> str:
    """Return a text as gzip in base64; `opened` is the inverse, `js/data.js` has it too."""
    packed = bytearray(gzip.compress(text.encode("utf-8"), 9, mtime=_NO_TIME))
    packed[_SYSTEM_AT : _SYSTEM_AT + 1] = _UNKNOWN_SYSTEM  # else it names the maker's system
    return b64encode(packed).decode("ascii")


def opened(packed: str) -> str:
    """Return the text that was squeezed.

    >>> opened(squeezed("a" * 99)) == "a" * 99
    True
    """
    return gzip.decompress(b64decode(packed)).decode("utf-8")
