"""Who may fill, submit, amend and read reports, and open their cases.

A signal's harm or credibility plays no part: every threat is reported (S1-18, X-2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.incidents.policies import may_speak_up
from stayline.privacy.policies import may_see_incident

if TYPE_CHECKING:
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor
    from stayline.reports.models import Report


def may_report(actor: Actor, report: Report) -> bool:
    """Return whether `actor` may fill, submit, amend and read this report.

    Any team member who handles the incident may, agent or not (S1-21); who made the
    threat, or told of it, never sees it (need to know).
    """
    return may_see_incident(actor, report.incident_id)


def may_attach(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` may add supporting documents: whoever handles it, and its platform."""
    return may_speak_up(actor, incident)
