"""Linked data: what each node, each term of the ontology and the whole graph is, at its address.

Plain functions of a `CareerGraph`, without HTTP: `description` for programs, `page` for people,
and the same pair for the ontology, the data set and the endpoint. Every page is one HTML text
without scripts, whose links are relative to where the graph is served: see `addresses`.
"""

from careergraph.linked.addresses import address, located
from careergraph.linked.browse import contents, index
from careergraph.linked.dataset import dataset, dataset_page
from careergraph.linked.description import Description, description
from careergraph.linked.endpoint import service_description
from careergraph.linked.forms import FORMS, Form, render
from careergraph.linked.html import POLICY
from careergraph.linked.node import page
from careergraph.linked.recipes import recipes
from careergraph.linked.reference import ontology, reference, terms

__all__ = [
    "FORMS",
    "POLICY",
    "Description",
    "Form",
    "address",
    "contents",
    "dataset",
    "dataset_page",
    "description",
    "index",
    "located",
    "ontology",
    "page",
    "recipes",
    "reference",
    "render",
    "service_description",
    "terms",
]
