"""What the answers on education, experience and training mean: for rules, not for reading.

The importer states how many gave each answer and no more. Whoever derives a requirement from the
answers takes the meaning of each from here.
"""

from decimal import Decimal

from careergraph.sources.schooling import (
    ASSOCIATE,
    BACHELOR,
    DIPLOMA,
    DOCTORATE,
    MASTER,
    PROFESSIONAL,
    Degree,
)

LOWEST_DEGREE: dict[int, Degree | None] = {
    1: None,
    2: DIPLOMA,
    3: DIPLOMA,
    4: DIPLOMA,
    5: ASSOCIATE,
    6: BACHELOR,
    7: BACHELOR,
    8: MASTER,
    9: MASTER,
    10: PROFESSIONAL,
    11: DOCTORATE,
    12: DOCTORATE,
}
"""The lowest degree that someone holds who has each education of scale RL.

A certificate after high school (3) and some college (4) are no degree but follow a diploma; one
after a bachelor's (7) or master's (9) follows that degree; so does post-doctoral training (12) the
doctorate. Less than high school (1) is none.
"""

_ONE_MONTH = Decimal("0.08")

YEARS_OF_EXPERIENCE: dict[int, tuple[Decimal, Decimal | None]] = {
    1: (Decimal(0), Decimal(0)),
    2: (Decimal(0), _ONE_MONTH),
    3: (_ONE_MONTH, Decimal("0.25")),
    4: (Decimal("0.25"), Decimal("0.5")),
    5: (Decimal("0.5"), Decimal(1)),
    6: (Decimal(1), Decimal(2)),
    7: (Decimal(2), Decimal(4)),
    8: (Decimal(4), Decimal(6)),
    9: (Decimal(6), Decimal(8)),
    10: (Decimal(8), Decimal(10)),
    11: (Decimal(10), None),
}
"""More than how many years, and up to how many, each answer on related work experience means.

Of scale RW; a month is given as 0.08 years. No experience is (0, 0); the last answer has no end.
"""

YEARS_OF_TRAINING: dict[int, tuple[Decimal, Decimal | None]] = {
    **{answer: YEARS_OF_EXPERIENCE[answer] for answer in range(1, 8)},
    8: (Decimal(4), Decimal(10)),
    9: (Decimal(10), None),
}
"""The same for on-site training (scale PT) and on-the-job training (OJ); 1 is none, or a short
demonstration."""
