"""Addresses of the list, documents, versions, drafts."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from stayline.studio.web import drafts, edit, practise


class KindConverter(StringConverter):
    """A kind of document; not one of the studio's own places."""

    regex = r"(?!(?:drafts|checker|experts|shares|alerts)/)[a-z_]+"


register_converter(KindConverter, "document_kind")

DOCUMENT = "studio/<document_kind:kind>/<str:document_id>/"
DRAFT = "studio/drafts/<uuid:draft_id>/"

urlpatterns = [
    path("studio/", edit.index, name="index"),
    path("studio/checker/", edit.codes, name="codes"),
    path(DRAFT, drafts.draft, name="draft"),
    path(f"{DRAFT}check/", drafts.check, name="draft_check"),
    path(f"{DRAFT}drawing/", drafts.draw, name="draft_drawing"),
    path(f"{DRAFT}changes/", drafts.changes, name="draft_changes"),
    path(f"{DRAFT}others/", drafts.others, name="draft_others"),
    path(f"{DRAFT}walk/", edit.walk_draft, name="draft_walk"),
    path(DOCUMENT, edit.document, name="document"),
    path(f"{DOCUMENT}drawing/", edit.picture, name="drawing"),
    path(f"{DOCUMENT}compare/", edit.compare, name="compare"),
    path(f"{DOCUMENT}walk/", edit.walk, name="walk"),
    path(f"{DOCUMENT}draft/", drafts.start, name="start"),
    path(f"{DOCUMENT}practise/", practise.practise, name="practise"),
]
