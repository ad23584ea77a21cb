"""Several threats in one contact, difficult calls, calling back, silent chats."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0003_caller_key"),
        ("incidents", "0001_initial"),
        ("people", "0004_site_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Callback",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(help_text="agreed, safe or try", max_length=8)),
                ("outcome", models.CharField(blank=True, help_text="of a try", max_length=16)),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="EndingRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("approved", models.BooleanField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.AddField(
            model_name="incident",
            name="links",
            field=models.ManyToManyField(
                blank=True,
                help_text="earlier and later incidents of the same caller",
                to="incidents.incident",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="outcome",
            field=models.CharField(
                blank=True, help_text="how a difficult call ended, from its record", max_length=24
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="silence_due_at",
            field=models.DateTimeField(
                help_text="chat: when nothing was said for so long that a supervisor is asked",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="obligation",
            name="protocol_id",
            field=models.CharField(
                blank=True,
                help_text="the document that owes it; empty: the engine, a room",
                max_length=60,
            ),
        ),
        migrations.AddField(
            model_name="threat",
            name="protocol_digest",
            field=models.CharField(
                blank=True, help_text="the version of then; empty: built in", max_length=64
            ),
        ),
        migrations.AddField(
            model_name="threat",
            name="protocol_id",
            field=models.CharField(
                blank=True, help_text="whose duties and obligations it brings", max_length=60
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="opened_how",
            field=models.CharField(help_text="signal, button, aid or seen", max_length=8),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("silence_due_at__isnull", False)),
                fields=["silence_due_at"],
                name="incidents_silence_due",
            ),
        ),
        migrations.AddField(
            model_name="callback",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="callbacks",
                to="incidents.incident",
            ),
        ),
        migrations.AddField(
            model_name="endingrequest",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="endings",
                to="incidents.incident",
            ),
        ),
        migrations.AddConstraint(
            model_name="endingrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)),
                fields=("incident",),
                name="incidents_one_ending_asked",
            ),
        ),
    ]
