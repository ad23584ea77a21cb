"""Sites: opened, changed and closed, each with what stood before in the log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stayline.people.actions import change_site, close_site, issue_token, open_site, reopen_site
from stayline.people.actions.sites import outside_number
from stayline.people.errors import (
    ChangedMeanwhile,
    PeopleNotYours,
    SiteInvalid,
    SiteNotFound,
    SiteStands,
)
from stayline.people.events import SiteAdded, SiteChanged, SiteClosed, SiteReopened
from stayline.people.models import Site
from stayline.people.queries import SiteFields, site_fields, site_rows, stamp_of
from tests.cast import NOW, Cast, later
from tests.rooms.people.setting_up import administrator, told_of_the_centre

pytestmark = pytest.mark.django_db

FIELDS = SiteFields(name="North office", zone="Europe/Madrid", country="es", language="es_mx")


def stamp(site: Site) -> str:
    return stamp_of(site_fields(Site.objects.get(id=site.id)).told())


def change(cast: Cast, *, actor=None, expected: str = "", at=NOW, **fields: object) -> Site:
    site = Site.objects.get(id=cast.site.id)
    return change_site(
        site_id=site.id,
        fields=replace(site_fields(site), **fields),
        expected=expected or stamp(site),
        actor=actor or cast.mo,
        at=at,
    )


def test_a_site_is_opened_changed_closed_and_opened_again_and_the_log_says_how(cast: Cast) -> None:
    boss = administrator(cast)
    site = open_site(slug="north", fields=FIELDS, exercise=True, actor=boss, at=NOW)
    assert (site.country, site.language, site.exercise) == ("ES", "es-MX", True)
    change(cast, fallback="north", outside_name="Desk", outside_number="020 7946 0000", at=later(1))
    row = Site.objects.get(id=cast.site.id)
    assert (row.fallback, row.outside_number) == (site, "+442079460000")
    change(cast, at=later(2))  # nothing differs, so nothing is logged
    with pytest.raises(SiteStands) as stands:
        close_site(site_id=site.id, actor=boss, at=later(3))
    assert stands.value.blocking == ["Here is helped out by it: choose another for them."]
    change(cast, fallback="", ending_needs_approval=True, at=later(4))
    for _ in range(2):
        close_site(site_id=site.id, actor=boss, at=later(5))
    assert Site.objects.get(slug="north").closed_at == later(5)
    assert [(one.site.slug, one.closed) for one in site_rows(boss)][-1] == ("north", True)
    for _ in range(2):
        reopen_site(site_id=site.id, actor=boss, at=later(6))
    assert Site.objects.get(slug="north").closed_at is None
    added, first, second, closed, again = told_of_the_centre()
    assert isinstance(added, SiteAdded)
    assert added.with_fields["zone"] == "Europe/Madrid"
    assert isinstance(first, SiteChanged)
    assert first.changed["outside_number"] == ["", "+442079460000"]
    assert first.changed["fallback"] == ["", "north"]
    assert isinstance(second, SiteChanged)
    assert second.changed == {
        "fallback": ["north", ""],
        "ending_needs_approval": ["no", "yes"],
    }
    assert "fallback: north → nothing" in second.describe()
    assert isinstance(closed, SiteClosed)
    assert isinstance(again, SiteReopened)


def test_whoever_is_not_allowed_changes_no_site(cast: Cast) -> None:
    for who in (cast.ann, cast.bo, cast.cy):
        with pytest.raises(PeopleNotYours):
            change(cast, actor=who, name="Mine")
    for act in (close_site, reopen_site):
        with pytest.raises(PeopleNotYours):
            act(site_id=cast.site.id, actor=cast.mo, at=NOW)
    with pytest.raises(PeopleNotYours):
        open_site(slug="mine", fields=FIELDS, exercise=True, actor=cast.mo, at=NOW)
    with pytest.raises(SiteNotFound):
        close_site(site_id=cast.mo.id, actor=cast.mo, at=NOW)
    assert told_of_the_centre() == []


def test_every_fault_of_a_site_is_named_at_once(cast: Cast) -> None:
    real = Site.objects.create(slug="real", name="Real")
    with pytest.raises(SiteInvalid) as refused:
        change(
            cast,
            name="",
            zone="Mars/Base",
            country="Britain",
            language="Klingon!",
            fallback="real",
            outside_number="not one",
            outside_words="x" * 301,
            unresolved_threshold=0,
        )
    assert sorted(refused.value.faults) == [
        "country",
        "fallback",
        "language",
        "name",
        "outside_name",
        "outside_number",
        "outside_words",
        "unresolved_threshold",
        "zone",
    ]
    for wrong in ("here", "nowhere"):
        with pytest.raises(SiteInvalid) as fallback:
            change(cast, fallback=wrong)
        assert list(fallback.value.faults) == ["fallback"]
    boss = administrator(cast)
    for slug in ("here", "new", "No Spaces"):
        with pytest.raises(SiteInvalid) as short:
            open_site(slug=slug, fields=FIELDS, exercise=False, actor=boss, at=NOW)
        assert list(short.value.faults) == ["slug"]
    assert real.fallback is None


def test_a_form_that_is_stale_overwrites_nothing(cast: Cast) -> None:
    shown = stamp(cast.site)
    change(cast, outside_words="Call the desk.")
    with pytest.raises(ChangedMeanwhile):
        change(cast, expected=shown, name="Elsewhere")
    assert Site.objects.get(id=cast.site.id).name == "Here"


def test_a_site_where_something_still_arrives_is_not_closed(cast: Cast) -> None:
    boss = administrator(cast)
    issue_token(
        name="Phones",
        scopes=["contacts:write"],
        source="phones",
        site_id=cast.site.id,
        exercise=True,
        actor=boss,
        at=NOW,
    )
    with pytest.raises(SiteStands) as stands:
        close_site(site_id=cast.site.id, actor=boss, at=NOW)
    assert stands.value.blocking == [
        "6 people work there: move them, or let them leave.",
        "1 token lets machines send contacts there: close it first.",
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("999", "999"), ("020 7946 0000", "+442079460000"), ("ring us", None)],
)
def test_a_number_outside_may_be_a_short_one(typed: str, kept: str | None) -> None:
    assert outside_number(typed, "GB") == kept
