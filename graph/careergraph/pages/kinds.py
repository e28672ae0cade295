"""How each kind of node looks and is called on the page, and how measures read backwards."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of node: its words, its mark, and its radius on the map in pixels at scale 1.

    `colour` has a contrast of at least 3:1 on the light and on the dark background; `shape` is a
    shape of vis-network and tells kinds apart where colour does not.
    """

    label: str
    plural: str
    colour: str
    shape: str
    radius: float


DRAWN: dict[str, Kind] = {
    "Role": Kind("Role", "Roles", "#3b82f6", "dot", 11.0),
    "RoleGroup": Kind("Role group", "Role groups", "#6366f1", "hexagon", 9.0),
    "Skill": Kind("Skill", "Skills", "#16a34a", "triangle", 6.0),
    "Industry": Kind("Industry", "Industries", "#d97706", "square", 7.5),
    "Credential": Kind("Credential", "Credentials", "#a855f7", "diamond", 8.0),
    "Application": Kind("Application", "Applications", "#0891b2", "hexagon", 5.5),
    "LearningOpportunity": Kind(
        "Learning opportunity", "Learning opportunities", "#8b6f47", "triangleDown", 6.5
    ),
    "WorkArrangement": Kind("Work arrangement", "Work arrangements", "#e11d48", "star", 6.5),
    "Place": Kind("Place", "Places", "#c2417c", "triangleDown", 6.5),
    "Distinction": Kind("Best-of list", "Best-of lists", "#a16207", "star", 6.5),
    "Factor": Kind("Consideration", "Considerations", "#64748b", "diamond", 6.0),
    "Population": Kind("Group counted", "Groups counted", "#7a8510", "dot", 6.0),
    "Level": Kind("Career level", "Career levels", "#128076", "square", 6.0),
}
"""The kinds of node that are drawn, in the order of the legend."""

SPOKEN_OF = frozenset({"Population", "Level"})
"""Kinds that are drawn only where a claim is about them; they are scopes and scales otherwise."""

FIRST_MEASURES = ("level", "pay", "payPremium", "requires", "possible", "typicalYears", "growth")
"""The measures that the details show first, in this order; the others follow by their label."""

INCOMING = {
    "level": "level of",
    "essentialSkill": "essential in",
    "optionalSkill": "helpful in",
    "worksIn": "roles here",
    "collaboratesWith": "works with",
    "memberOf": "members",
    "progressesTo": "reached from",
    "requires": "required by",
    "gives": "built by the step",
    "application": "used in",
    "expectsSkill": "expected in",
    "valuesCredential": "valued in",
    "offersArrangement": "offered in",
    "distinction": "industries on this list",
    "teaches": "taught by",
    "opens": "opened by",
    "leadsTo": "comes after",
    "complements": "goes well with",
    "benefitsFrom": "helps with",
    "payFactor": "decides pay of",
    "choiceFactor": "weighed by holders of",
    "credentialShare": "share that asks for it",
    "skillShare": "share that asks for it",
    "preferenceShare": "share that puts it first",
}
"""How a measure reads from its object's side; a measure that is not here reads '… (named by)'."""
