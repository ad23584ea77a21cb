"""Who may fill, submit, amend and read reports, and open their cases.

A signal's harm or credibility plays no part: every threat is reported (S1-18, X-2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.incidents.policies import may_decide, may_drive, may_speak_up
from stayline.privacy.policies import may_see_incident
from stayline.reports.models import PEOPLE_AT_RISK

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


def may_fill(actor: Actor, report: Report) -> bool:
    """Return whether `actor` may fill and submit this report.

    Whether somebody at risk was told is for whoever owns the run, or for a supervisor who
    handles the incident, to say; all else is for any team member who handles it.
    """
    if report.form_id != PEOPLE_AT_RISK:
        return may_report(actor, report)
    incident = report.incident
    owns = may_drive(actor, incident) and may_report(actor, report)
    return owns or may_decide(actor, incident)


def may_attach(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` may add supporting documents: whoever handles it, and its platform."""
    return may_speak_up(actor, incident)
