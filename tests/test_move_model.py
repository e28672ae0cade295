"""Models of moves: the conditional logit, affinity, and what they are computed from."""

import shutil
from pathlib import Path

import numpy as np
import pyoxigraph as ox
import pytest
from scipy import sparse

from careergraph import store as stores
from careergraph.errors import ParameterError, ParseError, ReadError
from careergraph.model import triples
from careergraph.sources import onet
from careergraph.transitions.counts import counted
from careergraph.transitions.model import (
    Features,
    Known,
    Profiles,
    affinity,
    available,
    compared,
    gathering,
    in_graph,
    logit,
    observed,
    predictors,
)
from careergraph.transitions.model.known import design
from careergraph.transitions.model.profiles import filled, heaviest, mixed, mixture
from shared import Read


def world(number: int = 40, seed: int = 1) -> tuple[Features, np.ndarray, np.ndarray]:
    """Occupations on a line, moves between near ones and into large ones; the true odds."""
    chance = np.random.default_rng(seed)
    place = np.sort(chance.uniform(0, 4, number))
    jobs = np.exp(chance.normal(12, 1, number))
    near = -np.abs(place[:, None] - place[None])
    odds = np.log(jobs)[None] + 1.5 * near
    share = logit.shares(odds, np.arange(number))
    moves = np.array([chance.multinomial(chance.integers(30, 200), row) for row in share], float)
    codes = tuple(f"{n:02}" for n in range(number))
    kernel = np.exp(-((place[:, None] - place[None]) ** 2))
    features = Features(codes, {"near": near}, {"line": kernel}, ("near",), jobs)
    return features, moves, share


def test_the_logit_of_two_destinations_is_the_log_of_their_odds() -> None:
    moves = np.array([[0.0, 30.0, 10.0]])
    x = np.array([[[0.0, 1.0, 0.0]]])
    found = logit.fit(x, moves, np.array([0]), ["a"], penalty=1e-9)
    raw = found.weights[0] / found.scale.spread[0, 0, 0]
    assert raw == pytest.approx(np.log(3), abs=1e-6)
    told = logit.shares(found.odds(x), np.array([0]))
    assert told[0].tolist() == pytest.approx([0, 0.75, 0.25])


def test_the_logit_is_that_of_another_implementation() -> None:
    optimize = pytest.importorskip("scipy.optimize")
    chance = np.random.default_rng(3)
    x = chance.normal(size=(3, 6, 8))
    moves = chance.poisson(2, size=(6, 8)).astype(float)
    rows = np.arange(6)
    moves[rows, rows] = 0

    def surprise(weights: np.ndarray) -> float:
        total = weights @ weights / 2
        for o in range(6):
            odds = {d: sum(weights[k] * x[k, o, d] for k in range(3)) for d in range(8) if d != o}
            whole = sum(np.exp(v) for v in odds.values())
            total -= sum(moves[o, d] * np.log(np.exp(v) / whole) for d, v in odds.items())
        return float(total)

    found = logit.fit(x, moves, rows, "abc", penalty=1.0)
    x = found.scale(x)
    other = optimize.minimize(surprise, np.zeros(3), method="Nelder-Mead",
                              options={"xatol": 1e-7, "fatol": 1e-9, "maxiter": 5000})  # fmt: skip
    assert found.weights == pytest.approx(other.x, abs=1e-4)


def test_the_logit_is_that_of_statsmodels() -> None:
    models = pytest.importorskip("statsmodels.discrete.conditional_models")
    chance = np.random.default_rng(4)
    x = chance.normal(size=(2, 12, 5))
    rows = np.zeros(12, int)
    moves = np.zeros((12, 5))
    moves[np.arange(12), chance.integers(1, 5, 12)] = 1
    found = logit.fit(x, moves, rows, "ab", penalty=1e-9)
    exog = found.scale(x)[:, :, 1:].reshape(2, -1).T
    groups = np.repeat(np.arange(12), 4)
    other = models.ConditionalLogit(moves[:, 1:].ravel(), exog, groups=groups).fit(disp=0)
    assert found.weights == pytest.approx(other.params, abs=1e-4)


def test_intervals_cover_the_truth() -> None:
    features, moves, _ = world()
    known = Known(moves, np.arange(len(moves)))
    names = ["log employment", "near"]
    found = logit.fit(design(known, features, known.origins, names), moves, known.origins, names)
    truth = np.array([1.0, 1.5]) * found.scale.spread[:, 0, 0]
    for weight in found.table():
        n = names.index(weight.feature)
        assert weight.low < truth[n] < weight.high
        assert weight.high - weight.low < 0.4


