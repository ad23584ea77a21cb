"""Who may do what about briefs made from the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.command.policies.posts import may_command, may_see_command

if TYPE_CHECKING:
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


def may_read_brief(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` may read the briefs of an incident: those who handle it."""
    return may_see_command(actor, incident)


def may_issue_brief(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` may correct, issue and take away its briefs: who commands it."""
    return may_command(actor, incident)
