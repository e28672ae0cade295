"""The words of questions as tables: how each part is called, what is refused, what is meant.

Nothing here is code, so that another reader of phrases can be driven by the same tables.
"""

from careergraph.terms import CAREER

EXAMPLE = "from entry role to senior role without further degree"

WORDS = {
    "_FROM": "from START", "_TO": "to GOAL", "$END": "the end",
    "ROLE": "a role", "LEVEL": "a level", "CREDENTIAL": "a credential",
    "INDUSTRY": "an industry", "SKILL": "a skill",
    "NUMBER": "a number", "MONEY": "an amount such as $120,000", "A_YEAR": "half a year",
    "_FURTHER": "further degree", "DEGREES": "degree", "_CREDENTIALS": "credential",
    "_STEPS": "steps", "_YEARS": "years", "_MONTHS": "months", "_NEW_SKILLS": "new skills",
    "BELOW_MASTERS": "a master's", "BELOW_DOCTORATE": "a doctorate",
    "_PAY_CUT": "pay cut", "_LICENSED": "licensed roles", "_UNKNOWNS": "unknowns",
    "SOURCE": "a source",
    "_AT_LEAST": "at least", "_OR_MORE": "or more", "_BEYOND": "above CREDENTIAL",
    "_WITHOUT": "without further degree", "_AT_MOST": "at most N steps", "_IN": "within N years",
    "_HOLDING": "holding CREDENTIAL", "_PAYING": "paying at least $N",
    "_STAYING_IN": "staying in INDUSTRY", "_THROUGH": "through INDUSTRY",
    "_AVOIDING": "avoiding ROLE", "_KNOWING": "knowing SKILL", "_WITH": "with CREDENTIAL",
    "EXPERIENCE": "N years of experience", "_PAY_NEVER_DROPS": "pay never drops",
    "_DEGREE_SHARE": "with a degree share of N %", "_PERCENT": "%",
    "_ONLY_BY": "only by KIND", "_COUNTED": "by counted moves",
    "_UNDER": "under the cautious reading",
    "CAUTIOUS": "cautious", "GENEROUS": "generous", "_READING": "reading",
    "_ACCORDING_TO": "according to SOURCE", "_LEAVING_OUT": "leaving out SOURCE",
    "_LESS_THAN": "less than N years", "FASTEST": "fastest", "FEWEST_STEPS": "fewest steps",
    "BEST_PAID": "best paid", "FEWEST_NEW_SKILLS": "fewest new skills",
    "LEAST_CONTESTED": "least contested", "MOST_COUNTED": "preferring counted moves",
    "_FIRST": "first",
    "_ALLOWING": "allowing unknowns", "_EVERYTHING_KNOWN": "where everything is known",
    "_BEST": "best", "_DIFFERENT": "different routes", "_ROUTE": "route", "_ROUTES": "routes",
    "_ROLES": "roles", "_ROLES_AT": "roles at level LEVEL", "_LEVEL": "level",
    "_EXACTLY": "exactly LEVEL", "_OR_ABOVE": "or above", "_ONLY": "only",
    "_SECTOR": "industry", "_OR_LESS": "or less",
    "KIND": "a kind of step",
    "CERTIFICATES": "", "BELOW_BACHELORS": "", "_STUDY": "", "_EXPERIENCE": "", "_THE_SOURCE": "",
}  # fmt: skip
"""How each terminal of the grammar reads to people, the likeliest to be meant first.

What is typed literally is in small letters; what is not to be suggested is empty.
"""

COVERED = {"DEGREES": "_FURTHER", "_CREDENTIALS": "_FURTHER", "_BEYOND": "_WITHOUT",
           "BELOW_DOCTORATE": "BELOW_MASTERS", "NUMBER": "_AT_MOST", "A_YEAR": "_AT_MOST",
           "_AT_LEAST": "A_YEAR", "_EXACTLY": "A_YEAR", "ROLE": "_FURTHER",
           "_FROM": "SOURCE"}  # fmt: skip
"""What is not suggested where something else that says it better could stand."""

UNASKED = {"SOURCE": {"_FURTHER", "KIND"}, "ROLE": {"_FURTHER"},
           "KIND": {"ROLE", "CREDENTIAL", "INDUSTRY", "SKILL", "_FURTHER"}}  # fmt: skip
"""Names that are not asked for where one of these could stand as well."""

