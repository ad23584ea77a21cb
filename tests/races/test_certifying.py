"""Many write, sign, activate and withdraw at once, and one is killed: one wins, none is halfway."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from importlib import resources

import pytest
from django.db import connection, connections

from stayline.config.wiring import plug
from stayline.library import actions, queries
from stayline.library.errors import (
    AlreadyInForce,
    DraftNotFound,
    DraftStale,
    ForceChanged,
    NothingInForce,
    SignOffRefused,
)
from stayline.library.models import (
    Alert,
    Certificate,
    DocumentVersion,
    Draft,
    ForceSpan,
    InForce,
    SignOff,
)
from stayline.library.workers import LapseDue
from stayline.people.actions import add_person
from stayline.platform.actors import Actor
from tests.cast import NOW, PASSWORD, Cast, later, make_cast
from tests.certifying import Signers, make_signers

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

KIND, ID = "card", "de-escalation"
"""What two sign for, and no checker walks: these tests are about who is first."""

LATE = later(400 * 24 * 3600)
"""When every credential has ended."""


@pytest.fixture
def cast() -> Cast:
    plug()
    return make_cast()


@pytest.fixture
def signers(cast: Cast) -> Signers:
    return make_signers(cast)


def at_once(moves: list[Callable[[], object]]) -> list[object]:
    """Do all of these in threads of their own, let go at one moment; an error is a result."""
    gate = threading.Barrier(len(moves))
    results: list[object] = [None] * len(moves)

    def do(place: int, move: Callable[[], object]) -> None:
        gate.wait(timeout=90)
        try:
            results[place] = move()
        except Exception as error:  # noqa: BLE001 - the test looks at every one of them
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(moves)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def lost(results: list[object], kind: type[Exception]) -> list[Exception]:
    """Those who were told that another was first; nothing else went wrong."""
    others = [one for one in results if isinstance(one, Exception) and not isinstance(one, kind)]
    assert others == []
    return [one for one in results if isinstance(one, kind)]


def source(title: str = "Calm") -> bytes:
    text = (resources.files("stayline") / "playbook" / "cards" / f"{ID}.yaml").read_bytes()
    return text.replace(b"title: De-esc", f"title: {title} ".encode(), 1)


def owners(cast: Cast, signers: Signers, many: int, *roles: str) -> list[Actor]:
    """So many people with these roles, who have read the notice."""
    found = [
        add_person(
            username=f"owner{number}",
            name=f"Owner {number} Example",
            password=PASSWORD,
            roles=roles or ["protocol_owner"],
            site_id=cast.site.id,
            at=NOW,
        ).actor()
        for number in range(many)
    ]
    for one in found:
        signers.read_notice(KIND, ID, one)
    return found


def certified(signers: Signers, title: str) -> DocumentVersion:
    return signers.certify(signers.version(source(title), ID, KIND).digest)


def logged() -> list[str]:
    return [line.kind for line in queries.history(KIND, ID).entries]


def test_six_save_at_once_and_five_are_told_by_whom_and_what(cast: Cast, signers: Signers) -> None:
    row = signers.draft(source(), ID, KIND)
    authors = owners(cast, signers, 6)
    results = at_once(
        [
            lambda one=one: actions.save_draft(
                draft_id=row.id, source=one.name, expected=1, actor=one, at=later(1)
            )
            for one in authors
        ]
    )
    told = lost(results, DraftStale)
    kept = Draft.objects.select_related("saved_by").get(id=row.id)
    assert (len(told), kept.revision) == (5, 2)
    assert {(one.who, one.text, one.revision) for one in told} == {
        (kept.saved_by.name, kept.saved_by.name.encode(), 2)
    }


def test_two_begin_and_two_make_a_version_at_once(cast: Cast, signers: Signers) -> None:
    authors = owners(cast, signers, 4)
    drafts = at_once(
        [
            lambda one=one: actions.start_draft(
                kind=KIND, document_id=ID, source=source(), actor=one, at=NOW
            )
            for one in authors
        ]
    )
    assert {one.id for one in drafts} == {Draft.objects.get().id}
    results = at_once(
        [
            lambda one=one: actions.make_version(
                draft_id=drafts[0].id, expected=1, actor=one, at=later(1)
            )
            for one in authors
        ]
    )
    assert len(lost(results, DraftNotFound)) == 3
    assert DocumentVersion.objects.count() == 1
    assert logged().count("library.version.made") == 1


def test_four_lawyers_and_the_expert_sign_at_once_and_one_certificate_is_issued(
    cast: Cast, signers: Signers
) -> None:
    version = signers.version(source(), ID, KIND)
    actions.send_to_review(digest=version.digest, actor=signers.quill, at=NOW)
    lawyers = owners(cast, signers, 4, "legal_reviewer")
    results = at_once(
        [
            lambda: signers.sign(version.digest, "expert"),
            *(
                lambda one=one: actions.sign_off(
                    digest=version.digest,
                    kind="legal",
                    granted=True,
                    statement="",
                    actor=one,
                    at=NOW,
                )
                for one in lawyers
            ),
        ]
    )
    refused = lost(results, SignOffRefused)
    signed = SignOff.objects.get(kind="legal")
    assert len(refused) == 3
    assert all(signed.signer_name in one.sentence for one in refused)
    assert queries.version_by_digest(version.digest).state == "certified"
    assert logged().count("library.version.certified") == 1


def test_five_activate_at_once_and_four_are_told_who_did(cast: Cast, signers: Signers) -> None:
    version = certified(signers, "One")
    people = owners(cast, signers, 5)
    results = at_once(
        [
            lambda one=one: actions.activate_version(digest=version.digest, actor=one, at=later(5))
            for one in people
        ]
    )
    told = lost(results, AlreadyInForce)
    span = ForceSpan.objects.select_related("by").get()
    assert len(told) == 4
    assert {(one.who, one.since) for one in told} == {(span.by.name, later(5))}
    assert logged().count("library.version.activated") == 1


def test_two_versions_are_activated_and_then_withdrawn_at_once(
    cast: Cast, signers: Signers
) -> None:
    versions = [certified(signers, title) for title in ("One", "Two", "Three")]
    people = owners(cast, signers, 3)
    results = at_once(
        [
            lambda pair=pair: actions.activate_version(
                digest=pair[0].digest, instead_of="", actor=pair[1], at=later(5)
            )
            for pair in zip(versions, people, strict=True)
        ]
    )
    assert len(lost(results, ForceChanged)) == 2
    row = InForce.objects.select_related("version").get()
    assert row.version.state == "active"
    assert ForceSpan.objects.get(until_at=None).version_id == row.version_id
    results = at_once(
        [
            lambda one=one: actions.withdraw(
                kind=KIND,
                document_id=ID,
                because="A wrong word.",
                expected=row.version_id,
                actor=one,
                at=later(6),
            )
            for one in people
        ]
    )
    assert len(lost(results, NothingInForce)) == 2
    assert not InForce.objects.exists()
    assert not ForceSpan.objects.filter(until_at=None).exists()
    assert Alert.objects.filter(about="withdrawn").count() == 1


def test_six_watchers_let_a_certificate_lapse_once(cast: Cast, signers: Signers) -> None:
    signers.go_live(signers.version(source(), ID, KIND).digest)
    (due,) = LapseDue().due(LATE, 9)
    results = at_once([lambda: LapseDue().fire(due, LATE)] * 6)
    assert sorted(map(bool, results)) == [False] * 5 + [True]
    assert Alert.objects.filter(about="lapsed").count() == 1
    assert logged().count("library.version.lapsed") == 1


def killed_before(statement: str, act: Callable[[], object]) -> None:
    """Do this in a process of its own that is killed before it says `statement` to the database."""
    connections.close_all()
    child = os.fork()
    if not child:

        def kill(execute: Callable[..., object], sql: str, *more: object) -> object:
            if statement in sql:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, *more)

        with connection.execute_wrapper(kill):
            act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it was never about to say that"


@pytest.mark.parametrize(
    "statement",
    ["library_forcespan", 'UPDATE "library_documentversion"', "platform_live_event"],
)
def test_killed_in_the_middle_of_going_live_the_old_version_is_whole(
    cast: Cast, signers: Signers, statement: str
) -> None:
    old = signers.go_live(signers.version(source("One"), ID, KIND).digest)
    new = certified(signers, "Two")
    before = logged()
    killed_before(
        statement,
        lambda: actions.activate_version(digest=new.digest, actor=signers.quill, at=later(5)),
    )
    row = InForce.objects.select_related("version").get()
    assert (row.version, row.version.state) == (old, "active")
    assert ForceSpan.objects.get().until_at is None
    assert queries.version_by_digest(new.digest).state == "certified"
    assert logged() == before
    done = actions.activate_version(digest=new.digest, actor=signers.quill, at=later(6))
    assert done.state == "active"


def test_killed_while_the_last_one_signs_nobody_has_signed(cast: Cast, signers: Signers) -> None:
    version = signers.version(source(), ID, KIND)
    actions.send_to_review(digest=version.digest, actor=signers.quill, at=NOW)
    signers.sign(version.digest, "expert")
    killed_before(
        'INSERT INTO "library_certificate"', lambda: signers.sign(version.digest, "legal")
    )
    assert [one.kind for one in SignOff.objects.all()] == ["expert"]
    assert not Certificate.objects.exists()
    signers.sign(version.digest, "legal")
    assert queries.version_by_digest(version.digest).state == "certified"
