"""Exports that are streamed hold what those made in memory hold, and fail without a trace."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pyarrow.parquet
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from careergraph import export
from careergraph import store as stores
from careergraph.cli import main
from careergraph.errors import MissingExtraError, WriteError
from careergraph.export import parquet, sorted_lines, streams
from careergraph.export.claim_table import COLUMNS
from careergraph.market import inventory
from careergraph.shelf import Tables
from careergraph.terms import CATALOGUE, ID, ONTOLOGY
from conftest import SMALL_WORLD
from test_export import HOSTILE

SAME_BYTES = [".nt", ".ttl", ".jsonld", ".csv", ".parquet"]
Network = tuple[dict[str, object], list[tuple[str, str, str, dict[str, object]]]]
"""The nodes of a network and its sorted edges, with their attributes."""

ONE, TWO = ox.NamedNode(ID["graph/one"]), ox.NamedNode(ID["graph/two"])


@pytest.fixture
def market(tmp_path: Path) -> Path:
    """A market of two sources that say some of the same; one says all of the small world."""
    home = tmp_path / "market" / "1"
    home.mkdir(parents=True)
    store = ox.Store(str(home / "store"))
    stores.load(store, SMALL_WORLD, graph=ONE)
    for quad in list(store)[::3]:
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object, TWO))
    stores.load(store, stores.shipped("ontology/careergraph.ttl"), graph=ox.NamedNode(ONTOLOGY))
    store.add(ox.Quad(ONE, ONE, ONE, ox.NamedNode(CATALOGUE)))
    store.flush()
    del store
    inventory.write(home)
    (tmp_path / "market" / "CURRENT").write_text("1", encoding="ascii")
    return tmp_path / "market"


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sorted in many pieces, as millions of triples are."""
    monkeypatch.setattr(sorted_lines, "PIECE", 1 << 12)
    monkeypatch.setattr(parquet, "GROUP", 5)


def streamed(store: ox.Store, suffix: str, folder: Path) -> bytes:
    path = folder / f"streamed{suffix}"
    streams.stream(store, Tables(store), path, suffix)
    assert [each.name for each in folder.iterdir() if each.is_file()] == [path.name]
    return path.read_bytes()


@pytest.mark.parametrize("suffix", SAME_BYTES)
def test_what_is_streamed_is_byte_for_byte_what_is_made_in_memory(
    curated: ox.Store, market: Path, tmp_path: Path, suffix: str
) -> None:
    for store in (curated, stores.open_store(market)):
        assert streamed(store, suffix, tmp_path) == export.render(store, suffix)


@pytest.mark.parametrize("suffix", [".nt", ".ttl", ".jsonld"])
def test_no_text_confuses_the_sorting(tmp_path: Path, suffix: str) -> None:
    assert streamed(HOSTILE, suffix, tmp_path) == export.render(HOSTILE, suffix)


@pytest.mark.parametrize("suffix", [".nq", ".trig"])
def test_quads_say_of_which_source_a_triple_is(market: Path, tmp_path: Path, suffix: str) -> None:
    store = stores.open_store(market)
    content = streamed(store, suffix, tmp_path)
    found = ox.Store()
    found.load(content, format=stores.FORMATS[suffix])
    assert set(found) == {quad for quad in store if quad.graph_name in (ONE, TWO)}
    assert streamed(store, suffix, tmp_path) == content


@pytest.mark.parametrize("suffix", [".nq", ".trig"])
def test_the_quads_of_one_graph_are_its_triples(
    curated: ox.Store, tmp_path: Path, suffix: str
) -> None:
    assert streamed(curated, suffix, tmp_path) == export.render(curated, suffix)


def graphml(content: bytes) -> Network:
    return _sorted(nx.read_graphml(io.BytesIO(content), force_multigraph=True))


def gexf(content: bytes) -> Network:
    found = _sorted(nx.MultiDiGraph(nx.read_gexf(io.BytesIO(content))))
    for *_, held in found[1]:  # edges are numbered in the order of the file
        del held["id"]
    return found


