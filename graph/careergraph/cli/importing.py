"""`careergraph import`: a release of a classification, as it was downloaded, into a market."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from careergraph.cli.options import emit, output_option, say, writes
from careergraph.cli.progress import told
from careergraph.market.generations import generation
from careergraph.market.importing import Imported, import_release
from careergraph.rules.choosing import PRESETS, read
from careergraph.sources import SHIPPED, SOURCES
from careergraph.store import shipped


def _place(source: str, path: Path | None) -> Path:
    """Where a source is: at the path that was named, or, of one that is shipped, here."""
    if source in SHIPPED and path is not None:
        raise click.UsageError(f"{source} is shipped with careergraph and takes no PATH; leave out "
                               f"{path}")  # fmt: skip
    if source in SHIPPED:
        return shipped(SHIPPED[source])
    if path is None:
        raise click.UsageError(f"where is {source}? Name the PATH of the release you downloaded")
    return path


@contextmanager
def changing(into: Path) -> Iterator[None]:
    """Notice when a market is changed, so that Ctrl-C can tell whether it was."""
    before = generation(into)
    try:
        yield
    finally:
        if generation(into) != before:
            writes()


def summary(done: Imported, into: Path) -> str:
    """Return in one line what an import came to."""
    release = done.release
    what = " ".join(filter(None, (release.name, release.version)))
    if done.anew:
        return f"{into} holds {what} already; all that follows is derived anew, by the rules " \
            f"{done.rules.text()}"  # fmt: skip
    if not done.changed:
        return f"{into} holds {what} already; nothing was changed"
    parts = ", ".join(f"{n:,} {name}" for name, n in release.counts.items())
    instead = f" in place of {done.before.version or 'an earlier release'}" if done.before else ""
    return f"read {what}{instead} into {into}: {parts}"


def _mended(done: Imported, into: Path) -> Iterator[str]:
    """What was damaged, and what has to be done about it."""
    if done.damaged:
        more = f" and {len(done.damaged) - 3} others" if len(done.damaged) > 3 else ""
        yield f"{into} was damaged: {'; '.join(done.damaged[:3])}{more}; it was made anew"
    for name in done.lost:
        yield f"{name} was lost with the damaged files; import it again"


def _text(done: Imported, into: Path) -> str:
    told = done.difference.text().splitlines() if done.difference else []
    return "\n".join([summary(done, into), *(f"  {line}" for line in told)]) + "\n"


def _json(done: Imported, into: Path) -> str:
    values = {
        "source": done.release.name,
        "version": done.release.version,
        "into": str(into),
        "changed": done.changed,
        "rules": done.rules.as_json(),
        "counts": dict(done.release.counts),
        "findings": list(done.findings),
        "difference": done.difference.values() if done.difference else None,
    }
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


_WRITERS = {"text": _text, "json": _json}


@click.command(name="import")
@click.argument("source", type=click.Choice(list(SOURCES)))
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--into", type=click.Path(path_type=Path), required=True, metavar="FOLDER",
              help="The market: a folder that an import makes.")  # fmt: skip
@click.option("--preset", type=click.Choice(list(PRESETS)),
              help="By which rules steps and levels are derived; the market keeps them.",
)  # fmt: skip
@click.option("--rules", type=click.Path(path_type=Path), metavar="FILE.toml",
              help="Single thresholds to take in place of the preset's; the market keeps them.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Fail rather than leave anything out.")
@click.option("--format", "form", type=click.Choice(list(_WRITERS)), default="text",
              show_default=True, help="How to print what came of it.")  # fmt: skip
@output_option
def importing(
    source: str, path: Path | None, into: Path, preset: str | None, rules: Path | None,
    strict: bool, form: str, output: Path | None,
) -> None:  # fmt: skip
    """Read a release of SOURCE at PATH, a folder or a zip as its publisher ships it.

    \b
    esco        the classification of the European Commission, CSV or Turtle
    onet        the O*NET database, text files
    bls         wages, employment and projections of the Bureau of Labor Statistics
    crosswalk   mappings between classifications, SSSOM among them
    ctdl        pathways in the Credential Transparency Description Language
    curated     the shipped graph, mapped to the others; takes no PATH

    The market answers like any graph: careergraph route "..." --graph FOLDER. A release that it
    holds changes nothing. A newer one of the same data set, such as bls-oews-national,
    bls-projections or crosswalk-cip-soc, takes the place of the old, and what differs is told. What
    is in one folder is one release; it takes the place of those whose data sets are all in it.
    Whatever had to be left out is counted on stderr. Interrupted at any moment, the market is what
    it was before.

    With --preset nesta, transitions are also judged as Nesta's Mapping Career Causeways does. Rules
    once named hold for later imports; others, named with any import, derive anew all that follows.
    """
    place = _place(source, path)
    values = read(rules, preset=preset).values if rules else None
    with told("triples") as progress, changing(into):
        done = import_release(source, place, into=into, strict=strict, preset=preset,
                              settings=values, progress=progress)  # fmt: skip
    for line in (*_mended(done, into), *map(str, done.findings)):
        say(line)
    emit(_WRITERS[form](done, into), output)
