"""In whose words a run is shown: the caller's language, the record that keeps them, and no mix."""

from __future__ import annotations

import pytest

from stayline.contacts.errors import ContactInvalid
from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Run
from stayline.incidents.queries import screen, steps_taken, wording_of
from stayline.incidents.queries.guiding import guide_for
from stayline.ledger.queries import entries
from stayline.library.models import InForce
from stayline.people.models import Site
from tests.cast import NOW, Cast, later, line
from tests.record import THREAT, Opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

SPANISH = "Gracias por contármelo. Estoy aquí con usted, y alguien de mi equipo se une a nosotros."
ENGLISH = "Thank you for telling me. I'm here with you, and a colleague is joining us."


def open_it(cast: Cast, **more: str) -> Opened:
    contact = cast.contact(**more)
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=cast.ann, at=NOW)
    return Opened(cast, contact.id)


def said(opened: Opened) -> str:
    shown = screen(opened.incident)
    assert shown is not None
    return shown[1].say[0]


def worded(opened: Opened) -> list[object]:
    found = entries(opened.incident.stream_id, kinds=["incidents.run.worded"])
    return [one.event for one in found]


@pytest.mark.parametrize("language", ["es", "es_mx"])
def test_a_caller_is_spoken_to_in_their_language_and_the_log_says_in_which_words(
    cast: Cast, language: str
) -> None:
    opened = open_it(cast, language=language)
    assert said(opened) == SPANISH
    (event,) = worded(opened)
    assert event.language == "es"
    assert event.digest == opened.run.wording_digest
    assert (
        event.digest == InForce.objects.get(kind="wording", document_id="self-harm-es").version_id
    )
    assert event.describe().endswith("reviewed by nobody yet.")


def test_who_says_nothing_of_a_language_gets_the_site_s(cast: Cast) -> None:
    Site.objects.filter(id=cast.site.id).update(language="es")
    opened = open_it(cast)
    assert said(opened) == SPANISH
    assert said(open_it(cast, language="en")) == ENGLISH


@pytest.mark.parametrize("language", ["", "en", "fr"])
def test_without_whole_words_in_a_language_the_protocol_s_own_are_shown(
    cast: Cast, language: str
) -> None:
    opened = open_it(cast, language=language)
    assert said(opened) == ENGLISH
    assert opened.run.wording_digest == ""
    assert worded(opened) == []


def test_a_language_that_is_none_is_refused_by_name(cast: Cast) -> None:
    with pytest.raises(ContactInvalid) as refused:
        cast.contact(language="Spanish")
    assert "language" in refused.value.faults


def test_the_words_change_no_way_through_the_procedure(cast: Cast) -> None:
    spanish, english = open_it(cast, language="es"), open_it(cast)
    for opened in (spanish, english):
        opened.go_on(at=later(5))
        opened.answer("safety.in_danger_now", "yes", at=later(9))
    assert spanish.run.state == english.run.state
    assert said(spanish) == "Quiero que alguien llegue hasta usted ahora. Yo me quedo con usted."


def test_a_run_in_flight_keeps_its_words_and_the_record_shows_them_for_ever(cast: Cast) -> None:
    opened = open_it(cast, language="es")
    InForce.objects.filter(kind="wording").delete()
    assert said(opened) == SPANISH
    opened.go_on(at=later(5))
    assert [one.title for one in steps_taken(opened.incident)] == [
        "Agradezca que se lo cuente",
        "Averigüe si está en peligro ahora",
    ]
    assert said(open_it(cast, language="es")) == ENGLISH


def test_what_is_built_in_has_one_language(cast: Cast) -> None:
    InForce.objects.filter(kind="protocol").delete()
    opened = open_it(cast, language="es")
    guide = guide_for("self_harm", "live")
    assert wording_of(opened.incident, guide) is None
    assert Run.objects.get(incident=opened.incident).wording_digest == ""
