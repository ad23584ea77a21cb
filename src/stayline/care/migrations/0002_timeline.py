"""The times at which somebody looks after a person."""

import datetime as dt
import uuid
from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def plan_what_stands(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A check that was offered before there were plans was meant for when it was offered."""
    del schema_editor
    apps.get_model("care", "PrivateCheck").objects.update(planned_at=models.F("offered_at"))


def person_key(*, help_text: str = "", null: bool = False) -> "models.Field[Any, Any]":
    """A reference to somebody who works here."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        help_text=help_text,
        null=null,
    )


def key() -> "models.Field[Any, Any]":
    """The id of a row."""
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    """The times at which somebody looks after a person."""

    dependencies: ClassVar = [("care", "0001_initial"), ("people", "0009_learning_roles")]

    operations: ClassVar = [
        migrations.AddField(
            "offqueue",
            "choice",
            models.CharField(
                blank=True,
                help_text="short, shift, until_said, other_work; empty: not yet",
                max_length=12,
            ),
        ),
        migrations.AddField(
            "offqueue",
            "involved_as",
            models.CharField(
                default="agent",
                help_text="agent, listener, supervisor, bystander",
                max_length=12,
            ),
        ),
        migrations.AddField(
            "offqueue",
            "until",
            models.DateTimeField(help_text="until when they meant to; no clock ends it", null=True),
        ),
        migrations.RemoveConstraint("privatecheck", "care_check_once"),
        migrations.AddField(
            "privatecheck",
            "step",
            models.SlugField(default="first", help_text="id in the aftercare plan", max_length=40),
        ),
        migrations.AddField(
            "privatecheck",
            "title",
            models.CharField(blank=True, help_text="as the plan called it", max_length=80),
        ),
        migrations.AddField(
            "privatecheck",
            "plan_digest",
            models.CharField(blank=True, help_text="the plan's version", max_length=64),
        ),
        migrations.AddField(
            "privatecheck",
            "by",
            models.CharField(
                default="supporter",
                help_text="supporter, or peer: a trained colleague",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "privatecheck",
            "opt_in",
            models.BooleanField(default=False, help_text="only if the person takes it up"),
        ),
        migrations.AddField(
            "privatecheck",
            "planned_at",
            models.DateTimeField(
                default=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                help_text="when it is meant to be, in their own hours",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "privatecheck",
            "within",
            models.DurationField(
                default=dt.timedelta(minutes=30), help_text="how long after that it is missed"
            ),
        ),
        migrations.AddField(
            "privatecheck",
            "again",
            models.DurationField(
                default=dt.timedelta(minutes=15),
                help_text="what another supporter has when missed",
            ),
        ),
        migrations.AddField(
            "privatecheck",
            "asked_before",
            models.JSONField(default=list, help_text="supporters who did not come to it"),
        ),
        migrations.AddField("privatecheck", "taken_up_at", models.DateTimeField(null=True)),
        migrations.AddField("privatecheck", "moved_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "privatecheck",
            "missed_at",
            models.DateTimeField(help_text="when management was told that it is", null=True),
        ),
        migrations.AddConstraint(
            "privatecheck",
            models.UniqueConstraint(
                fields=("person", "incident_id", "step"), name="care_check_once"
            ),
        ),
        migrations.RunPython(plan_what_stands, migrations.RunPython.noop, elidable=True),
        migrations.CreateModel(
            name="CareChoice",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "company",
                    person_key(help_text="whom they would ask to come to them", null=True),
                ),
                ("supporter", person_key(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CheckNote",
            fields=[
                ("id", key()),
                (
                    "words_sealed",
                    models.BinaryField(help_text="sealed under the person’s own key"),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="care.privatecheck",
                    ),
                ),
                ("reader", person_key(null=True)),
                ("writer", person_key()),
            ],
        ),
        migrations.CreateModel(
            name="Company",
            fields=[
                ("id", key()),
                ("asked_at", models.DateTimeField()),
                (
                    "coming_at",
                    models.DateTimeField(help_text="when they said that they come", null=True),
                ),
                ("due_at", models.DateTimeField(help_text="when the row goes")),
                ("asked", person_key()),
                ("person", person_key()),
            ],
            options={
                "indexes": [models.Index(fields=["due_at"], name="care_company_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "asked"), name="care_company_once")
                ],
            },
        ),
    ]
