"""Supporting documents: every kind is taken, whoever may not is refused, nothing is half kept."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from stayline.incidents.errors import IncidentNotFound
from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.ledger.actions.attach import LARGEST
from stayline.ledger.errors import AttachmentEmpty, AttachmentTooLarge
from stayline.ledger.queries import AttachmentView, attachments, plain_blocks
from stayline.ledger.queries.attachments import folder
from stayline.privacy.errors import NotOnTheList
from stayline.reports.actions import attach, keep_attachment, receive_attachment
from stayline.reports.errors import AttachmentInvalid
from tests.cast import Cast, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast", "no_attachments")]


def files() -> list[str]:
    return [str(one.relative_to(folder())) for one in folder().rglob("*") if one.is_file()]


def kept(incident: Incident) -> AttachmentView:
    (view,) = attachments(incident.stream_id)
    return view


def give(incident: Incident, cast: Cast, **more: object) -> None:
    given = {"kind": "audio", "name": "call.wav", "media_type": "audio/wav", "chunks": [b"RIFF"]}
    attach(incident_id=incident.id, actor=cast.ann, at=later(9), **(given | more))  # type: ignore[arg-type]  # what a test wants


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        pytest.param("audio", "Phone audio", marks=pytest.mark.covers("S1-49")),
        pytest.param("chat_transcript", "Chat transcript", marks=pytest.mark.covers("S1-50")),
        pytest.param("email_transcript", "Email transcript", marks=pytest.mark.covers("S1-51")),
        pytest.param("other", "Another document", marks=pytest.mark.covers("S1-52")),
    ],
)
def test_every_kind_is_taken_byte_for_byte_and_logged(
    incident: Incident, cast: Cast, kind: str, label: str
) -> None:
    give(incident, cast, kind=kind, chunks=[b"one ", b"\x00two\r\n"])
    view = kept(incident)
    assert (view.label, view.name, view.media_type) == (label, "call.wav", "audio/wav")
    assert b"".join(plain_blocks(view)) == b"one \x00two\r\n"
    told = log(incident)[-1]
    assert told.kind == "ledger.attachment.kept"
    assert told.sentence.startswith(f"{label}: call.wav (10 bytes) was attached.")
    assert view.key not in told.sentence


@pytest.mark.covers("S1-48")
def test_several_documents_belong_to_one_incident(incident: Incident, cast: Cast) -> None:
    give(incident, cast)
    give(incident, cast, kind="other", name="letter.pdf", media_type="application/pdf")
    assert [one.name for one in attachments(incident.stream_id)] == ["call.wav", "letter.pdf"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\calls\\call 7.wav", "call 7.wav"),
        ("../../etc/passwd", "passwd"),
        ("a\nb\u202etxt", "abtxt"),
        ("", "without a name"),
        ("x" * 300 + ".wav", "x" * 196 + ".wav"),
    ],
)
def test_a_name_is_only_a_name(incident: Incident, cast: Cast, name: str, shown: str) -> None:
    give(incident, cast, name=name)
    assert kept(incident).name == shown


@pytest.mark.parametrize("given", ["", "text/html\r\nX: y", "nonsense", "a/b/c"])
def test_a_media_type_that_is_none_is_plain_bytes(
    incident: Incident, cast: Cast, given: str
) -> None:
    give(incident, cast, media_type=given)
    assert kept(incident).media_type == "application/octet-stream"


def test_whoever_does_not_handle_it_is_refused_and_nothing_is_kept(
    incident: Incident, cast: Cast
) -> None:
    with pytest.raises(NotOnTheList):
        attach(
            incident_id=incident.id,
            kind="audio",
            name="x",
            media_type="",
            chunks=[b"x"],
            actor=cast.cy,
            at=later(9),
        )
    assert files() == []


def test_access_that_ended_while_the_file_came_in_leaves_nothing(
    incident: Incident, cast: Cast
) -> None:
    coming = receive_attachment(incident_id=incident.id, actor=cast.ann)
    coming.write(b"x")
    with pytest.raises(NotOnTheList):
        keep_attachment(
            incident_id=incident.id,
            received=coming.finish(),
            kind="audio",
            name="x",
            media_type="",
            actor=cast.cy,
            at=later(9),
        )
    assert files() == []
    assert attachments(incident.stream_id) == []


def test_an_unknown_kind_is_named_with_the_mend(incident: Incident, cast: Cast) -> None:
    with pytest.raises(AttachmentInvalid) as refused:
        give(incident, cast, kind="video")
    assert "chat_transcript" in refused.value.faults["kind"]
    coming = receive_attachment(incident_id=incident.id, actor=cast.ann)
    coming.write(b"x")
    with pytest.raises(AttachmentInvalid):
        keep_attachment(
            incident_id=incident.id,
            received=coming.finish(),
            kind="video",
            name="x",
            media_type="",
            actor=cast.ann,
            at=later(9),
        )
    assert files() == []


def test_too_much_and_nothing_at_all_are_refused(incident: Incident, cast: Cast) -> None:
    with pytest.raises(AttachmentTooLarge):
        give(incident, cast, chunks=[bytes(LARGEST), b"x"])
    with pytest.raises(AttachmentEmpty):
        give(incident, cast, chunks=[])
    assert files() == []


def test_a_sender_who_goes_away_in_the_middle_leaves_nothing(
    incident: Incident, cast: Cast
) -> None:
    def going() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        give(incident, cast, chunks=going())
    assert files() == []
    assert attachments(incident.stream_id) == []


def test_an_incident_that_is_none_is_said(cast: Cast) -> None:
    with pytest.raises(IncidentNotFound):
        receive_attachment(incident_id=uuid4(), actor=cast.ann)
