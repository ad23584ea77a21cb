"""Adding people: what is kept, refused and logged; the demo centre; the first administrator."""

from __future__ import annotations

import pytest

from stayline.ledger.queries import entries, stream_about
from stayline.people import queries
from stayline.people.actions import (
    DEMO_PASSWORD,
    DEMO_PEOPLE,
    SYSTEM,
    DemoSite,
    add_person,
    add_site,
    create_administrator,
    create_demo_centre,
    set_duty,
    set_theme,
    system_person_id,
)
from stayline.people.errors import PersonInvalid, PersonNotFound, SiteNotFound
from stayline.people.models import Person, Role, Site, Skill
from stayline.people.policies import may_administer, receives, supervises
from stayline.platform.actors import Actor
from tests.cast import NOW, PASSWORD, Cast, later

pytestmark = pytest.mark.django_db


def new(cast: Cast, **other: object) -> Person:
    fields = {
        "username": "dee",
        "name": "Dee Example",
        "password": PASSWORD,
        "roles": ["agent"],
        "site_id": cast.site.id,
        "actor": cast.mo,
        "at": NOW,
    }
    return add_person(**fields | other)


def test_somebody_who_was_added_can_sign_in_and_has_their_roles(cast: Cast) -> None:
    made = new(cast, roles=["agent", "supervisor"], platform_user="platform-dee")
    assert made.check_password(PASSWORD)
    assert PASSWORD not in made.password
    assert made.actor().roles == {"agent", "supervisor"}
    assert (made.on_duty, made.availability, made.available_since) == (False, "away", None)
    on = new(cast, username="eve", on_duty=True)
    assert (on.on_duty, on.availability, on.available_since) == (True, "free", NOW)


def test_adding_somebody_is_logged_by_pseudonym_with_a_name_that_can_be_erased(cast: Cast) -> None:
    made = new(cast)
    stream = stream_about("person", made.id)
    assert stream is not None
    assert stream.exercise is True
    (entry,) = entries(stream.id)
    assert (entry.kind, entry.actor) == ("people.person.added", cast.mo.pseudonym)
    assert entry.event.person == str(made.pseudonym)
    assert entry.subject == f"person:{made.pseudonym}"
    assert str(made.id) not in str(entry.event)


def test_without_an_actor_one_adds_oneself(cast: Cast) -> None:
    made = new(cast, actor=None)
    (entry,) = entries(stream_about("person", made.id).id)
    assert entry.actor == str(made.pseudonym)


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "ANN"}, "username"),
        ({"password": "eleven-char"}, "password"),
        ({"roles": []}, "roles"),
        ({"roles": ["agent", "king"]}, "roles"),
    ],
)
def test_a_fault_names_its_field_and_adds_nobody(
    cast: Cast, fault: dict[str, object], field: str
) -> None:
    before = Person.objects.count()
    with pytest.raises(PersonInvalid) as refused:
        new(cast, **fault)
    assert set(refused.value.faults) == {field}
    assert Person.objects.count() == before


def test_every_fault_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(PersonInvalid) as refused:
        new(cast, username="", password="", roles=[])
    assert set(refused.value.faults) == {"username", "password", "roles"}


def test_a_site_is_made_once(cast: Cast) -> None:
    fields = {"name": "North", "zone": "UTC", "country": "GB", "actor": cast.mo, "at": NOW}
    made = add_site(slug="north", exercise=False, **fields)
    assert add_site(slug="north", exercise=True, **fields) == made
    assert Site.objects.get(slug="north").exercise is False


def test_a_site_says_what_its_callers_speak(cast: Cast) -> None:
    fields = {"name": "X", "zone": "UTC", "country": "MX", "exercise": False, "actor": cast.mo}
    assert add_site(slug="sur", language="es_mx", at=NOW, **fields).language == "es-MX"
    assert add_site(slug="norte", language="Spanish", at=NOW, **fields).language == ""
    assert add_site(slug="este", at=NOW, **fields).language == ""


def test_duty_makes_free_and_away(cast: Cast) -> None:
    set_duty(person_id=cast.ann.id, on_duty=False, actor=cast.ann, at=later(5))
    off = queries.person(cast.ann.id)
    assert (off.on_duty, off.availability, off.available_since) == (False, "away", None)
    set_duty(person_id=cast.ann.id, on_duty=True, actor=cast.ann, at=later(9))
    on = queries.person(cast.ann.id)
    assert (on.on_duty, on.availability, on.available_since) == (True, "free", later(9))


def test_a_theme_is_one_of_three(cast: Cast) -> None:
    set_theme(theme="dark", actor=cast.ann, at=NOW)
    assert queries.person(cast.ann.id).theme == "dark"
    with pytest.raises(PersonInvalid, match="need a change"):
        set_theme(theme="pink", actor=cast.ann, at=NOW)
    assert queries.person(cast.ann.id).theme == "dark"
    assert queries.person(cast.al.id).theme == "auto"


# ── the demo centre and the first administrator ──


def test_the_demo_centre_is_an_exercise_with_fictional_people_and_is_made_once(db: None) -> None:
    made = create_demo_centre(at=NOW)
    again = create_demo_centre(at=later(60))
    assert again == made
    assert Site.objects.get(id=made.site_id).exercise is True
    people = queries.demo_people()
    assert {one.username for one in people} == {username for username, _, _ in DEMO_PEOPLE}
    assert all(one.check_password(DEMO_PASSWORD) and one.on_duty for one in people)
    assert {one.username: one.roles for one in made.people}["quinn"] == (
        "Protocol owner, Administrator"
    )


