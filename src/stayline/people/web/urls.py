"""Addresses of the door: sign in, sign out, start page, colours, the watcher's banner."""

from django.urls import path

from stayline.people.web import views

app_name = "people"

urlpatterns = [
    path("", views.start, name="start"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/demo/", views.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
    path("watcher/", views.watcher, name="watcher"),
]
