"""Who wrote a version, which sign-off stands, and from when on what is in force was in force."""

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def begin_spans(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """What is in force began somewhere; the dates of review are in the documents themselves."""
    version = apps.get_model("library", "DocumentVersion")
    span = apps.get_model("library", "ForceSpan")
    for row in apps.get_model("library", "InForce").objects.all():
        span.objects.get_or_create(
            version_id=row.version_id,
            until_at=None,
            defaults={"from_at": row.since, "because": "in force before spans were kept"},
        )
    for row in version.objects.filter(review_by=None):
        try:
            row.review_by = date.fromisoformat(row.body.get("review_by", ""))
        except (AttributeError, TypeError, ValueError):
            continue
        row.review_due_at = datetime.combine(row.review_by + timedelta(days=1), time(), UTC)
        row.save(update_fields=["review_by", "review_due_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0002_certifying"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="documentversion",
            name="authors",
            field=models.JSONField(
                default=list,
                help_text="ids of everybody who saved its draft: none signs as expert",
            ),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="withdrawn_at",
            field=models.DateTimeField(
                help_text="somebody took it out of force; no withdrawal goes back to it", null=True
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="authors",
            field=models.JSONField(default=list, help_text="ids of everybody who saved it"),
        ),
        migrations.AddField(
            model_name="signoff",
            name="stands",
            field=models.BooleanField(
                default=True, help_text="the last of its kind for its version, and not taken back"
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="valid_until",
            field=models.DateField(
                help_text="the last day: the first credential or review to end; null: none does",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="legal_due_at",
            field=models.DateTimeField(
                help_text="safety correction: when it is said that legal review is overdue",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="legal_owed_until",
            field=models.DateTimeField(
                help_text="legal review is owed by then (7 days); null: it is not owed, or done",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stands", True)),
                fields=("version", "kind"),
                name="library_one_stands",
            ),
        ),
        migrations.RunPython(begin_spans, migrations.RunPython.noop),
    ]
