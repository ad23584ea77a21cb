"""Addresses of sign-offs, certificates, activation, experts, shares and alerts."""

from django.urls import path

from stayline.studio.web import (
    certify,
    certify_adopt,
    certify_experts,
    certify_notes,
    certify_papers,
    certify_registers,
)
from stayline.studio.web.edit_urls import DOCUMENT

VERSION = f"{DOCUMENT}<str:digest>/certify/"

urlpatterns = [
    path(VERSION, certify.certify, name="certify"),
    path(f"{VERSION}risk/", certify.risk, name="risk"),
    path(f"{VERSION}review/", certify.review, name="review"),
    path(f"{VERSION}sign/", certify.sign, name="sign"),
    path(f"{VERSION}take-back/<uuid:signoff_id>/", certify.take_back, name="take_back"),
    path(f"{VERSION}activate/", certify.activate, name="activate"),
    path(f"{VERSION}withdraw/", certify.take_out, name="withdraw"),
    path(f"{VERSION}correct/", certify.correct, name="correct"),
    path(f"{VERSION}certificate/", certify_papers.certificate_shown, name="certificate"),
    path(f"{VERSION}certificate.pdf", certify_papers.certificate_pdf, name="certificate_pdf"),
    path(f"{VERSION}certificate.json", certify_papers.certificate_json, name="certificate_json"),
    path(f"{VERSION}coverage/", certify_papers.coverage, name="version_coverage"),
    path(f"{VERSION}share/", certify_papers.share, name="share"),
    path(f"{VERSION}notes/", certify_notes.notes, name="notes"),
    path("studio/adopt/", certify_adopt.adopt_all, name="adopt_all"),
    path("studio/experts/", certify_experts.experts, name="experts"),
    path("studio/experts/<uuid:expert_id>/", certify_experts.expert, name="expert"),
    path("studio/shares/", certify_registers.register_of_copies, name="shares"),
    path("studio/alerts/", certify_registers.alerts, name="alerts"),
    path("studio/alerts/<uuid:alert_id>/seen/", certify_registers.seen, name="seen"),
    path("studio/coverage/", certify_registers.playbook_coverage, name="coverage"),
]
