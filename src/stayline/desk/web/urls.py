"""Addresses of the desk."""

from django.urls import path

from stayline.desk.web import (
    attachments,
    commands,
    following,
    outside,
    reports,
    views,
    without,
    wording,
)

app_name = "desk"

urlpatterns = [
    path("desk/", views.index, name="index"),
    path("desk/contacts/", views.begin, name="begin"),
    path("desk/contacts/<uuid:contact_id>/", views.contact, name="contact"),
    path("desk/contacts/<uuid:contact_id>/take/", views.take, name="take"),
    path("desk/contacts/<uuid:contact_id>/phrases/", views.phrases, name="phrases"),
    path("desk/contacts/<uuid:contact_id>/part/<slug:name>/", views.part, name="part"),
    path("desk/contacts/<uuid:contact_id>/do/<slug:name>/", commands.act, name="act"),
    path(
        "desk/contacts/<uuid:contact_id>/calls/<uuid:dispatch_id>/<slug:name>/",
        outside.dispatch,
        name="dispatch",
    ),
    path("desk/contacts/<uuid:contact_id>/outside/<slug:agency>/", outside.ask, name="ask"),
    path("desk/contacts/<uuid:contact_id>/place/", outside.place, name="place"),
    path("desk/contacts/<uuid:contact_id>/words/", wording.words, name="words"),
    path("desk/contacts/<uuid:contact_id>/without/", without.panel, name="without"),
    path("desk/without/", without.shell, name="without_shell"),
    path("desk/without-worker.js", without.worker, name="without_worker"),
    path("desk/incidents/<uuid:incident_id>/attachments/", attachments.page, name="attachments"),
    path("desk/incidents/<uuid:incident_id>/attachments/add/", attachments.attach, name="attach"),
    path(
        "desk/incidents/<uuid:incident_id>/attachments/<uuid:attachment_id>/",
        attachments.file,
        name="attachment",
    ),
    path("desk/reports/<uuid:report_id>/", reports.page, name="report"),
    path("desk/reports/<uuid:report_id>/save/", reports.save, name="report_save"),
    path("desk/reports/<uuid:report_id>/unsaid/", reports.unsaid, name="report_unsaid"),
    path("desk/reports/<uuid:report_id>/submit/", reports.submit, name="report_submit"),
    path("desk/reports/<uuid:report_id>/amend/", reports.amend, name="report_amend"),
    path("desk/reports/<uuid:report_id>/case/", reports.case, name="report_case"),
    path("desk/reports/<uuid:report_id>/decide/", following.decide, name="report_decide"),
    path(
        "desk/reports/<uuid:report_id>/case/correct/",
        following.correct_case,
        name="report_case_correct",
    ),
    path("desk/reports/<uuid:report_id>/person/", following.another_person, name="report_person"),
    path(
        "desk/reports/<uuid:report_id>/tasks/<uuid:task_id>/<slug:name>/",
        following.task,
        name="report_task",
    ),
]
