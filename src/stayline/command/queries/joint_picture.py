"""The common operating picture: one page that everybody who commands reads the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stayline.command.queries.assessing import assessment
from stayline.command.queries.briefs import brief
from stayline.command.queries.deployments import deployments
from stayline.command.queries.dispatches import dispatches
from stayline.command.queries.joint import lead_of, members_known
from stayline.command.queries.joint_plans import plans
from stayline.command.queries.messages import messages, situation_report_due
from stayline.command.queries.posts import decisions, posts
from stayline.command.queries.posts_major import major

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.command.queries.assessing import Assessed
    from stayline.command.queries.deployments import DeploymentView
    from stayline.command.queries.dispatches import DispatchView
    from stayline.command.queries.joint import MemberView
    from stayline.command.queries.joint_plans import PlanView
    from stayline.command.queries.messages import MessageView, SituationDue
    from stayline.command.queries.pages import Shown
    from stayline.command.queries.posts import DecisionView, PostView
    from stayline.command.queries.posts_major import Major
    from stayline.incidents.models import Incident
    from stayline_core.briefs import Block

FACTS: Final = ("location", "type", "hazards", "access", "casualties")
"""The blocks of METHANE that the picture shows, in this order; the others it shows itself."""

DECIDED: Final = 4
"""So many of the last decisions stand on one page."""


@dataclass(frozen=True, slots=True)
class CommonPicture:
    """What is known, who does what, what waits: of one incident at one moment.

    `waiting` are messages that nobody has said they have. `help_confirmed` counts the help from
    outside that somebody confirmed, of `help_asked`.
    """

    at: datetime
    lead: Incident | None
    members: tuple[MemberView, ...]
    facts: tuple[Block, ...]
    assessed: Assessed | None
    major: Major | None
    posts: tuple[PostView, ...]
    sent: tuple[DeploymentView, ...]
    waiting: tuple[MessageView, ...]
    decisions: tuple[DecisionView, ...]
    report: SituationDue | None
    report_late: bool
    help: tuple[DispatchView, ...]
    plans: tuple[PlanView, ...]

    @property
    def out(self) -> tuple[DeploymentView, ...]:
        """Those who were sent and have not come to their end."""
        return tuple(one for one in self.sent if one.ended_at is None)

    @property
    def late(self) -> int:
        """How many of them have not been heard, or are not there, in time."""
        return sum(one.late for one in self.out)

    @property
    def held(self) -> tuple[PostView, ...]:
        """The posts that somebody holds."""
        return tuple(one for one in self.posts if not one.vacant)

    @property
    def help_confirmed(self) -> int:
        """How many calls for help came to a good end."""
        return sum(one.settled for one in self.help)


def picture(shown: Shown) -> CommonPicture:
    """Return the common operating picture of an incident (S3-23, S3-46)."""
    incident, at = shown.incident, shown.at
    lead = lead_of(incident)
    blocks = {one.id: one for one in brief(incident, "methane", at=at).blocks}
    report = situation_report_due(incident)
    taken = [one for one in decisions(incident) if not one.corrected]
    taken.sort(key=lambda one: (one.decided_at, one.sequence), reverse=True)
    return CommonPicture(
        at=at,
        lead=lead if lead.id != incident.id else None,
        members=tuple(members_known(incident, actor=shown.actor)),
        facts=tuple(blocks[name] for name in FACTS if name in blocks),
        assessed=assessment(incident),
        major=major(incident),
        posts=tuple(posts(incident)),
        sent=tuple(deployments(incident, at=at)),
        waiting=tuple(one for one in messages(incident) if one.waits),
        decisions=tuple(taken[:DECIDED]),
        report=report,
        report_late=bool(report and report.late(at)),
        help=tuple(dispatches(incident)),
        plans=tuple(plans(incident)),
    )
