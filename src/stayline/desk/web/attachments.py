"""The attachments of an incident: a list, a form that takes a file, and the files themselves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from stayline.desk.queries.attachments import AttachmentsPage, attachments_page
from stayline.ledger.actions import Received, Receiving
from stayline.ledger.queries import plain_blocks
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.privacy.actions import note_read
from stayline.reports.actions import keep_attachment, receive_attachment
from stayline.reports.errors import AttachmentInvalid


@require_GET
@signed_in
def page(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Show what is attached to an incident, and a form to attach more."""
    shown = attachments_page(incident_id, actor=request.actor)
    note_read(incident_id=incident_id, actor=request.actor, screen="attachments", at=request.at)
    return _drawn(request, shown)


@require_GET
@signed_in
def file(request: StaffRequest, incident_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Give an attachment out, as a download that no browser opens by itself."""
    shown = attachments_page(incident_id, actor=request.actor)
    view = next((one for one in shown.attachments if one.id == attachment_id), None)
    if view is None:
        raise Http404
    note_read(incident_id=incident_id, actor=request.actor, screen="attachment", at=request.at)
    # Whole before the first byte leaves: damage is said, not sent.
    whole = b"".join(plain_blocks(view))
    answer = HttpResponse(whole, content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(view.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


@csrf_exempt  # checked below: the check reads the body, and a file must not be read before that
@require_POST
@signed_in
def attach(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Take a file: sealed and hashed as it comes in, and never plain on disk."""
    attachments_page(incident_id, actor=request.actor)  # refuses whoever may not
    begin = partial(receive_attachment, incident_id=incident_id, actor=request.actor)
    request.upload_handlers = [SealingHandler(request, begin)]
    return _taken(request, incident_id)


@csrf_protect
def _taken(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    staff: Any = request
    handler: SealingHandler = request.upload_handlers[0]  # type: ignore[assignment]  # put there above
    try:
        sealed = request.FILES.get("file")
        if handler.refusal is not None:
            raise handler.refusal
        if not isinstance(sealed, SealedUpload):
            raise AttachmentInvalid({"file": "Choose a file."})
        keep_attachment(
            incident_id=incident_id,
            received=sealed.received,
            kind=request.POST.get("kind", ""),
            name=sealed.name or "",
            media_type=sealed.content_type or "",
            actor=staff.actor,
            at=staff.at,
        )
    except StaylineError as refusal:
        shown = attachments_page(incident_id, actor=staff.actor)
        return _drawn(staff, shown, refusal=refusal)
    return HttpResponseRedirect(reverse("desk:attachments", args=[incident_id]))


class SealedUpload(UploadedFile):  # type: ignore[type-arg]  # takes none when it runs
    """A file that came in, sealed: whoever reads it asks the record."""

    def __init__(self, received: Received, name: str, content_type: str) -> None:
        """Keep where it is."""
        super().__init__(name=name, content_type=content_type, size=received.size)
        self.received = received


class SealingHandler(FileUploadHandler):
    """Hands each chunk of the first file to the record's own seal; further files are left out."""

    def __init__(self, request: HttpRequest, begin: Callable[[], Receiving]) -> None:
        """Use `begin` once the request's first file is there."""
        super().__init__(request)
        self._begin = begin
        self.coming: Receiving | None = None
        self.refusal: StaylineError | None = None
        self.begun = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own signature
        """Begin a file."""
        super().new_file(*args, **kwargs)
        if self.begun:
            raise SkipFile
        self.begun = True
        try:
            self.coming = self._begin()
        except StaylineError as refusal:
            self.refusal = refusal

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take the next bytes; after a refusal the rest is read and forgotten."""
        del start
        if self.coming is None:
            return
        try:
            self.coming.write(raw_data)
        except StaylineError as refusal:
            self.refusal, self.coming = refusal, None

    def file_complete(self, file_size: int) -> SealedUpload | None:
        """Return the file, sealed and whole."""
        del file_size
        coming, self.coming = self.coming, None
        if coming is None:
            return None
        try:
            received = coming.finish()
        except StaylineError as refusal:
            self.refusal = refusal
            return None
        return SealedUpload(received, self.file_name or "", self.content_type or "")

    def upload_interrupted(self) -> None:
        """Leave nothing of a file whose sender went away."""
        self.forget()

    def upload_complete(self) -> None:
        """Leave nothing of a file that never came."""
        self.forget()

    def forget(self) -> None:
        """Leave nothing of a file that is not whole."""
        if self.coming is not None:
            self.coming.abandon()
            self.coming = None


def _drawn(
    request: StaffRequest, shown: AttachmentsPage, *, refusal: StaylineError | None = None
) -> HttpResponse:
    context = {"page": shown, "refusal": refusal}
    return render(
        request, "desk/attachments.html", context, status=refusal.status if refusal else 200
    )
