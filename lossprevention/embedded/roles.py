"""The two roles of the product's database: the owner migrates, the application only works.

What the owner creates later (tables of a new chain's schema) is opened to the application role by
default privileges. They are set in `template1`, so that every database made from it (a test
database, too) has them. Append-only tables take rights away again in their own migrations.
"""

from psycopg2 import sql
from psycopg2.extensions import connection as DatabaseSession  # noqa: N812

OWNER = "lossprevention_owner"
APPLICATION = "lossprevention_app"
DATABASE = "lossprevention"

_DEFAULTS = (
    "GRANT USAGE ON SCHEMAS",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES",
    "GRANT USAGE, SELECT ON SEQUENCES",
    "GRANT EXECUTE ON FUNCTIONS",
)


def is_prepared(server: DatabaseSession) -> bool:
    """Whether roles and database are there; the database comes last."""
    with server.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        return cursor.fetchone() is not None


def create_roles(
    server: DatabaseSession, *, owner_password: str, application_password: str
) -> None:
    """Both roles with their passwords, also where one exists already. Needs a superuser."""
    with server.cursor() as cursor:
        for role, password, rights in (
            (OWNER, owner_password, "CREATEDB"),
            (APPLICATION, application_password, "NOCREATEDB"),
        ):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            verb = "CREATE" if cursor.fetchone() is None else "ALTER"
            statement = "{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEROLE {rights} PASSWORD %s"
            cursor.execute(
                sql.SQL(statement).format(
                    verb=sql.SQL(verb), role=sql.Identifier(role), rights=sql.SQL(rights)
                ),
                [password],
            )


def open_to_application(template: DatabaseSession) -> None:
    """In this database: what the owner will create, the application role may use."""
    with template.cursor() as cursor:
        for grant in _DEFAULTS:
            cursor.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} {} TO {}").format(
                    sql.Identifier(OWNER), sql.SQL(grant), sql.Identifier(APPLICATION)
                )
            )


def create_database(server: DatabaseSession) -> None:
    """The product's database, closed to every other role. Needs autocommit."""
    names = {
        "database": sql.Identifier(DATABASE),
        "owner": sql.Identifier(OWNER),
        "application": sql.Identifier(APPLICATION),
    }
    with server.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names))
        cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC").format(**names))
        cursor.execute(
            sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {application}").format(
                **names
            )
        )
