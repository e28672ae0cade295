"""Small workbooks, as spreadsheets write them."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

Cell = str | float | int


def workbook(path: Path, **sheets: list[list[Cell]]) -> Path:
    """Write a workbook; `_` in the name of a sheet stands for a blank, `__` for a dot."""
    titles = [name.replace("__", ".").replace("_", " ") for name in sheets]
    numbered = list(enumerate(titles, 1))
    entries = "".join(f'<sheet name="{t}" sheetId="{n}" r:id="r{n}"/>' for n, t in numbered)
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n, _ in numbered
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}"/>')
        root = f'<Relationship Id="r" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}">{root}</Relationships>')
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
                         f"<sheets>{entries}</sheets></workbook>")  # fmt: skip
        archive.writestr("xl/_rels/workbook.xml.rels",
                         f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>')  # fmt: skip
        for n, rows in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/s{n}.xml", f'<worksheet xmlns="{_MAIN}"><sheetData>'
                             f"{''.join(map(_row, rows))}</sheetData></worksheet>")  # fmt: skip
    return path


def _row(cells: list[Cell]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f"<c><v>{cell}</v></c>"
