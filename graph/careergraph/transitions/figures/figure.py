"""A picture with what it shows: as SVG, and as HTML with its table."""

from dataclasses import asdict, dataclass
from html import escape

from careergraph.errors import FormatError
from careergraph.transitions.analyses.analysis import Analysis
from careergraph.transitions.analyses.forms import shown
from careergraph.transitions.figures.svg import INK, PAPER, SOFT, escaped, mark, words
from careergraph.wording import visible

_MARGIN, _HEAD, _FOOT = 16.0, 52.0, 30.0
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"

_STYLE = f"""
body {{ max-width: 1100px; margin: 24px auto; padding: 0 16px; background: {PAPER}; color: {INK};
  font: 14px/1.5 {_FONT}; }}
.unseen {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
figure {{ margin: 0; }}
svg {{ display: block; max-width: 100%; height: auto; }}
figcaption, .note {{ color: {SOFT}; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; margin-top: 8px; font-variant-numeric: tabular-nums; }}
caption {{ text-align: left; font-weight: 650; padding: 8px 0; }}
th, td {{ padding: 3px 10px; border-bottom: 1px solid #e2e8f0; text-align: left; vertical-align: top; }}
td.number, th.number {{ text-align: right; }}
@media print {{ body {{ margin: 0; max-width: none; }} figure {{ break-inside: avoid; }}
  thead {{ display: table-header-group; }} tr {{ break-inside: avoid; }} .scroll {{ overflow: visible; }} }}
"""  # noqa: E501


@dataclass(frozen=True, eq=False)
class Figure:
    """Marks within `width` × `height`, and the table of what they stand for.

    `unit` says what is counted; `says` tells in a sentence what is seen, for who does not see it.
    """

    title: str
    unit: str
    says: str
    marks: str
    width: float
    height: float
    table: Analysis

    @property
    def source(self) -> str:
        """The line that says what this was computed from."""
        about = [f"without cells of fewer than {value} persons, so that shares are of what is told"
                 if name == "suppressed_below" else str(value)
                 for name, value in asdict(self.table.about).items() if value]  # fmt: skip
        chosen = [f"{k} {shown(v)}" for k, v in self.table.parameters.items() if v is not None]
        parts = [f"Source: {', '.join(about)}"] if about else ["Source: not stated"]
        return visible("; ".join([*parts, *chosen]))

    def to_svg(self) -> str:
        """Return the picture as a file of its own."""
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{self._svg()}\n'

    def to_html(self) -> str:
        """Return a page with the picture, its source and its table; it asks for nothing else."""
        warned = "".join(f'<p class="note">{escaped(w)}.</p>' for w in self.table.warnings)
        return (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'\">\n"
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escaped(self.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
            f'<main>\n<h1 class="unseen">{escaped(self.title)}</h1>\n<figure>\n{self._svg()}\n'
            f"<figcaption>{escaped(self.says)}</figcaption>\n</figure>\n{warned}\n"
            f'<div class="scroll" tabindex="0" role="region" aria-label="The table">\n'
            f"{_table(self.table)}\n</div>\n</main>\n</body>\n</html>\n"
        )

    def _svg(self) -> str:
        wide, high = self.width + 2 * _MARGIN, self.height + _HEAD + _FOOT
        head = words(self.title, _MARGIN, 24, size=17, font_weight=650, room=self.width)
        return mark(
            "svg",
            f'\n<title id="title">{escaped(self.title)}</title>',
            f'\n<desc id="desc">{escaped(f"{self.says} {self.source}")}</desc>\n',
            mark("rect", width=wide, height=high, fill=PAPER), "\n", head, "\n",
            words(self.unit, _MARGIN, 42, size=12, fill=SOFT, room=self.width), "\n",
            mark("g", "\n", self.marks, "\n", transform=f"translate({_MARGIN:g} {_HEAD:g})"), "\n",
            words(self.source, _MARGIN, high - 10, size=10.5, fill=SOFT, room=self.width), "\n",
            xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {wide:.0f} {high:.0f}",
            width=f"{wide:.0f}", height=f"{high:.0f}", role="img", font_family=_FONT,
            aria_labelledby="title desc",
        )  # fmt: skip

    def render(self, ending: str) -> str:
        """Return the figure in the form of a file's ending. Raises FormatError."""
        forms = {".svg": self.to_svg, ".html": self.to_html}
        if ending not in forms:
            raise FormatError(f"no figure is written as '{ending}'; there are: {', '.join(forms)}")
        return forms[ending]()


def _table(table: Analysis) -> str:
    columns = [table.column(name) for name in table.names]
    numbers = [all(v is None or isinstance(v, int | float) for v in c) for c in columns]
    head = "".join(
        f'<th scope="col"{_number(is_number)} title="{escape(column.says)}">'
        f"{escaped(column.name.replace('_', ' '))}</th>"
        for column, is_number in zip(table.columns, numbers, strict=True)
    )
    rows = "\n".join(f"<tr>{_cells(values, numbers)}</tr>" for values in zip(*columns, strict=True))
    return (
        f"<table>\n<caption>{escaped(table.title)}: what is drawn</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _cells(values: tuple[object, ...], numbers: list[bool]) -> str:
    first = f'<th scope="row">{escaped(shown(values[0]))}</th>'
    return first + "".join(
        f"<td{_number(is_number)}>{escaped(shown(value))}</td>"
        for value, is_number in zip(values[1:], numbers[1:], strict=True)
    )


def _number(is_number: bool) -> str:
    return ' class="number"' if is_number else ""