def test_more_sites_and_people_join_the_demo_centre_once(db: None) -> None:
    more = DemoSite("more", "More", "Europe/London", "GB", (("ada", "Ada Moss", (Role.AGENT,)),))
    assert create_demo_centre(at=NOW, more=[more]) == create_demo_centre(at=later(9), more=[more])
    site = Site.objects.get(slug="more")
    assert (site.country, site.zone, site.exercise) == ("GB", "Europe/London", True)
    ada = Person.objects.get(username="ada")
    assert (ada.site_id, ada.is_demo, ada.on_duty) == (site.id, True, True)
    assert ada.platform_user == "demo-ada"


def test_the_first_administrator_brings_the_first_site(db: None) -> None:
    made = create_administrator(username="kit", password=PASSWORD, country="GB", at=NOW)
    assert made.actor().roles == {"administrator", "supervisor"}
    assert (made.site.slug, made.site.country, made.site.exercise) == ("centre", "GB", False)
    with pytest.raises(PersonInvalid):
        create_administrator(username="kit", password=PASSWORD, at=NOW)
    with pytest.raises(PersonInvalid):
        create_administrator(username="kim", password="short", at=NOW)
    assert Site.objects.count() == 1
    assert not Person.objects.filter(username="kim").exists()
    create_administrator(username="kim", password=PASSWORD, at=NOW)
    system = stream_about("system", SYSTEM)
    assert system is not None
    assert [one.kind for one in entries(system.id)] == ["people.site.added"]


# ── who is who ──


def test_people_are_found_by_id_name_platform_and_pseudonym(cast: Cast) -> None:
    ann = queries.person(cast.ann.id)
    assert queries.actor(cast.ann.id) == cast.ann
    assert queries.person_named("ANN", cast.site.id) == ann
    assert queries.person_by_platform_user("platform-ann", cast.site.id) == ann
    assert queries.person_by_pseudonym(cast.ann.pseudonym) == ann
    assert queries.names([cast.ann.id, cast.bo.id]) == {
        cast.ann.id: "Ann Example",
        cast.bo.id: "Bo Example",
    }
    assert queries.names_by_pseudonym([cast.ann.pseudonym]) == {cast.ann.pseudonym: "Ann Example"}


def test_nobody_of_another_site_nobody_inactive_and_no_machine_is_found(cast: Cast) -> None:
    assert queries.person_by_platform_user("platform-cy", cast.site.id) is None
    assert queries.person_by_platform_user("", cast.site.id) is None
    for name, site in (("cy", cast.site), ("system:watcher", cast.site), ("nobody", cast.site)):
        with pytest.raises(PersonNotFound):
            queries.person_named(name, site.id)
    Person.objects.filter(id=cast.al.id).update(is_active=False)
    with pytest.raises(PersonNotFound):
        queries.person_named("al", cast.site.id)
    assert cast.al.id not in {one.id for one in queries.people_of(cast.site.id)}
    with pytest.raises(PersonNotFound):
        queries.person(cast.site.id)
    assert queries.person_by_pseudonym(str(cast.site.id)) is None


def test_sites_are_found_by_their_short_name(cast: Cast) -> None:
    assert queries.site_by_slug("here") == queries.site(cast.site.id) == cast.site
    assert queries.sites() == [cast.site, cast.other_site]
    with pytest.raises(SiteNotFound):
        queries.site_by_slug("nowhere")


@pytest.mark.parametrize("name", ["listener", "watcher", "outbox", "command_line"])
def test_the_system_acts_under_names_of_its_own(db: None, name: str) -> None:
    actor = queries.system_actor(name)
    assert actor.kind == "system"
    assert actor.id == system_person_id(name)
    assert Person.objects.get(id=actor.id).has_usable_password() is False


# ── may they? ──


@pytest.mark.parametrize(
    ("role", "supervising", "receiving"),
    [
        (Role.AGENT, False, False),
        (Role.SUPERVISOR, True, True),
        (Role.LEAD, False, True),
        (Role.MANAGER, True, True),
        (Role.PROTOCOL_OWNER, False, False),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_who_decides_and_who_takes_over(
    cast: Cast, role: str, supervising: bool, receiving: bool
) -> None:
    who = new(cast, roles=[role]).actor()
    assert supervises(who, cast.site.id) is supervising
    assert receives(who, cast.site.id) is receiving
    for elsewhere in (cast.other_site.id, None):
        assert not supervises(who, elsewhere)
        assert not receives(who, elsewhere)


def test_only_administrators_and_the_system_administer(cast: Cast) -> None:
    assert may_administer(new(cast, roles=["administrator"]).actor())
    assert may_administer(queries.system_actor("command_line"))
    assert not may_administer(cast.mo)
    assert not supervises(Actor(id=cast.mo.id, pseudonym="x", name="x"), cast.site.id)


def test_skills_are_recorded_once_a_person(cast: Cast) -> None:
    Skill.objects.create(person_id=cast.bo.id, name="suicide_first_response")
    found = queries.on_duty(
        roles=["supervisor"], skills=["suicide_first_response"], site_id=cast.site.id, at=NOW
    )
    assert [one.id for one in found] == [cast.bo.id]
