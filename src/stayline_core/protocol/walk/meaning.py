"""What an act means on a stage: the events it becomes, or why it means nothing there."""

from collections.abc import Callable, Mapping
from typing import Final

from stayline_core.protocol.events import (
    Answer,
    Arrived,
    Back,
    CaseOpened,
    ContactFact,
    Dispatched,
    EndContact,
    Event,
    Filed,
    LadderFact,
    Met,
    Next,
    OpenedInError,
    Released,
    Skip,
    Take,
    ThreatGrows,
    Waived,
)
from stayline_core.protocol.language import SILENCES, frozen_map
from stayline_core.protocol.reading import did_you_mean, seconds_of
from stayline_core.protocol.walk.acts import Act
from stayline_core.protocol.walk.stage import Stage, happen, wait

ANSWERED: Final = "answered"


class ActMeaningless(ValueError):
    """On this screen the act means nothing; the text says why, and what would."""


def act_on(stage: Stage, act: Act) -> Stage:
    """The stage after one line of a walk; a refusal by the interpreter is in `refused`.

    Raises:
        ActMeaningless: the act does not fit this screen, this protocol, or what has happened.
    """
    if act.verb == "wait":
        return wait(stage, seconds_of(act.parts["time"]) or 0)
    for event in _events(stage, act):
        stage = happen(stage, event)
        if stage.refused is not None:
            break
    return stage


def _events(stage: Stage, act: Act) -> list[Event]:
    if act.verb == "answer":
        return [_answer(stage, name, said) for name, said in act.parts.items()]
    if act.verb == "ladder":
        return [_ladder(stage, act.parts["what"], act.parts.get("of"))]
    return [_EVENTS[act.verb](stage, act.parts)]


def _answer(stage: Stage, name: str, said: str) -> Event:
    name = name or _asked(stage)
    value, text = value_of(stage, name, said)
    return Answer(name, value, text=text)


def _asked(stage: Stage) -> str:
    """The one field that the screen asks for."""
    step = stage.protocol.steps[stage.state.step]
    if step.routed is not None:
        return step.routed
    fields = [item.field for item in (*step.asks, *step.observes)]
    if len(fields) == 1:
        return fields[0]
    if not fields:
        raise ActMeaningless(f"{step.name} asks nothing: go on with “next”.")
    raise ActMeaningless(f"{step.name} asks several things. Say which: answer {fields[0]} = words.")


def value_of(stage: Stage, name: str, said: str) -> tuple[str, str | None]:
    """What was said to a field as its value, and as words where the value is `answered`.

    Raises:
        ActMeaningless: no form has the field, or what was said is none of its values.
    """
    spec = stage.catalogue.field(name)
    if spec is None:
        hint = did_you_mean(name, stage.catalogue.field_names)
        raise ActMeaningless(f"No form has the field {name}.{hint}")
    if said in SILENCES or said == ANSWERED:
        return said, None
    if spec.values is None:
        return ANSWERED, said
    if said not in spec.values:
        known = (*spec.values, *SILENCES)
        raise ActMeaningless(f"“{said}” is no answer to {name}.{did_you_mean(said, known)}")
    return said, None


def _ladder(stage: Stage, what: str, of: str | None) -> Event:
    own = stage.protocol.ladder
    ladder = of or (own.id if own is not None else "")
    if not ladder:
        raise ActMeaningless("The protocol has no ladder of its own. Say which: ladder … of …")
    if ladder not in stage.catalogue.ladders:
        hint = did_you_mean(ladder, stage.catalogue.ladders)
        raise ActMeaningless(f"There is no ladder “{ladder}”.{hint}")
    if what != "ringing" and ladder not in stage.rung:
        raise ActMeaningless(
            f"The ladder {ladder} has not been rung, so nobody can have {_DONE[what]}. "
            "Somebody pressed Get help now? Write “ladder ringing” first."
        )
    return LadderFact(what, ladder)


_DONE: Final = {
    "accepted": "accepted",
    "joined": "joined",
    "spoke": "spoken",
    "lost": "been lost",
}


def _known_obligation(stage: Stage, name: str) -> str:
    known = [one.id for one in stage.protocol.obligations]
    if name not in known:
        raise ActMeaningless(f"Nothing called “{name}” can be owed.{did_you_mean(name, known)}")
    return name


def _known_step(stage: Stage, name: str) -> str:
    if name not in stage.protocol.steps:
        hint = did_you_mean(name, stage.protocol.steps)
        raise ActMeaningless(f"There is no step “{name}”.{hint}")
    return name


def _known_form(stage: Stage, name: str) -> str:
    if name not in stage.catalogue.forms:
        hint = did_you_mean(name, stage.catalogue.forms)
        raise ActMeaningless(f"There is no form “{name}”.{hint}")
    return name


_EVENTS: Final[Mapping[str, Callable[[Stage, Mapping[str, str]], Event]]] = frozen_map(
    {
        "next": lambda _, __: Next(),
        "skip": lambda _, parts: Skip(parts["reason"]),
        "take": lambda stage, parts: Take(_known_step(stage, parts["step"])),
        "back": lambda _, __: Back(),
        "line": lambda _, parts: ContactFact(parts["what"]),
        "threat_grows": lambda _, parts: ThreatGrows(parts["level"]),
        "dispatched": lambda _, __: Dispatched(),
        "arrived": lambda _, __: Arrived(),
        "released": lambda _, __: Released(),
        "case_opened": lambda _, __: CaseOpened(),
        "filed": lambda stage, parts: Filed(_known_form(stage, parts["form"])),
        "met": lambda stage, parts: Met(_known_obligation(stage, parts["id"])),
        "waive": lambda stage, parts: Waived(
            _known_obligation(stage, parts["id"]), reason=parts["reason"]
        ),
        "end_contact": lambda _, parts: EndContact(parts["by"], parts["reason"]),
        "opened_in_error": lambda _, parts: OpenedInError("supervisor", parts["reason"]),
    }
)
