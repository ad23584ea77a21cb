"""Addresses of command."""

from django.urls import path

from stayline.command.web import (
    agency_pages,
    assessing,
    briefs_pages,
    field,
    joint,
    joint_index,
    joint_people,
    joint_picture,
    message_words,
    offered,
    page,
    posts_site,
    resource_pages,
)

app_name = "command"

urlpatterns = [
    path("command/people/", joint_people.of_site, name="staff"),
    path("command/<uuid:incident_id>/people/", joint_people.of_incident, name="people"),
    path("command/plans/", joint_picture.site, name="plans"),
    path("command/plans/<uuid:plan_id>/image/", joint_picture.image, name="plan_image"),
    path("command/<uuid:incident_id>/picture/", joint_picture.page, name="picture"),
    path(
        "command/<uuid:incident_id>/picture/do/<slug:name>/", joint_picture.act, name="picture_act"
    ),
    path("field/<str:token>/", field.field, name="field"),
    path("post/<str:token>/", offered.offered, name="offered"),
    path("command/", joint_index.index, name="index"),
    path("command/<uuid:incident_id>/joint/", joint.record, name="joint"),
    path("command/agencies/", agency_pages.agencies, name="agencies"),
    path("command/agencies/new/", agency_pages.new_agency, name="new_agency"),
    path("command/agencies/list/", agency_pages.agency_file, name="agency_list"),
    path("command/agencies/<uuid:agency_id>/", agency_pages.agency, name="agency"),
    path("command/resources/", resource_pages.resources, name="resources"),
    path("command/resources/new/", resource_pages.new_resource, name="new_resource"),
    path("command/resources/list/", resource_pages.take_in, name="resource_list"),
    path("command/resources/<uuid:resource_id>/", resource_pages.resource, name="resource"),
    path(
        "command/resources/<uuid:resource_id>/state/",
        resource_pages.set_state,
        name="resource_state",
    ),
    path("command/structures/", posts_site.page, name="structures"),
    path("command/structures/set/", posts_site.change, name="set_structures"),
    path("command/<uuid:incident_id>/", page.page, name="page"),
    path("command/<uuid:incident_id>/brief/<slug:form>/", briefs_pages.brief_page, name="brief"),
    path(
        "command/<uuid:incident_id>/brief/<slug:form>/correct/",
        briefs_pages.correct,
        name="correct_brief",
    ),
    path(
        "command/<uuid:incident_id>/brief/<slug:form>/issue/",
        briefs_pages.issue,
        name="issue_brief",
    ),
    path(
        "command/<uuid:incident_id>/brief/<slug:form>/file/",
        briefs_pages.take,
        name="take_brief",
    ),
    path("command/<uuid:incident_id>/script/", briefs_pages.script, name="script"),
    path("command/<uuid:incident_id>/assess/", assessing.assess, name="assess"),
    path("command/<uuid:incident_id>/words/", message_words.words, name="words"),
    path(
        "command/<uuid:incident_id>/do/<slug:piece>/<slug:name>/",
        page.act,
        name="act",
    ),
]
