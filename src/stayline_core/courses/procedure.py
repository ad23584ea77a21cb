"""The training of one version of a procedure, made from the procedure itself.

Whatever a centre writes has its training at once, and a new version has a new one: what is
asked is what that version says. It shows that somebody has read it; practice shows the rest.
Requirements S0-14, S0-20.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stayline_core.courses.course import RESERVED, Course, Part, Question, Source, question
from stayline_core.protocol.language import Protocol, Step

OWN: Final = Source("The procedure itself, in this version", "own", "")
PASS_MARK: Final = 80
REMIND_DAYS: Final = 30
MONTHS: Final = 12
MOST: Final = 3
MISTAKES: Final = (
    "Please calm down first.",
    "I promise that nobody will ever hear of this.",
    "That is not my department.",
)
"""What procedures never say; an option beside a sentence that one does say."""

HOLDS: Final = {
    "keep_contact_open": (
        "May you end this contact yourself?",
        "No. A supervisor alone may end it, with a reason.",
        (
            "Yes, once the person is quiet.",
            "Yes, when the next call is waiting.",
        ),
        "While it stands, the contact stays open. You yourself may step away: somebody comes.",
    ),
    "authentication_waived": (
        "The person does not want to say who they are. What now?",
        "You go on. Who they are is asked for by nothing here.",
        (
            "You ask the security questions first.",
            "You offer to go on as soon as they say it.",
        ),
        "Identity is no gate here. Account data is not told to somebody unidentified.",
    ),
    "safety_before_business": (
        "They called about a bill. When do you talk about it?",
        "After the safety concern is dealt with and recorded.",
        (
            "First, because that is why they called.",
            "At the same time, to save time.",
        ),
        "Safety comes before business.",
    ),
    "confidential": (
        "They ask you to tell nobody. What do you say?",
        "That you share it with those who can help, and with nobody else.",
        (
            "That it stays between the two of you.",
            "That you cannot say who will hear of it, and you change the subject.",
        ),
        "Need-to-know inside, and never a promise of secrecy.",
    ),
}
"""What a duty is asked as: the question, the right answer, others, and why."""


def course_of_procedure(protocol: Protocol) -> Course:
    """Return the training of this version: what it says and never says, its limits and duties."""
    said = [line for step in _in_order(protocol) for line in step.say]
    avoided = [line for step in _in_order(protocol) for line in step.avoid]
    return Course(
        id=f"{RESERVED}{protocol.id}",
        title=protocol.title,
        item="",
        requirement="S0-14",
        goals=("Know what this version says, and where its limits are.",),
        method="Read the procedure, then answer. Practise it on a scenario afterwards.",
        minutes=15,
        pass_mark=PASS_MARK,
        months=MONTHS,
        remind_days=REMIND_DAYS,
        made="Made from this version by fixed rules. Whoever certifies the version answers for it.",
        review_by=protocol.review_by or "",
        parts=tuple(_parts(protocol, said, avoided)),
        questions=tuple(_questions(protocol, said, avoided)),
        authors=(),
        sources=(OWN,),
        procedure=True,
    )


def _in_order(protocol: Protocol) -> Iterator[Step]:
    """The first step, then what follows it in the order of the document."""
    first = protocol.steps.get(protocol.start)
    if first is not None:
        yield first
    yield from (one for one in protocol.steps.values() if one is not first)


def _parts(protocol: Protocol, said: list[str], avoided: list[str]) -> Iterator[Part]:
    titles = [one.title for one in _in_order(protocol) if one.title]
    for heading, lines in (
        ("Its steps", titles),
        ("What it says", said[: 2 * MOST]),
        ("Never said", avoided),
        ("You may", list(protocol.limits.may)),
        ("You may not", list(protocol.limits.may_not)),
    ):
        if lines:
            yield Part(heading, tuple(dict.fromkeys(lines)), OWN)


def _questions(protocol: Protocol, said: list[str], avoided: list[str]) -> Iterator[Question]:
    if said:
        yield question(
            "With which of these does this procedure begin to speak?",
            said[0],
            tuple(one for one in MISTAKES if one not in said),
            "It is the first sentence that the procedure offers.",
        )
    if avoided:
        instead = tuple(dict.fromkeys(one for one in said if one not in avoided))
        yield question(
            "Which of these is never said here?",
            avoided[0],
            instead[:MOST] or ("Thank you for telling me.",),
            "The procedure lists it among what to leave out.",
        )
    if protocol.limits.may_not and protocol.limits.may:
        yield question(
            "What is not yours to do in such a contact?",
            protocol.limits.may_not[0],
            protocol.limits.may[:MOST],
            "It is one of the limits of your role, which the desk shows all the time.",
        )
    for duty in protocol.duties:
        if duty in HOLDS:
            yield question(*HOLDS[duty])
    yield question(
        "You do not know what to do next. What holds always?",
        "Keep talking, press for help, and let a colleague join.",
        (
            "Find the answer in the library first.",
            "Transfer the contact, and stay off the line.",
        ),
        "Nobody is alone in such a contact, and nobody is transferred cold.",
    )
