"""The next version is written: by two at once, half finished, dropped, made into a version."""

from __future__ import annotations

import pytest

from stayline.library import actions, queries
from stayline.library.errors import (
    DocumentFaulty,
    DocumentNotFound,
    DraftNotFound,
    DraftStale,
    VersionExists,
)
from stayline.library.models import DocumentVersion, Draft
from tests.cast import NOW, Cast, later
from tests.certifying import Signers

pytestmark = pytest.mark.django_db

ID = "self-harm"


def begun(signers: Signers, cast: Cast) -> Draft:
    """A draft that Quill began; Mo may write too."""
    for who in (signers.quill, cast.mo):
        signers.read_notice("protocol", ID, who)
    return actions.start_draft(kind="protocol", document_id=ID, actor=signers.quill, at=NOW)


def test_two_authors_share_one_draft_and_write_over_nobody(signers: Signers, cast: Cast) -> None:
    row = begun(signers, cast)
    version = queries.newest_version("protocol", ID)
    assert bytes(row.source) == bytes(version.source)
    joined = actions.start_draft(
        kind="protocol", document_id=ID, source=b"other", actor=cast.mo, at=later(1)
    )
    assert joined == row
    one = actions.save_draft(
        draft_id=row.id, source="title: A", expected=1, actor=cast.mo, at=later(2)
    )
    assert one.revision == 2
    for act in (
        lambda: actions.save_draft(
            draft_id=row.id, source="title: B", expected=1, actor=signers.quill, at=later(3)
        ),
        lambda: actions.drop_draft(draft_id=row.id, expected=1, actor=signers.quill, at=NOW),
    ):
        with pytest.raises(DraftStale) as stale:
            act()
        told = stale.value
        assert (told.who, told.saved_at, told.revision) == ("Mo Example", later(2), 2)
        assert told.text == b"title: A"
        assert told.data == {"revision": 2}
    found = queries.draft_of("protocol", ID)
    assert bytes(found.source) == b"title: A"
    assert found.authors == [str(signers.quill.id), str(cast.mo.id)]
    logged = [line.kind for line in queries.history("protocol", ID).entries]
    assert logged[:2] == ["library.draft.saved", "library.draft.started"]


def test_what_cannot_be_read_stays_a_draft(signers: Signers, cast: Cast) -> None:
    row = begun(signers, cast)
    other = bytes(row.source).replace(b"id: self-harm", b"id: another", 1)
    for number, source in enumerate((b"steps: [", b"{", b'{"a": 1.5}', other), 1):
        actions.save_draft(
            draft_id=row.id, source=source, expected=number, actor=signers.quill, at=NOW
        )
        with pytest.raises(DocumentFaulty):
            actions.make_version(draft_id=row.id, expected=number + 1, actor=signers.quill, at=NOW)
    assert bytes(queries.draft(row.id).source) == other
    assert DocumentVersion.objects.filter(document_id=ID, kind="protocol").count() == 1


def test_a_directory_that_is_no_json_or_has_a_fraction_stays_a_draft(signers: Signers) -> None:
    first = bytes(queries.newest_version("agencies", "emergency").source)
    row = signers.draft(b"{", "emergency", "agencies")
    fraction = first.replace(b'"stayline": 1,', b'"stayline": 1, "x": 1.5,', 1)
    for number, source in enumerate((b"{", fraction), 1):
        actions.save_draft(
            draft_id=row.id, source=source, expected=number, actor=signers.quill, at=NOW
        )
        with pytest.raises(DocumentFaulty):
            actions.make_version(draft_id=row.id, expected=number + 1, actor=signers.quill, at=NOW)


def test_the_same_text_is_the_version_that_is_there(signers: Signers, cast: Cast) -> None:
    row = begun(signers, cast)
    with pytest.raises(VersionExists) as refused:
        actions.make_version(draft_id=row.id, expected=1, actor=signers.quill, at=NOW)
    assert refused.value.data["digest"] == queries.newest_version("protocol", ID).digest
    actions.drop_draft(draft_id=row.id, expected=1, actor=signers.quill, at=NOW)
    for act in (
        lambda: actions.drop_draft(draft_id=row.id, expected=1, actor=signers.quill, at=NOW),
        lambda: actions.make_version(draft_id=row.id, expected=1, actor=signers.quill, at=NOW),
        lambda: actions.prove_correction(row.id),
    ):
        with pytest.raises(DraftNotFound):
            act()
    assert queries.history("protocol", ID).entries[0].kind == "library.draft.dropped"


def test_a_version_with_errors_is_kept_with_its_report(signers: Signers, cast: Cast) -> None:
    row = begun(signers, cast)
    source = bytes(row.source).replace(b"ladder: crisis", b"ladder: nobody", 1)
    assert source != bytes(row.source)
    actions.save_draft(draft_id=row.id, source=source, expected=1, actor=signers.quill, at=NOW)
    version = actions.make_version(draft_id=row.id, expected=2, actor=cast.mo, at=NOW)
    assert (version.state, version.check_report["passes"]) == ("draft", False)
    assert "S09" in {one["code"] for one in version.check_report["findings"]}
    assert version.authors == [str(signers.quill.id), str(cast.mo.id)]
    assert queries.draft(row.id) is None


@pytest.mark.covers("S0-4")
def test_a_version_keeps_who_wrote_it_from_what_and_until_when(signers: Signers) -> None:
    first = queries.newest_version("protocol", ID)
    source = bytes(first.source).replace(b"2027-06-30", b"2027-09-30", 1)
    version = signers.version(source, ID, at=later(9))
    (newest, *_) = queries.history("protocol", ID).versions
    assert (newest.digest, newest.made_by, newest.made_from) == (
        version.digest,
        "Quill Example",
        first.digest,
    )
    assert str(version.review_by) == "2027-09-30"
    assert version.review_due_at.isoformat() == "2027-10-01T00:00:00+00:00"
    with pytest.raises(DocumentNotFound):
        actions.start_draft(
            kind="protocol", document_id=ID, from_digest="0" * 64, actor=signers.quill, at=NOW
        )


def test_a_new_document_begins_with_a_text_and_one_for_nobody_needs_no_notice(
    signers: Signers,
) -> None:
    new = {"kind": "codes", "document_id": "own", "actor": signers.quill, "at": NOW}
    with pytest.raises(DocumentNotFound):
        actions.start_draft(**new)
    form = queries.newest_version("form", "case")
    changed = bytes(form.source).replace(b'"title": "', b'"title": "Our ', 1)
    row = actions.start_draft(
        kind="form",
        document_id="case",
        from_digest=form.digest,
        source=changed,
        actor=signers.quill,
        at=NOW,
    )
    version = actions.make_version(draft_id=row.id, expected=1, actor=signers.quill, at=NOW)
    assert (version.state, version.title[:4]) == ("checked", "Our ")
    done = actions.adopt(digest=version.digest, actor=signers.quill, at=later(1))
    assert (done.state, queries.form_in_force("case")[0]) == ("active", version.digest)
    assert queries.version_by_digest(form.digest).state == "template"


def test_words_that_fit_no_protocol_are_refused(signers: Signers) -> None:
    first = queries.newest_version("wording", "self-harm-es")
    source = bytes(first.source).replace(b"of: self-harm", b"of: nothing-here", 1)
    with pytest.raises(DocumentFaulty):
        signers.version(source, "self-harm-es", "wording")
    assert queries.draft_of("wording", "self-harm-es") is not None
