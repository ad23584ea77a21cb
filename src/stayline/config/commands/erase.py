"""`stayline erase`: forget the caller of one incident, for good, with a tombstone."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import click

from stayline.config.commands._centre import load_centre, require_ready


@click.command()
@click.argument("incident")
@click.option("--reason", required=True, help="Why; it stays in the record.")
@click.option("--yes", is_flag=True, help="Do not ask. It cannot be undone.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(incident: str, reason: str, *, yes: bool, as_json: bool) -> None:
    """Forget the caller of INCIDENT, its number, in every room: words, answers, drafts, name.

    Complaints about its handling, reviews, feedback and messages that left go with it. The
    entries stay in their places and the record still verifies. Refused while a legal hold
    stands on it.
    """
    require_ready(load_centre())
    from stayline.incidents.actions.personal import (
        caller_of,
        forget_person_on_the_line,
        still_held_of,
    )
    from stayline.incidents.queries import by_number
    from stayline.ledger.actions import sweep_attachments
    from stayline.people.queries import system_actor
    from stayline.platform.errors import StaylineError
    from stayline.privacy.errors import Held
    from stayline.privacy.queries import hold_on

    try:
        row = by_number(incident)
        if row.contact is None:
            click.echo(f"{row.number} has no contact, so there is no caller to forget.", err=True)
            sys.exit(1)
        if (hold := hold_on(row.id)) is not None:
            raise Held(f"{row.number} is held: {hold.reason}")
        if not yes:
            click.confirm(f"Forget the caller of {row.number}? This cannot be undone.", abort=True)
        actor, at = system_actor("command_line"), datetime.now(UTC)
        done = forget_person_on_the_line(contact=row.contact, reason=reason, actor=actor, at=at)
        receipt = next(one for one in done if one.stream_id == row.stream_id)
        left = still_held_of(caller_of(row.contact.id))
        # Nothing opens the caller's files any more; they need not lie here either.
        sweep_attachments(at=at)
    except StaylineError as refused:
        click.echo(refused.sentence, err=True)
        sys.exit(1)
    if as_json:
        click.echo(
            json.dumps({"incident": row.number, "tombstone": receipt.sequence, "left": left})
        )
    else:
        click.echo(f"The caller of {row.number} is forgotten. Entry {receipt.sequence} says so.")
