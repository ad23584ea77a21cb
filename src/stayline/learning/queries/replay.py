"""A practice played again: what was said and done, what was noticed, what else could be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from stayline.learning.queries.practice import result_of, scenario_tried
from stayline_core.scenario import DOES, ENDS, MISTAKES, Act, Scenario
from stayline_core.scoring import ITEMS, MUST_NOT, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from stayline.learning.models import PracticeAttempt

WHO: Final[Mapping[str, str]] = {"agent": "You", "caller": "Caller", "supervisor": "Colleague"}

TOLD: Final = frozenset(
    {
        "incidents.incident.opened",
        "incidents.signal.raised",
        "incidents.help.asked",
        "incidents.plan.opened",
        "incidents.warning.given",
        "incidents.aid.started",
        "incidents.situation.taken",
        "incidents.technique.noted",
        "incidents.phrase.used",
        "incidents.level.raised",
        "incidents.safety.recorded",
        "incidents.contact.caller_left",
        "incidents.contact.released",
        "command.dispatch.asked",
        "command.dispatch.called",
        "escalation.rung.accepted",
        "escalation.receiver.joined",
        "escalation.receiver.spoke",
        "escalation.hand_over.completed",
        "reports.report.submitted",
    }
)
"""The entries that a replay shows between the words; the rest is in the record."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A mistake that was noticed: why it matters, and what else could have been said."""

    title: str
    why: str
    instead: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a replay: words of somebody, or something done."""

    after: str
    who: str
    text: str
    spoken: bool
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item as it was judged, with the reason."""

    name: str
    words: str
    state: str
    because: str


@dataclass(frozen=True, slots=True)
class Replay:
    """Everything that a replay shows; `moments` is empty where it was let go."""

    scenario: Scenario
    how_it_ended: str
    moments: tuple[Moment, ...]
    late: tuple[Remark, ...]
    items: tuple[Item, ...]
    must_not: tuple[Item, ...]
    departures: tuple[str, ...]
    good: tuple[str, ...]
    kept: bool

    @property
    def noticed(self) -> int:
        """How many mistakes were noticed."""
        return len(self.late) + sum(len(one.remarks) for one in self.moments)


STATES: Final[Mapping[str, str]] = {
    Verdict.MET: "ok",
    Verdict.PARTLY: "wait",
    Verdict.NOT_MET: "wait",
    Verdict.NOT_APPLICABLE: "idle",
    Verdict.UNSURE: "idle",
}


def replay(row: PracticeAttempt) -> Replay:
    """Return a practice as it is played again, from what was kept of it.

    Raises:
        ScenarioNotFound: the version that was practised is not to practise with.
    """
    scenario, result = scenario_tried(row), result_of(row)
    kept = result or {}
    noticed = list(_noticed(scenario, kept))
    return Replay(
        scenario=scenario,
        how_it_ended=ENDS.get(str(kept.get("ended", "")), ""),
        moments=tuple(_moments(kept, noticed)),
        late=tuple(remark for ref, remark in noticed if not ref),
        items=tuple(_items(kept.get("items", ()), ITEMS)),
        must_not=tuple(_items(kept.get("must_not", ()), MUST_NOT)),
        departures=tuple(one[2] for one in kept.get("departures", ())),
        good=tuple(_shown(scenario.good)),
        kept=result is not None,
    )


def _noticed(scenario: Scenario, kept: Mapping[str, Any]) -> Iterator[tuple[str, Remark]]:
    """Yield each remark with the line or entry that it is about; empty: a clock ran out."""
    for name, _, ref, place in kept.get("noticed", ()):
        known = MISTAKES[name]
        because, instead = _by(scenario, place)
        yield ref, Remark(known.title, because or known.why, instead or known.instead)


def _by(scenario: Scenario, place: str) -> tuple[str, str]:
    """Return the scenario's own reason and words for a place of it; empty: it has none."""
    for mood in scenario.moods.values():
        for one in mood.on:
            if one.place == place:
                return one.because, one.instead
    for one in scenario.always:
        if one.place == place:
            return one.because, one.instead
    kind, _, number = place.partition(".")
    if kind == "musts" and number.isdecimal():
        must = scenario.musts[int(number)]
        return must.because, must.instead
    return "", ""


def _moments(kept: Mapping[str, Any], noticed: Iterable[tuple[str, Remark]]) -> Iterator[Moment]:
    remarks = list(noticed)
    rows: list[tuple[float, int, Moment]] = []
    for place, (line, who, at, text) in enumerate(kept.get("lines", ())):
        about = tuple(one for ref, one in remarks if ref == line)
        rows.append((at, place, _moment(at, WHO.get(who, who), text, about)))
    for place, (sequence, kind, who, at, sentence) in enumerate(kept.get("log", ())):
        about = tuple(one for ref, one in remarks if ref == str(sequence))
        if kind in TOLD or about:
            moment = _moment(at, who, sentence, about, spoken=False)
            rows.append((at, 1000 + place, moment))
    for _, _, moment in sorted(rows, key=lambda one: (one[0], one[1])):
        yield moment


def _moment(
    at: float, who: str, text: str, about: tuple[Remark, ...], *, spoken: bool = True
) -> Moment:
    return Moment(_clock(at), who, text, spoken, about)


def _items(judged: Iterable[Any], names: Mapping[str, str]) -> Iterator[Item]:
    for item, verdict, because, _ in judged:
        value = Verdict(verdict)
        yield Item(names.get(item, item), value.words, STATES[value], because)


def _shown(way: Iterable[Act]) -> Iterator[str]:
    for act in way:
        if act.says:
            yield f"“{act.says}”"
        elif act.does:
            words = DOES[act.does]
            yield f"{words[:1].upper()}{words[1:]}."


def _clock(seconds: float) -> str:
    whole = timedelta(seconds=int(seconds))
    return str(whole)[2:]
