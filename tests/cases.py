"""How many generated graphs a test tries: so many a run, and CASES times as many at night."""

import os

TIMES = int(os.environ.get("CASES", "1"))


def cases(count: int) -> int:
    """Return how many graphs to try where `count` are tried by day."""
    return count * TIMES
