"""Anything may be sent to the service: it answers with a reason, in time, and is then as before.

A thousand requests of each kind, and CASES times as many at night.
"""

import random
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from cases import cases
from serving import Served, serving, until

TIMEOUT, WORKERS = 1.5, 2

FIXED = [
    "SELECT ?r ?l { ?r a career:Role ; rdfs:label ?l } ORDER BY ?r ?l",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "ASK { ?s career:nothing ?o }",
    "SELECT * { SERVICE route: { [] route:from role:data-analyst ; route:to ?to } } ORDER BY ?to",
]
"""Queries whose answers are held against each other before and after all else."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service that is at the end what it was in the beginning."""
    options = ("--timeout", str(TIMEOUT), "--memory", "300", "--workers", str(WORKERS), "--no-log")
    with serving(tmp_path_factory.mktemp("serve"), *options) as served:
        served.get("/openapi.json")
        for _ in range(300):
            served.query(FIXED[2])
        answers, before = [served.query(each).text for each in FIXED], held(served)
        yield served
        until(lambda: len(served.workers()) == WORKERS)
        assert [served.query(each).text for each in FIXED] == answers
        until(lambda: held(served)[1] <= before[1] + 2, 20)
        assert held(served)[0] <= before[0] + (32 << 10)
        assert len(served.family()) == WORKERS + 1
        assert "Traceback" not in served.log()


def held(served: Served) -> tuple[int, int]:
    """What the server and the keeper hold: kilobytes of memory, and open files."""
    memory = files = 0
    for process in (served.process.pid, served.keeper()):
        place = Path(f"/proc/{process}")
        if place.exists():
            status = (place / "status").read_text()
            memory += int(status.partition("VmRSS:")[2].split()[0])
            files += len(list((place / "fd").iterdir()))
    return memory, files


def check(answer: httpx.Response) -> None:
    """Answered, or refused with a line that says why."""
    assert answer.status_code in (200, 400, 503), answer.text[:500]
    if answer.status_code != 200:
        assert 0 < len(answer.text) < 2000
        assert "Traceback" not in answer.text
        assert "fault" not in answer.text


# ------------------------------------------------------------------------------------ SPARQL


