"""What can be chosen of the rules, and the values that are taken when nobody chooses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

ByField = tuple[float, float, float]
"""A threshold for roles of different fields, of one field, of one unit group of ISCO."""


@dataclass(frozen=True)
class Causeways:
    """Nesta's thresholds, as published.

    `viable` and `highly` are the shares of all pairs of roles that are less similar, `zones` by how
    many job zones the ends may be apart, `pay_kept` the share of the pay of which there must be
    more.
    """

    viable: float = 0.96
    highly: float = 0.987
    zones: int = 1
    pay_kept: Decimal = Decimal("0.75")


@dataclass(frozen=True)
class Settings:
    """Thresholds of the rules.

    `rated` is the least similarity, from -1 to 1, in what is rated of two roles for a step between
    them, `similar` that in the skills they need, both by field: of roles whose fields differ, in
    one field, in one unit group of ISCO. `related` is the least similarity
    in all skills, optional ones too, of two roles that are mapped to related ones, where those
    related in a lower tier only count as of different fields; `supplemental` is that in ratings of
    two that a source relates in a lower tier only.

    What speaks for a step is weighed besides (`rules.grounds`), by likeness in skills where these
    are known: `close` is how alike two roles of a field must be where no source relates them, by
    field, and `close_rated` that in ratings within one minor group; `shared` how many skills two
    must share that a source relates in its first tier, or in its second; `turned` that for a step
    to another field; `narrower` that with a role below one's own; `risen` that to become a
    manager, or a supervisor of the first line, and `leading_like` how alike one must be to those
    one comes to lead where only likeness says so, by field; `managed` is the least similarity in
    ratings to a manager of one's field. `near_best` is the share of the most skills shared in any
    step of the kind that a step must reach: to `stay` in a field, to `pivot` to another, to `rise`
    to lead. `pivot_pay` is how many times as much a pivot may pay.

    `leading` is the least similarity in essential skills of a role to one that leads others: of the
    same unit group of ISCO, where the SOC names the one as led by the other, and else; `led` that
    in ratings of two leading roles of different fields; `overseen` how many skills a role must
    share with one that supervises it by ISCO.

    `most` is how many steps each role gets at most by each likeness, `zones` by how many job zones
    they may be apart, `pay_kept` the least share of the pay that a step must keep (0: any),
    `pay_leapt` how many times as much it may bring without a higher level or job zone, `pay_higher`
    how many times with one, `pay_most` how many times to lead others, from above entry or as their
    first-line supervisor.
    `confidence` is the least confidence of a mapping over which claims are carried, `surely` that
    for a level above mid of a role that is not classed among professionals or managers. With
    `causeways`, transitions are also judged as Nesta does.
    """

    rated: ByField = (0.75, 0.55, 0.55)
    similar: ByField = (0.7, 0.25, 0.15)
    related: ByField = (0.2, 0.07, 0.04)
    supplemental: float = 0.4
    close: ByField = (1.0, 0.35, 0.25)
    close_rated: float = 0.65
    shared: tuple[float, float] = (0.15, 0.2)
    narrower: float = 0.15
    turned: float = 0.25
    risen: tuple[float, float] = (0.3, 0.4)
    leading_like: ByField = (0.45, 0.45, 0.45)
    managed: float = 0.2
    near_best: Mapping[str, float] = field(
        default_factory=lambda: {"stay": 0.5, "pivot": 0.6, "rise": 0.8}
    )
    pivot_pay: Decimal = Decimal("1.35")
    leading: ByField = (0.05, 0.07, 0.25)
    led: float = 0.85
    overseen: float = 0.5
    most: int = 10
    zones: int = 1
    pay_kept: Decimal = Decimal("0.98")
    pay_leapt: Decimal = Decimal("1.5")
    pay_higher: Decimal = Decimal("1.7")
    pay_most: Decimal = Decimal("2")
    confidence: Decimal = Decimal("0.5")
    surely: Decimal = Decimal("0.75")
    causeways: Causeways | None = None

    @classmethod
    def nesta(cls) -> "Settings":
        """Return the settings that judge transitions as Nesta's Mapping Career Causeways does."""
        return cls(causeways=Causeways())
