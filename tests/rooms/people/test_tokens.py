"""A machine's way in: shown once, kept as a hash, scoped, bound, revocable, logged."""

from __future__ import annotations

import pytest

from stayline.ledger.queries import entries, stream_about
from stayline.people.actions import SCOPES, SYSTEM, issue_token, note_token_used, revoke_token
from stayline.people.api import SCOPES as IN_WORDS
from stayline.people.errors import TokenInvalid, TokenRefused
from stayline.people.models import ApiToken, Site
from stayline.people.queries import names_by_pseudonym, token_owner
from tests.cast import NOW, Cast, later

pytestmark = pytest.mark.django_db


def issue(cast: Cast, **other: object) -> tuple[ApiToken, str]:
    fields = {
        "name": "Phones",
        "scopes": ["contacts:write"],
        "source": "phones",
        "site_id": cast.site.id,
        "exercise": False,
        "actor": cast.mo,
        "at": NOW,
    }
    return issue_token(**fields | other)


def test_a_token_lets_nobody_in_from_the_moment_it_expires(cast: Cast) -> None:
    row, secret = issue(cast, expires_at=later(60))
    assert token_owner(secret, scope="contacts:write", at=later(59)) == row
    for seconds in (60, 61):
        with pytest.raises(TokenInvalid):
            token_owner(secret, scope="contacts:write", at=later(seconds))


def test_when_a_token_was_used_last_is_kept_once_a_minute(cast: Cast) -> None:
    row, _ = issue(cast)
    used = []
    for seconds in (0, 30, 59, 60, 61):
        kept = note_token_used(token_id=row.id, actor=cast.mo, at=later(seconds))
        used.append((kept, ApiToken.objects.get(id=row.id).last_used_at))
    first, minute = later(0), later(60)
    assert used == [
        (True, first),
        (False, first),
        (False, first),
        (True, minute),
        (False, minute),
    ]


@pytest.fixture
def real(db: None) -> Site:
    return Site.objects.create(slug="real", name="Real")


def test_a_token_is_kept_as_a_hash_and_found_by_its_secret(cast: Cast) -> None:
    row, secret = issue(cast)
    assert len(secret) > 40
    kept = ApiToken.objects.filter(id=row.id).values().get()
    assert all(secret not in str(value) for value in kept.values())
    assert token_owner(secret, scope="contacts:write", at=NOW) == row
    assert issue(cast)[1] != secret


def test_a_scope_it_does_not_have_and_a_secret_that_is_none_are_refused_alike(cast: Cast) -> None:
    _, secret = issue(cast)
    refusals = []
    for what, scope in ((secret, "exercise:act"), ("sl_none", "contacts:write")):
        with pytest.raises(TokenInvalid) as refused:
            token_owner(what, scope=scope, at=NOW)
        refusals.append(refused.value.sentence)
    assert len(set(refusals)) == 1


def test_issuing_and_revoking_are_logged_without_the_secret(cast: Cast) -> None:
    row, secret = issue(cast)
    revoke_token(token_id=row.id, actor=cast.mo, at=later(5))
    revoke_token(token_id=row.id, actor=cast.mo, at=later(9))
    row.refresh_from_db()
    assert row.revoked_at == later(5)
    with pytest.raises(TokenInvalid):
        token_owner(secret, scope="contacts:write", at=later(9))
    log = [one for one in entries(stream_about("system", SYSTEM).id) if "token" in one.kind]
    assert [one.kind for one in log] == ["people.token.issued", "people.token.revoked"]
    assert {one.actor for one in log} == {cast.mo.pseudonym}
    assert log[0].event.token == str(row.id)
    assert secret not in str(log)


def test_a_machine_is_named_by_its_source(cast: Cast) -> None:
    row, _ = issue(cast)
    assert names_by_pseudonym([str(row.id)]) == {str(row.id): "phones"}


def test_an_unknown_scope_is_named(cast: Cast) -> None:
    with pytest.raises(TokenRefused) as refused:
        issue(cast, scopes=["contacts:write", "everything"])
    assert "everything" in refused.value.faults["scopes"]
    assert not ApiToken.objects.exists()


def test_acting_for_people_is_for_sites_of_exercises(cast: Cast, real: Site) -> None:
    with pytest.raises(TokenRefused) as refused:
        issue(cast, scopes=["exercise:act"], site_id=real.id, exercise=True)
    assert set(refused.value.faults) == {"site"}
    row, _ = issue(cast, scopes=["exercise:act"])
    assert row.exercise is True


@pytest.mark.parametrize("exercise", [True, False])
def test_on_a_real_site_it_is_what_was_asked(cast: Cast, real: Site, exercise: bool) -> None:
    row, _ = issue(cast, site_id=real.id, exercise=exercise)
    assert row.exercise is exercise


def test_every_scope_is_explained() -> None:
    assert set(IN_WORDS) == SCOPES
