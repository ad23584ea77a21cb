"""`stayline cards`: the pack of paper for when Stayline is down."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from stayline.config.commands._centre import load_centre, require_ready, stop


@click.command()
@click.option("--site", help="Short name of the site; needed where there are several.")
@click.option(
    "--copies",
    type=click.IntRange(0, 50),
    default=3,
    show_default=True,
    help="Blank forms of each kind.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The HTML file; else SITE.html in the folder `continuity` of the data folder.",
)
@click.option("--page-only", is_flag=True, help="Only the page: a PDF of it takes half a minute.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    site: str | None, copies: int, output: Path | None, *, page_only: bool, as_json: bool
) -> None:
    """Make the continuity pack of a site: print it, and keep it where everybody finds it.

    The minimum-safe card, what to say to emergency services, the people to call with their
    numbers, a card for each protocol in force, and blank forms. The forms have numbers of their
    own (SLP-…-P0001), reserved and logged now. It names people: keep it in the site, not in a
    repository. Print it from a browser; a PDF is written as well where Pango is installed.
    `stayline paper` says what became of each number.
    """
    options = load_centre()
    require_ready(options)
    from stayline.config.continuity.pack import gather
    from stayline.config.continuity.printing import write_page, write_pdf
    from stayline.people.queries import site_by_slug, sites, system_actor
    from stayline.platform.context import BANNERS
    from stayline.platform.errors import StaylineError

    known = sites()
    if site is None and len(known) != 1:
        names = ", ".join(one.slug for one in known) or "none yet"
        stop(f"Say which site with --site. There are: {names}.", code=2)
    try:
        row = site_by_slug(site) if site else known[0]
        path = output or options.data_dir / "continuity" / f"{row.slug}.html"
        pack = gather(
            row,
            copies=copies,
            banner=BANNERS[options.mode],
            actor=system_actor("command_line"),
            at=datetime.now(UTC),
        )
        page = write_page(pack, path)
        pdf = path.with_suffix(".pdf")
        has_pdf = not page_only and write_pdf(page, pdf)
    except StaylineError as refused:
        stop(f"{refused.sentence} {refused.mend}".strip())
    told = {
        "html": str(path),
        "pdf": str(pdf) if has_pdf else None,
        "site": row.slug,
        "protocols": len(pack.protocols),
        "forms": [sheet.number for sheet in pack.sheets],
    }
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(f"{path}: open it in a browser and print it. It names people.")
    if has_pdf:
        click.echo(f"{pdf}: the same as PDF.")
    if pack.numbers:
        click.echo(f"The blank forms have the numbers {pack.numbers}; they are on record.")
