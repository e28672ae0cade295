"""Text made small for the page, in the form that every browser can undo (`deflate-raw`).

Builds of Python bring different compressors, which write the same text in different bytes; a page
is to have the same bytes everywhere. So the little that is needed of RFC 1951 stands here: repeats
are pointed to, and the fixed code is used.
"""

from base64 import b64encode
from collections.abc import Iterator

_SHORTEST, _LONGEST = 3, 258
_WINDOW = 32_768
_TRIES = 48
"""How many earlier places that begin alike are looked at for the longest repeat."""

_LENGTHS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99,
            115, 131, 163, 195, 227, 258)  # fmt: skip
_LENGTH_BITS = (0,) * 8 + tuple(n for n in range(1, 6) for _ in range(4)) + (0,)
_DISTANCES = tuple(1 + n for n in range(4)) + tuple(
    1 + (2 + half) * (1 << bits) for bits in range(1, 14) for half in range(2)
)
_DISTANCE_BITS = (0, 0, 0, 0, *(bits for bits in range(1, 14) for _ in range(2)))


def packed(text: str) -> str:
    """Return a text compressed and in base 64; `js/ask-panel.js` has the inverse."""
    return b64encode(deflated(text.encode("utf-8"))).decode("ascii")


def deflated(data: bytes) -> bytes:
    """Return raw DEFLATE data; `zlib.decompress(found, -15)` is the inverse."""
    bits = _Bits()
    bits.put(0b011, 3)  # the last block, with the fixed code
    for symbol in _symbols(data):
        if isinstance(symbol, int):
            bits.code(symbol)
        else:
            bits.repeat(*symbol)
    bits.code(256)
    return bits.whole()


def _symbols(data: bytes) -> Iterator[int | tuple[int, int]]:
    """Yield each byte, or how many bytes repeat what stands how far back.

    A repeat is put off by one byte where a longer one begins there.
    """
    places = _Places(data)
    at = 0
    length, distance = places.repeat(at)
    while at < len(data):
        places.add(at)
        following = places.repeat(at + 1) if length < 32 else (0, 0)
        if length < _SHORTEST or following[0] > length:
            yield data[at]
            at += 1
            length, distance = following
        else:
            yield length, distance
            for skipped in range(at + 1, at + length):
                places.add(skipped)
            at += length
            length, distance = places.repeat(at)


class _Places:
    """Where in the data, up to now, each three bytes have stood, the latest last."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._seen: dict[bytes, list[int]] = {}

    def add(self, at: int) -> None:
        """Remember a place."""
        self._seen.setdefault(self._data[at : at + _SHORTEST], []).append(at)

    def repeat(self, at: int) -> tuple[int, int]:
        """Return the longest repeat that stands at a place, and how far back; (0, 0) without."""
        best, where = 0, 0
        most = min(_LONGEST, len(self._data) - at)
        for place in reversed(self._seen.get(self._data[at : at + _SHORTEST], [])[-_TRIES:]):
            if at - place > _WINDOW or best == most:
                break
            if self._data[place : place + best + 1] == self._data[at : at + best + 1]:
                length = self._alike(place, at, most)
                best, where = (length, at - place) if length > best else (best, where)
        return (best, where) if best >= _SHORTEST else (0, 0)

    def _alike(self, one: int, other: int, most: int) -> int:
        data, length = self._data, 0
        while length < most and data[one + length] == data[other + length]:
            length += 1
        return length


class _Bits:
    """Bits on their way to bytes, the lowest first."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._held, self._count = 0, 0

    def put(self, value: int, count: int) -> None:
        """Write a number of so many bits."""
        self._held |= value << self._count
        self._count += count
        while self._count >= 8:
            self._bytes.append(self._held & 255)
            self._held >>= 8
            self._count -= 8

    def code(self, symbol: int) -> None:
        """Write a byte, the end (256) or the code of a length, in the fixed code."""
        if symbol < 144:
            self._reversed(0x30 + symbol, 8)
        elif symbol < 256:
            self._reversed(0x190 + symbol - 144, 9)
        elif symbol < 280:
            self._reversed(symbol - 256, 7)
        else:
            self._reversed(0xC0 + symbol - 280, 8)

    def repeat(self, length: int, distance: int) -> None:
        """Write that so many bytes repeat those so far back."""
        place = max(n for n, least in enumerate(_LENGTHS) if least <= length)
        self.code(257 + place)
        self.put(length - _LENGTHS[place], _LENGTH_BITS[place])
        place = max(n for n, least in enumerate(_DISTANCES) if least <= distance)
        self._reversed(place, 5)
        self.put(distance - _DISTANCES[place], _DISTANCE_BITS[place])

    def whole(self) -> bytes:
        """Return all bytes, the last filled up."""
        return bytes(self._bytes) + (bytes([self._held]) if self._count else b"")

    def _reversed(self, code: int, count: int) -> None:
        """A code stands with its highest bit first."""
        self.put(int(format(code, f"0{count}b")[::-1], 2), count)
