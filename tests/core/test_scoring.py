"""Adherence, read from a log: what is met, what is not, and what no log can know."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.protocol.language import (
    Ask,
    Effect,
    LadderUse,
    Obligation,
    Protocol,
    Step,
    frozen_map,
)
from stayline_core.scoring import ITEMS, MUST_NOT, Adherence, Logged, Part, Verdict, adherence
from stayline_core.scoring import story as kinds

THEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAYS = "I am thinking of ending my life."
CARE = Obligation("care", Effect("start", "aftercare"), "system", "contact_ended", 1800)
PROTOCOL = Protocol(
    id="lamp",
    title="Lamp",
    handles=("self_harm",),
    level="L1",
    start="hello",
    duties=("keep_contact_open", "authentication_waived"),
    ladder=LadderUse("crisis", "at_open"),
    obligations=(CARE,),
    steps=frozen_map(
        {
            "hello": Step("hello", title="Thank them", covers=("acknowledge",), next="safe"),
            "safe": Step("safe", covers=("safety", "pass_on"), asks=(Ask("safety.now"),)),
            "out": Step("out", covers=("outward",), observes=(Ask("safety.time"),), next="pay"),
            "pay": Step("pay", covers=("business",), next="hello"),
        }
    ),
)
MANNERS = replace(
    PROTOCOL,
    level="L3",
    ladder=None,
    obligations=(),
    duties=(),
    steps=frozen_map({"calm": Step("calm", covers=("calm",))}),
)


class Log:
    """A log as it grows; each entry comes so many seconds after the first."""

    def __init__(self) -> None:
        self.entries: list[Logged] = []

    def add(self, kind: str, s: float = 0, who: str = "ann", **fields: Any) -> Log:
        at = THEN + timedelta(seconds=s)
        self.entries.append(Logged(len(self.entries) + 1, at, kind, who, frozen_map(fields)))
        return self

    def opened(self, how: str = "signal", **more: Any) -> Log:
        return self.add(kinds.OPENED, who="listener", how=how, **more)

    def say(self, text: str, who: str = "agent", s: float = 5) -> Log:
        at, number = THEN + timedelta(seconds=s), len(self.entries) + 1
        fields = frozen_map({"line": f"l{number}", "who": who, "text": text})
        self.entries.append(Logged(number, at, kinds.LINE, "machine", fields))
        return self

    def show(self, step: str, s: float = 0) -> Log:
        return self.add(kinds.SHOWN, s, run="r", step=step)

    def press(self, word: str, before: str, after: str, s: float = 10, **more: Any) -> Log:
        event: dict[str, Any] = {"event": word, **more}
        self.add(kinds.TAKEN, s, run="r", step_before=before, step_after=after, event=event)
        return self.show(after, s) if after != before else self

    def threat(self, form: str = "direct") -> Log:
        self.add(kinds.THREAT, threat="t", form=form)
        return self.add(kinds.OWED, obligation="o", name="report", threat="t")

    def report(self, s: float = 300, **fields: Any) -> Log:
        more: dict[str, Any] = {"missing": [], "answers": {"exact_words": {"value": SAYS}}} | fields
        return self.add(kinds.REPORT, s, threat="t", **more)

    def released(self, by: str = "Bo", who: str = "bo", s: float = 200) -> Log:
        return self.add(kinds.RELEASED, s, who, by=by)

    def read(self, protocol: Protocol = PROTOCOL) -> Adherence:
        people: dict[str, Part] = {
            "ann": "agent",
            "bo": "receiver",
            "mo": "supervisor",
            "listener": "system",
        }
        return adherence(self.entries, protocol=protocol, people=people)

    def verdict(self, item: str, protocol: Protocol = PROTOCOL) -> str:
        return self.read(protocol).item(item).verdict.value


def whole() -> Log:
    """A contact as its procedure wants it, from the first word to the close."""
    log = Log().opened(channel="voice").say(SAYS, "caller", 0)
    log.add(kinds.SIGNAL, line="l2").threat()
    log.add(kinds.LADDER, who="listener").add(kinds.RANG, 1, "listener")
    log.show("hello").press("next", "hello", "safe", 5).say("Thank you for telling me.", s=6)
    log.press("answer", "safe", "out", 30, field="safety.now", value="no")
    log.press("next", "out", "pay", 60).add(kinds.ACCEPTED, 20, "bo").add(kinds.SPOKE, 90, "bo")
    log.add(kinds.SAFETY, 100, "bo").released().add(kinds.AFTERCARE, 201, "listener")
    return log.report().add(kinds.CLOSED, 900, "mo")


@pytest.mark.covers("S3-8")
def test_a_contact_handled_as_written_is_met_and_what_nobody_can_know_is_unsure() -> None:
    read = whole().read()
    assert [one.item for one in read.items] == list(ITEMS)
    assert [one.item for one in read.must_not] == list(MUST_NOT)
    unsure = [one.item for one in read.items if one.verdict is Verdict.UNSURE]
    assert unsure == ["observed_not_asked"]
    others = {one.verdict for one in read.items if one.item not in unsure}
    assert others | {one.verdict for one in read.must_not} == {Verdict.MET}
    assert read.departures == ()
    assert all(one.because and one.verdict.words for one in (*read.items, *read.must_not))


@pytest.mark.parametrize(
    ("log", "item", "verdict"),
    [
        # safety first: asked, passed over, after the business, only recorded, nothing yet
        (Log().show("safe").press("skip", "safe", "out"), "safety_first", "not_met"),
        (
            Log().show("pay").press("next", "pay", "safe").press("next", "safe", "out"),
            "safety_first",
            "not_met",
        ),
        (Log().show("hello").add(kinds.SAFETY).released(), "safety_first", "partly"),
        (Log().show("hello"), "safety_first", "unsure"),
        (Log().show("hello").released().add(kinds.CALLER_LEFT), "safety_first", "unsure"),
        (Log().show("nowhere").show("safe"), "safety_first", "unsure"),
        (
            Log().show("safe").press("answer", "safe", "out", value="not_asked"),
            "safety_first",
            "not_met",
        ),
        (Log().show("safe").press("back", "safe", "hello"), "safety_first", "unsure"),
        (Log().show("safe").press("answer", "safe", "safe"), "safety_first", "unsure"),
        (Log().show("safe").add(kinds.TAKEN), "safety_first", "unsure"),
        # recognised
        (Log().opened("button"), "recognised", "met"),
        (Log().opened(), "recognised", "unsure"),
        (Log(), "recognised", "unsure"),
        (Log().add(kinds.OPENED), "recognised", "unsure"),
        (Log().opened().add(kinds.HELP, 61, how="Get help now"), "recognised", "partly"),
        (
            Log().opened().add(kinds.TAKEN, 2, "listener", event={"event": "next"}),
            "recognised",
            "unsure",
        ),
        (
            Log().opened().add(kinds.TAKEN, 2, event={"event": "due"}).add(kinds.PHRASE, 9),
            "recognised",
            "met",
        ),
        # staying, and ending
        (Log().released(who="ann"), "stayed", "not_met"),
        (Log().released(who="ann"), "ended_threat_contact", "not_met"),
        (Log().released(who="ann").add(kinds.IN_ERROR), "ended_threat_contact", "not_applicable"),
        (Log().released(who="ann").add(kinds.IN_ERROR), "stayed", "met"),
        (Log().released("handset", "ann"), "stayed", "unsure"),
        (Log().released("caller", "ann"), "ended_threat_contact", "met"),
        (Log().add(kinds.CALLER_LEFT).released("caller"), "stayed", "met"),
        (Log().opened(channel="staff"), "stayed", "not_applicable"),
        (Log().add(kinds.HELP, how="I need out"), "stayed", "not_applicable"),
        (Log().add(kinds.HELP, how="I need out"), "cold_transfer", "not_applicable"),
        (Log().add(kinds.AGENT_GONE).add(kinds.SPOKE), "stayed", "unsure"),
        (Log().add(kinds.AGENT_GONE), "cold_transfer", "unsure"),
        (Log().add(kinds.SPOKE).add(kinds.AGENT_GONE), "stayed", "met"),
        (Log().released(), "stayed", "met"),
        (Log(), "stayed", "unsure"),
        (Log(), "ended_threat_contact", "unsure"),
        # passing on
        (Log().add(kinds.LEFT), "cold_transfer", "not_met"),
        (Log().add(kinds.SPOKE).add(kinds.LEFT), "cold_transfer", "met"),
        (Log().add(kinds.LEFT).add(kinds.SPOKE), "cold_transfer", "not_met"),
        (Log(), "cold_transfer", "not_applicable"),
        (Log().add(kinds.ACCEPTED), "cold_transfer", "unsure"),
        # help from outside
        (Log().add("command.number.given"), "help_offered", "met"),
        (Log().show("out").add("command.signpost.shown"), "help_offered", "partly"),
        (Log().show("hello").released(), "help_offered", "not_met"),
        # words
        (Log().say("I promise I won't tell anyone."), "no_secrecy", "not_met"),
        (Log().say("I promise I won't tell anyone."), "promise_of_secrecy", "not_met"),
        (Log().say("I promise I won't tell anyone.", "caller"), "no_secrecy", "unsure"),
        (Log().say("How exactly would you do it?"), "only_needed", "not_met"),
        (Log().opened().say("What is your date of birth?"), "only_needed", "not_met"),
        (Log().say("What is your date of birth?", s=0).opened(), "only_needed", "met"),
        (Log().say("What is your date of birth?"), "only_needed", "met"),
        (Log().say("Calm down."), "words_that_help", "not_met"),
        (Log(), "words_that_help", "unsure"),
        (Log(), "only_needed", "unsure"),
        # the exact words
        (Log().threat("perceived"), "exact_words", "not_applicable"),
        (Log().threat(), "exact_words", "unsure"),
        (Log().add(kinds.REPORT, threat="t"), "exact_words", "unsure"),
        (Log().report(answers={}), "exact_words", "not_met"),
        (Log().report(), "exact_words", "unsure"),
        (Log().say("Something else.", "caller").report(), "exact_words", "partly"),
        (
            Log().press("answer", "out", "out", field="safety.time", value="refused"),
            "observed_not_asked",
            "not_met",
        ),
        # help that rings
        (Log().opened(), "escalated_in_time", "not_met"),
        (Log(), "escalated_in_time", "unsure"),
        (Log().opened().add(kinds.LADDER).add(kinds.RANG, 30), "escalated_in_time", "partly"),
        (Log().opened().add(kinds.LADDER).add(kinds.RANG, 90), "escalated_in_time", "not_met"),
        (Log().opened().add(kinds.LADDER).add(kinds.NOBODY), "escalated_in_time", "partly"),
        (Log().opened().add(kinds.LADDER), "escalated_in_time", "partly"),
        (Log().opened().add(kinds.LADDER).add(kinds.PAGED, 3), "escalated_in_time", "met"),
        # the report
        (Log(), "no_report", "not_applicable"),
        (Log().threat().add(kinds.IN_ERROR), "no_report", "not_applicable"),
        (Log().threat(), "no_report", "unsure"),
        (Log().threat().add(kinds.MISSED, obligation="o"), "no_report", "not_met"),
        (Log().threat().add(kinds.CLOSED), "report_complete", "not_met"),
        (Log().threat().add(kinds.MISSED, obligation="o").report(), "report_complete", "partly"),
        (Log().threat().report(missing=["channel"]), "report_complete", "partly"),
        # the record
        (Log().add(kinds.MISSED, obligation="x", name="case"), "record_kept", "not_met"),
        (
            Log().add(kinds.MISSED, obligation="x", name="case").add(kinds.MET, obligation="x"),
            "record_kept",
            "partly",
        ),
        (Log(), "record_kept", "unsure"),
        (Log().add(kinds.CLOSED), "record_kept", "not_met"),
        # aftercare
        (Log().released().add(kinds.AFTERCARE, 4000), "aftercare_offered", "partly"),
        (Log().add(kinds.AFTERCARE), "aftercare_offered", "met"),
        (Log().add(kinds.MISSED, obligation="x", name="care"), "aftercare_offered", "not_met"),
        (Log(), "aftercare_offered", "unsure"),
    ],
)
def test_what_each_log_shows(log: Log, item: str, verdict: str) -> None:
    assert log.verdict(item) == verdict


def test_one_remark_in_many_lines_is_partly_met() -> None:
    log = Log().say("Calm down.")
    for number in range(4):
        log.say("I am here with you.", s=number)
    assert log.verdict("words_that_help") == "partly"


def test_manners_alone_owe_no_ladder_no_report_and_no_aftercare() -> None:
    log = Log().opened("aid").show("calm").released(who="ann")
    for item in (
        "safety_first",
        "help_offered",
        "observed_not_asked",
        "escalated_in_time",
        "aftercare_offered",
        "ended_threat_contact",
        "no_report",
    ):
        assert log.verdict(item, MANNERS) == "not_applicable", item
    assert log.verdict("stayed", MANNERS) == "met"
    assert log.add(kinds.CLOSED).verdict("record_kept", MANNERS) == "met"
    asked = log.add(kinds.HELP, 50).add(kinds.LADDER, 50).add(kinds.RANG, 51)
    assert asked.verdict("escalated_in_time", MANNERS) == "met"
    assert asked.say("Which date of birth?", s=60).verdict("only_needed", MANNERS) == "met"


def test_a_ladder_that_waits_is_in_time_when_it_rings_then() -> None:
    waits = replace(PROTOCOL, ladder=LadderUse("crisis", 60))
    log = Log().opened().add(kinds.LADDER, 60).add(kinds.RANG, 61)
    assert log.verdict("escalated_in_time", waits) == "met"
    assert log.verdict("escalated_in_time") == "not_met"


def test_a_language_without_rules_of_wording_is_not_judged() -> None:
    log = Log().say("I promise I won't tell anyone.")
    assert log.verdict("no_secrecy", replace(PROTOCOL, locale="cy")) == "unsure"


@pytest.mark.covers("S3-8")
def test_departures_say_where_and_after_how_long_and_hold_no_words() -> None:
    log = Log().show("hello").add(kinds.TAKEN, 9, event={"event": "step_due", "step": "hello"})
    log.press("skip", "hello", "safe", 12, reason="They are shouting")
    log.add(kinds.REFUSED, 13, code="incidents.run.waiting")
    log.add(kinds.REFUSED, 13, code="incidents.run.stale")
    log.press("answer", "safe", "out", 20, value="not_asked").press("take", "out", "pay", 25)
    log.add(kinds.TAKEN, 26, event={"event": "step_due", "step": "out"})
    log.add(kinds.LATE, 30, stage="accepted").press("back", "pay", "out", 31)
    log.add(kinds.MISSED, 40, obligation="x", name="case")
    found = log.released().read().departures
    assert [(one.step, one.what, one.seconds) for one in found] == [
        ("hello", "skipped", 12),
        ("hello", "late", 12),
        ("safe", "not_asked", 8),
        ("safe", "refused", None),
        ("out", "left_for", 5),
        ("pay", "went_back", 6),
        ("ladder", "ladder_late", None),
        ("obligation:case", "overdue", None),
    ]
    assert "shouting" not in str(found)


def test_what_a_whole_conversation_never_reached_is_a_departure() -> None:
    log = Log().show("hello").released()
    assert [one.step for one in log.read().departures] == ["safe", "safe", "out"]
    assert log.add(kinds.CALLER_LEFT).read().departures == ()
    early = Log().add(kinds.REFUSED, code="incidents.run.waiting").released()
    assert early.read().departures == ()


def test_runs_are_read_with_their_own_procedures() -> None:
    other = replace(MANNERS, id="other", steps=frozen_map({"hello": Step("hello")}))
    log = Log().show("hello").press("next", "hello", "safe")
    read = adherence(log.entries, protocol=PROTOCOL, people={}, runs={"r": other})
    assert read.item("acknowledged").verdict is not Verdict.MET


@given(st.lists(st.sampled_from(range(len(whole().entries))), max_size=20))
def test_any_part_of_a_log_is_read_without_an_error(places: list[int]) -> None:
    """An erased, cut or odd log is judged all the same: nothing is raised, nothing is left out."""
    all_of_it = whole().entries
    part = [all_of_it[place] for place in sorted(set(places))]
    for log in (part, [replace(one, fields=frozen_map()) for one in part]):
        read = adherence(log, protocol=PROTOCOL, people={})
        assert len(read.items) == len(ITEMS)
        assert len(read.must_not) == len(MUST_NOT)
