"""Papers of a version: its certificate as page, PDF and file; a copy to give away; coverage."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_http_methods

from stayline.library.actions import share_version
from stayline.library.errors import ShareInvalid, SharingNotYours
from stayline.library.policies import may_share
from stayline.library.queries import coverage_of, liability_notice
from stayline.library.queries.certificates import certificate, certificate_file
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.pdf import PACKAGES, PdfMissing, pdf_missing, write_pdf
from stayline.studio.queries.certificate import certificate_page
from stayline.studio.queries.certify import version_shown
from stayline.studio.web.turns import Turns

TURNS: Final = Turns(burst=6, per_second=0.5)
"""For the PDF: its drawing takes the processor a second or two."""


@require_GET
@signed_in
def certificate_shown(
    request: StaffRequest, kind: str, document_id: str, digest: str
) -> HttpResponse:
    """Show the certificate of a version, and how to verify it without this software."""
    version = version_shown(request.actor, kind, document_id, digest)
    context = {
        "page": certificate_page(version, at=request.at),
        "shown": version,
        "pdf_missing": pdf_missing(),
        "packages": PACKAGES,
    }
    return render(request, "studio/certify/certificate.html", context)


@require_GET
@signed_in
def certificate_pdf(
    request: StaffRequest, kind: str, document_id: str, digest: str
) -> HttpResponse:
    """Give the certificate as PDF; where Pango is missing, say which package brings it."""
    version = version_shown(request.actor, kind, document_id, digest)
    if pdf_missing():
        missing = PdfMissing()
        page = certificate_page(version, at=request.at)
        context = {"page": page, "shown": version, "refusal": missing}
        return render(request, "studio/certify/certificate.html", context, status=missing.status)
    with TURNS.of(request.actor.id):
        page = certificate_page(version, at=request.at, draw=True)
        context = {"page": page, "at": request.at}
        html = render_to_string("studio/certify/certificate_pdf.html", context, request=request)
        drawn = write_pdf(html)
    name = f"certificate-{document_id}-{digest[:12]}.pdf"
    return _download(drawn, name, "application/pdf")


@require_GET
@signed_in
def certificate_json(
    request: StaffRequest, kind: str, document_id: str, digest: str
) -> HttpResponse:
    """Give the certificate as the file that `stayline playbook verify-certificate` reads."""
    version = version_shown(request.actor, kind, document_id, digest)
    found = certificate(version.digest, at=request.at)
    name = f"certificate-{document_id}-{digest[:12]}.json"
    return _download(certificate_file(found), name, "application/json")


@require_http_methods(["GET", "POST"])
@signed_in
def share(request: StaffRequest, kind: str, document_id: str, digest: str) -> HttpResponse:
    """Show the notice of liability; give a copy away and record who has it (S0-19)."""
    version = version_shown(request.actor, kind, document_id, digest)
    if not may_share(request.actor):
        raise SharingNotYours
    context: dict[str, object] = {"shown": version, "notice": liability_notice()}
    if request.method == "GET":
        return render(request, "studio/certify/share.html", context)
    typed = request.POST
    try:
        copy = share_version(
            digest=version.digest,
            recipient=typed.get("recipient", ""),
            purpose=typed.get("purpose", ""),
            notice=typed.get("notice", ""),
            actor=request.actor,
            at=request.at,
        )
    except ShareInvalid as refused:
        context |= {"typed": typed, "faults": refused.faults}
        return render(request, "studio/certify/share.html", context, status=refused.status)
    return _download(copy.content, copy.name, "application/octet-stream")


@require_GET
@signed_in
def coverage(request: StaffRequest, kind: str, document_id: str, digest: str) -> HttpResponse:
    """Show what a protocol must address, where it does, and what is missing (S0-22)."""
    version = version_shown(request.actor, kind, document_id, digest)
    context = {"shown": version, "coverage": coverage_of(version.digest)}
    return render(request, "studio/certify/coverage.html", context)


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)
