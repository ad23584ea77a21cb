"""Copies: the notice first, the register after, uncertified on both sides (S0-19)."""

from __future__ import annotations

import json

import pytest

from stayline.ledger.queries import entries, stream_about
from stayline.library import queries
from stayline.library.actions import import_copy, share_version
from stayline.library.errors import (
    CopyAlreadyHere,
    DocumentFaulty,
    DocumentNotFound,
    ShareInvalid,
    SharingNotYours,
)
from stayline.library.models import DocumentVersion, ForceSpan, InForce, Share
from stayline.library.queries import SharedCopy
from tests.cast import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


def version(kind: str = "protocol", name: str = "self-harm") -> DocumentVersion:
    found = queries.newest_version(kind, name)
    assert found is not None
    return found


def shared(cast: Cast, digest: str, **more: object) -> SharedCopy:
    given = {
        "recipient": "Fernhill Water\n# End of the notice.",
        "purpose": "To compare practice",
        "notice": queries.liability_notice().digest,
        "actor": cast.mo,
        "at": NOW,
        **more,
    }
    return share_version(digest=digest, **given)


def forget(one: DocumentVersion) -> None:
    """Make this the receiver's library, in which the version never was."""
    Share.objects.all().delete()
    ForceSpan.objects.filter(version=one).delete()
    InForce.objects.filter(version=one).delete()
    one.delete()


@pytest.mark.covers("S0-19")
def test_a_copy_leaves_with_the_notice_and_the_register_says_who_has_it(cast: Cast) -> None:
    one = version()
    DocumentVersion.objects.filter(digest=one.digest).update(state="certified")
    copy = shared(cast, one.digest)
    text = copy.content.decode()
    assert copy.name == f"self-harm-{one.digest[:12]}-uncertified.yaml"
    assert text.startswith("# UNCERTIFIED COPY.")
    for line in queries.liability_notice().lines:
        assert f"# {line}" in text
    assert f"# Version: {one.digest}" in text
    assert "# Given by: Mo Example" in text
    (row,) = queries.shares("protocol", "self-harm")
    assert (row.by, row.digest) == ("Mo Example", one.digest)
    assert row.purpose == "To compare practice"
    assert queries.shares() == [row]
    assert queries.shares("protocol", "bomb-voice") == []
    log = stream_about("document", queries.subject_of_document("protocol", "self-harm"))
    assert log is not None
    assert [found.event.kind for found in entries(log.id)][-1] == "library.version.shared"


@pytest.mark.covers("S0-19")
@pytest.mark.parametrize(
    ("kind", "name"),
    [("protocol", "self-harm"), ("form", "call_record"), ("agencies", "directory")],
)
def test_at_the_receiver_a_copy_is_the_same_document_and_an_uncertified_template(
    cast: Cast, kind: str, name: str
) -> None:
    one = version(kind, name)
    DocumentVersion.objects.filter(digest=one.digest).update(state="active")
    copy = shared(cast, one.digest)
    with pytest.raises(CopyAlreadyHere):
        import_copy(source=copy.content, shared_by="Meadowbank", actor=cast.mo, at=NOW)
    digest = one.digest
    forget(one)
    taken = import_copy(source=copy.content, shared_by=" Meadowbank ", actor=cast.cy, at=NOW)
    assert (taken.digest, taken.kind, taken.document_id) == (digest, kind, name)
    assert (taken.state, taken.shared_by) == ("template", "Meadowbank")
    assert b"UNCERTIFIED COPY" not in bytes(taken.source)
    assert not InForce.objects.filter(version=taken).exists()
    assert queries.copies_taken_in() == [taken]


def test_without_the_notice_a_name_or_a_purpose_nothing_leaves(cast: Cast) -> None:
    with pytest.raises(ShareInvalid) as refused:
        shared(cast, version().digest, recipient=" ", purpose="x" * 301, notice="another text")
    assert set(refused.value.faults) == {"recipient", "purpose", "notice"}
    with pytest.raises(SharingNotYours):
        shared(cast, version().digest, actor=cast.ann)
    with pytest.raises(DocumentNotFound):
        shared(cast, "0" * 64)
    assert not Share.objects.exists()


@pytest.mark.parametrize(
    "source",
    [
        b"kind: protocol\nid: broken\n",
        b"kind: protocol\n",
        b"kind: poem\nid: a\n",
        b"{",
        b"\xff\xfe",
        b'["a list"]',
        b"a: " + b"[" * 200 + b"]" * 200,
        b"x" * 1_000_001,
        json.dumps({"kind": "directory", "id": "directory", "services": 3}).encode(),
    ],
)
def test_what_is_no_document_is_refused(cast: Cast, source: bytes) -> None:
    before = DocumentVersion.objects.count()
    with pytest.raises(DocumentFaulty):
        import_copy(source=source, shared_by="Somebody", actor=cast.mo, at=NOW)
    assert DocumentVersion.objects.count() == before


def test_it_is_said_from_whom_it_came_by_somebody_who_may(cast: Cast) -> None:
    for whose in (" ", "x" * 201):
        with pytest.raises(ShareInvalid):
            import_copy(source=b"", shared_by=whose, actor=cast.mo, at=NOW)
    with pytest.raises(SharingNotYours):
        import_copy(source=b"", shared_by="Somebody", actor=cast.ann, at=NOW)


def test_coverage_is_asked_of_a_version_and_of_what_is_in_force() -> None:
    assert queries.coverage_of(version().digest).complete
    assert queries.coverage_of(version("ladder", "crisis").digest).aspects == ()
    live = next(
        one
        for one in queries.handling_in_force()
        if (one.harm, one.channel_class) == ("bomb", "live")
    )
    assert live.opens == ("bomb-voice",)
