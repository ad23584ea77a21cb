"""Addresses of quality."""

from django.urls import path

from stayline.quality.web import (
    calibration,
    complaints,
    feedback,
    improving,
    proposals,
    reviewing,
    trends,
)

app_name = "quality"

urlpatterns = [
    path("quality/calibration/", calibration.rounds, name="calibration"),
    path("quality/calibration/<uuid:round_id>/", calibration.page, name="round"),
    path("quality/calibration/<uuid:round_id>/close/", calibration.close, name="round_close"),
    path("quality/reviews/<uuid:review_id>/calibrate/", calibration.new, name="round_new"),
    path("quality/", reviewing.index, name="index"),
    path("quality/ask/", reviewing.ask, name="ask"),
    path("quality/sample/", reviewing.sample, name="sample"),
    path("quality/reviews/<uuid:review_id>/", reviewing.page, name="review"),
    path("quality/reviews/<uuid:review_id>/do/<slug:name>/", reviewing.act, name="review_act"),
    path("quality/feedback/", feedback.feedback, name="feedback"),
    path("quality/feedback/<uuid:feedback_id>/", feedback.one, name="feedback_one"),
    path(
        "quality/feedback/<uuid:feedback_id>/<slug:name>/",
        feedback.act,
        name="feedback_act",
    ),
    path("quality/reviews/<uuid:review_id>/feedback/", feedback.give, name="feedback_give"),
    path("quality/improvements/", improving.every, name="improvements"),
    path("quality/improvements/<uuid:improvement_id>/", improving.one, name="improvement"),
    path(
        "quality/improvements/<uuid:improvement_id>/<slug:name>/",
        improving.act,
        name="improvement_act",
    ),
    path("quality/trends/", trends.trends, name="trends"),
    path("quality/trends/<slug:what>.csv", trends.download, name="figures"),
    path("quality/alarms/<uuid:alarm_id>/", trends.answer, name="alarm_answer"),
    path("quality/complaints/", complaints.complaints, name="complaints"),
    path("quality/complaints/new/", complaints.raise_one, name="complaint_new"),
    path("quality/complaints/<uuid:complaint_id>/", complaints.complaint, name="complaint"),
    path(
        "quality/complaints/<uuid:complaint_id>/<slug:name>/",
        complaints.act,
        name="complaint_act",
    ),
    path("quality/departures/", proposals.departures, name="departures"),
    path("quality/departures/ask/", proposals.look, name="departures_look"),
    path("quality/proposals/<uuid:proposal_id>/", proposals.decide, name="proposal"),
]
