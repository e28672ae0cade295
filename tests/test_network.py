import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from careergraph import network as networks
from careergraph import store as stores
from careergraph.errors import InvalidGraphError
from careergraph.terms import CAREER, ID, PREFIXES, RDF, SKOS, XSD

EX = "https://example.org/"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def world(*triples: ox.Triple) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return store


def survives(store: ox.Store) -> bool:
    return set(networks.to_rdf(networks.from_rdf(store))) == set(stores.data(store))


# ---------------------------------------------------------------- without loss

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["1", "01", "1.0", "true", "abc", " a\tb\n", "\r\n", "[x", "<b>", "\x00"]
)
names = st.text(st.sampled_from("ab1/-.~é"), max_size=3)
iris = st.one_of(
    st.builds(lambda start, rest: ox.NamedNode(start + rest),
              st.sampled_from([EX, "urn:x:", *PREFIXES.values()]), names),
    # IRIs whose scheme is one of our prefixes, or the name of a computed attribute
    st.builds(lambda scheme, rest: ox.NamedNode(f"{scheme}:{rest}"),
              st.sampled_from(["skos", "role", "label", "kind", "relation"]),
              st.sampled_from(["prefLabel", "x", "//x"])),
    st.sampled_from([ox.NamedNode(RDF.type), ox.NamedNode(SKOS.prefLabel)]),
)  # fmt: skip
datatypes = st.one_of(
    st.sampled_from([XSD.integer, XSD.decimal, XSD.token, XSD.normalizedString, XSD.boolean,
                     XSD.dateTime, XSD.gYear, XSD.duration, RDF.HTML, RDF.XMLLiteral]).map(
        ox.NamedNode),
    iris,
)  # fmt: skip
literals = st.one_of(
    st.builds(ox.Literal, texts),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), texts,
              st.sampled_from(["en", "en-gb", "de", "zh-hant"])),
    st.builds(lambda text, datatype: ox.Literal(text, datatype=datatype), texts, datatypes),
)  # fmt: skip
blanks = st.sampled_from("abc").map(ox.BlankNode)
graphs = st.lists(
    st.builds(ox.Triple, iris | blanks, iris, iris | blanks | literals), max_size=12
).map(lambda triples: world(*triples))


@given(graphs)
def test_every_graph_comes_back_from_its_network(graph: ox.Store) -> None:
    assert survives(graph)


def test_the_small_world_and_the_curated_graph_come_back(
    small_world: ox.Store, curated: ox.Store
) -> None:
    assert survives(small_world)
    assert survives(curated)


def test_spellings_of_one_value_stay_apart() -> None:
    # The store itself rewrites numbers; these it leaves as they are, and rdflib would rewrite them.
    spelled = [("AB", XSD.hexBinary), ("ab", XSD.hexBinary), ("1.0", XSD.boolean),
               (" a  b ", XSD.token), ("a b", XSD.token)]  # fmt: skip
    store = world(*(ox.Triple(node("a"), node("p"), ox.Literal(t, datatype=ox.NamedNode(d)))
                    for t, d in spelled))  # fmt: skip
    held = networks.from_rdf(store).nodes[EX + "a"][EX + "p"]
    assert sorted((str(each), each.datatype) for each in held) == sorted(spelled)
    assert survives(store)


def test_two_properties_may_join_the_same_two_nodes() -> None:
    store = world(*(ox.Triple(node("a"), node(p), node("b")) for p in ("p", "q")))
    network = networks.from_rdf(store)
    assert sorted(network.edges(keys=True)) == [(EX + "a", EX + "b", EX + "p"),
                                                (EX + "a", EX + "b", EX + "q")]  # fmt: skip


def test_one_property_may_hold_texts_and_nodes() -> None:
    store = world(ox.Triple(node("a"), node("p"), node("b")),
                  ox.Triple(node("a"), node("p"), ox.Literal("b", language="en")))  # fmt: skip
    network = networks.from_rdf(store)
    assert network.nodes[EX + "a"][EX + "p"] == (Literal("b", lang="en"),)
    assert network.has_edge(EX + "a", EX + "b", EX + "p")


