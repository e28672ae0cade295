"""What can be chosen of the rules, and the values that are taken when nobody chooses."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Settings:
    """Thresholds of the rules.

    `similar` is the least similarity of two roles for a step between them, from -1 to 1, `most`
    how many steps each role gets at most by likeness, `zones` by how many job zones they may be
    apart, `pay_kept` the least share of the pay that a step must keep (0: any), `confidence` the
    least confidence of a mapping over which claims are carried.
    """

    similar: float = 0.3
    most: int = 10
    zones: int = 1
    pay_kept: Decimal = Decimal(0)
    confidence: Decimal = Decimal("0.5")
