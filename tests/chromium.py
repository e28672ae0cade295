"""The browser that the tests of the page drive: opened from disk, with the network cut off."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--no-first-run"]  # fmt: skip
MISSING = "no browser: `make test` installs one; by hand, install Chromium or run {}".format(
    "`python -m playwright install chromium`"
)

Open = Callable[..., Page]


def installed_browser() -> str | None:
    """The path of an installed Chromium or Chrome, or None, for Playwright's own."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (ON_A_MAC if Path(ON_A_MAC).exists() else None)


def wait_until_ready(page: Page, seconds: float = 20) -> None:
    """Wait until the page has started; `wait_for_function` would, but its policy forbids eval."""
    for _ in range(round(seconds * 100)):
        if page.evaluate("window.careergraph !== undefined"):
            return
        page.wait_for_timeout(10)
    raise TimeoutError("the page has not started")


class Opener:
    """Opens HTML from disk, offline; `check` says that no error, request or dialog occurred."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.contexts: list[Any] = []
        self.troubles: list[str] = []
        self.requests: list[str] = []

    def __call__(
        self,
        html: str,
        *,
        hash: str = "",
        size: tuple[int, int] = (1440, 900),
        scheme: Any = "light",
    ) -> Page:
        file = self.folder / "page.html"
        file.write_text(html, encoding="utf-8", newline="\n")
        context = self.browser.new_context(
            offline=True, color_scheme=scheme, viewport={"width": size[0], "height": size[1]}
        )
        self.contexts.append(context)
        context.set_default_timeout(10_000)
        context.route("**/*", self.refuse)
        page = context.new_page()
        page.on("console", lambda m: self.troubles.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("dialog", lambda dialog: (self.troubles.append("dialog"), dialog.dismiss()))
        page.goto(file.as_uri() + hash)
        wait_until_ready(page)
        return page

    def refuse(self, route: Route) -> None:
        """Let nothing through but files."""
        self.requests.append(route.request.url)
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            route.abort()

    def check(self) -> None:
        """Close everything, and say that nothing went wrong and nothing was asked for."""
        for context in self.contexts:
            context.close()
        assert self.troubles == []
        assert [url for url in self.requests if not re.match(r"file:.*/page\.html", url)] == []
