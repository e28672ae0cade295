"""Answers for people, as a table, in Markdown or as a page: nodes by label beside their IRI."""

import re
from dataclasses import dataclass
from decimal import Decimal
from html import escape

import pyoxigraph as ox

from careergraph.sparql import layout
from careergraph.sparql.parameters import Term
from careergraph.sparql.result import Result, plain
from careergraph.terms import CAREER, ID, curie
from careergraph.wording import number, visible


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell for people: what it says, the IRI it stands for, and its language."""

    text: str
    iri: str = ""
    number: bool = False
    language: str = ""

    @property
    def short(self) -> str:
        """The IRI as a prefixed name where it has one; empty when the cell is no node."""
        return _visible(curie(self.iri)) if self.iri else ""


def cells(result: Result) -> tuple[list[str], list[list[Cell]]]:
    """Return the answer as people read it: header and rows.

    A column `xLabel` beside a column `x` is folded into it.
    """
    names = result.labels()
    folded = {f"{column}Label" for column in result.columns} & set(result.columns)
    shown = [i for i, column in enumerate(result.columns) if column not in folded]
    header = [result.columns[i].removesuffix("Label") for i in shown]
    beside = {i: result.columns.index(f"{result.columns[i]}Label") for i in shown
              if f"{result.columns[i]}Label" in folded}  # fmt: skip
    rows = [
        [_cell(row[i], row[beside[i]] if i in beside else None, names) for i in shown]
        for row in result.terms
    ]
    return header, rows


def _cell(term: Term | None, label: Term | None, names: dict[str, str]) -> Cell:
    if isinstance(term, ox.NamedNode):
        own = label.value if isinstance(label, ox.Literal) else names.get(term.value, "")
        return Cell(_visible(own), iri=term.value)
    value = plain(term if term is not None else label)
    if value is None:
        return Cell("–")
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, int | float | Decimal):
        year = isinstance(term, ox.Literal) and term.datatype.value.endswith("#gYear")
        return Cell(str(value) if year else _number(value), number=True)
    text = term.value if isinstance(term, ox.Literal) else str(value)
    return Cell(_visible(text), language=(isinstance(term, ox.Literal) and term.language) or "")


def _number(value: int | float | Decimal) -> str:
    return f"{value:,}" if isinstance(value, float) else number(Decimal(value))


def _visible(text: str) -> str:
    return visible(re.sub(r"\s+", " ", text))


def _joined(cell: Cell) -> str:
    return f"{cell.text} <{cell.short}>" if cell.text and cell.iri else cell.text or cell.short


def table(result: Result, width: int | None) -> bytes:
    """Return an aligned table, fitted to `width` columns or with one line a row."""
    if result.kind == "truth":
        return b"yes\n" if result else b"no\n"
    header, rows = cells(result)
    text = [[_joined(cell) for cell in row] for row in rows]
    return layout.lines(header, text, right=numeric(rows, len(header)), width=width).encode()


def numeric(rows: list[list[Cell]], count: int) -> list[bool]:
    """Return for each of `count` columns whether it holds numbers and nothing else."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * count
    return [any(c.number for c in column) and all(c.number or c.text == "–" for c in column)
            for column in columns]  # fmt: skip


def markdown(result: Result, _: int | None) -> bytes:
    """Return a Markdown table."""
    header, rows = cells(result)
    rule = ["---:" if right else "---" for right in numeric(rows, len(header))]
    lines = [[_escaped(name) for name in header], rule]
    lines += [[_markdown_cell(cell) for cell in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).encode()


def _markdown_cell(cell: Cell) -> str:
    if not cell.iri:
        return _escaped(cell.text)
    code = f"`{cell.short}`"  # an IRI holds neither ` nor |
    return f"{_escaped(cell.text)} {code}" if cell.text else code


def _escaped(text: str) -> str:
    marked = re.sub(r"([\\`*_\[\]|~#])", r"\\\1", text)
    return marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.45 system-ui,sans-serif;margin:2rem}"
    "h1{font-size:1.4rem}"
    "table{border-collapse:collapse}"
    "th,td{padding:.35rem .8rem;text-align:left;vertical-align:top;border-bottom:1px solid #8886}"
    "thead th{position:sticky;top:0;background:Canvas}"
    ".n{text-align:right;font-variant-numeric:tabular-nums}"
    "code{font-size:.8rem;opacity:.75;display:block}"
)


def html(result: Result, _: int | None) -> bytes:
    """Return a page that needs nothing else and loads nothing from anywhere."""
    title = escape(result.title or "Answer")
    count = f"{len(result):,} row{'' if len(result) == 1 else 's'}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n<p>{count}</p>\n{rows_as_html(result)}</main>\n</body>\n</html>\n"
    ).encode()


def rows_as_html(result: Result, *, most: int | None = None) -> str:
    """Return at most the first `most` rows as an HTML table, without style or script."""
    header, rows = cells(result)
    marks = numeric(rows, len(header))
    head = "".join(f'<th scope="col"{_class(n)}>{escape(h)}</th>'
                   for h, n in zip(header, marks, strict=True))  # fmt: skip
    body = "".join(
        f"<tr>{''.join(_html_cell(c, n) for c, n in zip(row, marks, strict=True))}</tr>\n"
        for row in rows[:most]
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _class(is_number: bool) -> str:
    return ' class="n"' if is_number else ""


def _html_cell(cell: Cell, is_number: bool) -> str:
    language = f' lang="{escape(cell.language)}"' if cell.language not in ("", "en") else ""
    short = f"<code>{escape(cell.short)}</code>" if cell.iri else ""
    if cell.iri.startswith(("http://", "https://")) and not cell.iri.startswith((ID, CAREER)):
        short = f'<a href="{escape(cell.iri)}" rel="noreferrer">{short}</a>'
    return f"<td{_class(is_number)}{language}>{escape(cell.text)}{short}</td>"
