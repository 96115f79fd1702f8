"""What the application's database role may do: everything, except rewrite history.

Run by the owner of the tables after each migration. Where migrations and application
share one role, nothing is granted or taken, and the triggers are the only guard.
"""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg2 import sql

APPEND_ONLY = (
    "review_sharevisit",
    "stores_accesslog",
    "transactions_gapexplanation",
    "transactions_note",
)


def append_only_tables() -> list[str]:
    """The tables the application may add to but neither change nor empty."""
    events = [
        model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")
    ]
    return sorted([*APPEND_ONLY, *events])


def grant_to_application(schema: str) -> None:
    """Give the application's role its rights in ``schema``, and only those."""
    role = settings.APPLICATION_ROLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if not role or cursor.fetchone()[0] == role:
            return
        names = {"schema": sql.Identifier(schema), "role": sql.Identifier(role)}
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA {schema} TO {role}").format(**names))
        cursor.execute(
            sql.SQL(
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}"
            ).format(**names)
        )
        cursor.execute(
            sql.SQL(
                "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"
            ).format(**names)
        )
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename = ANY(%s)",
            [schema, append_only_tables()],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {schema}.{table} FROM {role}").format(
                    table=sql.Identifier(table), **names
                )
            )