SYNONYMS = {
    "_IN": ("in",), "_HOLDING": ("having",), "_TO": ("become",), "_AT_MOST": ("up", "no"),
    "_READING": ("interpretation",), "_LEAVING_OUT": ("ignoring", "without"),
    "_ONLY_BY": ("only", "by"), "_PAYING": ("earning",), "_THROUGH": ("via",),
}  # fmt: skip
"""Other words that people begin a clause with."""

STARTERS = ("_FROM", "_TO", "_ROLES", "_WITHOUT", "_HOLDING", "_KNOWING", "_WITH", "_AT_MOST",
            "_LESS_THAN", "_IN", "_PAYING", "_PAY_NEVER_DROPS", "_STAYING_IN", "_THROUGH",
            "_AVOIDING", "_ONLY_BY", "_COUNTED", "_ONLY", "_ACCORDING_TO", "_LEAVING_OUT", "_UNDER",
            "_ALLOWING", "_EVERYTHING_KNOWN", "FASTEST", "BEST_PAID",
            "MOST_COUNTED")  # fmt: skip
"""With what a clause begins, so that the name before it ends."""

WHOLE = {"$END", "_TO"}
"""What can follow only where a clause is complete."""

SPOKEN = {"StepKind": "kind of step"}
"""Kinds of node that are called otherwise than by their class."""

BELOW = {"BELOW_MASTERS": "Bachelor's degree", "BELOW_DOCTORATE": "Master's degree"}
"""The highest degree that is left when this one is ruled out, the lowest first.

By name, since an index of names does not know the EQF level of a degree.
"""

EXACT_LEVELS = (CAREER.entry, CAREER.mid)
"""The levels whose roles do not take in higher ones: "mid roles" are exactly that."""

_NEITHER = "'without any further credential' (neither degrees nor certificates)"

REFUSED = {
    "certificates": f"certificates alone cannot be ruled out; say {_NEITHER}",
    "any_degree": "is none to be added, or none needed at all? Say 'without further degree' or "
    + _NEITHER,
    "least": "only the most can be limited; say 'in at most N steps' or 'within N years'",
    "lowest_degree": f"no degree below it is known; say {_NEITHER}",
}
"""What can be read but not asked, by rule of the grammar, and what can be said instead."""

HINTS = {
    ("_THROUGH", "Role"): ", and 'through' takes an industry; ask for the way to this role and for "
    "the way on from it, one after the other",
    ("_THROUGH", "StepKind"): ", and 'through' takes an industry; say 'only by {name}'",
    ("_AVOIDING", "Industry"): ", and 'avoiding' takes roles; say 'staying in INDUSTRY' for where "
    "the route may lead",
    ("_AVOIDING", "Source"): ", and 'avoiding' takes roles; say 'leaving out {name}'",
    ("_AVOIDING", "StepKind"): ", and 'avoiding' takes roles; say 'only by KIND' for the steps "
    "allowed",
    ("_AVOIDING", "Credential"): ", and 'avoiding' takes roles; say 'without further degree' or "
    "'without any further credential'",
    ("_AVOIDING", "Level"): ", and 'avoiding' takes roles; say 'avoiding ROLE' for each",
    ("_WITHOUT", "StepKind"): "; say 'only by KIND' for the steps allowed",
    ("_WITHOUT", "Industry"): "; say 'staying in INDUSTRY' for where the route may lead",
    ("_WITHOUT", "Credential"): ", and credentials cannot be ruled out one by one; say 'without "
    "any further credential'",
    ("_HOLDING", "Skill"): "; say 'knowing {name}'",
    ("_KNOWING", "Credential"): "; say 'holding {name}'",
    ("_ONLY_BY", "Industry"): "; say 'staying in {name}'",
    ("_ONLY", "Industry"): "; say 'staying in {name}'",
    ("_FROM", "RoleGroup"): ", and a route starts at a role or a level; 'careergraph show "
    '"{name}"\' lists the roles of the group',
    ("_TO", "RoleGroup"): ", and a route leads to a role or a level; 'careergraph show \"{name}\"' "
    "lists the roles of the group",
    ("_TO", "Credential"): ", and a route leads to a role or a level; say 'holding {name}' for "
    "what the traveller has",
    ("_TO", "Skill"): ", and a route leads to a role or a level; say 'knowing {name}' for what the "
    "traveller can do",
}
"""What to say of a name, by the terminal it follows and its kind, when another kind is wanted."""
