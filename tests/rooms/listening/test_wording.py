"""Drafts judged before they are sent."""

from __future__ import annotations

import pytest

from stayline.library.models import InForce
from stayline.listening.queries import judged_draft
from tests.playbook import put_playbook_in_force

pytestmark = pytest.mark.django_db

SECRET = "I hear you, but wait. I won't tell anyone."


@pytest.mark.covers("S0-30", "S4-41")
def test_a_draft_that_promises_secrecy_is_held_and_the_rest_is_flagged() -> None:
    draft = judged_draft(SECRET, language="en-GB")
    assert draft.held
    assert [(one.remark.code, one.held) for one in draft.mends] == [("W02", False), ("W01", True)]
    assert [SECRET[one.start : one.end] for one in draft.remarks] == ["but", "won't tell anyone"]
    assert (draft.language, draft.reviewed) == ("en", True)


def test_one_press_mends_one_remark() -> None:
    draft = judged_draft(SECRET, language="en")
    first, second = draft.mends
    assert draft.mended(first.key) == "I hear you, and wait. I won't tell anyone."
    assert not judged_draft(draft.mended(second.key), language="en").held
    assert draft.mended("W99-0-1") == SECRET


def test_what_is_said_of_the_whole_marks_nothing() -> None:
    draft = judged_draft("word " * 40, language="de")
    assert [one.remark.code for one in draft.mends] == ["W08"]
    assert (draft.remarks, draft.held) == ((), False)
    assert (draft.language, draft.reviewed) == ("", False)


def test_rules_that_nobody_reviewed_say_so() -> None:
    draft = judged_draft("Esto queda entre nosotros.", language="es")
    assert (draft.held, draft.language, draft.reviewed) == (True, "es", False)


def test_advice_is_flagged_unless_it_stands_in_the_list_in_force() -> None:
    text = "You should do what the emergency services tell you."
    assert [one.remark.code for one in judged_draft(text, language="en").mends] == ["W06"]
    put_playbook_in_force()
    assert InForce.objects.filter(kind="phrases").exists()
    assert judged_draft(text, language="en").mends == ()
    other = judged_draft("You should see a doctor.", language="en")
    assert [one.remark.code for one in other.mends] == ["W06"]
