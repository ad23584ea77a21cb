"""The agent's own words in writing: judged while typed, mended by one press, held for secrecy."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.desk.queries import ContactPage, own_words
from stayline.incidents.actions import hear_lines, release_contact
from stayline.incidents.queries import lines
from stayline.ledger.models import Entry
from tests.cast import Cast, line
from tests.web.conftest import THREAT, SignIn

pytestmark = pytest.mark.django_db

SECRET = "I hear you. I won't tell anyone."
PRESSED = {"HX-Request": "true"}


@pytest.fixture
def chat(cast: Cast, playbook: None) -> Contact:
    """A chat that Ann has, without an incident."""
    return cast.contact(agent=cast.ann, at=datetime.now(UTC), channel="chat")


def post(client: Client, contact: Contact, headers: dict[str, str] | None = None, **sent: str):
    return client.post(reverse("desk:words", args=[contact.id]), sent, headers=headers or PRESSED)


def shown(client: Client, contact: Contact) -> str:
    return client.get(reverse("desk:contact", args=[contact.id])).content.decode()


def said(contact: Contact) -> list[tuple[str, str]]:
    return [(one.who, one.text) for one in lines(contact.id, limit=20)]


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


@pytest.mark.covers("S4-41")
def test_while_it_is_typed_the_draft_is_judged_and_nothing_is_kept(
    cast: Cast, chat: Contact, signed_in: SignIn
) -> None:
    before = Entry.objects.count()
    answer = post(signed_in(cast.ann), chat, text="I hear you, but wait.", typing="yes")
    assert answer.status_code == 200
    page = text_of(answer)
    assert "I hear you, <mark>but</mark> wait." in page
    assert "Says “but”" in page
    assert "makes people defend themselves" in page
    assert "Write: “and”" in page
    assert "Do not send this yet" not in page
    assert "<textarea" not in page  # the caret is left alone
    assert said(chat) == []
    assert Entry.objects.count() == before


def test_a_draft_with_nothing_to_change_says_so(
    cast: Cast, chat: Contact, signed_in: SignIn
) -> None:
    answer = post(signed_in(cast.ann), chat, text="I'm here with you.", typing="yes")
    assert "Nothing to change." in text_of(answer)


@pytest.mark.covers("S4-41")
def test_one_press_writes_the_alternative(cast: Cast, chat: Contact, signed_in: SignIn) -> None:
    answer = post(signed_in(cast.ann), chat, text="I hear you, but wait.", mend="W02-12-15")
    assert ">I hear you, and wait.</textarea>" in text_of(answer)


def test_a_remark_that_is_gone_changes_nothing(
    cast: Cast, chat: Contact, signed_in: SignIn
) -> None:
    answer = post(signed_in(cast.ann), chat, text="I hear you, but wait.", mend="W99-1-2")
    assert ">I hear you, but wait.</textarea>" in text_of(answer)


@pytest.mark.covers("S0-30")
def test_a_promise_of_secrecy_is_held_back_and_nothing_typed_is_lost(
    cast: Cast, chat: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    answer = post(client, chat, text=SECRET, sent="yes")
    assert answer.status_code == 409
    page = text_of(answer)
    assert "It promises secrecy." in page
    assert f">{SECRET.replace(chr(39), '&#x27;')}</textarea>" in page
    assert said(chat) == []
    assert "mend=" not in page
    mended = post(client, chat, text=SECRET, mend="W01-14-31")
    assert "share it only with people who can help" in text_of(mended)


@pytest.mark.covers("S0-30")
def test_without_script_the_whole_page_comes_back_with_the_draft(
    cast: Cast, chat: Contact, signed_in: SignIn
) -> None:
    answer = post(signed_in(cast.ann), chat, headers={"Accept": "text/html"}, text=SECRET, sent="y")
    assert answer.status_code == 409
    page = text_of(answer)
    assert "<html" in page
    assert "Get help now" in page
    assert "won&#x27;t tell anyone.</textarea>" in page
    checked = post(
        signed_in(cast.ann), chat, headers={"Accept": "text/html"}, text="But", check="y"
    )
    assert "<mark>But</mark>" in text_of(checked)


@pytest.mark.covers("S4-41")
def test_but_is_flagged_and_does_not_hold_the_words_back(
    cast: Cast, chat: Contact, signed_in: SignIn
) -> None:
    answer = post(signed_in(cast.ann), chat, text="I hear you, but wait.", sent="yes")
    assert answer.status_code == 200
    assert said(chat) == [("agent", "I hear you, but wait.")]
    assert '<textarea class="form-control" id="words-text"' in text_of(answer)
    assert "but wait.</textarea>" not in text_of(answer)


def test_recorded_without_script_leads_back_to_the_contact(
    cast: Cast, chat: Contact, signed_in: SignIn
) -> None:
    answer = post(signed_in(cast.ann), chat, headers={"Accept": "text/html"}, text="Hi.", sent="y")
    assert answer.status_code == 302
    assert answer["Location"].endswith("#words")
    assert said(chat) == [("agent", "Hi.")]


def test_an_empty_draft_is_not_recorded(cast: Cast, chat: Contact, signed_in: SignIn) -> None:
    answer = post(signed_in(cast.ann), chat, text="  ", sent="yes")
    assert answer.status_code == 200
    assert said(chat) == []


@pytest.mark.covers("X-9")
def test_a_recorded_line_is_never_judged_and_never_held(
    cast: Cast, chat: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    for who in ("caller", "agent"):
        sent = {"text": f"But {who} said: I won't tell anyone.", "who": who}
        done = client.post(reverse("desk:act", args=[chat.id, "lines"]), sent, headers=PRESSED)
        assert done.status_code == 200
    assert len(said(chat)) == 2
    assert "<mark>But</mark>" not in shown(client, chat)


def test_words_of_the_step_can_be_put_in(cast: Cast, chat: Contact, signed_in: SignIn) -> None:
    at = datetime.now(UTC)
    hear_lines(contact_id=chat.id, lines=[line(1, THREAT, at=at)], actor=cast.ann, at=at)
    client = signed_in(cast.ann)
    page = shown(client, chat)
    assert "Put in words from the step" in page
    answer = post(client, chat, text="Hello Alex.", use="Thank you for telling me.")
    assert ">Hello Alex. Thank you for telling me.</textarea>" in text_of(answer)


def test_in_writing_the_reply_waits_until_somebody_took_it_over(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    at = datetime.now(UTC)
    letter = cast.contact(agent=cast.ann, at=at, channel="email")
    client = signed_in(cast.ann)
    assert "Send nothing yet." not in shown(client, letter)
    hear_lines(contact_id=letter.id, lines=[line(1, THREAT, at=at)], actor=cast.ann, at=at)
    assert "Send nothing yet." in shown(client, letter)


def test_spoken_words_have_no_draft(cast: Cast, contact: Contact, signed_in: SignIn) -> None:
    client = signed_in(cast.ann)
    assert 'id="words"' not in shown(client, contact)
    assert post(client, contact, text="but", typing="yes").status_code == 404


def test_a_contact_that_is_over_has_no_draft(cast: Cast, chat: Contact, signed_in: SignIn) -> None:
    release_contact(contact_id=chat.id, reason="done", actor=cast.ann, at=datetime.now(UTC))
    assert post(signed_in(cast.ann), chat, text="but", typing="yes").status_code == 404


def test_whoever_does_not_guide_it_has_no_place_to_write(cast: Cast, chat: Contact) -> None:
    at = datetime.now(UTC)
    assert own_words(ContactPage(chat, None, actor=cast.ann, at=at)) is not None
    assert own_words(ContactPage(chat, None, actor=cast.bo, at=at)) is None


@pytest.mark.outsider("desk:words")
def test_an_outsider_is_refused(cast: Cast, chat: Contact, signed_in: SignIn) -> None:
    assert post(signed_in(cast.cy), chat, text="but", typing="yes").status_code == 403


def test_a_language_without_rules_says_so(cast: Cast, chat: Contact, signed_in: SignIn) -> None:
    Contact.objects.filter(id=chat.id).update(language="de")
    answer = post(signed_in(cast.ann), chat, text="Ich bin da.", typing="yes")
    assert "There are no rules for this language yet." in text_of(answer)
    Contact.objects.filter(id=chat.id).update(language="es")
    answer = post(signed_in(cast.ann), chat, text="Le oigo, pero espere.", typing="yes")
    assert "still need the review of a native crisis professional" in text_of(answer)
