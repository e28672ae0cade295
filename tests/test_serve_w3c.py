"""The W3C's test cases for SPARQL 1.1 Protocol, Service Description and Graph Store Protocol.

Each case is here under the name that the W3C's manifests give it (rdf-tests, folder `sparql11`,
files `protocol`, `service-description` and `http-rdf-update`), in our own words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, Namespace

from serving import Served, serving

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
DOCUMENT = "<http://xmlns.com/foaf/0.1/Document>"
COPY = "<http://purl.org/dc/terms/BibliographicResource>"
DATA = [f"http://a.example/data{n}" for n in range(4)]
MADE = "http://a.example/made"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("w3c") / "graph.trig"
    path.write_text("")
    with serving(path.parent, "--writable", "--graph", str(path), "--workers", "2") as served:
        yield served


def holds(served: Served, **graphs: str) -> None:
    """Make the server hold these graphs alone: `default`, and others by name; in Turtle."""
    parts = [
        text if name == "default" else f"GRAPH <{name}> {{ {text} }}"
        for name, text in graphs.items()
    ]
    done = served.client.post(
        "/sparql",
        content=f"DROP ALL; INSERT DATA {{ {' '.join(parts)} }}".encode(),
        headers={"content-type": UPDATE},
    )
    assert done.is_success, done.text


def documents(*numbers: int) -> dict[str, str]:
    """Graphs that each say of themselves that they are a document."""
    return {DATA[n]: f"<{DATA[n]}> a {DOCUMENT} ." for n in numbers}


@dataclass(frozen=True)
class Ask:
    """A request and what it must give: "true", "rows", "rdf", "done" or "refused"."""

    gives: str
    method: str = "GET"
    fields: tuple[tuple[str, str], ...] = ()
    media: str | None = None
    body: str | bytes = ""

    def sent(self, served: Served) -> httpx.Response:
        """The answer to it."""
        body = self.body.encode() if isinstance(self.body, str) else self.body
        headers = {"content-type": self.media} if self.media else {}
        address = f"/sparql/?{urlencode(self.fields)}"
        return served.client.request(self.method, address, content=body, headers=headers)


def asking(query: str, *, gives: str = "true", **graphs: list[str] | str) -> Ask:
    """A query by POST, as it is, of a dataset in the address."""
    return Ask(gives, "POST", _fields(graphs), QUERY, query)


def getting(query: str, *, gives: str = "true", **graphs: list[str] | str) -> Ask:
    """A query by GET, of a dataset in the address."""
    return Ask(gives, "GET", (("query", query), *_fields(graphs)))


def updating(update: str, **graphs: list[str] | str) -> Ask:
    """An update by POST, as it is, of a dataset in the address."""
    return Ask("done", "POST", _fields(graphs), UPDATE, update)


def _fields(graphs: dict[str, list[str] | str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{name.replace('_', '-')}-graph-uri", iri)
        for name, iris in graphs.items()
        for iri in ([iris] if isinstance(iris, str) else iris)
    )


BOTH = f"ASK {{ <{DATA[1]}> a ?type . <{DATA[2]}> a ?type }}"
BOTH_NAMED = f"ASK {{ GRAPH ?g {{ <{DATA[1]}> a ?type }} GRAPH ?h {{ <{DATA[2]}> a ?type }} }}"
REFILLED = "DROP ALL; INSERT DATA { " + " ".join(
    f"GRAPH <{iri}> {{ {text} }}" for iri, text in documents(1, 2, 3).items()
) + " };"  # fmt: skip
COPIES = f"INSERT {{ GRAPH <{MADE}> {{ ?s a {COPY} }} }} WHERE "
TWO_COPIES = asking(
    f"ASK {{ GRAPH <{MADE}> {{ <{DATA[1]}> a {COPY} . <{DATA[2]}> a {COPY} }} "
    f"FILTER NOT EXISTS {{ GRAPH <{MADE}> {{ <{DATA[3]}> a {COPY} }} }} }}"
)

PROTOCOL: dict[str, list[Ask]] = {
    "query_post_form": [
        Ask("true", "POST", _fields({"default": DATA[0]}), FORM, "query=ASK%20%7B%7D")
    ],
    "query_dataset_default_graphs_get": [getting(BOTH, default=DATA[1:3])],
    "query_dataset_default_graphs_post": [asking(BOTH, default=DATA[1:3])],
    "query_dataset_named_graphs_post": [asking(BOTH_NAMED, named=DATA[1:3])],
    "query_dataset_named_graphs_get": [getting(BOTH_NAMED, named=DATA[1:3])],
    "query_dataset_full": [
        asking(
            f"ASK {{ <{DATA[3]}> a ?type {BOTH_NAMED[5:-1]} }}", default=DATA[3], named=DATA[1:3]
        )
    ],
    "query_multiple_dataset": [  # the request outweighs what the query says
        asking(f"ASK FROM <{DATA[3]}> {BOTH_NAMED[4:]}", named=DATA[1:3])
    ],
    "query_get": [getting("ASK {}", default=DATA[0])],
    "query_content_type_select": [asking("SELECT (1 AS ?value) {}", gives="rows", default=DATA[0])],
    "query_content_type_ask": [asking("ASK {}", default=DATA[0])],
    "query_content_type_describe": [
        asking("DESCRIBE <http://a.example/>", gives="rdf", default=DATA[0])
    ],
    "query_content_type_construct": [
        asking("CONSTRUCT { <s> <p> 1 } WHERE {}", gives="rdf", default=DATA[0])
    ],
    "update_dataset_default_graph": [
        updating(f"{REFILLED} {COPIES} {{ ?s a {DOCUMENT} }}", using=DATA[1]),
        asking(
            f"ASK {{ GRAPH <{MADE}> {{ <{DATA[1]}> a {COPY} }} "
            f"FILTER NOT EXISTS {{ GRAPH <{MADE}> {{ <{DATA[2]}> a {COPY} }} }} }}"
        ),
    ],
    "update_dataset_default_graphs": [
        updating(f"{REFILLED} {COPIES} {{ ?s a {DOCUMENT} }}", using=DATA[1:3]),
        TWO_COPIES,
    ],
    "update_dataset_named_graphs": [
        updating(
            f"{REFILLED} {COPIES} {{ GRAPH ?g {{ ?s a {DOCUMENT} }} }}", using_named=DATA[1:3]
        ),
        TWO_COPIES,
    ],
    "update_dataset_full": [
        updating(
            f"{REFILLED} INSERT {{ GRAPH <{MADE}> {{ ?s <http://a.example/in> ?in }} }} WHERE {{ "
            f"{{ GRAPH ?g {{ ?s a {DOCUMENT} }} BIND(?g AS ?in) }} UNION "
            f'{{ ?s a {DOCUMENT} BIND("default" AS ?in) }} }}',
            using=DATA[1],
            using_named=DATA[2],
        ),
        asking(
            f'ASK {{ GRAPH <{MADE}> {{ <{DATA[1]}> <http://a.example/in> "default" . '
            f"<{DATA[2]}> <http://a.example/in> <{DATA[2]}> }} "
            f"FILTER NOT EXISTS {{ GRAPH <{MADE}> {{ <{DATA[3]}> ?p ?o }} }} }}"
        ),
    ],
    "update_post_form": [Ask("done", "POST", (), FORM, "update=CLEAR+ALL")],
    "update_post_direct": [Ask("done", "POST", (), UPDATE, "CLEAR ALL")],
    "update_base_uri": [
        updating(f"CLEAR ALL; INSERT DATA {{ GRAPH <{MADE}> {{ <{MADE}> a <test> }} }}"),
        asking(
            f"ASK {{ GRAPH <{MADE}> {{ <{MADE}> a ?o }} "
            'FILTER (isIRI(?o) && STR(?o) != "test" && STRENDS(STR(?o), "/test")) }'
        ),
    ],
    "query_post_direct": [Ask("true", "POST", (), QUERY, "ASK {}")],
    "bad_query_method": [
        Ask("refused", "PUT", (("query", "ASK {}"), *_fields({"default": DATA[0]})), FORM)
    ],
    "bad_multiple_queries": [
        Ask("refused", fields=(("query", "ASK {}"), ("query", "SELECT * {}")))
    ],
    "bad_query_wrong_media_type": [Ask("refused", "POST", (), "text/plain", "ASK {}")],
    "bad_query_missing_form_type": [Ask("refused", "POST", (), None, "query=ASK%20%7B%7D")],
    "bad_query_missing_direct_type": [Ask("refused", "POST", (), None, "ASK {}")],
    "bad_query_non_utf8": [
        Ask("refused", "POST", (), f"{QUERY}; charset=UTF-16", "ASK {}".encode("utf-16"))
    ],
    "bad_query_syntax": [Ask("refused", fields=(("query", "ASK {"),))],
    "bad_update_get": [Ask("refused", fields=(("update", "CLEAR ALL"),))],
    "bad_multiple_updates": [
        Ask("refused", "POST", (), FORM, "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT")
    ],
    "bad_update_wrong_media_type": [Ask("refused", "POST", (), "text/plain", "CLEAR NAMED")],
    "bad_update_missing_form_type": [Ask("refused", "POST", (), None, "update=CLEAR%20NAMED")],
    "bad_update_non_utf8": [
        Ask("refused", "POST", (), f"{UPDATE}; charset=UTF-16", "CLEAR NAMED".encode("utf-16"))
    ],
    "bad_update_syntax": [Ask("refused", "POST", (), FORM, "update=CLEAR%20XYZ")],
    "bad_update_dataset_conflict": [
        Ask(
            "refused",
            "POST",
            _fields({"using_named": DATA[1]}),
            UPDATE,
            f"WITH <{DATA[2]}> DELETE {{ ?s ?p 'Bill' }} INSERT {{ ?s ?p 'William' }} "
            "WHERE { ?s ?p 'Bill' }",
        )
    ],
}

MANIFEST = """
    query_post_form query_dataset_default_graphs_get query_dataset_default_graphs_post
    query_dataset_named_graphs_post query_dataset_named_graphs_get query_dataset_full
    query_multiple_dataset query_get query_content_type_select query_content_type_ask
    query_content_type_describe query_content_type_construct update_dataset_default_graph
    update_dataset_default_graphs update_dataset_named_graphs update_dataset_full update_post_form
    update_post_direct update_base_uri query_post_direct bad_query_method bad_multiple_queries
    bad_query_wrong_media_type bad_query_missing_form_type bad_query_missing_direct_type
    bad_query_non_utf8 bad_query_syntax bad_update_get bad_multiple_updates
    bad_update_wrong_media_type bad_update_missing_form_type bad_update_non_utf8 bad_update_syntax
    bad_update_dataset_conflict
