"""The site of the documentation: built without a warning, whole, and readable without a network."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import careergraph
from careergraph import errors
from careergraph.cli import main
from careergraph.serve.addresses import ADDRESSES
from careergraph.sparql import recipes
from careergraph.terms import CAREER
from chromium import SWITCHES, installed_browser
from doc_blocks import PAGES
from shared import ROOT
from test_ontology import DECLARED

HOSTS = {
    "credentialengine.org", "credreg.net", "esco.ec.europa.eu", "github.com", "nces.ed.gov",
    "www.bls.gov", "www.onetcenter.org",
    "pradyunsg.me",  # the theme names its author
    "creativecommons.org", "data.europa.eu", "purl.org", "schema.org", "w3id.org", "www.w3.org",
    "rdf-vocabulary.ddialliance.org", "rdfs.co", "xmlns.com", "semanticscience.org",
}  # fmt: skip
"""Where links may lead: publishers of data, and the vocabularies that ours is aligned with."""


@dataclass
class Html(HTMLParser):
    """What a page of the site has: ids, links, and whatever a browser loads by itself."""

    file: Path
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given["id"]} if "id" in given else set()
        if "href" in given:
            (self.links if tag == "a" else self.loaded).append(given["href"])
        self.loaded += [
            given[name] for name in ("src", "srcset", "data", "poster") if name in given
        ]


@dataclass(frozen=True)
class Site:
    """The built site: its folder, and its pages by path."""

    folder: Path
    pages: dict[Path, Html]

    def page(self, name: str) -> Html:
        return self.pages[self.folder / f"{name}.html"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site as `make docs` builds it; a warning is an error."""
    folder = tmp_path_factory.mktemp("site")
    run = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-E",
         "-d", str(tmp_path_factory.mktemp("doctrees")), "docs", str(folder)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    return Site(folder, {file: Html(file) for file in sorted(folder.rglob("*.html"))})


def remote(link: str) -> bool:
    return bool(urlsplit(link).netloc) or urlsplit(link).scheme not in ("", "data")


# ---------------------------------------------------------------- links


def test_every_page_is_in_the_site(site: Site) -> None:
    written = {page.relative_to(ROOT / "docs").with_suffix("") for page in PAGES
               if ROOT / "docs" in page.parents}  # fmt: skip
    assert {site.folder / f"{page}.html" for page in written} <= {*site.pages}


def test_no_link_between_pages_is_dead(site: Site) -> None:
    dead = [f"{file.relative_to(site.folder)}: {link}" for file, page in site.pages.items()
            for link in (*page.links, *page.loaded)
            if not remote(link) and not leads(site, file, link)]  # fmt: skip
    assert dead == []


def leads(site: Site, file: Path, link: str) -> bool:
    """Tell whether a link from a page leads to a file that is there, and a place in it."""
    parts = urlsplit(link)
    if parts.scheme == "data":
        return True
    target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
    if not parts.fragment or target.suffix != ".html":
        return target.is_file()
    return target in site.pages and unquote(parts.fragment) in {*site.pages[target].ids, "top"}


def test_links_to_elsewhere_are_secure_and_to_hosts_that_we_know(site: Site) -> None:
    found = {link for page in site.pages.values() for link in page.links if remote(link)}
    assert {urlsplit(link).hostname for link in found} <= HOSTS
    # An IRI of a vocabulary is a name, and is written as its authors write it.
    insecure = {urlsplit(link).hostname for link in found if urlsplit(link).scheme != "https"}
    assert insecure <= {"data.europa.eu", "purl.org", "www.w3.org", "xmlns.com", "rdfs.co",
                        "rdf-vocabulary.ddialliance.org", "semanticscience.org"}  # fmt: skip


# ---------------------------------------------------------------- without a network


def test_nothing_is_loaded_from_elsewhere(site: Site) -> None:
    assert [each for page in site.pages.values() for each in page.loaded if remote(each)] == []
    sheets = [file.read_text(encoding="utf-8") for file in site.folder.rglob("*.css")]
    assert sheets
    named = [url for sheet in sheets for url in re.findall(r"url\(\s*[\"']?([^)\"']+)", sheet)]
    assert [url for url in named if remote(url)] == []
    assert [sheet for sheet in sheets if re.search(r"@import\s+[\"']https?:", sheet)] == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def offline(browser: Browser) -> Iterator[Page]:
    """A page from disk without a network; in the end nothing was asked for and nothing failed."""
    context = browser.new_context(offline=True, reduced_motion="reduce")
    page = context.new_page()
    asked: list[str] = []
    troubles: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda told: troubles.append(told.text) if told.type == "error" else None)
    yield page
    context.close()
    assert troubles == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_the_search_finds_what_the_code_wrote_from_disk(site: Site, offline: Page) -> None:
    offline.goto((site.folder / "index.html").as_uri())
    offline.fill("input[name=q]", "steps-without-second-source")
    offline.press("input[name=q]", "Enter")
    offline.wait_for_selector("#search-results li a")
    offline.click("#search-results li a >> text=The cookbook")
    assert offline.locator("h1").inner_text().startswith("The cookbook")


def test_a_term_is_at_the_end_of_its_iri(site: Site, offline: Page) -> None:
    offline.goto((site.folder / "reference" / "ontology.html").as_uri() + "#RoleGroup")
    place = offline.evaluate("document.getElementById('RoleGroup').getBoundingClientRect().top")
    assert 0 <= place < 200
    assert "career:RoleGroup" in offline.inner_text(":target")


# ---------------------------------------------------------------- the reference


def test_every_term_of_the_ontology_is_told(site: Site) -> None:
    assert {str(term).removeprefix(CAREER) for term in DECLARED} <= site.page(
        "reference/ontology"
    ).ids


def test_every_recipe_is_told_with_its_first_rows(site: Site) -> None:
    page = site.page("reference/cookbook")
    assert {each.name for each in recipes()} <= page.ids
    text = page.file.read_text(encoding="utf-8")
    assert "Algorithm Governance Lead" in text
    assert text.count(" rows:") == len(recipes())


def test_every_command_is_told_with_its_help(site: Site) -> None:
    assert {"-".join(path) for path in commands(main, ("careergraph",))} <= site.page(
        "reference/commands"
    ).ids


def commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below
            yield from commands(below, (*path, name))


def test_every_public_name_error_and_address_is_told(site: Site) -> None:
    names = {f"careergraph.{name}" for name in careergraph.__all__} - {"careergraph.__version__"}
    assert names <= site.page("reference/python").ids
    told = site.page("reference/errors").file.read_text(encoding="utf-8")
    assert [each for each in vars(errors) if each.endswith("Error") and each not in told] == []
    page = site.page("reference/http").file.read_text(encoding="utf-8")
    assert [name for name in ADDRESSES if f">/{name}<" not in page] == []
