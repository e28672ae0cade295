"""Pictures of moves as SVG and as self-contained HTML with the table that is drawn beside it.

A module is a kind of picture; each function takes counts and returns a `Figure`. The same counts
give the same bytes, and nothing in them has a remote address.
"""
