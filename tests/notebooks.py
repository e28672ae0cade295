"""Notebooks run from scratch, without a network; and what they say, as text.

    python tests/notebooks.py FILE...

runs notebooks again and keeps their outputs in them.
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

Notebook = Any
"""A notebook of nbformat, which says nothing of its types."""

OFFLINE = """
import socket

def _refused(*told, **named):
    raise OSError("a notebook asks the network for something")

socket.getaddrinfo = socket.create_connection = socket.socket.connect = _refused
"""
"""What is run before the first cell: whatever then asks for another machine fails."""

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?")


def run(notebook: Notebook, folder: Path) -> Notebook:
    """Return a notebook as it is after its cells were run in a folder, none of which may fail."""
    alone = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(OFFLINE),
            *(_emptied(cell) for cell in notebook.cells),
        ],
        metadata=_METADATA,
    )
    client = NotebookClient(
        alone,
        timeout=300,
        startup_timeout=300,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    with TemporaryDirectory() as sockets:  # not even a port of this machine
        client.km = AsyncKernelManager(
            kernel_name="python3", transport="ipc", ip=f"{sockets}/kernel"
        )
        client.execute(env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    done = alone.cells[1:]
    for number, cell in enumerate((c for c in done if c.cell_type == "code"), start=1):
        cell.execution_count = number
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
    return nbformat.v4.new_notebook(cells=done, metadata=_METADATA)


_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def _emptied(cell: Notebook) -> Notebook:
    made = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
    return made[cell.cell_type](cell.source, id=cell.id)


def read(path: Path) -> Notebook:
    """Return the notebook in a file."""
    return nbformat.read(path, as_version=4)


def code(notebook: Notebook) -> list[Notebook]:
    """The cells of a notebook that are code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def said(cell: Notebook) -> str:
    """What a cell printed and returned, as text; of a picture, that it is one."""
    return "\n".join(
        output.get("text") or output.get("data", {}).get("text/plain", "")
        for output in cell.outputs
    )


def kinds(cell: Notebook) -> list[list[str]]:
    """The forms in which a cell returns each of its results: text, HTML, a picture."""
    return [sorted(output.data) for output in cell.outputs if "data" in output]


def shown(notebook: Notebook) -> Iterator[str]:
    """Yield all that the outputs of a notebook have a browser show."""
    for cell in code(notebook):
        for output in cell.outputs:
            yield from map(str, output.get("data", {}).values())


def words(text: str) -> str:
    """A text without its numbers, and with single blanks.

    >>> words("12 of  3,456.5 persons")
    '# of # persons'
    """
    return " ".join(_NUMBER.sub("#", text).split())


def numbers(text: str) -> Sequence[float]:
    """The numbers in a text.

    >>> numbers("12 of  3,456.5 persons")
    [12.0, 3456.5]
    """
    return [float(each.replace(",", "")) for each in _NUMBER.findall(text)]


def _main(paths: Sequence[str]) -> None:
    for path in map(Path, paths):
        nbformat.write(run(read(path), path.parent), path)


if __name__ == "__main__":
    _main(sys.argv[1:])
