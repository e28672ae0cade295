"""What a request asks for, and which form of the answer its client gets."""

from collections.abc import Sequence
from itertools import permutations
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.serve import protocol
from careergraph.serve.addresses import ADDRESSES, planned
from careergraph.serve.answer import Answer, Refusal
from careergraph.serve.negotiation import PAGE, Form, chosen, encoding, has, takes_plain
from careergraph.serve.querying import GRAPHS, RESULTS
from careergraph.serve.request import Request

ROWS, TRIPLES = (*RESULTS, PAGE), (*GRAPHS, PAGE)
FORM = "application/x-www-form-urlencoded"


def named(accept: str, forms: tuple[Form, ...] = ROWS) -> str:
    return chosen(forms, accept=accept).name


@pytest.mark.parametrize(
    ("accept", "rows"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("*", "json"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("application/json", "json"),
        ("text/*", "csv"),  # text/xml is only another name of the second form
        ("text/csv;q=0.5, text/tab-separated-values;q=0.6", "tsv"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.50", "csv"),
        ("text/csv ; q=0.3 , */* ; q=0.2", "csv"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "html"),
        ('application/sparql-results+xml;charset="utf-8, q=0";q=1, text/csv;q=0.5', "xml"),
        ("image/png, text/csv;q=0.001", "csv"),
        ("text/csv;q=0.1, application/sparql-results+xml", "xml"),  # as of two headers
    ],
)
def test_a_client_gets_what_it_prefers_of_what_there_is(accept: str, rows: str) -> None:
    assert named(accept) == rows


@pytest.mark.parametrize(
    ("accept", "triples"),
    [
        ("*/*", "ttl"),
        ("application/json", "jsonld"),
        ("application/xml", "rdf"),
        ("text/plain", "nt"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"', "jsonld"),
        ("application/n-quads, application/trig;q=0.9", "nq"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.8, application/n-triples;q=0.7", "rdf"),
        ("text/rdf+n3", "ttl"),
    ],
)
def test_triples_come_in_the_syntax_that_is_asked_for(accept: str, triples: str) -> None:
    assert named(accept, TRIPLES) == triples


@pytest.mark.parametrize("accept", [";;;,/,q=1,text", ",", ";q=0", '"', "text", "a b/c", "/"])
def test_what_names_no_media_type_is_as_if_nothing_was_said(accept: str) -> None:
    assert named(accept) == "json"


@pytest.mark.parametrize("weight", ["high", "2x", "-1", "nan", "inf", "1e9", "", "0x0", "0.5.5"])
def test_a_weight_that_is_none_counts_as_not_stated(weight: str) -> None:
    assert named(f"text/csv;q={weight}, application/json;q=0.9") == "csv"


@pytest.mark.parametrize(
    "accept", ["image/png", "*/*;q=0", "text/turtle", "*/*;q=0.0, text/csv;q=0.000"]
)
def test_a_client_that_takes_none_of_them_is_told_what_there_is(accept: str) -> None:
    with pytest.raises(Refusal, match="can be had as application/sparql-results\\+json") as told:
        named(accept)
    assert told.value.status == 406


TYPES = st.sampled_from([m for form in ROWS for m in form.media] + ["image/png", "text/*", "*/*"])
WEIGHTS = st.integers(0, 1000).map(lambda n: n / 1000)
RANGES = st.lists(st.tuples(TYPES, WEIGHTS), min_size=1, max_size=5, unique_by=lambda r: r[0])


def written(ranges: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{media};q={weight:.3f}" for media, weight in ranges)


def outcome(accept: str) -> str:
    try:
        return named(accept)
    except Refusal as refusal:
        return str(refusal.status)


def coded(accepted: str) -> str:
    try:
        return encoding(accepted)
    except Refusal as refusal:
        return str(refusal.status)


@given(RANGES)
def test_the_order_in_which_a_client_lists_its_wishes_is_nothing(
    ranges: list[tuple[str, float]],
) -> None:
    assert len({outcome(written(order)) for order in list(permutations(ranges))[:6]}) == 1


@given(RANGES, st.sampled_from(ROWS))
def test_what_is_wanted_most_is_what_comes(ranges: list[tuple[str, float]], form: Form) -> None:
    others = [(media, weight * 0.9) for media, weight in ranges if media not in form.media]
    assert named(written([*others, (form.media[0], 1.0)])) == form.name


@given(RANGES)
def test_nothing_comes_that_a_client_refused(ranges: list[tuple[str, float]]) -> None:
    found = next((f for f in ROWS if f.name == outcome(written(ranges))), None)
    assert found is None or (found.media[0], 0.0) not in ranges


LATIN = st.characters(max_codepoint=255)
SIGNS = st.sampled_from(
    ["*", "*/*", "text/csv", "gzip", "identity", ";q=", "0", "1", ",", ";", '"']
)


@given(st.lists(SIGNS | st.text(LATIN, max_size=5), max_size=12).map("".join))
def test_whatever_a_header_holds_it_leads_to_a_form_or_to_a_refusal(text: str) -> None:
    assert outcome(text) in {*(form.name for form in ROWS), "406"}
    assert coded(text) in ("", "gzip", "zstd", "406")
    assert not has(text, 'W/"version-tag"') or "version-tag" in text


@pytest.mark.parametrize("sign", ['"', '"\\', '\\"', ";", ",", 'a="', "q=", " "])
def test_a_header_of_one_sign_is_read_at_once(sign: str) -> None:
    for _ in range(20):
        outcome(sign * 60_000)


@pytest.mark.parametrize(
    ("asked", "form"),
    [
        ("json", "json"), ("srj", "json"), ("srx", "xml"), ("CSV", "csv"), ("html", "html"),
        ("application/sparql-results+xml", "xml"),
        ("application/sparql-results json", "json"),  # its "+" was not encoded
        ("text/tab-separated-values", "tsv"),
    ],
)  # fmt: skip
def test_a_form_is_asked_for_by_name_ending_or_media_type(asked: str, form: str) -> None:
    assert chosen(ROWS, accept="image/png", name=asked).name == form


@pytest.mark.parametrize(
    ("asked", "form"),
    [
        ("json", "jsonld"), ("xml", "rdf"), ("json-ld", "jsonld"), ("rdf+xml", "rdf"),
        ("turtle", "ttl"), ("n3", "ttl"), ("ntriples", "nt"), ("nquads", "nq"), ("trig", "trig"),
    ],
)  # fmt: skip
def test_names_that_clients_send_for_any_query_fit_triples_too(asked: str, form: str) -> None:
    assert chosen(TRIPLES, accept="", name=asked).name == form


def test_a_form_that_is_none_is_told_with_those_that_are() -> None:
    with pytest.raises(Refusal, match=r"'pdf'.*there are json, xml, csv, tsv, html") as told:
        chosen(ROWS, accept="", name="pdf")
    assert told.value.status == 400


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""), ("gzip", "gzip"), ("zstd", "zstd"), ("br", ""), ("*", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"), ("gzip, deflate, br", "gzip"), ("x-gzip", "gzip"),
        ("GZIP;Q=0.5", "gzip"), ("zstd;q=0.4, gzip;q=0.5", "gzip"), ("zstd;q=0, *", "gzip"),
        ("gzip;q=0", ""), ("gzip;q=0.2, identity;q=0.9", ""), ("identity", ""),
        ("identity;q=0.5, gzip;q=0.5", "gzip"), ("identity, *;q=0", ""),
        ("identity;q=0, gzip", "gzip"), ("identity;q=0, *", "zstd"), ("*;q=0, gzip;q=0.1", "gzip"),
    ],
)  # fmt: skip
def test_an_answer_is_coded_as_its_client_likes_best(accepted: str, coding: str) -> None:
    assert encoding(accepted) == coding


def test_what_is_stored_in_one_coding_is_sent_in_that_or_in_none() -> None:
    assert encoding("gzip, zstd", offered=("gzip",)) == "gzip"
    assert encoding("zstd", offered=("gzip",)) == ""


@pytest.mark.parametrize("accepted", ["identity;q=0", "*;q=0", "identity;q=0, br", "br, *;q=0"])
def test_a_client_that_can_have_it_neither_coded_nor_plain_is_told(accepted: str) -> None:
    with pytest.raises(Refusal, match="zstd or gzip") as told:
        encoding(accepted)
    assert told.value.status == 406


@pytest.mark.parametrize(
    ("accepted", "plain"),
    [("", True), ("gzip", True), ("identity;q=0, gzip", False), ("gzip, *;q=0", False),
     ("identity;q=0.1, *;q=0", True)],
)  # fmt: skip
def test_short_answers_are_coded_too_for_who_takes_nothing_else(accepted: str, plain: bool) -> None:
    assert takes_plain(accepted) == plain


@pytest.mark.parametrize(
    ("tags", "held"),
    [
        ('W/"v1-a"', True), ('"v1-a"', True), ('"x", W/"v1-a"', True), ('W/"v1-a","x"', True),
        ("", False), ('"v1"', False), ("v1-a", False), ('"xv1-a"', False), ('"v1-a" x', False),
        ('"v1-a', False), ('W/"v1-ab"', False), ("*", False),
    ],
)  # fmt: skip
def test_a_tag_is_known_again_in_a_list_and_nowhere_inside_another(tags: str, held: bool) -> None:
    assert has(tags, 'W/"v1-a"') == held


# Requests


def get(path: str, *fields: tuple[str, str], **headers: str) -> Request:
    return Request("GET", path, urlencode(fields), {"host": "a.example", **headers})


def post(body: str | bytes, media: str = FORM, address: str = "") -> Request:
    content = body.encode() if isinstance(body, str) else body
    return Request(
        "POST", "/sparql", address, {"host": "a.example", "content-type": media}, content
    )


def planned_job(request: Request) -> protocol.Job:
    found = planned(request)
    assert not isinstance(found, Answer)
    return found


def refused(request: Request) -> tuple[int, str]:
    with pytest.raises(Refusal) as told:
        planned(request)
    return told.value.status, told.value.reason


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_the_three_ways_to_send_a_query_are_one(text: str) -> None:
    ways = [
        get("/sparql", ("query", text)),
        post(urlencode({"query": text})),
        post(text, "application/sparql-query"),
    ]
    first, second, third = map(planned_job, ways)
    assert first == second == third
    assert first["query"] == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    "request_",
    [
        get("/sparql", ("query", "ASK {}"), ("default-graph-uri", "a:1"),
            ("named-graph-uri", "a:2"), ("default-graph-uri", "a:3")),
        post("query=ASK+%7B%7D&default-graph-uri=a:1&named-graph-uri=a:2&default-graph-uri=a:3"),
        post("query=ASK+%7B%7D&default-graph-uri=a:1",
             address="named-graph-uri=a:2&default-graph-uri=a:3"),
        post("ASK {}", "application/sparql-query",
             "default-graph-uri=a:1&named-graph-uri=a:2&default-graph-uri=a:3"),
    ],
)  # fmt: skip
def test_the_graphs_of_a_query_stand_in_the_form_or_the_address(request_: Request) -> None:
    job = planned_job(request_)
    assert job["default-graph-uri"] == ["a:1", "a:3"]
    assert job["named-graph-uri"] == ["a:2"]


def test_a_byte_order_mark_before_a_query_is_not_part_of_it() -> None:
    for request in (post("\ufeffASK {}", "application/sparql-query"),
                    get("/sparql", ("query", "\ufeffASK {}"))):  # fmt: skip
        assert planned_job(request)["query"] == "ASK {}"


@pytest.mark.parametrize(
    "media", [FORM, f"{FORM}; charset=UTF-8", f'{FORM.upper()};charset="utf-8"']
)
def test_the_media_type_of_a_body_may_have_a_charset(media: str) -> None:
    assert planned_job(post("query=ASK+%7B%7D", media))["query"] == "ASK {}"


@pytest.mark.parametrize(
    ("request_", "status", "said"),
    [
        (get("/sparql", ("query", "a"), ("query", "b")), 400, "query= is given 2 times"),
        (get("/sparql", ("update", "CLEAR ALL")), 400, "by GET"),
        (get("/sparql", ("default-graph-uri", "a:1")), 400, "no query="),
        (get("/sparql", *(("named-graph-uri", "a:1"),) * 201), 400, "more than 200 fields"),
        (post("x=1"), 400, "no query="),
        (post("query=a&update=b"), 400, "not both"),
        (post("update=a&update=b"), 400, "update= is given 2 times"),
        (post("ASK {}", "application/sparql-query", "query=ASK+%7B%7D"), 400, "give one"),
        (post("ASK {}", "text/plain"), 415, "got 'text/plain'"),
        (post("ASK {}", ""), 415, "got none"),
        (post("ASK {}", "application/sparql-query; charset=UTF-16"), 415, "send UTF-8"),
        (post(b"ASK \xff", "application/sparql-query"), 400, "byte 5 of the body"),
        (post(b"query=%FF"), 400, "not UTF-8"),
        (Request("GET", "/sparql", "query=%E9", {}), 400, "not UTF-8"),
        (get("/sparql.pdf", ("query", "a")), 404, "nothing at /sparql.pdf"),
        (get("/sparql.md", ("query", "a")), 404, "no form .md"),
        (get("/sparql/x", ("query", "a")), 404, "nothing at /sparql/x"),
        (get("/graphs"), 400, "once"),
    ],
)
def test_what_is_wrong_with_a_request_is_told(request_: Request, status: int, said: str) -> None:
    found, reason = refused(request_)
    assert found == status
    assert said in reason
    assert "\n" not in reason


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get", "BREW"])
def test_a_method_that_an_address_does_not_take_is_told_with_those_it_does(method: str) -> None:
    for name, address in ADDRESSES.items():
        with pytest.raises(Refusal) as told:
            planned(Request(method, f"/{name}", "", {}))
        assert told.value.status == 405
        allowed = told.value.headers["allow"].split(", ")
        assert set(allowed) == {*address.methods, "OPTIONS"}


def test_an_ending_says_the_form_whatever_the_client_accepts() -> None:
    assert (
        planned_job(get("/sparql.csv", ("query", "ASK {}"), ("format", "xml")))["format"] == "csv"
    )
    assert planned_job(get("/sparql", ("query", "ASK {}"), ("format", "xml")))["format"] == "xml"


def test_a_browser_that_comes_without_a_query_is_led_to_the_editor() -> None:
    for path, there in (("/sparql", "./"), ("/sparql/", "../")):
        found = planned(get(path, accept="text/html,application/xml;q=0.9,*/*;q=0.8"))
        assert isinstance(found, Answer)
        assert (found.status, found.headers["location"]) == (303, there)


@pytest.mark.parametrize(
    ("host", "root", "mounted", "site"),
    [
        ("a.example", "", "", "http://a.example"),
        ("a.example:8000", "", "/graph", "http://a.example:8000/graph"),
        ("[::1]:8000", "", "", "http://[::1]:8000"),
        ("a.example", "https://b.example/graph/", "/graph", "https://b.example/graph"),
        ("evil/<script>", "", "", "http://localhost"),
        ("a b", "", "", "http://localhost"),
        ("", "", "", "http://localhost"),
    ],
)
def test_relative_iris_are_those_of_the_service_as_its_client_knows_it(
    host: str, root: str, mounted: str, site: str
) -> None:
    request = Request("GET", "/sparql", "query=ASK+%7B%7D", {"host": host}, b"", root, mounted)
    assert planned_job(request)["base"] == f"{site}/sparql"


PIECES = st.sampled_from(
    ["query", "update", "default-graph-uri", "=", "&", "%", "%FF", "+", "ASK {}"]
)
SENT = st.lists(PIECES | st.text(LATIN, max_size=5), max_size=8).map("".join)
MEDIA = st.sampled_from([FORM, "application/sparql-query", "application/sparql-update", "a/b", ""])


@given(SENT, SENT, MEDIA, st.sampled_from(["GET", "POST"]))
def test_whatever_is_asked_there_is_a_plan_or_a_refusal(
    address: str, body: str, media: str, method: str
) -> None:
    request = Request(method, "/sparql", address, {"content-type": media}, body.encode("latin-1"))
    assert status(request) in (0, 303, 400, 415)


def status(request: Request) -> int:
    """What refuses a request, or answers it at once; 0 for a job."""
    try:
        found = planned(request)
    except Refusal as refusal:
        return refusal.status
    return found.status if isinstance(found, Answer) else 0


def test_any_text_is_answered_with_what_is_sent_as_text() -> None:
    forms = tuple(RESULTS)
    assert chosen(forms, accept="text/*").name == "csv"
    assert chosen(forms, accept="text/xml").name == "xml"
