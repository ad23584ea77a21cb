"""Lay an empty database out as the migrations would leave it, in one transaction.

The migrations say what every database becomes. Walking them one by one on an empty one draws
hundreds of models anew at each of some four hundred steps and takes most of a minute; here their
end is drawn once, its tables are made, and what is not a table (triggers, rows that must stand) is
run in its order. Every migration is then written down as applied, so that the next one goes on from
there. A database that holds anything is left to Django (ADR 18).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import router
from django.db.migrations import operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations import Migration
    from django.db.migrations.operations.base import Operation
    from django.db.migrations.state import ProjectState
    from django.db.models import Model

DRAWN: Final = (
    operations.CreateModel,
    operations.DeleteModel,
    operations.RenameModel,
    operations.AlterModelTable,
    operations.AlterModelTableComment,
    operations.AlterModelOptions,
    operations.AlterModelManagers,
    operations.AlterUniqueTogether,
    operations.AlterOrderWithRespectTo,
    operations.AddField,
    operations.RemoveField,
    operations.AlterField,
    operations.RenameField,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.RenameIndex,
    operations.AddConstraint,
    operations.RemoveConstraint,
)
"""Steps whose whole effect on an empty database stands in the models they end in."""

RUN: Final = (operations.RunPython, operations.RunSQL)
"""Steps with an effect of their own."""


def lay_out(
    connection: BaseDatabaseWrapper, targets: Sequence[tuple[str, str]] | None = None
) -> bool:
    """Make all tables of an empty database; return whether it was empty and could be laid out.

    `targets` are the migrations (app and name) to stop after, as Django's executor takes them;
    without them everything is made. Nothing is left behind by a failure: it is one transaction on
    both engines.
    """
    if connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    wanted = executor.loader.graph.leaf_nodes() if targets is None else list(targets)
    plan = [migration for migration, _backwards in executor.migration_plan(wanted)]
    steps = [(migration, step) for migration in plan for step in migration.operations]
    if not all(isinstance(step, DRAWN + RUN) for _migration, step in steps):
        return False
    state = executor.loader.project_state(wanted)
    with connection.schema_editor() as editor:
        _make_tables(editor, state)
        _run(editor, state, steps)
        editor.create_model(MigrationRecorder.Migration)
        _write_down(connection, plan)
    return True


def _make_tables(editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
    for model in state.apps.get_models(include_auto_created=False):
        if _stands_here(editor.connection.alias, model):
            editor.create_model(model)
    # Foreign keys and indexes wait for all tables; what comes next may lean on them.
    for statement in editor.deferred_sql:
        editor.execute(statement, params=None)
    editor.deferred_sql.clear()


def _stands_here(alias: str, model: type[Model]) -> bool:
    told = model._meta  # noqa: SLF001 - public in all but name, says Django
    return told.can_migrate(alias) and router.allow_migrate_model(alias, model)


def _run(
    editor: BaseDatabaseSchemaEditor,
    state: ProjectState,
    steps: Iterable[tuple[Migration, Operation]],
) -> None:
    for migration, step in steps:
        if isinstance(step, RUN):
            step.database_forwards(migration.app_label, editor, state, state)


def _write_down(connection: BaseDatabaseWrapper, plan: Iterable[Migration]) -> None:
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.bulk_create(
        recorder.Migration(app=migration.app_label, name=migration.name) for migration in plan
    )
