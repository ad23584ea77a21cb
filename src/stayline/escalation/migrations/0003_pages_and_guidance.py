"""Pages that are answered from themselves; who follows and guides; respond or investigate."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("escalation", "0002_initial"),
        ("incidents", "0004_trained"),
        ("people", "0007_nobody_alone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="handover",
            name="purpose",
            field=models.CharField(default="respond", help_text="see the ladder's", max_length=12),
        ),
        migrations.AddField(
            model_name="ladder",
            name="outside_at",
            field=models.DateTimeField(
                help_text="when the site's outside route was named, for want of anybody to ring",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="ladder",
            name="purpose",
            field=models.CharField(
                default="respond",
                help_text="respond: take the contact over; investigate: look into what is reported (S0-33)",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="answered_by",
            field=models.CharField(
                blank=True, help_text="screen, link, code, key: how it was answered", max_length=12
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="code_digest",
            field=models.CharField(
                blank=True,
                db_index=True,
                help_text="keyed hash of the code to text back",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="contact_point",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.contactpoint",
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="expires_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="page",
            name="failed",
            field=models.CharField(blank=True, help_text="why it did not leave", max_length=200),
        ),
        migrations.AddField(
            model_name="page",
            name="link_digest",
            field=models.CharField(
                blank=True, db_index=True, help_text="SHA-256 of its single-use link", max_length=64
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="message_id",
            field=models.UUIDField(help_text="of the outbox; null: rings on the screen", null=True),
        ),
        migrations.AddField(
            model_name="page",
            name="sent_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="page",
            name="state",
            field=models.CharField(
                default="rings", help_text="rings (a screen), queued, sent, failed", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="used_at",
            field=models.DateTimeField(
                help_text="when its link, code or key was used up", null=True
            ),
        ),
        migrations.CreateModel(
            name="Guidance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "sequence",
                    models.PositiveBigIntegerField(
                        help_text="of the entry in the incident's stream"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guidance",
                        to="incidents.incident",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="Following",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="incidents.incident",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("incident", "person"),
                        name="escalation_following_once",
                    )
                ],
            },
        ),
    ]
