"""Addresses of the library: the search, every document, its file."""

from django.urls import path

from stayline.library.web import views

app_name = "library"

urlpatterns = [
    path("library/", views.index, name="index"),
    path("library/<slug:kind>/<slug:document_id>/", views.page, name="page"),
    path("library/<slug:kind>/<slug:document_id>/file/", views.file, name="file"),
]
