"""`careergraph route`: from here to there, under limits, with reasons."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click

from careergraph.cli.options import (
    Decorator,
    emit,
    graph_option,
    open_graph,
    output_option,
    say,
    terminal_width,
)

FORMS = ("text", "json", "md", "csv", "html", "turtle", "ctdl")
"""The names of `routes.forms.FORMS`, here too so that help needs no engine; a test compares."""


class _Part(NamedTuple):
    """An option for a part of a question; one without `metavar` is a flag, `many` may be repeated.

    `field` is how the library calls it, where that is not the option's own name.
    """

    name: str
    text: str
    metavar: str | None = None
    field: str | None = None
    many: bool = False

    def option(self) -> Decorator:
        """Return the option for click."""
        names = f"--{self.name}", self.field or self.name.replace("-", "_")
        if self.metavar is None:
            return click.option(*names, is_flag=True, help=self.text)
        text = f"{self.text} May be repeated." if self.many else self.text
        return click.option(*names, metavar=self.metavar, multiple=self.many, help=text)


_PARTS = (
    _Part("from", "Role, level, industry or credential to start from.", "NAME", "start"),
    _Part("to", "Role, level or industry to reach.", "NAME", "goal"),
    _Part("without-further-degree", "Leave out steps that demand a degree above the baseline."),
    _Part("without-further-credential", "Leave out steps that demand any credential not held."),
    _Part("at-most-degree", "No step may demand a higher degree than this.", "DEGREE",
          "highest_degree"),
    _Part("degree-share", "Take a degree for needed where this share of those in a role has it or "
          "a higher one, such as 72% or 0.72.  [default: 50%]", "SHARE"),
    _Part("holding", "A credential already held.", "CREDENTIAL", many=True),
    _Part("knowing", "A skill already learned.", "SKILL", "skills", many=True),
    _Part("experience", "Years already worked, such as 3 or '18 months'.", "YEARS"),
    _Part("max-steps", "The most steps a route may have.", "N"),
    _Part("max-years", "The most years it may take, such as 6 or '18 months'.", "YEARS"),
    _Part("max-new-skills", "The most skills that may have to be learned.", "N"),
    _Part("pay-at-least", "The least pay a year at the goal, such as 120000 or 120k.", "USD"),
    _Part("pay-never-drops", "Leave out steps to a role whose pay lies wholly below the last."),
    _Part("stay-in", "Every step has to be in one of these industries.", "INDUSTRY", many=True),
    _Part("through", "Some step has to be in each of these industries.", "INDUSTRY", many=True),
    _Part("avoid", "A role not to pass through.", "ROLE", many=True),
    _Part("avoid-licensed", "Leave out roles that need a licence."),
    _Part("kind", "A kind of step allowed; without it all are.", "KIND", "kinds", many=True),
    _Part("counted", "Leave out steps that nobody was counted to make."),
    _Part("reading", "Only routes open under this reading; otherwise each says its status.",
          "cautious|generous|SOURCE"),
    _Part("without-source", "Leave the claims of a source out.", "SOURCE", many=True),
    _Part("unknown", "Whether limits let pass what is not known.  [default: allow]",
          "allow|forbid"),
    _Part("by", "What is best: steps, years, pay, new-skills, contested or counted (how often "
          "people were counted to move so); with --k first things first, without it as "
          "by --pareto.", "COST", "objectives", many=True),
    _Part("pareto", "The routes that no other one surpasses in every cost, or in all of --by."),
    _Part("diverse", "The best routes that are unlike each other."),
    _Part("k", "The most routes, or changes, to show.  [default: 5]", "N"),
)  # fmt: skip

_VIEWS = (
    _Part("why-not", "What would open a route, or a supported one, and what closes all others."),
    _Part("leverage", "What single credential, skill or waived degree opens the most roles."),
    _Part("gateways", "Which roles lie on the way, by default from entry to senior roles."),
    _Part("as-sparql", "The SPARQL 1.1 that gives the same starts and goals."),
)
"""What can be asked of a question instead of its routes."""


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for part in reversed((*_PARTS, *_VIEWS)):
        command = part.option()(command)
    return command


@click.command()
@click.argument("phrase", required=False, metavar='["from START to GOAL ..."]')
@_options
@click.option("--format", "form", type=click.Choice(FORMS),
              help="How to write it.  [default: by the ending of -o, else text]")  # fmt: skip
@graph_option
@output_option
@click.pass_context
def route(
    context: click.Context, /, form: str | None, graph: tuple[str, ...], output: Path | None,
    **asked: Any,
) -> None:  # fmt: skip
    """Show the routes that answer PHRASE, with the reasons for each.

    PHRASE reads like "from entry role to senior role without further degree" or "from Data
    Analyst to Team Manager in at most 3 steps"; options say the same in parts. Exit 0 when there
    is a route, 1 when there is none.

    The form is that of --format, else that of FILE's ending. html is one page: the routes drawn
    over the graph, or, where that has more than 1,000 nodes, over the part of it that they rest on.
    """
    from careergraph.reports import form_of, report

    views = [view.name for view in _VIEWS if asked.pop(view.name.replace("-", "_"))]
    form = form or form_of(output, views=views)
    content, found = report(
        open_graph(graph), views=views, form=form, width=terminal_width(output), note=say, **asked
    )
    emit(content, output)
    context.exit(0 if found else 1)
