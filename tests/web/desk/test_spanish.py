"""The desk in Spanish: everything that is marked is there, the two files agree, and it says so."""

from __future__ import annotations

import gettext
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import stayline
from stayline.contacts.models import Channel, Contact
from stayline.desk.queries import aids, difficult, steps
from stayline.desk.queries.contact import UNREVIEWED
from stayline.escalation.queries.coming import BESIDE, KEEP_TALKING, SENTENCES, WORDS
from stayline.floor.templatetags import floor as own
from stayline.incidents.actions import start_aid
from stayline.incidents.models import Incident
from stayline.incidents.queries import log, ways
from stayline.people.models import Person
from stayline.platform.templatetags.stayline import HARM_WORDS, LEVEL_WORDS
from stayline_core.situations import MEANS
from tests.cast import Cast
from tests.web.conftest import SignIn

HOME = Path(next(iter(stayline.__path__)))
FOLDER = HOME / "locale" / "es" / "LC_MESSAGES"
ENTRY = re.compile(
    r'^msgid "(?P<one>.+)"\n(?:msgid_plural "(?P<more>.+)"\n)?'
    r'(?:msgstr "(?P<said>.*)"|msgstr\[0\] "(?P<first>.*)"\nmsgstr\[1\] "(?P<rest>.*)")$',
    re.MULTILINE,
)
MARKED = re.compile(r"""{% translate (?:"([^"]+)"|'([^']+)')(?: context "(?:noun|verb)")? %}""")
BLOCK = re.compile(r"{% blocktranslate (.*?)%}(.*?){% endblocktranslate %}", re.DOTALL)
CALLED = re.compile(r"""\b_\(\s*"((?:[^"\\]|\\.)+)"\s*\)""")
NAMED = re.compile(r"%\(\w+\)s")


def source() -> dict[str, tuple[str, ...]]:
    """The translations as they are written, by what is translated."""
    text = (FOLDER / "django.po").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for one in ENTRY.finditer(text):
        forms = (one["said"],) if one["more"] is None else (one["first"], one["rest"])
        key = one["one"].replace('\\"', '"')
        found.setdefault(key, tuple(form.replace('\\"', '"') for form in forms))
    return found


def marked() -> set[str]:
    """Everything that templates and code of the desk mark to be translated."""
    found = set()
    for file in HOME.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        found |= {one[1] or one[2] for one in MARKED.finditer(text)}
        for block in BLOCK.finditer(text):
            first = block[2].split("{% plural %}")[0]
            found.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", first))
    for file in (*HOME.rglob("queries/*.py"), *HOME.rglob("templatetags/*.py")):
        found |= {one[1] for one in CALLED.finditer(file.read_text(encoding="utf-8"))}
    tables = (steps.GIVEN_WORDS, steps.WAITS, steps.ENDS, HARM_WORDS, SENTENCES)
    for table in tables:
        found |= set(table.values())
    found |= {words for words, _, _ in own.SHOWN.values()} | {*ways.WAYS.values()}
    found |= {*own.PRESSED.values(), *own.NOTES.values(), *ways.OUTCOMES.values()}
    found |= {*difficult.RUNGS, *LEVEL_WORDS, *WORDS, KEEP_TALKING, BESIDE}
    found |= {words for _, title, hint in aids.THREE for words in (title, hint)}
    return found | {UNREVIEWED, *MEANS.values(), *(str(one.label) for one in Channel)}


@pytest.mark.covers("X-3")
def test_everything_that_is_marked_is_there_with_its_placeholders() -> None:
    written = source()
    assert sorted(marked() - set(written)) == []
    for english, forms in written.items():
        for form in forms:
            assert form, english
            assert set(NAMED.findall(form)) == set(NAMED.findall(english)), english


def test_the_compiled_file_says_what_the_written_one_says() -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for english, forms in source().items():
        if len(forms) == 1:
            assert compiled.gettext(english) == forms[0]
        else:
            said = [compiled.ngettext(english, "", number) for number in (1, 2)]
            assert said == list(forms)


def speak(client: Client, language: str) -> int:
    return client.post("/language/", {"language": language, "back": "/desk/"}).status_code


@pytest.mark.django_db
@pytest.mark.covers("X-3")
def test_a_person_chooses_it_and_their_desk_alone_is_in_it(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client, other = signed_in(cast.ann), signed_in(cast.al)
    assert speak(client, "es") == 302
    assert Person.objects.get(id=cast.ann.id).language == "es"
    start_aid(contact_id=contact.id, actor=cast.ann, at=datetime.now(UTC))
    page = client.get(reverse("desk:contact", args=[contact.id])).content.decode()
    assert '<html lang="es"' in page
    for words in ("Pedir ayuda ya", "Emergencias", "Primer aviso", "Diga esto", "Insultos"):
        assert words in page
    assert "aún no ha sido revisado por un profesional de crisis nativo" in page
    assert "Get help now <kbd>" not in page
    # What the log keeps is in one language, whoever presses in which.
    press = reverse("desk:act", args=[contact.id, "help"])
    assert client.post(press, headers={"HX-Request": "true"}).status_code == 200
    told = " ".join(one.sentence for one in log(Incident.objects.get(contact=contact)))
    assert "ayuda" not in told.lower()
    assert "Language of the desk" in other.get("/desk/").content.decode()
    assert speak(client, "en") == 302
    page = client.get(reverse("desk:contact", args=[contact.id])).content.decode()
    assert "Get help now <kbd>" in page
    assert '<html lang="en-GB"' in page


@pytest.mark.django_db
@pytest.mark.outsider("people:language")
def test_a_language_that_the_desk_is_not_there_in_is_refused(cast: Cast, signed_in: SignIn) -> None:
    assert speak(Client(), "es") == 302
    assert speak(signed_in(cast.ann), "fr") == 422
    assert Person.objects.get(id=cast.ann.id).language == ""