def test_a_step_that_is_too_long_is_taken_back_without_a_word() -> None:
    """The first one here would leave some moves no share at all: pytest minds the warning."""
    x, moves = np.zeros((1, 1, 3000)), np.zeros((1, 3000))
    x[0, 0, 1] = 1
    moves[0, 1:3] = [3, 1]
    found = logit.fit(x, moves, np.array([0]), ["a"], penalty=1e-9)
    assert logit.shares(found.odds(x), np.array([0]))[0, 1] == pytest.approx(0.75)


def test_without_moves_there_is_nothing_to_learn() -> None:
    with pytest.raises(ParameterError, match="no moves"):
        logit.fit(np.ones((1, 1, 2)), np.zeros((1, 2)), np.array([0]), "a")


def test_shares_are_probabilities_and_nobody_moves_to_where_he_is() -> None:
    features, moves, _ = world()
    known = Known(moves, np.arange(20)).among(np.arange(20))
    for name, predict in available(features).items():
        told = predict(known, np.arange(20, 40))
        assert told.sum(axis=1) == pytest.approx(np.ones(20)), name
        assert not told[np.arange(20), np.arange(20, 40)].any(), name
        assert (told >= 0).all()


def test_a_row_is_not_told_from_itself() -> None:
    features, moves, _ = world()
    known = Known(moves, np.arange(30))
    changed = moves.copy()
    changed[35] = changed[35][::-1]
    for name, predict in available(features).items():
        one = predict(known.among(known.origins), np.array([35]))
        other = predict(Known(changed, np.arange(30)), np.array([35]))
        assert np.allclose(one, other), name


def test_inflow_leaves_out_the_row_it_is_for() -> None:
    known = Known(np.array([[0.0, 5, 1], [2, 0, 4], [7, 7, 0]]), np.array([0, 1]))
    assert known.inflow(np.array([0, 2])).tolist() == [[2, 0, 4], [2, 5, 5]]


def test_the_slope_of_affinity_is_that_of_differences() -> None:
    chance = np.random.default_rng(0)
    x = chance.normal(size=(2, 4, 6))
    moves = chance.poisson(3, size=(4, 6)).astype(float)
    rows = np.array([0, 2, 3, 5])
    moves[np.arange(4), rows] = 0
    problem = affinity._Problem(x, moves, rows, chance.normal(size=(6, 3)), (5.0, 1.0, 2.0))
    problem.flat, problem.place = problem.flat.astype(float), problem.place.astype(float)
    at = chance.normal(size=len(problem.units)) * 0.3
    _, slope = problem(at)
    for n in range(0, len(at), 3):
        step = np.zeros(len(at))
        step[n] = 1e-3
        by_differences = (problem(at + step)[0] - problem(at - step)[0]) / 2e-3
        assert slope[n] == pytest.approx(by_differences, rel=1e-2, abs=2e-2)


def test_affinity_is_mutual() -> None:
    features, moves, _ = world()
    known = Known(moves, np.arange(len(moves)))
    assert features.kernel is not None
    place = affinity.places(features.kernel, 10)
    fitted = predictors.fitted_affinity(known, features, place)
    mutual = fitted.affinity(known.origins)
    assert np.allclose(mutual, mutual.T, atol=1e-6)


def test_affinity_learns_what_features_do_not_say() -> None:
    """Two kinds that exchange people, told by no feature but seen in the kernel."""
    chance = np.random.default_rng(5)
    number = 60
    kind = np.arange(number) % 4
    friends = np.array([[0, 0, 3, 0], [0, 0, 0, 3], [3, 0, 0, 0], [0, 3, 0, 0]], float)
    jobs = np.exp(chance.normal(7, 0.5, number))
    share = logit.shares(np.log(jobs)[None] + friends[kind][:, kind], np.arange(number))
    moves = np.array([chance.multinomial(80, row) for row in share], float)
    kernel = (kind[:, None] == kind[None]) * 0.9 + 0.1 * np.eye(number)
    features = Features(tuple(map(str, range(number))), {}, {"kind": kernel}, (), jobs)
    known = Known(moves, np.arange(40)).among(np.arange(40))
    rows = np.arange(40, 60)
    every = available(features)
    surprise = {name: -(moves[rows] * np.log(np.maximum(every[name](known, rows), 1e-12))).sum()
                for name in ("size only", "affinity")}  # fmt: skip
    best = -(moves[rows] * np.log(np.maximum(share[rows], 1e-12))).sum()
    assert surprise["affinity"] - best < 0.25 * (surprise["size only"] - best)