""".split()  # noqa: SIM905
"""The names in the manifest of the W3C's protocol tests, in its order."""

ROWS = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
        "text/tab-separated-values")  # fmt: skip


def test_every_protocol_test_of_the_w3c_is_here() -> None:
    assert list(PROTOCOL) == MANIFEST
    assert len(MANIFEST) == 34


@pytest.mark.parametrize("name", PROTOCOL)
def test_protocol(served: Served, name: str) -> None:
    if name.startswith("query_") and "dataset" in name:
        holds(served, **documents(1, 2, 3))
    for ask in PROTOCOL[name]:
        _check(ask, ask.sent(served))


def _check(ask: Ask, answer: httpx.Response) -> None:
    assert answer.is_client_error if ask.gives == "refused" else answer.is_success, answer.text
    media = answer.headers.get("content-type", "").partition(";")[0]
    if ask.gives == "true":
        assert answer.json()["boolean"] is True
    if ask.gives in ("true", "rows"):
        assert media in ROWS
    if ask.gives == "rdf":
        assert rdflib.Graph().parse(data=answer.text, format=media) is not None


def test_without_the_dataset_in_the_request_these_queries_would_not_be_true(
    served: Served,
) -> None:
    holds(served, **documents(1, 2, 3))
    for name in ("query_dataset_default_graphs_get", "query_dataset_named_graphs_get"):
        (ask,) = PROTOCOL[name]
        (_, query), first, _ = ask.fields
        fewer = Ask("true", fields=(("query", query), first))
        assert fewer.sent(served).json()["boolean"] is False


