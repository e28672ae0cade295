"""The forms in which an answer leaves the house: one module a form, each a pure function.

Same answer, same characters. What is said of a route is found in `needs` (what its steps take),
`groups` (what is said more generally) and `limits` (what is not known to be kept), and put into
words in `sentences` and `why_text`. `telling` joins these for `text`, `markdown` and `fragment`
(notebooks), `citations` numbers the passages. `values` holds the JSON that programs rely on, with
`route_values` and `why_values`; `table` is for spreadsheets, `rdf` for other graphs, `ctdl` for
registries of credentials. `whatif` tells of leverage and gateways. The page is in `pages`.
"""

FORMS = ("text", "json", "md", "csv", "html", "turtle", "ctdl")
"""The forms that `careergraph route --format` knows; `BoundAnswer.render` gives each."""
