"""The forms in which an answer leaves the house: one module a form, each a pure function.

Same answer, same characters. `values` holds the JSON that programs rely on, `markdown` is for
reading, `table` for spreadsheets, `rdf` for other graphs, `ctdl` for registries of credentials and
`fragment` for notebooks; text for a terminal is in `routes.text`, the page in `pages`.
"""

FORMS = ("text", "json", "md", "csv", "html", "turtle", "ctdl")
"""The forms that `careergraph route --format` knows; `BoundAnswer.render` gives each."""
