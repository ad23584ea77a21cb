"""Addresses of set-up and of a demo's first page."""

from django.urls import path

from stayline.admin.web import views

app_name = "admin"

urlpatterns = [
    path("welcome/", views.welcome_page, name="welcome"),
    path("welcome/practice/", views.begin_practice, name="practice"),
]
