"""Memory that a keeper and its workers share: what each does, and which jobs nobody waits for."""

import mmap

from careergraph.serve.frames import NUMBER

MOST = 1024
"""The most workers at a time."""

_LEFT = 4096
"""Places for jobs that were given up; a later one takes the place of one so many before it."""


class Board:
    """A number of a job for each worker, 0 for none, and the numbers of jobs that were given up."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, (MOST + _LEFT) * NUMBER.size)  # shared with who is forked

    def doing(self, slot: int, job: int) -> None:
        """Tell what the worker of a slot does."""
        NUMBER.pack_into(self._memory, slot * NUMBER.size, job)

    def done_by(self, slot: int) -> int:
        """Return what the worker of a slot does."""
        return int(NUMBER.unpack_from(self._memory, slot * NUMBER.size)[0])

    def leave(self, job: int) -> None:
        """Tell that nobody waits for a job."""
        NUMBER.pack_into(self._memory, _place(job), job)

    def is_left(self, job: int) -> bool:
        """Whether nobody waits for a job."""
        return bool(NUMBER.unpack_from(self._memory, _place(job))[0] == job)

    def close(self) -> None:
        """Give the memory back: another has a board of its own."""
        self._memory.close()


def _place(job: int) -> int:
    return (MOST + job % _LEFT) * NUMBER.size
