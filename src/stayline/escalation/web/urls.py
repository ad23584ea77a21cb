"""The address of a page's own link. It is short, since it is sent by text message."""

from django.urls import path

from stayline.escalation.web import views

app_name = "escalation"

urlpatterns = [path("p/<str:token>/", views.own_page, name="own_page")]
