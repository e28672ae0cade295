"""Scores of predictions, and `careergraph transitions evaluate`."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from careergraph.cli import main
from careergraph.errors import ParameterError
from careergraph.transitions.model import Known, available, by_folds, folds, on_others
from careergraph.transitions.model import evaluation as scores
from careergraph.transitions.model.comparison import evaluate
from shared import SHARED
from test_move_model import ONET, world

SHARE = np.array([[0.0, 0.5, 0.3, 0.2], [0.1, 0.0, 0.6, 0.3]])
MOVES = np.array([[0.0, 6.0, 0.0, 4.0], [0.0, 0.0, 5.0, 0.0]])
ROWS = np.array([0, 1])
"""Two origins among four occupations."""


def test_perplexity_is_of_the_mean_move() -> None:
    found = scores.scored("", SHARE, MOVES, ROWS)["perplexity"]
    by_hand = np.exp(-(6 * np.log(0.5) + 4 * np.log(0.2) + 5 * np.log(0.6)) / 15)
    assert found.value == pytest.approx(by_hand)
    assert found.low <= found.value <= found.high


def test_certain_and_equal_shares_have_the_perplexities_they_must() -> None:
    certain = np.array([[0.0, 1.0, 0.0, 0.0]])
    assert scores.scored("", certain, np.array([[0.0, 9, 0, 0]]), np.array([0]))[
        "perplexity"
    ].value == pytest.approx(1)
    equal = np.array([[0.0, 1, 1, 1]]) / 3
    found = scores.scored("", equal, np.array([[0.0, 2, 5, 0]]), np.array([0]))
    assert found["perplexity"].value == pytest.approx(3)


def test_places_put_the_origin_last_and_keep_ties_in_order() -> None:
    share = np.array([[0.9, 0.2, 0.3, 0.2]])
    assert scores.places(share, np.array([0])).tolist() == [[4, 2, 1, 3]]


def test_hits_are_the_moves_to_the_first_ten() -> None:
    share = np.tile(np.arange(20.0, 0, -1), (1, 1))
    moves = np.zeros((1, 20))
    moves[0, [1, 10, 11, 19]] = [4, 3, 2, 1]  # places 1, 10, 11 and 19
    found = scores.scored("", share / share.sum(), moves, np.array([0]))
    assert found["hit@10"].value == pytest.approx(0.7)
    assert found["mrr"].value == pytest.approx((4 / 1 + 3 / 10 + 2 / 11 + 1 / 19) / 10)
    assert found["recall@10"].value == pytest.approx(2 / 4)
    gain = 4 / np.log2(2) + 3 / np.log2(11)
    best = 4 / np.log2(2) + 3 / np.log2(3) + 2 / np.log2(4) + 1 / np.log2(5)
    assert found["ndcg@10"].value == pytest.approx(gain / best)
    positives, negatives = [1, 10, 11, 19], [p for p in range(1, 20) if p not in (1, 10, 11, 19)]
    above = np.mean([p < n for p in positives for n in negatives])
    assert found["auc"].value == pytest.approx(above)


def test_the_area_under_the_curve_is_that_of_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    chance = np.random.default_rng(0)
    share = chance.random((1, 50))
    moves = (chance.random((1, 50)) < 0.3).astype(float)
    moves[0, 7] = 0
    place = scores.places(share, np.array([7]))
    others = np.arange(50) != 7
    other = metrics.roc_auc_score(moves[0, others], share[0, others])
    assert scores.auc(place, moves, np.array([7]))[0] == pytest.approx(other)


def test_spearman_is_that_of_scipy() -> None:
    from scipy.stats import spearmanr

    chance = np.random.default_rng(0)
    share = chance.dirichlet(np.ones(12), 5)
    share[np.arange(5), np.arange(5)] = 0
    moves = chance.poisson(2, (5, 12)).astype(float)
    moves[np.arange(5), np.arange(5)] = 0
    found = scores.scored("", share, moves, np.arange(5))["spearman"].value
    some = moves > 0
    expected = (share * moves.sum(axis=1, keepdims=True))[some]
    assert found == pytest.approx(spearmanr(moves[some], expected).statistic)


def test_calibration_finds_shares_that_are_too_sure() -> None:
    chance = np.random.default_rng(0)
    odds = chance.normal(size=(30, 40))
    rows = np.arange(30)
    odds[rows, rows] = -np.inf
    share = np.exp(odds) / np.exp(odds).sum(axis=1, keepdims=True)
    moves = np.array([chance.multinomial(500, row) for row in share], float)
    assert scores.calibration(share, moves, rows) == pytest.approx(1, abs=0.03)
    sure = share**1.5 / (share**1.5).sum(axis=1, keepdims=True)
    assert scores.calibration(sure, moves, rows) == pytest.approx(1 / 1.5, abs=0.03)


def test_folds_part_the_origins_and_repeat_with_their_seed() -> None:
    known = Known(np.zeros((30, 30)), np.arange(5, 28))
    parts = folds(known, 4, seed=3)
    assert sorted(np.concatenate(parts).tolist()) == list(range(5, 28))
    assert {len(part) for part in parts} == {5, 6}
    again = folds(known, 4, seed=3)
    assert all(np.array_equal(one, other) for one, other in zip(parts, again, strict=True))
    assert not np.array_equal(parts[0], folds(known, 4, seed=4)[0])


def test_groups_stay_together_in_folds() -> None:
    groups = [str(n // 3) for n in range(30)]
    for part in folds(Known(np.zeros((30, 30)), np.arange(30)), 4, groups=groups):
        inside = {groups[row] for row in part.tolist()}
        assert len(part) == 3 * len(inside)


def test_folds_need_two_origins() -> None:
    with pytest.raises(ParameterError, match="at least two"):
        folds(Known(np.zeros((3, 3)), np.array([1])))


def test_scores_are_of_origins_not_learnt_from() -> None:
    features, moves, share = world()
    known = Known(moves, np.arange(len(moves)))
    truth = {"truth": lambda _, rows: share[rows]}
    found = by_folds(known, {**truth, **available(features)}, folds(known, 5))
    assert found.moves == moves.sum()
    assert found.origins == 40
    best = found["truth"]["perplexity"].value
    assert best <= found["all features"]["perplexity"].value < best * 1.03
    assert found["affinity"]["perplexity"].value < best * 1.08
    assert found["size only"]["perplexity"].value > best * 1.2
    assert found["near"]["perplexity"].value > found["size + near"]["perplexity"].value
    # The generator knows the odds: what is claimed to cover 95 % covers them.
    other = on_others(Known(moves, np.arange(30)), available(features), np.arange(30, 40))
    assert other.origins == 10


def write(folder: Path, *, seed: int = 0) -> tuple[Path, Path]:
    """Two files of synthetic moves between 12 occupations, and a release of O*NET beside them."""
    chance = np.random.default_rng(seed)
    release = folder / "onet-30.1"
    release.mkdir()
    for name, text in ONET.items():
        (release / f"{name}.txt").write_text(text, encoding="utf-8")
    codes = ["11-1011", "35-1011", "35-2011", *(f"{n}-0000" for n in range(60, 69))]
    made = folder / "moves"
    made.mkdir()
    paths = made / "train.csv", made / "test.csv"
    for path, origins in zip(paths, (codes[:9], codes[9:]), strict=True):
        lines = ["OCCLY,OCC,ASECWT,Observations,OCCLY_label,OCC_label"]
        lines += [f"{a},{b},{n * 2.5},{n},{a},{b}" for a in origins for b in codes
                  for n in [900 if a == b else int(chance.integers(0, 9))] if n]  # fmt: skip
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return paths


def run(*words: object) -> tuple[int, str, str]:
    found = CliRunner().invoke(main, ["transitions", "evaluate", *map(str, words)])
    return found.exit_code, found.stdout, found.stderr


def test_the_command_prints_every_model_beside_the_baselines(tmp_path: Path) -> None:
    train, test = write(tmp_path)
    code, out, _ = run("--train", train, "--test", test, "--format", "json")
    assert code == 0
    found = json.loads(out)
    names = [model["name"] for model in found["models"]]
    assert {"inflow popularity", "size only", "titles", "size + titles", "all features",
            "affinity"} <= {*names}  # fmt: skip
    for model in found["models"]:
        assert 1 <= model["perplexity"] <= 11 * 20
        for measure in ("perplexity", "hit@10", "ndcg@10", "auc", "recall@10", "mrr"):
            low, high = model["intervals"][measure]
            assert low <= model[measure] <= high
    assert found["destinations"] == 11
    assert found["origins"] == 3
    assert any(each.startswith("BLS wages") for each in found["without"])
    assert (code, out) == run("--train", train, "--test", test, "--format", "json")[:2]


def test_without_a_test_file_each_fold_is_told_from_the_others(tmp_path: Path) -> None:
    train, _ = write(tmp_path)
    code, out, error = run("--train", train, "--folds", 3, "--seed", 7)
    assert code == 0
    assert "careergraph: done without BLS wages: no folder bls-oews*" in error
    assert "each of 3 folds of origins told from the others (seed 7)" in out
    assert "inflow popularity" in out
    assert "Done without: BLS wages" in out


def test_a_list_of_occupations_adds_their_size(tmp_path: Path) -> None:
    train, test = write(tmp_path)
    path = tmp_path / "list.csv"
    path.write_text("Code,Label,EMP\n11-1011,Chief executives,9000\n", encoding="utf-8")
    code, out, _ = run("--train", train, "--test", test, "--occupations", path)
    assert code == 0
    assert "employment" in out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "no such file"),
        ("", "is empty; its first line must name the columns"),
        ("a;b\n1;2\n", "no column 'OCCLY'"),
        ("OCCLY,OCC,Observations\n60,61,many\n", "row 2: 'many' is no number of persons"),
        ("OCCLY,OCC,Observations\n60,60,4\n", "no moves from an occupation to another"),
        ("OCCLY,OCC,Observations\n60,61,4\n", "moves out of at least two occupations"),
        ("OCCLY,OCC,Observ\x00", "no column 'Observations'"),
    ],
)  # fmt: skip
def test_bad_input_is_told_in_one_line(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / "moves.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    code, out, error = run("--train", path)
    assert (code, out) == (2, "")
    assert said in error
    assert error.count("\n") == 1


def test_what_is_asked_must_not_have_been_learnt_from(tmp_path: Path) -> None:
    train, _ = write(tmp_path)
    code, _, error = run("--train", train, "--test", train)
    assert code == 2
    assert "9 occupations are origins in both files" in error


def table(path: Path, *cells: tuple[str, str, int]) -> Path:
    """A file of moves."""
    rows = [f"{a},{b},{n}" for a, b, n in cells]
    path.write_text("\n".join(["origin,destination,n", *rows, ""]), encoding="utf-8")
    return path


def test_zeros_before_a_code_do_not_make_it_another_origin(tmp_path: Path) -> None:
    train = table(tmp_path / "one.csv", ("10", "20", 3), ("20", "30", 4))
    test = table(tmp_path / "other.csv", ("00010", "20", 3), ("30", "10", 4))
    code, out, error = run("--train", train, "--test", test)
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert "1 occupations are origins in both files but for zeros" in error
    assert "(10 and 00010); write codes alike in both" in error


def test_codes_never_learnt_from_are_told_with_those_nobody_moved_into(tmp_path: Path) -> None:
    train = table(tmp_path / "one.csv", ("10", "20", 3), ("20", "30", 4), ("40", "20", 1))
    test = table(tmp_path / "other.csv", ("30", "0020", 3), ("30", "x", 4), ("30", "20", 4))
    code, out, error = run("--train", train, "--test", test, "--format", "json")
    assert code == 0
    found = json.loads(out)
    assert found["unseen"] == ["0020", "x"]
    assert found["twins"] == [["0020", "20"]]
    assert found["unreached"] == 4  # 10, 40 and the two that are not in the first file
    assert "careergraph: 2 codes are in no move that was learnt from (0020, x)\n" in error
    assert "1 codes differ from others by zeros before them alone" in error
    assert "(0020 and 20)" in error
    text = run("--train", train, "--test", test)[1]
    assert "Into 4 of these nobody moved who was learnt from." in text


def test_of_many_codes_the_first_are_named(tmp_path: Path) -> None:
    train = table(tmp_path / "one.csv", ("10", "20", 3), ("20", "10", 4))
    test = table(tmp_path / "other.csv", *(("30", f"x{n}", 1) for n in range(7)))
    error = run("--train", train, "--test", test)[2]
    assert "8 codes are in no move that was learnt from (30, x0, x1, x2, x3, …)" in error


def test_a_measure_that_is_not_defined_is_null_with_the_reason(tmp_path: Path) -> None:
    """Between three occupations, where everybody goes everywhere, nothing can be placed above."""
    pairs = [(a, b, 5) for a in "abc" for b in "abc" if a != b]
    path = table(tmp_path / "moves.csv", *pairs)
    code, out, error = run("--train", path, "--folds", 3, "--format", "json")
    assert (code, "NaN" in out, "RuntimeWarning" in error) == (0, False, False)
    found = json.loads(out, parse_constant=pytest.fail)
    assert {model["auc"] for model in found["models"]} == {None}
    assert found["models"][0]["intervals"]["auc"] == [None, None]
    assert found["models"][0]["perplexity"] == pytest.approx(2)
    assert found["undefined"] == {"auc": scores.UNDEFINED["auc"]}
    assert "careergraph: auc is not defined: no origin that counts has both" in error
    assert "not defined" in run("--train", path, "--folds", 3)[1]


def test_without_features_it_is_said_that_sizes_alone_are_compared(tmp_path: Path) -> None:
    path = table(tmp_path / "moves.csv", ("a", "b", 3), ("b", "c", 4), ("c", "a", 4))
    code, out, error = run("--train", path, "--data", tmp_path, "--format", "json")
    assert code == 0
    assert {model["name"] for model in json.loads(out)["models"]} == {
        "inflow popularity", "size only"
    }  # fmt: skip
    assert f"careergraph: done without O*NET: no folder onet* in {tmp_path}\n" in error
    assert "nothing is known of these occupations, so that only the sizes" in error
    assert "name a market as --graph, or as --data a folder with onet*, bls-oews*" in error


def test_a_folder_of_data_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    path = table(tmp_path / "moves.csv", ("a", "b", 3), ("b", "a", 4))
    code, out, error = run("--train", path, "--data", tmp_path / "nowhere")
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert f"no folder {tmp_path / 'nowhere'}; name the one that onet*, bls-oews*" in error


CPS = SHARED / "data" / "cps-asec-mobility" / "moves_dev_origins.csv"

needs_cps = pytest.mark.skipif(
    not CPS.is_file(),
    reason="the CPS file is no part of the project: it is looked for in ../shared",
)


@needs_cps
def test_the_observed_moves_are_told_better_than_by_published_measures() -> None:
    found = evaluate(CPS)
    assert found.removed == (("530", "520"),)
    assert found.without == ()
    assert (found.evaluation.moves, found.evaluation.origins) == (20_911, 400)
    perplexity = {score.name: score["perplexity"].value for score in found.evaluation.scores}
    assert perplexity["inflow popularity"] == pytest.approx(197, abs=3)
    assert perplexity["size only"] == pytest.approx(196, abs=3)
    assert perplexity["size + z-scored Pearson"] == pytest.approx(140, abs=3)
    assert perplexity["all features"] < 130
    assert perplexity["affinity"] < 122
    best, popular = found.evaluation["affinity"], found.evaluation["inflow popularity"]
    assert best["hit@10"].value > 0.335
    assert best["ndcg@10"].value > 0.68
    assert best["auc"].low > popular["auc"].high
    assert 0.95 <= best.calibration <= 1.05
