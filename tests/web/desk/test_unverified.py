"""No number that nobody compared with its source is shown without the word “unverified”."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from stayline.config.continuity.pack import gather
from stayline.config.continuity.printing import write_page
from stayline.contacts.models import Contact
from stayline.library.queries import Service, directory
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

NEAR = 140
"""So many letters after a number, without tags, the word must have come."""


def bare(html: str) -> str:
    """What a person reads: without tags, one space between words."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def doubtful(country: str) -> dict[str, Service]:
    """Every way to reach a service of a country that was never checked, by what is dialled.

    What also stands in a checked one, as 111 in "111, option 2", cannot be told apart.
    """
    ways = [(reach, one) for one in directory(country) for reach in one.channels]
    checked = " ".join(
        reach.value for reach, one in ways if not (one.unverified or reach.unverified)
    )
    return {
        reach.value: one
        for reach, one in ways
        if (one.unverified or reach.unverified) and reach.value not in checked
    }


def unmarked(shown: str, country: str) -> list[str]:
    """The places where such a number stands without the word near it."""
    text = bare(shown)
    hits = [
        hit
        for value in doubtful(country)
        for hit in re.finditer(rf"(?<![\w-]){re.escape(value)}(?![\w-])", text)
    ]
    return [
        text[max(0, hit.start() - 40) : hit.end() + NEAR]
        for hit in hits
        if "unverified" not in text[hit.start() : hit.end() + NEAR].casefold()
    ]


@pytest.mark.covers("S3-37")
@pytest.mark.parametrize("country", ["GB", "US"])
def test_on_the_desk_in_the_library_and_on_paper_a_recalled_number_says_so(
    cast: Cast, contact: Contact, signed_in: SignIn, country: str, tmp_path: Path
) -> None:
    Contact.objects.filter(id=contact.id).update(caller_country=country)
    cast.site.country = country
    cast.site.save()
    ann = signed_in(cast.ann)
    pages = [page(ann, "/library/agencies/directory/"), page(ann, "/library/?q=crisis")]
    for agency in ("crisis_line", "police", "assistance", "in_house", "emergency_services"):
        answer = ann.post(reverse("desk:ask", args=[contact.id, agency]), follow=True)
        assert answer.status_code == 200
        pages.append(answer.content.decode())
    shown = " ".join(map(bare, pages))
    assert any(value in shown for value in doubtful(country))
    printed = gather(cast.site, copies=1, banner="", actor=cast.bo, at=datetime.now(UTC))
    paper = write_page(printed, tmp_path / "pack.html")
    for one in (*pages, paper):
        assert unmarked(one, country) == []


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()
