"""The browser that the tests of the page drive."""

import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--no-first-run"]  # fmt: skip


def installed_browser() -> str | None:
    """The path of an installed Chromium or Chrome, or None, for Playwright's own."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (ON_A_MAC if Path(ON_A_MAC).exists() else None)
