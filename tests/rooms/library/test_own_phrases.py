"""A centre's own phrases: judged before they are saved, offered beside the shipped ones (S4-39)."""

from __future__ import annotations

import pytest

from stayline.library import queries
from stayline.library.actions import PhraseText, save_phrase, withdraw_phrase
from stayline.library.actions.phrases import MOST
from stayline.library.errors import PhraseInvalid, PhraseNotFound, PhrasesNotYours, PhraseStale
from stayline.library.models import DocumentVersion
from stayline.people.models import Role
from stayline.platform.actors import Actor
from tests.cast import Cast, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

MINE = PhraseText("redirect", "That matters, and here is the next step.", "redirect and focus")


def save(
    cast: Cast,
    typed: PhraseText = MINE,
    *,
    expected: str = "",
    phrase_id: str = "",
    actor: Actor | None = None,
    at: int = 0,
) -> str:
    return save_phrase(
        site_id=cast.site.id,
        phrase_id=phrase_id,
        typed=typed,
        expected=expected,
        actor=actor or cast.mo,
        at=later(at),
    )


def offered(site: str = "here") -> list[str]:
    groups = {one.id: one for one in queries.phrase_groups(site=site)}
    return [one.text for one in groups["redirect"].phrases if one.own]


@pytest.mark.covers("S4-39")
def test_a_phrase_is_added_changed_and_withdrawn_and_every_change_stays(cast: Cast) -> None:
    first = save(cast)
    assert offered() == [MINE.text]
    assert offered("there") == []
    changed = PhraseText("redirect", "That matters. Here is the next step.", "redirect")
    second = save(cast, changed, phrase_id="1", expected=first, at=5)
    assert offered() == [changed.text]
    assert save(cast, changed, phrase_id="1", expected=second) == second  # nothing to log
    third = withdraw_phrase(
        site_id=cast.site.id, phrase_id="1", expected=second, actor=cast.mo, at=later(9)
    )
    assert offered() == []
    history = queries.phrase_history("here")
    assert [(one.what, one.text) for one in history] == [
        ("withdrawn", changed.text),
        ("changed", changed.text),
        ("added", MINE.text),
    ]
    assert {one.who for one in history} == {"Mo Example"}
    assert queries.phrase_history("there") == []
    kept = DocumentVersion.objects.filter(kind=queries.OWN_PHRASES)
    assert {one.digest for one in kept} == {first, second, third}
    # The same words again are the first version again, and the log goes on.
    assert save(cast, expected=third, at=12) == first
    assert offered() == [MINE.text]


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        (PhraseText("redirect", "I hear you, but we cannot do that.", "redirect"), "text", "but"),
        (PhraseText("redirect", "I won't tell anyone.", "reassure"), "text", "tell"),
        (PhraseText("redirect", "Calm down.", "calm"), "text", "Calm down"),
        (PhraseText("redirect", " ", "redirect"), "text", "Write the words"),
        (PhraseText("redirect", "I hear you.", ""), "purpose", "what it is for"),
        (PhraseText("avoid", "I hear you.", "redirect"), "group", "Choose"),
        (PhraseText("nothing", "I hear you.", "redirect"), "group", "Choose"),
    ],
)
def test_it_is_judged_before_it_is_saved(
    cast: Cast, typed: PhraseText, field: str, says: str
) -> None:
    with pytest.raises(PhraseInvalid) as refused:
        save(cast, typed)
    assert says in refused.value.faults[field]
    assert offered() == []


def test_only_the_site_s_owner_manager_or_an_administrator_may(cast: Cast) -> None:
    for actor in (cast.ann, cast.bo, cast.cy):
        with pytest.raises(PhrasesNotYours):
            save(cast, actor=actor)
        with pytest.raises(PhrasesNotYours):
            withdraw_phrase(
                site_id=cast.site.id, phrase_id="1", expected="", actor=actor, at=later(1)
            )
    assert Role.MANAGER.value in cast.mo.roles


def test_two_who_change_at_once_do_not_undo_each_other(cast: Cast) -> None:
    first = save(cast)
    with pytest.raises(PhraseStale):
        save(cast, PhraseText("redirect", "And now this one.", "redirect"))
    with pytest.raises(PhraseStale):
        withdraw_phrase(
            site_id=cast.site.id, phrase_id="1", expected="", actor=cast.mo, at=later(1)
        )
    with pytest.raises(PhraseNotFound):
        save(cast, phrase_id="7", expected=first)
    second = save(cast, PhraseText("redirect", "And now this one.", "redirect"), expected=first)
    assert len(offered()) == 2
    withdraw_phrase(
        site_id=cast.site.id, phrase_id="1", expected=second, actor=cast.mo, at=later(2)
    )
    assert offered() == ["And now this one."]


def test_a_site_has_only_so_many(cast: Cast) -> None:
    name = queries.own_document("here")
    body = {
        "id": name,
        "phrases": [
            {"id": str(one), "group": "redirect", "text": f"I hear you, {one}.", "purpose": "x"}
            for one in range(1, MOST + 1)
        ],
    }
    expected = save(cast)
    DocumentVersion.objects.filter(digest=expected).update(body=body)
    with pytest.raises(PhraseInvalid):
        save(cast, PhraseText("redirect", "One more.", "redirect"), expected=expected)