class Grammar:
    """Queries by the grammar of SPARQL 1.1, at random, of some depth at most."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)

    def query(self) -> str:
        form = self.one(
            "SELECT *",
            "SELECT DISTINCT ?a ?b",
            "SELECT REDUCED ?a",
            "ASK",
            "DESCRIBE ?a",
            f"SELECT ({self.expression(2)} AS ?z) ?a",
            "CONSTRUCT WHERE",
            "SELECT (COUNT(*) AS ?n)",
            "CONSTRUCT { ?a ?b ?c }",
        )
        if form == "CONSTRUCT WHERE":
            return f"{form} {{ {self.triple()} }} LIMIT 20"
        where = "WHERE " if form.startswith("CONSTRUCT") else self.one("", "WHERE ")
        return f"{form} {where}{{ {self.group(3)} }} {self.tail()}"

    def tail(self) -> str:
        return self.one(
            "",
            "LIMIT 10",
            "LIMIT 5 OFFSET 3",
            "ORDER BY ?a LIMIT 3",
            f"ORDER BY DESC({self.expression(1)}) LIMIT 5",
            "LIMIT 0",
        )

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def group(self, depth: int) -> str:
        return " ".join(self.pattern(depth) for _ in range(self.random.randint(1, 3)))

    def pattern(self, depth: int) -> str:
        if depth == 0:
            return self.triple()
        inner = self.group(depth - 1)
        return self.one(
            self.triple(),
            self.triple(),
            f"OPTIONAL {{ {inner} }}",
            f"{{ {inner} }} UNION {{ {self.triple()} }}",
            f"MINUS {{ {inner} }}",
            f"FILTER ({self.expression(depth)})",
            f"FILTER NOT EXISTS {{ {inner} }}",
            f"BIND ({self.expression(depth)} AS ?v{self.random.randint(0, 999)})",
            f"GRAPH ?g {{ {inner} }}",
            f"VALUES ?b {{ {self.term()} {self.term()} UNDEF }}",
            f"{{ SELECT ?a {{ {inner} }} LIMIT 3 }}",
        )

    def triple(self) -> str:
        subject = self.one("?a", "?b", "role:data-analyst", "_:x", "[]")
        return f"{subject} {self.path(2)} {self.one('?a', '?c', self.term())} ."

    def path(self, depth: int) -> str:
        if depth == 0:
            return self.one(
                "career:step", "rdf:type", "a", "rdfs:label", "!a", "<http://a.example/p>"
            )
        inner = self.path(depth - 1)
        return self.one(
            "?p",
            inner,
            f"({inner})+",
            f"({inner})*",
            f"({inner})?",
            f"^({inner})",
            f"{inner}/{self.path(0)}",
            f"({inner}|{self.path(0)})",
        )

    def term(self) -> str:
        return self.one(
            "1",
            "-1.5e300",
            "1.0",
            "true",
            '"a"',
            '"é"@fr',
            "'b'^^xsd:date",
            "role:data-analyst",
            "<http://a.example/x>",
            '"""x"y"""',
            '"2020-02-30"^^xsd:date',
            '"P1Y"^^xsd:duration',
            '"NaN"^^xsd:double',
            "99999999999999999999999999",
        )

    def expression(self, depth: int) -> str:
        if depth == 0:
            return self.one("?a", "?c", self.term().replace("99999999999999999999999999", "9"))
        a, b = self.expression(depth - 1), self.expression(depth - 1)
        return self.one(
            f"{a} + {b}",
            f"{a} / {b}",
            f"{a} = {b}",
            f"{a} < {b}",
            f"!({a})",
            f"-({a})",
            f"({a} && {b})",
            f"STR({a})",
            f"STRLEN(STR({a}))",
            f"REGEX(STR({a}), 'a.*b')",
            f"REPLACE(STR({a}), 'a', 'b')",
            f"IF({a}, {b}, {a})",
            f"COALESCE({a}, {b})",
            f"xsd:integer({a})",
            f"{a} IN ({b}, 1)",
            f"DATATYPE({a})",
            f"SUBSTR(STR({a}), 0, 3)",
            f"CONCAT(STR({a}), STR({b}))",
            f"STRDT(STR({a}), xsd:integer)",
            f"YEAR({a})",
            f"STRLANG(STR({a}), 'en')",
            f"IRI(STR({a}))",
            f"SHA256(STR({a}))",
            f"EXISTS {{ {self.triple()} }}",
        )

    def mutated(self) -> str:
        """A query with some of its characters lost, doubled, moved or replaced."""
        text = list(self.query())
        for _ in range(self.random.randint(1, 4)):
            at = self.random.randrange(len(text))
            how = self.random.randrange(4)
            if how == 0:
                del text[at : at + self.random.randint(1, 5)]
            elif how == 1:
                text[at:at] = text[at : at + self.random.randint(1, 9)]
            else:
                text.insert(
                    at,
                    self.one(
                        *"{}()<>\"'\\#?$^|/;,.@:_\0\r\n\t\ud7ffé\u200d\U0001f600",
                        "\\u0000",
                        "SERVICE ",
                        "FROM ",
                        "}}",
                        "<<",
                        ">>",
                        "VALUES",
                        "0x",
                        "1e999",
                    ),
                )
            text = text or [" "]
        return "".join(text)


@pytest.mark.parametrize("kind", ["query", "mutated"])
def test_any_query_is_answered_or_refused_with_a_reason(served: Served, kind: str) -> None:
    grammar = Grammar(7)
    seen: dict[int, int] = {}
    for n in range(cases(200)):
        text = getattr(grammar, kind)()
        sent: dict[str, Any] = {"query": text}
        try:
            answer = served.client.request(
                *(("POST", "/sparql"), ("GET", "/sparql"))[n % 2],
                **{("data", "params")[n % 2]: sent},
            )
        except httpx.RemoteProtocolError:  # over its limit when the answer had begun
            seen[0] = seen.get(0, 0) + 1
            continue
        check(answer)
        seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
    assert seen[200] > cases(60 if kind == "query" else 1), seen
    assert seen[400] > cases(2 if kind == "query" else 100), seen
    assert seen.get(0, 0) < cases(20), seen


