"""The ladder: roles in columns by level, steps from left to right, drawn before anyone opens it."""

from careergraph.pages.ladder.drawing import ladder

__all__ = ["ladder"]
