"""Pictures of every view of the page, light and dark, wide and phone, and on paper.

    python tests/screenshots.py FOLDER [PAGE.html]

They are for looking at: no test compares them.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from chromium import SWITCHES, installed_browser

SIZES = {"wide": (1440, 900), "phone": (390, 844)}
VIEWS = {
    "map": "#view=map",
    "map-role": "#view=map&node=role:data-scientist",
    "ladder": "#view=ladder",
    "ladder-route": "#view=ladder&route=1.4",
    "ladder-role": "#view=ladder&node=role:data-analyst",
    "list": "#view=list",
    "flows": "#view=flows",
    "flows-industry": "#view=flows&by=industry",
    "about": "#view=about",
    "credential": "#view=ladder&node=credential:cloud-certification",
    "industry": "#view=list&node=industry:technology",
    "step": "#view=ladder&node=step:data-analyst-to-data-scientist",
    "filtered": "#view=map&level=1.4&industry=industry:finance&off=Skill",
}
PRINTED = ("map", "ladder", "ladder-route", "list", "flows")


def main(folder: Path, page: Path) -> None:
    """Write the pictures of a page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed_browser(), args=SWITCHES, headless=True
        )
        for name, path in pictures(browser, page, folder):
            print(name, path)
        browser.close()


def pictures(browser: Browser, file: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield each picture after it was written."""
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                offline=True, color_scheme=scheme, viewport={"width": width, "height": height}
            )
            page = context.new_page()
            for view, hash in VIEWS.items():
                show(page, file, hash)
                path = folder / f"{view}-{size}-{scheme}.png"
                page.screenshot(path=path)
                yield view, path
                if (size, scheme) == ("wide", "light") and view in PRINTED:
                    paper = folder / f"{view}.pdf"
                    page.pdf(path=paper, prefer_css_page_size=True, print_background=True)
                    yield view, paper
            context.close()
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1440, "height": 900}
    )
    page = context.new_page()
    page.goto(file.as_uri())
    page.screenshot(path=folder / "no-script.png", full_page=True)
    yield "no-script", folder / "no-script.png"
    context.close()


def show(page: Page, file: Path, hash: str) -> None:
    """Open a view afresh and wait until it stands."""
    page.goto("about:blank")
    page.goto(file.as_uri() + hash)
    page.wait_for_function("window.careergraph !== undefined")
    page.wait_for_timeout(250)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    if len(sys.argv) > 2:
        main(target, Path(sys.argv[2]))
    else:
        from careergraph import open as open_graph

        with tempfile.TemporaryDirectory() as made:
            written = Path(made) / "careers.html"
            open_graph().page(written)
            main(target, written)