N = 20_000
BOMBS = {
    "brackets": "ASK { " + "{" * N + "}" * N + " }",
    "fewer brackets": "ASK { " + "{" * 290 + "}" * 290 + " }",
    "round brackets": "ASK { FILTER (" + "(" * N + "1" + ")" * N + ") }",
    "not": "ASK { FILTER (" + "!" * N + "true) }",
    "minus": "SELECT (" + "-" * N + "1 AS ?x) {}",
    "minus apart": "SELECT (" + "- " * N + "1 AS ?x) {}",
    "or": "ASK { FILTER (" + " || ".join(["?a"] * N) + ") }",
    "plus": "SELECT (" + "+".join(["1"] * N) + " AS ?x) {}",
    "union": "ASK { " + " UNION ".join(["{}"] * N) + " }",
    "optional": "SELECT * { " + "OPTIONAL { ?a ?b ?c } " * 2000 + " } LIMIT 1",
    "filters": "ASK { ?a ?b ?c " + "FILTER(?a != ?b) " * N + " }",
    "binds": "SELECT * { " + " ".join(f"BIND({n} AS ?v{n})" for n in range(N)) + " }",
    "sequence of paths": "ASK { ?a " + "/".join(["a"] * N) + " ?b }",
    "alternative paths": "ASK { ?a " + "|".join(["a"] * N) + " ?b }",
    "inverse paths": "ASK { ?a " + "^" * N + "a ?b }",
    "closures": "ASK { ?a " + "(" * 200 + "!career:no" + ")*" * 200 + " ?b }",
    "sequence of closures": "SELECT (COUNT(*) AS ?n) { ?a "
    + "/".join(["(!career:no)*"] * 12)
    + " ?b }",
    "negated set": "ASK { ?a !(" + "|".join([f"<http://a/{n}>" for n in range(N)]) + ") ?b }",
    "values": "SELECT (COUNT(*) AS ?n) { VALUES ?a { " + "1 " * 300_000 + "} }",
    "values squared": "SELECT (COUNT(*) AS ?n) { VALUES ?a { "
    + "1 " * N
    + "} VALUES ?b { "
    + "2 " * N
    + "} }",
    "variables": "SELECT * { " + " ".join(f"?a ?p{n} ?o{n} ." for n in range(3000)) + " } LIMIT 1",
    "list": "ASK { ?a ?b " + "(" * N + ")" * N + " }",
    "blank nodes": "ASK { " + "[ a " * N + "1" + "]" * N + " }",
    "regular expression": "ASK { FILTER REGEX(REPLACE(STR("
    + "'a'"
    + "), 'a', '"
    + "a" * 9000
    + "'), '(a+)+$b') }",
    "regular expression that is large": "ASK { FILTER REGEX('a', '(((a{1000}){1000}){1000})') }",
    "regular expression that is long": "ASK { FILTER REGEX('a', '" + "(a|b)*" * N + "') }",
    "regular expression by row": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f "
    "FILTER REGEX(STR(?c), STR(?f)) }",
    "replace": "SELECT (STRLEN("
    + "REPLACE(" * 30
    + "'aa'"
    + ", 'a', 'aaaaaaaa')" * 30
    + ") AS ?n) {}",
    "concat": "SELECT (STRLEN(?z) AS ?n) { BIND('"
    + "x" * 1000
    + "' AS ?v0) "
    + " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(40))
    + " BIND(?v40 AS ?z) }",
    "group_concat": "SELECT (STRLEN(GROUP_CONCAT(STR(?a))) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    "huge number": "SELECT (" + "9" * 500_000 + " * 2 AS ?x) {}",
    "huge decimal": "SELECT (0." + "9" * 500_000 + " * 2 AS ?x) {}",
    "huge exponent": "SELECT (1e999999999 AS ?x) (ROUND(1e308 * 1e308) AS ?y) {}",
    "huge text": "SELECT (STRLEN('" + "x" * 900_000 + "') AS ?n) {}",
    "huge IRI": "ASK { <http://a.example/" + "x" * 900_000 + "> ?b ?c }",
    "huge variable": "SELECT * { ?" + "x" * 900_000 + " a 1 }",
    "huge prefix": "PREFIX " + "x" * 900_000 + ": <http://a.example/> ASK {}",
    "prefixes": "".join(f"PREFIX p{n}: <http://a.example/>\n" for n in range(N)) + "ASK {}",
    "comments": "#\n" * 400_000 + "ASK {}",
    "white space": "ASK" + " " * 900_000 + "{}",
    "type that is not its own": "SELECT (STRDT('x', xsd:integer) + 1 AS ?x) "
    "(STRDT('9999999999999999999', xsd:date) AS ?y) {}",
    "everything ordered": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?e ?d ?c LIMIT 1",
    "everything distinct": "SELECT DISTINCT ?a ?f { ?a ?b ?c . ?d ?e ?f } OFFSET 100000000",
    "sub-selects": "SELECT * { " + "{ SELECT * { " * 140 + "?a ?b ?c" + " } }" * 140 + " } LIMIT 1",
    "exists in exists": "ASK { " + "FILTER EXISTS { ?a ?b ?c " * 140 + "}" * 140 + " }",
    "calls": "SELECT * { "
    + "SERVICE route: { [] route:from role:data-analyst ; route:to ?t } " * 300
    + " }",
    "call in call": "SELECT * { "
    + "SERVICE pathSearch: { [] pathSearch:source ?a { " * 90
    + "} } " * 90
    + " }",
    "unfinished call": "SELECT * { " + "SERVICE route: { [] " * N,
    "unfinished text": "ASK { ?a ?b '" + "\\'" * N,
    "unfinished texts": "ASK { ?a ?b " + "'''\"\"\"'" * N,
    "SERVICE without end": "SERVICE" * N,
    "SERVICE and space": "SERVICE" + " #\n" * N,
    "question marks": "?" * 300_000,
    "colons": "a:" * 300_000,
    "header of a recipe": "#+ parameters:\n" + "#+   a: xsd:decimal, optional, x\n" * N + "ASK {}",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_or_ended_in_time(served: Served, bomb: str) -> None:
    began = time.monotonic()
    answer = served.client.post(
        "/sparql", content=bomb.encode(), headers={"content-type": "application/sparql-query"}
    )
    check(answer)
    assert time.monotonic() - began < TIMEOUT + 4
    assert served.query(FIXED[2]).status_code == 200


# --------------------------------------------------------------------------------- the interface


def test_any_request_by_the_description_or_against_it_is_answered_with_a_reason(
    served: Served,
) -> None:
    import schemathesis
    from schemathesis import GenerationMode

    schema = schemathesis.openapi.from_dict(served.get("/openapi.json").json())
    operations = [each.ok() for each in schema.get_all_operations()]
    assert len(operations) > 20
    many = max(3, cases(400) // (2 * len(operations)))
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        for operation in operations:
            if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body):
                continue  # it takes nothing that could be wrong
            strategy = operation.as_strategy(generation_mode=mode)

            @seed(1)
            @settings(
                max_examples=many,
                phases=[Phase.generate],
                database=None,
                suppress_health_check=list(HealthCheck),
                deadline=None,
            )
            @given(case=strategy)
            def ask(case: Any) -> None:
                request = case.as_transport_kwargs(base_url=served.address)
                answer = served.client.request(
                    request["method"],
                    request["url"],
                    params=request.get("params"),
                    content=request.get("data") if isinstance(request.get("data"), bytes) else None,
                    json=request.get("json"),
                )
                assert answer.status_code < 500 or answer.status_code == 503, answer.text
                assert "Traceback" not in answer.text

            ask()


def test_the_description_is_valid_openapi_and_true(served: Served) -> None:
    from schemathesis import openapi

    said = served.get("/openapi.json").json()
    openapi.from_dict(said).validate()
    recipes = {f"/queries/{each['name']}" for each in served.get("/queries").json()}
    assert recipes <= set(said["paths"])
    for path in said["paths"]:
        if "{" not in path:
            assert served.get(path).status_code in (200, 400, 503), path


# ----------------------------------------------------------------------------------- mere bytes

SEEDS = [
    b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nhost: x\r\naccept: text/csv;q=0.5, */*\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\n"
    b"content-length: 6\r\n\r\nASK {}",
    b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n"
    b"transfer-encoding: chunked\r\n\r\ne\r\nquery=ASK%7B%7D\r\n0\r\n\r\n",
    b'POST /labels HTTP/1.1\r\nhost: x\r\ncontent-length: 12\r\n\r\n{"iris": []}',
    b"GET /route?q=from%20data%20analyst%20to%20senior%20roles HTTP/1.1\r\nhost: x\r\n\r\n",
    b"GET /id/role/data-analyst HTTP/1.1\r\nhost: x\r\naccept: text/html\r\n"
    b"if-none-match: *\r\n\r\n",
    b"GET /queries/roles-by-pay?low=1 HTTP/1.0\r\naccept-encoding: gzip, zstd;q=0\r\n\r\n",
]
PIECES = [
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b" ",
    b":",
    b"%",
    b"%00",
    b"%zz",
    b"\xff",
    b"HTTP/1.1",
    b"chunked",
    b"content-length: 5\r\n",
    b"transfer-encoding: chunked\r\n",
    b"expect: 100-continue\r\n",
    b"0\r\n\r\n",
    b"connection: upgrade\r\nupgrade: h2c\r\n",
    b"99999999999",
    b"-1",
    b"a" * 3000,
    b"&query=x",
    b"?",
    b"#",
]


def test_any_bytes_over_a_connection_are_borne(served: Served) -> None:
    chance = random.Random(11)
    answered = 0
    for n in range(cases(1000)):
        data = bytearray(chance.choice(SEEDS))
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(len(data) + 1)
            data[at : at + chance.choice((0, 0, 1, 4, 30))] = chance.choice(PIECES)
        with socket.create_connection(("127.0.0.1", served.port), 10) as connection:
            connection.settimeout(5)
            try:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                answer = connection.recv(1 << 16)
            except OSError:
                answer = b""
        if answer:
            answered += 1
            status = int(answer.split()[1])
            assert answer.startswith(b"HTTP/1.")
            assert status < 500 or status in (503, 505), (bytes(data), answer[:300])
        if n % 100 == 0:
            assert served.query(FIXED[2]).status_code == 200
    assert answered > cases(200)