# Service Description

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.fixture(scope="module")
def described(served: Served) -> rdflib.Graph:
    holds(served, **documents(1, 2), default=f"<{MADE}> a {DOCUMENT} .")
    answer = served.get("/sparql")
    assert answer.status_code == 200
    return rdflib.Graph().parse(data=answer.text, format="turtle")


def test_returns_rdf(served: Served, described: rdflib.Graph) -> None:
    assert len(described) > 10
    for format in (ox.RdfFormat.RDF_XML, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.JSON_LD):
        answer = served.client.get("/sparql", headers={"accept": format.media_type})
        assert answer.headers["content-type"].startswith(format.media_type)
        assert len(list(ox.parse(answer.content, format=format))) == len(described)


def test_has_endpoint_triple(served: Served, described: rdflib.Graph) -> None:
    (service,) = described.subjects(SD.endpoint, rdflib.URIRef(f"{served.address}/sparql"))
    assert (service, RDF.type, SD.Service) in described


ENDS = {
    SD.endpoint: (SD.Service, None),
    SD.feature: (SD.Service, SD.Feature),
    SD.languageExtension: (SD.Service, SD.Feature),
    SD.supportedLanguage: (SD.Service, SD.Language),
    SD.resultFormat: (SD.Service, None),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}
"""What each property of the vocabulary leads from and to; None for an IRI of any kind."""

