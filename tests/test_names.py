"""Names are matched forgivingly, and never guessed at in silence."""

import pyoxigraph as ox
import pytest

from careergraph import names
from careergraph.errors import UnknownNameError
from careergraph.names import Index
from careergraph.terms import CAREER, ID

SCIENTIST = ID["role/data-scientist"]


@pytest.fixture(scope="module")
def index(curated: ox.Store) -> Index:
    return names.read(curated)


@pytest.mark.parametrize(
    "text",
    ["Data Scientist", "data scientist", "DATA SCIENTISTS", " data-scientist ",
     "role:data-scientist", f"<{SCIENTIST}>", str(SCIENTIST)],
)  # fmt: skip
def test_case_plural_and_punctuation_do_not_matter(index: Index, text: str) -> None:
    assert index.find(text, kinds=("Role",)) == SCIENTIST


def test_alternative_labels_count(index: Index) -> None:
    assert index.find("ML engineers") == ID["role/machine-learning-engineer"]
    assert index.find("phd", kinds=("Credential",)) == ID["credential/doctorate"]


def test_a_typo_is_answered_with_a_suggestion(index: Index) -> None:
    with pytest.raises(UnknownNameError) as caught:
        index.find("Data Scintist", kinds=("Role",))
    first = str(caught.value).split(" or ")[0]
    assert first.startswith("no role 'Data Scintist'; did you mean 'Data Scientist'")


def test_nonsense_is_answered_without_a_suggestion(index: Index) -> None:
    with pytest.raises(UnknownNameError, match="no node 'zzzzqqq'; 'careergraph search"):
        index.find("zzzzqqq")


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00", "🙂"])
def test_an_empty_name_is_unknown(index: Index, text: str) -> None:
    with pytest.raises(UnknownNameError):
        index.find(text)


def test_the_kind_decides_between_things_of_one_name(index: Index) -> None:
    assert index.find("Adaptability", kinds=("Skill",)) == ID["skill/adaptability"]
    assert index.find("lead", kinds=("Level",)) == CAREER.lead


def test_search_puts_what_contains_the_words_first(index: Index) -> None:
    hits = index.hits("data scien")
    assert [hit.label for hit in hits[:2]] == ["Data Scientist", "Data science degree"]
    assert index.hits("machne lerning enginer")[0].label == "Machine Learning Engineer"
    assert index.hits("xyzzy plugh") == []
