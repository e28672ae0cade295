"""Observed moves between occupations: counted, estimated with their uncertainty, and explained.

Spells become moves (`spells`), moves become `Counts`, counts become a `TransitionMatrix`; analyses
are functions of these. Mass statistics are tables, not triples: a count becomes a claim only when
it is published onto a step, after suppression.
"""

from careergraph.transitions.counts import About, Counts, counted

__all__ = ["About", "Counts", "counted"]
