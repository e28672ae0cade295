"""The empirical-Bayes matrix towards a model of moves: what it expects, and what that is worth."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from benchmarks import matrix_priors
from careergraph.cli import main
from careergraph.cli.transitions.matrix import ESTIMATORS
from careergraph.errors import ParameterError
from careergraph.transitions import Counts, counted, matrix, probabilities
from careergraph.transitions.analyses import recounting
from careergraph.transitions.model import Features, Known, predictors, prior
from test_move_evaluation import write
from test_move_model import SAMPLE, graph_of, world


def observed(persons: int = 40, number: int = 40) -> tuple[Counts, Features, np.ndarray]:
    """A few moves in a world whose features carry the truth, and the true shares."""
    features, _, share = world(number)
    chance = np.random.default_rng(2)
    drawn = [chance.multinomial(persons, row) for row in share]
    cells = [(features.codes[i], features.codes[j], n, float(n))
             for i, row in enumerate(drawn) for j, n in enumerate(row.tolist()) if n]  # fmt: skip
    return counted(cells, states=features.codes), features, share


def without_row(counts: Counts, row: int) -> Counts:
    """The same counts, but that nobody left one occupation."""
    held = counts.persons.tocoo()
    cells = [(counts.codes[i], counts.codes[j], n, float(n))
             for i, j, n in zip(held.row, held.col, held.data.tolist(), strict=True)
             if i != row]  # fmt: skip
    return counted(cells, states=counts.codes)


@pytest.mark.parametrize("model", prior.MODELS)
def test_what_a_model_expects_are_shares_for_every_origin(model: str) -> None:
    counts, features, _ = observed()
    never = without_row(counts, 7)
    found = prior.expected(never, features, model, number=2)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    assert not found.diagonal().any()
    assert (found >= 0).all()
    # Of an origin that nobody left the model says what it has learnt from all others.
    known = Known(never.moves.toarray().astype(float), np.delete(np.arange(40), 7))
    told = predictors.available(features)[prior.MODELS[model]](known, np.array([7]))
    np.testing.assert_allclose(found[7], told[0])


@pytest.mark.parametrize("model", prior.MODELS)
def test_no_row_is_expected_by_a_model_that_has_seen_it(model: str) -> None:
    counts, features, _ = observed()
    moves = counts.moves.toarray()
    moves[7] = np.roll(moves[7, ::-1], 3)
    moves[7, 7] = 0
    cells = [(counts.codes[i], counts.codes[j], int(moves[i, j]), float(moves[i, j]))
             for i, j in zip(*np.nonzero(moves), strict=True)]  # fmt: skip
    changed = counted(cells, states=counts.codes)
    one, other = (prior.expected(each, features, model, number=2)
                  for each in (counts, changed))  # fmt: skip
    np.testing.assert_allclose(one[7], other[7])
    assert not np.allclose(one, other)


def test_a_prior_that_has_seen_the_rows_would_count_for_too_much() -> None:
    counts, features, _ = observed(12)
    known = Known.of(counts)
    seen = predictors.available(features)["affinity"](known, known.origins)
    honest = matrix.shrunk(counts, prior.expected(counts, features, number=2))
    assert matrix.shrunk(counts, seen).strength > 3 * honest.strength


@pytest.mark.parametrize("model", prior.MODELS)
def test_where_features_carry_the_truth_the_model_tells_other_moves_better(model: str) -> None:
    counts, features, share = observed()
    one, other = matrix_priors.halves(counts, 3)
    assert one.persons.sum() == other.persons.sum() == counts.moves.sum() / 2
    towards_model = matrix.shrunk(one, prior.expected(one, features, model))
    popular, plain = matrix.shrunk(one, "popularity"), matrix.laplace(one)
    told = [np.log(matrix.perplexity(each, other)) for each in (towards_model, popular, plain)]
    assert told[0] < told[1] - 0.05
    assert told[0] < told[2] - 0.05
    apart = [np.abs(each.probability - share).sum() for each in (towards_model, popular)]
    assert apart[0] < 0.7 * apart[1]
    assert towards_model.strength > popular.strength


def test_intervals_cover_what_origins_have_of_their_own() -> None:
    """Each origin differs from what features say as if the model counted for 60 persons."""
    features, _, usual = world()
    chance = np.random.default_rng(4)
    share = np.array([chance.dirichlet(60 * row + 1e-9) for row in usual])
    moves = np.array([chance.multinomial(80, row) for row in share])
    counts = counted([(features.codes[i], features.codes[j], int(moves[i, j]), float(moves[i, j]))
                      for i, j in zip(*np.nonzero(moves), strict=True)],
                     states=features.codes)  # fmt: skip
    found = matrix.shrunk(counts, prior.expected(counts, features, "logit"))
    assert 40 < found.strength < 90
    low, high = found.interval(0.95)
    others = ~np.eye(len(share), dtype=bool)
    assert ((low <= found.probability) & (found.probability <= high))[others].all()
    assert ((low <= share) & (share <= high))[others].mean() > 0.9


def test_among_everybody_the_model_keeps_the_share_of_all_who_stayed() -> None:
    counts, features, _ = observed()
    found = probabilities.asked(counts, estimator="logit", among="everybody",
                                features=lambda _: features).matrix  # fmt: skip
    assert found.prior is not None
    left = counts.moves.sum() - counts.moves.sum(axis=1)
    retained = 0.5 / (left + 1)  # nobody of all others stayed
    np.testing.assert_allclose(found.prior.diagonal(), retained, rtol=1e-4)
    np.testing.assert_allclose(found.prior.sum(axis=1), 1)


def test_a_model_is_not_misled_by_a_change_of_codes() -> None:
    counts, features, _ = observed()
    flood = counts.persons.tolil()
    flood[7, 30], flood[30, 7] = 400, 1
    held = flood.tocsr()
    flooded = replace(counts, persons=held, weight=held.astype(float))
    found = probabilities.asked(flooded, estimator="logit", features=lambda _: features)
    left = recounting.without(flooded, [("07", "30"), ("30", "07")])
    assert found.matrix.prior == pytest.approx(prior.expected(left, features, "logit"), abs=1e-8)
    assert found.matrix.heads[7, 30] == 400
    assert "a change of codes, counted but not learnt from: 07 to 30" in found.told[0]
    mended = matrix.shrunk(left, prior.expected(left, features, "logit"))
    assert found.matrix.strength < 0.5 * mended.strength


def test_without_moves_nothing_is_expected_and_one_origin_does_not_do() -> None:
    features = observed()[1]
    nobody = counted([], states=features.codes)
    assert not prior.expected(nobody, features).any()
    one = counted([("00", "01", 3, 3.0)], states=features.codes)
    with pytest.raises(ParameterError, match="moves out of at least two occupations"):
        prior.expected(one, features)


def test_what_no_model_can_be_made_of_is_told() -> None:
    counts, features, _ = observed()
    with pytest.raises(ParameterError, match=r"no model is named 'trees'; there are: affinity, lo"):
        prior.expected(counts, features, "trees")
    with pytest.raises(ParameterError, match="features are of other occupations"):
        prior.expected(counted([("a", "b", 1, 1.0)]), features)
    with pytest.raises(ParameterError, match="no features for the model 'logit': no table of pay"):
        prior.expected(counts, Features(counts.codes, without=("no table of pay",)), "logit")
    with pytest.raises(ParameterError, match="'logit' needs features of occupations"):
        probabilities.asked(counts, estimator="logit")


def test_names_of_models_are_those_of_the_command() -> None:
    assert tuple(prior.MODELS) == probabilities.MODELS
    assert set(prior.MODELS) <= set(ESTIMATORS)


# ---------------------------------------------------------------- the command


def run(*words: object) -> tuple[int, str, str]:
    found = CliRunner().invoke(main, ["transitions", "matrix", *map(str, words)])
    return found.exit_code, found.stdout, found.stderr


@pytest.mark.parametrize("model", prior.MODELS)
def test_the_command_draws_rows_towards_a_model(tmp_path: Path, model: str) -> None:
    train, _ = write(tmp_path)
    code, out, error = run(train, "--estimator", model, "--format", "json", "--all")
    assert code == 0
    found = json.loads(out)
    assert found["estimator"] == (
        f"Dirichlet towards the model {model}, told from other origins, "
        "strength by marginal likelihood"
    )
    assert found["strength"] > 0
    assert "the model does without: BLS wages: no folder" in error
    sums: dict[str, float] = {}
    for row in found["rows"]:
        assert 0 <= row["n"] <= row["of"]
        assert 0 < row["low"] < row["probability"] < row["high"] < 1
        sums[row["origin"]] = sums.get(row["origin"], 0) + row["probability"]
    assert len(sums) == 12  # of the three that nobody left, too
    assert list(sums.values()) == pytest.approx([1] * 12)


def test_the_strength_can_be_given_to_a_model_too(tmp_path: Path) -> None:
    train, _ = write(tmp_path)
    words = train, "--estimator", "logit", "--strength", 7, "--format", "json"
    code, out, _ = run(*words)
    assert (code, json.loads(out)["strength"]) == (0, 7)
    assert out == run(*words)[1]


def test_without_anything_known_of_occupations_the_command_says_what_it_looks_for(
    tmp_path: Path,
) -> None:
    path = tmp_path / "moves.csv"
    path.write_text("origin,destination,n\na,b,3\nb,a,4\n", encoding="utf-8")
    code, out, error = run(path, "--estimator", "affinity", "--data", tmp_path)
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert f"O*NET: no folder onet* in {tmp_path}" in error
    assert "name a market as the graph, or as the data a folder with onet-*" in error


def test_what_is_known_of_occupations_may_be_in_a_graph(tmp_path: Path) -> None:
    graph = tmp_path / "market.nt"
    graph_of(SAMPLE).dump(str(graph), format=ox.RdfFormat.N_TRIPLES,
                          from_graph=ox.DefaultGraph())  # fmt: skip
    codes = sorted({row.split("\t")[0] for row in (SAMPLE / "Occupation Data.txt").read_text(
        encoding="utf-8").splitlines()[1:]})  # fmt: skip
    path = tmp_path / "moves.csv"
    rows = [f"{a},{b},{1 + n}" for n, a in enumerate(codes) for b in codes if a != b]
    path.write_text("origin,destination,n\n" + "\n".join(rows) + "\n", encoding="utf-8")
    code, out, error = run(path, "--estimator", "logit", "--graph", graph, "--format", "json")
    assert code == 0
    assert len(json.loads(out)["rows"]) == len(rows) > 1
    assert "no folder" not in error


def test_a_graph_that_knows_none_of_the_occupations_is_told(tmp_path: Path) -> None:
    path = tmp_path / "moves.csv"
    path.write_text("origin,destination,n\na,b,3\nb,a,4\n", encoding="utf-8")
    graph = tmp_path / "empty.ttl"
    graph.write_text("", encoding="utf-8")
    code, out, error = run(path, "--estimator", "affinity", "--graph", graph)
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert "the graph: it has none of these occupations" in error


def test_a_change_of_codes_is_not_learnt_from_and_can_be_left_out(tmp_path: Path) -> None:
    train, _ = write(tmp_path)
    with train.open("a", encoding="utf-8") as file:
        file.write("11-1011,60-0000,1000,400,a,b\n")
    code, out, error = run(train, "--estimator", "logit", "--format", "json")
    assert code == 0
    assert "a change of codes, counted but not learnt from: 11-1011 to 60-0000" in error
    (row,) = (r for r in json.loads(out)["rows"]
              if (r["origin"], r["destination"]) == ("11-1011", "60-0000"))  # fmt: skip
    assert row["n"] >= 400
    left = run(train, "--estimator", "logit", "--leave-out", "11-1011:60-0000")
    assert left[0] == 0
    assert "change of codes" not in left[2]
    assert f"{row['n']}" not in left[1]
