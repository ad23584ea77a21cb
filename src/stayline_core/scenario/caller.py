"""How a caller answers: the same words, presses and seconds give the same caller, always.

There is no chance in it. Which of several wordings is said follows from the seed, so an attempt
can be looked at again, and every caller comes to an end by the clock at the latest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any, Final, Literal

from stayline_core.scenario.language import BY_CODE, Mood, Reaction, Scenario
from stayline_core.wording import judge

MOST_NOTICED: Final = 40
"""So much is noticed in one attempt; whoever needs more than that begins anew."""

WORDS: Final = "words"
"""The place of what is noticed by the wording rules, in every scenario."""

AT_THE_LATEST: Final = "hangs_up"

_WORD: Final = re.compile(r"[\w’']+")


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing at the desk: words that were said, or what was done (about which `field`).

    `at` counts seconds from the start, `ref` names the line or entry for whoever looks later.
    """

    what: Literal["says", "does"]
    name: str
    at: float
    ref: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Noticed:
    """A mistake: when, at which line or entry, and by which place of the scenario or rule."""

    mistake: str
    at: float
    ref: str
    place: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a caller stands. It holds none of anybody's words, and goes into a database as JSON."""

    mood: str
    entered: float
    quiet_since: float
    silences: int = 0
    others: int = 0
    spoken: int = 0
    replied: tuple[str, ...] = ()
    clocks: tuple[tuple[int, float], ...] = ()
    done: tuple[str, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    ended: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Standing:
        """Return what `to_json` gave."""
        return cls(
            **dict(kept)
            | {
                "replied": tuple(kept["replied"]),
                "done": tuple(kept["done"]),
                "clocks": tuple((int(one), float(at)) for one, at in kept["clocks"]),
                "noticed": tuple(Noticed(**one) for one in kept["noticed"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows: where the caller stands then, and what they say, in this order."""

    standing: Standing
    lines: tuple[str, ...]


def begin(scenario: Scenario, *, seed: int) -> Turn:
    """Return the caller as they come onto the line, with the first words."""
    first = Standing(mood=scenario.start, entered=0.0, quiet_since=0.0)
    play = _Play(scenario, first, seed)
    play.enter(scenario.start, 0.0)
    return play.turn()


def go_on(
    scenario: Scenario,
    standing: Standing,
    happened: Sequence[Happened],
    *,
    now: float,
    seed: int,
    asked: Collection[str] = (),
    approved: Collection[str] = (),
) -> Turn:
    """Return what the caller does by `now`, `happened` being what came since the last time.

    `asked` names the fields the agent's screen asks for: a caller whom nothing else answers
    gives those they have a reply for. `approved` holds sentences of advice that may be given.
    """
    play = _Play(scenario, standing, seed)
    for one in sorted(happened, key=lambda each: each.at):
        play.wait(one.at)
        if play.standing.ended:
            break
        play.take(one, asked, approved)
    play.wait(now)
    return play.turn()


def next_due(scenario: Scenario, standing: Standing) -> float | None:
    """Return the second at which the caller does something by themselves; None: never again."""
    if standing.ended:
        return None
    return min(
        scenario.lasts,
        standing.quiet_since + scenario.moods[standing.mood].waits,
        *(at + scenario.musts[which].within for which, at in standing.clocks),
    )


def mistakes_in(text: str, approved: Collection[str] = ()) -> list[str]:
    """Return the mistakes that the wording rules notice in words of an agent, each once."""
    found = (BY_CODE.get(one.code) for one in judge(text, approved=approved))
    return list(dict.fromkeys(one for one in found if one))


def says(text: str, pattern: str) -> bool:
    """Return whether the plain pattern is in the text.

    A pattern is words in their order; `*` stands for any words or none, a word ending in `*` for
    every word that begins so. Capitals, stops and kinds of apostrophe make no difference.
    """
    return bool(_pattern(pattern).search(_plain(text)))


def _plain(text: str) -> str:
    return f" {' '.join(one.lower().replace('’', chr(39)) for one in _WORD.findall(text))} "


@lru_cache(maxsize=1024)
def _pattern(pattern: str) -> re.Pattern[str]:
    parts = []
    for word in pattern.lower().replace("’", "'").split():
        if word == "*":
            parts.append(r"(?:[^ ]+ )*?")
        elif word.endswith("*"):
            parts.append(re.escape(word[:-1]) + r"[^ ]* ")
        else:
            parts.append(re.escape(word) + " ")
    return re.compile(" " + "".join(parts))


class _Play:
    """One caller while they take in what happened: where they stand, and what they have said."""

    def __init__(self, scenario: Scenario, standing: Standing, seed: int) -> None:
        self.scenario, self.standing, self.seed = scenario, standing, seed
        self.lines: list[str] = []

    def turn(self) -> Turn:
        return Turn(self.standing, tuple(self.lines))

    def take(self, one: Happened, asked: Collection[str], approved: Collection[str]) -> None:
        """Take in one thing: what it stops, what is noticed of it, what it is answered with."""
        heard = mistakes_in(one.name, approved) if one.what == "says" else []
        mood = self.scenario.moods[self.standing.mood]
        reaction = _fitting((*mood.on, *self.scenario.always), self.standing, one, heard)
        if one.what == "does":
            self._settle(one.name)
        else:
            self._change(quiet_since=one.at, silences=0)
        self._mark(one, heard, reaction)
        if reaction is not None:
            self._speak(reaction.answers, one.at)
            if reaction.to:
                self.enter(reaction.to, one.at)
        elif one.what == "says":
            self._otherwise(mood, one.at, asked)

    def wait(self, now: float) -> None:
        """Let the time pass until `now`: what has to happen is late, silences, the end."""
        due = next_due(self.scenario, self.standing)
        while due is not None and due <= now:
            self._pass(due)
            due = next_due(self.scenario, self.standing)

    def enter(self, to: str, at: float) -> None:
        """Come into a state: its clocks start, its words are said."""
        mood, musts = self.scenario.moods[to], self.scenario.musts
        running = {which for which, _ in self.standing.clocks}
        started = [
            (number, at)
            for number, must in enumerate(musts)
            if must.after == to and number not in running and must.does not in self.standing.done
        ]
        clocks = (*self.standing.clocks, *started)
        self._change(mood=to, entered=at, quiet_since=at, silences=0, others=0, clocks=clocks)
        self._speak(mood.says, at)
        if mood.ends:
            self._change(ended=mood.ends, clocks=())

    def _mark(self, one: Happened, heard: Sequence[str], reaction: Reaction | None) -> None:
        """Notice what the words or the reaction are a mistake for."""
        named = reaction.mistake if reaction else ""
        if reaction is not None and named:
            self._notice(Noticed(named, one.at, one.ref, reaction.place))
        for mistake in heard:
            if mistake != named:
                self._notice(Noticed(mistake, one.at, one.ref, WORDS))

    def _otherwise(self, mood: Mood, at: float, asked: Collection[str]) -> None:
        """Answer words that nothing fits: what the screen asks for, else the next usual words."""
        replies, replied = self.scenario.replies, self.standing.replied
        wanted = [one for one in asked if one in replies and one not in replied]
        if wanted:
            self._change(replied=(*replied, wanted[0]))
            self._speak([(replies[wanted[0]],)], at)
        elif self.standing.others < len(mood.otherwise):
            said = mood.otherwise[self.standing.others]
            self._change(others=self.standing.others + 1)
            self._speak([said], at)

    def _pass(self, due: float) -> None:
        """Do what the clock brings at this second."""
        musts = self.scenario.musts
        late = [
            which for which, since in self.standing.clocks if since + musts[which].within <= due
        ]
        if late:
            left = tuple(one for one in self.standing.clocks if one[0] != late[0])
            self._change(clocks=left)
            self._notice(Noticed(musts[late[0]].mistake, due, "", f"musts.{late[0]}"))
        elif due >= self.scenario.lasts:
            self._speak([(self.scenario.farewell,)], due)
            self._change(ended=AT_THE_LATEST)
        else:
            self._silence(due)

    def _silence(self, at: float) -> None:
        """Say something into the silence, or go on when patience is at its end."""
        mood, silences = self.scenario.moods[self.standing.mood], self.standing.silences
        if silences >= mood.patience:
            self.enter(mood.then, at)
            return
        self._change(silences=silences + 1, quiet_since=at)
        self._speak(mood.silence[silences : silences + 1], at)

    def _settle(self, name: str) -> None:
        """Stop the clocks of what has happened now, and start them for it no more."""
        if name in self.standing.done:
            return
        musts = self.scenario.musts
        left = tuple(one for one in self.standing.clocks if musts[one[0]].does != name)
        self._change(clocks=left, done=(*self.standing.done, name))

    def _speak(self, said: Sequence[Sequence[str]], at: float) -> None:
        """Say each of these, in the wording that the seed takes."""
        for wordings in said:
            number = self.standing.spoken
            self.lines.append(wordings[_choice(self.seed, number, len(wordings))])
            self._change(spoken=number + 1, quiet_since=at)

    def _notice(self, one: Noticed) -> None:
        if len(self.standing.noticed) < MOST_NOTICED:
            self._change(noticed=(*self.standing.noticed, one))

    def _change(self, **what: Any) -> None:  # noqa: ANN401  # the standing's own fields
        self.standing = replace(self.standing, **what)


def _fitting(
    reactions: Sequence[Reaction], standing: Standing, one: Happened, heard: Collection[str]
) -> Reaction | None:
    """Return the first reaction that fits what happened."""
    for each in reactions:
        soon = each.within is None or one.at - standing.entered < each.within
        if soon and _fits(each, one, heard):
            return each
    return None


def _fits(each: Reaction, one: Happened, heard: Collection[str]) -> bool:
    if one.what == "does":
        return each.does == one.name and each.field in {"", one.field}
    said = any(says(one.name, pattern) for pattern in each.says)
    return said or any(name in heard for name in each.hears)


def _choice(seed: int, number: int, of: int) -> int:
    return hashlib.sha256(f"{seed}/{number}".encode()).digest()[0] % of
