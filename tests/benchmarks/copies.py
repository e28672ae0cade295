"""A market several times over: disjoint copies of its roles, skills, steps and claims.

Copy 0 is the market as it is. In the others every node of the classes in `COPIED` has an IRI and
names of its own, and the rest (levels, credentials, industries, sources) is shared with copy 0.
A few steps lead from each copy into the next. All of it is put together by the functions that an
import uses, except that no rule is asked: what was derived is copied, too.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyoxigraph as ox

from careergraph.market import building, generations, merging
from careergraph.market.importing import silent
from careergraph.market.merging import Kept
from careergraph.model import (
    RECORDS,
    AdvancementStep,
    Claim,
    Estimate,
    Mapping,
    Role,
    RoleGroup,
    Skill,
    SkillGroup,
    described,
    named,
)
from careergraph.shelf import Cells, unpacked
from careergraph.terms import CAREER, CATALOGUE, ID, ONTOLOGY, SKOS

COPIED = (Role, RoleGroup, Skill, SkillGroup, AdvancementStep, Claim, Estimate, Mapping)
BRIDGES = 100
"""How many steps lead from each copy into the next, if nobody asks for more."""

PIECE = 1 << 26
"""How many characters of a template are read at once."""

_NODE, _NAME = "\1", "\2"
"""Stand in a template where the IRI of a copied node, and what it is called, end."""

_NAMES = frozenset(str(ox.NamedNode(each)) for each in (SKOS.prefLabel, SKOS.altLabel))
_CLOSING = re.compile(r'"(?=(?:@[\w-]+)?\Z)')


class Template(NamedTuple):
    """A market as text with marks: the lines of copied nodes and of all others, and its records."""

    copied: Path
    shared: Path
    kept: Kept
    roles: list[str]
    source: str


def template(market: Path, folder: Path) -> Template:
    """Write the template of a market into a folder."""
    home = generations.current(market)
    cells = {cls: _cells(cls, home) for cls in RECORDS}
    nodes = frozenset(iri for cls in COPIED for iri in cells[cls].iris)
    store = ox.Store.read_only(str(home / "store"))
    copied, shared = folder / "copied.nt", folder / "shared.nt"
    with copied.open("w", encoding="utf-8") as own, shared.open("w", encoding="utf-8") as others:
        for line in _lines(store, folder / "graph.nt"):
            marked = _marked(line, nodes)
            (own if _is_copied(marked) else others).write(marked)
    kept = Kept({cls: _template_of(cls, each, nodes) for cls, each in cells.items()})
    roles = cells[Role].iris
    return Template(copied, shared, kept, roles, next(iter(cells[Claim].columns["source"][0])))


def _cells(cls: type, home: Path) -> Cells:
    return unpacked(cls, np.load(home / "records" / f"{cls.__name__}.npz", allow_pickle=False))


def _lines(store: ox.Store, beside: Path) -> Iterator[str]:
    """The lines of all sources, and of what is derived from them, by way of a file."""
    for graph in store.named_graphs():
        if graph.value not in (ONTOLOGY, CATALOGUE):
            store.dump(beside, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
            with beside.open(encoding="utf-8", newline="\n") as lines:
                yield from lines
    beside.unlink(missing_ok=True)


def _marked(line: str, nodes: frozenset[str]) -> str:
    """A line with its marks."""
    subject, prop, term = line.rstrip("\n").removesuffix(" .").split(" ", 2)
    subject, copied = _node(subject, nodes), subject[1:-1] in nodes
    term = _name(term) if copied and prop in _NAMES else _node(term, nodes)
    return f"{subject} {prop} {term} .\n"


def _node(term: str, nodes: frozenset[str]) -> str:
    return f"{term[:-1]}{_NODE}>" if term[:1] == "<" and term[1:-1] in nodes else term


def _name(term: str) -> str:
    return _CLOSING.sub(f'{_NAME}"', term)


def _is_copied(line: str) -> bool:
    return line[line.index(">") - 1] == _NODE


def _template_of(cls: type, cells: Cells, nodes: frozenset[str]) -> Cells:
    """Cells with their marks."""
    own = cls in COPIED
    columns = {}
    for field in described(cls):
        different, coded = cells.columns[field.name]
        is_name = own and str(field.property) in _NAMES
        mark = _name if is_name else lambda term: _node(term, nodes)
        marked = ["\t".join(map(mark, each.split("\t"))) for each in different]
        columns[field.name] = (marked, coded)
    return Cells([f"{iri}{_NODE}" for iri in cells.iris] if own else cells.iris, columns)


def _filled(text: str, copy: int) -> str:
    node, name = (f"/copy{copy}", f" {copy}") if copy else ("", "")
    return text.replace(_NODE, node).replace(_NAME, name)


def _kept(of: Template, copy: int) -> Kept:
    """The records of a copy; those that all share are in the first."""
    found: dict[type, Cells] = {}
    for cls, cells in of.kept.cells.items():
        if copy and cls not in COPIED:
            continue
        columns = {
            name: ([_cell(each, copy) for each in different], coded)
            for name, (different, coded) in cells.columns.items()
        }
        found[cls] = Cells([_filled(iri, copy) for iri in cells.iris], columns)
    return Kept(found)


def _cell(cell: str, copy: int) -> str:
    """A cell of a copy: its terms stand in order."""
    filled = _filled(cell, copy)
    return "\t".join(sorted(filled.split("\t"))) if filled != cell and "\t" in cell else filled


def build(of: Template, copies: int, into: Path, bridges: int = BRIDGES) -> None:
    """Make a market of so many copies at a folder, which must not be there, and of so many steps
    from each copy into the next."""
    with generations.locked(into), generations.forming(into) as forming:
        building.keep_others(None, forming, but=())
        base = building.begin_base(None, forming, anew=True)
        for copy in range(copies):
            name = f"copy-{copy}"
            with building.loading(base, building.graph_of(name)) as load:
                for piece in _pieces(of, copy):
                    load(piece)
            merging.save(_kept(of, copy), forming / "sources" / f"{name}.npz")
        building.finish_base(forming, base, others=(), progress=silent)
        del base
        derived = building.make_store(forming, lambda _store, _merge: _bridges(of, copies, bridges),
                                      silent)  # fmt: skip
        building.write_records(forming, derived)
        building.write_names(forming)
        building.write_ladder(forming)


def _pieces(of: Template, copy: int) -> Iterator[bytes]:
    for path in (of.copied,) if copy else (of.shared, of.copied):
        with path.open(encoding="utf-8", newline="\n") as lines:
            while some := lines.readlines(PIECE):
                yield _filled("".join(some), copy).encode()


def _bridges(of: Template, copies: int, bridges: int) -> Iterator[AdvancementStep | Claim]:
    """Steps from each copy into the next, each with the claim that people make it."""
    rng = random.Random(7)
    for copy in range(copies - 1):
        for n in range(bridges):
            start, end = (named(_filled(f"{rng.choice(of.roles)}{_NODE}", copy + ahead))
                          for ahead in (0, 1))  # fmt: skip
            step = ID[f"step/bridge-{copy}-{n}"]
            yield AdvancementStep(step, start, end, CAREER.lateral)
            yield Claim(ID[f"claim/bridge-{copy}-{n}"], step, CAREER.possible, CAREER.affirmed,
                        CAREER.stated, named(of.source[1:-1]))  # fmt: skip
