"""What moves tell, each a function from counts to a table that says what it rests on.

A module is an analysis; what it returns is an `Analysis`: columns that say what they hold, figures
of the whole, the thresholds that are part of the result, the source, and warnings.
"""
