"""The briefing: five lines in some twenty seconds, shown while joining; it gates nothing.

Situation, background, assessment, recommendation, and the words on the desk now. It holds
facts of the log and the run, never a score (NICE NG225), and words of the contact: only
people who handle it or were rung may see it (`privacy.policies.may_see_briefing`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from stayline.contacts.queries import caller as caller_of
from stayline.escalation.queries.ladders import ladder
from stayline.incidents.models import Incident
from stayline.incidents.queries import (
    LEVEL_WORDS,
    LineView,
    last_run,
    lines,
    not_yet_known,
    screen,
    state_of,
)
from stayline_core.protocol import Screen
from stayline_core.protocol.language import is_safety_field

HARMS: Final = {
    "self_harm": "They spoke of suicide or self-harm.",
    "violence": "They spoke of harming somebody.",
    "bomb": "They spoke of a bomb.",
    "abuse_disclosure": "They told of abuse.",
    "abusive_language": "They are abusive to staff.",
    "supervisor_demand": "They ask for a supervisor.",
    "harassment": "They told of harassment.",
    "emergency": "They told of an emergency.",
}
FORMS: Final = {
    "direct": "Said directly",
    "implied": "Said in other words",
    "perceived": "Perceived by the agent",
}
ANSWERS: Final = {
    "caller_did_not_say": "did not say",
    "not_asked": "not asked",
    "refused": "would not say",
    "unknown": "not known",
}
CHANNELS: Final = {
    "voice": "on the phone",
    "in_person": "here in person",
    "chat": "in a chat",
    "sms": "writing text messages",
    "email": "writing email",
    "social_media": "writing on social media",
    "letter": "writing by letter",
    "staff": "not here: staff reported it",
}
COMES_FOR: Final = {
    "respond": "You are asked to respond. ",
    "investigate": "You are asked to investigate: look into what was reported, and let nobody "
    "tell it twice. ",
}
"""What whoever accepts comes for, before all else they are told (S0-33)."""
LAST_LINES: Final = 40


@dataclass(frozen=True, slots=True)
class BriefingLine:
    """One of the five lines: its heading, the question it answers, and the answer."""

    heading: str
    question: str
    text: str


def briefing(ladder_id: UUID, *, known: Iterable[str] = ()) -> tuple[BriefingLine, ...]:
    """Return the five lines for whoever joins (S3-12): situation to next words.

    `known` names the fields that were learned in another way than in the run: the briefing
    ends its assessment with what nobody knows yet of the least that is needed (S3-36).

    Raises:
        LadderNotFound: no ladder has this id.
    """
    row = ladder(ladder_id)
    incident = row.incident
    shown = screen(incident)
    title, step = (shown[0].title, shown[1]) if shown else ("", None)
    return (
        BriefingLine("Situation", "What is happening now", _situation(incident)),
        BriefingLine("Background", "What led here", _background(incident)),
        BriefingLine("Assessment", "Facts, not a score", _assessment(incident, known)),
        BriefingLine(
            "Recommendation",
            f"From {title}" if title else "",
            f"{COMES_FOR[row.purpose]}{_recommendation(incident, step)}",
        ),
        BriefingLine("Next words", "On the desk now", _next_words(step)),
    )


def _situation(incident: Incident) -> str:
    harm = HARMS.get(incident.kind, "Somebody pressed for help.")
    contact = incident.contact
    if contact is None:
        return f"Reported by staff. {harm}"
    who = caller_of(contact).name or "The caller"
    agent = f" with {contact.agent.name}" if contact.agent else ""
    left = " The caller's line has dropped." if contact.caller_left_at else ""
    words = _marked_words(lines(contact.id, limit=LAST_LINES))
    return f"{who} is {CHANNELS[contact.channel]}{agent}.{left} {harm}{words}"


def _marked_words(said: list[LineView]) -> str:
    """Return the newest words that raised a signal, exactly as they were said."""
    marked = [one for one in said if one.marks]
    return f" In their words: “{marked[-1].text}”" if marked else ""


def _background(incident: Incident) -> str:
    opened = incident.opened_at.astimezone(ZoneInfo(incident.site.zone))
    how = "by a signal" if incident.opened_how == "signal" else "by somebody pressing for help"
    threats = incident.threats.filter(void_at=None).count()
    more = f" {threats} threats so far." if threats > 1 else ""
    helped = incident.ladders.filter(hand_overs__state="lost").exists()
    again = " Somebody who had accepted could not stay." if helped else ""
    return f"Opened at {opened:%H:%M:%S} ({opened:%z}) {how}.{more}{again}"


def _assessment(incident: Incident, known: Iterable[str]) -> str:
    parts = [f"{LEVEL_WORDS[incident.level]} (L{incident.level})."]
    threat = incident.threats.filter(void_at=None).order_by("at").first()
    if threat is not None:
        condition = ", with a condition" if threat.conditional else ""
        now = ", about to happen" if threat.imminent else ""
        parts.append(f"{FORMS[threat.form]}{condition}{now}.")
    safety = _safety_answers(incident)
    parts.append(" ".join(safety) if safety else "Nothing about their safety is answered yet.")
    open_still = [_within_a_sentence(one.label) for one in not_yet_known(incident, known)]
    if open_still:
        parts.append(f"Not yet known: {', '.join(open_still)}.")
    return " ".join(parts)


def _within_a_sentence(label: str) -> str:
    """Return a field's label as part of a sentence: “Where is it?” is “where is it”."""
    return (label[:1].lower() + label[1:]).rstrip("?")


def _safety_answers(incident: Incident) -> list[str]:
    run = last_run(incident.id)
    if run is None:
        return []
    return [
        f"{_words(name)}: {answer.text or ANSWERS.get(answer.value, answer.value)}."
        for name, answer in state_of(run).answers.items()
        if is_safety_field(name)
    ]


def _recommendation(incident: Incident, step: Screen | None) -> str:
    asked = incident.obligations.filter(do_kind="dispatch").order_by("owed_at").first()
    if asked is None:
        outside = "Emergency services have not been asked for."
    elif asked.state == "met":
        outside = "Emergency services have been called."
    else:
        outside = "Emergency services are asked for; the call is not confirmed yet."
    at_step = f" The step is “{step.title or _words(step.step)}”." if step else ""
    return f"Join, say who you are, and speak to them.{at_step} {outside}"


def _next_words(step: Screen | None) -> str:
    if step is None:
        return "Keep talking, and stay with them."
    questions = [question for _, question in step.asks if question]
    words = [*step.say, *questions] or list(step.note)
    return " ".join(words) or "Keep talking, and stay with them."


def _words(name: str) -> str:
    """Return a field's or a step's name in words: `safety.in_danger_now` is `In danger now`."""
    return name.rsplit(".", 1)[-1].rsplit("/", 1)[-1].replace("_", " ").capitalize()
