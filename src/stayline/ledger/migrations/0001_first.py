import django.db.models.deletion
from django.db import migrations, models

from stayline.ledger.migrations import _guards


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Stream",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("subject_id", models.UUIDField()),
                ("exercise", models.BooleanField()),
                ("opened_at", models.CharField(max_length=27)),
                ("head_sequence", models.BigIntegerField()),
                ("head_hash", models.BinaryField(max_length=32)),
                ("head_at", models.CharField(max_length=27)),
                ("last_tombstone", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "subject_id"), name="ledger_stream_subject"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["incident", "system", "person", "document"])
                        ),
                        name="ledger_stream_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "stream_id",
                        "sequence",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("sequence", models.BigIntegerField()),
                ("at", models.CharField(max_length=27)),
                ("actor", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=100)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("commitment", models.BinaryField(max_length=32)),
                ("previous_hash", models.BinaryField(max_length=32)),
                ("hash", models.BinaryField(max_length=32)),
                ("before_previous", models.BooleanField()),
                (
                    "stream",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="ledger.stream",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "stream_id",
                        "sequence",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("sequence", models.BigIntegerField()),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("salt", models.BinaryField(max_length=32)),
                ("sealed", models.BinaryField()),
                (
                    "stream",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="ledger.stream",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "stream_id",
                        "sequence",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("sequence", models.BigIntegerField()),
                ("subject", models.CharField(max_length=200)),
                (
                    "stream",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="ledger.stream",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("since", models.BigIntegerField()),
                ("wrapped", models.BinaryField()),
                (
                    "stream",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="ledger.stream",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stream", "subject", "since"), name="ledger_datakey_subject"
                    )
                ],
            },
        ),
        migrations.RunPython(_guards.install, _guards.remove, hints={"model_name": "entry"}),
    ]
