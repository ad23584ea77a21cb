"""Addresses of a person's own page of care."""

from django.urls import path

from stayline.care.web import leading, library, now, own, steps, views

app_name = "care"

urlpatterns = [
    path("care/", views.mine, name="mine"),
    path("care/come-back/", views.back, name="come_back"),
    path("care/time-away/", views.time_away, name="time_away"),
    path("care/supporter/", views.supporter, name="supporter"),
    path("care/near/", views.near, name="near"),
    path("care/offered/", steps.dates, name="dates"),
    path("care/offered/near/", steps.near_one, name="near_one"),
    path("care/now/", now.now, name="now"),
    path("care/now/ask/", now.ask, name="ask"),
    path("care/now/company/", now.company, name="company"),
    path("care/asked/<uuid:company_id>/come/", now.come, name="come"),
    path("care/asked/<uuid:company_id>/end/", now.end, name="end"),
    path("care/checks/<uuid:check_id>/", steps.step, name="step"),
    path("care/checks/<uuid:check_id>/move/", steps.move, name="move"),
    path("care/checks/<uuid:check_id>/take-up/", steps.take_up, name="take_up"),
    path("care/checks/<uuid:check_id>/notes/", steps.note, name="note"),
    path("care/notes/<uuid:note_id>/close/", steps.close, name="close"),
    path("care/notes/<uuid:note_id>/delete/", steps.delete, name="delete"),
    path("care/checks/<uuid:check_id>/decline/", views.decline, name="decline"),
    path("care/checks/<uuid:check_id>/done/", views.done, name="done"),
    path("care/library/", library.library, name="library"),
    path("care/own/", own.plan, name="own"),
    path("care/own/plan/", own.add, name="own_add"),
    path("care/own/plan/<slug:item>/", own.change, name="own_change"),
    path("care/own/reminders/", own.remind, name="own_remind"),
    path("care/own/reminders/<uuid:reminder_id>/", own.reminder, name="own_reminder"),
    path("care/own/thoughts/", own.think, name="own_think"),
    path("care/own/thoughts/<uuid:reflection_id>/delete/", own.forget, name="own_forget"),
    path("care/own/check-in/", own.ask_oneself, name="own_check_in"),
    path("care/pulse/", leading.pulse, name="pulse"),
    path("care/pulse/answer/", leading.answer, name="pulse_answer"),
    path("care/duties/", leading.duties, name="duties"),
    path("care/duties/<uuid:duty_id>/met/", leading.met, name="duty_met"),
    path("care/duties/<uuid:duty_id>/waived/", leading.waived, name="duty_waived"),
    path("care/effect/", leading.report, name="effect"),
]
