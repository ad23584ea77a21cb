"""The directory of services outside the centre: by country and need, honest about its age."""

from __future__ import annotations

from datetime import date

import pytest

from stayline.library import queries
from stayline.library.actions import body_of, load_playbook, playbook
from stayline.library.errors import DocumentFaulty
from stayline.library.models import InForce
from stayline.people.queries import system_actor
from tests.cast import NOW

pytestmark = pytest.mark.django_db

SERVICE = (
    b'{"kind": "directory", "needs": {"crisis": "Crisis line"}, "services": [{"id": "a", '
    b'"country": "GB", "name": "A", "audience": "everyone", "need": ["%s"], "channels": [], '
    b'"source": "s", "checked_on": null, "review_by": "2027-01-01", "status": "unverified"}]}'
)


@pytest.mark.usefixtures("playbook")
@pytest.mark.covers("S3-37")
def test_every_service_has_its_source_and_a_date_of_review() -> None:
    services = queries.directory()
    assert {one.country for one in services} == {"GB", "US"}
    assert len({one.id for one in services}) == len(services) > 30
    for one in services:
        assert one.source, one.id
        assert date.fromisoformat(one.review_by) > NOW.date(), one.id
        assert one.audience, one.id
        assert one.channels, one.id
        assert one.needs, one.id
        assert one.unverified is not bool(one.checked_on), one.id


@pytest.mark.usefixtures("playbook")
def test_services_are_found_by_country_and_need() -> None:
    abuse = queries.directory("us", "domestic_abuse")
    assert [one.name for one in abuse] == ["National Domestic Violence Hotline", "love is respect"]
    assert abuse[0].can_dispatch_help is False
    assert (abuse[0].number, abuse[0].unverified) == ("800-799-7233", False)
    assert all(one.country == "GB" for one in queries.directory("GB"))
    assert {one.country for one in queries.directory(need="crisis")} == {"GB", "US"}
    assert queries.directory("ZZ") == []
    assert queries.directory("GB", "no such need") == []


@pytest.mark.usefixtures("playbook")
@pytest.mark.parametrize(("country", "number"), [("GB", "116 123"), ("us", "988")])
def test_a_crisis_line_is_named_for_the_callers_country(country: str, number: str) -> None:
    found = queries.crisis_line(country)
    assert found is not None
    assert found.number == number
    assert found.where == ""


@pytest.mark.usefixtures("playbook")
@pytest.mark.parametrize("country", ["", "ZZ"])
def test_no_crisis_line_is_made_up(country: str) -> None:
    assert queries.crisis_line(country) is None


@pytest.mark.usefixtures("playbook")
def test_the_directory_leaves_the_emergency_numbers_alone() -> None:
    assert queries.emergency_agency("GB").number == "999"
    assert queries.emergency_agency("US").number == "911"
    assert queries.emergency_script()["id"] == "emergency"


@pytest.mark.usefixtures("playbook")
def test_a_service_that_takes_no_calls_has_no_number() -> None:
    shout = next(one for one in queries.directory("GB") if one.name == "Shout")
    assert (shout.number, [one.kind for one in shout.channels]) == ("", ["text"])


def test_in_production_no_service_is_in_force_until_it_was_signed_for(db: None) -> None:
    load_playbook(mode="production", actor=system_actor("command_line"), at=NOW)
    assert not InForce.objects.exists()
    assert queries.directory() == []
    assert queries.crisis_line("GB") is None
    assert queries.card("bomb-checklist") is None


@pytest.mark.parametrize(
    ("source", "said"),
    [(SERVICE % b"tea", "tea"), (b'{"kind": "directory"}', "services")],
)
def test_a_faulty_directory_is_refused_with_its_fault(source: bytes, said: str) -> None:
    with pytest.raises(DocumentFaulty) as refused:
        body_of("agencies", source, "d.json")
    assert said in refused.value.faults["d.json"]
    assert body_of("agencies", SERVICE % b"crisis", "d.json")["services"]


def test_the_shipped_directory_lists_nothing_that_has_ended() -> None:
    (source,) = (one.source for one in playbook() if one.name == "directory")
    assert b"press 3" not in source
