"""What a way needs, and what a page says and reads."""

from __future__ import annotations

import pytest

from stayline_core import paging, ways
from stayline_core.paging import Came, PageWords, Purpose, Reply

MAIL = {
    "host": "mail.example.org",
    "port": "587",
    "security": "starttls",
    "sender": "stayline@example.org",
}
TWILIO = {"account_sid": "AC" + "0" * 32, "auth_token": "secret", "from_number": "+15550100"}
HOOK = {"url": "https://hooks.example.org/x", "secret": "whsec_" + "A" * 32}


@pytest.mark.parametrize(
    ("kind", "channel", "settings", "at_fault"),
    [
        ("smtp", "email", {}, ""),
        ("smtp", "email", {"host": "mail server"}, "host"),
        ("smtp", "email", {"port": "0"}, "port"),
        ("smtp", "email", {"port": "\u0665"}, "port"),
        ("smtp", "email", {"security": "some"}, "security"),
        ("smtp", "email", {"security": "none"}, "security"),
        ("smtp", "email", {"security": "none", "host": "localhost"}, ""),
        ("smtp", "email", {"username": "us"}, "password"),
        ("smtp", "email", {"username": "us", "password": "pw"}, ""),
        ("smtp", "email", {"sender": "a@b"}, "sender"),
        ("smtp", "email", {"sender": ""}, "sender"),
        ("smtp", "email", {"certificates": "none"}, "certificates"),
        ("smtp", "email", {"certificates": "-----BEGIN CERTIFICATE-----\n"}, ""),
        ("smtp", "sms", {}, "kind"),
        ("pigeon", "email", {}, "kind"),
        ("twilio_sms", "sms", {}, ""),
        ("twilio_sms", "sms", {"from_number": "0171"}, "from_number"),
        ("twilio_voice", "voice", {"account_sid": "X"}, "account_sid"),
        ("twilio_voice", "voice", {"auth_token": ""}, "auth_token"),
        ("twilio_voice", "voice", {"base_url": "http://example.org"}, "base_url"),
        ("twilio_voice", "voice", {"base_url": "http://127.0.0.1:9"}, ""),
        ("webhook", "webhook", {}, ""),
        ("webhook", "webhook", {"url": "http://hooks.example.org"}, "url"),
        ("webhook", "webhook", {"url": "https://us:pw@hooks.example.org"}, "url"),
        ("webhook", "webhook", {"url": "http://[bad"}, "url"),
        ("webhook", "webhook", {"url": "https:///path"}, "url"),
        ("webhook", "webhook", {"secret": "short"}, "secret"),
        ("apprise", "slack", {"url": "slack://a/b/c"}, ""),
        ("apprise", "slack", {"url": "msteams://a"}, "url"),
        ("apprise", "teams", {"url": "workflows://host/a/b"}, ""),
        ("apprise", "webhook", {"url": "syslog://"}, "url"),
        ("apprise", "webhook", {"url": "json://127.0.0.1:80/x"}, ""),
        ("apprise", "webhook", {"url": "json://example.org/x"}, "url"),
        ("apprise", "webhook", {"url": "nothing"}, "url"),
        ("apprise", "teams", {"url": "workflows://host/a/b?Verify=no"}, "url"),
    ],
)
def test_each_field_is_judged_by_name(
    kind: str, channel: str, settings: dict[str, str], at_fault: str
) -> None:
    base = {"smtp": MAIL, "webhook": HOOK, "apprise": {}}.get(kind, TWILIO)
    assert list(ways.faults(kind, channel, {**base, **settings})) == ([at_fault] * bool(at_fault))


def test_a_demo_uses_only_what_stays_on_this_machine() -> None:
    assert ways.stays_here("smtp", {"host": "127.0.0.1"})
    assert ways.stays_here("webhook", {"url": "http://localhost:1/"})
    assert not ways.stays_here("smtp", {"host": "mail.example.org"})
    assert not ways.stays_here("twilio_sms", {})
    assert not ways.stays_here("apprise", {"url": "slack://a/b/c"})
    assert ways.stays_here("apprise", {"url": "json://127.0.0.1:80/x"})


WORDS = PageWords(level=0, site="Here", number="SLX-2026-000001", exercise=True)


def test_a_page_says_level_site_and_number_alone() -> None:
    assert paging.subject(WORDS) == "EXERCISE L0 · Here · SLX-2026-000001"
    said = paging.long_text(WORDS, "https://s.example.org/p/abc/")
    assert "https://s.example.org/p/abc/" in said
    assert "123456" in paging.short_text(WORDS, "123456", "https://s.example.org/p/abc/")
    assert "This is an exercise." in paging.spoken_text(WORDS)
    known = PageWords(2, "Here", "SL-2026-000002", Purpose.INFORMS)
    assert "to say that you know" in paging.short_text(known, "123456", "x")
    assert paging.link("https://s.example.org/", "a-b_c") == "https://s.example.org/p/a-b_c/"


def test_a_page_fits_into_two_text_messages() -> None:
    link = paging.link("https://stayline.example.org", "x" * 64)
    assert len(paging.short_text(WORDS, "123456", link)) <= 306
    assert paging.short_text(WORDS, "123456", link).isascii()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("482913", ("482913", Reply.TAKE)),
        (" YES 482913.", ("482913", Reply.TAKE)),
        ("sí, 482913", ("482913", Reply.TAKE)),
        ("No 482913", ("482913", Reply.DECLINE)),
        ("482913 can't", ("482913", Reply.DECLINE)),
        ("not now 482913", None),
        ("482913 or 111222", None),
        ("1234567", None),
        ("yes", None),
    ],
)
def test_a_reply_is_read_or_taken_for_none(text: str, read: tuple[str, Reply] | None) -> None:
    assert paging.read_reply(text) == read


def test_a_key_takes_or_declines() -> None:
    assert [paging.read_key(key) for key in ("1", "2", "9", "")] == [
        Reply.TAKE,
        Reply.DECLINE,
        None,
        None,
    ]


def test_what_a_telephone_is_told_is_escaped() -> None:
    assert "A &amp; &lt;B&gt; &quot;C&quot;" in paging.said_xml('A & <B> "C"')
    assert 'action="https://s.example.org/?a=1&amp;b=2"' in paging.call_xml(
        "x", "https://s.example.org/?a=1&b=2"
    )
    assert "<Message>" in paging.text_xml(paging.came_words(Came.YOURS))


def test_an_address_is_left_in_peace_for_a_while() -> None:
    assert paging.pause_of("voice") < paging.pause_of("email")
    assert paging.pause_of("slack") == paging.USUAL_PAUSE