def node_link(content: bytes) -> Network:
    return _sorted(nx.node_link_graph(json.loads(content), edges="edges"))


def _sorted(found: "nx.MultiDiGraph[str]") -> Network:
    edges = found.edges(keys=True, data=True)
    return dict(found.nodes(data=True)), sorted(edges, key=lambda edge: edge[:3])


@pytest.mark.parametrize(
    ("suffix", "read"), [(".graphml", graphml), (".gexf", gexf), (".json", node_link)]
)
def test_a_network_has_the_same_nodes_edges_and_attributes(
    curated: ox.Store, market: Path, tmp_path: Path, suffix: str, read: Callable[[bytes], Network]
) -> None:
    for store in (curated, stores.open_store(market), HOSTILE):
        content = streamed(store, suffix, tmp_path)
        assert read(content) == read(export.render(store, suffix))
        assert streamed(store, suffix, tmp_path) == content


def test_every_format_is_streamed() -> None:
    assert set(streams.STREAMED) == set(export.FORMATS)


@pytest.mark.parametrize("suffix", [*SAME_BYTES, ".json"])
def test_a_graph_that_says_nothing_is_streamed_as_such(tmp_path: Path, suffix: str) -> None:
    assert streamed(ox.Store(), suffix, tmp_path) == export.render(ox.Store(), suffix)


def test_parquet_has_typed_columns_in_groups_of_rows(small_world: ox.Store, tmp_path: Path) -> None:
    streamed(small_world, ".parquet", tmp_path)
    file = pyarrow.parquet.ParquetFile(tmp_path / "streamed.parquet")
    assert file.num_row_groups == 3
    rows = file.read().to_pylist()
    told = list(csv.DictReader(io.StringIO(export.render(small_world, ".csv").decode())))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["claim"] for row in rows] == [row["claim"] for row in told]
    (pay,) = [row for row in rows if row["claim"].endswith("/scientist-pay-first")]
    assert (pay["subject"], pay["minimum"], pay["maximum"]) == ("Data Scientist", 95000, 150000)
    assert (pay["begins_at"], pay["section"], pay["rule"]) == ([0], ["Opening"], None)


def test_without_pyarrow_it_is_told_what_to_install(
    small_world: ox.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(parquet, "import_module", missing)
    with pytest.raises(MissingExtraError, match=r"careergraph\[parquet\]"):
        streamed(small_world, ".parquet", tmp_path)
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- the command


def test_the_command_streams_a_market_and_tells_how_much(market: Path, tmp_path: Path) -> None:
    triples = dict.fromkeys((".nt", ".jsonld", ".graphml", ".json"), "153 triples")
    words = {**triples, ".csv": "12 claims"}
    for suffix, told in words.items():
        file = tmp_path / f"a{suffix}"
        result = CliRunner().invoke(main, ["export", str(file), "--graph", str(market)])
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == f"wrote {file}: {told}\n"
    assert (tmp_path / "a.nt").read_bytes() == export.render(stores.open_store(market), ".nt")


# ---------------------------------------------------------------- what fails leaves the old file


@pytest.mark.parametrize("suffix", streams.STREAMED)
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_is_cut_short_leaves_the_old_file_and_nothing_else(
    market: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, error: BaseException
) -> None:
    file = tmp_path / f"a{suffix}"
    file.write_text("old")
    store = stores.open_store(market)

    def progress(what: str, count: int) -> None:
        if what == "writing":
            raise error

    expected = WriteError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        streams.stream(store, Tables(store), file, suffix, progress=progress)
    assert file.read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == [file.name, "market"]


def test_a_full_disk_leaves_no_sorted_pieces_behind(market: Path, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has /dev/full")
    store = stores.open_store(market)
    with Path("/dev/full").open("wb", buffering=0) as full:
        task = streams._Task(store, Tables(store), full, tmp_path / "a.nt", lambda what, n: None)
        with pytest.raises(OSError, match="space"):
            streams.STREAMED[".nt"](task)
    assert [each.name for each in tmp_path.iterdir()] == ["market"]
