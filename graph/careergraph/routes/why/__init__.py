"""Why not: the smallest changes to a question that open a route, and the proof that none is open.

`obstacles` says what closes one step and which single `changes` to the question help; `reach` goes
as far as one gets; `asking` asks changed questions, with memory; `ways` finds the smallest sets of
changes that open a route; `cut` proves that without them there is none.
"""

from careergraph.routes.why.ways import Way, WhyNot, why_not

__all__ = ["Way", "WhyNot", "why_not"]
