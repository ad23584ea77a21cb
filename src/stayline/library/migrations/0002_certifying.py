"""Drafts, sign-offs, certificates, experts, restricted notes, and who has copies."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.AddField(
            model_name="documentversion",
            name="check_report",
            field=models.JSONField(
                default=dict,
                help_text="what the checker found: passes, findings, the three times, states",
            ),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="checked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="correction",
            field=models.BooleanField(
                default=False, help_text="a safety correction: the expert alone, the rest is owed"
            ),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="made_by",
            field=models.ForeignKey(
                help_text="who wrote it here; null: it came with the package or from a file",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="made_from",
            field=models.ForeignKey(
                help_text="the version it was written from",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.documentversion",
            ),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="review_by",
            field=models.DateField(help_text="from then on it is stale (S0-43)", null=True),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="review_due_at",
            field=models.DateTimeField(help_text="when the managers are told of it", null=True),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="shared_by",
            field=models.CharField(
                blank=True,
                help_text="who it was received from, when it was imported",
                max_length=200,
            ),
        ),
        migrations.AddIndex(
            model_name="documentversion",
            index=models.Index(
                condition=models.Q(("review_due_at__isnull", False)),
                fields=["review_due_at"],
                name="library_review_due",
            ),
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("lapsed", "Certification lapsed"),
                            ("stale", "Review date passed"),
                            ("corrected", "Safety correction"),
                            ("legal_overdue", "Legal review overdue"),
                            ("withdrawn", "Withdrawn"),
                            ("credential", "Credential ended"),
                        ],
                        max_length=20,
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("document_id", models.CharField(max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("text", models.CharField(max_length=400)),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("seen_at__isnull", True)),
                        fields=["at"],
                        name="library_unseen",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="certificate",
                        serialize=False,
                        to="library.documentversion",
                    ),
                ),
                ("body", models.JSONField()),
                ("signature", models.BinaryField(help_text="64 bytes")),
                ("public_key", models.BinaryField(help_text="32 bytes")),
                ("issued_at", models.DateTimeField()),
                (
                    "valid_until",
                    models.DateField(
                        help_text="the last day: the first credential or review to end"
                    ),
                ),
                (
                    "lapse_due_at",
                    models.DateTimeField(
                        help_text="when it lapses; null once its lapse was dealt with", null=True
                    ),
                ),
                ("lapsed_at", models.DateTimeField(null=True)),
                ("lapsed_because", models.CharField(blank=True, max_length=300)),
                (
                    "legal_due_at",
                    models.DateTimeField(
                        help_text="safety correction: legal review is owed by then (7 days)",
                        null=True,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("lapse_due_at__isnull", False)),
                        fields=["lapse_due_at"],
                        name="library_lapse_due",
                    ),
                    models.Index(
                        condition=models.Q(("legal_due_at__isnull", False)),
                        fields=["legal_due_at"],
                        name="library_legal_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("document_id", models.CharField(max_length=60)),
                ("source", models.BinaryField(help_text="the text as it was typed")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("started_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                (
                    "made_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.documentversion",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "started_by",
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
                        fields=("kind", "document_id"), name="library_one_draft"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Expert",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("contact", models.CharField(blank=True, max_length=200)),
                (
                    "credential",
                    models.CharField(
                        choices=[
                            ("psychologist", "Clinical or forensic psychologist"),
                            ("threat_manager", "Certified threat manager"),
                            ("safeguarding_lead", "Safeguarding lead"),
                            ("emergency_planner", "Emergency planner"),
                            ("other", "Another crisis response credential"),
                        ],
                        max_length=20,
                    ),
                ),
                ("issuer", models.CharField(max_length=150)),
                ("number", models.CharField(max_length=80)),
                (
                    "expires_on",
                    models.DateField(help_text="the last day on which the credential is valid"),
                ),
                (
                    "lapse_due_at",
                    models.DateTimeField(
                        help_text="when the credential ends; null once its lapse was dealt with",
                        null=True,
                    ),
                ),
                ("how_found", models.CharField(max_length=300)),
                ("note", models.TextField(blank=True)),
                ("added_at", models.DateTimeField()),
                (
                    "left_at",
                    models.DateTimeField(help_text="no longer asked; the rows stay", null=True),
                ),
                (
                    "person",
                    models.OneToOneField(
                        help_text="their own sign-in here; null: somebody records what they signed on paper",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("lapse_due_at__isnull", False)),
                        fields=["lapse_due_at"],
                        name="library_expert_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ForceSpan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
                ("because", models.CharField(max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spans",
                        to="library.documentversion",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["version", "from_at"], name="library_span")],
            },
        ),
        migrations.CreateModel(
            name="RestrictedNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("document_id", models.CharField(max_length=60)),
                ("sealed", models.BinaryField(help_text="text and from whom, AES-256-GCM")),
                (
                    "wrapped_key",
                    models.BinaryField(help_text="its own key, wrapped by the master key"),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "removed_at",
                    models.DateTimeField(
                        help_text="key and text are gone; the row stays", null=True
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.documentversion",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["written_at", "id"],
                "indexes": [models.Index(fields=["kind", "document_id"], name="library_notes_of")],
            },
        ),
        migrations.CreateModel(
            name="RiskAcknowledgement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("document_id", models.CharField(max_length=60)),
                (
                    "purpose",
                    models.CharField(
                        choices=[("edit", "To edit"), ("activate", "To activate")], max_length=8
                    ),
                ),
                (
                    "notice",
                    models.CharField(
                        help_text="SHA-256 of the notice as it was shown", max_length=64
                    ),
                ),
                ("at", models.DateTimeField()),
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
                        fields=("person", "kind", "document_id", "purpose", "notice"),
                        name="library_risk_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("recipient", models.CharField(max_length=200)),
                ("purpose", models.CharField(max_length=300)),
                (
                    "notice",
                    models.CharField(
                        help_text="SHA-256 of the notice as acknowledged", max_length=64
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="library.documentversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("expert", "Crisis expert"),
                            ("legal", "Legal review"),
                            ("ethical", "Ethical review"),
                            ("adopted", "Adopted here"),
                        ],
                        max_length=8,
                    ),
                ),
                ("signer_name", models.CharField(max_length=150)),
                (
                    "credential",
                    models.JSONField(
                        default=dict,
                        help_text="kind, issuer, number, expires_on, as they stood; expert only",
                    ),
                ),
                ("granted", models.BooleanField(help_text="false: refused, with a reason")),
                (
                    "statement",
                    models.TextField(
                        blank=True, help_text="what the signer says, or why it is refused"
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        help_text="where the signed paper is kept, if it was paper",
                        max_length=200,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "valid_until",
                    models.DateField(help_text="the last day; expert: the credential's", null=True),
                ),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_because", models.CharField(blank=True, max_length=300)),
                (
                    "expert",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signoffs",
                        to="library.expert",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        help_text="the signer's own sign-in; null: signed on paper",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signoffs",
                        to="library.documentversion",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("on_what", models.CharField(max_length=300)),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="library.expert",
                    ),
                ),
            ],
            options={
                "ordering": ["-from_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="NoteReader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readers",
                        to="library.restrictednote",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("note", "person"), name="library_reader_once")
                ],
            },
        ),
    ]
