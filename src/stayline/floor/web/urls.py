"""Addresses of the floor: the board, rings, briefings, and the record of an incident."""

from django.urls import path

from stayline.floor.web import follow, incidents, ladders, lists, own, seen, views

app_name = "floor"

urlpatterns = [
    path("floor/", views.board_page, name="board"),
    path("floor/seen/", seen.page, name="seen"),
    path("incidents/", lists.incidents, name="incidents"),
    path("contacts/", lists.contacts, name="contacts"),
    path("floor/own/", own.availability, name="own"),
    path("floor/rings/", views.rings, name="rings"),
    path("floor/ladders/<uuid:ladder_id>/", ladders.page, name="briefing"),
    path("floor/ladders/<uuid:ladder_id>/do/<slug:name>/", ladders.act, name="ladder_act"),
    path("floor/incidents/<uuid:incident_id>/", incidents.page, name="incident"),
    path("floor/incidents/<uuid:incident_id>/do/<slug:name>/", incidents.act, name="act"),
    path("floor/incidents/<uuid:incident_id>/follow/", follow.page, name="follow"),
    path("floor/incidents/<uuid:incident_id>/follow/<slug:name>/", follow.act, name="follow_act"),
    path(
        "floor/incidents/<uuid:incident_id>/owed/<uuid:obligation_id>/waive/",
        incidents.waive,
        name="waive",
    ),
]