DEFINED = {SD.UnionDefaultGraph: SD.Feature, SD.SPARQL11Query: SD.Language,
           SD.SPARQL11Update: SD.Language}  # fmt: skip


def test_conforms_to_schema(described: rdflib.Graph) -> None:
    used = {p for p in described.predicates() if p.startswith(SD)}
    assert {SD.endpoint, SD.supportedLanguage, SD.resultFormat, SD.defaultDataset} <= used
    for subject, prop, value in described:
        if prop not in used:
            continue
        start, end = ENDS[rdflib.URIRef(prop)]
        assert (subject, RDF.type, start) in described
        if end is None:
            assert isinstance(value, rdflib.URIRef)
        else:
            known = DEFINED.get(value) if isinstance(value, rdflib.URIRef) else None
            assert known == end or (value, RDF.type, end) in described
    for graph in described.subjects(RDF.type, SD.NamedGraph):
        assert len(list(described.objects(graph, SD.name))) == 1


def test_the_description_names_the_graphs_that_there_are(described: rdflib.Graph) -> None:
    named = {str(name) for name in described.objects(None, SD.name)}
    assert {DATA[1], DATA[2]} <= named
    assert DATA[3] not in named


# Graph Store Protocol: the graphs as the writes before would have left them

CARD = "<http://www.w3.org/2006/vcard/ns#{}>"
PERSON = "<http://xmlns.com/foaf/0.1/{}>"
JOHN, JANE = (
    f"<http://a.example/1> a {PERSON.format('Person')} ; {PERSON.format('businessCard')} "
    f"[ a {CARD.format('VCard')} ; {CARD.format('fn')} \"{name}\" ] ."
    for name in ("John Doe", "Jane Doe")
)  # fmt: skip
NAMED = JANE.replace(" ;", f' ; {PERSON.format("name")} "Jane Doe" ;', 1)
FULL = NAMED.replace(" ;", f' ; {PERSON.format("givenName")} "Jane" ; '
                           f'{PERSON.format("familyName")} "Doe" ;', 1)  # fmt: skip
ALICE = (f"[] a {PERSON.format('Person')} ; {PERSON.format('businessCard')} "
         f"[ a {CARD.format('VCard')} ; {CARD.format('given-name')} \"Alice\" ] .")  # fmt: skip
FIRST, NEW = "/graphs/person/1.ttl", "/graphs/new"

READS: dict[str, tuple[str, str, str | None]] = {
    "get_of_put__initial_state": ("?graph=", FIRST, JOHN),
    "get_of_put__graph_already_in_store": ("", "/graphs/person/1", JANE),
    "get_of_put__default_graph": ("?default", "default", ALICE),
    "get_of_delete__existing_graph": ("", "/graphs/person/2.ttl", None),
    "get_of_post__existing_graph": ("", FIRST, NAMED),
    "get_of_post__multipart_formdata": ("", FIRST, FULL),
    "get_of_post__create__new_graph": ("", NEW, ALICE),
    "get_of_post__after_noop": ("", NEW, ALICE),
    "head_on_an_existing_graph": ("", FIRST, FULL),
    "head_on_a_nonexisting_graph": ("", "/graphs/person/4.ttl", None),
}
"""How the graph is asked for (by ?graph=, ?default, or by its own address), and what it holds."""