def test_an_iri_that_looks_like_a_prefixed_name_is_not_taken_for_it() -> None:
    lookalike, label = ox.NamedNode("skos:prefLabel"), ox.NamedNode(SKOS.prefLabel)
    store = world(ox.Triple(node("a"), lookalike, ox.Literal("false")),
                  ox.Triple(node("a"), label, ox.Literal("true")))  # fmt: skip
    held = networks.from_rdf(store).nodes[EX + "a"]
    assert held["skos:prefLabel"] == (Literal("true"),)
    assert held["<skos:prefLabel>"] == (Literal("false"),)


def test_ill_typed_literals_survive_in_silence(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for datatype in (XSD.integer, XSD.boolean, RDF.XMLLiteral):
        broken = ox.Literal("<not so", datatype=ox.NamedNode(datatype))
        assert survives(world(ox.Triple(node("a"), node("p"), broken)))
    assert (caplog.text, capsys.readouterr().err) == ("", "")


def test_the_ontology_is_not_part_of_the_network(small_world: ox.Store) -> None:
    assert CAREER.Degree not in networks.from_rdf(small_world)


def test_a_triple_within_a_triple_is_refused_by_name() -> None:
    inner = ox.Triple(node("a"), node("p"), node("b"))
    with pytest.raises(InvalidGraphError, match=r"not RDF 1\.1"):
        networks.from_rdf(world(ox.Triple(node("a"), node("says"), inner)))


# ---------------------------------------------------------------- what is computed


def test_nodes_have_their_label_and_most_specific_kind(small_world: ox.Store) -> None:
    nodes = networks.from_rdf(small_world).nodes
    named = ("role/analyst", "credential/masters", "source/first", "step/scientist-lead")
    found = [(nodes[ID + name]["label"], nodes[ID + name]["kind"]) for name in named]
    assert found == [
        ("Data Analyst", "Role"),
        ("Master's degree", "Degree"),
        ("First source", "Source"),
        ("step:scientist-lead", "AdvancementStep"),
    ]
    level = nodes[str(CAREER.senior)]
    assert (level["label"], level["kind"]) == ("Senior", "Level")


def test_the_more_special_of_two_stated_types_is_the_kind() -> None:
    store = world(*(ox.Triple(node("a"), ox.NamedNode(RDF.type), ox.NamedNode(each))
                    for each in (CAREER.Credential, CAREER.Licence, SKOS.Concept)))  # fmt: skip
    stores.load(store, stores.shipped("ontology/careergraph.ttl"), graph=ox.NamedNode(EX + "o"))
    assert networks.from_rdf(store).nodes[EX + "a"]["kind"] == "Licence"


def test_classes_that_specialise_each_other_do_not_hang() -> None:
    below, a = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf"), node("a")
    store = world(ox.Triple(node("C"), below, node("D")), ox.Triple(node("D"), below, node("C")),
                  ox.Triple(a, ox.NamedNode(RDF.type), node("C")),
                  ox.Triple(a, ox.NamedNode(RDF.type), node("D")))  # fmt: skip
    assert networks.from_rdf(store).nodes[EX + "a"]["kind"] == EX + "C"


def test_english_labels_come_first_and_preferred_ones_before_others() -> None:
    label = ox.NamedNode(SKOS.prefLabel)
    store = world(ox.Triple(node("a"), label, ox.Literal("Ärztin", language="de")),
                  ox.Triple(node("a"), label, ox.Literal("Physician", language="en")),
                  ox.Triple(node("b"), label, ox.Literal("Koch", language="de")),
                  ox.Triple(node("b"), ox.NamedNode("http://purl.org/dc/terms/title"),
                            ox.Literal("Cook", language="en")))  # fmt: skip
    assert networks.labels(store) == {EX + "a": "Physician", EX + "b": "Koch"}


def test_edges_have_the_relation_by_prefixed_name_and_label(small_world: ox.Store) -> None:
    network = networks.from_rdf(small_world)
    edge = network.edges[str(ID["role/steward"]), str(ID["skill/sql"]), str(CAREER.essentialSkill)]
    assert edge == {"relation": "career:essentialSkill", "label": "essential skill"}


def test_attributes_of_ones_own_are_no_triples(small_world: ox.Store) -> None:
    network = networks.from_rdf(small_world)
    for each in network.nodes:
        network.nodes[each].update(x=0.5, colour="#fff", label="other", kind="other")
    assert set(networks.to_rdf(network)) == set(stores.data(small_world))


def test_the_network_is_the_same_for_any_order_of_triples(small_world: ox.Store) -> None:
    again = world(*reversed(stores.data(small_world)))
    stores.prepared(again)
    one, other = networks.from_rdf(small_world), networks.from_rdf(again)
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))


