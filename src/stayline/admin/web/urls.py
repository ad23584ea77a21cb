"""Addresses of set-up and of a demo's first page."""

from django.urls import path

from stayline.admin.web import notes, views

app_name = "admin"

urlpatterns = [
    path("welcome/", views.welcome_page, name="welcome"),
    path("welcome/practice/", views.begin_practice, name="practice"),
    path("notes/", notes.notes, name="notes"),
    path("notes/<str:form_id>/", notes.form_notes, name="form_notes"),
    path("notes/<str:form_id>/<str:field>/", notes.note, name="note"),
]
