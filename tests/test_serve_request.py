"""Fields of an address or a form are read as the standard library reads them."""

from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.serve import frames, headers
from careergraph.serve.answer import Refusal
from careergraph.serve.request import Request


def fields(address: str) -> list[tuple[str, str]]:
    return list(Request("GET", "/sparql", address, {}).query.pairs)


@given(st.text(alphabet="ab+%&=2é;C3A9 ", max_size=30))
def test_fields_are_those_of_the_standard_library(address: str) -> None:
    try:
        wanted = parse_qsl(address, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(Refusal):
            fields(address)
    else:
        assert fields(address) == wanted


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_comes_back_as_it_was_sent(text: str) -> None:
    assert fields(f"query={quote(text)}") == [("query", text)]


@pytest.mark.parametrize("address", ["a=%5Cx41", "a=%5Cu0041", "a=\\x41", "a=%N", "a=%4", "a=%%41"])
def test_what_reads_like_an_escape_of_something_else_is_text(address: str) -> None:
    assert fields(address) == parse_qsl(address, keep_blank_values=True, errors="strict")


@pytest.mark.parametrize(
    ("query", "changes"),
    [
        ("SELECT (NOW() AS ?n) {}", True), ("SELECT (rand() AS ?n) {}", True),
        ("SELECT (STRUUID() AS ?n) {}", True), ("SELECT (N\\u004fW() AS ?n) {}", True),
        ("SELECT * { SERVICE <http://a.example/> { ?a ?b ?c } }", True),
        ("SELECT * { SERVICE ?x { ?a ?b ?c } }", True),
        ("SELECT * { SERVICE route: { [] route:phrase 'x' } }", False),
        ("SELECT * { ?brand a esco:KnowledgeSkill ; ?unknown 'now' }", True),
        ("SELECT * { ?brand a esco:KnowledgeSkill ; ?unknown 'x' }", False),
    ],
)  # fmt: skip
def test_an_answer_has_no_version_when_it_may_differ_each_time(query: str, changes: bool) -> None:
    assert headers.changes({"query": query}) is changes


def test_more_fields_than_any_client_sends_are_refused() -> None:
    assert len(fields("&".join(["a=1"] * 200))) == 200
    with pytest.raises(Refusal, match="more than 200 fields"):
        fields("&".join(["a=1"] * 201))


@given(
    st.builds(
        frames.Head, st.integers(100, 599),
        st.lists(st.tuples(st.text(), st.text()), max_size=3).map(tuple), st.text(),
    ),
    st.binary(), st.integers(1, 2**64 - 1),
)  # fmt: skip
def test_an_answer_comes_back_from_its_message_in_pieces_of_any_size(
    head: frames.Head, body: bytes, number: int
) -> None:
    message = frames.whole(number, head, body)
    assembler = frames.Assembler()
    arrived = [m for n in range(0, len(message), 7) for m in assembler.feed(message[n : n + 7])]
    ((kind, payload),) = arrived
    assert kind == frames.WHOLE
    assert frames.taken_apart(payload) == (number, head, body)