def test_places_have_the_kernel_as_inner_products() -> None:
    kernel = np.array([[1.0, 0.5, 0.0], [0.5, 1.0, 0.2], [0.0, 0.2, 1.0]])
    place = affinity.places(kernel, 3)
    assert np.allclose(place @ place.T, kernel)
    assert affinity.places(kernel, 1).shape == (3, 1)


def test_a_role_is_a_mixture_weighed_by_jobs() -> None:
    details = ["11-1011.00", "11-1011.03", "13-1011.00"]
    weights = mixture({"1": details, "2": ["13-1011.00"], "3": []}, ["1", "2", "3"], details,
                      {"11-1011": 300.0, "13-1011": 100.0})  # fmt: skip
    assert weights.toarray().tolist() == [[0.375, 0.375, 0.25], [0, 0, 1], [0, 0, 0]]
    table = np.array([[1.0], [3.0], [np.nan]])
    found = mixed(weights, table)
    assert found[0, 0] == 2
    assert np.isnan(found[1:, 0]).all()
    assert heaviest(weights, details) == ("11-1011", "13-1011", "")


def test_gaps_are_filled_from_the_smallest_group_around() -> None:
    table = np.array([[1.0, 1.0], [5.0, np.nan], [np.nan, np.nan], [9.0, 3.0]])
    groups = ["11-1011", "11-1021", "11-1022", "51-1011"]
    found = filled(table, groups)
    assert found.tolist() == [[1, 1], [5, 1], [5, 1], [9, 3]]


def test_without_data_sets_it_says_what_it_does_without(tmp_path: Path) -> None:
    profiles = gathering.gathered(["11-1011", "13-1011"], tmp_path)
    features = compared(profiles)
    assert [each.split(":")[0] for each in profiles.without] == [
        "O*NET", "BLS wages", "BLS projections"
    ]  # fmt: skip
    assert not features.pairs
    assert list(available(features)) == ["inflow popularity", "size only"]


def test_features_that_can_be_had_are_had() -> None:
    profiles = Profiles(("a", "b", "c"), {"pay": np.array([[1.0], [2.0], [np.nan]])},
                        groups=("11-1011", "11-1021", "13-1011"))  # fmt: skip
    features = compared(profiles)
    assert features.pairs["pay gain"].tolist() == [[0, 1, 0.5], [-1, 0, -0.5], [-0.5, 0.5, 0]]
    assert features.pairs["same major group"][0].tolist() == [1, 1, 0]
    assert "z-scored Pearson" not in features.pairs
    assert "no table of skills" in features.without
    assert set(features.kernels) == {"standing", "hierarchy"}
    for kernel in features.kernels.values():
        assert np.linalg.eigvalsh(kernel).min() > -1e-9


def test_each_measure_of_the_field_is_a_feature_and_a_baseline_alone() -> None:
    chance = np.random.default_rng(0)
    tables = {name: chance.uniform(1, 5, (6, 4)) for name in ("skills", "knowledge")}
    tables["related"] = np.eye(6, k=1)
    words = {name: sparse.csr_array(chance.uniform(0, 1, (6, 3)))
             for name in ("titles", "tasks", "activities")}  # fmt: skip
    features = compared(Profiles(tuple("abcdef"), tables, words))
    every = available(features)
    field = {"z-scored Pearson", "cosine", "RCA cosine", "Jaccard of effective use",
             "SKILLS SPACE", "Nesta's combined", "O*NET related", "titles", "tasks"}  # fmt: skip
    assert field - {*features.learnt} == {"Nesta's combined"}
    for name in sorted(field):
        assert {name, f"size + {name}"} <= every.keys(), name
        assert features.pairs[name].shape == (6, 6)


