"""The documentation site: Markdown in this folder, and a reference made from the code itself.

`make docs` builds it into build/docs. It loads nothing from elsewhere: see decision 12.
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "graph"), str(HERE / "_ext")]

from careergraph import __version__  # noqa: E402

project = "careergraph"
author = copyright = "The careergraph developers"
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "generated"]
exclude_patterns = ["_ext"]
html_theme = "furo"
html_title = f"careergraph {release}"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_search_summary = False  # it would be fetched, which browsers refuse from disk
html_static_path = ["_static"]
html_css_files = ["site.css"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
myst_heading_slug_func = "generated.slug"

# Docstrings are plain English in which `this` is code.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_class_signature = "separated"
# Types of others, and those inside that have no page of their own.
nitpick_ignore_regex = [("py:.*", r"(?!careergraph\.[A-Z]).*")]
# Pygments does not know every property path of SPARQL; it shows these without colours.
suppress_warnings = ["misc.highlighting_failure"]