WRITES = {
    "put__initial_state": ("PUT", FIRST),
    "put__graph_already_in_store": ("PUT", "/graphs/person/1"),
    "put__default_graph": ("PUT", "/graphs?default"),
    "put__mismatched_payload": ("PUT", "/graphs?default"),
    "delete__existing_graph": ("DELETE", "/graphs/person/2.ttl"),
    "delete__nonexistent_graph": ("DELETE", "/graphs/person/2.ttl"),
    "post__existing_graph": ("POST", FIRST),
    "post__multipart_formdata": ("POST", FIRST),
    "post__create__new_graph": ("POST", "/graphs"),
}
"""Graphs are only read by this protocol: what writes is told so, as HTTP has it."""

GRAPH_STORE_MANIFEST = """
    put__initial_state get_of_put__initial_state put__graph_already_in_store
    get_of_put__graph_already_in_store put__default_graph get_of_put__default_graph
    put__mismatched_payload delete__existing_graph get_of_delete__existing_graph
    delete__nonexistent_graph post__existing_graph get_of_post__existing_graph
    post__multipart_formdata get_of_post__multipart_formdata post__create__new_graph
    get_of_post__create__new_graph get_of_post__after_noop head_on_an_existing_graph
    head_on_a_nonexisting_graph
""".split()  # noqa: SIM905
"""The names in the manifest of the W3C's Graph Store tests, in its order."""


def test_every_graph_store_test_of_the_w3c_is_here() -> None:
    assert {*READS, *WRITES} == set(GRAPH_STORE_MANIFEST)
    assert len(READS) + len(WRITES) == len(GRAPH_STORE_MANIFEST) == 19


@pytest.mark.parametrize("name", READS)
def test_graph_store(served: Served, name: str) -> None:
    how, where, content = READS[name]
    graph = where if where == "default" else served.address + where
    others = {f"{served.address}/graphs/other": f"<{MADE}> a {DOCUMENT} ."}
    holds(served, **({graph: content} if content else others))
    address = {"": where, "?default": "/graphs?default"}.get(how, f"/graphs?graph={quote(graph)}")
    method = "HEAD" if name.startswith("head") else "GET"
    answer = served.client.request(method, address, headers={"accept": "text/turtle"})
    assert answer.status_code == (200 if content else 404)
    if method == "HEAD":
        assert answer.content == b""
    elif content:
        assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
        expected = rdflib.Graph().parse(data=content, format="turtle")
        assert isomorphic(rdflib.Graph().parse(data=answer.text, format="turtle"), expected)


@pytest.mark.parametrize("name", WRITES)
def test_graph_store_is_only_read(served: Served, name: str) -> None:
    method, address = WRITES[name]
    answer = served.client.request(
        method, address, content=JOHN.encode(), headers={"content-type": "text/turtle"}
    )
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("iri", ["person/1", "/graphs/person/1.ttl", "", "no iri at all"])
def test_the_graph_in_the_address_is_an_absolute_iri(served: Served, iri: str) -> None:
    answer = served.get("/graphs", graph=iri)
    assert answer.status_code == 400
    assert "absolute IRI" in answer.text


def test_a_graph_is_what_a_query_of_it_constructs(served: Served) -> None:
    holds(served, **{DATA[1]: JOHN, DATA[2]: ALICE})
    whole = served.client.get("/graphs.nt", params={"graph": DATA[1]}).content
    asked = served.query(
        f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{DATA[1]}> {{ ?s ?p ?o }} }}", "application/n-triples"
    ).content
    assert sorted(whole.splitlines()) == sorted(asked.splitlines())
    assert len(list(ox.parse(whole, format=ox.RdfFormat.N_TRIPLES))) == 4


def test_a_graph_that_is_asked_for_in_two_ways_at_once_is_neither(
    served: Served,
) -> None:
    for address in ("/graphs", f"/graphs?default&graph={quote(MADE)}", "/graphs?default&default",
                    "/graphs/new?default"):  # fmt: skip
        assert served.get(address).status_code == 400