def test_nestas_similarity_is_over_what_is_important() -> None:
    """The first needs a and b, and has use for c; the second needs b and c.

    Of what is essential in the second the first has half as essential, and all of it if what is
    optional counts; both do the same; their contexts are the farthest that there are.
    """
    tables = {
        "skills": np.array([[3.0, 4.0], [1.0, 5.0]]),
        "knowledge": np.array([[2.5], [3.0]]),
        "work context": np.array([[1.0, 0.0], [0.0, 1.0]]),
    }
    same = sparse.csr_array(np.ones((2, 1)))
    found = compared(Profiles(("one", "two"), tables, {"activities": same}))
    assert found.pairs["Nesta's combined"][0, 1] == pytest.approx((1 / 2 + 1 + 1 + 0) / 4)
    assert found.pairs["Nesta's combined"][1, 0] == pytest.approx((1 / 2 + 1 / 2 + 1 + 0) / 4)
    del tables["work context"]
    short = compared(Profiles(("one", "two"), tables, {"activities": same}))
    assert short.pairs["Nesta's combined"][0, 1] == pytest.approx((1 / 2 + 1 + 1) / 3)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_counts_are_read_from_a_table_of_moves(tmp_path: Path) -> None:
    path = write(tmp_path / "moves.csv",
                 "\ufeffOCCLY,OCC,ASECWT,Observations,OCCLY_label,OCC_label\n"
                 "10,10,50.5,9,Chefs,Chefs\n10,20,2.5,1,Chefs,Köche\n")  # fmt: skip
    counts = observed.moves(path)
    assert counts.codes == ("10", "20")
    assert counts.persons.toarray().tolist() == [[9, 1], [0, 0]]
    assert counts.weight.toarray().tolist() == [[50.5, 2.5], [0, 0]]
    assert counts.label("20") == "Köche"
    short = write(tmp_path / "short.csv", "origin,destination,n\n10,20,3\n")
    assert observed.moves(short).weight.toarray().tolist() == [[0, 3], [0, 0]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("a,b\n1,2\n", "no column 'OCCLY'"),
        ("OCCLY,OCC,Observations\n1,2,x\n1,2,-3\n1,2,1.5\n,2,1\n",
         r"row 2: 'x' is no number of persons; row 3: '-3'.*\(and 1 more\)"),
        ("OCCLY,OCC,Observations\n1,1,5\n", "no moves"),
        ("OCCLY,OCC,Observations,ASECWT\n1,2,5,-1\n", "'-1' is no weight"),
    ],
)  # fmt: skip
def test_faults_in_a_table_of_moves_are_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises((ParseError, ReadError), match=said):
        observed.moves(write(tmp_path / "moves.csv", text))


def test_a_change_of_codes_is_found_and_left_out() -> None:
    flood = [("a", "b", 400), ("b", "a", 5), ("a", "c", 50)]
    one_way_but_not_most = [("d", "e", 20), ("d", "a", 19), ("d", "c", 9), ("e", "d", 1)]
    few = [("f", "g", 11)]
    counts = counted((*cell, 1.0) for cell in (*flood, *one_way_but_not_most, *few))
    assert observed.recodings(counts) == [("a", "b")]
    left = observed.without(counts, [("a", "b")])
    assert left.codes == counts.codes
    assert left.persons.sum() == counts.persons.sum() - 405


def test_a_crosswalk_is_found_beside_and_read(tmp_path: Path) -> None:
    write(tmp_path / "a_to_onet.csv", "census,onet_soc\n0010,11-1011.00\n0010,11-1031.00\n")
    found = gathering.beside(tmp_path / "moves.csv")
    assert found is not None
    assert gathering.crosswalk(found, ["10"]) == {"10": {"11-1011.00", "11-1031.00"}}
    with pytest.raises(ReadError, match="no column 'onet_soc'"):
        gathering.crosswalk(write(tmp_path / "b.csv", "a,b\n1,2\n"), ["1"])


