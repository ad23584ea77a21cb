"""axe-core on a page as it stands: wide and narrow, light and dark, with everything unfolded."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Page

SCRIPT: Final = Path(__file__).parent.joinpath("vendor", "axe", "axe.min.js").read_text("utf-8")
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
OF_COLOUR: Final = ("color-contrast", "link-in-text-block")
"""The rules whose answer depends on the theme; the others are asked in one theme."""

SIZES: Final = ((390, 844), (1360, 900))
UNFOLD: Final = """() => {
  for (const one of document.querySelectorAll("details:not(.sl-menu)")) one.open = true;
}"""
THEME: Final = "(theme) => document.documentElement.setAttribute('data-bs-theme', theme)"
RUN: Final = """async (asked) => {
  const found = await axe.run(document, {runOnly: asked, resultTypes: ["violations"]});
  return found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.html.slice(0, 160)} (${(node.failureSummary || "").split("\\n")[1]})`));
}"""


def violations(page: Page) -> list[str]:
    """What breaks a rule of WCAG 2.2 A or AA here; the page is light and wide at the end."""
    page.evaluate(SCRIPT)
    page.evaluate(UNFOLD)
    found = []
    for theme in ("dark", "light"):
        page.evaluate(THEME, theme)
        asked = (
            {"type": "tag", "values": TAGS}
            if theme == "light"
            else {"type": "rule", "values": OF_COLOUR}
        )
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            place = f"{urlsplit(page.url).path} {theme} {width}"
            found += [f"{place}: {one}" for one in page.evaluate(RUN, asked)]
    return found
