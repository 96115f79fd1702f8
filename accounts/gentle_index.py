"""Indexes on tables that may be large: made without keeping anybody from writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.migrations import AddIndex

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


class AddIndexGently(AddIndex):
    """An index made CONCURRENTLY where there are rows to index. On an empty table (a new
    chain) it is made at once: waiting for everybody else's transactions would gain nothing.

    The migration has ``atomic = False``. An index that an interrupted run left behind
    half-made is made again.
    """

    atomic = False

    def describe(self) -> str:
        return f"{super().describe()}, without locking"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        connection = schema_editor.connection
        table = connection.ops.quote_name(model._meta.db_table)
        index = connection.ops.quote_name(self.index.name)
        how: dict[str, Any] = {}
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")
            if cursor.fetchone()[0] and not connection.in_atomic_block:
                how["concurrently"] = True
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {index}")
        schema_editor.add_index(model, self.index, **how)