def test_a_list_of_occupations_tells_jobs(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", "Code,Label,EMP_avg\n10,Chefs,12.5\n20,Cooks,\n")
    assert observed.occupations(path) == {"10": ("Chefs", 12.5), "20": ("Cooks", None)}
    with pytest.raises(ParseError, match="no column 'Code'"):
        observed.occupations(write(path, "a,b\n1,2\n"))


ONET = {
    "Occupation Data": "O*NET-SOC Code\tTitle\tDescription\n"
    "11-1011.00\tChief Executives\tDirect firms\n35-1011.00\tChefs\tDirect cooks\n"
    "35-2011.00\tCooks\tCook food\n",
    "Skills": "O*NET-SOC Code\tElement ID\tScale ID\tData Value\n"
    "11-1011.00\t2.A.1\tIM\t4\n11-1011.00\t2.A.1\tLV\t5\n35-1011.00\t2.A.1\tIM\t2\n"
    "35-1011.00\t2.A.1\tLV\tn/a\n",
    "Job Zones": "O*NET-SOC Code\tJob Zone\n11-1011.00\t5\n35-2011.00\t2\n",
    "Alternate Titles": "O*NET-SOC Code\tAlternate Title\n35-1011.00\tHead Cooks\n",
    "Education, Training, and Experience": "O*NET-SOC Code\tElement ID\tScale ID\tCategory\t"
    "Data Value\n11-1011.00\t2.D.1\tRL\t1\t25\n11-1011.00\t2.D.1\tRL\t12\t25\n",
    "Related Occupations": "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\tIndex\n"
    "35-1011.00\t35-2011.00\tPrimary-Short\t1\n",
}
"""Three occupations in the form of a release of O*NET."""


def test_profiles_are_read_from_the_tables_of_a_release(tmp_path: Path) -> None:
    folder = tmp_path / "onet-30.1"
    folder.mkdir()
    for name, text in ONET.items():
        write(folder / f"{name}.txt", text)
    wages = tmp_path / "bls-oews"
    wages.mkdir()
    write(wages / "oews_2025_national.csv",
          "occ,occupation_name,Employment,Annual_median_wage,Annual_mean_wage\n"
          '111011,Chief Executives,"1,000",200000,1\n351011,Chefs,3000,*,1\n')  # fmt: skip
    profiles = gathering.gathered(["11-1011", "35-1011", "35-2011"], tmp_path)
    assert profiles.tables["skills"][:2].tolist() == [[4], [2]]
    assert np.isnan(profiles.tables["skills"][2]).all()
    assert np.isnan(profiles.tables["skill levels"][1]).all()
    assert profiles.rows("skills").tolist() == [[4], [2], [2]]
    assert profiles.tables["zone"][:, 0].tolist()[::2] == [5, 2]
    assert profiles.tables["required education"][0].tolist() == [0.5, 0.5]
    assert profiles.tables["related"][1, 2] == 1
    assert profiles.tables["pay"][0, 0] == pytest.approx(np.log(200_000))
    assert profiles.employed is not None
    assert profiles.employed[:2].tolist() == [1000, 3000]
    assert profiles.groups == ("11-1011", "35-1011", "35-2011")
    likeness = profiles.counted["titles"] @ profiles.counted["titles"].T
    assert likeness[1, 2] > 0  # both are cooks
    assert [each.split(":")[0] for each in profiles.without] == ["BLS projections"]


SAMPLE = Path(__file__).parent / "samples" / "onet" / "db_30_1_text"


def graph_of(path: Path) -> ox.Store:
    """A graph of all that a release of O*NET says."""
    store = ox.Store()
    for record in Read(onet.read, path).records:
        said = (record,) if isinstance(record, ox.Triple) else triples([record])
        store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in said)
    return store


def test_a_market_says_of_roles_what_the_files_say(tmp_path: Path) -> None:
    """The same sample of O*NET, read straight from its tables and from a graph made of them."""
    from careergraph.career_graph import CareerGraph

    files = tmp_path / "onet-30.1"
    shutil.copytree(SAMPLE, files)
    graph = CareerGraph(stores.prepared(graph_of(SAMPLE)))
    codes = sorted(in_graph._Graph(graph).codes)
    straight = gathering.gathered(codes, tmp_path)
    through = in_graph.gathered(codes, graph)
    assert len(codes) > 1
    assert through.without == ()
    assert through.groups == straight.groups
    assert set(straight.tables) <= set(through.tables)
    for name, table in straight.tables.items():
        other = through.tables[name]
        assert other.shape == table.shape, name
        assert np.allclose(other, table, equal_nan=True), name
    for name in ("titles", "tasks", "activities"):
        one, other = (each.counted[name] for each in (straight, through))
        assert np.allclose((one @ one.T).toarray(), (other @ other.T).toarray(), atol=0.2), name


def test_roles_are_known_by_their_iris_too(tmp_path: Path) -> None:
    from careergraph.career_graph import CareerGraph

    graph = CareerGraph(stores.prepared(graph_of(SAMPLE)))
    iris = sorted(str(iri) for iri in in_graph._Graph(graph).code)
    found = in_graph.gathered(iris, graph)
    assert found.tables["skills"].shape[0] == len(iris)
    assert in_graph.gathered(["nothing"], graph).without == (
        "the graph: it has none of these occupations",
    )
