"""`stayline paper`: what became of each paper form."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from stayline.config.commands._centre import load_centre, require_ready, stop


@click.command()
@click.argument("number", required=False)
@click.option("--incident", default="", help="It was entered as this incident, by its number.")
@click.option("--unused", default="", help="It was not used, and why: spoilt, lost, thrown away.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(number: str | None, incident: str, unused: str, *, as_json: bool) -> None:
    """List the numbers of paper forms and what became of them, or settle NUMBER.

    A form that was filled in while Stayline was down is entered afterwards with its original
    times (see the how-to on continuity), and its number is settled with the incident's. A number
    that nobody settled is a question: somebody may hold a threat on paper.

    Exit status: 0 no number is open, or this one is settled; 1 some are open, or it was refused.
    """
    require_ready(load_centre())
    from stayline.config.continuity.numbers import paper_numbers, settle_number
    from stayline.people.queries import system_actor
    from stayline.platform.errors import StaylineError

    if number is not None:
        try:
            settle_number(
                number,
                incident=incident,
                unused=unused,
                actor=system_actor("command_line"),
                at=datetime.now(UTC),
            )
        except StaylineError as refused:
            stop(f"{refused.sentence} {refused.mend}".strip())
        said = f"entered as {incident}" if incident else "unused"
        click.echo(
            json.dumps({"number": number, "incident": incident})
            if as_json
            else f"{number} is settled: {said}."
        )
        return
    found = paper_numbers()
    still_open = [one.number for one in found if one.open]
    if as_json:
        rows = [
            {"number": one.number, "incident": one.incident, "unused": one.unused} for one in found
        ]
        click.echo(json.dumps({"numbers": rows, "open": still_open}))
    else:
        for one in found:
            said = one.incident or (f"unused: {one.unused}" if one.unused else "OPEN")
            click.echo(f"{one.number}  printed {one.printed_at:%Y-%m-%d}  {said}")
        click.echo(f"{len(found)} printed, {len(still_open)} open.")
    raise SystemExit(1 if still_open else 0)
