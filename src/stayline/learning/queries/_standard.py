"""The UK occupational standard INSCC011, and what in the log is evidence of each criterion.

What care keeps is never among it: looking after oneself is no performance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Criterion:
    """One performance criterion: its requirement, its words, the kinds of entries that show it.

    `would` says what would be evidence, for whoever has none.
    """

    id: str
    requirement: str
    words: str
    kinds: tuple[str, ...]
    would: str


PERFORMANCE: Final = (
    Criterion(
        "PC1",
        "S3-7",
        "Choose the procedure that fits",
        ("incidents.run.started", "incidents.situation.taken", "command.procedure.chosen"),
        "an incident opened on a procedure, or one chosen with its reason",
    ),
    Criterion(
        "PC2",
        "S3-8",
        "Follow the response guidelines",
        ("incidents.step.shown", "incidents.run.event_taken"),
        "steps taken in a run",
    ),
    Criterion(
        "PC3",
        "S3-9",
        "Assess and order",
        (
            "command.incident.assessed",
            "incidents.level.raised",
            "incidents.level.lowered",
            "incidents.answer.demanded",
        ),
        "an incident assessed, a level raised or lowered, or a demand marked",
    ),
    Criterion(
        "PC4",
        "S3-10",
        "Keep one log to the end",
        (
            "incidents.incident.opened",
            "incidents.help.asked",
            "incidents.incident.closed",
            "command.decision.recorded",
        ),
        "an incident opened or closed, or a decision recorded",
    ),
    Criterion(
        "PC5",
        "S3-11",
        "Gather what is needed",
        ("incidents.answer.given", "reports.draft.saved", "command.place.noted"),
        "answers taken, a draft saved, a place noted",
    ),
    Criterion(
        "PC6",
        "S3-12",
        "Hand over in full",
        (
            "escalation.rung.accepted",
            "escalation.receiver.briefed",
            "escalation.hand_over.completed",
            "command.message.acknowledged",
            "command.post.accepted",
        ),
        "a contact or a post accepted, a message acknowledged, or a hand-over completed",
    ),
    Criterion(
        "PC7",
        "S3-13",
        "Answer and ask action owners",
        (
            "incidents.obligation.asked_for",
            "incidents.obligation.met",
            "reports.task.done",
            "command.deployment.more_asked",
            "command.deployment.more_answered",
        ),
        "more asked for or answered, or something owed that was done",
    ),
    Criterion(
        "PC8",
        "S3-14",
        "Give approved advice",
        ("command.advice.given", "incidents.phrase.used", "command.signpost.shown"),
        "approved advice given, an approved sentence used, or a service offered",
    ),
    Criterion(
        "PC9",
        "S3-15",
        "Keep to laws and policies",
        ("incidents.laws.checked",),
        "laws and policies confirmed at closing",
    ),
    Criterion(
        "PC10",
        "S3-16",
        "Notice changed circumstances",
        ("incidents.level.raised", "incidents.threat.recorded", "incidents.safety.recorded"),
        "a level raised, a further threat or a safety fact recorded",
    ),
    Criterion(
        "PC11",
        "S3-17",
        "Choose what is available",
        (
            "command.deployment.asked",
            "command.dispatch.asked",
            "command.number.given",
            "escalation.ladder.raised_again",
        ),
        "somebody who was available sent, or help asked for from the list",
    ),
    Criterion(
        "PC12",
        "S3-18",
        "Choose the way of communicating",
        ("incidents.way.used", "command.message.sent"),
        "a message by a way that was chosen, or a way of reaching somebody recorded",
    ),
    Criterion(
        "PC13",
        "S3-19",
        "State the response needed",
        ("command.deployment.asked", "command.dispatch.asked", "command.dispatch.called"),
        "what, where and by when told to those who go",
    ),
    Criterion(
        "PC14",
        "S3-20",
        "Message outside agencies in their form",
        (
            "command.agency.told",
            "command.agency.confirmed",
            "command.dispatch.called",
            "reports.report.submitted",
        ),
        "an agency told what it needs, contact confirmed, or a report submitted",
    ),
    Criterion(
        "PC15",
        "S3-21",
        "Keep each medium’s style",
        ("command.message.sent", "escalation.guidance.sent", "reports.case.amended"),
        "a message whose style was checked before it was sent",
    ),
    Criterion(
        "PC16",
        "S3-22",
        "Use uniform wording",
        ("command.message.sent", "incidents.phrase.used", "command.dispatch.called"),
        "a message whose wording was checked, or wording of the list used",
    ),
    Criterion(
        "PC17",
        "S3-23",
        "Follow what was deployed",
        (
            "command.deployment.reported",
            "command.deployment.support_added",
            "command.dispatch.answered",
            "command.help.arrived",
        ),
        "how a deployment stands, added support, an answer or an arrival recorded",
    ),
    Criterion(
        "PC18",
        "S3-24",
        "Deal with queries and complaints",
        ("quality.complaint.raised", "quality.complaint.taken", "quality.complaint.answered"),
        "a complaint raised, taken or answered",
    ),
    Criterion(
        "PC19",
        "S3-25",
        "See where colleagues need support",
        ("quality.feedback.given", "learning.colleague.guided", "learning.course.asked_for"),
        "feedback given, or a colleague guided",
    ),
    Criterion(
        "PC20",
        "S3-26",
        "Buddy and coach",
        ("learning.plan.agreed", "learning.session.held"),
        "a plan agreed, or a session held",
    ),
    Criterion(
        "PC21",
        "S3-27",
        "Review the support given",
        ("learning.support.reviewed",),
        "support that was reviewed",
    ),
    Criterion(
        "PC22",
        "S3-28",
        "Improve after a review",
        ("quality.review.finished", "quality.improvement.opened", "quality.improvement.closed"),
        "a review finished, or an action opened or closed",
    ),
    Criterion(
        "PC23",
        "S3-29",
        "Keep personal data and technology lawful",
        ("privacy.access.granted", "privacy.person.excluded", "privacy.hold.placed"),
        "access given or taken with a reason; beside it the module K21",
    ),
)

KINDS: Final = tuple(sorted({kind for one in PERFORMANCE for kind in one.kinds}))
"""Every kind of entry that is looked for."""

KNOWLEDGE_ITEMS: Final = tuple((f"K{n}", f"S3-{29 + n}") for n in range(1, 22))
"""The 21 items of knowledge, each with its requirement."""
