"""Everything that can go wrong, as one tree.

CareerGraphError
├── UnknownNameError (LookupError)      no node has this name
├── NoSuchQueryError (LookupError)      no cookbook query has this name
├── ParameterError (ValueError)         a query parameter is missing, unknown or malformed
├── QuestionError (ValueError)          a route question cannot be read or contradicts itself
├── FormatError (ValueError)            a format is not known
├── QuerySyntaxError (ValueError)       SPARQL that does not parse
├── EvaluationError (RuntimeError)      SPARQL that parses but cannot be answered
├── MissingExtraError (ImportError)     an optional package is not installed
├── ParseError (ValueError)             a file that does not parse
├── InvalidGraphError (ValueError)      a graph that breaks the ontology's rules
├── ReadError (OSError)                 something that cannot be read
│   └── DamagedError                    a file of a market is not what was written
└── WriteError (OSError)                something that cannot be written

The command line prints `str(error)` as one line and exits with 2.
"""


class CareerGraphError(Exception):
    """Any error this package raises on purpose."""


class UnknownNameError(CareerGraphError, LookupError):
    """No node of the wanted kind has this name."""


class NoSuchQueryError(CareerGraphError, LookupError):
    """No shipped query has this name."""


class ParameterError(CareerGraphError, ValueError):
    """A query parameter is missing, unknown or malformed."""


class QuestionError(CareerGraphError, ValueError):
    """A route question cannot be read or contradicts itself."""


class FormatError(CareerGraphError, ValueError):
    """No such format, or it cannot hold this answer."""


class QuerySyntaxError(CareerGraphError, ValueError):
    """The SPARQL text does not parse; the message names line and column."""


class EvaluationError(CareerGraphError, RuntimeError):
    """The SPARQL text parses but cannot be answered here."""


class MissingExtraError(CareerGraphError, ImportError):
    """An optional package is not installed; the message says how to get it."""


class ParseError(CareerGraphError, ValueError):
    """A file does not parse; the message names file and line."""


class InvalidGraphError(CareerGraphError, ValueError):
    """The graph lacks what a view of it needs, or breaks a rule of the ontology."""


class ReadError(CareerGraphError, OSError):
    """A file, folder or endpoint cannot be read."""


class DamagedError(ReadError):
    """A file of a market is not what was written; `lost` is the release that went with it."""

    def __init__(self, where: object, fault: object, *, lost: str = "any of its releases") -> None:
        super().__init__(f"{where}: {fault}; import {lost} again to mend the market")


class WriteError(CareerGraphError, OSError):
    """A file cannot be written."""
