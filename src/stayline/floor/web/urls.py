"""Addresses of the floor: the board, rings, briefings, and the record of an incident."""

from django.urls import path

from stayline.floor.web import incidents, ladders, seen, views

app_name = "floor"

urlpatterns = [
    path("floor/", views.board_page, name="board"),
    path("floor/seen/", seen.page, name="seen"),
    path("floor/rings/", views.rings, name="rings"),
    path("floor/ladders/<uuid:ladder_id>/", ladders.page, name="briefing"),
    path("floor/ladders/<uuid:ladder_id>/do/<slug:name>/", ladders.act, name="ladder_act"),
    path("floor/incidents/<uuid:incident_id>/", incidents.page, name="incident"),
    path("floor/incidents/<uuid:incident_id>/do/<slug:name>/", incidents.act, name="act"),
    path(
        "floor/incidents/<uuid:incident_id>/owed/<uuid:obligation_id>/waive/",
        incidents.waive,
        name="waive",
    ),
]
