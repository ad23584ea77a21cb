"""Addresses of training and readiness."""

from django.urls import path

from stayline.learning.web import (
    courses,
    drills,
    evidence,
    lessons,
    lists,
    practice,
    support,
    teaching,
    views,
)

app_name = "learning"

urlpatterns = [
    path("learning/", views.mine, name="mine"),
    path("learning/people/<uuid:person_id>/", views.person, name="person"),
    path("learning/people/<uuid:person_id>/ask/", views.ask, name="ask"),
    path("learning/courses/", courses.index, name="courses"),
    path("learning/courses/<slug:course_id>/", courses.module, name="course"),
    path("learning/courses/<slug:course_id>/experts/", courses.expert, name="course_expert"),
    path("learning/attempts/<uuid:attempt_id>/", courses.answered, name="attempt"),
    path("learning/evidence/", evidence.evidence, name="evidence"),
    path("learning/teaching/", teaching.teaching, name="teaching"),
    path("learning/trainers/<uuid:credential_id>/", teaching.take_back, name="trainer_back"),
    path("learning/records/<uuid:training_id>/take-back/", views.take_back, name="take_back"),
    path("learning/site/", lists.site, name="site"),
    path("learning/versions/<slug:digest>/", lists.version, name="version"),
    path("learning/import/", lists.give, name="import"),
    path("learning/readiness/", lists.ready, name="readiness"),
    path("learning/practice/", practice.index, name="practice"),
    path("learning/practice/asked/", practice.asked, name="practice_asked"),
    path(
        "learning/practice/asked/<uuid:asked_id>/withdraw/",
        practice.withdraw,
        name="practice_withdraw",
    ),
    path("learning/practice/attempts/<uuid:attempt_id>/", practice.one, name="practice_replay"),
    path(
        "learning/practice/attempts/<uuid:attempt_id>/share/",
        practice.share,
        name="practice_share",
    ),
    path(
        "learning/practice/attempts/<uuid:attempt_id>/forget/",
        practice.forget,
        name="practice_forget",
    ),
    path(
        "learning/practice/attempts/<uuid:attempt_id>/<slug:how>/",
        practice.end,
        name="practice_end",
    ),
    path("learning/practice/<slug:scenario_id>/start/", practice.start, name="practice_start"),
    path("learning/drills/", drills.index, name="drills"),
    path("learning/drills/<uuid:drill_id>/", drills.one, name="drill"),
    path("learning/drills/<uuid:drill_id>/<slug:what>/", drills.act, name="drill_act"),
    path(
        "learning/drills/rounds/<uuid:round_id>/<slug:what>/",
        drills.act_on_round,
        name="drill_round",
    ),
    path("learning/support/", support.support, name="support"),
    path("learning/support/do/<slug:name>/", support.act, name="support_act"),
    path("learning/support/people/<uuid:person_id>/", support.needs, name="needs"),
    path(
        "learning/support/people/<uuid:person_id>/<slug:name>/",
        support.needs_act,
        name="needs_act",
    ),
    path("learning/support/plans/<uuid:plan_id>/", support.plan, name="plan"),
    path("learning/support/plans/<uuid:plan_id>/<slug:name>/", support.plan_act, name="plan_act"),
    path("learning/lessons/", lessons.every, name="lessons"),
    path("learning/lessons/<uuid:lesson_id>/", lessons.one, name="lesson"),
    path("learning/lessons/<uuid:lesson_id>/<slug:name>/", lessons.act, name="lesson_act"),
]
