"""Lines in, signals out: context, what is kept, and that a line raises once."""

from __future__ import annotations

from uuid import UUID

import pytest

from stayline.contacts.queries import Line
from stayline.listening.actions import keep_signals_in_transaction
from stayline.listening.models import Signal
from stayline.listening.queries import LOOKS_BACK, RULES, aids_of, hear, signals_of
from stayline.platform.transactions import action
from stayline_core import signals
from tests.cast import NOW, Cast, later, line
from tests.record import THREAT

SUPERVISOR = "I want to speak to your supervisor right now."
FILLER = "Hm."


@action
def keep(contact_id: UUID, *lines: Line, seconds: float = 0) -> list[Signal]:
    return keep_signals_in_transaction(contact_id, hear([], lines), at=later(seconds))


def kinds(context: list[Line], *lines: Line) -> list[list[str]]:
    return [[one.kind.value for one in heard.signals] for heard in hear(context, lines)]


def test_each_line_comes_back_with_what_it_raised() -> None:
    lines = [line(1, "Hello"), line(2, THREAT)]
    heard = hear([], lines)
    assert [one.line for one in heard] == lines
    assert heard[0].signals == ()
    (raised,) = heard[1].signals
    assert raised.kind == "self_harm"
    assert THREAT[raised.start : raised.end] == raised.words


def test_an_answer_is_understood_by_the_question_before_it() -> None:
    asked = line(1, "Are you thinking of suicide?", "agent")
    assert kinds([], line(2, "Yes.")) == [[]]
    assert kinds([asked], line(2, "Yes.")) == [["self_harm"]]
    assert kinds([], asked, line(2, "Yes.")) == [[], ["self_harm"]]


def test_context_reaches_back_so_far_and_no_further() -> None:
    asked = line(0, "Are you thinking of suicide?", "agent")
    fillers = [line(number, FILLER) for number in range(1, LOOKS_BACK + 1)]
    together = hear([], [asked, *fillers, line(99, "Yes.")])
    before = hear([asked, *fillers], [line(99, "Yes.")])
    assert together[-1].signals == before[-1].signals == ()


@pytest.mark.django_db
def test_a_signal_is_kept_with_its_reason_and_never_with_the_words(cast: Cast) -> None:
    contact = cast.contact()
    (row,) = keep(contact.id, line(1, THREAT))
    (raised,) = signals.listen([], signals.Line("caller", THREAT))
    row = Signal.objects.get(id=row.id)
    assert (row.contact_id, row.line_id, row.at) == (contact.id, "line-1", NOW)
    assert (row.kind, row.form) == (raised.kind.value, raised.form.value)
    assert (row.conditional, row.third_party, row.imminent) == (
        raised.conditional,
        raised.third_party,
        raised.imminent,
    )
    assert (row.start, row.end, row.rule, row.reason) == (
        raised.start,
        raised.end,
        raised.rule,
        raised.reason,
    )
    assert row.rules_version == RULES
    assert signals.RULES_DIGEST.startswith(RULES.split("+")[1])
    values = Signal.objects.filter(id=row.id).values().get()
    assert raised.words not in str(values)
    assert not {"score", "risk", "probability"} & set(values)


@pytest.mark.django_db
def test_a_line_sent_again_raises_nothing_a_second_time(cast: Cast) -> None:
    contact = cast.contact()
    assert len(keep(contact.id, line(1, THREAT))) == 1
    assert keep(contact.id, line(1, THREAT), seconds=5) == []
    assert len(keep(contact.id, line(2, THREAT), seconds=6)) == 1
    assert [one.line_id for one in signals_of(contact.id)] == ["line-1", "line-2"]


@pytest.mark.django_db
def test_another_contact_with_the_same_line_id_raises_its_own(cast: Cast) -> None:
    first, second = cast.contact(), cast.contact()
    assert len(keep(first.id, line(1, THREAT))) == len(keep(second.id, line(1, THREAT))) == 1


@pytest.mark.django_db
def test_quiet_lines_keep_nothing(cast: Cast) -> None:
    assert keep(cast.contact().id, line(1, "My meter is broken.")) == []
    assert not Signal.objects.exists()


@pytest.mark.django_db
def test_a_demand_puts_an_aid_on_the_desk_until_it_is_put_aside(cast: Cast) -> None:
    contact = cast.contact()
    keep(contact.id, line(1, SUPERVISOR), line(2, THREAT))
    assert [one.kind for one in aids_of(contact.id)] == ["supervisor_demand"]
    Signal.objects.filter(kind="supervisor_demand").update(dismissed_at=later(5))
    assert aids_of(contact.id) == []
