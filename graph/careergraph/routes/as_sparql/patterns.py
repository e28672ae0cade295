"""What the claims say in one reading, as SPARQL patterns: what binds, and what it comes to."""

from collections.abc import Iterable
from textwrap import dedent, indent

from rdflib import URIRef

from careergraph.routes.ladder import EQF, Ladder
from careergraph.routes.question import Reading, RouteQuery

_NEVER = 99
"""The level demanded by what cannot be met at all; above every EQF level."""

_UNEARNED = f"IF(BOUND(?award) && !BOUND(?owned), {_NEVER}, 0)"


def indented(text: str) -> str:
    """Return the text one level further in."""
    return indent(text, "  ")


def group(*parts: str) -> str:
    """Return the parts in braces."""
    inside = "\n".join(part for part in parts if part)
    return f"{{\n{indented(inside)}\n}}"


def union(parts: Iterable[str]) -> str:
    """Return the parts as alternatives."""
    return " UNION ".join(group(part) for part in parts)


def listed(iris: Iterable[URIRef]) -> str:
    """Return the IRIs as the list of an IN."""
    return ", ".join(iri.n3() for iri in iris)


class Patterns:
    """Patterns about claims for one question in one reading."""

    def __init__(self, ladder: Ladder, query: RouteQuery, reading: Reading) -> None:
        self.ladder, self.query, self.reading = ladder, query, reading
        started = query.start.iri if query.start.kind == "Credential" else None
        self.own = [*query.holding, *([started] if started else [])]

    def binding(self, subject: str) -> str:
        """Return ?subject and ?need: the requirements that bind in this reading."""
        said = self.claims("claim", subject, "career:requires", "?need")
        strong = group(
            "{ ?claim career:strength ?strength "
            "FILTER(?strength IN (career:required, career:typical)) }",
            f"UNION {{ ?claim career:unit career:percent ; career:minimum ?share "
            f"FILTER(?share >= {self.reading.share * 100}) "
            "FILTER NOT EXISTS { ?claim career:strength ?strength } }",
        )
        answered = self._answered() if self.reading.name == "generous" else ""
        return group(f"SELECT DISTINCT ?{subject} ?need WHERE {group(said, strong, answered)}")

    def _answered(self) -> str:
        """Without the claims that a denial contradicts, which the generous reading sets aside."""
        denial = (
            "?denial career:measure career:requires ; career:subject ?whose ; "
            "career:object ?unneeded ; career:polarity career:denied ."
        )
        still_needed = dedent("""\
            SELECT ?need ?unneeded WHERE {
              ?need a career:Requirement ; career:needed ?needed ; career:alternative ?way .
              ?unneeded a career:Requirement .
              FILTER NOT EXISTS { ?way skos:broader* ?wider . ?unneeded career:alternative ?wider }
            } GROUP BY ?need ?unneeded ?needed HAVING(COUNT(DISTINCT ?way) >= ?needed)""")
        inside = group(
            "?claim career:measure career:requires ; career:subject ?whose ; "
            "career:object ?need ; career:polarity career:affirmed .",
            denial,
            "?need a career:Requirement . ?unneeded a career:Requirement .",
            "FILTER NOT EXISTS { ?denial career:strength career:preferred }",
            comparable("claim", "denial"),
            f"MINUS {group(still_needed)}",
        )
        return f"MINUS {group(f'SELECT DISTINCT ?claim WHERE {inside}')}"

    def demand(self, *, fixed: bool) -> str:
        """Return ?need and ?asked: the lowest EQF level at which enough alternatives are met.

        With `fixed` only credentials that are held count, but any degree does at its level.
        """
        other, looked_up = ("0", "") if not fixed else (_UNEARNED, self._unearned())
        met = group(
            "VALUES ?level { 0 1 2 3 4 5 6 7 8 }",
            "?need a career:Requirement ; career:needed ?needed ; career:alternative ?way .",
            "OPTIONAL { ?way a career:Degree ; career:eqfLevel ?eqf }",
            looked_up,
            f"BIND(COALESCE({_level('eqf')}, {other}) AS ?own)",
            "FILTER(?own <= ?level)",
        )
        levels = (
            f"SELECT ?need ?level WHERE {met}\n"
            "GROUP BY ?need ?level ?needed HAVING(COUNT(DISTINCT ?way) >= ?needed)"
        )
        never = f"?need a career:Requirement BIND({_NEVER} AS ?level)"
        return group(
            f"SELECT ?need (MIN(?level) AS ?asked) WHERE {group(union([levels, never]))}\n"
            "GROUP BY ?need"
        )

    def spared(self, subject: str) -> str:
        """Return ?eqf of each degree that ?subject is said not to need."""
        denied = self.claims("denial", subject, "career:requires", "?unneeded", polarity="denied")
        return (
            f"{denied}\n?unneeded a career:Requirement ; career:alternative ?way .\n"
            f"?way a career:Degree ; career:eqfLevel ?level BIND({_level('level')} AS ?eqf)"
        )

    def _unearned(self) -> str:
        """?award for an alternative that is one, and ?owned where it is held."""
        award = "?way a ?award FILTER(?award IN (career:Credential, career:Degree, " \
                "career:Certification, career:Licence))"  # fmt: skip
        owned = f"?owned skos:broader* ?way FILTER(?owned IN ({listed(self.own)}))"
        return f"OPTIONAL {{ {award} }}" + (f"\nOPTIONAL {{ {owned} }}" if self.own else "")

    def pays(self, claim: str, role: str) -> str:
        """Return claims that tell what a role pays: of a source that gives the median, that one."""
        median = (
            f"?{claim}Median career:subject ?{role} ; career:measure career:pay ; "
            "career:polarity career:affirmed ; career:statistic career:median ; "
            f"prov:hadPrimarySource ?{claim}By . ?{claim} prov:hadPrimarySource ?{claim}By"
        )
        other = f"?{claim} career:statistic ?{claim}Is FILTER(?{claim}Is != career:median)"
        telling = f"FILTER(NOT EXISTS {{ {other} }} || NOT EXISTS {{ {median} }}) "
        return self.claims(claim, role, "career:pay") + telling

    def claims(
        self, claim: str, subject: str | None, measure: str, value: str = "",
        *, polarity: str = "affirmed",
    ) -> str:  # fmt: skip
        """Return claims on a subject and measure that count in this reading."""
        parts = [f"?{claim} career:measure {measure}", f"career:polarity career:{polarity}"]
        parts += [f"career:subject ?{subject}"] if subject else []
        parts += [f"career:object {value}"] if value else []
        return f"{' ; '.join(parts)} . {self._admitted(claim)}".rstrip() + " "

    def _admitted(self, claim: str) -> str:
        source = self.reading.source
        if source is None:
            return ""
        basis = f"?{claim}Basis"
        if self.reading.name == "only":
            return (
                f"FILTER NOT EXISTS {{ ?{claim} career:derivedFrom* {basis} . "
                f"{basis} prov:hadPrimarySource ?{claim}Source "
                f"FILTER(?{claim}Source != {source.n3()}) }}"
            )
        return (
            f"FILTER NOT EXISTS {{ ?{claim} career:derivedFrom* {basis} . "
            f"{basis} prov:hadPrimarySource {source.n3()} }}"
        )


def _level(eqf: str) -> str:
    """The number of a level of the EQF."""
    return f'xsd:integer(STRAFTER(STR(?{eqf}), "{EQF}"))'


def comparable(one: str, other: str, *more: str) -> str:
    """Return that no scope of two claims differs where both state it."""
    fields = ", ".join(["career:population", "career:place", "career:inIndustry",
                        "career:statistic", "career:unit", *more])  # fmt: skip
    return f"""FILTER NOT EXISTS {{
  ?{one} ?field ?a . ?{other} ?field ?b FILTER(?field IN ({fields}) && ?a != ?b)
}}
FILTER NOT EXISTS {{
  ?{one} career:period ?a . ?{other} career:period ?b FILTER(?a != ?b)
  FILTER(NOT EXISTS {{ ?a a career:Period }} || NOT EXISTS {{ ?b a career:Period }} || EXISTS {{
    ?a ?part ?x . ?b ?part ?y
    FILTER(?part IN (career:begins, career:ends, career:lasts) && STR(?x) != STR(?y))
  }})
}}"""
