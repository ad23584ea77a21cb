"""The lines of a walk: what a person does and what the world does, in a few plain words.

One grammar serves the terminal and the script: a verb, and what it needs. `next`, `answer no`,
`wait 60s`, `ladder accepted`, `line lost`, `take help_now`, `skip the caller is crying`. In a
script the same stands as a list item, `- wait: 60s`, or with its parts by name,
`- waive: {id: care, reason: Not wanted}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from stayline_core.protocol.language import LEVELS, frozen_map
from stayline_core.protocol.reading import did_you_mean, seconds_of

LADDER_WORDS: Final = ("ringing", "accepted", "joined", "spoke", "lost")
LINE_WORDS: Final = ("lost", "open")
BY: Final = ("agent", "supervisor")


@dataclass(frozen=True, slots=True)
class Act:
    """One line of a walk. `parts` are what the verb needs, by name; an answer's are its fields.

    The part of an answer to the question that is on the screen has the empty name.
    """

    verb: str
    parts: Mapping[str, str] = field(default_factory=frozen_map)

    @property
    def said(self) -> str:
        """The act as one line of words, which `read_act` reads again."""
        return " ".join([self.verb.replace("_", " "), *_said(self)])


class ActUnclear(ValueError):
    """The words are no line of a walk; the text says what would be one."""


@dataclass(frozen=True, slots=True)
class Verb:
    """What a verb needs: its parts in the order in which they are said, and what it does."""

    parts: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    does: str = ""


VERBS: Final[Mapping[str, Verb]] = frozen_map(
    {
        "next": Verb(does="go on to the next step"),
        "answer": Verb(("value",), does="answer the question on the screen, or field = words"),
        "skip": Verb(("reason",), does="leave the step undone, with a reason"),
        "take": Verb(("step",), does="take what is offered, or what is always there"),
        "back": Verb(does="return to the step before, once"),
        "wait": Verb(("time",), does="let time pass: wait 30s; clocks run out on the way"),
        "ladder": Verb(
            ("what", "of"), optional=("of",), does=f"{', '.join(LADDER_WORDS)} (and which ladder)"
        ),
        "line": Verb(("what",), does="the line or connection is lost, or open again"),
        "threat_grows": Verb(("level",), does="the danger is greater: threat grows L0"),
        "dispatched": Verb(does="a person reports that help from outside is on its way"),
        "arrived": Verb(does="a person confirms that help has arrived"),
        "released": Verb(does="the last leg of the contact is released"),
        "case_opened": Verb(does="a person has opened the case"),
        "filed": Verb(("form",), does="a form was submitted"),
        "met": Verb(("id",), does="an obligation was met"),
        "waive": Verb(("id", "reason"), does="a supervisor lets an obligation go"),
        "end_contact": Verb(("by", "reason"), does="agent or supervisor ends the contact"),
        "opened_in_error": Verb(("reason",), does="a supervisor says that there was no threat"),
    }
)
"""Every verb of a walk, in the order in which help shows them."""

_CLOSED: Final[Mapping[str, tuple[str, ...]]] = frozen_map(
    {
        "ladder what": LADDER_WORDS,
        "line what": LINE_WORDS,
        "threat_grows level": LEVELS,
        "end_contact by": BY,
    }
)


def read_act(words: str) -> Act:
    """Read one line, such as `wait 60s` or `ladder: accepted`.

    Raises:
        ActUnclear: no verb of a walk, or something that it needs is missing.
    """
    verb, rest = split_verb(words)
    return act_of(verb, rest)


def split_verb(words: str) -> tuple[str, str]:
    """The verb a line begins with, and the rest of the line; a colon between them is no matter.

    Raises:
        ActUnclear: the line begins with no verb of a walk.
    """
    line = " ".join(words.split())
    for verb in VERBS:
        spoken = verb.replace("_", " ")
        for head in (spoken, verb):
            rest = line[len(head) :]
            if line.lower().startswith(head) and (not rest or rest[0] in " :"):
                return verb, rest.lstrip(" :")
    first = line.split(":")[0].split(" ")[0]
    raise ActUnclear(f"“{first}” is nothing that can happen in a walk.{_hint(first)}")


def _hint(word: str) -> str:
    near = did_you_mean(word, [verb.replace("_", " ") for verb in VERBS])
    return near or " Write “help” to see what can."


def act_of(verb: str, rest: str) -> Act:
    """The act of a verb and the words after it.

    Raises:
        ActUnclear: something that the verb needs is missing or is no such thing.
    """
    if verb == "answer":
        return _answer(rest)
    return act_with(verb, _parts(verb, rest))


def act_with(verb: str, parts: Mapping[str, str]) -> Act:
    """The act of a verb with its parts by name.

    Raises:
        ActUnclear: a part is missing, unknown, or no such thing.
    """
    if verb == "answer":
        if not parts:
            raise ActUnclear("answer needs a field and what was said: {field: words}.")
        return Act(verb, frozen_map(parts))
    known = VERBS[verb]
    for name in parts:
        if name not in known.parts:
            hint = did_you_mean(name, known.parts)
            raise ActUnclear(f"{_spoken(verb)} has no “{name}”.{hint}")
    for name in known.parts:
        if not parts.get(name) and name not in known.optional:
            raise ActUnclear(f"{_spoken(verb)} needs {_article(name)}: {known.does}.")
    _right(verb, parts)
    return Act(verb, frozen_map({name: word for name, word in parts.items() if word}))


def _right(verb: str, parts: Mapping[str, str]) -> None:
    for name, word in parts.items():
        known = _CLOSED.get(f"{verb} {name}")
        if known is not None and word not in known:
            raise ActUnclear(f"“{word}” cannot follow {_spoken(verb)}.{did_you_mean(word, known)}")
    if verb == "wait" and not seconds_of(parts["time"]):
        raise ActUnclear(f"“{parts['time']}” is no time to wait: write 30s, 2m or 1h.")


def _parts(verb: str, rest: str) -> dict[str, str]:
    names = VERBS[verb].parts
    if not names:
        if rest:
            raise ActUnclear(f"{_spoken(verb)} stands alone; “{rest}” cannot follow it.")
        return {}
    if len(names) == 1:
        return {names[0]: rest}
    words = rest.split(" ", 1)
    if verb == "ladder" and len(words) > 1 and words[0] not in LADDER_WORDS:
        words.reverse()  # `ladder management accepted` is as clear as `ladder accepted management`
    if verb == "end_contact" and words[0] == "by":
        words = words[1].split(" ", 1) if len(words) > 1 else [""]
    second = words[1].lstrip(": ") if len(words) > 1 else ""
    return {names[0]: words[0].rstrip(":"), names[1]: second}


def _answer(rest: str) -> Act:
    """`answer no`, or `answer safety.location = 12 High Street`."""
    name, equals, said = rest.partition("=")
    if equals and " " not in name.strip():
        return Act("answer", frozen_map({name.strip(): said.strip()}))
    if not rest:
        raise ActUnclear("answer needs what was said: answer no, or answer field = words.")
    return Act("answer", frozen_map({"": rest}))


def _said(act: Act) -> list[str]:
    if act.verb == "answer":
        pairs = list(act.parts.items())
        return [said if not name else f"{name} = {said}" for name, said in pairs]
    if act.verb in {"waive", "end_contact"}:
        first, second = VERBS[act.verb].parts
        return [f"{act.parts[first]}: {act.parts[second]}"]
    return [act.parts[name] for name in VERBS[act.verb].parts if name in act.parts]


def _spoken(verb: str) -> str:
    return verb.replace("_", " ")


def _article(name: str) -> str:
    return {"id": "the id of what is owed", "time": "a time", "what": "a word"}.get(
        name, f"a {name}"
    )
