"""Addresses of a person's own page of care."""

from django.urls import path

from stayline.care.web import views

app_name = "care"

urlpatterns = [
    path("care/", views.mine, name="mine"),
    path("care/come-back/", views.back, name="come_back"),
    path("care/checks/<uuid:check_id>/decline/", views.decline, name="decline"),
    path("care/checks/<uuid:check_id>/done/", views.done, name="done"),
]