# ---------------------------------------------------------------- networks made by hand


def test_plain_values_become_literals() -> None:
    network = networks.from_rdf(world())
    network.add_node(EX + "a", **{"skos:altLabel": "A", EX + "n": (2, URIRef(EX + "b"))})
    assert set(networks.to_rdf(network)) == {
        ox.Triple(node("a"), ox.NamedNode(SKOS.altLabel), ox.Literal("A")),
        ox.Triple(node("a"), node("n"), ox.Literal(2)),
        ox.Triple(node("a"), node("n"), node("b")),
    }


def test_what_is_no_iri_is_named() -> None:
    for start, key, fault in (
        ("Data Analyst", EX + "p", "node 'Data Analyst' is neither an IRI"),
        (EX + "a", 0, "has the key 0; expected the IRI of a property"),
        (EX + "a", "no iri", "has the key 'no iri'"),
    ):
        network = networks.from_rdf(world())
        network.add_edge(start, EX + "b", key=key)
        with pytest.raises(InvalidGraphError, match=fault):
            networks.to_rdf(network)
    network = networks.from_rdf(world())
    network.add_node(EX + "a", **{"a b:c": "d"})
    with pytest.raises(InvalidGraphError, match="attribute 'a b:c' is not a property"):
        networks.to_rdf(network)


# ---------------------------------------------------------------- roles alone


def test_each_step_is_one_edge_between_roles_with_its_claims(small_world: ox.Store) -> None:
    network = networks.role_network(small_world)
    assert len(network) == 4
    assert network.number_of_edges() == 3
    ends = str(ID["role/analyst"]), str(ID["role/scientist"]), str(ID["step/analyst-scientist"])
    assert network.edges[ends] == {
        "label": "Promotion",
        "kind": "promotion",
        "industries": (str(ID["industry/finance"]),),
        "claims": (str(ID["claim/analyst-scientist"]),),
    }


def test_a_role_carries_its_levels_and_all_claims_about_it(small_world: ox.Store) -> None:
    lead = networks.role_network(small_world).nodes[str(ID["role/scientist"])]
    assert (lead["label"], lead["levels"]) == ("Data Scientist", (str(CAREER.senior),))
    assert str(ID["claim/scientist-needs-no-masters"]) in lead["claims"]
    assert len(lead["claims"]) == 5


def test_a_step_into_what_is_no_role_is_named(small_world: ox.Store) -> None:
    to = ox.NamedNode(CAREER.to)
    step = ox.NamedNode(ID["step/scientist-lead"])
    small_world.remove(ox.Quad(step, to, ox.NamedNode(ID["role/lead"])))
    small_world.add(ox.Quad(step, to, ox.NamedNode(ID["skill/sql"])))
    with pytest.raises(InvalidGraphError, match="step:scientist-lead: skill:sql is not a role"):
        networks.role_network(small_world)


def test_every_curated_step_is_an_edge(curated: ox.Store) -> None:
    steps = curated.quads_for_pattern(
        None, ox.NamedNode(RDF.type), ox.NamedNode(CAREER.AdvancementStep), ox.DefaultGraph()
    )
    keys = {key for *_, key in networks.role_network(curated).edges(keys=True)}
    assert keys == {quad.subject.value for quad in steps}
