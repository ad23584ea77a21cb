"""The words on the desk: in the caller's language, who reviewed them, and never two at once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stayline.contacts.models import Contact
from stayline.desk.queries.language import language_name
from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Incident
from stayline.incidents.queries import last_run
from stayline.library.actions import change_note, documents_under, load_documents
from stayline.library.models import InForce
from stayline.people.queries import system_actor
from stayline_core.forms import Note
from tests.cast import NOW, Cast, line
from tests.web.conftest import THREAT, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

SPANISH = "Gracias por contármelo."
ENGLISH = "Thank you for telling me."


def opened(cast: Cast, **more: str) -> Contact:
    at = datetime.now(UTC)
    contact = cast.contact(at=at, **more)
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT, at=at)], actor=cast.ann, at=at)
    return contact


def desk(cast: Cast, signed_in: SignIn, contact: Contact) -> str:
    return signed_in(cast.ann).get(f"/desk/contacts/{contact.id}/").content.decode()


def test_the_words_are_in_the_caller_s_language_and_say_that_nobody_reviewed_them(
    cast: Cast, signed_in: SignIn
) -> None:
    page = desk(cast, signed_in, opened(cast, language="es"))
    assert SPANISH in page
    assert ENGLISH not in page
    assert "Words in Spanish, reviewed by nobody yet." in page
    assert '<blockquote class="sl-say" lang="es">' in page
    assert "Lo une a una exigencia" in page


def test_what_nobody_knows_yet_is_said_in_the_same_language(cast: Cast, signed_in: SignIn) -> None:
    for language, whole in (
        ("es", "“Mi colega está ahora con nosotros."),
        ("", "“My colleague is with us now."),
    ):
        contact = opened(cast, language=language)
        run = last_run(Incident.objects.get(contact=contact).id)
        run.state = run.state | {"step": "hand_over"}
        run.save(update_fields=["state"])
        assert whole in desk(cast, signed_in, contact)


def test_a_language_without_words_is_named_and_english_is_shown(
    cast: Cast, signed_in: SignIn
) -> None:
    page = desk(cast, signed_in, opened(cast, language="fr"))
    assert "The caller speaks French. There are no words in it yet" in page
    assert ENGLISH in page


def test_whoever_speaks_the_protocol_s_own_language_sees_nothing_of_it(
    cast: Cast, signed_in: SignIn
) -> None:
    page = desk(cast, signed_in, opened(cast, language="en-GB"))
    assert "Words in" not in page
    assert "There are no words" not in page
    assert '<blockquote class="sl-say" lang="en">' in page


def test_a_site_s_own_reviewed_words_say_so(cast: Cast, signed_in: SignIn, tmp_path: Path) -> None:
    digest = InForce.objects.get(kind="protocol", document_id="self-harm").version_id
    source = (
        f"stayline: 1\nkind: wording\nid: ours\nof: self-harm\nof_digest: {digest}\nsite: here\n"
        "title: Ours\nreviewed_by: [A. Example]\nsteps:\n"
        '  opening/acknowledge: {say: ["Thank you for trusting me with this."]}\n'
    )
    (tmp_path / "ours.yaml").write_text(source, encoding="utf-8")
    who = system_actor("command_line")
    load_documents(documents_under(tmp_path), mode="demo", actor=who, at=NOW)
    page = desk(cast, signed_in, opened(cast))
    assert "Thank you for trusting me with this." in page
    assert "I will need to share this" in page
    assert "Your site&#x27;s own words, reviewed." in page


def test_a_language_nobody_has_a_name_for_is_named_by_its_tag() -> None:
    assert language_name("pt-BR") == "Brazilian Portuguese"
    assert language_name("qaa") == "qaa"


def test_an_agent_says_what_the_caller_speaks(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.ann)
    page = client.get("/desk/").content.decode()
    assert '<option value="es">Spanish</option>' in page
    typed = {"channel": "voice", "exercise": "yes", "caller_country": "US", "language": "es"}
    assert client.post("/desk/contacts/", typed).status_code == 302
    assert Contact.objects.get(source="desk").language == "es"
    InForce.objects.filter(kind="wording").delete()
    assert 'id="language"' not in client.get("/desk/").content.decode()


@pytest.mark.covers("S1-53")
def test_a_note_of_the_site_stands_beside_the_question_on_the_desk(
    cast: Cast, signed_in: SignIn
) -> None:
    contact = opened(cast)
    run = last_run(Incident.objects.get(contact=contact).id)
    run.state = run.state | {"step": "help_now"}
    run.save(update_fields=["state"])
    change_note(
        form_id="security_threat",
        field="safety.location",
        site_id=cast.site.id,
        note=Note("Flat number first.", "Flat 2"),
        expected="",
        actor=cast.mo,
        at=NOW,
    )
    assert "Flat number first. Example: Flat 2" in desk(cast, signed_in, contact)
